"""A library with a marked word planted wherever something must not leave from, and some where it should."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from annotator.model.anchoring import anchor_quote
from annotator.model.annotation import Authority, Person
from annotator.model.change import DELETED, Edit
from annotator.model.clock import Stamp
from annotator.model.codebook import Category, Codebook
from annotator.model.delivery import Delivery, Row
from annotator.model.treaty import Caution, Dropped, Ledger, Text, solid_length
from annotator.operations.annotating import (
    Assignment,
    add_authority,
    annotate,
    delete_annotations,
    delete_reply,
    edit_annotations,
    edit_reply,
    erase_annotations,
    reply,
)
from annotator.operations.libraries import new_library
from annotator.store.identity import new_id
from annotator.store.library import Library
from tests.store.samples import WORDS, make_text

FOLDER = "MarkFölder"
"""Part of the path of the library."""

ANA = Person("Mark-Añna Readér", "MarkOrganisation Ltd")
BEN = Person("MarkBén Other", "MarkPartners e.V.")
NAMES = {ANA.name, ANA.organisation, BEN.name, BEN.organisation, "MarkAppröver"}
"""Who wrote and approved: leave where names are kept, and never else."""

OPEN = {"MarkPublíc", "MarkCoalitión", "MarkTagged", "MarkLayerUsed", "MarkGroupUsed", "MarkAuthority", "MarkLabel"}
"""These leave for the coalition and the public."""

REPLIES = {"MarkReplyStays"}
ORGANISATION = {"MarkOrganisationNoté", "MarkOrganisationTag"}

NEVER = {
    *("MarkPrivateNoté", "MarkPrivateTag", "MarkPrivateAsk", "MarkPrivateReply", "MarkPrivateLayer"),
    *("MarkDeletedNoté", "MarkDeletedTag", "MarkErasedNoté", "MarkErasedTag", "MarkErasedReply", "MarkDraftTypéd"),
    *("MarkPastWording", "MarkPastTag", "MarkPastAsk", "MarkPastName", "MarkPastLabel", "MarkPastTitle"),
    *("MarkPastReply", "MarkDeletedReply", "MarkRemovedLayer", "MarkRemovedDefinition", "MarkUnusedLayer"),
    *("MarkUnusedAuthority", "MarkSuggestedTag", "MarkCodebook"),
    *("MarkSourceFile", "MarkDroppedWords", "MarkWarningWords", "MarkOtherWords", "MarkOtherLabel", "MarkOtherNoté"),
    *("MarkNarrowedNoté", "MarkWithdrawnNoté", "MarkWithdrawnEdit", "MarkFromTomorrow", "MarkPartnersFile"),
    FOLDER,
}
"""These never leave, whatever is chosen: but for notes of another text, which are not chosen here."""

ERASED = {"MarkErasedNoté", "MarkErasedTag", "MarkErasedReply"}
"""These are in the library no more either."""


def plant(folder: Path) -> Library:
    """The library, open for writing."""
    (folder / FOLDER).mkdir()
    layers = [
        ("used", "MarkLayerUsed", "group"),
        ("private", "MarkPrivateLayer", ""),
        ("unused", "MarkUnusedLayer", ""),
    ]
    layers.append(("removed", "MarkRemovedLayer", ""))
    categories = [Category("group", "MarkGroupUsed")]
    for number, (id, name, parent) in enumerate(layers, 1):
        categories.append(Category(id, name, parent or None, mark="solid", key=str(number), position=number))
    categories[-1] = replace(categories[-1], definition="MarkRemovedDefinition")
    codebook = Codebook("MarkCodebook", tuple(categories), (("devices", ("MarkSuggestedTag",)),))
    library = new_library(folder / FOLDER / "library.sqlite", codebook)
    text, other = _texts()
    _add_texts(library, text, other)
    _write_open_notes(library, text)
    _write_closed_notes(library, text, other)
    library.apply([Edit("category", "removed", {DELETED: True})], ANA)
    _merge_and_take_back(library, text)
    return library


def _merge_and_take_back(library: Library, text: Text) -> None:
    """A partner's note and their edit of ours, both withdrawn since; and an edit whose clock is years ahead."""
    ours = next(row.id for row in library.annotations() if row.commentary == "MarkPublíc")
    anchor = anchor_quote(text, "only by law").to_json()
    past, late = str(Stamp(1_700_000_000_000)), str(Stamp(4_000_000_000_000))
    withdrawn = [
        _row("theirs", {"anchor": anchor, "commentary": "MarkWithdrawnNoté", "audience": "public"}, past),
        _row(ours, {"commentary": "MarkWithdrawnEdit"}, past),
    ]
    for rows, is_withdrawn in ((withdrawn, True), ([_row(ours, {"commentary": "MarkFromTomorrow"}, late)], False)):
        delivery = Delivery("MarkPartnersFile.sqlite", "0" * 64, "partner", (), lambda rows=rows: iter([rows]))
        merge = library.receive(delivery, ANA).merge
        if is_withdrawn:
            library.unmerge(merge)


def _row(annotation: str, fields: dict[str, object], hlc: str) -> Row:
    told = json.dumps(fields, ensure_ascii=False)
    return (new_id(), new_id(), None, "annotation", annotation, hlc, "there", "a partner", "{}", told, None)


def _texts() -> tuple[Text, Text]:
    length = solid_length(WORDS)
    dropped = (Dropped("comment", f"MarkDroppedWords C:\\{FOLDER}\\draft.docx", None),)
    ledger = Ledger(length + solid_length(dropped[0].text), length, 0, dropped, (Caution("x", "", "MarkWarningWords"),))
    return replace(make_text(), ledger=ledger), make_text(WORDS.replace("Everyone", "MarkOtherWords"))


def _add_texts(library: Library, text: Text, other: Text) -> None:
    about = {"source_name": f"{FOLDER}/MarkSourceFile.docx", "source_sha256": "5e" * 32}
    for version, label in ((text, "MarkPastLabel"), (other, "MarkOtherLabel")):
        fields = {**about, "sha256": version.sha256, "label": label}
        library.apply([Edit("version", version.id, fields)], ANA, texts=[version])
    library.apply([Edit("version", text.id, {"label": "MarkLabel"})], ANA)


def _write_open_notes(library: Library, text: Text) -> None:
    anchor = anchor_quote(text, "only by law")
    used = add_authority(library, Authority("", "MarkPastTitle"), ANA)
    library.apply([Edit("authority", used.id, {"title": "MarkAuthority"})], ANA)
    add_authority(library, Authority("", "MarkUnusedAuthority"), ANA)
    past = Assignment(
        *(("used", "removed"), ("MarkTagged", "MarkPastTag"), (used.id,), "MarkPastWording"),
        author="MarkPastName",
        ask="amend",
        wording="MarkPastAsk",
    )
    made = annotate(library, anchor, past, ANA).id
    now = Assignment(("used",), ("MarkTagged",), None, "MarkPublíc", author=ANA.name, organisation=ANA.organisation)
    edit_annotations(library, [made], replace(now, wording="another wording"), ANA)
    edit_annotations(library, [made], Assignment(audience="public", status="approved"), ANA)
    library.apply([Edit("annotation", made, {"approved_by": "MarkAppröver"})], BEN)
    library.save_draft(made, "MarkDraftTypéd")
    answered = reply(library, made, "MarkPastReply", BEN)
    edit_reply(library, made, answered, "MarkReplyStays", BEN)
    delete_reply(library, made, reply(library, made, "MarkDeletedReply", ANA), ANA)
    annotate(library, anchor, Assignment(("used",), commentary="MarkCoalitión", audience="coalition"), BEN)


def _write_closed_notes(library: Library, text: Text, other: Text) -> None:
    anchor = anchor_quote(text, "only where necessary")
    private = Assignment(("private",), ("MarkPrivateTag",), None, "MarkPrivateNoté", ask="amend", audience="me")
    made = annotate(library, anchor, replace(private, wording="MarkPrivateAsk"), ANA).id
    reply(library, made, "MarkPrivateReply", ANA)
    organisation = Assignment(("used",), ("MarkOrganisationTag",), None, "MarkOrganisationNoté")
    annotate(library, anchor, organisation, ANA)
    deleted = Assignment(("used",), ("MarkDeletedTag",), None, "MarkDeletedNoté", audience="public")
    delete_annotations(library, [annotate(library, anchor, deleted, ANA).id], ANA)
    narrowed = annotate(library, anchor, Assignment(commentary="MarkNarrowedNoté", audience="public"), ANA)
    edit_annotations(library, [narrowed.id], Assignment(audience="me"), ANA)
    erased = annotate(library, anchor, Assignment(("used",), ("MarkErasedTag",), None, "MarkErasedNoté"), ANA)
    reply(library, erased.id, "MarkErasedReply", ANA)
    erase_annotations(library, [erased.id])
    elsewhere = Assignment(("used",), commentary="MarkOtherNoté", audience="public")
    annotate(library, anchor_quote(other, "only by law"), elsewhere, ANA)
