"""Techniques: named methods, models, systems and datasets; how they relate, and what is claimed of them.

A paper is read into a `Reading`, which speaks of the names that its text holds. Over all readings the names are
resolved into techniques; mentions, relations and claims then speak of those, by id.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from litgraph.model.identifiers import PaperId

TechniqueId = NewType("TechniqueId", str)

# Stands for the contribution of a paper that gives it no name, where a technique's id or name would stand.
PAPER = "@paper"

# Relations and claims below these confidences are held, and left out of what is shown unless asked for.
SHOWN_RELATION = 0.7
SHOWN_CLAIM = 0.7

# `C++` and `C#` are other names than `C`.
_BETWEEN_WORDS = re.compile(r"[^\w+#]+|_+")
_LONGEST_SLUG = 100  # characters


class Kind(StrEnum):
    """What a technique is. A concept is a term of art without one author, such as knowledge distillation."""

    METHOD = "method"
    MODEL = "model"
    SYSTEM = "system"
    DATASET = "dataset"
    CONCEPT = "concept"


class RelationType(StrEnum):
    """What a subject is said to do with an object."""

    EXTENDS = "EXTENDS"
    USES = "USES"
    COMBINES = "COMBINES"
    COMPARES_WITH = "COMPARES_WITH"
    OUTPERFORMS = "OUTPERFORMS"
    EVALUATED_ON = "EVALUATED_ON"


class Metric(StrEnum):
    """What a number in a claim measures."""

    SPEEDUP = "speedup"
    THROUGHPUT = "throughput"
    LATENCY = "latency"
    MEMORY = "memory"
    SIZE = "size"
    COMPRESSION = "compression"
    FLOPS = "flops"
    TRAINING_COST = "training_cost"
    ENERGY = "energy"
    CARBON = "carbon"
    BITS = "bits"
    SPARSITY = "sparsity"
    PARAMETERS = "parameters"
    CONTEXT_LENGTH = "context_length"
    QUALITY_CHANGE = "quality_change"


class Part(StrEnum):
    """Where in the record a piece of text stands: a paper's title or abstract, an entry that lists it, and so on."""

    TITLE = "title"
    ABSTRACT = "abstract"
    ENTRY = "entry"  # a line of a list
    CONTEXT = "context"  # a sentence in which another paper cites it
    SECTION = "section"  # a sentence of the survey's own text that cites it


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A piece of a text: characters `start` up to and without `end` of a part, as the record holds it."""

    part: Part
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A technique as one text names it: `text` as it is spelled there, `aliases` its other spellings there."""

    text: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    introduced: bool = False
    spans: tuple[Span, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidRelation:
    """A relation that one sentence states between names of the same reading; the subject may be `PAPER`."""

    type: RelationType
    subject: str
    object: str
    sentence: Span
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidClaim:
    """A number that one sentence reports of a name of the same reading, or of `PAPER`.

    A percentage counts 0–100 with unit `%`, a factor has unit `x`; a range is a pair. `baseline` and `condition` are
    in the text's words, empty where it gives none.
    """

    technique: str
    metric: Metric
    value: float | tuple[float, float]
    unit: str
    baseline: str = ""
    condition: str = ""
    sentence: Span
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What an extractor finds in one title and abstract, in the order of the text."""

    names: tuple[Name, ...] = ()
    relations: tuple[SaidRelation, ...] = ()
    claims: tuple[SaidClaim, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Technique:
    """A technique of the record. `family` is what it is a size or version of; `aliases` are its other spellings."""

    id: TechniqueId
    name: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    introduced_by: tuple[PaperId, ...] = ()
    family: TechniqueId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A paper that names a technique, and where; a paper that introduces it names it, too."""

    paper: PaperId
    technique: TechniqueId
    introduced: bool = False
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One witness of a relation: a sentence of a paper. `date` is the day from which it could be known, or empty."""

    type: RelationType
    subject: str  # a TechniqueId, or PAPER
    object: TechniqueId
    paper: PaperId
    sentence: str
    span: Span
    confidence: float
    extractor: str
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A number as a paper reports it; see `SaidClaim`. `id` is the claim's own, stable while the text stands."""

    id: str
    technique: str  # a TechniqueId, or PAPER
    metric: Metric
    value: float | tuple[float, float]
    unit: str
    baseline: str
    condition: str
    paper: PaperId
    sentence: str
    span: Span
    confidence: float
    extractor: str
    date: str = ""


def relation_order(one: Relation) -> tuple[object, ...]:
    """Order relations by paper, place in its text, type and ends."""
    return one.paper, _place(one.span), one.type, one.subject, one.object


def claim_order(one: Claim) -> tuple[object, ...]:
    """Order claims by paper, place in its text, metric and id."""
    return one.paper, _place(one.span), one.metric, one.id


def _place(span: Span) -> tuple[bool, int, int]:
    """Order places as a reader comes to them: the title goes first."""
    return span.part is not Part.TITLE, span.start, span.end


def technique_id(name: str) -> TechniqueId:
    """Name a technique by its name, without regard to case and to what stands between its words."""
    return TechniqueId(f"technique:{slug(name)}")


def slug(name: str) -> str:
    """Write a name with small letters and hyphens alone; one that has no letters, or too many, by its hash."""
    written = _BETWEEN_WORDS.sub("-", unicodedata.normalize("NFKC", name).casefold()).strip("-")
    if 0 < len(written) <= _LONGEST_SLUG:
        return written
    return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:16]
