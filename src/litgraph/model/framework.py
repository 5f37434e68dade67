"""Named systems and what they can do, as the tables of a list say: a row a system, a column a capability."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from litgraph.model.taxonomy import Path
from litgraph.model.technique import Kind, TechniqueId, slug, technique_id

# A technique and a capability of it, or none: the row itself.
Pair = tuple[TechniqueId, str]

SYSTEM = Kind.SYSTEM.value  # the kind of technique that a framework is


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


def capability_id(name: str) -> str:
    """Name a capability as a technique is named."""
    return f"capability:{slug(name)}"


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
