"""Files taken into the record: counts, filters, and what comes in whichever order."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from litgraph.errors import InputError
from litgraph.ingest.importing import import_files, read_ids
from litgraph.model.survey import Survey
from litgraph.store.citations import fetch_citations
from litgraph.store.lists import fetch_status, upsert_survey
from litgraph.store.papers import fetch_papers, paper_ids
from litgraph.store.record import Record
from tests.unit.ingest.conftest import Written


def _line(**fields: Any) -> str:
    return json.dumps(fields)


def _counts(counts: dict[str, Any]) -> tuple[int, ...]:
    names = ("read", "added", "merged", "unchanged", "filtered")
    return (*(counts[name] for name in names), len(counts["rejected"]))


def test_lines_are_counted_by_what_became_of_them(record: Record, written: Written) -> None:
    path = written(
        _line(id="1"), _line(id="1", title="Now With a Title"), "{", _line(citing="1", cited="2"), _line(id="1")
    )
    counts = import_files(record, [path])
    assert _counts(counts) == (5, 2, 1, 1, 0, 1)
    assert counts["rejected"] == [
        {
            "file": str(path),
            "line": 3,
            "reason": "not JSON: Expecting property name enclosed in double quotes at character 2",
        }
    ]


def test_a_second_import_changes_nothing(record: Record, written: Written) -> None:
    lines = [_line(id=str(n), title=f"The Title of Paper {n % 3}", references=["2306.00978"]) for n in range(9)]
    path = written(*lines, _line(citing="1", cited="2", contexts=["here"]))
    import_files(record, [path])
    before = fetch_papers(record), fetch_citations(record), record.revision
    assert _counts(import_files(record, [path])) == (10, 0, 0, 10, 0, 0)
    assert (fetch_papers(record), fetch_citations(record), record.revision) == before


def test_citations_may_come_before_their_papers(record: Record, written: Written) -> None:
    upsert_survey(record, Survey(name="s", list="README.md"))
    edges = written("citing,cited", "1,2", "1,3", name="edges.csv")
    import_files(record, [edges])
    assert set(fetch_status(record, "s").values()) == {"periphery"}
    counts = import_files(record, [written(_line(id="1"), _line(id="2", title="Two"))])
    assert _counts(counts) == (2, 0, 2, 0, 0, 0)
    assert fetch_status(record, "s") == {"local:1": "candidate", "local:2": "candidate", "local:3": "periphery"}


def test_references_of_a_paper_are_citations(record: Record, written: Written) -> None:
    counts = import_files(record, [written(_line(id="1", references=["2", "2", "2306.00978"]))])
    found = [(citation.citing, citation.cited) for citation in fetch_citations(record)]
    assert found == [("local:1", "arxiv:2306.00978"), ("local:1", "local:2")]
    assert (counts["read"], counts["references"]["added"]) == (1, 2)


def test_a_namespace_keeps_local_ids_apart(record: Record, written: Written) -> None:
    path = written(_line(id="1", references=["2"]))
    import_files(record, [path], namespace="a")
    import_files(record, [path], namespace="b")
    assert paper_ids(record) == ["local:a/1", "local:a/2", "local:b/1", "local:b/2"]


def test_an_imported_title_id_can_be_cited(record: Record, written: Written) -> None:
    papers = written(_line(id="title:07c2dc582bcbd946", arxiv_id="2306.00978"))
    edges = written("citing,cited", "2210.17323,title:07c2dc582bcbd946", name="edges.csv")
    import_files(record, [papers, edges])
    assert [citation.cited for citation in fetch_citations(record)] == ["arxiv:2306.00978"]


def test_compressed_files_are_read_whatever_their_name(record: Record, tmp_path: Path) -> None:
    path = tmp_path / "papers.txt"
    path.write_bytes(gzip.compress(_line(id="1").encode()))
    assert import_files(record, [path])["added"] == 1


@pytest.fixture
def pool(written: Written) -> Path:
    """Write papers of several categories and days, which cite each other and others, before the papers themselves."""
    return written(
        _line(citing="nlp", cited="old"),
        _line(citing="hep", cited="nlp"),
        _line(id="nlp", date="2023-05-06", categories=["cs.CL", "cs.LG"], references=["x"]),
        _line(id="hep", date="2023-05", categories="hep-ph gr-qc", references=["y"]),
        _line(id="old", date="2020-01-01", categories=["cs.CL"]),
        _line(id="undated"),
        "{",
    )


@pytest.mark.parametrize(
    ("chosen", "kept"),
    [
        ({"categories": ["cs.CL"]}, {"nlp", "old"}),
        ({"categories": ["cs"]}, {"nlp", "old"}),
        ({"categories": ["gr-qc", "cs.LG"]}, {"nlp", "hep"}),
        ({"categories": ["C"]}, set()),
        ({"since": "2023-05-06"}, {"nlp", "hep"}),
        ({"since": "2023-05-07"}, {"hep"}),
        ({"until": "2023-05-30"}, {"nlp", "old"}),
        ({"since": "2020-01-01", "until": "2023-05-06"}, {"nlp", "old"}),
        ({"categories": ["hep-ph"], "until": "2023-05-06"}, set()),
    ],
)
def test_filters_choose_papers(record: Record, pool: Path, chosen: dict[str, Any], kept: set[str]) -> None:
    counts = import_files(record, [pool], **chosen)
    papers = {key.removeprefix("local:") for key, paper in fetch_papers(record).items() if not paper.stub}
    assert papers == kept
    assert counts["papers"]["added"] == len(kept)
    assert counts["read"] == 7
    assert counts["read"] == sum(_counts(counts)[1:])


def test_with_a_filter_the_references_of_what_is_kept_are_kept(record: Record, pool: Path) -> None:
    counts = import_files(record, [pool], categories=["hep-ph"])
    ends = [(citation.citing, citation.cited) for citation in fetch_citations(record)]
    assert ends == [("local:hep", "local:nlp"), ("local:hep", "local:y")]
    assert (counts["citations"]["added"], counts["filtered"]) == (1, 4)


def test_ids_choose_papers(record: Record, pool: Path, tmp_path: Path) -> None:
    (tmp_path / "ids.txt").write_text("# ours\nnlp  # the best\n\nhttps://arxiv.org/abs/2306.00978\n")
    import_files(record, [pool], ids=tmp_path / "ids.txt")
    assert "local:nlp" in paper_ids(record)
    assert "local:hep" not in paper_ids(record)
    assert read_ids(tmp_path / "ids.txt") == {"local:nlp", "arxiv:2306.00978"}


def test_nothing_is_taken_if_a_file_is_missing(record: Record, written: Written, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no file .*none\.jsonl"):
        import_files(record, [written(_line(id="1")), tmp_path / "none.jsonl"])
    with pytest.raises(InputError, match="is a folder"):
        import_files(record, [tmp_path])
    assert paper_ids(record) == []


@pytest.mark.parametrize(
    ("folder", "papers", "citations"),
    [("pajek-SmallW", 396, 994), ("pajek-Central", 131, 627), ("ieee-vis", 2749, 9991)],
)
def test_real_networks_go_in_whole_and_once(
    record: Record, shared: Path, folder: str, papers: int, citations: int
) -> None:
    files = [shared / "citations" / folder / name for name in ("nodes.jsonl.gz", "edges.csv.gz")]
    first, second = import_files(record, files), import_files(record, files)
    assert first["papers"]["added"] + first["papers"]["merged"] == papers
    assert (first["citations"]["added"], len(fetch_citations(record))) == (citations, citations)
    assert second["unchanged"] == second["read"] == papers + citations
    assert (first["rejected"], record.check_integrity()) == ([], [])


def test_the_papers_of_the_first_survey_go_in(record: Record, shared: Path) -> None:
    counts = import_files(record, [shared / "papers" / "efficient_llms_papers.jsonl"])
    assert (counts["read"], counts["rejected"]) == (365, [])
    assert all(paper.title for paper in fetch_papers(record).values())
