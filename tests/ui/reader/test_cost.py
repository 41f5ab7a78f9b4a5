"""What a page costs grows with what is on view: told in blocks laid out and pictures painted, not in seconds."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from annotator.model.treaty import Text, VersionData
from annotator.ui.reader.view import ReaderView
from annotator.ui.theme import Theme
from tests.ui.reader.treaty_samples import annotate, annotate_whole, make_codebook, make_text

SENTENCE = "Each State Party shall take such measures as may be necessary under its domestic law to do so. "
ARTICLES = 120


def long_text(words: str) -> Text:
    rows = [f"## Article {number}. {words}\n1. {SENTENCE * 4}\n2. {SENTENCE * 4}" for number in range(1, ARTICLES)]
    return make_text("\n".join(rows))


def shown(qtbot: QtBot, theme: Theme, text: Text) -> ReaderView:
    view = ReaderView(theme)
    qtbot.addWidget(view)
    view.resize(700, 900)
    view.set_codebook(make_codebook())
    view.show()
    qtbot.waitExposed(view)
    show(view, text)
    return view


def show(view: ReaderView, text: Text) -> None:
    view.show_text(text, VersionData())
    places = range(0, len(text.text) - 80, 40)
    view.set_annotations([annotate(text, f"a{start}", start, start + 60, "layer-1") for start in places])


def laid_out(view: ReaderView) -> int:
    """How many blocks have lines."""
    block, found = view.document().begin(), 0
    while block.isValid():
        found += bool(block.layout().lineCount())
        block = block.next()
    return found


def test_opening_lays_out_and_paints_what_is_on_view(qtbot: QtBot, theme: Theme) -> None:
    view = shown(qtbot, theme, long_text("Measures"))
    view.go_to(0)
    view.viewport().grab()
    assert laid_out(view) < view.document().blockCount() / 3
    assert view._decorations is not None
    assert len(view._decorations._pictures) < 20


def test_a_jump_paints_a_page_and_no_more(qtbot: QtBot, theme: Theme) -> None:
    view = shown(qtbot, theme, long_text("Measures"))
    view.viewport().grab()
    assert view._decorations is not None
    before = set(view._decorations._pictures)
    view.go_to_provision("art_80")
    view.viewport().grab()
    assert len(set(view._decorations._pictures) - before) < 20
    assert view.visible_provision() == "art_80"


def test_a_text_shown_where_another_was_scrolled_is_laid_out_as_far_as_it_is_painted(
    qtbot: QtBot, theme: Theme
) -> None:
    """Qt aborts the process where lines are asked for that are not there yet."""
    view = shown(qtbot, theme, long_text("Measures"))
    view.go_to_provision("art_70")
    view.viewport().grab()
    show(view, long_text("Other measures"))
    view.viewport().grab()
    assert view.top_offset() > 0


def test_the_end_of_a_text_that_is_not_laid_out_is_reached(qtbot: QtBot, theme: Theme) -> None:
    view = shown(qtbot, theme, long_text("Measures"))
    view.go_to_provision(f"art_{ARTICLES - 1}")
    bar = view.verticalScrollBar()
    went_to = bar.value()
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())
    assert bar.value() == went_to  # it did not move once all was laid out
    assert view.visible_provision() == f"art_{ARTICLES - 1}"


def test_nothing_that_reaches_into_the_page_from_beside_it_is_missing(qtbot: QtBot, theme: Theme, treaty: Text) -> None:
    """Wherever a low page stands, it shows just what a page that holds the whole text shows there."""
    low, whole = ReaderView(theme), ReaderView(theme)
    for view, height in ((low, 90), (whole, 4000)):
        qtbot.addWidget(view)
        view.set_zoom(200)
        view.resize(420, height)
        view.set_codebook(make_codebook())
        view.show()
        view.show_text(treaty, VersionData())
        rows = [annotate(treaty, row.eid, row.start, row.end, "layer-1", "layer-2") for row in treaty.provisions]
        rows += [annotate_whole(treaty, f"whole {row.eid}", row.eid, "layer-1") for row in treaty.provisions[::3]]
        view.set_annotations(rows)
    page = whole.viewport().grab().toImage()
    bar = low.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 600)
    width, height = low.viewport().width(), low.viewport().height()
    for top in range(0, 600, 7):
        bar.setValue(top)
        assert low.viewport().grab().toImage() == page.copy(0, top, width, height), top
