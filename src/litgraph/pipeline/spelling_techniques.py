"""What people decide of techniques: two that are one, a spelling that is none of a technique, and why each is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from litgraph.errors import InputError
from litgraph.model.resolved import TechniqueDecision, Verb
from litgraph.model.spelling import fold
from litgraph.model.survey import Survey
from litgraph.pipeline.mining import settle_techniques
from litgraph.pipeline.outcome import Outcome, Progress
from litgraph.store.readings import last_extractor
from litgraph.store.record import Record
from litgraph.store.resolved import fetch_technique_decisions, put_decision, replace_technique_decisions
from litgraph.store.techniques import fetch_accounts, fetch_techniques, find_technique, find_techniques
from litgraph.survey.technique_decisions import (
    append_technique_decision,
    decision_shape,
    read_technique_decisions,
    technique_decisions_file,
)
from litgraph.workspace import Workspace


def read_decided_techniques(record: Record, workspace: Workspace) -> tuple[str, ...]:
    """Read what people decided of techniques, which stands beside the lists, into the record; give warnings.

    Where no list has such a file, what the record holds stays.
    """
    files = {technique_decisions_file(workspace.list_file(survey)): None for survey in workspace.surveys()}
    logs = [read_technique_decisions(file) for file in files if file.is_file()]
    if logs:
        decisions = [decision for told, _ in logs for decision in told]
        replace_technique_decisions(record, sorted(decisions, key=lambda one: one.date))
    return tuple(warning for _, warnings in logs for warning in warnings)


def decide_technique(
    record: Record, workspace: Workspace, survey: Survey, decision: TechniqueDecision, progress: Progress
) -> Outcome:
    """Keep what a person decided of a technique, beside the list and in the record, and resolve anew."""
    _check(record, decision)
    append_technique_decision(technique_decisions_file(workspace.list_file(survey)), decision)
    put_decision(record, decision)
    settle_techniques(record, last_extractor(record) or "", progress)
    standing = fetch_techniques(record)
    found = {key: None for name in (decision.technique, *decision.spellings) for key in find_techniques(record, name)}
    shown = [{"id": key, "name": standing[key].name, "aliases": list(standing[key].aliases)} for key in found]
    return Outcome(value={**decision_shape(decision), "techniques": shown})


def technique_decisions(record: Record) -> dict[str, Any]:
    """Tell what people decided of techniques, the latest last."""
    return {"decisions": [decision_shape(one) for one in fetch_technique_decisions(record)]}


def explain_technique(record: Record, name: str) -> dict[str, Any]:
    """Tell why each spelling of a technique is one of it, and why it stands in its family and apart from homonyms."""
    key = find_technique(record, name)
    technique = fetch_techniques(record, [key])[key]
    return {
        "id": key,
        "name": technique.name,
        "kind": technique.kind.value,
        "family": technique.family,
        "introduced_by": list(technique.introduced_by),
        "accounts": [
            {"spelling": one.spelling, "rule": one.rule.value, "evidence": one.evidence}
            for one in fetch_accounts(record, key)
        ],
    }


def _check(record: Record, decision: TechniqueDecision) -> None:
    """Refuse what would decide nothing: a name that no text has, or a thing put together with itself."""
    technique = find_technique(record, decision.technique)
    if decision.decision is Verb.MERGE:
        others = [find_technique(record, name) for name in decision.spellings]
        if not others or all(other == technique for other in others):
            raise InputError(f"'{decision.technique}' and what you give with it are one technique already.")
        return
    own = {fold(spelling) for spelling in _spellings(record, technique)}
    for spelling in decision.spellings:
        if decision.decision is Verb.SPLIT and fold(spelling) not in own:
            raise InputError(
                f"'{spelling}' is no spelling of '{decision.technique}'. See: litgraph techniques explain."
            )


def _spellings(record: Record, technique: str) -> Iterator[str]:
    standing = fetch_techniques(record)
    for one in standing.values():
        if one.id == technique:
            names: Sequence[str] = (one.name, *one.aliases)
            yield from names
