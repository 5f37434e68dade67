"""What files tell: papers, citations, and lines that cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

from litgraph.model.citation import Citation
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """A paper as a file tells it: the account, the papers that it cites, its arXiv categories, and facts beside it.

    `source` is whose account it is. `called` is the name that a bibliography gives the paper, good within that file.
    A line that `adds` says more of a paper that another line describes, and is no description by itself.
    """

    paper: Paper
    references: tuple[PaperId, ...] = ()
    categories: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    source: str = "file"
    called: PaperId | None = None
    adds: bool = False


class S2Citation(Citation):
    """A citation that Semantic Scholar tells; a plain one is told by the file."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A line that holds neither paper nor citation, and why. Lines count from 1."""

    file: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line without fault that is not taken: the choice passes it over, or it says nothing."""


LEFT_OUT = LeftOut()
Told: TypeAlias = PaperLine | Citation | Rejected | LeftOut
