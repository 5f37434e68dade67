"""Preprints that found a venue, end to end: ingest asks both services, propose shows the upgrade, apply writes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import litgraph
from litgraph.api import LitgraphWorkspace, init_workspace
from tests.integration.services import LIST, SURVEY, serving, set_environment, small_library, small_papers
from tests.servers.records import ServedPaper
from tests.servers.s2_library import KnownPaper

ICLR, ICML = "International Conference on Learning Representations", "International Conference on Machine Learning"
# What Semantic Scholar says of where papers appeared, with the days that it gives for that.
VENUES = {
    "arxiv:2309.00071": (ICLR, "conference", 2024, "2024-01-16"),
    "arxiv:2402.13753": (ICML, "conference", 2024, "2024-02-21"),  # the preprint's own day, before that year's meeting
    "arxiv:2306.15595": ("arXiv.org", "", 2023, "2023-06-27"),
    "arxiv:2402.17463": (ICML, "conference", 2023, "2023-07-01"),  # before the preprint
}
COMMENTS = {"arxiv:2309.17453": "ICLR 2024", "arxiv:2306.15595": "submitted to ICLR 2024"}
UPGRADES = (
    ("LongRoPE: Extending LLM Context Window Beyond 2 Million Tokens, <ins>", "arXiv, 2024", "ICML, 2024"),
    ("YaRN: Efficient Context Window Extension of Large Language Models, <ins>", "arXiv, 2023", "ICLR, 2024"),
    ("Efficient Streaming Language Models with Attention Sinks, <ins>", "arXiv, 2023", "ICLR, 2024"),
)


def told(paper: KnownPaper) -> KnownPaper:
    if paper.key not in VENUES:
        return paper
    venue, kind, year, date = VENUES[paper.key]
    return replace(paper, venue=venue, venue_kind=kind, year=year, date=date)


def commented(paper: ServedPaper) -> ServedPaper:
    return replace(paper, comment=COMMENTS.get(paper.id, paper.comment))


def upgraded(text: str) -> str:
    for title, before, after in UPGRADES:
        text = text.replace(title + before, title + after)
    return text


@pytest.fixture(params=["\n", "\r\n"])
def ending(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def workspace(ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LitgraphWorkspace]:
    """Open an ingested workspace over a list with either line ending and none at its end."""
    file = tmp_path / "README.md"
    file.write_bytes(LIST.rstrip("\n").replace("\n", ending).encode())
    with serving([*map(commented, small_papers())], [*map(told, small_library())]) as services:
        set_environment(monkeypatch, services, tmp_path)
        init_workspace(tmp_path / "ws", str(file), arxiv=SURVEY)
        opened = litgraph.open_workspace(tmp_path / "ws")
        assert opened.ingest().trouble is None
        yield opened


def test_a_preprint_that_found_a_venue_is_upgraded_in_the_houses_hand(
    workspace: LitgraphWorkspace, ending: str, tmp_path: Path
) -> None:
    file = tmp_path / "README.md"
    before = file.read_bytes()

    proposal = workspace.propose().value
    assert [change["rule"] for change in proposal["changes"]] == ["stale-preprint"] * len(UPGRADES)
    assert proposal["groups"] == {"additions": 0, "stale-preprint": len(UPGRADES)}
    for title, old, new in UPGRADES:
        assert f"\n-- {title}{old}" in proposal["diff"]
        assert f"\n+- {title}{new}" in proposal["diff"]
    assert file.read_bytes() == before

    applied = workspace.apply()
    assert (applied["applied"], applied["lines_added"], applied["lines_changed"]) == (True, 0, len(UPGRADES))
    assert file.read_bytes() == upgraded(LIST.rstrip("\n")).replace("\n", ending).encode()

    again = workspace.propose().value
    assert (again["changes"], again["additions"], again["diff"]) == ([], [], "")


def test_other_groups_leave_venues_alone(workspace: LitgraphWorkspace) -> None:
    assert workspace.propose(only=["format", "links", "additions"]).value["changes"] == []
    assert len(workspace.propose(only=["venues"]).value["changes"]) == len(UPGRADES)
