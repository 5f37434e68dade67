"""The real lists, where they are there."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from litgraph.lists.history import list_at, read_history
from litgraph.lists.parse import parse_list
from litgraph.model.identifiers import normalise_title

LISTS = (
    "Awesome-Efficient-LLM",
    "Awesome-LLM-Compression",
    "Awesome-LLM-Inference",
    "Efficient-LLMs-Survey",
    "LLM-Agent-Paper-List",
    "LLMSurvey",
)
ADDRESS = re.compile(
    r"(?:arxiv\.org/(?:abs|pdf|html)/|huggingface\.co/papers/|10\.48550/arXiv\.)(\d{4}\.\d{4,5})", re.I
)
NOT_A_TITLE = re.compile(
    r"(?:paper|pdf|code|arxiv|link|github|project|blog)s?|.*(?:shields\.io|https?:|\]\(|<br).*", re.I
)


@pytest.mark.parametrize("name", LISTS)
def test_every_arxiv_id_of_an_entry_is_found(shared: Path, name: str) -> None:
    content = (shared / "surveys" / f"{name}.md").read_bytes()

    document = parse_list(content)

    linked = {
        found
        for entry in document.entries
        for found in ADDRESS.findall(re.sub(rb'src="[^"]*"', b"", content[entry.span.start : entry.span.end]).decode())
    }
    found = {identifier.removeprefix("arxiv:") for entry in document.entries for identifier in entry.identifiers}
    everywhere = set(ADDRESS.findall(re.sub(rb'src="[^"]*"', b"", content).decode()))
    assert len(linked & found) >= 0.99 * len(linked)
    assert len(everywhere & found) >= 0.99 * len(everywhere)


@pytest.mark.parametrize("name", LISTS)
def test_titles_are_real(shared: Path, name: str) -> None:
    document = parse_list((shared / "surveys" / f"{name}.md").read_bytes())

    assert [entry.title for entry in document.entries if NOT_A_TITLE.fullmatch(entry.title)] == []
    assert all(entry.category for entry in document.entries)


def test_bullets_and_headings_of_the_first_survey(shared: Path) -> None:
    content = (shared / "surveys" / "Efficient-LLMs-Survey.md").read_bytes()

    document = parse_list(content)

    assert len(document.entries) == 439
    assert len({entry.category for entry in document.entries}) == 49
    assert all(content[entry.span.start : entry.span.end].lstrip().startswith(b"- ") for entry in document.entries)
    assert ("System-Level Efficiency Optimization and LLM Frameworks", "LLM Frameworks") in document.categories
    assert {path[0] for path in document.categories} == {
        "Model-Centric Methods",
        "Data-Centric Methods",
        "System-Level Efficiency Optimization and LLM Frameworks",
    }
    assert all(entry.venue for entry in document.entries if b"<ins>" in content[entry.span.start : entry.span.end])


def test_headings_of_the_second_survey(shared: Path) -> None:
    document = parse_list((shared / "surveys" / "Efficient-LLM-Survey.md").read_bytes())

    assert document.entries == ()
    assert document.categories == (
        ("Budget Efficiency",),
        ("Data Efficiency",),
        ("Architecture Efficiency",),
        ("Training and Tuning Efficiency",),
        ("Inference Efficiency",),
    )


def test_history_of_the_first_survey(shared: Path, tmp_path: Path) -> None:
    bundle = shared / "surveys" / "Efficient-LLMs-Survey.bundle"
    subprocess.run(["git", "clone", "-q", str(bundle), str(tmp_path / "clone")], check=True, capture_output=True)
    file = tmp_path / "clone" / "README.md"

    history = read_history(file)
    past = list_at(file, "2024-01-31")

    assert history is not None
    assert past is not None
    present = {(normalise_title(s.entry.title), s.entry.category) for s in history.listings if not s.until}
    document = parse_list(file.read_bytes())
    assert present == {(normalise_title(entry.title), entry.category) for entry in document.entries}
    known = {normalise_title(entry.title) for entry in parse_list(past).entries}
    later = {s.entry.title for s in history.listings if s.since > "2024-01-31" and not s.until}
    assert 140 <= len({title for title in later if normalise_title(title) not in known}) <= 160
