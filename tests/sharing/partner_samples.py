"""What partners send, made with the product itself: a whole library, and files shared from it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from annotator.model.anchoring import anchor_provision, anchor_quote
from annotator.model.annotation import Authority, Person
from annotator.model.change import DELETED, Edit
from annotator.model.selection import Filters
from annotator.model.sharing import SharingOptions
from annotator.model.treaty import Caution, Dropped, Text
from annotator.operations.annotating import (
    Assignment,
    add_authority,
    annotate,
    delete_annotations,
    edit_annotations,
    reply,
)
from annotator.operations.codebooks import standard_codebook
from annotator.operations.libraries import codebook_edits
from annotator.operations.sharing import share
from annotator.store.library import Library
from tests.store.samples import WORDS, make_text

ORIGIN = "0b0b0b0b-1111-4222-8333-444444444444"
ANA, BEN = Person("Ana Reader", "Lamps"), Person("Ben Other", "Partners")

ALL = Filters(audience=("organisation", "coalition", "public"))
SHARED = {
    "coalition.sqlite": SharingOptions(sender="Lamps"),
    "public.sqlite": SharingOptions("pseudonym", "Night Watch", texts=False, coarse_times=True),
    "nameless.sqlite": SharingOptions("none", sender=""),
}
"""Files that are shared from the library, with how."""


def partner_texts() -> tuple[Text, Text]:
    """Two texts that differ by a word; of the first, the source had a footer."""
    text = make_text()
    ledger = text.ledger
    more = replace(
        ledger,
        source_characters=ledger.source_characters + 5,
        dropped=(Dropped("footer", "- 3 -  »", 3),),
        warnings=(Caution("numbering-gap", "art_2", "Article 2 “Terms”."),),
    )
    more = replace(more, source_characters=more.kept_characters + more.dropped_characters)
    return Text.of(text.text, text.provisions, more), make_text(WORDS.replace("heard", "named"))


def make_library(path: Path) -> None:
    """Everything that a log may hold: edits of edits, links taken away, replies, a deleted note, what answers what."""
    texts = partner_texts()
    with Library.create(path, ORIGIN, codebook_edits(standard_codebook())) as library:
        for number, text in enumerate(texts):
            fields = {"label": f"Draft {number}", "language": "en", "kind": "draft", "sha256": text.sha256}
            library.apply([Edit("version", text.id, fields)], ANA, texts=[text])
        _annotate(library, texts[0])
        first, second = (text.id for text in texts)
        said = {"version": first, "provision": "art_1", "other_version": second, "other_provision": "art_2"}
        library.apply([Edit("alignment", f"{first}:art_1:{second}:art_2", {**said, "answers": True})], BEN)
        library.apply(
            [Edit("category", "surveillance", {"colour": "#AA0000", "definition": "Tapping.\nListening."})], BEN
        )


def _annotate(library: Library, text: Text) -> None:
    source = add_authority(library, Authority("", "General Comment 16", "CCPR/GC/16", "8"), ANA)
    given = Assignment(
        ("surveillance",), ("scope", "أمن"), (source.id,), 'Says “so” — and "so" \\ 🜁\nالأمن', severity="watch"
    )
    first = annotate(library, anchor_quote(text, "only by law"), replace(given, audience="coalition"), ANA)
    second = annotate(library, anchor_quote(text, "حُقُوق الإنسان"), replace(given, stance="note", tags=()), BEN)
    gap = annotate(library, anchor_provision(text, text.provisions[3]), Assignment(audience="public"), BEN)
    edit_annotations(
        library, [first.id], Assignment(("oversight-and-remedy", "surveillance"), ("scope",), commentary="Again"), ANA
    )
    edit_annotations(
        library, [first.id, second.id], Assignment(commentary="And again", ask="amend", status="approved"), BEN
    )
    library.undo(BEN)
    reply(library, gap.id, "Yes.\n\nBut.", ANA)
    gone = annotate(library, anchor_quote(text, "人权"), Assignment(commentary="gone", audience="public"), ANA)
    delete_annotations(library, [gone.id], ANA)
    library.apply([Edit("annotation", second.id, {DELETED: False})], ANA)


def make_shared(library: Path, folder: Path) -> list[Path]:
    """A file for each way of sharing in `SHARED`."""
    made = []
    with Library.read(library) as opened:
        for name, options in SHARED.items():
            share(opened, folder / name, ALL, options, ANA)
            made.append(folder / name)
    return made
