"""Papers as properties of nodes, and back. What is empty or not known is no property at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from types import MappingProxyType
from typing import Any

from litgraph.model.identifiers import PaperId, best_key, scheme_of
from litgraph.model.paper import Paper, Provenance, merge
from litgraph.store.rows import as_json
from litgraph.store.words import as_words

Properties = dict[str, Any]

_LONGEST_ID = 1000  # bytes; a unique index takes keys of some 8,000 at the most
_SHORT = ":#sha256-"
_ALWAYS = ("title", "abstract", "year")  # told even where empty, unless not known at all
_TEXTS = ("title", "abstract", "date", "venue", "code")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperNode:
    """A paper as its node tells of it: from when it is known, and the hashes of every title that it was called by."""

    paper: Paper
    known_from: str | None = None
    titles: tuple[int, ...] = ()


def node_id(identifier: str) -> str:
    """Give the `id` under which an identifier stands on the server: itself, or if that is too long a hash of it."""
    if len(identifier) * 4 <= _LONGEST_ID or len(encoded := identifier.encode("utf-8", "replace")) <= _LONGEST_ID:
        return identifier
    return f"{scheme_of(PaperId(identifier))}{_SHORT}{hashlib.sha256(encoded).hexdigest()}"


def is_shortened(stored: str) -> bool:
    """Tell whether an `id` is a hash, whose whole stands in `_id`."""
    return _SHORT in stored


def digest_text(digest: int) -> str:
    """Write the hash of a title as the full-text index holds it."""
    return f"{digest & (1 << 64) - 1:016x}"


def paper_properties(node: PaperNode) -> Properties:
    """Write a paper as properties."""
    paper = node.paper
    stored = node_id(paper.id)
    properties: Properties = {"id": stored, "_id": paper.id if stored != paper.id else None}
    properties |= {name: getattr(paper, name) for name in _TEXTS}
    properties |= {
        "authors": list(paper.authors),
        "year": paper.year,
        "aliases": sorted(paper.aliases),
        "_stub": paper.stub,
        "_known_from": node.known_from,
        "_provenance": _provenance_text(tuple(paper.provenance.items())),
        "_titles": [digest_text(digest) for digest in sorted(node.titles)],
        "_title_words": as_words(paper.title),
        "_abstract_words": as_words(paper.abstract),
    }
    return {name: value for name, value in properties.items() if value or (name in _ALWAYS and value is not None)}


def paper_of(properties: Mapping[str, Any]) -> Paper:
    """Read a paper back from the properties of its node."""
    return Paper(
        id=PaperId(properties.get("_id", properties["id"])),
        **{name: properties.get(name, "") for name in _TEXTS},
        authors=tuple(properties.get("authors", ())),
        year=properties.get("year"),
        aliases=frozenset(map(PaperId, properties.get("aliases", ()))),
        provenance=_provenance_of(properties.get("_provenance", "{}")),
        stub=properties.get("_stub", False),
    )


def paper_node_of(properties: Mapping[str, Any]) -> PaperNode:
    """Read a paper back with what its node tells besides."""
    titles = (int(digest, 16) for digest in properties.get("_titles", ()))
    return PaperNode(
        paper=paper_of(properties),
        known_from=properties.get("_known_from"),
        titles=tuple(sorted(digest - (1 << 64) if digest >> 63 else digest for digest in titles)),
    )


def account_text(node: PaperNode) -> str:
    """Write what one workspace says of a paper that others have, too."""
    return as_json({k: v for k, v in paper_properties(node).items() if not k.endswith("_words")})


def account_of(text: str) -> PaperNode:
    """Read what one workspace says of a paper."""
    return paper_node_of(json.loads(text))


def unite_nodes(accounts: Sequence[PaperNode]) -> PaperNode:
    """Make one node of what several workspaces say of a paper; it is known from the earliest day of any."""
    days = [account.known_from for account in accounts if account.known_from]
    return PaperNode(
        paper=reduce(merge, (account.paper for account in accounts)),
        known_from=min(days, default=None),
        titles=tuple(sorted({digest for account in accounts for digest in account.titles})),
    )


def without_aliases(node: PaperNode, taken: Iterable[PaperId]) -> PaperNode:
    """Leave out identifiers that are another paper's on the server; the paper's own key stays in any case."""
    kept = node.paper.aliases - frozenset(taken)
    if kept == node.paper.aliases:
        return node
    kept = kept or frozenset({node.paper.id})
    return replace(node, paper=replace(node.paper, aliases=kept, id=best_key(kept)))


@lru_cache(maxsize=4096)
def _provenance_text(provenance: tuple[tuple[str, Provenance], ...]) -> str:
    said = {name: [one.source, one.day] for name, one in sorted(provenance)}
    return as_json(said) if said else ""


@lru_cache(maxsize=4096)
def _provenance_of(text: str) -> Mapping[str, Provenance]:
    said = {name: Provenance(source=source, day=day) for name, (source, day) in json.loads(text).items()}
    return MappingProxyType(said)
