"""The past of a list: what stood in it on a day, and what people added later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from litgraph.classify.texts import has_text
from litgraph.model.dates import Split
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper
from litgraph.model.survey import Listing
from litgraph.model.taxonomy import Path, Taxonomy
from litgraph.store.lists import fetch_listings, fetch_taxonomy
from litgraph.store.papers import fetch_papers
from litgraph.store.record import Record

Places = Mapping[PaperId, tuple[Path, ...]]


@dataclass(frozen=True, kw_only=True)
class Past:
    """A list at `split.as_of`, and its future up to `split.until`.

    `truth` tells where people put the papers that came later, by the paths of then; `elsewhere` counts those that went
    under headings which did not exist then. `others` were never listed, and could be known by `until`.
    """

    split: Split
    taxonomy: Taxonomy
    listed: Places
    truth: Places
    elsewhere: int
    papers: Mapping[PaperId, Paper]
    others: tuple[PaperId, ...]


def read_past(record: Record, survey: str, split: Split) -> Past:
    """Read a list as it stood, and as it went on. Papers without any text are left out."""
    then, now = fetch_taxonomy(record, survey, as_of=split.as_of), fetch_taxonomy(record, survey)
    ever = fetch_listings(record, survey, ever=True)
    future = new_listings(ever, split)
    found = {paper: _places_then(listings, then, now, split.until) for paper, listings in future.items()}
    papers = {key: paper for key, paper in _papers(record, split, future).items() if has_text(paper)}
    truth = {paper: paths for paper, paths in found.items() if paper in papers and paths}
    return Past(
        split=split,
        taxonomy=then,
        listed=_listed(record, survey, split.as_of),
        truth=truth,
        elsewhere=sum(paper in papers and not paths for paper, paths in found.items()),
        papers=papers,
        others=tuple(sorted(papers.keys() - {paper for paper, _ in ever})),
    )


def new_listings(ever: Sequence[tuple[PaperId, Listing]], split: Split) -> dict[PaperId, list[Listing]]:
    """Gather the listings of each paper that was first listed after `as_of` and by `until`."""
    listings: dict[PaperId, list[Listing]] = defaultdict(list)
    for paper, listing in ever:
        listings[paper].append(listing)
    first = {paper: min(listing.since for listing in stays) for paper, stays in listings.items()}
    return {paper: listings[paper] for paper in sorted(listings) if split.as_of < first[paper] <= split.until}


def _papers(record: Record, split: Split, future: Mapping[PaperId, object]) -> dict[PaperId, Paper]:
    """Read what could be known by `until`, and the listed papers, however they are dated."""
    return {**fetch_papers(record, as_of=split.until), **fetch_papers(record, future)}


def _listed(record: Record, survey: str, as_of: str) -> Places:
    places: dict[PaperId, dict[Path, None]] = defaultdict(dict)
    for paper, listing in fetch_listings(record, survey, as_of=as_of):
        places[paper][listing.entry.category] = None
    return {paper: tuple(paths) for paper, paths in places.items()}


def _places_then(listings: Sequence[Listing], then: Taxonomy, now: Taxonomy, until: str) -> tuple[Path, ...]:
    """Say where a paper stood at `until` (or last before it was removed), by the paths that those headings had then.

    A heading that was renamed since is followed by its id.
    """
    begun = [listing for listing in listings if listing.since <= until]
    standing = [listing for listing in begun if not listing.until or listing.until > until] or begun[-1:]
    paths = (_path_then(listing.entry.category, then, now) for listing in standing)
    return tuple(dict.fromkeys(path for path in paths if path is not None))


def _path_then(path: Path, then: Taxonomy, now: Taxonomy) -> Path | None:
    if path in now.by_path and now.by_path[path].id in then.by_id:
        return then.by_id[now.by_path[path].id].path
    return path if path in then.by_path and path not in now.by_path else None
