"""The editor of one annotation: what is shown, what is written at once, what when it is left."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QAction, QDesktopServices, QInputMethodEvent, QKeySequence, QTextDocument
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.annotation import Annotation
from annotator.model.change import Edit
from annotator.operations.annotating import Assignment, edit_annotations
from annotator.store.library import Library
from annotator.ui.bridge import Bridge
from annotator.ui.panels.autosave import Patience
from annotator.ui.panels.markdown_view import render_markdown
from annotator.ui.panels.notes import NotesPanel

Mark = Callable[..., Annotation]
LEFT = Qt.MouseButton.LeftButton

# The offscreen platform can neither raise the list that a completer opens nor give it the keyboard
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def panel(show: Callable[[QWidget], None], bridge: Bridge, patience: Patience) -> NotesPanel:
    found = NotesPanel(bridge, patience=patience, filter_patience=0)
    show(found)
    return found


@pytest.fixture
def note(mark: Mark) -> Annotation:
    return mark("art. 2(1)", "safeguards under its domestic law", categories=("surveillance",), commentary="Why?")


def changes(library: Library, note: Annotation) -> int:
    return len(library.history(note.id))


def write(panel: NotesPanel, qtbot: QtBot, words: str) -> None:
    """Type after what is there."""
    panel.show_annotation(panel.editor.shown_id, focus_commentary=True)
    qtbot.keyClicks(panel.editor.commentary.edit, words)


def test_shows_where_what_and_in_which_layer(panel: NotesPanel, note: Annotation, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.annotation_shown) as shown:
        panel.show_annotation(note.id)
    assert shown.args == [note.id]
    head = panel.editor.head
    assert (head.citation.text(), head.version.text()) == ("art. 2(1)", "Adopted text")
    assert head.quotation.text() == "“safeguards under its domestic law”"
    assert head.quotation.textFormat() == Qt.TextFormat.PlainText
    assert [chip.text for chip in panel.editor.categories.chips] == ["Surveillance"]
    assert panel.editor.commentary.edit.words == "Why?"
    assert "Amina Diallo (Digital Rights Watch)" in panel.editor.made.text()


def test_a_long_quotation_opens_at_a_click(panel: NotesPanel, qtbot: QtBot) -> None:
    words = "word " * 200
    quotation = panel.editor.head.quotation
    quotation.show_quotation(words, "en", right_to_left=False)
    assert quotation.text().endswith("…")
    qtbot.mouseClick(quotation, LEFT)
    assert quotation.text() == words.strip()


def test_a_right_to_left_quotation_is_laid_out_so(panel: NotesPanel) -> None:
    quotation = panel.editor.head.quotation
    quotation.show_quotation("المادة الأولى", "ar", right_to_left=True)
    assert quotation.layoutDirection() == Qt.LayoutDirection.RightToLeft


def test_right_to_left_commentary_begins_at_the_right(panel: NotesPanel, note: Annotation) -> None:
    edit = panel.editor.commentary.edit
    panel.show_annotation(note.id)
    assert edit.document().defaultTextOption().alignment() == Qt.AlignmentFlag.AlignLeft
    edit.selectAll()
    words = QInputMethodEvent()
    words.setCommitString("حقوق")
    QApplication.sendEvent(edit, words)
    assert edit.document().defaultTextOption().alignment() == Qt.AlignmentFlag.AlignRight
    assert edit.words == "حقوق"


def test_the_editor_grows_with_its_words(panel: NotesPanel, note: Annotation) -> None:
    edit = panel.editor.commentary.edit
    panel.show_annotation(note.id)
    low = edit.height()
    edit.setPlainText("\n".join("line" for _ in range(15)))
    assert edit.height() > low
    assert edit.verticalScrollBar().maximum() == 0
    edit.setPlainText("\n".join("line" for _ in range(200)))
    assert edit.height() < 500


def test_a_whole_provision_says_so(panel: NotesPanel, mark: Mark) -> None:
    panel.show_annotation(mark("art. 24").id)
    assert panel.editor.head.quotation.text() == "The provision as a whole"
    assert panel.editor.judgement.stance.value == "gap"


def test_choices_are_written_at_once(panel: NotesPanel, note: Annotation, library: Library, qtbot: QtBot) -> None:
    panel.show_annotation(note.id)
    judgement = panel.editor.judgement
    judgement.severity.setFocus()
    for _ in range(3):
        qtbot.keyClick(judgement.severity, Qt.Key.Key_Right)
    assert library.annotation(note.id).severity == "must-change"
    qtbot.mouseClick(judgement.stance.button("safeguard"), LEFT)
    assert (library.annotation(note.id).stance, library.annotation(note.id).severity) == ("safeguard", "")
    assert not judgement.severity.isVisible()
    qtbot.mouseClick(judgement.strength.button("optional"), LEFT)
    assert library.annotation(note.id).strength == "optional"
    qtbot.mouseClick(judgement.stance.button("risk"), LEFT)
    assert library.annotation(note.id).strength == ""


def test_typing_is_a_draft_and_leaving_one_change(
    panel: NotesPanel, note: Annotation, library: Library, qtbot: QtBot
) -> None:
    panel.show_annotation(note.id)
    before = changes(library, note)
    states: list[str] = []
    panel.save_state.connect(states.append)
    write(panel, qtbot, " Because of this.")
    assert states[-1] == "unsaved"
    qtbot.waitUntil(lambda: library.drafts() == {note.id: "Why? Because of this."})
    assert states[-1] == "saved"
    assert changes(library, note) == before
    panel.list.filters.field.setFocus()
    assert library.annotation(note.id).commentary == "Why? Because of this."
    assert changes(library, note) == before + 1
    assert library.drafts() == {}


def test_opening_another_annotation_writes_the_one_before(
    panel: NotesPanel, note: Annotation, mark: Mark, library: Library, qtbot: QtBot
) -> None:
    other = mark("art. 24(1)", "content data")
    panel.show_annotation(note.id)
    write(panel, qtbot, "!")
    panel.show_annotation(other.id)
    assert library.annotation(note.id).commentary == "Why?!"
    assert panel.editor.commentary.edit.words == ""


def test_pausing_writes_too(
    show: Callable[[QWidget], None], bridge: Bridge, note: Annotation, library: Library, qtbot: QtBot
) -> None:
    panel = NotesPanel(bridge, patience=Patience(draft=0, idle=0, fields=0))
    show(panel)
    panel.show_annotation(note.id)
    write(panel, qtbot, "!")
    qtbot.waitUntil(lambda: library.annotation(note.id).commentary == "Why?!")


def test_words_taken_back_are_no_change(panel: NotesPanel, note: Annotation, library: Library, qtbot: QtBot) -> None:
    panel.show_annotation(note.id)
    before = changes(library, note)
    write(panel, qtbot, "!")
    qtbot.waitUntil(lambda: bool(library.drafts()))
    qtbot.keyClick(panel.editor.commentary.edit, Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: not library.drafts())
    assert panel.commit()
    assert changes(library, note) == before


def test_non_breaking_spaces_survive_typing(panel: NotesPanel, mark: Mark, library: Library, qtbot: QtBot) -> None:
    note = mark("art. 24", commentary="art.\u00a024\nline 😀")
    panel.show_annotation(note.id)
    write(panel, qtbot, "!")
    panel.commit()
    assert library.annotation(note.id).commentary == "art.\u00a024\nline 😀!"


def test_undo_shows_what_was_there_before(
    panel: NotesPanel, note: Annotation, library: Library, qtbot: QtBot, bridge: Bridge
) -> None:
    panel.show_annotation(note.id)
    write(panel, qtbot, " More.")
    panel.commit()
    library.undo(bridge.person)
    assert panel.editor.commentary.edit.words == "Why?"
    library.redo(bridge.person)
    assert panel.editor.commentary.edit.words == "Why? More."


def test_undoing_the_annotation_itself_keeps_what_was_being_typed(
    panel: NotesPanel, note: Annotation, library: Library, qtbot: QtBot, bridge: Bridge
) -> None:
    panel.show_annotation(note.id)
    write(panel, qtbot, " More.")
    library.undo(bridge.person)
    assert panel.editor.shown_id == ""
    library.redo(bridge.person)
    panel.show_annotation(note.id)
    assert panel.editor.commentary.edit.words == "Why? More."
    assert panel.editor.strip.isVisible()


def test_erasing_leaves_no_draft(panel: NotesPanel, note: Annotation, library: Library, qtbot: QtBot) -> None:
    panel.show_annotation(note.id)
    write(panel, qtbot, " Secret.")
    library.erase([note.id])
    assert panel.editor.shown_id == ""
    assert panel.commit()
    assert library.drafts() == {}


def test_a_change_from_elsewhere_shows_but_not_over_words_being_typed(
    panel: NotesPanel, note: Annotation, library: Library, qtbot: QtBot, bridge: Bridge
) -> None:
    panel.show_annotation(note.id)
    write(panel, qtbot, " Mine.")
    given = Assignment(commentary="Theirs.", severity="watch")
    edit_annotations(library, [note.id], given, bridge.person)
    assert panel.editor.commentary.edit.words == "Why? Mine."
    assert panel.editor.judgement.severity.value == "watch"


def test_two_layers_and_one_again(panel: NotesPanel, note: Annotation, library: Library, qtbot: QtBot) -> None:
    panel.show_annotation(note.id)
    menu = panel.editor.categories.menu()
    next(row for row in menu.actions() if row.text().startswith("Expansion")).trigger()
    assert set(library.annotation(note.id).categories) == {"surveillance", "expansion"}
    chips = {chip.text: chip for chip in panel.editor.categories.chips}
    qtbot.mouseClick(chips["Surveillance"].cross, LEFT)
    assert library.annotation(note.id).categories == ("expansion",)


def test_the_ask_with_its_wording(panel: NotesPanel, note: Annotation, library: Library, qtbot: QtBot) -> None:
    panel.show_annotation(note.id)
    ask = panel.editor.ask
    assert not ask.is_open
    qtbot.mouseClick(ask.heading, LEFT)
    ask.action.setFocus()
    qtbot.keyClicks(ask.action, "Amend")
    ask.action.activated.emit(ask.action.currentIndex())
    assert library.annotation(note.id).ask.action == "amend"
    qtbot.mouseClick(ask.start_button, LEFT)
    assert ask.wording.words == "safeguards under its domestic law"
    before = changes(library, note)
    cursor = ask.wording.textCursor()
    cursor.setPosition(len("safeguards under "))
    cursor.movePosition(cursor.MoveOperation.End, cursor.MoveMode.KeepAnchor)
    ask.wording.setTextCursor(cursor)
    qtbot.keyClicks(ask.wording, "international law")
    assert "line-through" in ask.redline.text()
    assert ask.redline.accessibleName() == "struck: its domestic; inserted: international"
    ask.fallback.setFocus()
    assert library.annotation(note.id).ask.wording == "safeguards under international law"
    assert changes(library, note) == before + 1
    qtbot.keyClicks(ask.addressee, "Ministries")
    assert panel.commit()
    assert library.annotation(note.id).ask.addressee == "Ministries"


def test_sources_tags_audience_and_status(panel: NotesPanel, note: Annotation, library: Library, qtbot: QtBot) -> None:
    panel.show_annotation(note.id)
    details = panel.editor.details
    details.authorities.add_button.click()
    form = details.authorities.form
    qtbot.keyClicks(form.title, "General Comment 16")
    qtbot.keyClicks(form.paragraph, "8")
    qtbot.keyClick(form.paragraph, Qt.Key.Key_Return)
    assert details.authorities.citations == ["General Comment 16, para. 8"]
    assert [row.title for row in library.authorities()] == ["General Comment 16"]
    qtbot.keyClicks(details.tags.field, "children")
    qtbot.keyClick(details.tags.field, Qt.Key.Key_Return)
    assert library.annotation(note.id).tags == ("children",)
    details.status.show_value("approved")
    details.status.activated.emit(details.status.currentIndex())
    assert details.approved.text().startswith("Approved by Amina Diallo, ")
    details.audience.show_value("public")
    details.audience.activated.emit(details.audience.currentIndex())
    assert library.annotation(note.id).audience == "public"


def test_a_known_source_is_cited_not_made_again(
    panel: NotesPanel, note: Annotation, library: Library, qtbot: QtBot
) -> None:
    library.apply([Edit("authority", "gc16", {"title": "General Comment 16"})], "me")
    panel.show_annotation(note.id)
    authorities = panel.editor.details.authorities
    authorities.add_button.click()
    qtbot.keyClicks(authorities.form.title, "General Comment 16")
    qtbot.mouseClick(authorities.form.add_button, LEFT)
    assert library.annotation(note.id).authorities == ("gc16",)
    assert len(library.authorities()) == 1


def test_replies_and_history(panel: NotesPanel, note: Annotation, mark: Mark, library: Library, qtbot: QtBot) -> None:
    other = mark("art. 24")
    panel.show_annotation(note.id)
    replies = panel.editor.replies
    replies.unfold()
    qtbot.keyClicks(replies.field, "I disagree")
    panel.show_annotation(other.id)
    assert replies.field.words == ""
    panel.show_annotation(note.id)
    assert replies.field.words == "I disagree"
    qtbot.mouseClick(replies.send_button, LEFT)
    assert [row.commentary for row in library.replies(note.id)] == ["I disagree"]
    assert replies.field.words == ""
    panel.editor.history.unfold()
    entries = panel.editor.history.body.findChildren(QWidget)
    with qtbot.waitSignal(panel.history_requested) as asked:
        qtbot.mouseClick(panel.editor.history.compare_button, LEFT)
    assert asked.args == [note.id]
    assert any("made reply" in getattr(row, "text", str)() for row in entries)


def test_delete_can_be_undone(panel: NotesPanel, note: Annotation, library: Library, bridge: Bridge) -> None:
    panel.show_annotation(note.id)
    panel.editor.delete_button.click()
    assert library.annotations() == []
    assert panel.editor.shown_id == ""
    library.undo(bridge.person)
    assert panel.list.shown == [note.id]


class _Opener(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toString())


def test_a_link_opens_only_after_its_target_was_shown(panel: NotesPanel, mark: Mark, qtbot: QtBot) -> None:
    note = mark("art. 24", commentary="[see](https://example.org/a)")
    panel.show_annotation(note.id, focus_commentary=True)
    opener = _Opener()
    QDesktopServices.setUrlHandler("https", opener, "open")
    qtbot.keyClick(
        panel.editor.commentary.edit,
        Qt.Key.Key_P,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    view = panel.editor.commentary.view
    assert view.isVisible()
    with qtbot.waitSignal(panel.link_activated) as told:
        view.anchorClicked.emit(QUrl("https://example.org/a"))
    assert told.args == ["https://example.org/a"]
    assert panel.editor.link_strip.isVisible()
    assert "https://example.org/a" in panel.editor.link_strip.text
    assert opener.opened == []
    panel.editor.link_strip.buttons[0].click()
    QDesktopServices.unsetUrlHandler("https")
    assert opener.opened == ["https://example.org/a"]
    with qtbot.assertNotEmitted(panel.link_activated):
        view.anchorClicked.emit(QUrl("file:///etc/passwd"))


def test_markdown_runs_and_loads_nothing(panel: NotesPanel) -> None:
    html = render_markdown("<script>x</script> ![p](file:///etc/passwd) [x](javascript:alert(1)) **b**")
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert "<strong>b</strong>" in html
    view = panel.editor.commentary.view
    view.setHtml('<img src="file:///etc/hostname">')
    kind = QTextDocument.ResourceType.ImageResource
    assert view.document().resource(kind, QUrl("file:///etc/hostname")).isEmpty()


def test_escape_goes_back_to_the_text(panel: NotesPanel, note: Annotation, library: Library, qtbot: QtBot) -> None:
    panel.show_annotation(note.id)
    write(panel, qtbot, "!")
    with qtbot.waitSignal(panel.escaped):
        qtbot.keyClick(panel.editor.commentary.edit, Qt.Key.Key_Escape)
    assert library.annotation(note.id).commentary == "Why?!"


def test_panels_are_freed(bridge: Bridge, qtbot: QtBot, note: Annotation) -> None:
    panel = NotesPanel(bridge)
    panel.show_annotation(note.id)
    parts = [panel, panel.editor, panel.editor.commentary.edit, panel.list.view, *panel.editor.categories.chips]
    gone: list[int] = []
    for number, part in enumerate(parts):
        part.destroyed.connect(lambda _object=None, number=number: gone.append(number))
    panel.deleteLater()
    del panel, parts, part
    qtbot.waitUntil(lambda: len(gone) == 5)
    edit_annotations(bridge.library, [note.id], Assignment(severity="watch"), bridge.person)
    QApplication.processEvents()


@pytest.mark.parametrize("keys", ["Ctrl+Z", "Ctrl+Shift+Z"])
def test_undo_is_the_windows_once_the_commentary_has_nothing_left(
    panel: NotesPanel, note: Annotation, qtbot: QtBot, keys: str
) -> None:
    edit = panel.editor.commentary.edit
    panel.show_annotation(note.id, focus_commentary=True)
    edit.window().activateWindow()
    qtbot.waitUntil(edit.hasFocus)
    action = QAction(panel.window())
    action.setShortcut(QKeySequence(keys))
    panel.window().addAction(action)
    held = Qt.KeyboardModifier.ControlModifier
    if "Shift" in keys:
        held |= Qt.KeyboardModifier.ShiftModifier
    with qtbot.waitSignal(action.triggered):
        qtbot.keyClick(edit, Qt.Key.Key_Z, held)
    qtbot.keyClicks(edit, "X")
    if "Shift" in keys:
        edit.undo()
    before = edit.words
    with qtbot.assertNotEmitted(action.triggered):
        qtbot.keyClick(edit, Qt.Key.Key_Z, held)
    assert edit.words != before
    with qtbot.waitSignal(action.triggered):
        qtbot.keyClick(edit, Qt.Key.Key_Z, held)
