"""A list as it stood at the git revision from which a change to it started."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from litgraph.errors import InputError
from litgraph.lists.history import ELSEWHERE

_DEEPER = "in a workflow set `fetch-depth: 0` on actions/checkout, elsewhere run `git fetch --unshallow`"


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What a change is compared with: the list's bytes there, and how its repository calls the list's file.

    `content` is None where the list was not there yet.
    """

    content: bytes | None
    path: str


def list_at_base(file: Path, revision: str) -> Base:
    """Give a list as it stood where HEAD and a revision parted, or at the revision where they share no commit.

    That is what the change of a branch starts from, whatever has landed on the other one since.
    """
    path = _path_in_clone(file)
    commit = _commit(file, revision)
    parted = _git(file, "merge-base", "HEAD", commit)
    start = parted.stdout.decode().strip() if parted.returncode == 0 else commit
    return Base(content=_content(file, start, path), path=path)


def _path_in_clone(file: Path) -> str:
    """Give the path of a file below the top of its clone; it must be one that git knows."""
    known = _git(file, "ls-files", "--full-name", "-z", "--", file.resolve().name)
    if b"dubious ownership" in known.stderr:
        raise InputError(
            f"git refuses to read the clone of {file}, since its folder belongs to another user: "
            "run `git config --global --add safe.directory` with that folder."
        )
    names = known.stdout.split(b"\0")[0]
    if known.returncode or not names:
        raise InputError(f"{file} is in no git clone, or not committed. Check a list that is: git add, git commit.")
    return os.fsdecode(names)


def _commit(file: Path, revision: str) -> str:
    """Find the commit that a branch, a tag or an id names."""
    found = _git(file, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if found.returncode == 0:
        return found.stdout.decode().strip()
    if _git(file, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true":
        raise InputError(f"The clone of {file} is shallow and lacks the revision '{revision}': {_DEEPER}.")
    raise InputError(f"Unknown revision '{revision}'. Give a branch, a tag or a commit, fetched before: git fetch.")


def _content(file: Path, commit: str, path: str) -> bytes | None:
    listed = _git(file, "ls-tree", "--full-tree", "-z", commit, "--", path)
    if listed.returncode:
        raise InputError(f"git cannot read {path} at {commit}: {_reason(listed)}. The clone may lack it: {_DEEPER}.")
    if not listed.stdout:
        return None
    blob = _git(file, "cat-file", "blob", listed.stdout.split(b"\t")[0].split()[-1].decode())
    if blob.returncode:
        raise InputError(f"git cannot read {path} at {commit}: {_reason(blob)}. Is it a file there?")
    return blob.stdout


def _reason(done: subprocess.CompletedProcess[bytes]) -> str:
    return (done.stderr.decode("utf-8", "replace").strip().splitlines() or ["git gave no reason"])[-1]


def _git(file: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    environment = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
    environment |= {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    command = ["git", "--no-pager", "--literal-pathspecs", *arguments]
    try:
        return subprocess.run(command, cwd=file.resolve().parent, env=environment, capture_output=True, check=False)
    except FileNotFoundError as error:
        raise InputError("git is not installed; it is needed to compare a list with its past. Install git.") from error
