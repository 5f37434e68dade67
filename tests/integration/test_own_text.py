"""A survey whose list has headings and no papers learns from its own LaTeX source, end to end over HTTP."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import litgraph
from litgraph.api import init_workspace
from litgraph.api.opened import LitgraphWorkspace
from litgraph.model.identifiers import PaperId, value_of
from litgraph.pipeline.asking import SPECTER2
from litgraph.store.vectors import fetch_vectors
from tests.servers.arxiv import ArxivServer
from tests.servers.records import ServedPaper, read_papers
from tests.servers.s2_library import Library, known_papers
from tests.servers.semantic_scholar import S2Server

OWN = "2312.00678"
DESCRIBED = PaperId("arxiv:2210.17323")  # the one paper that has an abstract, and so a vector
FACTS = Path(litgraph.__file__).parent / "data"
LIST = """\
# The Efficiency Spectrum of Large Language Models

## 💰 Budget Efficiency
## 📀 Data Efficiency
## 𝌓 Architecture Efficiency
## 📖 Training and Tuning Efficiency
## 👾 Inference Efficiency
"""
# Sections of a survey as this one could be written, and the heading of the bundled list whose papers each cites.
SECTIONS = {
    "Data Efficiency": ("Data Selection", "Data Efficiency"),
    "Architecture Efficiency": ("Efficient Attention", "Architecture Efficiency"),
    "Training and Tuning Efficiency": ("Low-Rank Adaptation", "Training and Tuning Efficiency"),
    "Inference Efficiency": ("Post-Training Quantization", "Inference Efficiency"),
}


def entries_under(heading: str, limit: int = 12) -> list[dict[str, Any]]:
    """Give bundled entries under a heading, each paper once."""
    lines = (FACTS / "entries.jsonl").read_text(encoding="utf-8").splitlines()
    found: dict[str, dict[str, Any]] = {}
    for entry in map(json.loads, lines):
        if heading in entry["category"] and entry.get("ids", [""])[0].startswith("arxiv:"):
            found.setdefault(entry["ids"][0], entry)
    return list(found.values())[:limit]


def archive(cited: Mapping[str, list[dict[str, Any]]]) -> bytes:
    """Pack a LaTeX source that cites these entries in these sections."""
    keys = {entry["ids"][0]: f"key{n}" for n, entry in enumerate(e for es in cited.values() for e in es)}
    body = "".join(
        f"\\section{{{name}}}\n"
        + "".join(f"One way is that of \\cite{{{keys[entry['ids'][0]]}}}.\n" for entry in entries)
        for name, entries in cited.items()
    )
    everything = ",".join(keys.values())
    main = (
        "\\documentclass{article}\n\\begin{document}\n\\title{The Efficiency Spectrum}\n"
        f"\\section{{Introduction}}\nMuch was done~\\cite{{{everything}}}.\n{body}"
        "\\bibliography{refs}\n\\end{document}\n"
    )
    bib = "".join(
        f"@article{{{keys[e['ids'][0]]},\n title={{{e['title']}}},\n year={{{e['year'] or 2023}}},\n"
        f" journal={{arXiv preprint arXiv:{value_of(PaperId(e['ids'][0]))}}}\n}}\n"
        for entries in cited.values()
        for e in entries
    )
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for name, text in (("main.tex", main), ("refs.bib", bib)):
            member = tarfile.TarInfo(name)
            member.size = len(text.encode())
            tar.addfile(member, io.BytesIO(text.encode()))
    return packed.getvalue()


@pytest.fixture(scope="module")
def cited() -> dict[str, list[dict[str, Any]]]:
    """Give the entries that each section cites."""
    return {section: entries_under(heading) for section, (heading, _) in SECTIONS.items()}


@pytest.fixture
def workspace(
    cited: dict[str, list[dict[str, Any]]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[LitgraphWorkspace]:
    """Open a workspace over the list, with both services up; the publisher withholds the survey's references."""
    served = read_papers([FACTS / "papers.jsonl"])
    own = ServedPaper(id=PaperId(f"arxiv:{OWN}"), title="The Efficiency Spectrum of Large Language Models")
    served = [replace(paper, abstract=paper.title) if paper.id == DESCRIBED else paper for paper in served]
    known = [replace(p, elided=True) if f"arxiv:{OWN}" in p.ids else p for p in known_papers([*served, own], ())]
    (tmp_path / "README.md").write_text(LIST, encoding="utf-8")
    with ArxivServer([*served, own], sources={OWN: archive(cited)}) as arxiv, S2Server(Library(known)) as s2:
        for name, value in {
            "LITGRAPH_ARXIV_API_URL": arxiv.api_url,
            "LITGRAPH_ARXIV_OAI_URL": arxiv.oai_url,
            "LITGRAPH_ARXIV_SOURCE_URL": arxiv.source_url,
            "LITGRAPH_S2_API_URL": s2.url,
            "LITGRAPH_ARXIV_INTERVAL": "0",
            "LITGRAPH_S2_INTERVAL": "0",
            "LITGRAPH_HTTP_BACKOFF": "0.01",
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
        }.items():
            monkeypatch.setenv(name, value)
        init_workspace(tmp_path / "ws", str(tmp_path / "README.md"), arxiv=OWN, name="spectrum")
        yield litgraph.open_workspace(tmp_path / "ws")


def test_an_empty_list_is_filled_from_the_sections_of_its_own_text(
    workspace: LitgraphWorkspace, cited: dict[str, list[dict[str, Any]]]
) -> None:
    """Every cited paper is a candidate at the heading that its section feeds, and the list is proposed to hold them."""
    ingested = workspace.ingest()
    assert ingested.value["entries"] == 0
    assert ingested.trouble is None
    wanted = {entry["ids"][0]: SECTIONS[section][1] for section, entries in cited.items() for entry in entries}
    assert {row["paper"] for row in workspace.query.references(OWN).rows} == set(wanted)

    assignments = {one["paper"]: one for one in workspace.classify().value["assignments"]}
    placed = {paper: assignments[paper] for paper in wanted}
    assert {paper: one["category"] for paper, one in placed.items()} == {p: [h] for p, h in wanted.items()}
    assert {one["method"] for one in placed.values()} == {"CITED_IN_SECTION"}

    proposal = workspace.propose().value
    offered = {one["paper"] for one in (*proposal["additions"], *proposal["review"])}
    assert offered
    assert f"arxiv:{OWN}" not in offered


def test_a_second_ingest_asks_nothing_and_changes_nothing(workspace: LitgraphWorkspace) -> None:
    """What was read of the source stands."""
    workspace.ingest()
    with workspace.record(write=False) as record:
        before = record.revision
    again = workspace.ingest()
    with workspace.record(write=False) as record:
        assert record.revision == before
    assert sum(source["requests"] for source in again.value["sources"]) == 0


def test_vectors_are_kept_on_request(workspace: LitgraphWorkspace) -> None:
    """Semantic Scholar's vectors of listed papers are kept by the papers' keys; the service lacks some."""
    papers = {
        "2210.17323": "GPTQ: Accurate Post-Training Quantization for Generative Pre-trained Transformers",
        "2306.00978": "AWQ: Activation-aware Weight Quantization for LLM Compression and Acceleration",
    }
    (workspace.workspace.root.parent / "README.md").write_text(
        LIST.replace("## 👾", "".join(f"- [{papers[p]}](https://arxiv.org/abs/{p})\n" for p in papers) + "## 👾"),
        encoding="utf-8",
    )
    workspace.ingest(vectors=True)
    with workspace.record(write=False) as record:
        kept = fetch_vectors(record, SPECTER2, [f"arxiv:{paper}" for paper in papers])
    assert {key: len(vector) for key, vector in kept.items()} == {DESCRIBED: 768 * 4}
