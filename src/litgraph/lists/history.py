"""The git history of a list: how it stood on each day, and what stood in it from when to when."""

from __future__ import annotations

import datetime
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from litgraph.errors import InputError
from litgraph.lists.entries import Part, read_parts
from litgraph.lists.parse import PartReader, read_list
from litgraph.lists.source import read_source
from litgraph.lists.stays import Stays
from litgraph.model.survey import ListDocument, ListHistory

# Pieces of a list that are remembered between its versions, so that only what a commit touched is read anew.
_REMEMBERED = 20_000
_LOG = (
    *("log", "--follow", "--first-parent", "--diff-merges=first-parent"),
    *("--raw", "--no-abbrev", "--format=%x00%ct"),
)
_NO_BLOB = "0" * 40
# Set by git for its hooks, they would point away from the list's own clone.
ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_NAMESPACE", "GIT_OBJECT_DIRECTORY")


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A list's file as it stood at the end of a day (UTC): the id of its content, empty where it was removed."""

    day: str
    blob: str


def read_history(file: Path) -> ListHistory | None:
    """Read when each entry and category was in a list, day by day; None where the file is in no git clone.

    In a shallow clone the beginning is unknown, so what its first version holds has no `since`.
    """
    versions = _versions(file)
    if not versions:
        return None
    stays = Stays()
    known = not _is_shallow(file)
    for number, (version, document) in enumerate(_documents(file, versions)):
        stays.take(document, version.day, since=version.day if known or number else "")
    return stays.history()


def read_versions(file: Path) -> Iterator[tuple[str, str, bytes]]:
    """Yield each version of a list, oldest first: its day, since when what is new in it is there, and its bytes.

    In a shallow clone the beginning is unknown, so what its first version holds is there since an unknown day.
    """
    versions = _versions(file)
    known = not versions or not _is_shallow(file)
    for number, (version, content) in enumerate(zip(versions, _contents(file, versions), strict=True)):
        yield version.day, version.day if known or number else "", content


def read_documents(file: Path) -> Iterator[tuple[str, bytes, ListDocument]]:
    """Yield a list as it stood at the end of each day on which it changed, oldest first: day, bytes, as it was read."""
    versions = _versions(file)
    for (version, document), content in zip(_documents(file, versions), _contents(file, versions), strict=True):
        yield version.day, content, document


def list_at(file: Path, as_of: str) -> bytes | None:
    """Give a list's text as it stood at the end of a day (UTC); None where it was in no commit by then."""
    past = [version for version in _versions(file) if version.day <= as_of]
    if not past or past[-1].blob == _NO_BLOB:
        return None
    return next(_contents(file, past[-1:]))


def is_clone(file: Path) -> bool:
    """Tell whether a file is tracked in a git clone."""
    return bool(_git(file, "ls-files", "--", file.name))


def _documents(file: Path, versions: Sequence[Version]) -> Iterator[tuple[Version, ListDocument]]:
    """Yield each version as it was read, oldest first."""
    read = _remembering_reader()
    for version, content in zip(versions, _contents(file, versions), strict=True):
        yield version, read_list(read_source(content), read)


def _remembering_reader() -> PartReader:
    """Give a reader of pieces that reads no piece twice."""

    @lru_cache(maxsize=_REMEMBERED)
    def remembered(lines: tuple[str, ...], definitions: tuple[tuple[str, str, str], ...]) -> tuple[Part, ...]:
        return read_parts(lines, {name: {"href": href, "title": title} for name, href, title in definitions})

    def read(lines: tuple[str, ...], references: dict[str, object]) -> tuple[Part, ...]:
        return remembered(lines, tuple(_flat(references)))

    return read


def _flat(references: Mapping[str, object]) -> Iterator[tuple[str, str, str]]:
    """Write link definitions, as markdown-it keeps them, so that they can be compared."""
    for name, given in references.items():
        if isinstance(given, dict):
            yield name, str(given.get("href", "")), str(given.get("title", ""))


def _versions(file: Path) -> list[Version]:
    """Find the last version of each day, oldest first, through renames, along the first parents.

    The day is that of the commit, since a list shows a change from when it landed; a clock that went back is ignored.
    """
    log = _git(file, *_LOG, "--", file.name)
    found: list[Version] = []
    for commit in reversed(log.decode("utf-8", "replace").split("\0")[1:]):
        time, _, changes = commit.partition("\n")
        blob = next((line.split()[3] for line in changes.splitlines() if line.startswith(":")), None)
        day = datetime.datetime.fromtimestamp(int(time), datetime.UTC).date().isoformat()
        if blob is None:
            continue
        if found and found[-1].day >= day:
            day = found.pop().day
        found.append(Version(day=day, blob=blob))
    return found


def _contents(file: Path, versions: Sequence[Version]) -> Iterator[bytes]:
    """Yield the bytes of each version; a removed file has none."""
    wanted = [version.blob for version in versions if version.blob != _NO_BLOB]
    output = _git(file, "cat-file", "--batch", stdin="".join(f"{blob}\n" for blob in wanted).encode())
    place = 0
    for version in versions:
        if version.blob == _NO_BLOB:
            yield b""
            continue
        end = output.index(b"\n", place)
        size = int(output[place:end].split()[-1])
        yield output[end + 1 : end + 1 + size]
        place = end + size + 2


def _is_shallow(file: Path) -> bool:
    return _git(file, "rev-parse", "--is-shallow-repository").strip() == b"true"


def _git(file: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    """Run git where a list lies; without git, or outside a clone, it answers nothing."""
    environment = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
    environment |= {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    command = ["git", "--no-pager", "--literal-pathspecs", *arguments]
    try:
        done = subprocess.run(
            command, cwd=file.resolve().parent, input=stdin, env=environment, capture_output=True, check=False
        )
    except FileNotFoundError:
        return b""
    if b"dubious ownership" in done.stderr:
        raise InputError(
            f"git refuses to read the history of {file}, since its folder belongs to another user: "
            "run `git config --global --add safe.directory` with that folder, or copy the clone"
        )
    return done.stdout if done.returncode == 0 else b""
