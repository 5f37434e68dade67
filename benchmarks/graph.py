"""How long the embedded graph takes to build and to map, how much room it takes, and how long questions of it take.

The large graph is drawn by a seeded rule and stands for no real papers: a paper cites others by a skewed choice that
favours some, as citations do. The questions are asked of hep-ph (34,546 papers, 421,578 citations) where it is there.

    python benchmarks/graph.py [PAPERS CITATIONS]
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np

from litgraph.graph.arrays import IN, OUT, build_arrays, ways_of
from litgraph.graph.backend import GraphBackend
from litgraph.graph.csr import build_rows, gather
from litgraph.graph.embedded import open_graph
from litgraph.graph.schema import Edge
from litgraph.graph.sidecar import Arrays, load_arrays, save_arrays
from litgraph.model.citation import Citation
from litgraph.model.identifiers import PaperId, local_id
from litgraph.model.paper import describe
from litgraph.model.survey import Survey
from litgraph.queries.answer import Answer, Scope
from litgraph.queries.citations import cited_by, references
from litgraph.queries.papers import paper
from litgraph.queries.paths import path
from litgraph.queries.ranking import Rank, top
from litgraph.queries.search import search
from litgraph.queries.similar import By, similar
from litgraph.store.citations import upsert_citations
from litgraph.store.columns import (
    CategoryColumns,
    FilingColumns,
    GraphColumns,
    ListingColumns,
    NameColumns,
    PaperColumns,
)
from litgraph.store.papers import upsert_papers
from litgraph.store.record import Record, open_record
from litgraph.store.surveys import upsert_survey

T = TypeVar("T")
Question = Callable[[GraphBackend, Scope], Answer]
DAY = "2024-06-01"
HEP_PH = Path(__file__).resolve().parents[2] / "shared" / "data" / "citations" / "hep-ph"
TURNS = 5


def main() -> None:
    """Print one line a measurement."""
    papers, citations = map(int, sys.argv[1:3] or (1_000_000, 12_000_000))
    with tempfile.TemporaryDirectory() as folder:
        measure_arrays(drawn_columns(papers, citations), Path(folder))
    if HEP_PH.is_dir():
        with tempfile.TemporaryDirectory() as folder:
            measure_questions(Path(folder))


def measure_arrays(columns: GraphColumns, folder: Path) -> None:
    """Time the building, writing and mapping of a large graph, and a local question of it."""
    papers, citations = len(columns.papers.keys), len(columns.citing)
    print(f"{papers:,} papers, {citations:,} citations (drawn)")
    rows = timed("citations → CSR, both ways", lambda: build_rows(columns.citing, columns.cited, (papers, papers)))
    edges = len(rows[0].indices)
    room = sum(array.nbytes for way in rows for array in (way.indptr, way.indices))
    print(f"{'CSR, both ways':44}{room / edges:9.1f} bytes an edge")
    arrays = timed("columns → all arrays", lambda: build_arrays(columns))
    print(f"{'all arrays, keys and days too':44}{sum(a.nbytes for a in arrays.values()) / edges:9.1f} bytes an edge")
    timed("arrays → sidecar", lambda: save_arrays(folder, "1", arrays))
    mapped = timed("sidecar → mapped arrays", lambda: load_arrays(folder, "1"))
    assert mapped is not None
    timed("coupling of one paper, mapped", lambda: count_coupled(mapped, papers // 2))


def count_coupled(arrays: Arrays, place: int) -> int:
    """Count the papers that share a reference with the one at `place`."""
    cited, _ = gather(ways_of(arrays, Edge.CITES, OUT), np.array([place]))
    citing, _ = gather(ways_of(arrays, Edge.CITES, IN), cited)
    return len(np.unique(citing))


def measure_questions(folder: Path) -> None:
    """Time each question of hep-ph, opening the graph included: the best of some turns."""
    with open_record(folder / "record.sqlite", write=True, today=DAY) as record:
        timed("hep-ph → record", lambda: fill(record))
    with open_record(folder / "record.sqlite", write=False, today=DAY) as record:
        timed("record → graph, the first time", lambda: ask(record, folder, QUESTIONS["paper"]))
        for name, question in QUESTIONS.items():
            seconds = min(clock(partial(ask, record, folder, question))[0] for _ in range(TURNS))
            print(f"{name:44}{seconds * 1_000:9.1f} ms")


def ask(record: Record, folder: Path, question: Question) -> Answer:
    """Open the graph and ask."""
    with open_graph(record, folder / "graph") as graph:
        return question(graph, Scope(survey="none"))


A_PAPER, ANOTHER = "local:hep-ph/9512380", "local:hep-ph/9301253"
QUESTIONS: dict[str, Question] = {
    "paper": lambda graph, scope: paper(graph, A_PAPER, scope),
    "search": lambda graph, scope: search(graph, "neutrino mass", scope),
    "references": lambda graph, scope: references(graph, A_PAPER, scope),
    "cited-by": lambda graph, scope: cited_by(graph, A_PAPER, scope),
    "similar --by coupling": lambda graph, scope: similar(graph, A_PAPER, scope),
    "similar --by co-citation": lambda graph, scope: similar(graph, A_PAPER, scope, by=By.CO_CITATION),
    "path": lambda graph, scope: path(graph, A_PAPER, ANOTHER, scope),
    "path --directed": lambda graph, scope: path(graph, A_PAPER, ANOTHER, scope, directed=True),
    "top": top,
    "top --by pagerank": lambda graph, scope: top(graph, scope, by=Rank.PAGERANK),
}


def fill(record: Record) -> None:
    """Put hep-ph into a record."""
    with gzip.open(HEP_PH / "nodes.jsonl.gz", "rt") as file:
        nodes = [json.loads(line) for line in file]
    with gzip.open(HEP_PH / "edges.csv.gz", "rt") as file:
        edges = [(local_id(row["citing"]), local_id(row["cited"])) for row in csv.DictReader(file)]
    papers = (
        describe(
            frozenset({local_id(node["id"])}),
            source="file",
            day=DAY,
            title=node["title"] or "",
            abstract=node["abstract"] or "",
            date=node["date"] or "",
            year=node["year"],
        )
        for node in nodes
    )
    upsert_survey(record, Survey(name="none", list="README.md"))
    upsert_papers(record, papers)
    upsert_citations(record, (Citation(citing=citing, cited=cited) for citing, cited in edges), source="file")


def drawn_columns(papers: int, citations: int) -> GraphColumns:
    """Draw a graph: who cites is even, who is cited is skewed."""
    chance = np.random.default_rng(7)
    citing = chance.integers(0, papers, citations, dtype=np.int32)
    cited = (papers * chance.beta(0.6, 2, citations)).astype(np.int32)
    order = np.lexsort((cited, citing))
    none = np.zeros(0, dtype=np.int32)
    names = NameColumns(names=(), papers=none, named=none)
    return GraphColumns(
        identity="drawn",
        revision=1,
        papers=PaperColumns(
            keys=tuple(PaperId(f"arxiv:{number // 99_999 + 1_000}.{number % 99_999:05}") for number in range(papers)),
            known_from=np.full(papers, 20_240_601, dtype=np.int32),
            years=np.full(papers, 2024, dtype=np.int32),
            stubs=np.zeros(papers, dtype=np.bool_),
        ),
        citing=citing[order],
        cited=cited[order],
        authors=names,
        venues=names,
        surveys=(),
        categories=CategoryColumns(surveys=none, ids=(), paths=(), since=none, until=none),
        listings=ListingColumns(surveys=none, papers=none, since=none, until=none),
        filings=FilingColumns(
            papers=none, surveys=none, ids=(), probability=np.zeros(0), methods=none, since=none, until=none
        ),
    )


def timed(name: str, work: Callable[[], T]) -> T:
    """Do some work and print how long it took."""
    seconds, made = clock(work)
    print(f"{name:44}{seconds * 1_000:9.1f} ms")
    return made


def clock(work: Callable[[], T]) -> tuple[float, T]:
    """Do some work; give the seconds that it took, and what it made."""
    start = time.perf_counter()
    made = work()
    return time.perf_counter() - start, made


if __name__ == "__main__":
    main()
