"""The rules of what leaves, and its disguise."""

from __future__ import annotations

import pytest

from annotator.model.annotation import Person
from annotator.model.change import Change
from annotator.model.problems import Problem
from annotator.model.selection import Filters
from annotator.model.sharing import (
    Disguise,
    NameFinder,
    SharingOptions,
    chosen_audiences,
    coarse_moment,
    could_have_left,
    day_of,
    most_private,
    tells_the_time,
    united,
)


def _change(id: int, entity: str, entity_id: str = "x:00112233445566ff", **fields: object) -> Change:
    return Change(f"c{id}", "set", None, entity, entity_id, f"{id:012x}.000000", "here", "Ana", {}, fields)


def test_what_is_for_oneself_never_leaves_and_the_organisation_only_when_asked_for() -> None:
    assert chosen_audiences(Filters()) == ("coalition", "public")
    assert chosen_audiences(Filters(audience=("public", "organisation"))) == ("organisation", "public")
    assert chosen_audiences(Filters(audience=("me", "public"))) == ("public",)
    with pytest.raises(Problem, match="for yourself alone never leaves"):
        chosen_audiences(Filters(audience=("me",)))


def test_the_most_private_audience_counts_and_an_unknown_one_is_private() -> None:
    assert most_private(["public", "organisation", "coalition"]) == "organisation"
    assert most_private(["public", "everyone"]) == "me"
    assert most_private([]) == "organisation"


@pytest.mark.parametrize(
    ("audiences", "links", "told"),
    [
        ([(1, "coalition")], [(2, False), (3, True)], True),
        ([(1, "organisation"), (4, "coalition")], [(2, False), (3, True)], False),
        ([(1, "coalition"), (2, "me")], [(3, False), (4, True)], False),
        ([(1, "coalition"), (3, "me")], [(2, False), (4, True)], True),
        ([(3, "public")], [(2, False), (4, True)], True),
        ([], [(2, False), (4, True)], False),
    ],
    ids=[
        "open while it stood",
        "opened after it was removed",
        "tied after it was closed",
        "closed after it was tied",
        "opened while it stood",
        "never open",
    ],
)
def test_the_removal_of_a_link_leaves_only_where_the_link_could_have(
    audiences: list[tuple[int, str]], links: list[tuple[int, bool]], told: bool
) -> None:
    annotation = [_change(id, "annotation", audience=audience) for id, audience in audiences]
    link = [_change(id, "annotation_tag", deleted=deleted) for id, deleted in links]

    assert could_have_left(annotation, link, ("coalition", "public")) is told


def test_the_removal_of_a_link_whose_id_tells_its_word_never_leaves() -> None:
    annotation = [_change(1, "annotation", audience="public")]
    link = [_change(2, "annotation_tag", "x:informant", tag="informant"), _change(3, "annotation_tag", "x:informant")]

    assert not could_have_left(annotation, link, ("coalition", "public"))


def test_a_pseudonym_stands_for_everybody_and_hides_the_installation() -> None:
    disguise = Disguise(SharingOptions("pseudonym", "  Night  Watch "))
    fields = {"author": "Ana Silva", "organisation": "Lamps", "approved_by": "", "commentary": "Ana thinks so"}

    assert disguise.fields("annotation", fields) == {**fields, "author": "Night Watch", "organisation": ""}
    assert disguise.author("Ana Silva (Lamps)") == "Night Watch"
    assert disguise.author("") == disguise.origin("") == ""
    assert disguise.origin("here") == disguise.origin("there") != "here"
    assert disguise.origin("here")[14] == "8"
    assert disguise.hlc("019374bc6c00.00000f") == "019374bc6c00.00000f"
    assert disguise.sender(SharingOptions("pseudonym", "Night Watch"), Person("Ana")) == "Night Watch"
    with pytest.raises(Problem, match="pseudonym"):
        SharingOptions("pseudonym", "  ").check()


def test_without_names_nobody_is_named_and_nothing_tells_the_installation() -> None:
    options = SharingOptions("none", "left over")
    disguise = Disguise(options)

    assert disguise.fields("reply", {"author": "Ana", "organisation": "Lamps"}) == {"author": "", "organisation": ""}
    assert (disguise.author("Ana"), disguise.sender(options, Person("Ana"))) == ("", "")
    assert disguise.origin("here") == disguise.origin("there") not in ("here", "there", "")
    assert Disguise(options).sender(SharingOptions("none", sender="Lamps"), Person("Ana")) == "Lamps"


def test_coarse_times_are_days() -> None:
    disguise = Disguise(SharingOptions(coarse_times=True))

    assert disguise.hlc("019374bc6c00.00000f") == "019370114400.000000"
    fields = {"created": "2024-11-28T21:45:25Z", "approved_at": "", "author": "Ana"}
    assert disguise.fields("annotation", fields) == {**fields, "created": "2024-11-28T00:00:00Z"}
    assert coarse_moment("yesterday at nine") == ""


def test_a_files_name_and_hash_stay_here() -> None:
    fields = {"label": "Draft", "source_name": "from-maria.docx", "source_sha256": "00ff", "sha256": "ff00"}

    assert Disguise(SharingOptions()).fields("version", fields) == {"label": "Draft", "sha256": "ff00"}


def test_names_are_found_in_any_case_and_without_accents_but_not_inside_words() -> None:
    finder = NameFinder(["José Pérez", "Bo", "李明"], ["Electronic Lamp Trust (ELT)", "A"])

    assert finder.find("as JOSE PEREZ said") == {"José Pérez"}
    assert finder.find("Pérez's draft; elt agrees; perezoso") == {"Pérez", "ELT"}
    assert finder.find("据李明说") == {"李明"}
    assert finder.find("Bo, A, the delta") == set()
    assert NameFinder([], []).find("anybody") == set()


def test_an_id_that_tells_the_hour_is_noticed() -> None:
    assert tells_the_time("01a21f1d-aa7c-7322-aeeb-6e751a5479cd")
    assert not tells_the_time("featured-note")
    assert not tells_the_time("01937011-4400-7322-aeeb-6e751a5479cd")
    assert not tells_the_time("01937011-4401-4322-aeeb-6e751a5479cd")


def test_a_change_that_came_disguised_and_undisguised_is_known_undisguised_in_either_order() -> None:
    exact = {"commentary": "Why", "author": "Anna", "created": "2026-11-27T22:13:05Z"}
    disguised = {"author": "", "created": "2026-11-27T00:00:00Z", "stance": "risk"}
    for one, other in ((exact, disguised), (disguised, exact)):
        assert united("annotation", one, other) == {**exact, "stance": "risk"}
    pseudonym = {"author": "The coalition"}
    assert united("annotation", exact, pseudonym) == exact, "of two names ours stays"
    assert united("annotation", {"commentary": "Why"}, {"commentary": "Because"}) is None
    assert day_of(day_of("019abcdef012.000003")) == day_of("019abcdef012.000003") < "019abcdef012.000003"
