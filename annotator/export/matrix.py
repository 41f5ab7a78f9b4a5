"""The matrix of an internal copy: how often each layer was marked in each article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from annotator.export.entries import Material, categories_of, instrument_name
from annotator.export.grouping import article_of
from annotator.export.tree import Matrix
from annotator.model.annotation import Annotation


def make_matrix(annotations: Iterable[Annotation], material: Material) -> Matrix:
    """Articles in the order of the texts, categories in that of the codebook; an annotation counts in each of its."""
    order = {id: place for place, id in enumerate(material.versions)}
    rows = sorted(annotations, key=lambda row: (order[row.version], row.anchor.start))
    several = len({row.version for row in rows}) > 1
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        for category in categories_of(row, material.codebook):
            counts[_article(row, material, several=several), category.id] += 1
    articles = tuple(dict.fromkeys(article for article, _category in counts))
    used = {category for _article, category in counts}
    columns = [row for row in material.codebook.categories if row.id in used]
    cells = tuple(tuple(counts[article, column.id] for column in columns) for article in articles)
    return Matrix(articles, tuple(column.name for column in columns), cells)


def _article(row: Annotation, material: Material, *, several: bool) -> str:
    article = article_of(row, material.texts[row.version])
    place = article.citation if article else "several provisions"
    return f"{instrument_name(material.versions[row.version])}, {place}" if several else place
