"""Snapshots, datasets and bibliographies in the record: whose word counts, facts, names, and second imports."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from litgraph.ingest.importing import import_files
from litgraph.model.identifiers import PaperId
from litgraph.store.citations import fetch_citations
from litgraph.store.facts import fetch_facts
from litgraph.store.papers import fetch_papers, paper_ids
from litgraph.store.record import Record
from tests.unit.ingest.conftest import Written


def _arxiv(name: str, title: str, day: str, categories: str = "cs.CL", **more: Any) -> str:
    versions = [{"version": "v1", "created": f"Mon, {day} 12:00:00 GMT"}]
    parsed = [["Lin", "Ji", ""]]
    return json.dumps(
        {"id": name, "title": title, "categories": categories, "versions": versions, "authors_parsed": parsed, **more}
    )


def _s2(number: int, title: str, **outside: str) -> str:
    return json.dumps({"corpusid": number, "externalids": outside, "title": title, "citationcount": 5})


def _cites(citing: int, cited: int | None) -> str:
    return json.dumps({"citationid": 1, "citingcorpusid": citing, "citedcorpusid": cited, "isinfluential": True})


@pytest.fixture
def snapshot(written: Written) -> Path:
    """Write a snapshot of three papers, and a broken line."""
    return written(
        _arxiv("2306.00978", "AWQ: Activation-aware Weight Quantization", "1 Jun 2023", "cs.CL cs.LG"),
        _arxiv("2210.17323", "GPTQ: Accurate Post-Training Quantization", "31 Oct 2022", "cs.LG"),
        '{"id": "2106.0',
        _arxiv("1706.03762", "Attention Is All You Need", "12 Jun 2017", comments="15 pages, 5 figures"),
        name="snapshot.json",
    )


def test_a_snapshot_goes_in_with_its_facts(record: Record, snapshot: Path) -> None:
    counts = import_files(record, [snapshot])
    assert (counts["read"], counts["added"], counts["rejected"][0]["line"]) == (4, 3, 3)
    assert fetch_papers(record)[paper_ids(record)[0]].date == "2017-06-12"
    assert fetch_facts(record, "comment") == {"arxiv:1706.03762": {"arxiv": "15 pages, 5 figures"}}
    assert fetch_facts(record, "subjects")[PaperId("arxiv:2306.00978")] == {"arxiv": "cs.CL cs.LG"}


def test_a_second_import_of_a_snapshot_changes_nothing(record: Record, snapshot: Path) -> None:
    import_files(record, [snapshot])
    before = record.revision
    counts = import_files(record, [snapshot])
    assert (counts["unchanged"], counts["added"], counts["merged"]) == (3, 0, 0)
    assert record.revision == before


def test_a_snapshot_outweighs_a_file_and_yields_to_nobody_below(
    record: Record, snapshot: Path, written: Written
) -> None:
    own = written(
        json.dumps({"id": "2306.00978", "title": "AWQ, as we call it", "date": "2024-01-01", "venue": "MLSys"})
    )
    import_files(record, [snapshot])
    import_files(record, [own])
    paper = fetch_papers(record)[paper_ids(record)[-1]]
    assert (paper.title, paper.date) == ("AWQ: Activation-aware Weight Quantization", "2023-06-01")
    assert paper.venue == "MLSys"


def test_a_filter_takes_a_part_of_a_snapshot(record: Record, snapshot: Path) -> None:
    counts = import_files(record, [snapshot], categories=["cs.LG"], since="2023-01-01")
    assert paper_ids(record) == ["arxiv:2306.00978"]
    assert (counts["read"], counts["added"], counts["filtered"], len(counts["rejected"])) == (4, 1, 2, 1)


def test_datasets_are_joined_by_their_ids(record: Record, written: Written, tmp_path: Path) -> None:
    papers = written(_s2(1, "AWQ", ArXiv="2306.00978"), _s2(2, "GPTQ", DOI="10.1000/182"), name="papers")
    abstracts = written(json.dumps({"corpusid": 1, "openaccessinfo": None, "abstract": "Made up."}), name="abstracts")
    (tmp_path / "citations.gz").write_bytes(gzip.compress("\n".join((_cites(1, 2), _cites(1, None))).encode()))
    counts = import_files(record, [tmp_path / "citations.gz", abstracts, papers])
    found = fetch_papers(record)
    assert (counts["rejected"], counts["filtered"]) == ([], 1)
    assert list(found) == ["arxiv:2306.00978", "doi:10.1000/182"]
    assert [paper.abstract for paper in found.values()] == ["Made up.", ""]
    (citation,) = fetch_citations(record)
    assert (citation.citing, citation.cited, citation.influential) == ("arxiv:2306.00978", "doi:10.1000/182", True)
    assert record.rows("SELECT source FROM citation") == [("s2",)]
    assert fetch_facts(record, "citation_count")[PaperId("doi:10.1000/182")] == {"s2": "5"}


def test_with_a_filter_abstracts_and_citations_follow_their_papers(
    record: Record, written: Written, tmp_path: Path
) -> None:
    (tmp_path / "ids").write_text("arxiv:2306.00978\n")
    lines = written(
        json.dumps({"corpusid": 1, "openaccessinfo": None, "abstract": "Made up."}),
        json.dumps({"corpusid": 2, "openaccessinfo": None, "abstract": "Made up, too."}),
        _cites(1, 2),
        _cites(2, 1),
        _cites(1, None),
        _s2(1, "AWQ", ArXiv="2306.00978"),
        _s2(2, "GPTQ", ArXiv="2210.17323"),
    )
    counts = import_files(record, [lines], ids=tmp_path / "ids")
    papers = fetch_papers(record)
    assert [(name, paper.abstract) for name, paper in papers.items()] == [
        ("arxiv:2306.00978", "Made up."),
        ("s2:2", ""),
    ]
    assert [(citation.citing, citation.cited) for citation in fetch_citations(record)] == [("arxiv:2306.00978", "s2:2")]
    # The paper, its abstract and its citation are taken.
    assert (counts["read"], counts["filtered"], counts["papers"]["added"]) == (7, 4, 1)
    assert counts["read"] == sum(counts[name] for name in ("added", "merged", "unchanged", "filtered"))


def test_the_key_of_a_bibliography_finds_its_paper(record: Record, written: Written) -> None:
    bib = written("@misc{awq, title = {AWQ: Activation-aware Weight Quantization}, eprint = {2306.00978}}")
    import_files(record, [bib])
    (paper,) = fetch_papers(record).values()
    assert paper.aliases == {"arxiv:2306.00978", "local:awq"}


@pytest.mark.parametrize("apart", [True, False])
def test_one_key_in_two_bibliographies_does_not_make_one_paper(record: Record, written: Written, apart: bool) -> None:
    first = written("@misc{lin2023, title = {Activation-aware Weight Quantization}, year = 2023}", name="a.bib")
    second = written("@misc{lin2023, title = {A Survey of Something Else}, year = 2023}", name="b.bib")
    for files in ([first], [second]) if apart else ([first, second],):
        import_files(record, files)
    papers = sorted(fetch_papers(record).values(), key=lambda paper: paper.title)
    assert [paper.title for paper in papers] == ["A Survey of Something Else", "Activation-aware Weight Quantization"]
    assert [paper.id.partition(":")[0] for paper in papers] == ["title", "local"]


def test_a_key_learns_its_identifier_later(record: Record, written: Written) -> None:
    first = written("@misc{awq, title = {AWQ: {A}ctivation-aware Quantization}}", name="a.bib")
    second = written("@misc{awq, title = {AWQ: Activation-Aware Quantization}, eprint = {2306.00978}}", name="b.bib")
    import_files(record, [first])
    counts = import_files(record, [second])
    assert (counts["merged"], paper_ids(record)) == (1, ["arxiv:2306.00978"])


def test_a_second_import_of_a_bibliography_changes_nothing(record: Record, written: Written) -> None:
    bib = written("@misc{a, title = {The Title of One}}", "@misc{a, title = {The Title of Another}}", name="a.bib")
    import_files(record, [bib])
    before = fetch_papers(record), record.revision
    counts = import_files(record, [bib])
    assert (counts["unchanged"], (fetch_papers(record), record.revision)) == (2, before)


def test_files_of_all_formats_go_in_together(record: Record, written: Written, snapshot: Path) -> None:
    files = [
        written("@misc{a, title = {Paper of BibTeX}}", name="1"),
        written("TY  - JOUR", "TI  - Paper of RIS", "ER  - ", name="2"),
        written(json.dumps([{"id": "c", "type": "article", "title": "Paper of CSL"}], indent=1), name="3"),
        written("citing,cited", "2306.00978,2210.17323", name="4"),
        written(json.dumps({"title": "Paper of our own"}), name="5"),
        snapshot,
    ]
    assert import_files(record, files)["papers"]["added"] == 7
    assert len(fetch_citations(record)) == 1


def test_the_bibliographies_of_real_surveys_go_in(record: Record, shared: Path) -> None:
    bibs = sorted((shared / "tex").rglob("*.bib"))
    counts = import_files(record, bibs)
    again = import_files(record, bibs)
    assert counts["papers"]["added"] > 1_300
    assert len(counts["rejected"]) < 10
    assert (again["added"], again["merged"], record.check_integrity()) == (0, 0, [])
