"""Surveys with their categories and systems to their nodes: few, so they are compared as a whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from litgraph.graph.neo4j.accounts import CategoryStay, SurveyAccount, SystemStay, survey_text, taxonomy_of
from litgraph.graph.neo4j.codec import Properties
from litgraph.graph.neo4j.ledger import Batch, Look, Turn, owners_of
from litgraph.graph.neo4j.stays import Changes, Stay, apply_stays, facts, plan_stays, read_stays
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
_EDGES = (Edge.CHILD_OF, Edge.HAS_CAPABILITY)
_MARK = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The nodes and edges that are neither papers nor at papers."""

    nodes: Mapping[Label, Nodes]
    edges: Mapping[Edge, Sequence[Stay]]


NOTHING = Outline(
    nodes={label: {} for label in (Label.SURVEY, Label.CATEGORY, Label.TECHNIQUE, Label.CAPABILITY)},
    edges=dict.fromkeys(_EDGES, ()),
)


def read_outline(record: Record) -> Outline:
    """Read the surveys of a record."""
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


def write_outline(batch: Batch, outline: Outline, counts: defaultdict[str, int]) -> None:
    """Write the nodes and edges that are new or different; those that are needed no more are `prune_outline`'s."""
    for label, wanted in outline.nodes.items():
        counts[label] += _write_nodes(batch, label, wanted)
    for edge in _EDGES:
        changes = plan_edges(batch, edge, outline)
        counts[edge] += apply_stays(batch, edge, changes)
        counts["deleted"] += len(changes.delete)


def plan_edges(batch: Batch | Look, edge: Edge, outline: Outline) -> Changes:
    """Compare the edges that the workspace needs, and those that others have at the same nodes, with the outline."""
    wanted = outline.edges[edge]
    rows = (*read_stays(batch, edge), *read_stays(batch, edge, ids=sorted({stay.tail for stay in wanted})))
    return plan_stays({row["edge"]: row for row in rows}.values(), wanted, batch.turn.number)


def plan_nodes(batch: Batch | Look, label: Label, wanted: Nodes) -> list[tuple[str, Properties]]:
    """Give the nodes of a label that are new or different, with all of their properties."""
    read = f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) RETURN id, properties(n) AS told"
    held = {row["id"]: row["told"] for row in batch.run(read, ids=sorted(wanted))}
    targets = ((key, _target(key, told, held.get(key, {}), batch.turn)) for key, told in sorted(wanted.items()))
    return [(key, target) for key, target in targets if target != held.get(key)]


def prune_outline(batch: Batch, outline: Outline, counts: defaultdict[str, int]) -> None:
    """Leave the nodes that the workspace needs no more, and delete those that nobody does."""
    counts["deleted"] += sum(_prune_nodes(batch, label, wanted) for label, wanted in outline.nodes.items())


def _write_nodes(batch: Batch, label: Label, wanted: Nodes) -> int:
    rows = [list(pair) for pair in plan_nodes(batch, label, wanted)]
    if rows:
        batch.run(f"UNWIND $rows AS row MERGE (n:{label} {{id: row[0]}}) SET n = row[1]", rows=rows)
    return len(rows)


def _target(key: str, told: Properties, now: Properties, turn: Turn) -> Properties:
    """Say what a node is to say; of several workspaces the oldest one's words stand."""
    owners = owners_of(now)
    elders = any(number < turn.number for number, _ in owners)
    words = {name: value for name, value in (now if elders else told).items() if not name.startswith("_") and name}
    return {**{mark: now[mark] for _, mark in owners}, **words, "id": key, turn.mark: told.get(_MARK, True)}


def gone_nodes(batch: Batch | Look, label: Label, wanted: Nodes) -> dict[str, list[tuple[int, str]]]:
    """Give the nodes of a label that the workspace needs no more, with all that have needed them."""
    found = batch.run(f"MATCH (n:{label}) WHERE n._own IS NOT NULL RETURN n.id AS id, keys(n) AS keys")
    return {row["id"]: owners_of(row["keys"]) for row in found if row["id"] not in wanted}


def _prune_nodes(batch: Batch, label: Label, wanted: Nodes) -> int:
    gone = gone_nodes(batch, label, wanted)
    needed = [key for key, owners in gone.items() if len(owners) > 1]
    lost = [key for key, owners in gone.items() if len(owners) == 1]
    if needed:
        batch.run(f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) REMOVE n._own", ids=needed)
    if lost:
        batch.run(f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) DETACH DELETE n", ids=lost)
    return len(lost)


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
    return {name: storable(text) for name, text in told.items() if text} | {_MARK: survey_text(account)}


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
