"""Papers, citations and rejected lines of JSONL and CSV files."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from litgraph.errors import InputError
from litgraph.ingest.files import PaperLine, Rejected, Told, read_file
from litgraph.model.citation import Citation
from litgraph.model.identifiers import PaperId
from tests.unit.ingest.conftest import Written

TODAY = "2026-01-01"


def _read(path: Path, namespace: str = "") -> list[Told]:
    return list(read_file(path, today=TODAY, namespace=namespace))


def _paper(written: Written, namespace: str = "", **fields: Any) -> PaperLine:
    (told,) = _read(written(json.dumps(fields)), namespace)
    assert isinstance(told, PaperLine), told
    return told


def _reason(written: Written, line: str | bytes) -> str:
    """Give why the first of two lines is rejected; the second must go in."""
    refused, taken = _read(written(line, '{"id": "a"}'))
    assert isinstance(refused, Rejected), refused
    assert isinstance(taken, PaperLine)
    assert refused.line == 1
    return refused.reason


def test_every_field_is_read(written: Written) -> None:
    told = _paper(
        written,
        id="W1",
        arxiv_id="2306.00978v2",
        doi="https://doi.org/10.1145/X.Y",
        s2_id=42,
        title=" AWQ:\n Weights ",
        abstract="Line one.\nLine\u0007 two.",
        authors=["Ji Lin", {"name": "Song Han"}],
        date="2023-6-1",
        year=2024,
        venue="MLSys",
        code="github.com/mit-han-lab/llm-awq",
        references=["2210.17323", 7, "W2"],
        categories=["cs.CL", "cs.LG"],
    )
    paper = told.paper
    assert paper.aliases == {"local:W1", "arxiv:2306.00978", "doi:10.1145/x.y", "s2:42"}
    assert (paper.id, paper.title, paper.abstract) == ("arxiv:2306.00978", "AWQ: Weights", "Line one.\nLine two.")
    assert (paper.authors, paper.date, paper.year) == (("Ji Lin", "Song Han"), "2023-06-01", 2024)
    assert (paper.venue, paper.code) == ("MLSys", "https://github.com/mit-han-lab/llm-awq")
    assert told.references == ("arxiv:2210.17323", "local:7", "local:W2")
    assert told.categories == ("cs.CL", "cs.LG")
    assert paper.provenance["title"].source == "file"


@pytest.mark.parametrize(
    ("name", "namespace", "expected"),
    [
        ("2306.00978", "", "arxiv:2306.00978"),
        ("hep-ph/0001001", "n", "arxiv:hep-ph/0001001"),
        ("10.1109/TVCG.2015.1", "", "doi:10.1109/tvcg.2015.1"),
        ("10.48550/arXiv.2306.00978", "", "arxiv:2306.00978"),
        ("arXiv:2306.00978", "", "arxiv:2306.00978"),
        ("https://arxiv.org/abs/2306.00978", "", "arxiv:2306.00978"),
        ("https://example.org/a", "", "local:https://example.org/a"),
        ("1", "", "local:1"),
        (1, "", "local:1"),
        ("1", "net", "local:net/1"),
        ("local:1", "net", "local:1"),
        ("P19-1001", "", "local:P19-1001"),
        ("acl:P19-1001", "", "acl:P19-1001"),
        ("s2:42", "net", "s2:42"),
        ("title:07c2dc582bcbd946", "net", "title:07c2dc582bcbd946"),
        ("a\x00b\ud800", "", "local:a b\ufffd"),
    ],
)
def test_an_id_is_read_as_what_it_is(written: Written, name: object, namespace: str, expected: str) -> None:
    assert _paper(written, namespace, id=name).paper.id == expected


def test_an_id_alone_is_a_paper_and_so_is_a_title(written: Written) -> None:
    assert _paper(written, id="1", title=None, abstract=None).paper.title == ""
    assert _paper(written, title="A Title").paper.id.startswith("title:")


def test_an_imported_title_id_is_an_alias(written: Written) -> None:
    paper = _paper(written, id="title:07c2dc582bcbd946", arxiv_id="2306.00978").paper
    assert paper.id == "arxiv:2306.00978"
    assert paper.aliases == {"title:07c2dc582bcbd946", "arxiv:2306.00978"}


def test_fields_that_nobody_asked_for_are_let_be(written: Written) -> None:
    told = _paper(written, id="1", label="MILGRAM", list_line=120, abstract_truncated=True, id_month="2000-01")
    assert told.paper.id == "local:1"


@pytest.mark.parametrize(
    ("fields", "date", "year"),
    [
        ({"id": "2306.00978"}, "2023-06", 2023),
        ({"id": "2306.00978", "date": "2023"}, "2023-06", 2023),
        ({"id": "2306.00978", "date": "2022"}, "2022", 2022),
        ({"id": "2306.00978", "year": 2024}, "2023-06", 2024),
        ({"id": "1", "year": 1967}, "", 1967),
        ({"id": "1", "date": "2023-05-06T10:00:00Z"}, "2023-05-06", 2023),
        ({"id": "1", "date": ""}, "", None),
    ],
)
def test_dates_and_years(written: Written, fields: dict[str, Any], date: str, year: int | None) -> None:
    paper = _paper(written, **fields).paper
    assert (paper.date, paper.year) == (date, year)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not JSON: "),
        ("[1, 2]", "not a JSON object"),
        ("null", "not a JSON object"),
        ('"text"', "not a JSON object"),
        ('{"id": "1"} trailing', "not JSON: Extra data"),
        ('{"id": NaN}', "NaN is no JSON value"),
        ('{"id": 1e999}', "id does not name a paper"),
        ('{"year": ' + "9" * 5000 + "}", "not JSON: "),
        ('{"id": "1", "x": ' + "[" * 100_000 + "]" * 100_000 + "}", "nested too deeply"),
        (b'{"id": "\xff"}', "not UTF-8: invalid start byte at byte 9"),
        (b'{"id": "a\x00b"}', "not JSON: Invalid control character"),
        ("{}", "neither an identifier nor a title"),
        ('{"id": null, "title": ""}', "neither an identifier nor a title"),
        ('{"title": "?!"}', "neither an identifier nor a title"),
        ('{"id": true}', "id does not name a paper: True"),
        ('{"id": ["a"]}', "id does not name a paper"),
        ('{"id": " "}', "id is empty"),
        ('{"id": "' + "x" * 1001 + '"}', "id is longer than 1000"),
        ('{"arxiv_id": "nonsense"}', "arxiv_id is not one: 'nonsense'"),
        ('{"arxiv_id": 2306.00978}', "arxiv_id is not one"),
        ('{"arxiv_id": "10.1000/182"}', "arxiv_id is not one"),
        ('{"doi": "2306.00978x"}', "doi is not one"),
        ('{"s2_id": "649def34f8be52c8b66281af98ae884c09aef38b"}', "s2_id is not one"),
        (
            '{"id": "2306.00978", "arxiv_id": "2210.17323"}',
            "two different arXiv ids: arxiv:2210.17323, arxiv:2306.00978",
        ),
        ('{"id": "1", "title": 5}', "title is not text: 5"),
        ('{"id": "1", "title": "' + "x" * 5001 + '"}', "title is longer than 5000"),
        ('{"id": "1", "abstract": ["a"]}', "abstract is not text"),
        ('{"id": "1", "authors": "Ji Lin"}', "authors is not a list: 'Ji Lin'"),
        ('{"id": "1", "authors": [1]}', "authors holds something that is no name: 1"),
        ('{"id": "1", "date": "yesterday"}', "date is not YYYY, YYYY-MM or YYYY-MM-DD: 'yesterday'"),
        ('{"id": "1", "date": "2023-02-30"}', "date is not"),
        ('{"id": "1", "date": "0000"}', "date is not"),
        ('{"id": "1", "date": 2023}', "date is not text: 2023"),
        ('{"id": "1", "year": "2023"}', "year is not a whole number: '2023'"),
        ('{"id": "1", "year": true}', "year is not a whole number"),
        ('{"id": "1", "year": 12}', "year is not one of 1400 to 2999: 12"),
        ('{"id": "1", "venue": {}}', "venue is not text"),
        ('{"id": "1", "code": "javascript:alert(1)"}', "code is not an address"),
        ('{"id": "1", "references": "2"}', "references is not a list"),
        ('{"id": "1", "references": [null]}', "references does not name a paper: None"),
        ('{"citing": "1"}', "cited does not name a paper: None"),
        ('{"citing": "1", "cited": "2", "contexts": "here"}', "contexts is not a list"),
        ('{"citing": "1", "cited": "2", "intents": [1]}', "intents holds something that is not text"),
    ],
)
def test_a_bad_line_is_rejected_with_the_reason(written: Written, line: str | bytes, reason: str) -> None:
    assert reason in _reason(written, line)


def test_a_reason_is_harmless_on_a_terminal(written: Written) -> None:
    assert _reason(written, json.dumps({"id": "1", "date": "\x1b[31m\u202e" + "x" * 500})).isprintable()


def test_a_line_without_an_end_is_rejected(written: Written) -> None:
    path = written('{"id": "1", "title": "' + "x" * (33 << 20) + '"}', '{"id": "2"}')
    refused, taken = _read(path)
    assert refused == Rejected(file=str(path), line=1, reason="the line is too long")
    assert isinstance(taken, PaperLine)


def test_blank_lines_count_but_are_nothing(written: Written) -> None:
    (refused,) = _read(written("", "  ", "{"))
    assert isinstance(refused, Rejected)
    assert refused.line == 3


def test_lone_surrogates_and_control_characters_are_mended(written: Written) -> None:
    told = _paper(written, id="1", title="a\ud800b\u0000c", abstract="d\udfffe\u0000f")
    assert (told.paper.title, told.paper.abstract) == ("a\ufffdb c", "d\ufffdef")


def test_citations_in_json(written: Written) -> None:
    line = {"citing": "2306.00978", "cited": "W1", "contexts": ["as in W1"], "intents": None}
    expected = Citation(citing=PaperId("arxiv:2306.00978"), cited=PaperId("local:W1"), contexts=("as in W1",))
    assert _read(written(json.dumps(line))) == [expected]


@pytest.mark.parametrize(
    "lines",
    [
        ("citing,cited", "1,2"),
        (b"\xef\xbb\xbfCiting, Cited\r", "1,2\r"),
        ("cited,weight,citing", "2,5,1"),
        ('"citing","cited"', '"1","2"'),
    ],
)
def test_citations_in_csv(written: Written, lines: tuple[str | bytes, ...]) -> None:
    assert _read(written(*lines)) == [Citation(citing=PaperId("local:1"), cited=PaperId("local:2"))]


def test_bad_lines_of_csv_are_rejected(written: Written) -> None:
    told = _read(written("citing,cited", "1", ",2", '"1,2', '"10.1000/a,b",1', b"\xff,1"), namespace="net")
    reasons = [line.reason for line in told if isinstance(line, Rejected)]
    assert [reason[:15] for reason in reasons] == [
        "1 columns where",
        "citing is empty",
        "unexpected end ",
        "not UTF-8: inva",
    ]
    assert told[3] == Citation(citing=PaperId("doi:10.1000/a,b"), cited=PaperId("local:net/1"))


def test_a_file_of_another_kind_is_refused_as_a_whole(written: Written) -> None:
    with pytest.raises(InputError, match="holds no papers or citations"):
        _read(written(*(["%PDF-1.7 garbage"] * 1001)))


def test_a_file_that_breaks_off_is_rejected_from_there(written: Written, tmp_path: Path) -> None:
    whole = gzip.compress(b"".join(json.dumps({"id": str(n * 7919)}).encode() + b"\n" for n in range(50_000)))
    path = tmp_path / "cut.jsonl.gz"
    path.write_bytes(whole[: len(whole) // 2])
    told = _read(path)
    assert isinstance(told[-1], Rejected)
    assert told[-1].line == len(told)
    assert all(isinstance(line, PaperLine) for line in told[:-1])


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: st.lists(inner, max_size=3)
)
_NAMES = ("id", "arxiv_id", "doi", "s2_id", "title", "abstract", "authors", "date", "year", "venue", "code")
_FIELDS = st.dictionaries(
    st.sampled_from((*_NAMES, "references", "categories", "citing", "cited", "contexts")), _VALUES
)


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(line=b'"')
@given(_FIELDS.map(json.dumps) | st.text(max_size=40) | st.binary(max_size=40))
def test_no_line_whatever_stops_the_reading(written: Written, line: str | bytes) -> None:
    text = line.encode("utf-8", "surrogatepass") if isinstance(line, str) else line
    told = _read(written(text.replace(b"\n", b" ").replace(b"\r", b" "), '{"id": "last"}'))
    assert isinstance(told[-1], PaperLine | Citation | Rejected)
    assert 1 <= len(told) <= 2
