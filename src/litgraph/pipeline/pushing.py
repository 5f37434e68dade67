"""Pushing: the steps of a proposal as commits on our branch, made on what the list's repository holds now."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from litgraph.errors import InputError, OutOfReach
from litgraph.files import read_file
from litgraph.model.survey import Survey
from litgraph.survey.decisions import decisions_file
from litgraph.survey.pull_request.clone import Clone, open_clone
from litgraph.survey.pull_request.git import safe_clone_url
from litgraph.survey.pull_request.github import GitHub, Repository
from litgraph.survey.pull_request.groups import Step
from litgraph.survey.pull_request.words import counted
from litgraph.workspace import Workspace

_DECISIONS = "Keep what people decided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a list lives: its file, the top of its clone, and the paths within the repository."""

    file: Path
    top: Path

    @property
    def path(self) -> str:
        """Give the list's path within the repository."""
        return self.file.relative_to(self.top).as_posix()

    @property
    def decisions_path(self) -> str:
        """Give the path of the decisions within the repository."""
        return decisions_file(self.file).relative_to(self.top).as_posix()


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a pull request goes, and from where: `home` holds the branch (None is a fork that is yet to be made)."""

    upstream: Repository
    home: Repository | None
    login: str
    branch: str

    @property
    def head(self) -> str:
        """Name the branch with its owner."""
        return f"{self.home.owner if self.home else self.login}:{self.branch}"

    @property
    def is_ours(self) -> bool:
        """Tell whether the branch lies in the repository itself."""
        return self.home is not None and self.home.name == self.upstream.name


def place_of(workspace: Workspace, survey: Survey) -> Place:
    """Find the clone that holds a survey's list."""
    file = workspace.list_file(survey).resolve()
    top = next((folder for folder in file.parents if (folder / ".git").exists()), None)
    if top is None:
        raise InputError(f"{file} is in no git clone. Clone the list's repository, and name the list in it.")
    return Place(file=file, top=top)


def clone_of(upstream: Repository, github: GitHub, place: Place) -> contextlib.AbstractContextManager[Clone]:
    """Clone the default branch as it is now."""
    address = safe_clone_url(upstream.clone_url, on_this_machine=github.is_near)
    return open_clone(address, upstream.default_branch, token=github.token, near=place.top)


def upstream_list(clone: Clone, place: Place) -> bytes:
    """Give the list as it stands upstream, which must be the one in the user's clone."""
    content = clone.read(clone.base, place.path)
    if content is None:
        raise InputError(f"The repository has no {place.path} on its default branch.")
    if content != read_file(place.file):
        raise InputError(
            f"The list upstream is another than {place.file}: `git pull` (or push what you changed), then propose anew."
        )
    return content


def push(clone: Clone, github: GitHub, target: Target, place: Place, steps: Sequence[Step], *, yes: bool) -> None:
    """Make our branch hold the steps, unless it does; a branch with somebody else's commits is left alone."""
    if target.home is None:
        return
    address = safe_clone_url(target.home.clone_url, on_this_machine=github.is_near)
    if yes and not target.is_ours:
        _wait_for(clone, address, github.waits)
    tip = clone.tip(address, target.branch)
    files = _decisions(clone, place) if target.is_ours else {}
    subjects = [*([_DECISIONS] if files else []), *(step.subject for step in steps)]
    if tip and _holds(clone, address, target, tip, {**files, place.path: steps[-1].content}, subjects):
        return
    if not yes:
        return
    commit = clone.commit(clone.base, files, _DECISIONS) if files else clone.base
    for step in steps:
        commit = clone.commit(commit, {place.path: step.content}, step.subject)
    clone.push(address, target.branch, commit, expected=tip)


def _wait_for(clone: Clone, address: str, waits: Sequence[float]) -> None:
    """Wait for a fork to fill up: GitHub answers before it has."""
    for seconds in (*waits, None):
        with contextlib.suppress(InputError):  # there is none yet
            if clone.is_ready(address):
                return
        if seconds is not None:
            time.sleep(seconds)
    raise OutOfReach(f"The fork at {address} is not ready yet. Run again in some minutes.")


def _holds(
    clone: Clone, address: str, target: Target, tip: str, files: dict[str, bytes], subjects: Sequence[str]
) -> bool:
    """Tell whether our branch is what it is to be; one that holds commits of others is refused."""
    commits = clone.since_base(address, target.branch)
    foreign = [commit for commit in commits if not commit.is_sealed]
    if foreign:
        where = target.home.name if target.home else ""
        raise InputError(
            f"The branch {target.branch} of {where} holds {counted(len(foreign), 'commit')} that litgraph did not make "
            f"({foreign[-1].id[:10]}): merge or close its pull request and delete the branch, then run again."
        )
    same = all(clone.read(tip, path) == content for path, content in files.items())
    return same and [commit.subject for commit in commits] == list(subjects)


def _decisions(clone: Clone, place: Place) -> dict[str, bytes]:
    """Give the decisions that the repository lacks, with those that it has; nothing where it lacks none."""
    file = decisions_file(place.file)
    ours = file.read_bytes().splitlines() if file.is_file() else []
    theirs = (clone.read(clone.base, place.decisions_path) or b"").splitlines()
    lacking = [line for line in dict.fromkeys(ours) if line.strip() and line not in theirs]
    return {place.decisions_path: b"".join(line + b"\n" for line in (*theirs, *lacking))} if lacking else {}
