"""Edits at spans: line endings, missing final newlines and foreign bytes stay as they are."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litgraph.errors import InputError
from litgraph.lists.edit import Edit, Insertion, apply_edits, insert, insertion_edits, line_ends, replacement_edit
from litgraph.model.survey import Span

LISTS = st.lists(
    st.sampled_from([b"- one", b"two", b"", b"\xff\xfe", b"\xef\xbb\xbf# T", b"a\tb", b"\n", b"\r\n", b"\r", b"\n\n"])
).map(b"".join)


@pytest.mark.parametrize(
    ("content", "after", "expected"),
    [
        (b"a\nb\n", 1, b"a\nX\nb\n"),
        (b"a\r\nb\r\n", 1, b"a\r\nX\r\nb\r\n"),
        (b"a\rb\r", 1, b"a\rX\rb\r"),
        (b"a\r\nb", 2, b"a\r\nb\r\nX"),
        (b"a\r\nb\nc\n", 2, b"a\r\nb\nX\nc\n"),
        (b"a\r\nb", 0, b"X\r\na\r\nb"),
        (b"alone", 1, b"alone\nX"),
        (b"", 0, b"X\n"),
    ],
)
def test_a_new_line_takes_the_ending_of_its_neighbour(content: bytes, after: int, expected: bytes) -> None:
    assert insert(content, [Insertion(after_line=after, text="X")]) == expected


def test_insertions_after_one_line_keep_their_order_and_their_own_lines() -> None:
    insertions = [
        Insertion(after_line=1, text="X\n"),
        Insertion(after_line=1, text="Y"),
        Insertion(after_line=0, text="Z"),
    ]

    assert insert(b"a\r\nb\r\n", insertions) == b"Z\r\na\r\nX\r\n\r\nY\r\nb\r\n"


def test_a_replaced_line_keeps_its_ending() -> None:
    content = b"a\r\nold\r\nlast"

    edits = [
        replacement_edit(content, Span(start=3, end=8), "new\nmore"),
        replacement_edit(content, Span(start=8, end=12), "end"),
    ]

    assert apply_edits(content, edits) == b"a\r\nnew\r\nmore\r\nend"


def test_a_line_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputError, match="No line 3"):
        insert(b"a\nb\n", [Insertion(after_line=3, text="X")])


def test_edits_that_overlap_are_refused() -> None:
    edits = [Edit(span=Span(start=0, end=2), replacement=b""), Edit(span=Span(start=1, end=3), replacement=b"")]

    with pytest.raises(InputError, match="overlaps"):
        apply_edits(b"abcd", edits)


@given(
    content=LISTS, picks=st.lists(st.tuples(st.integers(0, 40), st.sampled_from(["X", "é", "", "X\nY"])), max_size=5)
)
def test_only_the_span_changes_and_reverting_gives_the_list_back(content: bytes, picks: list[tuple[int, str]]) -> None:
    insertions = [Insertion(after_line=line % (len(line_ends(content)) + 1), text=text) for line, text in picks]

    edits = insertion_edits(content, insertions)
    edited = apply_edits(content, edits)

    reverted, shift = edited, 0
    for edit in edits:
        start = edit.span.start + shift
        assert edited[start : start + len(edit.replacement)] == edit.replacement
        shift += len(edit.replacement)
    for edit in reversed(edits):
        shift -= len(edit.replacement)
        start = edit.span.start + shift
        reverted = reverted[:start] + reverted[start + len(edit.replacement) :]
    assert reverted == content


@given(LISTS)
def test_lines_are_those_of_commonmark(content: bytes) -> None:
    expected = [len(line) for line in content.splitlines(keepends=True)]

    starts = [0, *line_ends(content)]

    assert [end - start for start, end in itertools.pairwise(starts)] == expected
