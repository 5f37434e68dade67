"""What people decided, as plain JSON lines beside the list: reviewed with it, and never lost with a cache."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from litgraph.errors import OutOfReach
from litgraph.model.assignment import DECISIONS, Decision
from litgraph.model.dates import parse_date
from litgraph.model.identifiers import PaperId, parse_identifier
from litgraph.model.taxonomy import split_path

FILE_NAME = "litgraph-decisions.jsonl"
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionLog:
    """The decisions of a file in its order, and what its other lines are."""

    decisions: tuple[Decision, ...] = ()
    warnings: tuple[str, ...] = ()


def decisions_file(list_file: Path) -> Path:
    """Name the file of decisions that stands beside a list."""
    return list_file.parent / FILE_NAME


def read_decisions(file: Path) -> DecisionLog:
    """Read every decision; a line that is none is left out with a warning that names it. No file, no decisions."""
    decisions, warnings = read_lines(file, _parse)
    return DecisionLog(decisions=tuple(decisions), warnings=tuple(warnings))


def read_lines(file: Path, parse: Callable[[bytes], Read]) -> tuple[list[Read], list[str]]:
    """Read each line of a file by `parse`, whose ValueError makes a warning. No file, no lines."""
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return [], []
    except OSError as error:
        raise OutOfReach(f"Cannot read {file}: {error.strerror or error}.") from error
    told: list[Read] = []
    warnings: list[str] = []
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").splitlines(), start=1):
        try:
            told += [parse(line)] if line.strip() else []
        except ValueError as error:
            warnings.append(f"{file.name}, line {number}: {error}; the line is left out.")
    return told, warnings


def in_force(decisions: Iterable[Decision], survey: str) -> dict[PaperId, Decision]:
    """Give the decision that holds for each paper of a survey: the last one."""
    return {decision.paper: decision for decision in decisions if decision.survey == survey}


def decision_line(decision: Decision) -> str:
    """Write a decision as its line of JSON."""
    fields = {
        "survey": decision.survey,
        "paper": decision.paper,
        "decision": decision.decision,
        "category": list(decision.category),
        "date": decision.date,
    }
    return json.dumps(fields, ensure_ascii=False)


def append_decision(file: Path, decision: Decision) -> None:
    """Add a decision in one write; where the disk is full the file is cut back to what it was."""
    append_line(file, decision_line(decision))


def append_line(file: Path, line: str) -> None:
    """Add the line of a decision in one write; where the disk is full the file is cut back to what it was."""
    try:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            _append(descriptor, line.encode("utf-8", "backslashreplace") + b"\n")
        finally:
            os.close(descriptor)
    except OSError as error:
        raise OutOfReach(f"Cannot write {file}: {error.strerror or error}. The decision is not kept.") from error


def _append(descriptor: int, line: bytes) -> None:
    size = os.fstat(descriptor).st_size
    unfinished = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
    record = b"\n" + line if unfinished else line
    try:
        if os.write(descriptor, record) < len(record):
            raise OSError("the disk is full")
        os.fsync(descriptor)
    except OSError:
        with contextlib.suppress(OSError):
            os.ftruncate(descriptor, size)
        raise


def parse_fields(line: bytes) -> dict[str, Any]:
    """Read the JSON object of a line."""
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError("not a line of JSON") from error
    if not isinstance(fields, dict):
        raise ValueError("not a JSON object")
    return fields


def _parse(line: bytes) -> Decision:
    fields = parse_fields(line)
    if fields.get("decision") not in DECISIONS:
        raise ValueError(f"`decision` is none of {', '.join(DECISIONS)}")
    if not isinstance(fields.get("survey"), str):
        raise ValueError("`survey` is not a name")
    category = _parse_category(fields.get("category"))
    if fields["decision"] == "move" and not category:
        raise ValueError("a move without a `category`")
    return Decision(
        survey=fields["survey"],
        paper=_parse_paper(fields.get("paper")),
        decision=fields["decision"],
        category=category,
        date=parse_date(str(fields.get("date") or "")) or "",
    )


def _parse_paper(text: object) -> PaperId:
    paper = parse_identifier(text) if isinstance(text, str) else None
    if paper is None:
        raise ValueError("`paper` is not an identifier")
    return paper


def _parse_category(category: object) -> tuple[str, ...]:
    if not category:
        return ()
    if isinstance(category, str):
        return split_path(category)
    if isinstance(category, list) and all(isinstance(name, str) for name in category):
        return tuple(category)
    raise ValueError("`category` is not a list of headings")
