"""Surveys with their categories and systems as nodes and edges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from litgraph.graph.neo4j.accounts import CategoryStay, SurveyAccount, SystemStay, survey_text, taxonomy_of
from litgraph.graph.neo4j.codec import Properties
from litgraph.graph.neo4j.stays import Stay, facts
from litgraph.graph.schema import Edge, Label, category_node_id, survey_id
from litgraph.model.framework import SYSTEM, capability_id
from litgraph.model.survey import Survey
from litgraph.model.taxonomy import CategoryId
from litgraph.store.frameworks import fetch_frameworks, fetch_stays
from litgraph.store.lists import fetch_category_stays, fetch_holding_stays, fetch_surveys
from litgraph.store.record import Record
from litgraph.store.text import storable

# What the nodes of one label are to say, by id; under "" stands what the workspace leaves under its mark.
Nodes = dict[str, Properties]
MARK = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """Nodes that are no papers, by label, and the edges among them by type."""

    nodes: Mapping[Label, Nodes]
    edges: Mapping[Edge, Sequence[Stay]]


def read_surveys(record: Record) -> Outline:
    """Read the surveys of a record, their categories, and the systems of their tables."""
    accounts = [_read_account(record, survey, place) for place, survey in enumerate(fetch_surveys(record))]
    systems = [stay for account in accounts for stay in account.systems]
    return Outline(
        nodes={
            Label.SURVEY: {survey_id(one.survey.name): _survey(one) for one in accounts},
            Label.CATEGORY: {key: told for one in accounts for key, told in _categories(one)},
            Label.TECHNIQUE: {stay.technique: _technique(stay) for stay in systems},
            Label.CAPABILITY: {
                capability_id(stay.capability): _named(stay.capability) for stay in systems if stay.capability
            },
        },
        edges={
            Edge.CHILD_OF: [stay for one in accounts for stay in _children(one)],
            Edge.HAS_CAPABILITY: [
                _capability(one, stay) for one in accounts for stay in one.systems if stay.capability
            ],
        },
    )


def _read_account(record: Record, survey: Survey, place: int) -> SurveyAccount:
    held: dict[CategoryId, list[tuple[str, str]]] = defaultdict(list)
    for category, since, until in fetch_holding_stays(record, survey.name):
        held[category].append((since, until))
    frameworks = {one.technique: one for one in fetch_frameworks(record, survey.name)}
    return SurveyAccount(
        survey=survey,
        place=place,
        categories=tuple(
            CategoryStay(category=category, path=stay.path, span=(stay.since, stay.until))
            for category, stay in fetch_category_stays(record, survey.name)
        ),
        held={category: tuple(spans) for category, spans in held.items()},
        systems=tuple(
            SystemStay(
                technique=stay.technique,
                name=frameworks[stay.technique].name,
                url=frameworks[stay.technique].url,
                capability=stay.capability,
                span=(stay.since, stay.until),
            )
            for stay in fetch_stays(record, survey.name)
        ),
    )


def _survey(account: SurveyAccount) -> Properties:
    survey = account.survey
    told = {"name": survey.name, "list": survey.list, "arxiv": survey.arxiv, "repository": survey.repository}
    return {name: storable(text) for name, text in told.items() if text} | {MARK: survey_text(account)}


def _categories(account: SurveyAccount) -> Iterator[tuple[str, Properties]]:
    """Give each category by the last of its paths: that of today, or that under which it went."""
    name = account.survey.name
    last: dict[CategoryId, CategoryStay] = {}
    for stay in sorted(account.categories, key=lambda stay: (not stay.span[1], stay.span[1])):
        last[stay.category] = stay
    for category, stay in last.items():
        path = [storable(heading) for heading in stay.path]
        told = {"name": path[-1], "path": path, "survey": storable(name), "category": category, "until": stay.span[1]}
        yield category_node_id(name, stay.category), {key: value for key, value in told.items() if value}


def _named(name: str) -> Properties:
    return {"name": storable(name)}


def _technique(stay: SystemStay) -> Properties:
    return _named(stay.name) | {"kind": SYSTEM} | ({"url": storable(stay.url)} if stay.url else {})


def _children(account: SurveyAccount) -> Iterable[Stay]:
    taxonomy = taxonomy_of(account)
    for category in taxonomy.categories:
        if parent := taxonomy.parent(category):
            ends = (category_node_id(taxonomy.survey, one.id) for one in (category, parent))
            yield Stay(tail=next(ends), head=next(ends))


def _capability(account: SurveyAccount, stay: SystemStay) -> Stay:
    since, until = stay.span
    told = facts(survey=storable(account.survey.name), since=since, until=until)
    return Stay(tail=stay.technique, head=capability_id(stay.capability), facts=told)
