"""The contract of `discover`: what is a candidate, how it was found, and what is told of what is missing."""

from __future__ import annotations

import datetime
import json
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from litgraph import pipeline
from litgraph.api.opened import open_workspace
from litgraph.model.identifiers import PaperId
from litgraph.pipeline import Outcome
from litgraph.store.record import open_record
from litgraph.wiring import today
from tests.cli.conftest import Litgraph
from tests.encoders import HashEncoder
from tests.integration.services import (
    CITED,
    LIST,
    NEWER,
    SURVEY,
    Content,
    Services,
    at,
    content_of,
    facts,
    make_workspace,
    revision_of,
    serving,
    set_environment,
    small_library,
    small_papers,
    states_in,
    states_of,
    warnings_of,
    write_list,
)
from tests.servers import arxiv_faults, faults
from tests.servers.faults import Act
from tests.servers.records import ServedPaper, completed

NEWEST = "2024-02-29"  # the day of the newest paper of the list, which has no history


def discover(
    workspace: Path, *, refresh: bool = False, lists: Sequence[Path] = (), limit: int | None = None, **days: str
) -> Outcome:
    """Discover with an encoder that costs nothing."""
    opened = open_workspace(workspace)
    with opened.fresh_record() as record, opened.sources(refresh=refresh) as sources:
        return pipeline.discover(
            record,
            opened.workspace.survey(),
            sources,
            HashEncoder(),
            since=days.get("since"),
            until=days.get("until"),
            lists=lists,
            limit=limit,
            refresh=refresh,
            progress=lambda *_: None,
        )


def classify(workspace: Path) -> Outcome:
    """Classify with the same encoder."""
    opened = open_workspace(workspace)
    with opened.fresh_record() as record:
        return pipeline.classify(record, opened.workspace.survey(), HashEncoder(), progress=lambda *_: None)


def papers_in(done: Outcome) -> set[str]:
    """Give the candidates of an answer."""
    return {one["paper"] for one in done.value["candidates"]}


def found_by(done: Outcome) -> dict[str, list[str]]:
    """Give by what each candidate was found."""
    return {one["paper"]: one["found_by"] for one in done.value["candidates"]}


@pytest.fixture(scope="module")
def discovered(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """Give the content of the record after a discovery that nothing disturbed."""
    folder = tmp_path_factory.mktemp("discovered")
    with pytest.MonkeyPatch.context() as patched, serving() as served:
        set_environment(patched, served, folder)
        workspace = make_workspace(folder)
        assert discover(workspace).trouble is None
        return content_of(workspace)


def test_newer_papers_are_found_and_ranked(litgraph: Litgraph, network: Path) -> None:
    run = litgraph("discover", "-w", network, "--json")

    envelope = json.loads(run.stdout)
    assert (run.exit_code, envelope["schema"], envelope["warnings"]) == (0, "litgraph/discover.v1", [])
    answer = envelope["data"]
    assert (answer["since"], answer["until"], answer["missing"], answer["withdrawn"]) == (NEWEST, today(), [], [])
    assert {one["paper"] for one in answer["candidates"]} == set(NEWER)
    assert all(set(one) >= {"paper", "title", "date", "score", "found_by"} for one in answer["candidates"])
    assert all(NEWEST <= one["date"] <= today() and 0 <= one["score"] <= 1 for one in answer["candidates"])
    scores = [one["score"] for one in answer["candidates"]]
    assert scores == sorted(scores, reverse=True)
    assert states_in(run) == {"arxiv": "ok", "s2": "ok", "arxiv-oai": "ok"}


def test_each_candidate_says_by_what_it_was_found(services: Services, network: Path) -> None:
    ways = found_by(discover(network))

    assert {"arxiv", "citations"} <= set(ways["arxiv:2405.12981"])  # it cites FlashAttention
    assert all(way in ("arxiv", "citations", "recommendations") for found in ways.values() for way in found)


def test_the_dates_bound_the_candidates(services: Services, network: Path) -> None:
    both = discover(network, since="2024-05-01")
    one = discover(network, since="2024-04-01", until="2024-04-30")

    assert papers_in(both) == {"arxiv:2405.12981", "arxiv:2405.21060"}
    assert papers_in(one) == {"arxiv:2404.08801"}


def test_days_that_are_none_are_refused(litgraph: Litgraph, services: Services, network: Path) -> None:
    run = litgraph("discover", "--since", "2024-05-02", "--until", "2024-05-01", "-w", network)

    assert run.exit_code == 3
    assert services.requests == 0


def test_it_goes_on_where_the_last_complete_discovery_ended(
    litgraph: Litgraph, services: Services, network: Path
) -> None:
    first = discover(network, until="2024-04-30")
    second = discover(network)
    third = litgraph("discover", "--exit-code", "-w", network, "--json")

    assert (papers_in(first), first.value["until"]) == ({"arxiv:2404.08801"}, "2024-04-30")
    assert (papers_in(second), second.value["since"]) == ({"arxiv:2405.12981", "arxiv:2405.21060"}, "2024-04-30")
    assert (third.exit_code, third.answer["since"], third.answer["candidates"]) == (7, today(), [])


def test_a_history_says_since_when(services: Services, tmp_path: Path) -> None:
    folder = write_list(tmp_path).parent
    when = {"GIT_AUTHOR_DATE": "2024-05-01T12:00:00Z", "GIT_COMMITTER_DATE": "2024-05-01T12:00:00Z"}
    environment = {**when, "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    named = ["-c", "user.name=A Curator", "-c", "user.email=curator@example.org"]
    for arguments in (["init", "-q", "."], ["add", "-A"], [*named, "commit", "-q", "-m", "Begin"]):
        subprocess.run(["git", *arguments], cwd=folder, env=environment, check=True)

    done = discover(make_workspace(tmp_path))

    assert done.value["since"] == "2024-05-01"
    assert papers_in(done) == {"arxiv:2405.12981", "arxiv:2405.21060"}


def test_the_day_on_which_a_list_was_first_read_says_nothing(services: Services, network: Path) -> None:
    opened = open_workspace(network)
    long_after = open_record(opened.workspace.record, write=True, today="2100-01-01")
    with long_after as record, opened.sources(refresh=False) as sources:
        done = pipeline.discover(
            record,
            opened.workspace.survey(),
            sources,
            HashEncoder(),
            since=None,
            until=None,
            lists=(),
            refresh=False,
            progress=lambda *_: None,
        )

    assert done.value["since"] == NEWEST


def test_the_same_question_again_changes_nothing(services: Services, network: Path) -> None:
    first = discover(network, since=NEWEST)
    before = revision_of(network)
    services.recover()

    second = discover(network, since=NEWEST)

    assert {**second.value, "sources": first.value["sources"]} == first.value
    assert (services.requests, revision_of(network)) == (0, before)


def test_limit_keeps_the_best(litgraph: Litgraph, services: Services, network: Path) -> None:
    whole = discover(network).value["candidates"]

    assert discover(network, since=NEWEST, limit=1).value["candidates"] == whole[:1]


FAULTS: dict[str, tuple[str, Act, str]] = {
    "window-503": ("/api/query", faults.status(503), "arXiv cs.CL: "),
    "window-cut": ("/api/query", faults.cut_content, "arXiv cs.CL: failed"),
    "window-rate-exceeded": ("/api/query", faults.rate_exceeded, "arXiv cs.CL: "),
    "window-empty-page": ("/api/query", arxiv_faults.without_entries, "arXiv cs.CL: failed"),
    "window-counts-too-many": ("/api/query", arxiv_faults.counting("150"), "arXiv cs.CL: failed"),
    "changes-502": ("/oai", faults.status(502, faults.HTML), "changes of cs.CL: "),
    "changes-bomb": ("/oai", faults.entity_bomb, "changes of cs.CL: failed"),
    "citations-429": ("/citations", faults.too_many(), "citations of arxiv:"),
    "citations-null": ("/citations", faults.null_data, "citations of arxiv:"),
    "citations-reset": ("/citations", faults.reset_mid_body, "citations of arxiv:"),
    "recommendations-504": ("/recommendations", faults.status(504), "recommendations: "),
    "recommendations-without": ("/recommendations", faults.without_data, "recommendations: failed"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_fails_is_told_and_asked_again(name: str, services: Services, network: Path, discovered: Content) -> None:
    part, act, told = FAULTS[name]
    for server in services.servers:
        server.faults.add(act, when=lambda seen: part in seen.path and not seen.parameter("id_list"))

    first = discover(network)
    services.recover()
    # What came whole and was wrong all the same is in the reply cache.
    second = discover(network, refresh=name == "window-counts-too-many")

    assert any(one.startswith(told) for one in first.value["missing"])
    assert first.warnings
    assert (second.value["since"], second.value["missing"]) == (NEWEST, [])
    assert papers_in(second) == set(NEWER)
    assert second.trouble is None
    mended = content_of(network)
    assert {name: rows for name, rows in mended.items() if name != "states"} == {
        name: rows for name, rows in discovered.items() if name != "states"
    }
    assert set(discovered["states"]) <= set(mended["states"])


def test_out_of_reach_outweighs_nothing_new(litgraph: Litgraph, services: Services, network: Path) -> None:
    services.s2.faults.add(faults.status(503))

    run = litgraph("discover", "--since", "2026-01-01", "--exit-code", "-w", network, "--json")

    assert run.exit_code == 5
    assert run.answer["candidates"] == []
    assert states_in(run)["s2"] == "unreachable"


def test_offline_it_says_what_it_did_not_ask(litgraph: Litgraph, services: Services, network: Path) -> None:
    run = litgraph("discover", "--since", "2024-05-01", "--offline", "-w", network, "--json")

    assert (run.exit_code, services.requests, run.answer["candidates"]) == (0, 0, [])
    assert run.answer["missing"]
    assert warnings_of(run)
    assert states_of(network, "discover") == {}


def sister(folder: Path, *links: tuple[str, str]) -> Path:
    """Write another list."""
    file = folder / "sister" / "README.md"
    file.parent.mkdir(exist_ok=True)
    file.write_text("# Another\n\n## All\n" + "".join(f"- [{title}]({url})\n" for title, url in links))
    return file


MAMBA = ("Mamba: Linear-Time Sequence Modeling with Selective State Spaces", "https://arxiv.org/abs/2312.00752")


def test_a_sister_list_gives_what_this_one_lacks(litgraph: Litgraph, services: Services, network: Path) -> None:
    file = sister(
        network.parent,
        MAMBA,
        ("YaRN: Efficient Context Window Extension of Large Language Models", "https://arxiv.org/abs/2309.00071"),
        ("Efficient Large Language Models: A Survey", f"https://arxiv.org/abs/{SURVEY}"),
        ("A Paper with a Number that Nobody Gave Out", "https://arxiv.org/abs/2501.99999"),
        ("A Report on Large Things that Only a Web Page Has", "https://example.org/report"),
    )

    done = discover(network, lists=[file])
    assigned = classify(network).value["assignments"]

    assert done.value["since"] is None
    assert found_by(done).pop("arxiv:2312.00752") == ["sister"]
    (other,) = papers_in(done) - {"arxiv:2312.00752"}
    assert other.startswith("title:")
    assert "arxiv:2501.99999" not in {one["paper"] for one in assigned}
    assert services.s2.paths() == ["/graph/v1/paper/batch"] * 2  # nothing but the papers of both lists
    assert done.trouble is None


def test_a_sister_list_from_the_command_line(litgraph: Litgraph, services: Services, network: Path) -> None:
    file = sister(network.parent, MAMBA)

    run = litgraph("discover", "--from-list", file, "-w", network, "--json")
    both = litgraph("discover", "--from-list", file.parent, "--since", "2024-05-01", "-w", network, "--json")
    none = litgraph("discover", "--from-list", network.parent / "none.md", "-w", network)

    assert [one["paper"] for one in run.answer["candidates"]] == ["arxiv:2312.00752"]
    assert {one["paper"] for one in both.answer["candidates"]} == {"arxiv:2405.12981", "arxiv:2405.21060"}
    assert (none.exit_code, "none.md" in none.last_line) == (3, True)


def test_what_people_rejected_is_never_a_candidate(litgraph: Litgraph, services: Services, network: Path) -> None:
    discover(network)
    litgraph("survey", "reject", "2405.12981", "-w", network)

    again = discover(network, since=NEWEST)

    assert papers_in(again) == set(NEWER) - {"arxiv:2405.12981"}
    asked = [json.loads(seen.body) for seen in services.s2.seen if "/recommendations" in seen.path]
    assert asked[-1]["negativePaperIds"] == ["ARXIV:2405.12981"]


def test_the_survey_itself_is_never_a_candidate(services: Services, network: Path) -> None:
    done = discover(network, since="2023-01-01")

    assert f"arxiv:{SURVEY}" not in papers_in(done)
    assert set(CITED) - {"arxiv:2205.14135"} <= papers_in(done)


WITHDRAWN = "This paper has been withdrawn by the authors due to an error"


@pytest.mark.parametrize("category", ["cs.CL", "q-bio.NC"], ids=["found-at-arxiv", "found-by-citations-alone"])
def test_a_withdrawn_paper_is_told_and_never_proposed(
    category: str, litgraph: Litgraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = "arxiv:2405.12981"
    papers = [
        replace(paper, comment=WITHDRAWN, categories=(category,)) if paper.id == gone else paper
        for paper in small_papers()
    ]
    with serving(papers) as services:
        set_environment(monkeypatch, services, tmp_path)
        workspace = make_workspace(tmp_path)
        done = discover(workspace)
        assigned = classify(workspace).value["assignments"]
        proposed = litgraph("survey", "propose", "-w", workspace, "--json").answer

    assert papers_in(done) == set(NEWER) - {gone}
    assert done.value["withdrawn"] == [gone]
    assert "1 papers that were found are withdrawn" in " ".join(done.warnings)
    assert gone not in {one["paper"] for one in assigned}
    assert gone not in {one["paper"] for one in (*proposed["additions"], *proposed["review"])}


def test_what_arxiv_announced_late_is_not_missed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    days = {ago: (datetime.date.fromisoformat(today()) - datetime.timedelta(days=ago)).isoformat() for ago in (3, 2000)}
    moments: Any = {"updated": f"{today()}T00:30:00Z", "categories": ("cs.CL",)}
    late = ServedPaper(
        id=PaperId("arxiv:2912.90001"), title="A made-up late one", published=f"{days[3]}T09:00:00Z", **moments
    )
    old = ServedPaper(
        id=PaperId("arxiv:2912.90002"), title="A made-up old one", published=f"{days[2000]}T09:00:00Z", **moments
    )
    with serving() as before:
        set_environment(monkeypatch, before, tmp_path)
        workspace = make_workspace(tmp_path)
        first = discover(workspace)
    with serving([*small_papers(), completed(late), completed(old)]) as after:
        set_environment(monkeypatch, after, tmp_path)
        second = discover(workspace)
    assigned = {one["paper"] for one in classify(workspace).value["assignments"]}

    assert papers_in(first) == set(NEWER)
    assert (second.value["since"], papers_in(second)) == (today(), set())
    assert "arxiv:2912.90001" in assigned
    assert "arxiv:2912.90002" not in assigned


def test_an_empty_list_watches_what_the_survey_is_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    headings = "".join(line for line in LIST.splitlines(keepends=True) if not line.startswith("- "))
    with serving() as services:
        set_environment(monkeypatch, services, tmp_path)
        done = discover(make_workspace(tmp_path, headings))

    assert done.value["since"] == facts_day(f"arxiv:{SURVEY}")
    assert set(NEWER) <= papers_in(done)


def facts_day(key: str) -> str:
    """Give the made-up day on which the local servers date a paper."""
    return completed(facts()[key]).published[:10]


def test_undated_papers_and_unknown_citing_papers_are_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library: list[Any] = [
        replace(paper, date=None, year=None, ids=frozenset({PaperId("doi:10.5555/undated")}))
        if paper.key == "arxiv:2404.08801"
        else paper
        for paper in small_library()
    ]
    papers = [paper for paper in small_papers() if paper.id != "arxiv:2404.08801"]
    with serving(papers, library) as services:
        set_environment(monkeypatch, services, tmp_path)
        done = discover(make_workspace(tmp_path))

    assert papers_in(done) == {"arxiv:2405.12981", "arxiv:2405.21060"}


def test_the_places_asked_are_those_of_the_list(services: Services, network: Path) -> None:
    discover(network, since="2024-04-01", until="2024-06-30")

    searches = [seen.parameter("search_query") for seen in services.arxiv.seen if seen.parameter("search_query")]
    asked = {seen.parameter("publicationDateOrYear") for seen in services.s2.seen if at("/citations")(seen)}
    assert searches == ["cat:cs.CL AND submittedDate:[202404010000 TO 202406302359]"]
    assert asked == {"2024-04-01:2024-06-30"}
