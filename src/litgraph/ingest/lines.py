"""One line of an import file → a paper, or a citation."""

from __future__ import annotations

import json
from dataclasses import dataclass

from litgraph.ingest.fields import (
    BadLine,
    Fields,
    address_of,
    date_of,
    identifiers_of,
    reference,
    text_of,
    texts_of,
    words_of,
    year_of,
)
from litgraph.model.citation import Citation
from litgraph.model.identifiers import PaperId, scheme_of, title_id
from litgraph.model.paper import Paper, describe

SOURCE = "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What holds for all lines of an import: the day, and the name that goes before local ids."""

    today: str
    namespace: str = ""


def read_line(text: str, reading: Reading) -> tuple[Paper | None, tuple[str, ...], tuple[Citation, ...]]:
    """Read a line of JSON: a paper with its arXiv categories and references, or a citation alone."""
    fields = _parse(text)
    if "citing" in fields:
        return None, (), (read_citation(fields, reading),)
    paper = _read_paper(fields, reading)
    return paper, words_of(fields, "categories"), _references(paper.id, fields, reading)


def read_citation(fields: Fields, reading: Reading) -> Citation:
    """Read a citation line."""
    for name in ("citing", "cited"):
        if fields.get(name) in (None, ""):
            raise BadLine(f"a citation without '{name}'")
    return Citation(
        citing=reference(fields["citing"], reading.namespace),
        cited=reference(fields["cited"], reading.namespace),
        contexts=texts_of(fields, "contexts"),
        intents=texts_of(fields, "intents"),
        influential=fields.get("influential") is True or fields.get("isInfluential") is True,
    )


def _parse(text: str) -> Fields:
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadLine("not a line of JSON") from error
    if not isinstance(fields, dict):
        raise BadLine("not a JSON object")
    return fields


def _read_paper(fields: Fields, reading: Reading) -> Paper:
    title, authors, year, date = text_of(fields, "title"), texts_of(fields, "authors"), year_of(fields), date_of(fields)
    identifiers = identifiers_of(fields, reading.namespace)
    if title and all(scheme_of(key) == "title" for key in identifiers):
        identifiers |= {title_id(title, authors[0] if authors else "", year)}
    if not identifiers:
        raise BadLine("a paper needs an identifier or a title")
    return describe(
        identifiers,
        source=SOURCE,
        day=reading.today,
        title=title,
        abstract=text_of(fields, "abstract"),
        authors=authors,
        date=date,
        year=year,
        venue=text_of(fields, "venue"),
        code=address_of(fields, "code"),
    )


def _references(citing: PaperId, fields: Fields, reading: Reading) -> tuple[Citation, ...]:
    named = fields.get("references")
    if named is None:
        return ()
    if not isinstance(named, list):
        raise BadLine("'references' is not a list")
    cited = dict.fromkeys(reference(name, reading.namespace) for name in named)
    return tuple(Citation(citing=citing, cited=paper) for paper in cited)
