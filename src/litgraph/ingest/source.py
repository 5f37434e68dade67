"""What every source of papers can do, in the few verbs that resolving needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

from litgraph.model.account import Account
from litgraph.model.citation import Citation
from litgraph.model.identifiers import PaperId

# How a question came out. `failed` and `deferred` are asked again in the next run; the others stand.
STATES = ("ok", "empty", "elided", "not_found", "failed", "deferred", "capped")
UNSETTLED = ("failed", "deferred")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """One batch of a lookup: the state of every identifier in it, and the accounts of those that are `ok`."""

    states: Mapping[PaperId, str]
    accounts: Mapping[PaperId, Account] = field(default_factory=lambda: MappingProxyType({}))
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """The references of a paper, or the citations of it: a state, the papers at the other end, the citations.

    `state` is `ok`, `empty` (there are none), `elided` (the publisher withholds them), `not_found`, `capped` (there are
    more than the source gives), `failed` or `deferred`; of the last four `reason` says why.
    """

    state: str
    accounts: tuple[Account, ...] = ()
    citations: tuple[Citation, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Papers that a source found for a question of discovery, one page or batch of them, and how it came out."""

    state: str
    accounts: tuple[Account, ...] = ()
    citations: tuple[Citation, ...] = ()
    reason: str = ""


class PaperSource(Protocol):
    """A source of papers."""

    @property
    def name(self) -> str:
        """Name the source, as in `sources`."""

    def takes(self, paper: PaperId) -> bool:
        """Tell whether the source can be asked by such an identifier."""

    def lookup(self, papers: Sequence[PaperId]) -> Iterator[Lookup]:
        """Ask for papers by their identifiers, batch by batch; each is in exactly one batch.

        Trouble of the source is a state with a reason, never an exception.
        """
