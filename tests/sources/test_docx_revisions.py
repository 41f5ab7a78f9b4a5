"""Tracked changes, accepted and rejected: which words are the text, which numbers they get, and where the others go."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx_plus.revisions import accept_all_revisions, reject_all_revisions

from annotator.model.problems import UnusableFile
from annotator.sources.docx.document import read_docx
from annotator.sources.revisions import Taken
from tests.sources.numbered_files import add_style, place, styled
from tests.sources.word_file import add_part, add_xml, body, define_lists, level, numbered, paragraph, run, word

BY = 'w:id="1" w:author="Clerk" w:date="2026-01-02T10:00:00Z"'
MARK_DELETED = f"<w:rPr><w:del {BY}/></w:rPr>"
MARK_INSERTED = f"<w:rPr><w:ins {BY}/></w:rPr>"
POINTS = {1: level(0, "lowerLetter", "(%1)")}
DELETED, INSERTED = "deleted in a tracked change", "inserted in a tracked change"


def deleted(text: str) -> str:
    return f'<w:del {BY}><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'


def inserted(text: str, more: str = "") -> str:
    return f"<w:ins {BY}>{run(text)}{more}</w:ins>"


def moved(text: str, kind: str) -> str:
    """One half of a move, `kind` being "moveFrom" or "moveTo", between its range markers."""
    ends = f'<w:{kind}RangeStart {BY} w:name="m"/>{{}}<w:{kind}RangeEnd w:id="1"/>'
    return ends.format(f"<w:{kind} {BY}>{run(text)}</w:{kind}>")


def points(*paragraphs: str) -> bytes:
    def build(document: Document) -> None:
        define_lists(document, POINTS, {1: (1, "")})
        add_xml(document, *paragraphs)

    return word(build)


def printed(data: bytes, revisions: Taken) -> list[str]:
    """Kept lines with their numbers; dropped ones with their reason in front."""
    lines = read_docx(data, revisions).lines
    return [f"{line.drop}: {line.text}" if line.drop else f"{line.list_label} {line.text}".strip() for line in lines]


def characters(data: bytes, revisions: Taken) -> list[str]:
    """Every character that the reader extracted, kept or dropped, in alphabetical order."""
    return sorted("".join("".join(line.text.split()) for line in read_docx(data, revisions).lines))


def both(data: bytes) -> tuple[list[str], list[str]]:
    """As `printed`, accepted and rejected; neither reading loses a character."""
    assert characters(data, "accepted") == characters(data, "rejected")
    return printed(data, "accepted"), printed(data, "rejected")


def test_words() -> None:
    data = body(paragraph(run("shall ") + deleted("not ") + inserted("always ") + run("grind")))
    assert both(data) == (
        ["shall always grind", f"{DELETED}: not"],
        ["shall not grind", f"{INSERTED}: always"],
    )


def test_dropped_words_that_stood_apart_stay_apart() -> None:
    data = points(
        paragraph(deleted("never") + run("grinds ") + deleted("barley"), place(1, 0) + MARK_DELETED),
        paragraph(deleted("or") + run("oats"), place(1, 0)),
    )
    assert printed(data, "accepted") == ["(a) grinds oats", f"{DELETED}: never barley or"]


def test_words_that_one_inserted_and_another_deleted_were_never_there() -> None:
    never = f"<w:ins {BY}><w:del {BY}><w:r><w:delText>fast</w:delText></w:r></w:del></w:ins>"
    assert both(body(paragraph(run("grind") + never))) == (
        ["grind", f"{DELETED}: fast"],
        ["grind", f"{INSERTED}: fast"],
    )


def test_moves() -> None:
    mark = f"<w:rPr><w:moveFrom {BY}/></w:rPr>"
    landed = f"<w:rPr><w:moveTo {BY}/></w:rPr>"
    data = points(
        paragraph(moved("the barn;", "moveFrom"), place(1, 0) + mark),
        numbered("the mill;", 1),
        paragraph(moved("the barn;", "moveTo"), place(1, 0) + landed),
        numbered("the well.", 1),
    )
    assert both(data) == (
        ["moved away in a tracked change: the barn;", "(a) the mill;", "(b) the barn;", "(c) the well."],
        ["(a) the barn;", "(b) the mill;", "moved here in a tracked change: the barn;", "(c) the well."],
    )


def test_points_taken_out_or_put_in_leave_no_number_behind() -> None:
    data = points(
        numbered("oats;", 1),
        paragraph(deleted("rye;"), place(1, 0) + MARK_DELETED),
        paragraph(inserted("barley;"), place(1, 0) + MARK_INSERTED),
        numbered("wheat.", 1),
    )
    assert both(data) == (
        ["(a) oats;", f"{DELETED}: rye;", "(b) barley;", "(c) wheat."],
        ["(a) oats;", "(b) rye;", f"{INSERTED}: barley;", "(c) wheat."],
    )


def test_all_words_gone_but_the_mark_stays() -> None:
    """Word then leaves a number without words, and so do we: the change took the words only."""
    data = points(numbered("oats;", 1), paragraph(deleted("rye;"), place(1, 0)), numbered("wheat.", 1))
    assert printed(data, "accepted") == ["(a) oats;", "(b)", f"{DELETED}: rye;", "(c) wheat."]


def test_paragraphs_joined_and_split() -> None:
    joined = points(paragraph(run("oats "), place(1, 0) + MARK_DELETED), numbered("and rye;", 1), numbered("wheat.", 1))
    assert both(joined) == (["(a) oats and rye;", "(b) wheat."], ["(a) oats", "(b) and rye;", "(c) wheat."])
    split = points(paragraph(run("oats "), place(1, 0) + MARK_INSERTED), numbered("and rye;", 1), numbered("wheat.", 1))
    assert both(split) == (["(a) oats", "(b) and rye;", "(c) wheat."], ["(a) oats and rye;", "(b) wheat."])


def test_three_paragraphs_joined_with_one_in_the_middle_gone() -> None:
    data = points(
        paragraph(run("oats "), place(1, 0) + MARK_DELETED),
        paragraph(deleted("rye"), place(1, 0) + MARK_DELETED),
        numbered("and wheat.", 1),
    )
    assert printed(data, "accepted") == [f"{DELETED}: rye", "(a) oats and wheat."]


def test_nothing_is_joined_over_the_edge_of_a_table() -> None:
    cell = f"<w:tc>{paragraph(run('in the cell'), MARK_DELETED)}</w:tc>"
    data = body(paragraph(run("before"), MARK_DELETED), f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>", paragraph(run("after")))
    assert printed(data, "accepted") == ["before", "in the cell", "after"]


def test_a_paragraph_gone_at_the_end_of_the_text() -> None:
    data = body(paragraph(run("kept")), paragraph(deleted("gone"), MARK_DELETED))
    assert both(data) == (["kept", f"{DELETED}: gone"], ["kept", "gone"])


@pytest.mark.parametrize(("kind", "reason", "gone"), [("del", DELETED, "accepted"), ("ins", INSERTED, "rejected")])
def test_rows_and_cells(kind: str, reason: str, gone: Taken) -> None:
    row = f"<w:tr><w:trPr><w:{kind} {BY}/></w:trPr><w:tc>{numbered('row', 1)}</w:tc></w:tr>"
    cell_kind = f"cell{kind.capitalize()}"
    cell = f"<w:tr><w:tc><w:tcPr><w:{cell_kind} {BY}/></w:tcPr>{numbered('cell', 1)}</w:tc></w:tr>"
    data = points(f"<w:tbl>{row}{cell}</w:tbl>", numbered("after", 1))
    stays: Taken = "rejected" if gone == "accepted" else "accepted"
    assert printed(data, gone) == [f"{reason}: row", f"{reason}: cell", "(a) after"]
    assert printed(data, stays) == ["(a) row", "(b) cell", "(c) after"]


def test_former_properties_count_where_changes_are_rejected() -> None:
    former = f'<w:pPrChange {BY}><w:pPr><w:pStyle w:val="Heading2"/></w:pPr></w:pPrChange>'

    def build(document: Document) -> None:
        define_lists(document, POINTS, {1: (1, "")})
        add_style(document, "Plain", "")
        add_xml(
            document,
            styled("a title", "Plain", place(1, 0) + former),
            paragraph(run("new number"), f"<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/><w:ins {BY}/></w:numPr>"),
            paragraph(run("no properties before"), place(1, 0) + f"<w:pPrChange {BY}><w:pPr/></w:pPrChange>"),
        )

    def looks(revisions: Taken) -> list[tuple[str, int | None]]:
        return [(line.list_label, line.heading_level) for line in read_docx(word(build), revisions).lines]

    assert looks("accepted") == [("(a)", None), ("(b)", None), ("(c)", None)]
    assert looks("rejected") == [("", 2), ("", None), ("", None)]


def test_words_hidden_in_a_change() -> None:
    hidden = f"<w:vanish/><w:rPrChange {BY}><w:rPr/></w:rPrChange>"
    assert both(body(paragraph(run("seen ") + run("or not", hidden)))) == (
        ["seen", "hidden text: or not"],
        ["seen or not"],
    )


def test_a_footnote_goes_with_its_mark() -> None:
    note = '<w:footnote w:id="{}"><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:footnote>'
    mark = '<w:r><w:footnoteReference w:id="{}"/></w:r>'

    def build(document: Document) -> None:
        add_part(document, "footnotes", note.format(2, "Added note.") + note.format(3, "Old note."))
        add_xml(document, paragraph(run("The weir") + inserted(" holds", mark.format(2)) + run(".") + mark.format(3)))

    assert both(word(build)) == (
        ["The weir holds.", "1 Added note.", "2 Old note."],
        ["The weir.", f"{INSERTED}: holds", f"{INSERTED}: Added note.", "1 Old note."],
    )


def test_a_text_box_goes_with_its_run() -> None:
    box = f"<w:r><w:pict><w:txbxContent>{paragraph(run('boxed'))}</w:txbxContent></w:pict></w:r>"
    assert both(body(paragraph(run("outside") + inserted(" more", box)))) == (
        ["outside more", "boxed"],
        ["outside", f"{INSERTED}: more", f"{INSERTED}: boxed"],
    )


def test_a_comment_on_deleted_words_is_kept_on_their_line() -> None:
    ends = '<w:commentRangeStart w:id="0"/>{}<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'

    def build(document: Document) -> None:
        text = '<w:comment w:id="0" w:author="Reader One"><w:p><w:r><w:t>Why?</w:t></w:r></w:p></w:comment>'
        add_part(document, "comments", text)
        add_xml(document, paragraph(run("The weir ") + ends.format(deleted("never ")) + run("holds.")))

    def commented(revisions: Taken) -> str:
        extraction = read_docx(word(build), revisions)
        (note,) = extraction.notes
        return extraction.lines[note.line].text[note.start : note.end]

    assert (commented("accepted"), commented("rejected")) == ("The weir holds.", "never ")


def test_how_changes_were_read_is_said() -> None:
    changed, plain = body(paragraph(run("a") + inserted("b"))), body(paragraph(run("plain")))
    accepted, rejected, unchanged = read_docx(changed), read_docx(changed, "rejected"), read_docx(plain, "rejected")
    assert (accepted.revisions, rejected.revisions, unchanged.revisions) == ("accepted", "rejected", "")
    assert [row.code for row in (*accepted.warnings, *rejected.warnings)] == ["tracked-changes", "tracked-changes"]
    assert "as accepted" in accepted.warnings[0].message
    assert "as rejected" in rejected.warnings[0].message
    assert unchanged.warnings == ()


def test_a_text_that_is_all_change_says_how_to_read_it() -> None:
    with pytest.raises(
        UnusableFile, match="changes rejected this Word document has no text; read it with them accepted"
    ):
        read_docx(body(paragraph(inserted("all new"))), "rejected")
    with pytest.raises(UnusableFile, match=r"changes accepted .* read it with them rejected"):
        read_docx(body(paragraph(deleted("all gone"))))


def test_the_mark_that_stays_gives_style_and_number() -> None:
    data = points(paragraph(run("oats "), MARK_DELETED), numbered("and rye;", 1), numbered("wheat.", 1))
    assert printed(data, "accepted") == ["(a) oats and rye;", "(b) wheat."]
    data = points(numbered("oats", 1), paragraph(run("rye "), place(1, 0) + MARK_DELETED), paragraph(run("and wheat.")))
    assert printed(data, "accepted") == ["(a) oats", "rye and wheat."]


def test_a_document_with_changes_that_libreoffice_wrote() -> None:
    data = (Path(__file__).parent / "fixtures" / "changes-by-libreoffice.docx").read_bytes()
    assert both(data) == (
        [
            "The miller always grinds for:", f"{DELETED}: seldom", "1 By water.", "(a) the village;", "(b) the hamlet;",
            "(c) the farm.", "Done at the mill.", "i Near the weir.",
        ],
        [
            "The miller seldom grinds for:", f"{INSERTED}: always", "1 By water.", "(a) the village;",
            f"{INSERTED}: the hamlet;", "(b) the farm.", "Done at the mill.", "i Near the weir.",
        ],
    )  # fmt: skip


@pytest.mark.parametrize("revisions", ["accepted", "rejected"])
def test_another_library_keeps_the_same_words(revisions: Taken) -> None:
    """docx-plus resolves words and moves; it leaves paragraph marks alone, which no word hangs on."""
    data = body(
        paragraph(run("shall ") + deleted("not ") + inserted("always ") + run("grind"), MARK_INSERTED),
        paragraph(moved("barley", "moveFrom") + run(" and oats")),
        paragraph(run("with ") + moved("barley", "moveTo"), MARK_DELETED),
        paragraph(inserted("and rye")),
        paragraph(deleted("and wheat")),
    )
    document = docx.Document(io.BytesIO(data))
    {"accepted": accept_all_revisions, "rejected": reject_all_revisions}[revisions](document)
    kept = "".join(line.text for line in read_docx(data, revisions).lines if not line.drop)
    assert "".join(kept.split()) == "".join("".join(row.text for row in document.paragraphs).split())
