from __future__ import annotations

from annotator.model.alignment import align
from annotator.model.correspondence import Correspondence, Pair
from annotator.model.treaty import Text
from annotator.ui.reader.course import Course, Stretch
from tests.ui.reader.treaty_samples import make_text


def text(*articles: str) -> Text:
    rows = [f"## Article {n}. {words.split(':')[0]}\n" + words.split(":")[1].replace("/", "\n") for n, words in
            enumerate(articles, 1)]  # fmt: skip
    return make_text("= Title\n" + "\n".join(rows))


def words(course: Course, one: Text, other: Text) -> list[tuple[str, str]]:
    return [(one.text[row.start : row.end], other.text[row.other_start : row.other_end]) for row in course.stretches]


def pairs(*rows: tuple[str, str]) -> Correspondence:
    return Correspondence(Pair(one, other, 1.0, "chosen") for one, other in rows)


def test_the_course_of_a_text_beside_itself_is_that_text() -> None:
    one = text("Lamps:1. Keep them./2. Light them.", "Oil:Buy it in common.")
    course = Course(one, one, align(one, one, "drafts"))
    assert all((row.start, row.end) == (row.other_start, row.other_end) for row in course.stretches)
    assert [course.at(offset) >= 0 for offset in range(len(one.text))] == [True] * len(one.text)
    assert course.at(len(one.text)) == -1


def test_paragraphs_are_followed_one_by_one() -> None:
    one = text("Lamps:1. Keep them./2. Light them.")
    other = text("Lamps:1. Keep them well, all of them./2. Light.")
    found = words(Course(one, other, align(one, other, "renderings")), one, other)
    assert ("1. Keep them.", "1. Keep them well, all of them.") in found
    assert ("2. Light them.", "2. Light.") in found


def test_where_something_has_no_answer_the_other_text_stands() -> None:
    one = text("Lamps:1. Keep.", "New:Nothing like it.", "Oil:1. Buy.")
    other = text("Lamps:1. Keep.", "Oil:1. Buy.")
    course = Course(one, other, pairs(("art_1", "art_1"), ("art_3", "art_2")))
    new = next(row for row in one.provisions if row.eid == "art_2")
    assert course.at(new.start + 3) == -1
    assert course.at(new.end + 3) >= 0


def test_a_heading_is_followed_though_the_first_point_below_it_has_no_answer() -> None:
    one = text("Lamps:Each State shall/(a) buy oil;/(b) light lamps.")
    other = text("Lamps:1. Light lamps./2. Trim them.")
    course = Course(one, other, pairs(("art_1", "art_1"), ("art_1__point_b", "art_1__para_1")))
    stretch = course.stretches[course.at(one.text.index("Lamps"))]
    assert one.text[stretch.start : stretch.end].strip() == "Article 1. Lamps"
    assert other.text[stretch.other_start : stretch.other_end].strip() == "Article 1. Lamps"
    assert course.at(one.text.index("shall")) >= 0
    assert course.at(one.text.index("buy oil")) == -1
    assert course.at(one.text.index("light lamps")) >= 0


def test_an_article_without_answered_parts_is_followed_as_a_whole() -> None:
    one, other = text("Lamps:1. Keep./2. Light."), text("Lamps:All in one.")
    course = Course(one, other, pairs(("art_1", "art_1")))
    rows = {row.eid: row for row in (*one.provisions, *other.provisions) if row.eid == "art_1"}
    stretch = course.stretches[course.at(one.text.index("2. Light"))]
    assert stretch.other_end == rows["art_1"].end


def test_what_moved_is_followed_there_and_back() -> None:
    one = text("A:1. First.", "B:1. Second.", "C:1. Third.")
    other = text("C:1. Third.", "A:1. First.", "B:1. Second.")
    course = Course(one, other, pairs(("art_1", "art_2"), ("art_2", "art_3"), ("art_3", "art_1")))
    for inner in ("First", "Second", "Third"):
        row = course.stretches[course.at(one.text.index(inner))]
        assert other.text[row.other_start : row.other_end].endswith(f"{inner}.")


def test_nothing_answered_is_no_course() -> None:
    one = text("A:1. First.")
    assert Course(one, one, Correspondence(())).stretches == ()
    assert Course(one, one, Correspondence(())).at(3) == -1
    assert Stretch(0, 1, 2, 3) != Stretch(0, 1, 2, 4)
