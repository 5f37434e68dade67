"""RIS: tags of several programs, and references that break off."""

from __future__ import annotations

import pytest

from litgraph.ingest.told import PaperLine
from tests.unit.ingest.formats.conftest import Read, paper_lines, reasons

ATTENTION = (
    "TY  - CONF",
    "AU  - Vaswani, Ashish",
    "AU  - Shazeer, Noam",
    "A2  - Guyon, Isabelle",
    "TI  - Attention is All you Need",
    "T2  - Advances in Neural Information Processing Systems",
    "PY  - 2017",
    "DA  - 2017/12/04/",
    "UR  - https://proceedings.neurips.cc/paper/2017/hash/3f5ee243547dee91fbd053c1c4a845aa-Abstract.html",
    "AB  - Made up",
    "in two lines.",
    "KW  - attention",
    "XX  - unknown",
    "ID  - vaswani2017",
    "ER  - ",
)


def _reference(read: Read, *lines: str) -> PaperLine:
    (line,) = paper_lines(read("TY  - JOUR", *lines, "ER  - "))
    return line


def test_a_reference_is_read(read: Read) -> None:
    (line,) = paper_lines(read(*ATTENTION))
    paper = line.paper
    assert (paper.title, paper.authors) == ("Attention is All you Need", ("Ashish Vaswani", "Noam Shazeer"))
    assert (paper.date, paper.year) == ("2017-12-04", 2017)
    assert paper.venue == "Advances in Neural Information Processing Systems"
    assert paper.abstract == "Made up in two lines."
    assert (line.called, paper.id[:6]) == ("local:vaswani2017", "title:")


def test_the_other_tags_of_the_same(read: Read) -> None:
    line = _reference(
        read,
        "T1  - Über formal unentscheidbare Sätze",
        "A1  - Gödel, Kurt, Dr.",
        "JF  - Monatshefte für Mathematik und Physik",
        "Y1  - 1931/12//",
        "DO  - https://doi.org/10.1007/BF01700692",
        "N2  - Made up.",
    )
    paper = line.paper
    assert (paper.id, paper.title) == ("doi:10.1007/bf01700692", "Über formal unentscheidbare Sätze")
    assert (paper.authors, paper.venue) == (("Kurt Gödel Dr.",), "Monatshefte für Mathematik und Physik")
    assert (paper.date, paper.abstract, line.called) == ("1931-12", "Made up.", None)


@pytest.mark.parametrize(
    ("lines", "aliases"),
    [
        (["DO  - 10.1000/182"], {"doi:10.1000/182"}),
        (["UR  - http://arxiv.org/abs/2306.00978v1; https://example.org"], {"arxiv:2306.00978"}),
        (["UR  - https://example.org", "UR  - https://arxiv.org/pdf/2306.00978"], {"arxiv:2306.00978"}),
        (["N1  - arXiv:2306.00978 [cs]"], {"arxiv:2306.00978"}),
        (["M1  - arXiv:2306.00978"], {"arxiv:2306.00978"}),
        (["AN  - arXiv:2306.00978"], {"arxiv:2306.00978"}),
        (["JO  - arXiv preprint arXiv:2306.00978", "DO  - none"], {"arxiv:2306.00978"}),
    ],
)
def test_identifiers(read: Read, lines: list[str], aliases: set[str]) -> None:
    assert _reference(read, "TI  - AWQ", *lines).paper.aliases == aliases


@pytest.mark.parametrize(
    ("lines", "date", "year"),
    [
        (["PY  - 2017"], "", 2017),
        (["PY  - 2017//"], "", 2017),
        (["PY  - 2017", "DA  - Jun 12"], "2017-06-12", 2017),
        (["DA  - 2017-06-12"], "2017-06-12", 2017),
        (["Y1  - 2017/06/12/spring"], "2017-06-12", 2017),
        (["PY  - forthcoming"], "", None),
    ],
)
def test_dates(read: Read, lines: list[str], date: str, year: int | None) -> None:
    paper = _reference(read, "TI  - Attention is All you Need", *lines).paper
    assert (paper.date, paper.year) == (date, year)


def test_a_broken_reference_harms_no_other(read: Read) -> None:
    told = read(
        "Provider: a program",
        "TY  - JOUR",
        "a line without a tag",
        "ER  - ",
        "",
        "TY  - JOUR",
        "TI  - Without an End",
        "TY  - JOUR",
        "T1  - " + "x" * 5001,
        "ER  - ",
        "TY  - JOUR",
        "TI  - The Last One",
    )
    assert [line.paper.title for line in told if isinstance(line, PaperLine)] == ["Without an End", "The Last One"]
    assert reasons(told) == [
        (2, "neither an identifier nor a title"),
        (8, "title is longer than 5000 characters"),
    ]


def test_a_reference_that_does_not_end_is_refused(read: Read) -> None:
    told = read("TY  - JOUR", *["x" * 1000] * 1200, "TY  - JOUR", "TI  - The Next One", "ER  - ")
    assert reasons(told) == [(1, "the reference is longer than 1,048,576 characters")]


def test_a_line_of_text_that_looks_like_a_tag_is_text(read: Read) -> None:
    line = _reference(read, "TI  - A Title", "AB  - Made up by", "AI - powered text.")
    assert line.paper.abstract == "Made up by AI - powered text."


@pytest.mark.parametrize("ending", [b"\n", b"\r\n", b"\r"])
def test_endings_marks_and_single_blanks(read: Read, ending: bytes) -> None:
    lines = [b"TY - JOUR", b"TI - Attention is All you Need", b"AU - Vaswani, A.", b"PY - 2017", b"ER -"]
    (line,) = paper_lines(read(b"\xef\xbb\xbf" + ending.join(lines)))
    assert (line.paper.title, line.paper.authors, line.paper.year) == (
        "Attention is All you Need",
        ("A. Vaswani",),
        2017,
    )


def test_bytes_of_windows(read: Read) -> None:
    lines = [line.encode("windows-1252") for line in ("TY  - JOUR", "TI  - Sätze", "AU  - Gödel, Kurt", "ER  - ")]
    (line,) = paper_lines(read(*lines))
    assert (line.paper.title, line.paper.authors) == ("Sätze", ("Kurt Gödel",))
