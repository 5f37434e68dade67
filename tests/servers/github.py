"""A local GitHub: the REST calls that a pull request needs, over bare repositories that git really pushes to."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.servers.faults import Answer, Handler, json_answer
from tests.servers.scripted import LoopbackServer

TOKEN = "ghp_Qx7vTn20Kd91mZrW5sLbYc38"
_NOT_FOUND = {"message": "Not Found", "documentation_url": "https://docs.github.com/rest", "status": "404"}
_LONGEST_BODY = 65_536


@dataclass(slots=True, kw_only=True)
class Hosted:
    """A repository: where it lies, what it was forked from, and who may push."""

    name: str
    folder: Path
    writers: set[str]
    parent: str = ""
    default_branch: str = "main"
    pulls: list[dict[str, Any]] = field(default_factory=list)
    labels: dict[int, list[str]] = field(default_factory=dict)


class GitHubServer(LoopbackServer):
    """GitHub's state: `tokens` maps a token to its user (empty for an app's), `repositories` is keyed by OWNER/NAME.

    With `over_http` git comes over HTTP too, and has to show a token to push; else it takes the folder itself.
    """

    def __init__(self, folder: Path, *, page: int = 100) -> None:
        """Keep repositories in a folder; a page of a listing has so many rows."""
        super().__init__(GitHubHandler)
        self.folder = folder
        self.page = page
        self.over_http = False
        self.fork_takes = 0.0  # seconds until git finds anything in a new fork
        self.tokens = {TOKEN: "keeper"}
        self.repositories: dict[str, Hosted] = {}

    def __enter__(self) -> GitHubServer:
        """Begin to serve."""
        super().__enter__()
        return self

    def host(self, name: str, *, writers: set[str], copy_of: Path | None = None, parent: str = "") -> Hosted:
        """Make a bare repository, as a copy of another or of a clone."""
        folder = self.folder / f"{name}.git"
        origin = ["--", str(copy_of), str(folder)] if copy_of else None
        git("clone", "--quiet", "--bare", *origin) if origin else git(
            "init", "--quiet", "--bare", "-b", "main", str(folder)
        )
        hosted = Hosted(name=name, folder=folder, writers=writers, parent=parent)
        self.repositories[name] = hosted
        return hosted

    def clone_url(self, hosted: Hosted) -> str:
        """Give the address for git."""
        return f"{self.url}/{hosted.name}.git" if self.over_http else f"file://{hosted.folder}"

    def close(self, name: str, number: int, *, merged: bool = False) -> None:
        """Close a pull request, as a person does on the page; merged, its branch becomes the default one."""
        hosted = self.repositories[name]
        pull = next(one for one in hosted.pulls if one["number"] == number)
        pull["state"] = "closed"
        if merged:
            home = self.repositories[pull["head"]["repo"]["full_name"]]
            git(
                "fetch",
                "--quiet",
                str(home.folder),
                f"+{pull['head']['ref']}:{hosted.default_branch}",
                at=hosted.folder,
            )
            pull["merged_at"] = "2026-11-25T00:00:00Z"


class GitHubHandler(Handler):
    """Answers in GitHub's shapes, and checks what GitHub checks."""

    server: GitHubServer

    def honest(self) -> Answer:
        """Answer by the path."""
        for_git = re.fullmatch(r"/([\w.-]+/[\w.-]+)\.git/.+", self.seen.path)
        if for_git:
            return self.git_over_http(self.server.repositories[for_git[1]])
        authorisation = self.seen.headers.get("authorization", "")
        if authorisation and authorisation.removeprefix("Bearer ") not in self.server.tokens:
            return json_answer({"message": "Bad credentials", "status": "401"}, 401)
        for method, pattern, answer in _ROUTES:
            found = re.fullmatch(pattern, self.seen.path)
            if found and method == self.seen.method:
                return answer(self, *found.groups())
        return json_answer(_NOT_FOUND, 404)

    @property
    def login(self) -> str | None:
        """Name who asks: None for nobody, empty for an app."""
        return self.server.tokens.get(self.seen.headers.get("authorization", "").removeprefix("Bearer "))

    def said(self) -> dict[str, Any]:
        """Read the body."""
        return dict(json.loads(self.seen.body))

    def git_over_http(self, hosted: Hosted) -> Answer:
        """Let git's own program answer, to those who may."""
        kind, _, secret = self.seen.headers.get("authorization", "").partition(" ")
        token = base64.b64decode(secret).decode().removeprefix("x-access-token:") if kind == "Basic" else ""
        login = self.server.tokens.get(token)
        pushes = "git-receive-pack" in (self.seen.path + self.seen.parameter("service"))
        if login is None and (pushes or token):
            return Answer(status=401, headers={"WWW-Authenticate": 'Basic realm="GitHub"'})
        if pushes and login not in ("", *hosted.writers):
            return Answer(status=403, body=f"Permission to {hosted.name}.git denied to {login}.".encode())
        return _answer_of_cgi(self, str(self.server.folder), login or "app")

    def user(self) -> Answer:
        """Answer GET /user, which apps may not ask."""
        if self.login is None:
            return json_answer({"message": "Requires authentication"}, 401)
        if not self.login:
            return json_answer({"message": "Resource not accessible by integration"}, 403)
        return json_answer({"login": self.login, "type": "User"})

    def repository(self, name: str) -> Answer:
        """Answer GET /repos/{name}."""
        hosted = self.server.repositories.get(name)
        return json_answer(_shape(self.server, hosted, self.login)) if hosted else json_answer(_NOT_FOUND, 404)

    def fork(self, name: str) -> Answer:
        """Make a fork, or answer with the one that there is."""
        upstream = self.server.repositories[name]
        mine = f"{self.login}/{name.partition('/')[2]}"
        there = self.server.repositories.get(mine)
        if there is None:
            copied = None if self.server.fork_takes else upstream.folder
            there = self.server.host(mine, writers={str(self.login)}, copy_of=copied, parent=name)
            fill = ("fetch", "--quiet", str(upstream.folder), "+refs/heads/main:refs/heads/main")
            if not copied:
                threading.Timer(self.server.fork_takes, git, fill, {"at": there.folder}).start()
        return json_answer(_shape(self.server, there, self.login), 202)

    def pulls(self, name: str) -> Answer:
        """List pull requests, the newest first, in pages."""
        query = dict(self.seen.query)
        owner, _, branch = query.get("head", "").partition(":")
        state, page = query.get("state", "open"), int(query.get("page", 1))
        found = [
            pull
            for pull in reversed(self.server.repositories[name].pulls)
            if state in ("all", pull["state"])
            and (not branch or (pull["head"]["ref"], pull["head"]["user"]["login"]) == (branch, owner))
        ]
        size = min(int(query.get("per_page", 30)), self.server.page)
        rows, more = found[(page - 1) * size : page * size], len(found) > page * size
        again = "&".join(f"{key}={value}" for key, value in self.seen.query if key != "page")
        following = f'<{self.server.url}{self.seen.path}?{again}&page={page + 1}>; rel="next", <x>; rel="last"'
        answer = json_answer(rows)
        return Answer(body=answer.body, headers={**answer.headers, **({"Link": following} if more else {})})

    def open_pull(self, name: str) -> Answer:
        """Open a pull request, with GitHub's checks."""
        said, hosted = self.said(), self.server.repositories[name]
        owner, _, branch = said["head"].rpartition(":")
        owner = owner or hosted.name.partition("/")[0]
        home = next((one for one in self.server.repositories.values() if one.name == hosted.name or one.parent == name
                     if one.name.partition("/")[0] == owner), None)  # fmt: skip
        if home is None or not _has(home, branch):
            return _invalid("head", "invalid")
        if len(said["body"]) > _LONGEST_BODY:
            return _invalid("body", "custom", "body is too long (maximum is 65536 characters)")
        if any(p["state"] == "open" and p["head"]["label"] == f"{owner}:{branch}" for p in hosted.pulls):
            return _invalid("base", "custom", f"A pull request already exists for {owner}:{branch}.")
        number = len(hosted.pulls) + 1
        pull = {
            "number": number,
            "state": "open",
            "html_url": f"https://github.com/{name}/pull/{number}",
            "title": said["title"],
            "body": said["body"],
            "draft": said.get("draft", False),
            "merged_at": None,
            "user": {"login": self.login, "type": "User"} if self.login else {"login": "litgraph[bot]", "type": "Bot"},
            "base": {"ref": said["base"], "repo": {"full_name": name}},
            "head": {
                "ref": branch,
                "label": f"{owner}:{branch}",
                "user": {"login": owner},
                "repo": {"full_name": home.name},
            },
        }
        hosted.pulls.append(pull)
        return json_answer(pull, 201)

    def edit_pull(self, name: str, number: str) -> Answer:
        """Give a pull request other words."""
        pull = self.server.repositories[name].pulls[int(number) - 1]
        pull.update({key: value for key, value in self.said().items() if key in ("title", "body", "state")})
        return json_answer(pull)

    def label(self, name: str, number: str) -> Answer:
        """Label a pull request, if the one who asks may."""
        hosted = self.server.repositories[name]
        if self.login not in ("", *hosted.writers):
            return json_answer({"message": "Must have push access to add labels."}, 403)
        labels = hosted.labels.setdefault(int(number), [])
        labels += self.said()["labels"]
        return json_answer([{"name": label} for label in labels])


_NAME = r"/repos/([\w.-]+/[\w.-]+)"
_ROUTES: tuple[tuple[str, str, Callable[..., Answer]], ...] = (
    ("GET", "/user", GitHubHandler.user),
    ("GET", _NAME, GitHubHandler.repository),
    ("POST", f"{_NAME}/forks", GitHubHandler.fork),
    ("GET", f"{_NAME}/pulls", GitHubHandler.pulls),
    ("POST", f"{_NAME}/pulls", GitHubHandler.open_pull),
    ("PATCH", rf"{_NAME}/pulls/(\d+)", GitHubHandler.edit_pull),
    ("POST", rf"{_NAME}/issues/(\d+)/labels", GitHubHandler.label),
)


def git(*arguments: str, at: Path | None = None) -> str:
    """Run git as somebody, and give what it prints."""
    somebody = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org")
    return subprocess.run(["git", *somebody, *arguments], cwd=at, check=True, capture_output=True, text=True).stdout


def _answer_of_cgi(handler: Handler, root: str, login: str) -> Answer:
    """Run `git http-backend` on what was asked (RFC 3875)."""
    seen = handler.seen
    environment = {
        **os.environ,
        "GIT_PROJECT_ROOT": root,
        "GIT_HTTP_EXPORT_ALL": "1",
        "PATH_INFO": seen.path,
        "QUERY_STRING": urlencode(seen.query),
        "REQUEST_METHOD": seen.method,
        "REMOTE_USER": login,
        "CONTENT_TYPE": seen.headers.get("content-type", ""),
        "CONTENT_LENGTH": str(len(seen.body)),
        "HTTP_CONTENT_ENCODING": seen.headers.get("content-encoding", ""),
        "HTTP_GIT_PROTOCOL": seen.headers.get("git-protocol", ""),
    }
    done = subprocess.run(["git", "http-backend"], input=seen.body, env=environment, capture_output=True, check=True)
    head, _, body = done.stdout.partition(b"\r\n\r\n")
    headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
    return Answer(status=int(headers.pop("Status", "200").split()[0]), headers=headers, body=body)


def _has(hosted: Hosted, branch: str) -> bool:
    return bool(git("for-each-ref", f"refs/heads/{branch}", at=hosted.folder))


def _shape(server: GitHubServer, hosted: Hosted, login: str | None) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "full_name": hosted.name,
        "clone_url": server.clone_url(hosted),
        "default_branch": hosted.default_branch,
        "fork": bool(hosted.parent),
    }
    if hosted.parent:
        fields["parent"] = {"full_name": hosted.parent}
    if login is not None:
        fields["permissions"] = {"admin": False, "push": login in hosted.writers, "pull": True}
    return fields


def _invalid(name: str, code: str, message: str = "") -> Answer:
    error = {"resource": "PullRequest", "field": name, "code": code, **({"message": message} if message else {})}
    return json_answer({"message": "Validation Failed", "errors": [error], "status": "422"}, 422)
