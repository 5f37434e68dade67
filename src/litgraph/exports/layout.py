"""Where papers stand on the map: the taxonomy as discs within discs, the papers of no category around them.

Places depend on the graph alone. Units are pixels at zoom 1.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from litgraph.exports.graph import ExportGraph, ExportPaper
from litgraph.exports.packing import Point, enclose, pack
from litgraph.model.taxonomy import Path

_GAP = 2.0  # between papers
_RIM = 7.0  # between a disc and what it holds
_DISC_GAP = 4.0  # between the discs of one parent
_DIGITS = 1


@dataclass(frozen=True, slots=True)
class Disc:
    """A category on the map."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Layout:
    """The place and radius of each paper in the order of the graph, and the discs of the categories that hold some."""

    points: tuple[Point, ...]
    radii: tuple[float, ...]
    discs: Mapping[Path, Disc]


def place_papers(graph: ExportGraph) -> Layout:
    """Pack the papers that have a category into its disc, and spread the others by their citations around it all."""
    from litgraph.exports.spread import spread_out

    radii = tuple(map(paper_radius, graph.papers))
    packed = _Packing(graph, radii)
    packed.discs.pop((), None)
    tops = [(disc.x, disc.y, disc.radius) for path, disc in packed.discs.items() if len(path) == 1]
    points = spread_out(packed.points, radii, graph.citations, tops)
    return Layout(
        points=tuple((round(x, _DIGITS), round(y, _DIGITS)) for x, y in points),
        radii=radii,
        discs={path: _rounded(disc) for path, disc in packed.discs.items()},
    )


def paper_radius(paper: ExportPaper) -> float:
    """Grow with the logarithm of local citations, since they spread over three orders of magnitude."""
    base = 6.0 if paper.categories else 3.0
    return round(base + 2.0 * math.log2(1 + paper.local_citations), _DIGITS)


class _Packing:
    """The discs of a taxonomy, packed from the leaves up and then placed from the root down."""

    def __init__(self, graph: ExportGraph, radii: Sequence[float]) -> None:
        self.points: dict[int, Point] = {}
        self.discs: dict[Path, Disc] = {}
        self._radii = radii
        self._members = _members(graph.papers)
        self._children = _children(graph.categories, self._members)
        self._inside: dict[Path, list[tuple[int | Path, Point]]] = {}
        self._size: dict[Path, float] = {}
        if self._members:
            self._pack(())
            self._place((), (0.0, 0.0))

    def _pack(self, path: Path) -> float:
        """Pack what a category holds around its own middle and give the radius that it then needs."""
        papers = self._members.get(path, [])
        children = self._children.get(path, [])
        contents: list[tuple[int | Path, float]] = [(paper, self._radii[paper] + _GAP) for paper in papers]
        contents += [(child, self._pack(child) + _DISC_GAP) for child in children]
        sizes = [size for _, size in contents]
        places = pack(sizes)
        (x, y), radius = enclose(places, sizes)
        self._inside[path] = [(name, (px - x, py - y)) for (name, _), (px, py) in zip(contents, places, strict=True)]
        self._size[path] = radius + _RIM
        return self._size[path]

    def _place(self, path: Path, centre: Point) -> None:
        self.discs[path] = Disc(centre[0], centre[1], self._size[path])
        for name, (x, y) in self._inside[path]:
            place = centre[0] + x, centre[1] + y
            if isinstance(name, int):
                self.points[name] = place
            else:
                self._place(name, place)


def _members(papers: Sequence[ExportPaper]) -> dict[Path, list[int]]:
    """Collect the papers of each main category, the most cited first, ties by id."""
    members: dict[Path, list[int]] = defaultdict(list)
    for position, paper in enumerate(papers):
        if paper.categories:
            members[paper.categories[0]].append(position)
    for positions in members.values():
        positions.sort(key=lambda p: (papers[p].status != "listed", -papers[p].local_citations, papers[p].id))
    return members


def _children(categories: Sequence[Path], members: Mapping[Path, Sequence[int]]) -> dict[Path, list[Path]]:
    """Collect the categories below each one that hold papers, themselves or below them, in the taxonomy's order."""
    inhabited = {path[:depth] for path in members for depth in range(len(path) + 1)}
    children: dict[Path, list[Path]] = defaultdict(list)
    for path in categories:
        if path in inhabited:
            children[path[:-1]].append(path)
    return children


def _rounded(disc: Disc) -> Disc:
    return Disc(round(disc.x, _DIGITS), round(disc.y, _DIGITS), round(disc.radius, _DIGITS))
