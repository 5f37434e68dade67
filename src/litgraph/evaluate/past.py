"""The past of a list: what stood in it on a day, and what people added later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from litgraph.classify.texts import has_text
from litgraph.evaluate.descent import predecessors
from litgraph.model.dates import Split
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper
from litgraph.model.survey import Placement
from litgraph.model.taxonomy import CategoryId, Path, Taxonomy
from litgraph.store.lists import fetch_listings, fetch_placements, fetch_taxonomy
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
    then, ever = fetch_taxonomy(record, survey, as_of=split.as_of), fetch_placements(record, survey)
    future, earlier = new_placements(ever, split), predecessors(ever, split.until)
    found = {paper: _places_then(stays, then, earlier, split.until) for paper, stays in future.items()}
    papers = {key: paper for key, paper in _papers(record, split, future).items() if has_text(paper)}
    truth = {paper: paths for paper, paths in found.items() if paper in papers and paths}
    return Past(
        split=split,
        taxonomy=then,
        listed=_listed(record, survey, split.as_of),
        truth=truth,
        elsewhere=sum(paper in papers and not paths for paper, paths in found.items()),
        papers=papers,
        others=tuple(sorted(papers.keys() - {stay.paper for stay in ever})),
    )


def new_placements(ever: Sequence[Placement], split: Split) -> dict[PaperId, list[Placement]]:
    """Gather where each paper stood that was first listed after `as_of` and by `until`."""
    placements: dict[PaperId, list[Placement]] = defaultdict(list)
    for stay in ever:
        placements[stay.paper].append(stay)
    first = {paper: min(stay.since for stay in stays) for paper, stays in placements.items()}
    return {paper: placements[paper] for paper in sorted(placements) if split.as_of < first[paper] <= split.until}


def _papers(record: Record, split: Split, future: Mapping[PaperId, object]) -> dict[PaperId, Paper]:
    """Read what could be known by `until`, and the listed papers, however they are dated."""
    return {**fetch_papers(record, as_of=split.until), **fetch_papers(record, future)}


def _listed(record: Record, survey: str, as_of: str) -> Places:
    places: dict[PaperId, dict[Path, None]] = defaultdict(dict)
    for paper, listing in fetch_listings(record, survey, as_of=as_of):
        places[paper][listing.entry.category] = None
    return {paper: tuple(paths) for paper, paths in places.items()}


def _places_then(
    stays: Sequence[Placement], then: Taxonomy, earlier: Mapping[CategoryId, CategoryId], until: str
) -> tuple[Path, ...]:
    """Say where a paper stood at `until` (or last before it was removed), by the paths that those headings had then.

    A heading that was renamed since is followed by its id, one that took over from another by the papers they share.
    """
    begun = [stay for stay in stays if stay.since <= until]
    standing = [stay for stay in begun if not stay.until or stay.until > until] or begun[-1:]
    paths = (_path_then(stay.category, then, earlier) for stay in standing)
    return tuple(dict.fromkeys(path for path in paths if path is not None))


def _path_then(category: CategoryId | None, then: Taxonomy, earlier: Mapping[CategoryId, CategoryId]) -> Path | None:
    """Go back from a heading to the one of then; a chain of predecessors ends, for each is older than the next."""
    while category is not None and category not in then.by_id:
        category = earlier.get(category)
    return None if category is None else then.by_id[category].path
