"""A proposal: what litgraph would change in a list, exactly, and for which bytes of it."""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from litgraph.errors import InputError
from litgraph.lists.edit import Edit, apply_edits
from litgraph.model.identifiers import PaperId
from litgraph.model.survey import Span
from litgraph.model.taxonomy import Path

SCHEMA = "litgraph/proposal.v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """A paper to be added after a line (1-based, of the old list; 0 is the top), as `text`, and why there.

    `evidence` names listed papers that it is most like. `reason` says why a person had better look first; it is empty
    for what the diff holds.
    """

    paper: PaperId
    title: str
    category: Path
    line_after: int
    text: str
    probability: float
    because: tuple[PaperId, ...] = ()
    evidence: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChange:
    """A line (1-based, of the old list) to be written anew, by the rule that asks for it."""

    rule: str
    line: int
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldChange:
    """A change that had better be made by hand, and why."""

    rule: str
    line: int
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What is proposed for a list; `edits` make it, `diff` shows it, and both hold for the one list that has `hash`.

    `review` and `held` are additions and changes that are left to a person.
    """

    hash: str
    edits: tuple[Edit, ...] = ()
    additions: tuple[Addition, ...] = ()
    changes: tuple[LineChange, ...] = ()
    review: tuple[Addition, ...] = ()
    held: tuple[HeldChange, ...] = ()
    diff: bytes = b""


def list_hash(content: bytes) -> str:
    """Give the SHA-256 of a list."""
    return hashlib.sha256(content).hexdigest()


def proposed_list(proposal: Proposal, content: bytes) -> bytes:
    """Make the proposed list; any other list than the one that was read is refused."""
    if list_hash(content) != proposal.hash:
        raise InputError("The list has changed since the proposal was made; nothing is written. Run `propose` anew.")
    return apply_edits(content, proposal.edits)


def shape(proposal: Proposal) -> dict[str, Any]:
    """Give what `survey propose --json` shows; bytes of the diff that are no UTF-8 stand as lone surrogates."""
    return {
        "additions": [_addition_shape(addition) for addition in proposal.additions],
        "changes": [asdict(change) for change in proposal.changes],
        "review": [{**_addition_shape(held), "reason": held.reason} for held in proposal.review],
        "held": [asdict(held) for held in proposal.held],
        "groups": group_counts(proposal),
        "diff": proposal.diff.decode("utf-8", "surrogateescape"),
    }


def group_counts(proposal: Proposal) -> dict[str, int]:
    """Count what is proposed: the additions, then the changes by rule, in the order of the rules' names."""
    rules = Counter(change.rule for change in proposal.changes)
    return {"additions": len(proposal.additions), **{rule: rules[rule] for rule in sorted(rules)}}


def to_json(proposal: Proposal) -> str:
    """Write a proposal for the workspace to keep; ASCII, so that no byte of the list can be in its way."""
    edits = [
        {
            "start": edit.span.start,
            "end": edit.span.end,
            "replacement": base64.b64encode(edit.replacement).decode("ascii"),
        }
        for edit in proposal.edits
    ]
    return json.dumps({"schema": SCHEMA, "hash": proposal.hash, "edits": edits, **shape(proposal)})


def from_json(text: str) -> Proposal:
    """Read a proposal as `to_json` wrote it; anything else is refused."""
    try:
        fields = json.loads(text)
        if fields["schema"] != SCHEMA:
            raise ValueError(f"schema {fields['schema']!r}")
        return _from_fields(fields)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError("The stored proposal cannot be read. Run `propose` anew.") from error


def _addition_shape(addition: Addition) -> dict[str, Any]:
    return {
        "paper": addition.paper,
        "title": addition.title,
        "category": list(addition.category),
        "line_after": addition.line_after,
        "text": addition.text,
        "probability": addition.probability,
        "because": list(addition.because),
        "evidence": addition.evidence,
    }


def _from_fields(fields: Mapping[str, Any]) -> Proposal:
    edits = (
        Edit(
            span=Span(start=edit["start"], end=edit["end"]),
            replacement=base64.b64decode(edit["replacement"], validate=True),
        )
        for edit in fields["edits"]
    )
    return Proposal(
        hash=fields["hash"],
        edits=tuple(edits),
        additions=tuple(_addition(addition) for addition in fields["additions"]),
        changes=tuple(LineChange(**change) for change in fields["changes"]),
        review=tuple(_addition(held) for held in fields["review"]),
        held=tuple(HeldChange(**held) for held in fields["held"]),
        diff=fields["diff"].encode("utf-8", "surrogateescape"),
    )


def _addition(fields: Mapping[str, Any]) -> Addition:
    return Addition(**{**fields, "category": tuple(fields["category"]), "because": tuple(fields["because"])})
