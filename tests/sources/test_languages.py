"""A further language is one entry of the table: a dozen lines, and its treaties are read."""

from __future__ import annotations

import subprocess
import sys
from textwrap import dedent

import pytest

PORTUGUESE = """
Language(
    code="pt",
    article="artigo|art.",
    part="parte", chapter="capítulo", section="secção|seção", annex="anexo", preamble="preâmbulo",
    opening="os estados partes|as partes",
    recitals="considerando|recordando|reconhecendo",
    closing="acordam|acordaram",
    testimonium="em fé do que|feito em",
    instruments="convenção|acordo|protocolo",
    bonds="e|ou",
    common="o|os|as|do|da|dos|das|em|e|um|uma|para|que|não|são|pelo|ao",
    ordinals={"primeiro": 1, "primeira": 1, "segundo": 2, "terceiro": 3},
)
"""
PORTUGUESE_TREATY = """
    # Convenção sobre os moinhos

    Os Estados Partes na presente Convenção,

    Considerando que não há pão,

    Acordam no seguinte:

    ## Capítulo I – Disposições gerais

    ### Artigo 1.º
    ### Objeto

    1. Os moinhos são:

    a) guardados; e

    b) abertos,

    em conformidade com o direito interno.

    2. O artigo 2.º não se aplica.

    ### Artigo segundo

    A presente Convenção é feita em um exemplar.

    Em fé do que os abaixo assinados assinaram.

    ## Anexo I

    ### Artigo 1.º-A

    Nada.
"""
PORTUGUESE_TREE = """
    heading_1 preamble preamble__intro preamble__para_1 preamble__wrapup chp_1 art_1 art_1__para_1 art_1__para_1__intro
    art_1__para_1__point_a art_1__para_1__point_b art_1__para_1__wrapup art_1__para_2 art_2 signature annex_1
    annex_1__art_1a
"""

FINNISH = """
Language(
    code="fi",
    article="artikla|#artikla",
    part="osa|#osa|*osa", chapter="luku|#luku", annex="liite", preamble="johdanto",
    opening="sopimusvaltiot|sopimuspuolet",
    recitals="ottaen|muistuttaen|tunnustaen",
    closing="ovat sopineet",
    testimonium="tämän vakuudeksi|tehty",
    instruments="yleissopimus|sopimus|pöytäkirja",
    bonds="ja|tai",
    common="ja|on|ei|se|että|jos|tai|mylly|kaikki|ovat|sen|tämän",
    ordinals={"ensimmäinen": 1, "toinen": 2},
)
"""
FINNISH_TREATY = """
    # Yleissopimus myllyistä

    Sopimuspuolet,

    ottaen huomioon, että leipä on lopussa,

    ovat sopineet seuraavasta:

    ## Ensimmäinen osa

    ### 1 artikla
    Määritelmät

    1. Mylly on:

    a) talo; tai

    b) pyörä.

    ### 2 artikla

    Tämän sopimuksen 1 artikla ei ole voimassa.

    2 artikla on voimassa, jos mylly on auki.

    ### 2 a artikla

    Kaikki ovat tervetulleita.
"""
FINNISH_TREE = """
    heading_1 preamble preamble__intro preamble__para_1 preamble__wrapup part_1 art_1 art_1__para_1
    art_1__para_1__intro art_1__para_1__point_a art_1__para_1__point_b art_2 art_2__para_1 art_2__para_2 art_2a
"""

GREEK = """
Language(
    code="el",
    article="άρθρο",
    part="μέρος|*μέρος", chapter="κεφάλαιο", annex="παράρτημα", preamble="προοίμιο",
    opening="τα κράτη μέρη|τα μέρη",
    recitals="αναγνωρίζοντας|υπενθυμίζοντας",
    closing="συμφώνησαν",
    testimonium="σε πίστωση|έγινε",
    instruments="σύμβαση|πρωτόκολλο",
    bonds="και|ή",
    script=r"\\u0370-\\u03ff\\u1f00-\\u1fff",
    common="και|το|να|του|η|της|με",
    ordinals={"πρώτο": 1},
)
"""
GREEK_TREATY = """
    # Σύμβαση για τους μύλους

    ## ΜΕΡΟΣ ΠΡΩΤΟ

    ### Άρθρο 1 – Σκοπός

    1. Οι μύλοι είναι ανοιχτοί.

    2. Το νερό είναι ελεύθερο.

    ### Άρθρο 2

    Τέλος.
"""
GREEK_TREE = "heading_1 part_1 art_1 art_1__para_1 art_1__para_2 art_2"

SCRIPT = """
import sys
import annotator.sources.languages as table
from annotator.sources.languages import LATIN, Language

table.LANGUAGES = (*table.LANGUAGES, {entry})

from annotator.sources.reading import read_document

(reading,) = read_document("treaty.md", sys.stdin.buffer.read(), None, lambda step, share: None)
print(reading.data.language, *(row.eid for row in reading.text.provisions))
print(*(row.code for row in reading.text.ledger.warnings))
"""


@pytest.mark.parametrize(
    ("code", "entry", "treaty", "tree"),
    [
        ("pt", PORTUGUESE, PORTUGUESE_TREATY, PORTUGUESE_TREE),
        ("fi", FINNISH, FINNISH_TREATY, FINNISH_TREE),
        ("el", GREEK, GREEK_TREATY, GREEK_TREE),
    ],
    ids=["Portuguese", "Finnish, numbers first", "Greek, a script of its own"],
)
def test_a_further_language(code: str, entry: str, treaty: str, tree: str) -> None:
    """In a process of its own: what is read from the table is kept."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(entry=entry)],
        input=dedent(treaty).encode(),
        capture_output=True,
        check=True,
    )
    found, warnings = done.stdout.decode().splitlines()
    assert found.split() == [code, *tree.split()]
    assert not warnings
    assert len([row for row in entry.splitlines() if row]) <= 16
