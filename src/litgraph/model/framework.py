"""Named systems and what they can do, as the tables of a list say: a row a system, a column a capability."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NewType

from litgraph.model.taxonomy import Path

TechniqueId = NewType("TechniqueId", str)
# A technique and a capability of it, or none: the row itself.
Pair = tuple[TechniqueId, str]

SYSTEM = "system"  # the kind of technique that a framework is

# `C++` and `C#` are other names than `C`.
_BETWEEN_WORDS = re.compile(r"[^\w+#]+|_+")
_LONGEST_SLUG = 100  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """A row of such a table. `capabilities` are the columns that it ticks, `lacking` those that it denies.

    A column that says neither (`partial`, `?`) stands in none of them. `line` is 1-based; `url` may be empty.
    """

    name: str
    url: str = ""
    category: Path = ()
    line: int
    capabilities: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()

    @property
    def technique(self) -> TechniqueId:
        """Give the id of the technique that it is."""
        return technique_id(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class CapabilityStay:
    """A time in which a list said that a technique has a capability: from `since` up to and without `until`.

    An empty `capability` is of the row itself. `until` is empty while it is still there; an empty `since` is unknown.
    """

    technique: TechniqueId
    capability: str = ""
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkHistory:
    """Every framework that a list ever had, each as it stood last, and when it had which capability."""

    frameworks: tuple[Framework, ...] = ()
    stays: tuple[CapabilityStay, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A technique of kind `system` with the capabilities that it has, in alphabetical order."""

    technique: TechniqueId
    name: str
    url: str = ""
    capabilities: tuple[str, ...] = ()


def technique_id(name: str) -> TechniqueId:
    """Name a technique by its name, without regard to case and to what stands between its words."""
    return TechniqueId(f"technique:{_slug(name)}")


def capability_id(name: str) -> str:
    """Name a capability, likewise."""
    return f"capability:{_slug(name)}"


def unite_frameworks(frameworks: Iterable[Framework]) -> tuple[Framework, ...]:
    """Make one framework of the rows that name the same: the first row, with what the others tick or link besides."""
    united: dict[TechniqueId, Framework] = {}
    for one in frameworks:
        first = united.get(one.technique, one)
        held = tuple(dict.fromkeys((*first.capabilities, *one.capabilities)))
        lacking = (name for name in dict.fromkeys((*first.lacking, *one.lacking)) if name not in held)
        united[one.technique] = replace(first, url=first.url or one.url, capabilities=held, lacking=tuple(lacking))
    return tuple(united.values())


def pairs_of(frameworks: Iterable[Framework]) -> list[Pair]:
    """Give what stands in a list: each framework itself, and each with each of its capabilities."""
    return [(one.technique, capability) for one in frameworks for capability in ("", *one.capabilities)]


def _slug(name: str) -> str:
    slug = _BETWEEN_WORDS.sub("-", unicodedata.normalize("NFKC", name).casefold()).strip("-")
    return slug if 0 < len(slug) <= _LONGEST_SLUG else hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:16]
