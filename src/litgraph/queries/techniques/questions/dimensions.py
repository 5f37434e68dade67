"""What each dimension of a survey, a heading at the top of its list, reports for deployment."""

from __future__ import annotations

import re

from litgraph.graph.backend import GraphBackend
from litgraph.model.identifiers import PaperId
from litgraph.model.taxonomy import Path, join_path
from litgraph.model.technique import Claim, Metric
from litgraph.queries.answer import Row, Scope
from litgraph.queries.techniques.questions.evidence import Found, claims_by_paper
from litgraph.queries.techniques.rows import Bar, claim_row, names_of

_RUNNING = frozenset(
    {
        *(Metric.SPEEDUP, Metric.THROUGHPUT, Metric.LATENCY, Metric.MEMORY, Metric.SIZE, Metric.COMPRESSION),
        *(Metric.FLOPS, Metric.ENERGY, Metric.CARBON, Metric.TRAINING_COST),
    }
)
_DEPLOYED = re.compile(
    r"\bdeploy\w*|\bserving\b|\binference\b|\bdecod\w+|\bgenerat\w+ (?:speed|throughput|latency)|\bend-to-end\b"
    r"|\bon-device\b|\bedge\b|\bmobile\b|\bsmartphones?\b|\b(?:[GTNC]PUs?|FPGAs?)\b|\bhardware\b|\bwall-?clock\b"
    r"|\bkernels?\b|\blatency\b|\bthroughput\b|\brequests?\b|\bproduction\b|\breal-time\b",
    re.IGNORECASE,
)
_MOSTLY = 0.9  # of a list's papers under one heading make that no dimension, but what stands right beneath it


def by_dimension(graph: GraphBackend, scope: Scope, bar: Bar) -> Found:
    """Give the savings that papers under each heading report, heading by heading in the list's order.

    What speaks of running on hardware comes first, then the surest. A limit takes as many from each heading as it can.
    """
    held = _dimensions(graph, scope)
    everything = sorted({paper for papers in held.values() for paper in papers})
    claims = claims_by_paper(graph, everything, _RUNNING, scope, bar)
    told = {
        path: sorted((one for paper in papers for one in claims.get(paper, ())), key=_rank)
        for path, papers in held.items()
    }
    names = names_of(graph, [one.technique for found in claims.values() for one in found], scope)
    titles = graph.papers(list(claims), as_of=scope.as_of)
    shares = _share_out({path: len(found) for path, found in told.items()}, scope.limit)
    rows = [
        {
            "category": list(path),
            **claim_row(one, names),
            "title": titles[one.paper].title,
            "deployed": _is_deployed(one),
        }
        for path, found in told.items()
        for one in found[: shares[path]]
    ]
    counts = [_count(path, held[path], found) for path, found in told.items()]
    silent = [join_path(path) for path, found in told.items() if not found]
    return Found(
        rows=rows,
        cut=len(rows) < sum(map(len, told.values())),
        more={"dimensions": counts},
        warnings=(f"nothing is reported under {'; '.join(silent)}",) if silent else (),
    )


def _count(path: Path, papers: set[PaperId], found: list[Claim]) -> Row:
    return {
        "category": list(path),
        "papers": len(papers),
        "papers_with_claims": len({one.paper for one in found}),
        "claims": len(found),
    }


def _dimensions(graph: GraphBackend, scope: Scope) -> dict[Path, set[PaperId]]:
    """Give the papers beneath each top heading; where one holds nearly all, those beneath it are the top ones."""
    taxonomy = graph.taxonomy(scope.survey, as_of=scope.as_of)
    ids = [category.id for category in taxonomy.categories]
    filings = graph.in_category(scope.survey, ids, as_of=scope.as_of)
    everything = {filing.paper for filing in filings}
    above = {category.path[:depth] for category in taxonomy.categories for depth in range(1, len(category.path))}
    depth, deepest = 1, max((len(category.path) for category in taxonomy.categories), default=1)
    while True:
        there = (c.path for c in taxonomy.categories if len(c.path) >= depth or c.path not in above)
        held: dict[Path, set[PaperId]] = {path[:depth]: set() for path in there}
        for filing in filings:
            held.setdefault(filing.path[:depth], set()).add(filing.paper)
        largest = max((len(papers) for papers in held.values()), default=0)
        if depth >= deepest or not everything or largest < _MOSTLY * len(everything):
            return held
        depth += 1


def _is_deployed(claim: Claim) -> bool:
    return bool(_DEPLOYED.search(f"{claim.sentence} {claim.condition}"))


def _rank(claim: Claim) -> tuple[bool, float, str, str]:
    return not _is_deployed(claim), -claim.confidence, claim.paper, claim.id


def _share_out(wanted: dict[Path, int], limit: int | None) -> dict[Path, int]:
    """Share a limit out evenly; what one does not need goes to the others."""
    if limit is None:
        return wanted
    shares = dict.fromkeys(wanted, 0)
    for _ in range(limit):
        open_ = [path for path in shares if shares[path] < wanted[path]]
        if not open_:
            break
        shares[min(open_, key=lambda path: shares[path])] += 1
    return shares
