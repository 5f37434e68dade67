"""What holds of every list, whatever is written in it."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litgraph.lists.chunks import split_chunks
from litgraph.lists.entries import read_parts
from litgraph.lists.parse import parse_list
from litgraph.lists.source import read_source
from litgraph.model.survey import ListDocument

PIECES = st.sampled_from(
    [
        *(
            "# ",
            "## ",
            "### ",
            "- ",
            "* ",
            "1. ",
            "  ",
            "    ",
            "> ",
            "| ",
            " | ",
            "|---|---|",
            "```",
            "~~~",
            "---",
            "===",
        ),
        *(
            "<!-- ",
            " -->",
            "<table>",
            "<tr>",
            "<td>",
            "</td>",
            "</tr>",
            "<div>",
            "</div>",
            "<li>",
            "<h2>",
            "</h2>",
            "<br>",
        ),
        *(
            "[",
            "]",
            "(",
            ")",
            "](",
            "**",
            "*",
            "_",
            "`",
            "$",
            "\\",
            "&amp;",
            "<ins>",
            "</ins>",
            "/ins>",
            '"',
            "“",
            "：",
            "，",
        ),
        *(
            "Paper",
            "Code",
            "arXiv",
            "ICML 2023",
            "Attention Is All You Need",
            "Wei He et al.",
            "[2023/08]",
            "🔥",
            "量化",
        ),
        *("[Paper](https://arxiv.org/abs/2306.00978)", "https://arxiv.org/abs/1706.03762", "[LoRA](https://a.b): more"),
        *(
            "[Efficient Models: A Survey](https://arxiv.org/abs/2312.03863)",
            "[x]: https://a.b",
            "[here](#x)",
            ", ",
            " ",
        ),
    ]
)
LINES = st.lists(PIECES, max_size=7).map("".join)
MARKDOWN = st.lists(LINES, max_size=25).map("\n".join)


def assert_sound(content: bytes, document: ListDocument) -> None:
    """Check that spans are whole lines within the content, in order."""
    starts = [entry.span.start for entry in document.entries]
    assert starts == sorted(starts)
    for entry in document.entries:
        start, end = entry.span.start, entry.span.end
        assert 0 <= start < end <= len(content)
        assert start == 0 or content[start - 1 : start] in (b"\n", b"\r")
        assert end == len(content) or content[end - 1 : end] in (b"\n", b"\r")
        assert entry.line == len(re.findall(rb"\r\n|\r|\n", content[:start])) + 1
        assert entry.title == entry.title.strip() != ""


@given(st.binary(max_size=400))
@settings(deadline=None)
def test_any_bytes_are_read(content: bytes) -> None:
    document = parse_list(content)

    assert_sound(content, document)


@given(MARKDOWN)
@settings(max_examples=300, deadline=None)
def test_any_markdown_is_read(text: str) -> None:
    content = text.encode()

    document = parse_list(content)

    assert_sound(content, document)
    held = {entry.category for entry in document.entries if entry.category}
    assert held <= set(document.categories)


@given(MARKDOWN)
@settings(max_examples=300, deadline=None)
def test_a_list_read_in_pieces_is_the_list_read_whole(text: str) -> None:
    lines = read_source(text.encode()).lines

    pieces = [(first, part) for first, end in split_chunks(lines) for part in read_parts(lines[first:end], {})]

    assert [(first + part.first, first + part.last) for first, part in pieces] == [
        (part.first, part.last) for part in read_parts(lines, {})
    ]


WORDS = ("Efficient", "Learning", "of", "Sparse", "Models", "with", "Large", "Graphs:", "Attention", "for", "Networks")
TITLES = st.lists(st.sampled_from(WORDS), min_size=4, max_size=9).map(lambda words: " ".join(("Sparse", *words)))
FORMATS = (
    "- {title}, <ins>ICML, 2023</ins> [[Paper]({url})]",
    "- [{title}]({url}), *ICML*, 2023",
    "* **{title}** <br> ICML 2023 [[Paper]]({url})",
    "1. **{title}.** *Wei He et al.* ICML 2023. [[paper]({url})] [[code](https://github.com/a/b)]",
    "- [ICML'23] {title} [[pdf]({url})]",
    '- <a href="{url}">{title}</a> (ICML 2023)',
)


@given(st.lists(TITLES, min_size=1, max_size=6, unique=True), st.sampled_from(FORMATS))
@settings(deadline=None)
def test_what_a_list_was_written_from_is_read_from_it(titles: list[str], form: str) -> None:
    titles = [title.rstrip(":").removesuffix(":") for title in titles]
    lines = [
        form.format(title=title, url=f"https://arxiv.org/abs/2301.{number:05d}") for number, title in enumerate(titles)
    ]
    content = "\n".join(["# Title", "## Models", *lines]).encode()

    document = parse_list(content)

    assert [entry.title for entry in document.entries] == titles
    assert [entry.identifiers[0] for entry in document.entries] == [f"arxiv:2301.{n:05d}" for n in range(len(titles))]
    assert {(entry.venue, entry.year, entry.category) for entry in document.entries} == {("ICML", 2023, ("Models",))}
    spans = [content[entry.span.start : entry.span.end] for entry in document.entries]
    assert all(entry.links[0].url.encode() in span for entry, span in zip(document.entries, spans, strict=True))


@pytest.mark.parametrize("content", [b"", b"\n", b"\xef\xbb\xbf", b"\xff\xfe\x00", b"# Only a Title", b"\r\r\r"])
def test_a_list_of_nothing_holds_nothing(content: bytes) -> None:
    document = parse_list(content)

    assert document.entries == ()
    assert document.categories == ()


def test_odd_bytes_leave_the_rest_of_the_line_readable() -> None:
    content = "- [Na\u00efve Models of Large Graphs](https://arxiv.org/abs/2301.00001)\n".encode("latin-1")

    document = parse_list(content)

    assert [entry.title for entry in document.entries] == ["Na\u00efve Models of Large Graphs"]
    assert document.entries[0].span.end == len(content)


@pytest.mark.parametrize(
    "hostile",
    [
        "\n".join("  " * depth + "- a" for depth in range(600)),
        ">" * 100_000 + " a",
        "- " + "[" * 100_000,
        "- " + "[a](" * 1_900,
        "- " + "*a_ " * 2_000,
        "<!-- " * 50_000,
        "<div>\n" + "<td><a <b " * 20_000,
        "<table>" * 20_000,
        "|" * 50_000 + "\n|-|",
        "- " + "a. " * 2_600,
        "".join(f"{'#' * (n % 6 + 1)} H{n}\n" for n in range(20_000)),
    ],
    ids=lambda text: text[:12].strip(),
)
def test_hostile_markdown_neither_stops_nor_stalls_the_reading(hostile: str) -> None:
    begun = time.perf_counter()

    document = parse_list(hostile.encode())

    assert document.entries == ()
    assert time.perf_counter() - begun < 20
