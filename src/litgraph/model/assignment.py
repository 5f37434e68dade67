"""Assignments: papers put at categories, by people or by a model; and the decisions of people."""

from __future__ import annotations

from dataclasses import dataclass

from litgraph.model.identifiers import PaperId
from litgraph.model.taxonomy import Path

# Ways in which a paper came to a category, the one that outranks the others first.
METHODS = ("CURATED", "CITED_IN_SECTION", "EMBEDDED")
DECISIONS = ("accept", "reject", "move")


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Another category that a paper could go to."""

    category: Path
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A paper at a category with a probability. `filed` is false where a person had better look.

    `because` names the nearest listed papers, `terms` the words that decided; `in_scope` is the probability that the
    paper belongs on the list at all. `also` are further categories that the paper belongs to as well.
    """

    paper: PaperId
    category: Path
    probability: float
    method: str = "EMBEDDED"
    in_scope: float = 1.0
    filed: bool = True
    alternatives: tuple[Alternative, ...] = ()
    also: tuple[Alternative, ...] = ()
    because: tuple[PaperId, ...] = ()
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided of a paper for a survey; `category` is empty for a rejection."""

    survey: str
    paper: PaperId
    decision: str
    category: Path = ()
    date: str = ""
