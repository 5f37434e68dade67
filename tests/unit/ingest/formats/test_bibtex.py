"""BibTeX and biblatex: fields, and the warts of files that people have written."""

from __future__ import annotations

import pytest

from litgraph.ingest.told import LEFT_OUT, PaperLine
from tests.unit.ingest.formats.conftest import Read, paper_lines, reasons

GOEDEL = r"""
@article{godel1931,
  author  = {Kurt G{\"o}del},
  title   = {{\"U}ber formal unentscheidbare {S\"a}tze der {\em Principia Mathematica} und verwandter Systeme {I}},
  journal = {Monatshefte f{\"u}r Mathematik und Physik},
  year    = 1931,
  doi     = {10.1007/BF01700692}
}
"""


def _entry(read: Read, fields: str, key: str = "key", kind: str = "article") -> PaperLine:
    (line,) = paper_lines(read(f"@{kind}{{{key},", fields, "}"))
    return line


def test_an_entry_is_read(read: Read) -> None:
    (line,) = paper_lines(read(GOEDEL))
    title = "Über formal unentscheidbare Sätze der Principia Mathematica und verwandter Systeme I"
    paper = line.paper
    assert (paper.id, line.called) == ("doi:10.1007/bf01700692", "local:godel1931")
    assert (paper.title, paper.authors) == (title, ("Kurt Gödel",))
    assert (paper.venue, paper.year, paper.date) == ("Monatshefte für Mathematik und Physik", 1931, "")
    assert paper.provenance["title"].source == "file"


def test_the_namespace_goes_before_the_key(read: Read) -> None:
    (line,) = paper_lines(read(GOEDEL, namespace="logic"))
    assert line.called == "local:logic/godel1931"


@pytest.mark.parametrize(
    ("fields", "aliases"),
    [
        ("eprint = {2306.00978}, archivePrefix = {arXiv}, primaryClass = {cs.CL}", {"arxiv:2306.00978"}),
        ("eprint = {hep-th/9901001}", {"arxiv:hep-th/9901001"}),
        ("journal = {arXiv preprint arXiv:2306.00978}", {"arxiv:2306.00978"}),
        ("journal = {arXiv e-prints}, pages = {arXiv:2306.00978}", {"arxiv:2306.00978"}),
        ("journal = {CoRR}, volume = {abs/2306.00978}", {"arxiv:2306.00978"}),
        ("journal = {ArXiv}, volume = {abs/2306.00978}", {"arxiv:2306.00978"}),
        ("note = {arXiv:2306.00978 [cs]}", {"arxiv:2306.00978"}),
        ("howpublished = {\\url{https://arxiv.org/abs/2306.00978v2}}", {"arxiv:2306.00978"}),
        ("url = {https://openreview.net/forum?id=nZeVKeeFYf9}", {"openreview:nZeVKeeFYf9"}),
        (
            "url = {https://aclanthology.org/N19-1423}, doi = {10.18653/v1/N19-1423}",
            {"acl:N19-1423", "doi:10.18653/v1/n19-1423"},
        ),
        ("doi = {https://doi.org/10.1000/182}", {"doi:10.1000/182"}),
        ("doi = {10.1007/978-3\\_5}, url = {https://doi.org/10.1000/other}", {"doi:10.1007/978-3_5"}),
        ("doi = {10.48550/arXiv.2306.00978}", {"arxiv:2306.00978"}),
        ("doi = {n/a}, url = {https://example.org}, anthology = {N19-1423}", {"acl:N19-1423"}),
    ],
)
def test_identifiers_stand_in_many_fields(read: Read, fields: str, aliases: set[str]) -> None:
    assert _entry(read, f"title = {{AWQ}}, {fields}").paper.aliases == aliases


@pytest.mark.parametrize("note", ["Extends arXiv:2306.00978", "2306.00978", "see abs/2306.00978", "arXiv, to appear"])
def test_a_note_names_the_paper_only_where_it_begins_with_it(read: Read, note: str) -> None:
    assert _entry(read, f"title = {{AWQ}}, note = {{{note}}}").paper.id.startswith("title:")


def test_where_preprints_lie_is_no_venue_and_their_class_is_a_category(read: Read) -> None:
    line = _entry(
        read, "title = {AWQ}, journal = {CoRR}, eprint = {2306.00978}, eprinttype = {arxiv}, eprintclass = {cs.CL}"
    )
    assert (line.paper.venue, line.categories) == ("", ("cs.CL",))


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Ji Lin and Song Han", ("Ji Lin", "Song Han")),
        ("Lin, Ji and Han, Song and others", ("Ji Lin", "Song Han")),
        ("Lin, Ji\n AND Han, Song", ("Ji Lin", "Song Han")),
        ("van der Maaten, Laurens", ("Laurens van der Maaten",)),
        ("{Van Loan}, Jr., Charles", ("Charles Van Loan Jr.",)),
        ("{Barnes and Noble, Inc.} and {OpenAI}", ("Barnes and Noble, Inc.", "OpenAI")),
        (r"Kaiser, {\L}ukasz and Nicol{\`o} Cesa-Bianchi", ("Łukasz Kaiser", "Nicolò Cesa-Bianchi")),
        ("", ()),
    ],
)
def test_authors(read: Read, author: str, names: tuple[str, ...]) -> None:
    assert _entry(read, f"title = {{A Title}}, author = {{{author}}}").paper.authors == names


@pytest.mark.parametrize(
    ("fields", "date", "year"),
    [
        ("year = 2017", "", 2017),
        ("year = {2017}, month = jun", "2017-06", 2017),
        ('year = "2017", month = {06}', "2017-06", 2017),
        ("year = {2017}, month = 6 # {~}, day = 12", "2017-06-12", 2017),
        ('year = 2017, month = jun # "~12"', "2017-06-12", 2017),
        ("date = {2017-06-12}", "2017-06-12", 2017),
        ("date = {2017}", "", 2017),
        ("year = {in press}", "", None),
        ("eprint = {1706.03762}, year = 2017, month = dec", "2017-06", 2017),
        ("eprint = {1706.03762}, date = {2017-06-12}", "2017-06-12", 2017),
        ("eprint = {1706.03762}, year = 2018", "2017-06", 2018),
        ("", "", None),
    ],
)
def test_dates(read: Read, fields: str, date: str, year: int | None) -> None:
    paper = _entry(read, f"title = {{Attention Is All You Need}}, {fields}").paper
    assert (paper.date, paper.year) == (date, year)


def test_strings_are_put_together(read: Read) -> None:
    strings = (
        '@string{nips = "Advances in " # nipsname}\n@STRING(nipsname = {NeurIPS})\n@string{NeurIPS = nips # " 30"}'
    )
    entry = "@inproceedings{v, title = {Attention} # { Is All You Need}, booktitle = neurips, publisher = undefined}"
    told = paper_lines(read("@string{nipsname = {Neural Information Processing Systems}}", strings, entry))
    assert told[0].paper.title == "Attention Is All You Need"
    assert told[0].paper.venue == "Advances in Neural Information Processing Systems 30"


def test_a_paper_inherits_from_its_volume_wherever_that_stands(read: Read) -> None:
    paper = "@inproceedings{%s, title = {%s}, crossref = {NIPS2017}}"
    volume = "@proceedings{nips2017, title = {Advances in Neural Information Processing Systems 30}, year = 2017}"
    told = read(paper % ("a", "Attention Is All You Need"), volume, paper % ("b", "Another Title"))
    later, first = paper_lines(told)
    assert told[0] is LEFT_OUT
    assert (later.called, first.called) == ("local:b", "local:a")
    assert {line.paper.venue for line in (first, later)} == {"Advances in Neural Information Processing Systems 30"}
    assert {line.paper.year for line in (first, later)} == {2017}


def test_a_paper_whose_volume_is_missing_is_still_one(read: Read) -> None:
    (line,) = paper_lines(read("@inproceedings{a, title = {Attention Is All You Need}, crossref = {none}}"))
    assert (line.paper.venue, line.paper.year) == ("", None)


def test_a_broken_entry_harms_no_other(read: Read) -> None:
    told = read(
        "% Encoding: UTF-8",
        "@article{a, title = {Never Closed,",
        "  year = 2017}",
        "",
        "@article{b,",
        "  title = {Attention Is All You Need}}",
        "@article{c title = {No Comma}}",
        "@misc{d,",
        "  note = {neither}",
        "}",
        "@article{e, title = {LoRA}, year == 2021}",
        "@article{, title = {No Key}, doi = {10.1000/182}}",
        "@article{f, title = {Cut Off",
    )
    assert [line.called for line in told if isinstance(line, PaperLine)] == ["local:b", "local:e", None]
    assert [number for number, _ in reasons(told)] == [2, 7, 8, 13]
    assert [reason for _, reason in reasons(told)] == [
        "not BibTeX: a brace or quote is not closed",
        "not BibTeX: Expected comma after entry key, but found =",
        "neither an identifier nor a title",
        "not BibTeX: a brace or quote is not closed",
    ]


def test_a_field_given_twice_counts_once_and_so_do_names_in_capitals(read: Read) -> None:
    line = _entry(read, "TITLE = {Attention Is All You Need}, title = {Another}, Year = {2017}, year = 2018")
    assert (line.paper.title, line.paper.year) == ("Attention Is All You Need", 2017)


def test_several_entries_may_stand_in_one_line_with_one_key(read: Read) -> None:
    told = paper_lines(read("@misc{a, title = {The First One}} @misc{a, title = {The Second One}} and more"))
    assert [line.paper.title for line in told] == ["The First One", "The Second One"]


def test_remarks_are_no_entries(read: Read) -> None:
    told = read(
        "An introduction by JabRef.",
        "@comment{jabref-meta: databaseType:bibtex;}",
        '@preamble{ "\\newcommand{\\noop}[1]{}" }',
        "@Comment{",
        "@article{a, title = {Commented Out by Mistake}}",
        "}",
    )
    assert [line.called for line in paper_lines(told)] == ["local:a"]


@pytest.mark.parametrize("ending", [b"\n", b"\r\n", b"\r"])
def test_endings_and_a_byte_order_mark(read: Read, ending: bytes) -> None:
    text = b"\xef\xbb\xbf" + GOEDEL.strip().encode().replace(b"\n", ending) + ending + b"@misc{x, note = 1}"
    told = read(text)
    assert isinstance(told[0], PaperLine)
    assert reasons(told) == [(8, "neither an identifier nor a title")]


def test_bytes_of_windows(read: Read) -> None:
    (line,) = paper_lines(read("@misc{a, author = {Kurt Gödel}, title = {“On” Sätze}}".encode("windows-1252")))
    assert (line.paper.title, line.paper.authors) == ("“On” Sätze", ("Kurt Gödel",))


def test_an_entry_without_end_is_refused_and_the_next_one_read(read: Read) -> None:
    told = read("@misc{a, title = {", *["x" * 1000] * 1200, "@misc{b, title = {Attention Is All You Need}}")
    assert reasons(told) == [(1, "the entry is longer than 1,048,576 characters: is it closed?")]
    assert isinstance(told[1], PaperLine)


def test_signs_of_markup_and_control_are_harmless(read: Read) -> None:
    line = _entry(read, "title = {A\x1b[31m \u202eTitle <script>}, abstract = {100% of\nlines}")
    assert line.paper.title == "A [31m Title <script>"
    assert line.paper.abstract == "100% of\nlines"
