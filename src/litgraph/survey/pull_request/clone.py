"""A bare clone for one run: commits are made in it from bytes alone, and no file of the user's is touched."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from litgraph.errors import InputError
from litgraph.survey.pull_request.git import Git

_SEAL = "Litgraph-Seal"
# Only where the user's configuration names nobody; such a commit belongs to no account.
_NEUTRAL = {
    f"GIT_{role}_{part}": value
    for role in ("AUTHOR", "COMMITTER")
    for part, value in (("NAME", "litgraph"), ("EMAIL", "litgraph@localhost"))
}
_BASE = "refs/litgraph/base"
_THEIRS = "refs/litgraph/theirs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """A commit: its id, its tree, and its message as written."""

    id: str
    tree: str
    message: str

    @property
    def subject(self) -> str:
        """Give the first line of the message."""
        return self.message.partition("\n")[0]

    @property
    def is_sealed(self) -> bool:
        """Tell whether the commit is as litgraph made it: a person who amends it breaks the seal."""
        return f"{_SEAL}: {_seal(self.tree, self.subject)}" in self.message.splitlines()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clone:
    """The default branch of a repository as it is now: `base` is its newest commit, `address` where it came from."""

    git: Git
    address: str
    base: str

    def read(self, commit: str, path: str) -> bytes | None:
        """Give the bytes of a file in a commit; None where there is none."""
        if not self.git.succeeds("cat-file", "-e", f"{commit}:{path}"):
            return None
        return self.git.run("cat-file", "blob", f"{commit}:{path}")

    def commit(self, parent: str, files: Mapping[str, bytes], subject: str) -> str:
        """Make a commit that puts these bytes into these files, whatever attributes or hooks are set up."""
        index = {"GIT_INDEX_FILE": str(self.git.folder / "index.litgraph")}
        self.git.run("read-tree", parent, more=index)
        entries = b"".join(self._index_entry(parent, path, content) for path, content in sorted(files.items()))
        self.git.run("update-index", "-z", "--index-info", stdin=entries, more=index)
        tree = self.git.run("write-tree", more=index).decode().strip()
        message = f"{subject}\n\n{_SEAL}: {_seal(tree, subject)}\n"
        return (
            self.git.run("commit-tree", tree, "-p", parent, stdin=message.encode(), more=self._identity())
            .decode()
            .strip()
        )

    def tip(self, address: str, branch: str) -> str:
        """Give the newest commit of a branch of a repository; empty where there is no such branch."""
        found = self.git.run("ls-remote", "--", address, f"refs/heads/{branch}", address=address)
        return found.decode("ascii", "replace").partition("\t")[0].strip()

    def is_ready(self, address: str) -> bool:
        """Tell whether a repository has any branch yet: a new fork fills up some time after it is made."""
        return bool(self.git.run("ls-remote", "--heads", "--", address, address=address))

    def since_base(self, address: str, branch: str) -> list[Commit]:
        """Fetch a branch, and give its commits that the base lacks, the oldest first."""
        self.git.run("fetch", "--quiet", "--no-tags", "--", address, f"+refs/heads/{branch}:{_THEIRS}", address=address)
        log = self.git.run(
            "-c",
            "log.showSignature=false",
            "log",
            "-z",
            "--reverse",
            "--topo-order",
            "--format=%H %T%n%B",
            f"{self.base}..{_THEIRS}",
        )
        return [_parse(entry) for entry in log.decode("utf-8", "replace").split("\0") if entry]

    def push(self, address: str, branch: str, commit: str, *, expected: str) -> None:
        """Make a branch stand at a commit, if it still is where it was seen last (`expected`, empty for nowhere)."""
        lease = f"--force-with-lease=refs/heads/{branch}:{expected}"
        self.git.run(
            "push",
            "--quiet",
            "--no-follow-tags",
            lease,
            "--",
            address,
            f"{commit}:refs/heads/{branch}",
            address=address,
        )

    def _index_entry(self, parent: str, path: str, content: bytes) -> bytes:
        listed = self.git.run("--literal-pathspecs", "ls-tree", "-z", parent, "--", path).decode("utf-8", "replace")
        mode = listed.partition(" ")[0] or "100644"
        if not mode.startswith("100"):
            raise InputError(f"{path} is no file in the repository but a link; name the file itself as the list.")
        blob = self.git.run("hash-object", "-w", "-t", "blob", "--stdin", stdin=content).decode().strip()
        return f"{mode} {blob}\t{path}\0".encode("utf-8", "surrogateescape")

    def _identity(self) -> Mapping[str, str]:
        """Leave name and address to the user's configuration, where it has them."""
        known = self.git.succeeds("-c", "user.useConfigOnly=true", "var", "GIT_AUTHOR_IDENT") and self.git.succeeds(
            "-c", "user.useConfigOnly=true", "var", "GIT_COMMITTER_IDENT"
        )
        return {} if known else _NEUTRAL


@contextmanager
def open_clone(address: str, branch: str, *, token: str, near: Path | None = None) -> Iterator[Clone]:
    """Clone a branch for one run; objects that the clone `near` has already are not fetched again."""
    if not re.fullmatch(r"(?!-)[^\x00-\x20~^:?*\[\\]+", branch):
        raise InputError(f"{branch!r} is no name of a branch.")
    with tempfile.TemporaryDirectory(prefix="litgraph-pr-") as folder:
        at = Path(folder) / "repository.git"
        reference = ["--reference-if-able", str(near)] if near else []
        Git(folder=Path(folder), token=token).run(
            *("clone", "--quiet", "--bare", "--single-branch", "--no-tags", "--branch", branch, *reference),
            *("--", address, str(at)),
            address=address,
        )
        git = Git(folder=at, token=token)
        base = git.run("rev-parse", "--verify", f"refs/heads/{branch}^{{commit}}").decode().strip()
        yield Clone(git=git, address=address, base=base)


def _parse(entry: str) -> Commit:
    first, _, message = entry.partition("\n")
    identity, _, tree = first.partition(" ")
    return Commit(id=identity, tree=tree, message=message)


def _seal(tree: str, subject: str) -> str:
    return hashlib.sha256(f"{tree}\n{subject}".encode()).hexdigest()[:16]
