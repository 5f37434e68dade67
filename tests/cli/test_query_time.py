"""`litgraph query cluster | new | bursts` and `litgraph digest`, straight after init and import."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.cli.conftest import Litgraph
from tests.cli.test_emerging import imported

FAST = ("--encoder", "fast")


@pytest.fixture
def filled(litgraph: Litgraph, workspace: Path, tmp_path: Path) -> Path:
    imported(litgraph, workspace, tmp_path)
    return workspace


def test_a_cluster_lists_its_papers_by_id_and_by_label(litgraph: Litgraph, filled: Path) -> None:
    first = litgraph("emerging", "-w", filled, *FAST, "--json").answer["clusters"][0]

    by_id = litgraph("query", "cluster", first["id"], "-w", filled, *FAST, "--limit", "1000", "--json")
    by_label = litgraph("query", "cluster", first["label"].upper(), "-w", filled, *FAST, "--limit", "3", "--json")

    assert by_id.exit_code == 0, by_id.stderr
    assert [row["paper"] for row in by_id.answer["rows"]] == first["papers"]
    assert by_id.answer["cluster"]["label"] == first["label"]
    assert by_label.answer["truncated"] is True
    assert [row["paper"] for row in by_label.answer["rows"]] == first["papers"][:3]


def test_an_unknown_cluster_names_the_nearest(litgraph: Litgraph, filled: Path) -> None:
    label = litgraph("emerging", "-w", filled, *FAST, "--json").answer["clusters"][0]["label"]

    run = litgraph("query", "cluster", f"{label}x", "-w", filled, *FAST)

    assert run.exit_code == 3
    assert label in run.stderr


def test_what_was_found_is_found_again_where_it_was_cut_off(litgraph: Litgraph, filled: Path) -> None:
    first = litgraph("emerging", "-w", filled, *FAST, "--json")
    (kept,) = (filled / ".litgraph" / "clusters").iterdir()
    kept.write_bytes(kept.read_bytes()[:100])

    again = litgraph("emerging", "-w", filled, *FAST, "--json")

    assert again.stdout == first.stdout
    assert len(kept.read_bytes()) > 100


def test_new_papers_come_with_their_cluster_and_nothing_older(litgraph: Litgraph, filled: Path) -> None:
    run = litgraph("query", "new", "--since", "2022-11", "-w", filled, *FAST, "--limit", "1000", "--json")

    assert run.exit_code == 0, run.stderr
    rows = run.answer["rows"]
    assert rows
    assert run.answer["count"] == len(rows)
    assert all(row["known_from"] >= "2022-11-01" for row in rows)
    assert {row["cluster"]["label"] for row in rows if row["cluster"]}
    assert litgraph("query", "new", "--since", "soon", "-w", filled, *FAST).exit_code == 3


def test_as_of_hides_what_came_later(litgraph: Litgraph, filled: Path) -> None:
    until = ("--as-of", "2022-06-30")

    run = litgraph("query", "new", "--since", "2022-05", *until, "-w", filled, *FAST, "--limit", "1000", "--json")

    assert run.answer["rows"]
    assert all("2022-05-01" <= row["known_from"] <= "2022-06-30" for row in run.answer["rows"])


def test_bursts_of_a_term(litgraph: Litgraph, filled: Path) -> None:
    run = litgraph("query", "bursts", "cache", "-w", filled, "--json")
    shown = litgraph("query", "bursts", "no such term", "-w", filled)

    assert run.exit_code == 0, run.stderr
    assert run.answer["rows"][0]["level"] == 0
    assert {"term", "level", "start", "end"} <= run.answer["rows"][0].keys()
    assert run.answer["rows"][0]["start"] < run.answer["rows"][0]["end"]
    assert (shown.exit_code, "fewer than two" in shown.stderr) == (0, True)
    assert litgraph("query", "bursts", "cache", "--s", "1", "-w", filled).exit_code == 3


def test_a_digest_for_people_and_for_feed_readers(litgraph: Litgraph, filled: Path, tmp_path: Path) -> None:
    page, feed = tmp_path / "digest.md", tmp_path / "digest.atom"

    told = litgraph("digest", "--since", "2022-11", "-o", page, "-w", filled, *FAST, "--json")
    assert litgraph("digest", "--since", "2022-11", "-o", feed, "-w", filled, *FAST).exit_code == 0
    wrong = litgraph("digest", "--since", "2022-11", "-o", tmp_path / "digest.pdf", "-w", filled, *FAST)

    assert told.exit_code == 0, told.stderr
    assert told.answer["papers"] > 0
    assert f"## New papers ({told.answer['papers']})" in page.read_text(encoding="utf-8")
    entries = ET.fromstring(feed.read_text(encoding="utf-8")).findall("{http://www.w3.org/2005/Atom}entry")
    assert len(entries) == told.answer["papers"] + told.answer["clusters"] + told.answer["upgrades"]
    assert wrong.exit_code == 3
    assert ".atom" in wrong.stderr
