"""Whatever a file holds, it is read to its end or refused as a whole, and lines are counted right."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from litgraph.errors import InputError
from litgraph.ingest.choice import Choice
from litgraph.ingest.told import Rejected
from litgraph.model.identifiers import PaperId
from tests.unit.ingest.formats.conftest import Read

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["arXiv", "v1", "10.1000/1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
_SNAPSHOT = ("title", "doi", "categories", "versions", "comments", "abstract", "authors_parsed", "license", "authors")
_PAPERS = ("externalids", "title", "authors", "venue", "year", "publicationdate", "journal", "citationcount")
_ABSTRACTS = ("openaccessinfo", "abstract")
_CITATIONS = ("citingcorpusid", "citedcorpusid", "contexts", "intents", "isinfluential")
_CSL = ("id", "type", "title", "author", "issued", "DOI", "URL", "container-title", "number", "publisher", "note")
_SIGNS = ("{", "}", "(", ")", '"', "#", ",", "=", "\n", " ", "\\", "{\\'e}", "$", "%", "~", "2017", "2306.00978")
_NAMES = (
    "@article",
    "@string",
    "@comment",
    "title",
    "year",
    "author",
    "and",
    "crossref",
    "key",
    "month",
    "jan",
    "eprint",
)
_BIBTEX = (*_SIGNS, *_NAMES)
_TAGS = ("TI", "AU", "A1", "UR", "DO", "PY", "DA", "ID", "AB", "UK", "BT")
_RIS = (*(f"{tag}  - " for tag in _TAGS), "TY  - JOUR\n", "ER  - \n", "TY", "ER", "\n", "x", "2017", ",", ";", "  -")
_JSON = ("[", "]", "{", "}", '"', "\\", ",", ":", "\n", "  ", '"id": ', '"title"', '"x"', "1", "null")
_CHOICE = Choice(since="2017-01-01", ids=frozenset({PaperId("arxiv:2306.00978")}))


def _fields(*names: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.sampled_from(names), _VALUES)


def _texts(begin: str, tokens: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(tokens), max_size=40).map(lambda parts: begin + "".join(parts))


def _kept(read: Read, text: str) -> None:
    lines = text.encode("utf-8", "surrogatepass")
    for choice in (Choice(), _CHOICE):
        try:
            told = read(lines, choice=choice)
        except InputError:
            continue
        assert all(1 <= line.line <= text.count("\n") + 1 for line in told if isinstance(line, Rejected))


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    _fields(*_SNAPSHOT).map(lambda fields: {"id": "2306.00978", "update_date": "", **fields})
    | _fields(*_PAPERS).map(lambda fields: {"corpusid": 1, "title": "", **fields})
    | _fields(*_ABSTRACTS).map(lambda fields: {"corpusid": 1, **fields})
    | _fields(*_CITATIONS).map(lambda fields: {"citingcorpusid": 1, **fields})
    | _fields(*_CSL)
)
def test_no_value_of_a_field_stops_the_reading(read: Read, fields: dict[str, Any]) -> None:
    _kept(read, json.dumps(fields))
    _kept(read, json.dumps([fields], indent=1))


@pytest.mark.parametrize(
    ("begin", "tokens"), [("@article{", _BIBTEX), ("TY  - JOUR\n", _RIS), ("[{", _JSON), ('{\n"', _JSON)]
)
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=st.data())
def test_no_text_stops_the_reading(read: Read, begin: str, tokens: tuple[str, ...], chosen: st.DataObject) -> None:
    _kept(read, chosen.draw(_texts(begin, tokens)))
