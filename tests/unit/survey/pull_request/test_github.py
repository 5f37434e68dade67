"""What GitHub may answer, and what is made of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from litgraph.errors import InputError, KeyRefused, LitgraphError, OutOfReach
from litgraph.survey.pull_request.github import GitHub, Repository, checked_name, github_service
from tests.servers.faults import Answer, json_answer
from tests.servers.scripted import LoopbackServer, Reply, scripted
from tests.unit.web.asking import web_at

REPOSITORY = {"full_name": "o/r", "clone_url": "https://github.com/o/r.git", "default_branch": "trunk"}
PULL = {"number": 3, "state": "open", "title": "t", "body": None, "html_url": "u", "head": {"ref": "b"}, "user": None}
UPSTREAM = Repository(name="o/r", clone_url="https://github.com/o/r.git", default_branch="main")


def asked(folder: Path, replies: dict[str, Reply], ask: Callable[[GitHub], object]) -> tuple[object, LoopbackServer]:
    """Ask a GitHub that answers so; give what comes of it."""
    with scripted(dict(replies)) as server, web_at(folder, tries=2) as web:
        github = GitHub(web, github_service(api_url=server.url, token="ghp_x"), token="ghp_x")
        try:
            return ask(github), server
        except LitgraphError as error:
            return error, server


def pulls(github: GitHub) -> object:
    """List the pull requests."""
    return [pull.number for pull in github.pull_requests("o/r", head="o:b")]


def opened(github: GitHub) -> object:
    """Open a pull request."""
    return github.open_pull_request("o/r", head="b", base="main", title="t", body="x", draft=False).number


def test_a_repository_is_read_and_asked_for_with_manners(tmp_path: Path) -> None:
    found, server = asked(tmp_path, {"/repos/o/r": json_answer(REPOSITORY)}, lambda github: github.repository("o/r"))

    assert found == Repository(name="o/r", clone_url="https://github.com/o/r.git", default_branch="trunk")
    headers = server.seen[0].headers
    assert headers["authorization"] == "Bearer ghp_x"
    assert headers["accept"] == "application/vnd.github+json"
    assert headers["x-github-api-version"] == "2022-11-28"
    assert headers["user-agent"].startswith("litgraph")


@pytest.mark.parametrize(
    "reply",
    [
        b"<html>",
        b"[]",
        b"{}",
        b"null",
        b'{"full_name": "../x", "clone_url": "u"}',
        b'{"full_name": 3, "clone_url": []}',
    ],
)
def test_what_is_no_repository_is_out_of_reach(tmp_path: Path, reply: bytes) -> None:
    found, _ = asked(tmp_path, {"/repos/o/r": reply}, lambda github: github.repository("o/r"))

    assert isinstance(found, OutOfReach)


@pytest.mark.parametrize("reply", [b"{}", b"[3]", b"[{}]", b'[{"number": "x"}]', b"nonsense"])
def test_what_are_no_pull_requests_is_out_of_reach(tmp_path: Path, reply: bytes) -> None:
    assert isinstance(asked(tmp_path, {"/repos/o/r/pulls": reply}, pulls)[0], OutOfReach)


def test_a_pull_request_may_lack_what_it_likes(tmp_path: Path) -> None:
    assert asked(tmp_path, {"/repos/o/r/pulls": json_answer([PULL, {"number": 9}])}, pulls)[0] == [9, 3]


def test_a_next_page_elsewhere_is_not_asked_for(tmp_path: Path) -> None:
    page = Answer(body=json.dumps([PULL]).encode(), headers={"Link": '<http://127.0.0.9:1/x>; rel="next"'})

    assert asked(tmp_path, {"/repos/o/r/pulls": page}, pulls)[0] == [3]


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (json_answer({"message": "Validation Failed"}, 422), InputError),
        (json_answer({"message": "Not Found"}, 404), InputError),
        (json_answer({"message": "Bad credentials"}, 401), KeyRefused),
        (json_answer({"message": "Resource not accessible by personal access token"}, 403), KeyRefused),
        (json_answer({"message": "You have exceeded a secondary rate limit"}, 403), OutOfReach),
        (json_answer({"message": "Server Error"}, 502), OutOfReach),
    ],
)
def test_what_keeps_it_from_being_opened(tmp_path: Path, answer: Answer, trouble: type[LitgraphError]) -> None:
    def reply(seen: object) -> Answer:
        return answer if getattr(seen, "method", "") == "POST" else json_answer([])

    found, server = asked(tmp_path, {"/repos/o/r/pulls": reply}, opened)

    assert type(found) is trouble
    assert "ghp_x" not in str(found)
    posts = [seen for seen in server.seen if seen.method == "POST"]
    assert len(posts) == (2 if b"secondary" in answer.body else 1)


def test_one_that_is_there_already_is_taken(tmp_path: Path) -> None:
    def reply(seen: object) -> Answer:
        return json_answer({}, 422) if getattr(seen, "method", "") == "POST" else json_answer([PULL])

    assert asked(tmp_path, {"/repos/o/r/pulls": reply}, opened)[0] == 3


@pytest.mark.parametrize(("status", "name"), [(200, "keeper"), (403, ""), (404, "")])
def test_who_asks(tmp_path: Path, status: int, name: str) -> None:
    replies: dict[str, Reply] = {
        "/user": json_answer({"login": "keeper"}, status),
        "/repos/o/r": json_answer(REPOSITORY),
    }

    found, _ = asked(tmp_path, replies, lambda github: (github.login(), github.repository("o/r").name))

    assert found == (name, "o/r")


def test_a_refusal_of_labels_is_no_trouble(tmp_path: Path) -> None:
    refused = {"/repos/o/r/issues/3/labels": json_answer({}, 403)}

    assert asked(tmp_path, dict(refused), lambda github: github.label("o/r", 3, ["x"]))[0] is False


def test_another_repository_of_the_same_name_is_no_fork(tmp_path: Path) -> None:
    other = {**REPOSITORY, "full_name": "me/r", "parent": {"full_name": "else/r"}}

    assert (
        asked(tmp_path, {"/repos/me/r": json_answer(other)}, lambda github: github.fork_of(UPSTREAM, "me"))[0] is None
    )


@pytest.mark.parametrize("name", ["", "o", "o/r/x", "../..", "o/..", "o/r?x", "o/r\n", "ö/r"])
def test_a_name_that_is_none(name: str) -> None:
    with pytest.raises(InputError):
        checked_name(name)
