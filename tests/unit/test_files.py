"""Whole files: what was there stands until the new one is whole."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from litgraph.errors import InputError
from litgraph.files import read_file, replace_file

_CHILD = """
import resource, signal, sys
from pathlib import Path
from litgraph.errors import OutOfReach
from litgraph.files import replace_file
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    replace_file(Path(sys.argv[1]), b"x" * 5000)
except OutOfReach as error:
    print(error)
"""


def test_a_file_is_replaced_with_its_mode_and_through_its_link(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    target.chmod(0o600)
    link.symlink_to(target)

    replace_file(link, b"new")

    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o600
    assert link.is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "target"]


def test_folders_are_made(tmp_path: Path) -> None:
    replace_file(tmp_path / "a" / "b", b"new")

    assert read_file(tmp_path / "a" / "b") == b"new"


def test_a_full_disk_leaves_the_old_file_whole(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"old")

    done = subprocess.run([sys.executable, "-c", _CHILD, str(target)], capture_output=True, text=True, check=True)

    assert "make room" in done.stdout
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["target"]


@pytest.mark.parametrize("name", ["", "file/below", "x" * 300])
def test_a_mistaken_path_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_bytes(b"old")

    with pytest.raises(InputError, match="Cannot write"):
        replace_file(tmp_path / name, b"new")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nothing"):
        read_file(tmp_path / "nothing")


def test_a_new_file_has_the_permissions_of_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        replace_file(tmp_path / "file", b"new")
    finally:
        os.umask(before)

    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o640
