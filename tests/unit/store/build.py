"""Short ways to write down papers, citations and lists."""

from __future__ import annotations

from typing import Any

from litgraph.model.citation import Citation
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper, describe
from litgraph.model.survey import Entry, Heading, ListDocument, Span
from litgraph.model.taxonomy import Path

TODAY = "2026-01-01"
AWQ = "arxiv:2306.00978"
GPTQ = "arxiv:2210.17323"
LONG_TITLE = "Activation-aware Weight Quantization for On-Device Language Models"


def paper(*ids: str, source: str = "file", day: str = TODAY, **fields: Any) -> Paper:
    """Give an account of a paper by one source."""
    return describe(frozenset(map(PaperId, ids)), source=source, day=day, **fields)


def cites(citing: str, cited: str, **more: Any) -> Citation:
    """Give a citation."""
    return Citation(citing=PaperId(citing), cited=PaperId(cited), **more)


def entry(title: str, *path: str, ids: tuple[str, ...] = (), line: int = 1, **fields: Any) -> Entry:
    """Give an entry under a heading path."""
    names = tuple(map(PaperId, ids))
    return Entry(title=title, category=path, line=line, span=Span(start=0, end=1), identifiers=names, **fields)


def document(*entries: Entry, paths: tuple[Path, ...] | None = None) -> ListDocument:
    """Give a list with these entries, in these categories or else in those of the entries."""
    categories = paths if paths is not None else tuple(dict.fromkeys(one.category for one in entries))
    headings = tuple(
        Heading(path=path, level=min(len(path) + 1, 6), line=number, span=Span(start=0, end=1))
        for number, path in enumerate(categories, start=1)
    )
    return ListDocument(entries=entries, headings=headings, categories=categories)
