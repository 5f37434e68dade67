"""The sources of one run, together with the transport that they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from litgraph.errors import KeyRefused, LitgraphError, OutOfReach

if TYPE_CHECKING:
    from litgraph.ingest.arxiv.source import ArxivSource
    from litgraph.ingest.semantic_scholar.source import S2Source
    from litgraph.web.standing import SourceReport
    from litgraph.web.transport import Web


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """arXiv, Semantic Scholar, and the transport that both ask through.

    `harvest` and `texts` tell whether arXiv's OAI-PMH and its LaTeX sources may be asked: where another server stands
    in for arXiv's query API, only if one does for them too.
    """

    arxiv: ArxivSource
    s2: S2Source
    web: Web
    offline: bool = False
    harvest: bool = True
    texts: bool = True


def source_shapes(reports: Sequence[SourceReport]) -> list[dict[str, Any]]:
    """Give how each source stood the run, as `sources` shows it."""
    return [{"name": one.name, "state": one.state, "requests": one.requests, "message": one.message} for one in reports]


def trouble_of(sources: Sources) -> LitgraphError | None:
    """Say what kept sources from answering, if anything did; being offline by wish is no trouble."""
    reports = sources.web.reports()
    if refused := [one for one in reports if one.state == "refused"]:
        return KeyRefused(f"{refused[0].name}: {refused[0].message}")
    if sources.offline:
        return None
    if silent := [one for one in reports if one.state != "ok"]:
        told = "; ".join(f"{one.name}: {one.message}" for one in silent)
        return OutOfReach(f"{told}. What was answered is saved; run again to ask for the rest.")
    return None
