"""The project's own JSON objects, as CONTRACT.md gives them: papers, and citations with `citing`."""

from __future__ import annotations

from litgraph.ingest import fields as read
from litgraph.ingest.choice import Reading
from litgraph.ingest.fields import Fields
from litgraph.ingest.told import PaperLine
from litgraph.model.citation import Citation
from litgraph.model.identifiers import arxiv_month
from litgraph.model.paper import Paper, describe


def told_by(fields: Fields, reading: Reading) -> PaperLine | Citation:
    """Read a paper or a citation."""
    if "citing" in fields:
        return Citation(
            citing=read.id_of(fields, "citing", reading.namespace),
            cited=read.id_of(fields, "cited", reading.namespace),
            contexts=read.texts_of(fields, "contexts"),
            intents=read.texts_of(fields, "intents"),
            influential=fields.get("influential") is True,
        )
    return PaperLine(
        paper=_paper_of(fields, reading),
        references=read.references_of(fields, reading.namespace),
        categories=read.categories_of(fields),
    )


def _paper_of(fields: Fields, reading: Reading) -> Paper:
    identifiers = read.identifiers_of(fields, reading.namespace)
    date = read.date_of(fields)
    # An arXiv id tells the month; a bare year beside it would only say less.
    months = sorted(filter(None, map(arxiv_month, identifiers)))
    if len(date) == 4 and any(month.startswith(date) for month in months):
        date = ""
    return describe(
        identifiers,
        source="file",
        day=reading.today,
        title=read.title_of(fields),
        abstract=read.abstract_of(fields),
        authors=read.authors_of(fields),
        date=date,
        year=read.year_of(fields),
        venue=read.venue_of(fields),
        code=read.code_of(fields),
    )
