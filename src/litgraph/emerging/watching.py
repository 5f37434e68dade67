"""What a person who watches a field asks: what a cluster holds, and what came since a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from litgraph.errors import InputError
from litgraph.graph.backend import GraphBackend
from litgraph.model.identifiers import PaperId
from litgraph.queries.answer import Answer, Row, Scope, paper_rows, said

# A cluster in the shape that `cluster.shape` gives.
Told = Mapping[str, Any]


def cluster(backend: GraphBackend, text: str, scope: Scope, *, clusters: Sequence[Told], as_of: str) -> Answer:
    """List the papers of a cluster, the most central first; what it is stands beside them under `cluster`."""
    found = find_cluster(clusters, text)
    ids = [PaperId(paper) for paper in found["papers"]]
    shown = ids[: scope.limit]
    facts = paper_rows(backend, shown, scope)
    rows = [{"rank": place, **facts[key]} for place, key in enumerate(shown, start=1) if key in facts]
    return Answer(
        query="cluster",
        parameters={"cluster": found["id"], **said(scope)},
        backend=backend.name,
        rows=tuple(rows),
        truncated=len(shown) < len(ids),
        more={"as_of": as_of, "cluster": {key: value for key, value in found.items() if key != "papers"}},
    )


def find_cluster(clusters: Sequence[Told], text: str) -> Told:
    """Find the cluster that an id, or a label without regard to case, means, or say which is nearest."""
    wanted = " ".join(text.split()).casefold()
    for one in clusters:
        if wanted in (one["id"].casefold(), one["id"].partition(":")[2].casefold(), one["label"].casefold()):
            return one
    names = {one["label"].casefold(): one for one in clusters} | {one["id"]: one for one in clusters}
    near = [names[name] for name in get_close_matches(wanted, names, n=3, cutoff=0.5)]
    advice = " or ".join(f"{one['id']} ({one['label']})" for one in near) or "one that litgraph emerging lists"
    raise InputError(f"Unknown cluster {text!r}. Did you mean {advice}? Clusters are those of the day asked for.")


def arrivals(
    backend: GraphBackend,
    since: str,
    days: Mapping[PaperId, str],
    scope: Scope,
    *,
    clusters: Sequence[Told],
) -> Answer:
    """List what is known since a day, `days` tells of each paper from when, by heading, then the newest first.

    Papers that are known by being cited alone are left out.
    """
    statuses = backend.statuses(scope.survey, list(days), as_of=scope.as_of)
    wanted = [paper for paper in days if statuses.get(paper, "periphery") != "periphery"]
    filed = backend.categories_of(scope.survey, wanted, as_of=scope.as_of)
    at = {paper: one for one in clusters for paper in one["papers"]}
    papers = backend.papers(wanted, as_of=scope.as_of)
    rows: list[Row] = [
        {
            "paper": key,
            "title": papers[key].title,
            "date": papers[key].date or str(papers[key].year or ""),
            "known_from": days[key],
            "venue": papers[key].venue,
            "status": statuses[key],
            "categories": [list(path) for path in sorted({filing.path for filing in filed.get(key, ())})],
            "cluster": {"id": at[key]["id"], "label": at[key]["label"]} if key in at else None,
        }
        for key in wanted
        if key in papers
    ]
    rows.sort(key=lambda row: row["paper"])
    rows.sort(key=lambda row: row["known_from"], reverse=True)
    rows.sort(key=lambda row: (not row["categories"], row["categories"][:1]))
    return Answer(
        query="new",
        parameters={"since": since, **said(scope)},
        backend=backend.name,
        rows=tuple(rows[: scope.limit]),
        truncated=scope.limit is not None and len(rows) > scope.limit,
        more={"count": len(rows)},
    )
