"""Families: `LLaMA-2-7B` is a size of `LLaMA-2`, which is a version of `LLaMA`; `QLoRA` is none of `LoRA`."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from litgraph.model.spelling import spelling_key
from litgraph.model.technique import Kind

_SIZE = re.compile(r"^(?P<stem>.+?)[\s\-_(]+(?P<left>\d+(?:\.\d+)?(?:x\d+)?[bmkt])\)?$", re.IGNORECASE)
_GLUED_SIZE = re.compile(r"^(?P<stem>.*[a-z])(?P<left>\d+(?:\.\d+)?[bm])$", re.IGNORECASE)
_WORD = re.compile(
    r"^(?P<stem>.+?)[\s\-_]+\(?(?P<left>base|large|small|tiny|mini|medium|nano|xl|xxl|huge|giant|turbo|chat|"
    r"instruct|it|hf|sft|coder|vl|pro|max|ultra|lite|preview|sonnet|opus|haiku|full|dev|plus)\)?$",
    re.IGNORECASE,
)
_VERSION = re.compile(r"^(?P<stem>.+?)[\s\-_(]*(?P<left>v?\d+(?:\.\d+)*o?)\)?$", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]")
_FEWEST = 2  # letters of a family's name
_CHILDREN = 2  # variants that make a family which no text names by itself

_WHAT = {_SIZE: "the size", _GLUED_SIZE: "the size", _WORD: "the variant", _VERSION: "the version"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A technique as families see it: `number` is its own, `keys` are those of its usual spellings."""

    number: int
    name: str
    kind: Kind
    keys: tuple[str, ...]
    weight: int  # papers that name it


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """What a technique is a variant of (by number), and what its name adds."""

    family: int
    evidence: str


def find_families(named: Sequence[Named]) -> tuple[dict[int, Kin], list[Named]]:
    """Give the family of each technique that is a size or version of one, and the families that no text names."""
    made = _made_up(named)
    everyone = [*named, *made]
    by_key = _by_key(everyone)
    kin: dict[int, Kin] = {}
    for one in everyone:
        for stem, left in _stems(one.name, one.kind):
            others = [o for o in by_key.get(spelling_key(stem), ()) if o.number != one.number and _related(one, o)]
            if others:
                family = min(others, key=lambda other: (other.kind != one.kind, -other.weight, other.number))
                kin[one.number] = Kin(family=family.number, evidence=f"{family.name} with {left}")
                break
    return _without_rings(kin), made


def _related(one: Named, family: Named) -> bool:
    """Tell whether kinds let one be a variant of the other: a term of art has none, and data sets have data sets."""
    kinds = {one.kind, family.kind}
    return Kind.CONCEPT not in kinds and (Kind.DATASET not in kinds or len(kinds) == 1)


def _made_up(named: Sequence[Named]) -> list[Named]:
    """Make the families of models and data sets that several variants share and no text names."""
    known = {key for one in named for key in one.keys}
    children: dict[str, list[tuple[str, Named]]] = defaultdict(list)
    for one in named:
        if one.kind in (Kind.MODEL, Kind.DATASET):
            for stem, _ in _stems(one.name, one.kind):
                if spelling_key(stem) in known:
                    break
                children[spelling_key(stem)].append((stem, one))
    made: list[Named] = []
    for key, told in sorted(children.items()):
        if len({one.number for _, one in told}) >= _CHILDREN:
            spelled = Counter[str]()
            for stem, one in told:
                spelled[stem] += one.weight
            name = min(spelled, key=lambda stem: (-spelled[stem], stem))
            kind = min(Counter(one.kind for _, one in told).items(), key=lambda pair: (-pair[1], pair[0]))[0]
            made.append(Named(number=len(named) + len(made), name=name, kind=kind, keys=(key,), weight=0))
    return made


def _by_key(named: Iterable[Named]) -> Mapping[str, Sequence[Named]]:
    found: dict[str, list[Named]] = defaultdict(list)
    for one in named:
        for key in one.keys:
            found[key].append(one)
    return found


def _stems(name: str, kind: Kind) -> Iterator[tuple[str, str]]:
    """Give what is left of a name without its size, variant or version, the longest first, and what was taken off."""
    waiting, seen = [(name, "")], {name}
    while waiting:
        whole, taken = waiting.pop(0)
        for pattern, what in _WHAT.items():
            if pattern is _WORD and kind is not Kind.MODEL:
                continue
            found = pattern.match(whole.strip())
            stem = found["stem"].rstrip(" -_(") if found else ""
            if found and stem not in seen and len(_LETTERS.findall(stem)) >= _FEWEST:
                seen.add(stem)
                left = f"{what} {found['left']}" + (f" and {taken}" if taken else "")
                yield stem, left
                waiting.append((stem, left))


def _without_rings(kin: Mapping[int, Kin]) -> dict[int, Kin]:
    """Leave out what would make a technique a variant of itself."""
    sound: dict[int, Kin] = {}
    for number, told in sorted(kin.items()):
        at: int | None = told.family
        while at is not None and at != number:
            at = sound[at].family if at in sound else None
        if at is None:
            sound[number] = told
    return sound
