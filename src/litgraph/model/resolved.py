"""What is made of all readings together: techniques, where each is named, why, and what people decided of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from litgraph.model.identifiers import PaperId
from litgraph.model.technique import Claim, Mention, Part, Relation, Technique, TechniqueId


class Rule(StrEnum):
    """Why a spelling is one of a technique, or why the technique stands where it does."""

    SPELLED = "spelled"  # as some text spells it
    PLURAL = "plural"
    SAID = "said"  # a text gives both, as a short and a long form or as one thing under two names
    SYSTEM = "system"  # a row of a list's table of frameworks bears the name
    MERGED = "merged"  # a person said so
    APART = "apart"  # a person said that it is a technique of its own
    HOMONYM = "homonym"  # the same name means other techniques, too
    FAMILY = "family"  # the name is that of its family with a size or a version behind it


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Why a spelling belongs to a technique: by which rule, and what it rests on."""

    technique: TechniqueId
    spelling: str
    rule: Rule
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Sighting:
    """A technique named in a text about a paper that is not the paper's own: characters `start` to `end` of `text`.

    `said_by` is the survey whose list or text it is, or the paper that cites it.
    """

    paper: PaperId
    part: Part
    said_by: str
    text: str
    start: int
    end: int
    technique: TechniqueId


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """All that is known of techniques, sorted."""

    techniques: tuple[Technique, ...] = ()
    accounts: tuple[Account, ...] = ()
    mentions: tuple[Mention, ...] = ()
    relations: tuple[Relation, ...] = ()
    claims: tuple[Claim, ...] = ()


class Verb(StrEnum):
    """What a person may decide of techniques."""

    MERGE = "merge"  # the technique and these are one
    SPLIT = "split"  # this spelling of the technique is a technique of its own
    ALIAS = "alias"  # this spelling is one of the technique


@dataclass(frozen=True, slots=True, kw_only=True)
class TechniqueDecision:
    """What a person decided of a technique (by name or id) and spellings or names of others; the latest one counts."""

    decision: Verb
    technique: str
    spellings: tuple[str, ...]
    date: str = ""
