"""From the elements of an Akoma Ntoso document to its tree: each provision where the file says it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from lxml import etree

from annotator.model.treaty import ForeignNote
from annotator.sources.akoma_ntoso.elements import (
    ARTICLES,
    BLOCKS,
    DOCUMENTS,
    NAMES,
    NOT_WORDS,
    QUOTED,
    below,
    children,
    dropped_as,
    eid_of,
    name_of,
    words_of,
)
from annotator.sources.akoma_ntoso.kinds import place_of
from annotator.sources.akoma_ntoso.numbers import Number, number_in_eid, number_in_label, number_in_name
from annotator.sources.akoma_ntoso.text import CanonicalText, squeezed
from annotator.sources.revisions import DELETED
from annotator.sources.structuring.headings import heading_of
from annotator.sources.structuring.nodes import Node, Words

_NAMED = ("part", "chapter", "section", "title", "article")
_LISTED = ("paragraph", "point", "item")
_DASHES = "–—-•·‣▪◦"
LONGEST_HEADING = 250


class TreeReader:
    """Reads one document into `root` and `text`.

    `notes` are editors' remarks from the metadata by id; `attached` the documents that stand elsewhere in the file and
    are referred to, by id; `apart` those that are texts of their own and are left out here.
    """

    def __init__(
        self,
        notes: Mapping[str, ForeignNote],
        attached: Mapping[str, etree._Element],
        apart: frozenset[etree._Element],
    ) -> None:
        self.root = Node("text", "")
        self.text = CanonicalText()
        self.foreign_notes: list[ForeignNote] = []
        self.has_changes = False
        self._notes, self._attached, self._apart = notes, attached, apart
        self._counted: dict[int, tuple[Node, Counter[str]]] = {}
        self._quoted = 0
        self._is_naming = False
        self._waiting: list[tuple[etree._Element, Node]] = []
        self._referred: list[ForeignNote] = []

    def read(self, document: etree._Element) -> None:
        """Reads a whole document below the root."""
        self._inside(document, self.root)
        self._end(self.root)

    # --- walking

    def _inside(self, element: etree._Element, node: Node, *, without: Collection[etree._Element] = ()) -> None:
        """The words and elements in `element`, which belong to `node`; `without` elements that are read already."""
        self.text.say(element.text or "")
        for child in element:
            name = name_of(child)
            if name and name not in NOT_WORDS and child not in without and child not in self._apart:
                self._element(child, name, node)
            self.text.say(child.tail or "")

    def _element(self, element: etree._Element, name: str, node: Node) -> None:
        if reason := dropped_as(element):
            self._drop(element, reason, name, node)
        elif name == "authorialNote":
            self._waiting.append((element, node))
            self.text.mark_note()
        elif name == "noteRef":
            self._refer(element, node)
        elif name in ("eol", "br"):
            self._break(element, name, node)
        elif name in BLOCKS:
            self._end_words(node)
            if not self._is_naming:
                self._block(element, name, node)
            else:
                self._inside(element, node)
            self._end_words(node, eid_of(element) if name in ("p", "block") else "")
        else:
            self.has_changes |= name == "ins"
            self._inside(element, node)

    def _block(self, element: etree._Element, name: str, node: Node) -> None:
        place = None if self._quoted else place_of(element, node)
        if name in QUOTED:
            self._quoted += 1
            self._inside(element, node)
            self._quoted -= 1
            self._end(node)
        elif name == "preface":
            self._preface(element, node)
        elif place is not None:
            unit = place == ("section", "sec") and next(below(element, *ARTICLES, "section"), None) is None
            self._provision(element, Node(*place, eid=eid_of(element), is_unit=unit), node)
        elif name == "num":
            self._label(element, node)
        elif name in ("componentRef", "documentRef"):
            self._follow(element, node)
        else:
            self._inside(element, node)
            if name in NAMES or name in DOCUMENTS or (self._quoted and name != "content"):
                self._end(node)

    def _drop(self, element: etree._Element, reason: str, name: str, node: Node) -> None:
        self.has_changes |= reason == DELETED
        if name in BLOCKS:
            self._end_words(node)
        self.text.drop(reason, words_of(element))

    def _refer(self, element: etree._Element, node: Node) -> None:
        note = self._notes.get((element.get("href") or "").removeprefix("#"))
        if note is not None:
            self._referred.append(note)
        self._inside(element, node)

    def _break(self, element: etree._Element, name: str, node: Node) -> None:
        if name == "br":
            self._end_words(node)
        self.text.say(" ")
        self._inside(element, node)

    # --- lines

    def _end_words(self, node: Node, eid: str = "") -> None:
        """Ends the paragraph that is being written: its words are the node's own, its notes follow."""
        if self._is_naming:
            self.text.say(" ")
            return
        written = self.text.end_words()
        if written is None:
            return
        node.content.append(Words(*written, None, eid))
        self._after_line(*written)

    def _end(self, node: Node) -> None:
        """Ends the line, be it that of a label without words."""
        self._end_words(node)
        start = self.text.place
        self.text.end_label()
        self._after_line(start, start)

    def _after_line(self, start: int, end: int) -> None:
        if start < end:
            self.foreign_notes += [
                ForeignNote(start, end, note.commentary, note.author, note.created) for note in self._referred
            ]
            self._referred = []
        waiting, self._waiting = self._waiting, []
        for element, node in waiting:
            self._note(element, node)

    def _note(self, element: etree._Element, parent: Node) -> None:
        """A footnote: its mark is an attribute, unless its words begin with it."""
        mark = squeezed(element.get("marker") or "")
        words = words_of(element)
        if not words:
            return
        node = Node("note", "note", eid=eid_of(element), start=self.text.place, is_numbered=False)
        node.own_end = node.start
        begins = mark and words.lstrip("([").startswith(mark)
        number = "".join(letter for letter in mark if letter.isalnum())
        node.number = node.cited = number
        node.label = mark
        if mark and not begins:
            node.own_end = self.text.label(mark, generated=True)[1]
        parent.add(node)
        self._inside(element, node)
        self._end(node)
        self._settle(node, parent)

    def _label(self, element: etree._Element, node: Node) -> None:
        """A number outside of provisions of our own, such as that of an article that is quoted."""
        printed = self._name(element, node)
        if printed:
            self.text.label(printed)

    def _name(self, element: etree._Element, node: Node) -> str:
        """The words of a number or heading, which are then written by whoever asks; its notes wait."""
        inner = CanonicalText()
        outer, self.text, self._is_naming = self.text, inner, True
        self._inside(element, node)
        inner.end_words()
        self.text, self._is_naming = outer, False
        outer.dropped += inner.dropped
        return " ".join(inner.paragraphs)

    # --- provisions

    def _provision(self, element: etree._Element, node: Node, parent: Node) -> None:
        if self._waiting or node.kind not in (*_LISTED, "intro", "wrapup"):
            self._end(parent)
        parent.add(node)
        node.start = node.own_end = self.text.place
        names: list[etree._Element] = []
        if node.kind == "annex":
            names = self._annex(element, node)
        elif node.kind != "heading":
            names = self._names(element, node)
        self._count(node, parent)
        self._inside(element, node, without=names)
        self._end(node)
        self._settle(node, parent)

    def _settle(self, node: Node, parent: Node) -> None:
        """What has no words is nothing; a heading between provisions is all heading."""
        if node.end <= node.start:
            place = next(index for index in range(len(parent.content) - 1, -1, -1) if parent.content[index] is node)
            del parent.content[place]
            self._places(parent)[node.code] -= not node.is_numbered
        elif node.kind == "heading":
            said = [row for row in node.content if isinstance(row, Words)]
            node.own_end = max(row.end for row in said) if said else node.own_end
            node.heading = " ".join(self.text.paragraphs_with([row.start for row in said], node.start))
            node.content = [row for row in node.content if isinstance(row, Node)]

    def _places(self, parent: Node) -> Counter[str]:
        """How many provisions of each code below `parent` have no number so far."""
        return self._counted.setdefault(id(parent), (parent, Counter()))[1]

    def _names(self, element: etree._Element, node: Node) -> list[etree._Element]:
        """Number and headings: each on its line where the number is a name ("Article 5"), else on one.

        Gives the elements that are read thereby.
        """
        numbers = list(children(element, "num"))[:1]
        headings = list(children(element, "heading", "subheading"))
        printed = "".join(self._name(row, node) for row in numbers)
        titles = [title for row in headings if (title := self._name(row, node))]
        node.heading = " ".join(titles)
        if printed:
            node.label = printed.rstrip(" .:：-–—") if node.kind in _NAMED and len(printed) > 2 else printed
            node.own_end = self.text.label(printed)[1]
            is_name = node.kind in _NAMED and _has_word(printed)
            if is_name:
                self._end(node)
        found = number_in_name(printed) if node.kind in _NAMED else number_in_label(printed) if printed else Number()
        node.number, node.cited = found
        for title in titles:
            self.text.say(title)
            written = self.text.end_words()
            if written:
                node.own_end = written[1]
                self._after_line(*written)
        return [*numbers, *headings]

    def _count(self, node: Node, parent: Node) -> None:
        """Where nothing is printed the place among its like counts, or the number in the eId of an article."""
        if node.number or node.kind not in (*_NAMED, *_LISTED):
            node.is_numbered = bool(node.number)
            self._places(parent)[node.code] += not node.is_numbered
            return
        node.is_numbered = False
        if node.label[:1] in _DASHES and node.label and node.kind != "paragraph":
            node.kind, node.code = "item", "indent"
        self._places(parent)[node.code] += 1
        place = str(self._places(parent)[node.code])
        if node.kind in _LISTED:
            node.number = node.cited = place
        else:
            node.number = number_in_eid(node.eid)
            node.cited = node.number or (f"“{node.heading}”" if node.heading else place)

    # --- titles, annexes

    def _preface(self, element: etree._Element, node: Node) -> None:
        """The titles before a text: one heading, which goes by the document's title where the file names it."""
        self._end(node)
        heading = Node("heading", "heading", eid=eid_of(element), start=self.text.place, is_numbered=False)
        heading.own_end = heading.start
        node.add(heading)
        self._inside(element, heading)
        self._end(heading)
        self._settle(heading, node)
        named = next((words_of(row) for row in element.iter("{*}docTitle", "{*}longTitle", "{*}shortTitle")), "")
        heading.heading = named or heading.heading
        if len(heading.heading) > LONGEST_HEADING:
            heading.heading = heading.heading[:LONGEST_HEADING].rsplit(" ", 1)[0] + " …"

    def _annex(self, element: etree._Element, node: Node) -> list[etree._Element]:
        """An annex goes by the headings of its attachment, which are given, or by the titles of the document in it."""
        names = list(children(element, *NAMES))
        lines = [self._line(row, node) for row in names]
        lines = [line for line in lines if line] or self._titles(element, node)
        named = heading_of(lines[0], marked=True, starts=True) if lines else None
        if named is None or named.kind != "annex":
            node.heading = " ".join(lines)
            return names
        node.number, node.cited = named.number, named.cited
        node.label = lines[0][slice(*named.label)].rstrip(" .:：-–—")
        node.heading = " ".join(filter(None, [lines[0][slice(*named.title)].strip(), *lines[1:]]))
        return names

    def _titles(self, attachment: etree._Element, annex: Node) -> list[str]:
        """The lines of the preface of the attached document, which are read here as the annex's own."""
        document = next(children(attachment, *DOCUMENTS), None)
        reference = next(children(attachment, "componentRef", "documentRef"), None)
        if document is None and reference is not None:
            component = self._referred_to(reference)
            document = next(children(component, *DOCUMENTS), None) if component is not None else None
        preface = next(children(document, "preface"), None) if document is not None else None
        if preface is None:
            return []
        first = len(self.text.paragraphs)
        self._inside(preface, annex)
        self._end(annex)
        self._apart |= {preface}
        annex.own_end = max([annex.own_end, *(row.end for row in annex.content)])
        annex.content = [row for row in annex.content if isinstance(row, Node)]
        return self.text.paragraphs[first:]

    def _line(self, element: etree._Element, node: Node) -> str:
        """One heading on its own line."""
        words = self._name(element, node)
        self.text.say(words)
        written = self.text.end_words()
        if written:
            node.own_end = written[1]
            self._after_line(*written)
        return words

    def _follow(self, element: etree._Element, node: Node) -> None:
        """A document that stands elsewhere in the file is read where it is attached."""
        target = self._referred_to(element)
        if target is not None and target not in self._apart:
            self._apart |= {target}
            self._inside(target, node)

    def _referred_to(self, reference: etree._Element) -> etree._Element | None:
        return self._attached.get((reference.get("src") or reference.get("href") or "").removeprefix("#"))


def _has_word(printed: str) -> bool:
    """Whether a printed number has a name beside it: "Article 5", "第五条", but not "5.", "IV", "(a)" or "5 bis"."""
    found = heading_of(printed, marked=True, starts=True)
    if found is not None:
        return True
    return len(printed.split()) > 1 and printed.split()[0].strip(".:").isalpha()
