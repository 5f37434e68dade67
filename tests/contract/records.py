"""Records of real papers: the bundled snapshot with both of its lists, and the first years of hep-ph."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from litgraph import pipeline
from litgraph.api import init_workspace, open_workspace
from litgraph.demo import Snapshot, load_snapshot, render_list
from litgraph.model.citation import Citation
from litgraph.model.identifiers import local_id
from litgraph.model.paper import Paper, describe
from litgraph.model.survey import Survey
from litgraph.store.citations import upsert_citations
from litgraph.store.papers import upsert_papers
from litgraph.store.record import open_record
from litgraph.store.surveys import upsert_survey
from litgraph.workspace import Workspace
from tests.encoders import HashEncoder

DAYS = ("2024-01-31", "2025-06-22")  # on which the bundled lists are read
SYSTEMS = """
## Frameworks

|      | Training | Serving |
| :--- | :------: | :-----: |
| vLLM [[Code](https://github.com/vllm-project/vllm)] | ❌ | ✅ |
| Megatron [[Code](https://github.com/NVIDIA/Megatron-LM)] | ✅ | ❌ |
"""


def build_snapshot(folder: Path) -> Path:
    """Read the bundled lists as they stood on two days, papers and citations; file candidates by hashed words."""
    snapshot = load_snapshot()
    for survey in snapshot.surveys:
        _write_list(folder, snapshot, survey, DAYS[0])
        init_workspace(folder / "ws", str(folder / f"{survey['name']}.md"), name=survey["name"], offline=True)
    (folder / "papers.jsonl").write_text("".join(json.dumps(paper) + "\n" for paper in snapshot.papers))
    (folder / "citations.csv").write_text(snapshot.citations)
    workspace = open_workspace(folder / "ws", offline=True).workspace
    workspace.record.unlink()
    for day in DAYS:
        for survey in snapshot.surveys:
            _write_list(folder, snapshot, survey, day)
        _read(folder, workspace, day)
    return workspace.record


def build_hep_ph(folder: Path, network: Path, before: str) -> Path:
    """Take the papers of hep-ph known before a day, with titles and abstracts, and the citations among them."""
    with gzip.open(network / "nodes.jsonl.gz", "rt") as file:
        papers = [paper for paper in map(json.loads, file) if (paper["date"] or "9") < before]
    ids = {paper["id"] for paper in papers}
    with gzip.open(network / "edges.csv.gz", "rt") as file:
        edges = [row for row in csv.DictReader(file) if ids >= {row["citing"], row["cited"]}]
    with open_record(folder / "record.sqlite", write=True, today=DAYS[0]) as record:
        upsert_survey(record, Survey(name="none", list="README.md"))
        upsert_papers(record, map(_paper_of, papers))
        citations = (Citation(citing=local_id(row["citing"]), cited=local_id(row["cited"])) for row in edges)
        upsert_citations(record, citations, source="file")
    return folder / "record.sqlite"


def _write_list(folder: Path, snapshot: Snapshot, survey: Mapping[str, Any], day: str) -> None:
    stays = [stay for stay in snapshot.entries if stay["survey"] == survey["name"]]
    (folder / f"{survey['name']}.md").write_text(render_list(survey, stays, day) + SYSTEMS)


def _read(folder: Path, workspace: Workspace, day: str) -> None:
    with open_record(workspace.record, write=True, today=day) as record:
        surveys = workspace.surveys()
        for survey in surveys:
            pipeline.read_survey(record, workspace, survey)
        pipeline.take_files(record, [folder / "papers.jsonl", folder / "citations.csv"])
        pipeline.classify(record, surveys[0], HashEncoder(), progress=lambda what, done, of: None)


def _paper_of(told: Mapping[str, Any]) -> Paper:
    return describe(
        frozenset({local_id(told["id"])}),
        source="file",
        day=DAYS[0],
        title=told["title"] or "",
        abstract=told["abstract"] or "",
        authors=tuple(told.get("authors") or ()),
        date=told["date"] or "",
        year=told["year"],
    )
