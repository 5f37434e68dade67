"""Abstracts that people labelled with techniques, relations and claims, and what both they and a reader tell of them.

A file of labels holds a JSON object a line: `arxiv_id`, `title`, `sentences` of the abstract, `introduces` (names),
`techniques` (`name`, `aliases`, `kind`), `relations` (`type`, `subject`, `object`, `sentence`) and `claims`
(`technique`, `metric`, `value`, `unit`). Sentences count from 0, -1 is the title; `@this` stands for the paper.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from litgraph.errors import InputError
from litgraph.model.identifiers import PaperId
from litgraph.model.technique import PAPER, Kind, Metric, Reading, RelationType
from litgraph.techniques.extractor import PaperText

_THIS = ("@this", PAPER)
_NO_LETTER = re.compile(r"[\W_]+")
_MAGNITUDES = {
    "k": 1e3,
    "thousand": 1e3,
    "m": 1e6,
    "million": 1e6,
    "b": 1e9,
    "billion": 1e9,
    "t": 1e12,
    "trillion": 1e12,
}

Spellings = frozenset[str]
Value = tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldRelation:
    """A relation between two names, each by all of its spellings."""

    type: RelationType
    subject: Spellings
    object: Spellings
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldClaim:
    """A number reported of a name. `values` are all that it may be written as."""

    technique: Spellings
    metric: Metric
    values: frozenset[Value]
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is told of one abstract, by people or by a reader: names by their spellings, relations, claims."""

    kinds: Mapping[Spellings, Kind]
    introduced: frozenset[Spellings]
    relations: tuple[ToldRelation, ...]
    claims: tuple[ToldClaim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameLabel:
    """A name as people labelled it, the usual spelling first."""

    spellings: tuple[str, ...]
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationLabel:
    """A relation as people labelled it; ends are names as spelled there, or `PAPER`, sentences count from 0."""

    type: RelationType
    subject: str
    object: str
    sentence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLabel:
    """A claim as people labelled it."""

    metric: Metric
    value: float | tuple[float, ...]
    sentence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A labelled abstract. `sentences` are joined by blanks in the text that is read; `told` unites the labels."""

    text: PaperText
    sentences: tuple[str, ...]
    told: Told
    names: tuple[NameLabel, ...] = ()
    relations: tuple[RelationLabel, ...] = ()
    claims: tuple[ClaimLabel, ...] = ()


def read_gold(file: Path) -> tuple[Labelled, ...]:
    """Read a file of labels; a line that is none fails with its number."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"Cannot read {file}: {error}.") from error
    labelled = []
    for number, line in enumerate(lines, start=1):
        try:
            labelled += [as_labelled(json.loads(line))] if line.strip() else []
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(f"{file}, line {number} is no labelled abstract: {error!r}.") from error
    if not labelled:
        raise InputError(f"{file} holds no labelled abstract.")
    return tuple(labelled)


def told_by(reading: Reading) -> Told:
    """Give what a reading tells in the same terms."""
    spelled = {name.text: spellings(name.text, name.aliases) for name in reading.names}
    spelled[PAPER] = frozenset({PAPER})
    return Told(
        kinds={spelled[name.text]: name.kind for name in reading.names},
        introduced=frozenset(spelled[name.text] for name in reading.names if name.introduced),
        relations=tuple(
            ToldRelation(
                type=one.type, subject=spelled[one.subject], object=spelled[one.object], confidence=one.confidence
            )
            for one in reading.relations
        ),
        claims=tuple(
            ToldClaim(
                technique=spelled[one.technique],
                metric=one.metric,
                values=ways_to_write(one.value, one.unit),
                confidence=one.confidence,
            )
            for one in reading.claims
        ),
    )


def spellings(name: str, aliases: Iterable[str] = ()) -> Spellings:
    """Give the spellings of a name without regard to case, blanks, hyphens and the like."""
    return frozenset(filter(None, map(_plain, (name, *aliases))))


def ways_to_write(value: float | Iterable[float], unit: str | None) -> frozenset[Value]:
    """Give a value as written and multiplied out: 7 with the unit `B` is also 7,000,000,000."""
    written = (float(value),) if isinstance(value, int | float) else tuple(map(float, value))
    factors = (_MAGNITUDES.get(word.casefold(), 1.0) for word in re.findall(r"[A-Za-z]+", unit or "")[:1])
    factor = next(factors, 1.0)
    return frozenset({_rounded(written), _rounded(tuple(number * factor for number in written))})


def _rounded(value: Value) -> Value:
    """Round to six digits, and make a range of one number that number."""
    numbers = tuple(float(f"{number:.6g}") for number in value)
    return numbers[:1] if len(set(numbers)) == 1 else numbers


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold()
    return _NO_LETTER.sub("", folded) or folded.strip()


def as_labelled(line: Mapping[str, Any]) -> Labelled:
    """Read one line of a file of labels."""
    sentences = tuple(str(sentence) for sentence in line["sentences"])
    text = PaperText(paper=PaperId(f"arxiv:{line['arxiv_id']}"), title=line["title"], abstract=" ".join(sentences))
    return Labelled(
        text=text,
        sentences=sentences,
        told=_told(line),
        names=tuple(
            NameLabel(spellings=(one["name"], *one.get("aliases", ())), kind=Kind(one["kind"]))
            for one in line["techniques"]
        ),
        relations=tuple(
            RelationLabel(
                type=RelationType(one["type"]),
                subject=_end(one["subject"]),
                object=_end(one["object"]),
                sentence=int(one["sentence"]),
            )
            for one in line["relations"]
        ),
        claims=tuple(
            ClaimLabel(metric=Metric(one["metric"]), value=_value(one["value"]), sentence=int(one["sentence"]))
            for one in line["claims"]
        ),
    )


def _end(name: str) -> str:
    return PAPER if name in _THIS else name


def _value(value: float | list[float]) -> float | tuple[float, ...]:
    return float(value) if isinstance(value, int | float) else tuple(map(float, value))


def _told(line: Mapping[str, Any]) -> Told:
    known = [(spellings(one["name"], one.get("aliases", ())), Kind(one["kind"])) for one in line["techniques"]]

    def find(name: str) -> Spellings:
        if name in _THIS:
            return frozenset({PAPER})
        asked = spellings(name)
        return next((spelled for spelled, _ in known if spelled & asked), asked)

    return Told(
        kinds=dict(known),
        introduced=frozenset(map(find, line["introduces"])),
        relations=tuple(
            ToldRelation(type=RelationType(one["type"]), subject=find(one["subject"]), object=find(one["object"]))
            for one in line["relations"]
        ),
        claims=tuple(
            ToldClaim(
                technique=find(one["technique"]),
                metric=Metric(one["metric"]),
                values=ways_to_write(one["value"], one.get("unit")),
            )
            for one in line["claims"]
        ),
    )
