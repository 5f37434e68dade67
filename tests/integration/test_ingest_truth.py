"""Whether entries end as the papers that they name, whatever they link to."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from litgraph.model.identifiers import PaperId
from tests.cli.conftest import Litgraph
from tests.integration.services import (
    LIST,
    LISTED,
    Services,
    at,
    content_of,
    ingest,
    make_workspace,
    revision_of,
    serving,
    set_environment,
    small_library,
    warnings_of,
    write_list,
)
from tests.servers import faults
from tests.servers.s2_library import KnownPaper

YARN, PI, LONGROPE = "arxiv:2309.00071", "arxiv:2306.15595", "arxiv:2402.13753"
YARN_TITLE = "YaRN: Efficient Context Window Extension of Large Language Models"
# YaRN's entry links to Positional Interpolation, which is listed too.
WRONG = LIST.replace("https://arxiv.org/pdf/2309.00071v2.pdf", "https://arxiv.org/abs/2306.15595").replace(
    f"{YARN_TITLE}, <ins>arXiv, 2023</ins>", f"{YARN_TITLE}, <ins>ICLR, 2024</ins>"
)


def homes(workspace: Path) -> dict[str, str]:
    """Give the paper of each listing, by the entry's title."""
    return {dict(row[6])["title"]: row[1] for row in content_of(workspace)["listings"]}


def venues(workspace: Path) -> dict[str, str]:
    """Give the venue of each paper."""
    return {row[0]: row[6] for row in content_of(workspace)["papers"]}


def commit(folder: Path, message: str, day: str) -> None:
    """Commit all that a folder holds, on a day."""
    when = f"{day}T12:00:00Z"
    named = ["-c", "user.name=A Curator", "-c", "user.email=curator@example.org"]
    environment = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when, "PATH": "/usr/bin:/bin", "HOME": str(folder)}
    for arguments in (["init", "-q", "."], ["add", "-A"], [*named, "commit", "-q", "-m", message]):
        subprocess.run(["git", *arguments], cwd=folder, env=environment, check=True)


def test_a_wrong_link_is_noticed_and_not_believed(litgraph: Litgraph, services: Services, tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, WRONG)

    run = ingest(litgraph, workspace)

    assert (run.exit_code, run.answer["resolved"]) == (0, len(LISTED))
    assert set(homes(workspace).values()) == set(LISTED)
    assert homes(workspace)[YARN_TITLE] == YARN
    assert f"line 6: its link leads to {PI}" in warnings_of(run)
    assert f"taken for {YARN}" in warnings_of(run)
    assert (venues(workspace)[PI], venues(workspace)[YARN]) == ("arXiv", "ICLR")


def test_a_wrong_link_alone_takes_nothing_with_it(litgraph: Litgraph, services: Services, tmp_path: Path) -> None:
    lines = [line for line in WRONG.splitlines(keepends=True) if "huggingface" not in line]
    workspace = make_workspace(tmp_path, "".join(lines))

    run = ingest(litgraph, workspace)
    before = revision_of(workspace)
    again = ingest(litgraph, workspace)

    assert run.answer["resolved"] == len(LISTED) - 1
    assert homes(workspace)[YARN_TITLE] == YARN
    assert venues(workspace)[PI] == ""
    assert litgraph("query", "paper", PI, "-w", workspace, "--json").answer["status"] != "listed"
    assert (again.answer["resolved"], revision_of(workspace)) == (run.answer["resolved"], before)


@pytest.mark.parametrize("history", [False, True], ids=["without-history", "with-history"])
def test_the_right_paper_survives_the_list_being_read_again(
    litgraph: Litgraph, services: Services, tmp_path: Path, history: bool
) -> None:
    file = write_list(tmp_path, WRONG)
    if history:
        commit(file.parent, "Begin", "2024-03-01")
    workspace = make_workspace(tmp_path, WRONG)
    ingest(litgraph, workspace)
    file.write_text(WRONG.replace("## Tuning", "## Tuning\nSome words.\n"), encoding="utf-8")
    if history:
        commit(file.parent, "Say more", "2024-04-01")

    run = ingest(litgraph, workspace)

    assert run.answer["resolved"] == len(LISTED)
    assert set(homes(workspace).values()) == set(LISTED)
    listings = content_of(workspace)["listings"]
    assert len(listings) == len(LISTED)
    assert all(until is None for *_, until, _, _ in listings)
    assert {since for *_, since, _, _, _ in listings} == ({"2024-03-01"} if history else {listings[0][3]})
    assert (venues(workspace)[PI], venues(workspace)[YARN]) == ("arXiv", "ICLR")
    paper = litgraph("query", "paper", YARN, "-w", workspace, "--json").answer
    assert (paper["status"], paper["categories"]) == ("listed", [["Long Context", "Extrapolation"]])
    assert litgraph("survey", "propose", "-w", workspace, "--json").answer["additions"] == []


def test_a_link_mended_in_the_list_is_believed(litgraph: Litgraph, services: Services, tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, WRONG)
    ingest(litgraph, workspace)
    write_list(tmp_path, LIST)

    run = ingest(litgraph, workspace)

    assert (run.exit_code, warnings_of(run)) == (0, "")
    assert homes(workspace)[YARN_TITLE] == YARN


def without(key: str) -> list[KnownPaper]:
    """Give the small library without a paper."""
    return [paper for paper in small_library() if paper.key != key]


def test_an_entry_behind_a_wrong_link_that_nobody_knows_is_unresolved(
    litgraph: Litgraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = WRONG.replace(YARN_TITLE, "A Zebra Crosses Many Streets at Night")
    with serving() as services:
        set_environment(monkeypatch, services, tmp_path)
        workspace = make_workspace(tmp_path, text)
        first = ingest(litgraph, workspace)
        before = revision_of(workspace)
        services.recover()
        second = ingest(litgraph, workspace)

    (unresolved,) = first.answer["unresolved"]
    assert unresolved["line"] == 6
    assert unresolved["reason"].startswith(f"its link leads to {PI}, “Extending Context Window")
    assert unresolved["reason"].endswith("; no identifier, and no source knows the title")
    home = homes(workspace)["A Zebra Crosses Many Streets at Night"]
    assert home.startswith("title:")
    assert first.answer["references"]["of"] == len(LISTED) - 1
    assert (services.requests, second.answer["unresolved"], revision_of(workspace)) == (0, [unresolved], before)


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Efficient Extension of the Context of Models", True),
        ("YaRN: Reading More and More of Ever Longer Books", True),
        ("A Nickname", False),
    ],
    ids=["most-words", "its-name", "nickname"],
)
def test_a_renamed_preprint_is_believed_and_told(
    title: str, told: bool, litgraph: Litgraph, services: Services, tmp_path: Path
) -> None:
    workspace = make_workspace(tmp_path, LIST.replace(YARN_TITLE, title))

    run = ingest(litgraph, workspace)

    assert (run.exit_code, run.answer["unresolved"]) == (0, [])
    assert homes(workspace)[title] == YARN
    assert ("line 6: its link leads to arxiv:2309.00071" in warnings_of(run)) is told
    assert ("perhaps renamed" in warnings_of(run)) is told


def test_what_stands_behind_a_wrong_link_is_found_once_its_source_answers(
    litgraph: Litgraph, services: Services, tmp_path: Path
) -> None:
    workspace = make_workspace(tmp_path, WRONG)
    services.s2.faults.add(faults.status(503), when=at("/search/match"))
    first = ingest(litgraph, workspace)
    services.recover()

    second = ingest(litgraph, workspace)

    assert first.exit_code == 5
    assert f"line 6: its link leads to {PI}" in warnings_of(first)
    assert "s2 did not answer; run again" in warnings_of(first)
    assert second.exit_code == 0
    assert set(homes(workspace).values()) == set(LISTED)
    assert f"taken for {YARN}" in warnings_of(second)


def test_an_unknown_arxiv_id_is_unresolved_though_its_title_is_known(
    litgraph: Litgraph, services: Services, tmp_path: Path
) -> None:
    workspace = make_workspace(tmp_path, LIST.replace("abs/2402.13753", "abs/2501.99999"))

    run = ingest(litgraph, workspace)

    assert [(one["line"], one["reason"]) for one in run.answer["unresolved"]] == [
        (5, "no source knows arxiv:2501.99999")
    ]
    assert homes(workspace)["LongRoPE: Extending LLM Context Window Beyond 2 Million Tokens"] == "arxiv:2501.99999"


LINKS = {
    "versioned": "https://arxiv.org/abs/2402.13753v3",
    "pdf": "http://www.arxiv.org/pdf/2402.13753.pdf",
    "html": "https://arxiv.org/html/2402.13753v1",
    "arxiv-doi": "https://doi.org/10.48550/ARXIV.2402.13753",
    "doi": "https://dl.acm.org/doi/abs/10.5555/Made.Up",
    "acl": "https://aclanthology.org/2024.made-up.1.pdf",
    "old-acl": "https://www.aclweb.org/anthology/P19-1001/",
    "hugging-face": "https://huggingface.co/papers/2402.13753",
    "alphaxiv": "https://alphaxiv.org/abs/2402.13753",
    "openreview": "https://openreview.net/pdf?id=ONpwWmTlIb",
    "corpus-id": "https://api.semanticscholar.org/CorpusID:396488793",
    "papers-with-code": "https://paperswithcode.com/paper/longrope-extending-llm-context-window-beyond",
    "repository": "https://github.com/microsoft/LongRoPE",
}


@pytest.mark.parametrize("name", LINKS)
def test_any_link_leads_to_the_paper(
    name: str, litgraph: Litgraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("doi:10.5555/made.up", "acl:2024.made-up.1", "acl:P19-1001", "s2:396488793")  # made up, but for the test
    shown = [n for n in names if n != ("acl:2024.made-up.1" if name == "old-acl" else "acl:P19-1001")]
    library = [
        replace(paper, ids=paper.ids | {PaperId(one) for one in shown}) if paper.key == LONGROPE else paper
        for paper in small_library()
    ]
    with serving(library=library) as services:
        set_environment(monkeypatch, services, tmp_path)
        workspace = make_workspace(tmp_path, LIST.replace("https://arxiv.org/abs/2402.13753", LINKS[name]))
        run = ingest(litgraph, workspace)

    assert run.answer["unresolved"] == []
    assert homes(workspace)["LongRoPE: Extending LLM Context Window Beyond 2 Million Tokens"] == LONGROPE


def test_a_preprint_and_its_published_version_are_one_paper(
    litgraph: Litgraph, services: Services, tmp_path: Path
) -> None:
    twice = LIST + (
        "\n## Positions\n- A Length-Extrapolatable Transformer, <ins>arXiv, 2022</ins> "
        "[[Paper](https://arxiv.org/abs/2212.10554)]\n"
    )
    workspace = make_workspace(tmp_path, twice)

    run = ingest(litgraph, workspace)

    assert (run.answer["entries"], run.answer["resolved"], run.answer["references"]["of"]) == (10, 10, len(LISTED))
    paper = litgraph("query", "paper", "acl:2023.acl-long.816", "-w", workspace, "--json").answer
    assert (paper["id"], paper["venue"]) == ("arxiv:2212.10554", "ACL")
    assert paper["categories"] == [["Long Context", "Extrapolation"], ["Positions"]]


@pytest.mark.parametrize(
    ("change", "resolved"),
    [
        ({}, True),
        ({"year": 2019}, False),
        ({"title": "Orca: A Distributed Serving System for Generative Models"}, False),
        ({"title": "A Distributed Serving System for Transformer-Based Generative Models"}, True),
    ],
    ids=["the-same", "another-year", "another-title", "without-its-name"],
)
def test_a_title_alone_is_believed_with_care(
    change: dict[str, Any], resolved: bool, litgraph: Litgraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = [replace(paper, **change) if paper.key.startswith("s2:") else paper for paper in small_library()]
    with serving(library=library) as services:
        set_environment(monkeypatch, services, tmp_path)
        workspace = make_workspace(tmp_path)
        run = ingest(litgraph, workspace)

    assert (run.answer["unresolved"] == []) is resolved
    assert ("s2:900000001" in homes(workspace).values()) is resolved
