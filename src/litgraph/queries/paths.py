"""How one paper leads to another: the shortest ways along citations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, islice

from litgraph.graph.backend import GraphBackend, Neighbours
from litgraph.model.identifiers import PaperId
from litgraph.queries.answer import Answer, Scope, paper_rows, said
from litgraph.queries.papers import find

Step = Callable[[set[PaperId]], Neighbours]
Ways = dict[PaperId, set[PaperId]]


def path(backend: GraphBackend, start: str, goal: str, scope: Scope, *, directed: bool = False) -> Answer:
    """Give the shortest paths from one paper to another, in the order of their ids; none where there is no way.

    A directed path follows references from the first to the last; any other goes along citations either way. The
    length is the number of citations. `rows` describes the papers on the paths, in the order of their appearance.
    """
    first, last = find(backend, start, scope).id, find(backend, goal, scope).id
    found = shortest_paths(backend, first, last, directed=directed, as_of=scope.as_of)
    paths = list(islice(found, None if scope.limit is None else scope.limit + 1))
    shown = paths[: scope.limit]
    on_paths = list(dict.fromkeys(chain.from_iterable(shown)))
    facts = paper_rows(backend, on_paths, scope)
    return Answer(
        query="path",
        parameters={"from": first, "to": last, "directed": directed, **said(scope)},
        backend=backend.name,
        rows=tuple(facts[paper] for paper in on_paths if paper in facts),
        truncated=len(shown) < len(paths),
        more={"paths": [{"papers": list(papers), "length": len(papers) - 1} for papers in shown]},
    )


def shortest_paths(
    backend: GraphBackend, start: PaperId, goal: PaperId, *, directed: bool, as_of: str | None = None
) -> Iterator[tuple[PaperId, ...]]:
    """Yield every shortest path, in the order of the ids on it.

    The search widens from both ends by turns, always where fewer papers are at the edge, so that it asks the backend
    one or two questions a step and sees little of a graph in which everything is a few steps away.
    """
    forward: Step = partial(backend.references, as_of=as_of)
    backward: Step = partial(backend.citing, as_of=as_of)
    if not directed:
        forward = backward = _either(backend, as_of)
    yield from _walk(_ways(start, goal, forward, backward), start, goal)


def _ways(start: PaperId, goal: PaperId, forward: Step, backward: Step) -> Ways:
    """Give, for each paper on a shortest path, the papers that may come after it."""
    ahead: list[set[PaperId]] = [{start}]
    behind: list[set[PaperId]] = [{goal}]
    before: Ways = {}  # of a paper reached from the start: those that lead to it
    after: Ways = {}  # of a paper that reaches the goal: those that it leads to
    while ahead[-1] and behind[-1] and not ahead[-1] & behind[-1]:
        if len(ahead[-1]) <= len(behind[-1]):
            _widen(ahead, before, forward)
        else:
            _widen(behind, after, backward)
    on_path = ahead[-1] & behind[-1]
    for _ in ahead[1:]:
        steps = [(previous, paper) for paper in on_path for previous in before[paper]]
        for previous, paper in steps:
            after.setdefault(previous, set()).add(paper)
        on_path = {previous for previous, _ in steps}
    return after


def _widen(layers: list[set[PaperId]], links: Ways, step: Step) -> None:
    """Add the layer of papers one step beyond the last, and link each to those of the last that touch it."""
    seen = set().union(*layers)
    reached: Ways = {}
    for paper, neighbours in step(layers[-1]).items():
        for neighbour in neighbours:
            if neighbour not in seen:
                reached.setdefault(neighbour, set()).add(paper)
    links.update(reached)
    layers.append(set(reached))


def _walk(ways: Ways, start: PaperId, goal: PaperId) -> Iterator[tuple[PaperId, ...]]:
    """Yield the paths through `ways`, in the order of their ids, without recursion: paths can be long."""
    waiting: list[tuple[PaperId, ...]] = [(start,)]
    while waiting:
        walked = waiting.pop()
        if walked[-1] == goal:
            yield walked
        else:
            waiting.extend((*walked, following) for following in sorted(ways.get(walked[-1], ()), reverse=True))


def _either(backend: GraphBackend, as_of: str | None) -> Step:
    def step(papers: set[PaperId]) -> Neighbours:
        cited = backend.references(papers, as_of=as_of)
        citing = backend.citing(papers, as_of=as_of)
        return {paper: cited.get(paper, ()) + citing.get(paper, ()) for paper in papers}

    return step
