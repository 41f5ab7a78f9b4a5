"""From lines to a tree of provisions, for every format alike.

    lines ─ blocks ─ headings ─ instruments ─ nesting ─ citing ─ provisions
            (wraps   (what       (one file,    (labels,  (eIds,
             joined)  begins?)    many texts)   levels)   citations)

`blocks` joins wrapped lines to paragraphs; `headings` sees which of them name an article, a chapter, an annex;
`instruments` cuts the file where another text begins; `nesting` builds the tree from the labels of paragraphs and
points; `citing` gives every node its eId, citation and range; `cautions` says what to look at twice. `labels` and
`values` read printed numbers in any script. Nothing here adds or loses a character: the ledger counts them.
"""
