"""Lists in the formats of real ones, warts included, and what is to be read from them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.golden.write_lists import FOLDER, golden

LISTS = sorted(FOLDER.glob("*.md"))


@pytest.mark.parametrize("file", LISTS, ids=lambda file: file.stem)
def test_list_is_read_as_expected(file: Path) -> None:
    expected = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))

    read = golden(file.read_bytes())

    assert read == expected


@pytest.mark.parametrize("ending", [b"\r\n", b"\r"], ids=["crlf", "cr"])
@pytest.mark.parametrize("file", LISTS, ids=lambda file: file.stem)
def test_line_endings_and_mark_change_nothing(file: Path, ending: bytes) -> None:
    expected = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
    content = b"\xef\xbb\xbf" + file.read_bytes().rstrip(b"\n").replace(b"\n", ending)

    read = golden(content)

    assert read == expected


def test_every_list_has_its_expectation() -> None:
    assert [file.stem for file in LISTS] == sorted(file.stem for file in FOLDER.glob("*.json"))
    assert len(LISTS) > 15
