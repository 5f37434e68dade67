"""What people decided of techniques, as plain JSON lines beside the list: reviewed with it, never lost with a cache."""

from __future__ import annotations

import json
from pathlib import Path

from litgraph.model.dates import parse_date
from litgraph.model.resolved import TechniqueDecision, Verb
from litgraph.survey.decisions import append_line, parse_fields, read_lines

FILE_NAME = "litgraph-techniques.jsonl"


def technique_decisions_file(list_file: Path) -> Path:
    """Name the file of decisions on techniques that stands beside a list."""
    return list_file.parent / FILE_NAME


def read_technique_decisions(file: Path) -> tuple[list[TechniqueDecision], list[str]]:
    """Read every decision in the order of the file, and a warning for each line that is none."""
    return read_lines(file, _parse)


def append_technique_decision(file: Path, decision: TechniqueDecision) -> None:
    """Add a decision in one write."""
    append_line(file, json.dumps(decision_shape(decision), ensure_ascii=False))


def decision_shape(decision: TechniqueDecision) -> dict[str, object]:
    """Give a decision in the shape of its line."""
    return {
        "decision": decision.decision.value,
        "technique": decision.technique,
        "spellings": list(decision.spellings),
        "date": decision.date,
    }


def _parse(line: bytes) -> TechniqueDecision:
    fields = parse_fields(line)
    if fields.get("decision") not in set(Verb):
        raise ValueError(f"`decision` is none of {', '.join(Verb)}")
    spellings = fields.get("spellings")
    if not isinstance(fields.get("technique"), str) or not fields["technique"].strip():
        raise ValueError("`technique` is not a name")
    if not isinstance(spellings, list) or not spellings or not all(isinstance(s, str) and s.strip() for s in spellings):
        raise ValueError("`spellings` is not a list of names")
    return TechniqueDecision(
        decision=Verb(fields["decision"]),
        technique=fields["technique"],
        spellings=tuple(spellings),
        date=parse_date(str(fields.get("date") or "")) or "",
    )
