"""Which of two engines is kept, what is said about it, and where they differ."""

from __future__ import annotations

from annotator.model.treaty import Caution
from annotator.sources.engines import preferred
from annotator.sources.lines import Extraction, Line
from annotator.sources.structure import structure

PAGE = ("Article {n}", "Every village shall keep a record of its grain.", "It shall show this record to all others.")


def lines(*numbers: int) -> list[Line]:
    return [Line(text=text.format(n=number), page=number) for number in numbers for text in PAGE]


def extraction(engine: str, rows: list[Line], *warnings: Caution) -> Extraction:
    return Extraction(lines=tuple(rows), engine=engine, warnings=warnings)


def kept(*extractions: Extraction) -> tuple[str, str, list[tuple[str, str]]]:
    readings = [structure(row, "two.pdf", "0" * 64) for row in extractions]
    (best,) = preferred(extractions, readings)
    return best.engine, best.choice, [(row.code, row.where) for row in best.text.ledger.warnings]


def test_the_engine_with_fewer_numbering_breaks_is_kept() -> None:
    first = extraction("pdf (pdfium)", lines(1, 3, 2))
    second = extraction("pdf (pdf-inspector)", lines(1, 2, 3))
    engine, choice, _ = kept(first, second)
    assert engine == "pdf (pdf-inspector)"
    assert choice == "pdf-inspector: 0 numbering breaks; PDFium: 1 numbering break"


def test_of_equals_the_first_is_kept() -> None:
    rows = lines(1, 2, 3)
    engine, choice, warnings = kept(extraction("pdf (pdfium)", rows), extraction("pdf (pdf-inspector)", rows))
    assert engine == "pdf (pdfium)"
    assert choice == "PDFium: 0 numbering breaks; pdf-inspector: 0 numbering breaks"
    assert warnings == []


def test_an_engine_that_lost_words_does_not_win_by_its_numbers() -> None:
    broken = extraction("pdf (pdfium)", lines(1, 2, 4, 5))
    lost = extraction("pdf (pdf-inspector)", lines(1, 2))
    engine, choice, warnings = kept(broken, lost)
    assert engine == "pdf (pdfium)"
    assert choice.startswith("PDFium: 1 numbering break; pdf-inspector: 0 numbering breaks, ")
    assert choice.endswith(" characters missing")
    assert warnings[0] == ("engines-differ", "p. 4")


def test_a_page_of_nonsense_outweighs_numbers() -> None:
    nonsense = extraction("pdf (pdfium)", lines(1, 2, 3), Caution("unusable-text", "p. 2", "Nonsense."))
    broken = extraction("pdf (pdf-inspector)", lines(1, 3))
    assert kept(nonsense, broken)[0] == "pdf (pdf-inspector)"


def test_spacing_and_signs_are_no_loss() -> None:
    rows = lines(1, 2)
    spaced = [Line(text=row.text.replace("a", "a ").replace(".", "·"), page=row.page) for row in rows]
    assert kept(extraction("pdf (pdfium)", rows), extraction("pdf (pdf-inspector)", spaced))[2] == []


def test_one_engine_says_nothing_of_a_choice() -> None:
    engine, choice, _ = kept(extraction("pdf (pdfium)", lines(1, 2)))
    assert (engine, choice) == ("pdf (pdfium)", "")
