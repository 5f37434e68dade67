"""Hinting: what a survey's classifier is told beside its list, gathered from people, from its text and other lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from litgraph.errors import InputError
from litgraph.files import read_file
from litgraph.lists.decoration import undecorated
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper
from litgraph.model.survey import Survey
from litgraph.model.taxonomy import SEPARATOR, Path, Taxonomy, join_path, split_path
from litgraph.pipeline.cited import Cited
from litgraph.queries.categories import find_category
from litgraph.store.assignments import fetch_assignments, fetch_decisions
from litgraph.store.lists import fetch_surveys
from litgraph.store.papers import fetch_papers
from litgraph.store.record import Record

if TYPE_CHECKING:
    from litgraph.classify.definitions import Definition

Places = Mapping[PaperId, tuple[Path, ...]]
_MOST_CITED = 10


def curated_places(record: Record, survey: str, as_of: str | None = None) -> Places:
    """Give where people put papers: at headings of the list, or by a decision."""
    places: dict[PaperId, list[Path]] = defaultdict(list)
    for assignment in fetch_assignments(record, survey, as_of=as_of):
        if assignment.method == "CURATED" and assignment.category not in places[assignment.paper]:
            places[assignment.paper].append(assignment.category)
    return {paper: tuple(paths) for paper, paths in places.items() if paths}


def words_of_headings(survey: Survey, taxonomy: Taxonomy) -> Mapping[Path, str]:
    """Read what people say of headings in the survey's file of definitions, if it has one."""
    from litgraph.classify.definitions import parse_definitions

    if not survey.definitions:
        return {}
    file = FilePath(survey.definitions)
    words: dict[Path, str] = {}
    for definition in parse_definitions(read_file(file), str(file)):
        path = _meant(definition, taxonomy, file)
        if path in words:
            raise InputError(f"{file}, line {definition.line}: {join_path(path)!r} is there already. Join them.")
        words[path] = definition.words
    return words


def _meant(definition: Definition, taxonomy: Taxonomy, file: FilePath) -> Path:
    """Find the heading, without regard to case and decoration."""
    heading = SEPARATOR.join(undecorated(name) for name in split_path(definition.heading))
    try:
        return find_category(taxonomy, heading).path
    except InputError as error:
        raise InputError(f"{file}, line {definition.line}: {error}") from error


def rejected_papers(record: Record, survey: str) -> list[Paper]:
    """Give the papers that people rejected, by id."""
    rejected = {one.paper for one in fetch_decisions(record, survey) if one.decision == "reject"}
    papers = fetch_papers(record, rejected)
    return [papers[key] for key in sorted(papers)]


def other_lists(record: Record, survey: str) -> list[Places]:
    """Give where the other surveys of the record have their papers."""
    return [
        places for one in fetch_surveys(record) if one.name != survey and (places := curated_places(record, one.name))
    ]


def lent_by_text(
    cited: Mapping[PaperId, Cited], headings: Iterable[Path], papers: Mapping[PaperId, Paper], listed: Places
) -> dict[Path, tuple[Paper, ...]]:
    """Give for each heading the papers that the survey's own text cites under it, the surest first, ties by id."""
    lent: dict[Path, list[Paper]] = {heading: [] for heading in headings}
    for key, one in sorted(cited.items(), key=lambda pair: (-pair[1].weight, pair[0])):
        if one.heading in lent and key in papers and key not in listed and len(lent[one.heading]) < _MOST_CITED:
            lent[one.heading].append(papers[key])
    return {heading: tuple(found) for heading, found in lent.items() if found}
