"""What is exported: the papers of a record as one survey sees them, and the citations among them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from litgraph.model.assignment import Alternative
from litgraph.model.identifiers import PaperId
from litgraph.model.survey import Link
from litgraph.model.taxonomy import Path

STATUSES = ("listed", "candidate", "periphery")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportPaper:
    """A paper with its place in the survey. Its text is clean already.

    `categories` come the main one first; a paper that the model finds out of scope has none. `probability` and
    `in_scope` are None where no model and no person assigned it. `because` holds the nearest listed papers.
    `local_citations` are counted over the whole record, not over what is exported.
    """

    id: PaperId
    title: str = ""
    abstract: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    year: int | None = None
    venue: str = ""
    status: str = "periphery"
    categories: tuple[Path, ...] = ()
    probability: float | None = None
    in_scope: float | None = None
    method: str = ""
    filed: bool = True
    alternatives: tuple[Alternative, ...] = ()
    because: tuple[PaperId, ...] = ()
    links: tuple[Link, ...] = ()
    local_citations: int = 0
    aliases: tuple[PaperId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportTechnique:
    """A technique of which it is known what came before it or after. `papers` introduce it."""

    name: str
    kind: str
    year: int | None = None
    papers: tuple[PaperId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportStep:
    """A technique, by position, and an older one that it extends, combines or uses, or is a variant of.

    `sentence` of `paper` says so, the surest of `witnesses`; a variant has none. `doubtful` is what may well be wrong.
    """

    newer: int
    older: int
    type: str
    paper: PaperId | None = None
    sentence: str = ""
    witnesses: int = 0
    doubtful: bool = False


@dataclass(frozen=True, kw_only=True)
class ExportGraph:
    """Papers sorted by id, citations as sorted index pairs (citing, cited), and what a reader must know of both.

    `generated` is the day of the export. `references_known` of `references_of` listed papers have a reference in the
    record. `sources` name who said the bibliographic facts, as provenance spells them.
    """

    survey: str
    generated: str
    as_of: str = ""
    links: tuple[Link, ...] = ()
    taxonomy: tuple[Path, ...] = ()
    papers: tuple[ExportPaper, ...] = ()
    citations: tuple[tuple[int, int], ...] = ()
    references_known: int = 0
    references_of: int = 0
    hidden_papers: int = 0
    hidden_citations: int = 0
    sources: tuple[str, ...] = ()
    techniques: tuple[ExportTechnique, ...] = ()
    steps: tuple[ExportStep, ...] = ()

    @cached_property
    def positions(self) -> Mapping[PaperId, int]:
        """Index the papers by their id."""
        return {paper.id: position for position, paper in enumerate(self.papers)}

    @cached_property
    def categories(self) -> tuple[Path, ...]:
        """Give every path of the taxonomy and of a paper, those above them included, parents before children."""
        return with_ancestors((*self.taxonomy, *(path for paper in self.papers for path in paper.categories)))


def with_ancestors(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Complete paths by those above them; each is given once, where it is first needed."""
    ordered: dict[Path, None] = {}
    for path in paths:
        for depth in range(1, len(path) + 1):
            ordered.setdefault(path[:depth])
    return tuple(ordered)
