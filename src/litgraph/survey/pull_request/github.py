"""The few calls of GitHub's REST API that a pull request needs, over the one transport.

https://docs.github.com/rest/pulls/pulls, https://docs.github.com/rest/repos/forks
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from litgraph.errors import InputError, KeyRefused, OutOfReach
from litgraph.web.addresses import is_loopback
from litgraph.web.request import (
    BadReply,
    KeyRejected,
    NoAnswer,
    NotAccepted,
    NotFound,
    Reply,
    Request,
    Service,
    Unsure,
)
from litgraph.web.transport import Web

API_VERSION = "2022-11-28"
_WRITE_INTERVAL = 1.0  # seconds between requests that change something, as GitHub asks
_PAGES = 10
_NEXT = re.compile(r'<([^>]+)>\s*;[^,]*\brel="?next"?')
_NAME = re.compile(r"(?!\.+/)[A-Za-z0-9_.-]+/(?!\.+\Z)[A-Za-z0-9_.-]+")

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """A repository; `can_push` is None where GitHub doesn't say."""

    name: str
    clone_url: str
    default_branch: str
    can_push: bool | None = None
    parent: str = ""

    @property
    def owner(self) -> str:
        """Give the account that the repository belongs to."""
        return self.name.partition("/")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class PullRequest:
    """A pull request; `head` is its branch, `head_repository` where that is (empty where GitHub doesn't say)."""

    number: int
    url: str
    title: str
    body: str
    is_open: bool
    is_merged: bool
    head: str
    head_repository: str = ""
    author: str = ""
    by_app: bool = False


def github_service(*, api_url: str, token: str) -> Service:
    """Describe GitHub to the transport."""
    headers = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": API_VERSION}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    return Service(name="GitHub", base=api_url, pace="github", interval=0.0, headers=headers, key_name="GITHUB_TOKEN")


class GitHub:
    """GitHub, asked in the name of a token; a class since it owns the connection. `token` is for git alone."""

    def __init__(self, web: Web, service: Service, *, token: str = "", waits: Sequence[float] = ()) -> None:
        """Ask through `web`; `waits` are the seconds between looks at a fork that is being made."""
        self._web = web
        self._service = service
        # Apps may not ask who they are: that refusal says nothing of the rest.
        self._asking_who = replace(service, name="GitHub (the token's user)")
        self._writing = service if self.is_near else replace(service, interval=_WRITE_INTERVAL)
        self.token = token
        self.waits = tuple(waits)

    @property
    def is_near(self) -> bool:
        """Tell whether it is a stand-in on this machine."""
        return is_loopback(self._service.base)

    def repository(self, name: str) -> Repository:
        """Give a repository by OWNER/NAME; one that is private and not ours looks as if there were none."""
        with _told(f"There is no repository {name} on GitHub that this token may see. Check `repository`."):
            return self._get(f"/repos/{checked_name(name)}", _repository)

    def fork_of(self, upstream: Repository, login: str) -> Repository | None:
        """Look for the fork that a user has of a repository, under its usual name."""
        name = f"{login}/{upstream.name.partition('/')[2]}"
        try:
            found = self._get(f"/repos/{checked_name(name)}", _repository)
        except NoAnswer:
            return None
        return found if found.parent in ("", upstream.name) else None

    def login(self) -> str:
        """Name the token's user; empty where it belongs to an app, as the token of a workflow does."""
        with _told("There is no /user."):
            try:
                return self._get("/user", lambda reply: str(_object(reply).get("login") or ""), self._asking_who)
            except NotFound:
                return ""
            except KeyRejected as error:
                if error.status == 403:
                    return ""
                raise

    def fork(self, upstream: Repository) -> Repository:
        """Make a fork, or give the one that there is."""
        with _told(f"{upstream.name} cannot be forked."):
            return self._write("POST", f"/repos/{upstream.name}/forks", {"default_branch_only": True}, _repository)

    def pull_requests(self, name: str, *, head: str) -> list[PullRequest]:
        """List the pull requests from a head (OWNER:BRANCH), whatever became of them, the newest first."""
        found: list[PullRequest] = []
        query = (("head", head), ("state", "all"), ("per_page", "100"))
        question = Request(url=self._url(f"/repos/{name}/pulls"), query=query, lifetime=0.0)
        with _told(f"{name} takes no pull requests."):
            for _ in range(_PAGES):
                page, following = self._ask(self._service, question, _page)
                found += page
                if not following.startswith(self._service.base):
                    break
                question = Request(url=following, lifetime=0.0)
        return sorted(found, key=lambda pull: -pull.number)

    def open_pull_request(self, name: str, *, head: str, base: str, title: str, body: str, draft: bool) -> PullRequest:
        """Open a pull request; where no answer comes, or there is one already, look for it before giving up."""
        fields = {"title": title, "body": body, "head": head, "base": base, "draft": draft}
        with _told(f"{name} takes no pull requests."):
            try:
                return self._write("POST", f"/repos/{name}/pulls", fields, _pull_request)
            except (Unsure, NotAccepted) as error:
                branch = head.rpartition(":")[2]
                there = [one for one in self.pull_requests(name, head=head) if one.is_open and one.head == branch]
                if not there:
                    raise error
                return there[0]

    def edit_pull_request(self, name: str, number: int, *, title: str, body: str) -> PullRequest:
        """Give a pull request another title and body."""
        with _told(f"{name} has no pull request {number}."):
            return self._write("PATCH", f"/repos/{name}/pulls/{number}", {"title": title, "body": body}, _pull_request)

    def label(self, name: str, number: int, labels: Sequence[str]) -> bool:
        """Put labels on a pull request; tell whether GitHub did."""
        try:
            self._write("POST", f"/repos/{name}/issues/{number}/labels", {"labels": list(labels)}, lambda _: None)
        except NoAnswer:
            return False
        return True

    def _url(self, path: str) -> str:
        return self._service.base.rstrip("/") + path

    def _get(self, path: str, read: Callable[[Reply], T], service: Service | None = None) -> T:
        return self._ask(service or self._service, Request(url=self._url(path), lifetime=0.0), read)

    def _write(self, verb: str, path: str, fields: Mapping[str, object], read: Callable[[Reply], T]) -> T:
        body = json.dumps(fields).encode()
        return self._ask(self._writing, Request(url=self._url(path), body=body, verb=verb, lifetime=0.0), read)

    def _ask(self, service: Service, request: Request, read: Callable[[Reply], T]) -> T:
        return self._web.fetch(service, request, read)


def checked_name(name: str) -> str:
    """Give OWNER/NAME, or refuse what is none."""
    if not _NAME.fullmatch(name):
        raise InputError(f"{name!r} is no repository on GitHub. Write `repository` as OWNER/NAME.")
    return name


@contextmanager
def _told(missing: str) -> Iterator[None]:
    """Turn what the transport says into the run's trouble; `missing` says what a 404 means here."""
    try:
        yield
    except NotFound as error:
        raise InputError(f"{missing} (HTTP 404)") from error
    except NotAccepted as error:
        raise InputError(f"{error}.") from error
    except KeyRejected as error:
        raise KeyRefused(f"{error}. Check GITHUB_TOKEN and what it may do.") from error
    except NoAnswer as error:
        raise OutOfReach(f"{error}. Run again later.") from error


def _json(reply: Reply) -> Any:
    try:
        return json.loads(reply.body)
    except (ValueError, RecursionError) as error:
        raise BadReply("no JSON") from error


def _object(reply: Reply) -> Mapping[str, Any]:
    said = _json(reply)
    if not isinstance(said, dict):
        raise BadReply("no JSON object")
    return said


def _part(fields: Mapping[str, Any], *names: str) -> Any:
    """Give what stands under a path of names; None where any is missing."""
    found: Any = fields
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _repository(reply: Reply) -> Repository:
    fields = _object(reply)
    name, address = fields.get("full_name"), fields.get("clone_url")
    if not (isinstance(name, str) and _NAME.fullmatch(name) and isinstance(address, str) and address):
        raise BadReply("no repository")
    push = _part(fields, "permissions", "push")
    return Repository(
        name=name,
        clone_url=address,
        default_branch=str(fields.get("default_branch") or "main"),
        can_push=push if isinstance(push, bool) else None,
        parent=str(_part(fields, "parent", "full_name") or ""),
    )


def _page(reply: Reply) -> tuple[list[PullRequest], str]:
    said = _json(reply)
    if not isinstance(said, list):
        raise BadReply("no JSON list")
    following = _NEXT.search(reply.headers.get("link", ""))
    return [_read_pull(fields) for fields in said], following[1] if following else ""


def _pull_request(reply: Reply) -> PullRequest:
    return _read_pull(_object(reply))


def _read_pull(fields: Any) -> PullRequest:
    number = _part(fields, "number")
    if not isinstance(number, int):
        raise BadReply("no pull request")
    return PullRequest(
        number=number,
        url=str(fields.get("html_url") or fields.get("url") or ""),
        title=str(fields.get("title") or ""),
        body=str(fields.get("body") or ""),
        is_open=fields.get("state") == "open",
        is_merged=bool(fields.get("merged_at") or fields.get("merged")),
        head=str(_part(fields, "head", "ref") or "").rpartition(":")[2],
        head_repository=str(_part(fields, "head", "repo", "full_name") or ""),
        author=str(_part(fields, "user", "login") or ""),
        by_app=_part(fields, "user", "type") == "Bot",
    )
