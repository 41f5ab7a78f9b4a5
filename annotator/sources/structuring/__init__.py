"""From lines to a tree of provisions, for every format alike.

    lines ─ blocks ─ headings ─ instruments ─ nesting ─ citing ─ provisions
            (wraps   (what       (one file,    (labels,  (eIds,
             joined)  begins?)    many texts)   levels)   citations)

`page_numbers` go first; `blocks` joins wrapped lines to paragraphs (and `recitals` takes a preamble in one paragraph
apart); `headings` sees which of them name an article, a chapter, an annex, and `doubtful` which only seem to, or twice;
`contents` drops tables of contents; `instruments` cuts the file where another text begins, `sections` sees where
sections are the articles, `preambles` finds where the first words are; `nesting` builds the tree, with `lists` (and
`decimals`) for the labels of paragraphs and points, and `completing` for what no label names; `citing` gives every
node its eId, citation and range; `cautions` says what to look at twice, `naming` what the text calls itself.
`labels`, `values` and `notes` read printed numbers in any script, `endings` how paragraphs end. Nothing here adds or
loses a character: the ledger counts them.
"""
