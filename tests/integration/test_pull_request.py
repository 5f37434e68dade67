"""`litgraph survey pr` end to end: real git, a bare repository, and a local server that speaks GitHub's REST calls."""

from __future__ import annotations

import json
import logging
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from litgraph.survey.pull_request.state import read_state
from tests.cli.conftest import LIST, Litgraph, litgraph
from tests.integration.published import (
    PAPERS,
    PRUNING,
    REPOSITORY,
    Site,
    make_site,
    set_environment,
    watch_git,
)
from tests.servers import faults
from tests.servers.faults import status
from tests.servers.github import TOKEN, GitHubServer, git
from tests.servers.scripted import scripted

__all__ = ["litgraph"]


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[GitHubServer]:
    """Serve an empty GitHub, and lead this process there."""
    with GitHubServer(tmp_path / "hosted", page=2) as served:
        set_environment(monkeypatch, served, tmp_path)
        yield served


@pytest.fixture
def site(tmp_path: Path, server: GitHubServer, litgraph: Litgraph) -> Site:
    """Give a survey on a repository that the token may write to, with three papers filed."""
    made = make_site(tmp_path, server, litgraph, writers={"keeper"})
    made.knows(p2310_05175=PRUNING)
    return made


@pytest.fixture
def foreign(tmp_path: Path, server: GitHubServer, litgraph: Litgraph) -> Site:
    """Give a survey on a repository that the token may only read."""
    made = make_site(tmp_path, server, litgraph, writers={"owner"})
    made.knows(p2310_05175=PRUNING)
    return made


def test_a_dry_run_shows_everything_and_changes_nothing(site: Site) -> None:
    before = site.list_file.read_bytes()

    run = site.pr()

    assert run.exit_code == 0, run.stderr
    shown = run.answer
    assert (shown["dry_run"], shown["repository"], shown["branch"]) == (True, REPOSITORY, "litgraph/update")
    assert (shown["number"], shown["url"]) == (None, None)
    assert shown["title"] == "litgraph: add 3 papers"
    assert [added["paper"] for added in shown["additions"]] == [
        "arxiv:2304.01089",
        "arxiv:2310.05175",
        "arxiv:2405.04532",
    ]
    assert "QServe" in shown["body"]
    assert "+- RPTQ" in shown["diff"]
    assert {seen.method for seen in site.server.seen} == {"GET"}
    assert (site.branch(), site.pulls) == ([], [])
    assert site.list_file.read_bytes() == before
    assert git("status", "--porcelain", at=site.clone) == ""


def test_with_yes_a_branch_is_pushed_and_a_request_opened(site: Site) -> None:
    run = site.pr("--yes")

    assert run.exit_code == 0, run.stderr
    assert (run.answer["number"], run.answer["url"]) == (1, f"https://github.com/{REPOSITORY}/pull/1")
    assert site.branch() == ["Add 3 papers"]
    (pull,) = site.pulls
    assert (pull["title"], pull["head"]["ref"], pull["base"]["ref"]) == (
        "litgraph: add 3 papers",
        "litgraph/update",
        "main",
    )
    assert site.hosted.labels == {1: ["litgraph"]}
    proposed = site.litgraph("survey", "propose", "-w", site.workspace, "--json").answer
    subprocess.run(["git", "apply"], input=proposed["diff"], cwd=site.clone, text=True, check=True)
    assert site.file() == site.list_file.read_text()  # the branch holds what `propose` shows, to the byte


def test_a_second_run_with_nothing_new_changes_nothing(site: Site) -> None:
    first = site.pr("--yes").answer
    tip = git("rev-parse", "litgraph/update", at=site.hosted.folder)
    site.server.seen.clear()

    second = site.pr("--yes").answer

    assert {seen.method for seen in site.server.seen} == {"GET"}
    assert git("rev-parse", "litgraph/update", at=site.hosted.folder) == tip
    assert second == first


def test_what_people_make_of_its_words_stays_until_there_are_new_ones(site: Site) -> None:
    site.pr("--yes")
    (pull,) = site.pulls
    pull["title"], pull["body"] = "Ours now", "- [x] read\r\n" + pull["body"].replace("\n", "\r\n")

    assert site.pr("--yes").exit_code == 0
    assert (pull["title"], pull["body"][:10]) == ("Ours now", "- [x] read")
    site.litgraph("survey", "reject", "2304.01089", "-w", site.workspace)
    assert site.pr("--yes").exit_code == 0
    assert pull["title"] == "litgraph: add 2 papers"


def test_new_papers_bring_the_same_request_up_to_date(site: Site) -> None:
    site.pr("--yes")
    newer = {"id": "2406.00001", "title": "A Newer Way to Quantize", "date": "2024-06-01"}
    site.knows((*PAPERS, newer))

    run = site.pr("--yes")

    assert run.answer["number"] == 1
    assert site.branch() == ["Add 4 papers"]
    (pull,) = site.pulls
    assert pull["title"] == "litgraph: add 4 papers"
    assert "A Newer Way to Quantize" in pull["body"]
    assert "A Newer Way to Quantize" in site.file()


def test_a_limit_keeps_the_most_probable(site: Site) -> None:
    run = site.pr("--yes", "--limit", "1")

    assert len(run.answer["additions"]) == 1
    assert site.branch() == ["Add 1 paper"]


def test_a_draft_is_opened_as_one(site: Site) -> None:
    site.pr("--yes", "--draft")

    assert [pull["draft"] for pull in site.pulls] == [True]


def test_a_request_closed_without_merging_rejects_its_papers(site: Site) -> None:
    site.pr("--yes", "--limit", "2")
    site.server.close(REPOSITORY, 1)

    dry = site.pr()
    assert [added["paper"] for added in dry.answer["additions"]] == ["arxiv:2405.04532"]
    assert not (site.clone / "litgraph-decisions.jsonl").exists()

    run = site.pr("--yes")

    assert "pull request 1 was closed without merging: rejected 2 papers" in json.loads(run.stdout)["warnings"][0]
    decided = site.litgraph("survey", "decisions", "-w", site.workspace, "--json").answer["decisions"]
    assert [(one["paper"], one["decision"]) for one in decided] == [
        ("arxiv:2304.01089", "reject"),
        ("arxiv:2310.05175", "reject"),
    ]
    assert (run.answer["number"], len(site.pulls)) == (2, 2)
    assert site.branch() == ["Keep what people decided", "Add 1 paper"]
    assert len(site.file("litgraph-decisions.jsonl").splitlines()) == 2
    again = site.pr("--yes")
    assert json.loads(again.stdout)["warnings"] == []


def test_what_a_person_accepts_after_closing_stays_accepted(site: Site) -> None:
    site.pr("--yes")
    site.server.close(REPOSITORY, 1)
    site.litgraph("survey", "accept", "2405.04532", "-w", site.workspace)

    run = site.pr("--yes")

    assert [added["paper"] for added in run.answer["additions"]] == ["arxiv:2405.04532"]


def test_a_strangers_closed_request_rejects_nothing(site: Site) -> None:
    site.pr("--yes")
    site.pulls[0]["user"]["login"] = "stranger"
    site.server.close(REPOSITORY, 1)

    run = site.pr("--yes")

    assert len(run.answer["additions"]) == 3


def test_a_merged_request_is_nothing_special(site: Site) -> None:
    site.pr("--yes", "--limit", "1")
    site.server.close(REPOSITORY, 1, merged=True)
    assert site.pr("--yes").exit_code == 3  # the list upstream is another now
    git("pull", "--quiet", at=site.clone)

    run = site.pr("--yes")

    assert (run.answer["number"], len(run.answer["additions"])) == (2, 2)
    assert site.branch() == ["Add 2 papers"]


def test_with_nothing_to_propose_an_open_request_is_left_alone(site: Site) -> None:
    site.pr("--yes")
    for paper in PAPERS:
        site.litgraph("survey", "reject", paper["id"], "-w", site.workspace)

    run = site.pr("--yes")

    assert run.exit_code == 0
    assert (run.answer["number"], run.answer["title"]) == (1, "")
    assert "nothing to propose; pull request 1 is left as it is" in run.stdout
    assert site.pulls[0]["state"] == "open"


def test_with_nothing_to_propose_none_is_opened(tmp_path: Path, server: GitHubServer, litgraph: Litgraph) -> None:
    bare = make_site(tmp_path, server, litgraph, writers={"keeper"})

    assert bare.pr("--yes").exit_code == 0
    assert (bare.pulls, bare.branch()) == ([], [])


def test_a_repository_of_others_is_forked(foreign: Site) -> None:
    dry = foreign.pr()
    assert dry.answer["head"] == "keeper:litgraph/update"
    assert list(foreign.server.repositories) == [REPOSITORY]
    foreign.litgraph("survey", "reject", "2304.01089", "-w", foreign.workspace)

    run = foreign.pr("--yes")

    assert run.exit_code == 0, run.stderr
    fork = foreign.server.repositories["keeper/small-things"]
    assert (foreign.branch(fork), foreign.branch()) == (["Add 2 papers"], [])
    assert "litgraph-decisions.jsonl" not in git("ls-tree", "--name-only", "litgraph/update", at=fork.folder)
    (pull,) = foreign.pulls
    assert pull["head"]["label"] == "keeper:litgraph/update"
    assert "could not be labelled" in run.stdout
    assert foreign.pr("--yes").answer["number"] == 1
    assert len(foreign.pulls) == 1


def test_a_fork_that_fills_up_late_is_waited_for(foreign: Site) -> None:
    foreign.server.fork_takes = 0.2

    assert foreign.pr("--yes").exit_code == 0
    assert foreign.branch(foreign.server.repositories["keeper/small-things"]) == ["Add 3 papers"]


def test_a_fork_that_stays_empty_exits_5(foreign: Site) -> None:
    foreign.server.host("keeper/small-things", writers={"keeper"}, parent=REPOSITORY)

    run = foreign.pr("--yes")

    assert run.exit_code == 5
    assert "not ready" in run.last_line


def test_the_token_of_an_app_pushes_to_the_repository_itself(foreign: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    foreign.server.tokens = {"ghs_installed": ""}
    monkeypatch.setenv("GITHUB_TOKEN", "ghs_installed")

    assert foreign.pr("--yes").exit_code == 0
    assert foreign.branch() == ["Add 3 papers"]
    foreign.server.close(REPOSITORY, 1)
    assert "rejected 3 papers" in foreign.pr("--yes").stdout


def test_somebody_elses_commits_are_never_overwritten(site: Site, tmp_path: Path) -> None:
    site.pr("--yes")
    theirs = tmp_path / "theirs"
    git("clone", "--quiet", "-b", "litgraph/update", str(site.hosted.folder), str(theirs))
    git("commit", "--quiet", "--amend", "-m", "Add papers, better", at=theirs)
    git("push", "--quiet", "--force", "origin", "litgraph/update", at=theirs)

    run = site.pr("--yes")

    assert run.exit_code == 3
    assert "commit that litgraph did not make" in run.last_line
    assert site.branch() == ["Add papers, better"]


def test_a_list_that_is_another_upstream_is_refused(site: Site) -> None:
    site.list_file.write_text(LIST + "\n## More\n", encoding="utf-8")

    run = site.pr("--yes")

    assert run.exit_code == 3
    assert "git pull" in run.last_line
    assert site.branch() == []


def test_other_changes_upstream_leave_the_branch_alone(site: Site) -> None:
    site.pr("--yes")
    tip = git("rev-parse", "litgraph/update", at=site.hosted.folder)
    (site.clone / "NOTES").write_text("x")
    git("add", "NOTES", at=site.clone)
    git("commit", "--quiet", "-m", "Notes", at=site.clone)
    git("push", "--quiet", "origin", "main", at=site.clone)

    assert site.pr("--yes").exit_code == 0
    assert git("rev-parse", "litgraph/update", at=site.hosted.folder) == tip


def test_the_commit_bears_the_name_that_git_knows(site: Site, tmp_path: Path) -> None:
    (tmp_path / "gitconfig").write_text("[user]\n\tname = Ada Keeper\n\temail = ada@example.org\n")

    site.pr("--yes")

    shown = git("log", "-1", "--format=%an <%ae> %cn", "litgraph/update", at=site.hosted.folder)
    assert shown == "Ada Keeper <ada@example.org> Ada Keeper\n"


def test_without_a_name_a_neutral_one_is_used(site: Site) -> None:
    site.pr("--yes")

    assert git("log", "-1", "--format=%an <%ae>", "litgraph/update", at=site.hosted.folder) == (
        "litgraph <litgraph@localhost>\n"
    )


def test_a_bad_token_exits_4(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "ghp_wrong")

    run = site.pr("--yes")

    assert run.exit_code == 4
    assert "GITHUB_TOKEN" in run.last_line
    assert "ghp_wrong" not in run.stderr


def test_without_a_token_only_a_dry_run_is_made(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_TOKEN")

    assert site.pr().exit_code == 0
    assert site.pr("--yes").exit_code == 4


def test_out_of_reach_exits_5(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.server.faults.add(status(503))
    assert site.pr("--yes").exit_code == 5
    assert site.litgraph("survey", "pr", "--offline", "-w", site.workspace).exit_code == 5


def test_a_spent_limit_exits_5_unless_it_is_over_soon(site: Site) -> None:
    far = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": f"{time.time() + 3000:.0f}"}
    site.server.faults.add(status(403, headers=far), times=1)
    assert site.pr().exit_code == 5

    site.server.faults.add(status(403, headers={**far, "x-ratelimit-reset": "1"}), times=1)
    assert site.pr().exit_code == 0


def test_what_is_missing_exits_3(site: Site, tmp_path: Path) -> None:
    toml = site.workspace / "litgraph.toml"
    whole = toml.read_text()
    for repository in ("", "keepers/nothing", "no-name", "../../user"):
        toml.write_text(whole.replace(f'repository = "{REPOSITORY}"', f'repository = "{repository}"'))
        assert site.pr("--yes").exit_code == 3
    toml.write_text(whole)
    (site.clone / ".git").rename(tmp_path / "away")
    assert site.pr("--yes").exit_code == 3


def test_an_answer_that_is_lost_opens_no_second_request(site: Site) -> None:
    def opened_but_lost(handler: faults.Handler) -> None:
        handler.honest()
        faults.reset(handler)

    site.server.faults.add(
        opened_but_lost, times=1, when=lambda seen: seen.method == "POST" and seen.path.endswith("/pulls")
    )

    run = site.pr("--yes")

    assert (run.exit_code, run.answer["number"]) == (0, 1)
    assert len(site.pulls) == 1


def test_a_request_that_was_not_opened_is_opened_by_the_next_run(site: Site) -> None:
    site.server.faults.add(status(502), times=1, when=lambda seen: seen.method == "POST" and "/pulls" in seen.path)
    assert site.pr("--yes").exit_code == 5
    assert (site.branch(), site.pulls) == (["Add 3 papers"], [])

    assert site.pr("--yes").answer["number"] == 1


def test_all_pages_of_requests_are_read(site: Site) -> None:
    site.pr("--yes", "--limit", "1")
    site.server.close(REPOSITORY, 1)
    old = site.pulls[0]
    site.pulls.extend({**old, "number": number, "body": "by hand"} for number in range(2, 7))

    assert "pull request 1 was closed" in site.pr("--yes").stdout


def test_changes_are_commits_of_their_own(tmp_path: Path, server: GitHubServer, litgraph: Litgraph) -> None:
    text = LIST.replace("abs/2301.00774", "abs/ 2301.00774").replace("(#quantization)", "(#quantizaton)")
    broken = make_site(tmp_path, server, litgraph, writers={"keeper"}, text=text)
    broken.knows(PAPERS[:1])

    run = broken.pr("--yes")

    assert {(change["rule"], change["line"]) for change in run.answer["changes"]} == {
        ("malformed-entry", 12),
        ("broken-anchor", 4),
    }
    assert broken.branch() == ["Add 1 paper", "Mend the link in 1 line", "Mend the format of 1 line"]
    assert run.answer["title"] == "litgraph: add 1 paper, mend 2 lines"
    subprocess.run(["git", "apply"], input=run.answer["diff"], cwd=broken.clone, text=True, check=True)
    assert broken.file() == broken.list_file.read_text()


def test_the_request_remembers_its_papers(site: Site) -> None:
    assert site.pr("--yes").exit_code == 0
    state = read_state(site.pulls[0]["body"])

    assert state is not None
    assert state.papers == ("arxiv:2304.01089", "arxiv:2310.05175", "arxiv:2405.04532")


def test_nothing_of_a_hostile_title_means_anything(site: Site) -> None:
    added = {"id": "2401.00001", "title": "@octocat fixes #1 of owner/repo#3 in GH-2 at deadbee1", "date": "2024"}
    held = {"id": "2401.00002", "title": "@octocat [x](https://e.example) <b>|</b>", "date": "2024"}
    site.knows((added, held))

    assert site.pr("--yes").exit_code == 0

    (pull,) = site.pulls
    outside = re.sub(r"`[^`\n]*`", "", pull["body"])
    assert pull["body"].count("@octocat") == 2
    assert not [word for word in ("octocat", "#1", "#3", "e.example", "<b>", "GH-2", "deadbee1") if word in outside]
    messages = git("log", "--format=%B", "main..litgraph/update", at=site.hosted.folder)
    assert "octocat" not in messages + pull["title"]


def test_a_list_in_a_folder_is_found_there(site: Site, tmp_path: Path) -> None:
    (site.clone / "lists").mkdir()
    git("mv", "README.md", "lists/Odd name.md", at=site.clone)
    git("commit", "--quiet", "-m", "Move", at=site.clone)
    git("push", "--quiet", "origin", "main", at=site.clone)
    toml = site.workspace / "litgraph.toml"
    toml.write_text(toml.read_text().replace("/README.md", "/lists/Odd name.md"))

    run = site.pr("--yes")

    assert run.exit_code == 0, run.stderr
    assert "QServe" in site.file("lists/Odd name.md")
    assert "for lists/Odd name.md." in run.answer["body"]


def test_two_surveys_of_one_repository_have_a_branch_each(site: Site) -> None:
    other = site.clone / "OTHER.md"
    other.write_text(LIST, encoding="utf-8")
    git("add", "OTHER.md", at=site.clone)
    git("commit", "--quiet", "-m", "Another list", at=site.clone)
    git("push", "--quiet", "origin", "main", at=site.clone)
    assert site.litgraph("init", site.workspace, "--list", other, "--name", "The other").exit_code == 0
    toml = site.workspace / "litgraph.toml"
    toml.write_text(toml.read_text() + f'repository = "{REPOSITORY}"\n', encoding="utf-8")

    assert site.pr().answer["branch"] == "litgraph/update"
    assert site.pr("--survey", "The other").answer["branch"] == "litgraph/update-The-other"


def test_bytes_are_kept_whatever_git_is_told_of_line_endings(
    tmp_path: Path, server: GitHubServer, litgraph: Litgraph
) -> None:
    crlf = make_site(tmp_path, server, litgraph, writers={"keeper"}, text=LIST.rstrip("\n").replace("\n", "\r\n"))
    crlf.knows(PAPERS[:1])
    (tmp_path / "gitconfig").write_text("[core]\n\tautocrlf = input\n")

    run = crlf.pr("--yes")

    assert run.exit_code == 0, run.stderr
    blob = subprocess.run(
        ["git", "show", "litgraph/update:README.md"], cwd=crlf.hosted.folder, capture_output=True, check=True
    ).stdout
    assert blob.count(b"\r\n") == blob.count(b"\n") == LIST.count("\n")
    assert not blob.endswith(b"\n")


@pytest.fixture
def over_http(site: Site) -> Site:
    """Let git come over HTTP, where it needs the token."""
    site.server.over_http = True
    return site


def test_over_http_git_shows_the_token_in_a_header_of_its_own(over_http: Site) -> None:
    run = over_http.pr("--yes")

    assert run.exit_code == 0, run.stderr
    assert over_http.branch() == ["Add 3 papers"]
    pushed = [seen for seen in over_http.server.seen if seen.path.endswith("/git-receive-pack")]
    assert [seen.headers["authorization"].partition(" ")[0] for seen in pushed] == ["Basic"]


def test_over_http_a_push_that_is_refused_exits_4(over_http: Site) -> None:
    over_http.hosted.writers.clear()
    over_http.server.tokens = {TOKEN: "keeper"}
    over_http.server.faults.add(
        faults.saying(
            json.dumps(
                {
                    "full_name": REPOSITORY,
                    "clone_url": over_http.server.clone_url(over_http.hosted),
                    "default_branch": "main",
                    "permissions": {"push": True},
                }
            ).encode(),
            "application/json",
        ),
        when=lambda seen: seen.path == f"/repos/{REPOSITORY}",
    )

    run = over_http.pr("--yes")

    assert run.exit_code == 4
    assert "GITHUB_TOKEN" in run.last_line
    assert over_http.pulls == []


def test_over_http_git_out_of_reach_exits_5(over_http: Site) -> None:
    over_http.server.faults.add(faults.reset, when=lambda seen: ".git/" in seen.path)

    assert over_http.pr("--yes").exit_code == 5


def test_the_token_goes_nowhere_that_git_is_redirected_to(over_http: Site) -> None:
    with scripted() as elsewhere:
        over_http.server.faults.add(
            faults.redirect(f"{elsewhere.url}/keepers/small-things.git/info/refs?service=git-upload-pack", 301),
            when=lambda seen: ".git/" in seen.path,
        )

        assert over_http.pr("--yes").exit_code == 5
        assert elsewhere.seen == []


def test_a_header_in_the_users_configuration_is_not_sent_beside_ours(over_http: Site, tmp_path: Path) -> None:
    (tmp_path / "gitconfig").write_text(
        f'[http "{over_http.server.url}/"]\n\textraheader = AUTHORIZATION: basic b2xkOm9sZA==\n'
    )

    assert over_http.pr("--yes").exit_code == 0


@pytest.mark.parametrize("over", ["file", "http"])
def test_the_token_is_seen_nowhere(
    site: Site, over: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    site.server.over_http = over == "http"
    calls = watch_git(monkeypatch, tmp_path)
    caplog.set_level(logging.DEBUG)
    for trace in ("GIT_TRACE", "GIT_TRACE_CURL", "GIT_TRACE2", "GIT_CURL_VERBOSE"):
        monkeypatch.setenv(trace, str(tmp_path / trace))
    monkeypatch.setenv("GIT_TRACE_REDACT", "0")

    run = site.litgraph("survey", "pr", "--yes", "--verbose", "--json", "-w", site.workspace)

    assert run.exit_code == 0, run.stderr
    assert "push" in calls.read_text()
    assert TOKEN not in run.stdout + run.stderr + caplog.text + calls.read_text()
    secrets = (TOKEN.encode(), b"eC1hY2Nlc3MtdG9rZW4")  # the second is how the header that git gets begins
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert not [file for file in files if any(secret in file.read_bytes() for secret in secrets)]
