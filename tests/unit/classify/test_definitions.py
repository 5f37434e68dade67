"""The file of definitions: what is read of it, and how what is wrong is told."""

from __future__ import annotations

import pytest

from litgraph.classify.definitions import parse_definitions
from litgraph.errors import InputError


def test_definitions_and_aliases_are_read_with_their_lines() -> None:
    content = b"A > B:\n  definition: Fewer\n    bits.\n  aliases: [PTQ, low-bit inference]\nC:\n  aliases: one\n"

    first, second = parse_definitions(content, "d.yaml")

    assert (first.heading, first.line, first.words) == ("A > B", 1, "Fewer bits. PTQ, low-bit inference")
    assert (second.heading, second.line, second.aliases) == ("C", 5, ("one",))


@pytest.mark.parametrize("content", [b"", b"# nothing yet\n"])
def test_an_empty_file_says_nothing(content: bytes) -> None:
    assert parse_definitions(content, "d.yaml") == ()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"- A\n- B\n", "d.yaml, line 1: expected a mapping of headings"),
        (b"A:\n  definition: x\n  alias: y\n", "d.yaml, line 3: unknown key 'alias'"),
        (b"A:\n  definition: [x]\n", "d.yaml, line 2: The definition must be text"),
        (b"A: text\n", "d.yaml, line 1: expected definition and aliases"),
        (b"A:\n  definition: 'x\n", "d.yaml, line 3: this is no YAML"),
        (b"A:\n  aliases: [x]\nA:\n  aliases: [y]\n", "d.yaml, line 3: 'A' is there already, at line 1"),
        (b"A: &a\n  aliases: [x]\nB: *a\n", "d.yaml, line 3: '*a' refers to another part"),
        (b"A:\n  definition: \xff\n", "d.yaml is not UTF-8"),
        (b"[" * 5_000, "d.yaml"),
        (b"A:\n  definition: !!python/object/apply:os.system [ls]\n", "d.yaml, line 2: The definition must be text"),
        (b"x" * 1_000_001, "1,000,000 bytes"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(content: bytes, told: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_definitions(content, "d.yaml")

    assert told in str(refused.value)
