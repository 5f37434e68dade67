"""Identifiers: read from every writing, written in one."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litgraph.model.identifiers import (
    SCHEMES,
    PaperId,
    arxiv_id,
    arxiv_month,
    best_key,
    doi,
    identifier_in_url,
    local_id,
    normalise_title,
    parse_identifier,
    scheme_of,
    surname_of,
    title_id,
    value_of,
)

AWQ = "arxiv:2306.00978"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2306.00978", AWQ),
        ("arXiv:2306.00978v2", AWQ),
        (" ARXIV: 2306.00978 ", AWQ),
        ("2306.00978v12.pdf", AWQ),
        ("0704.0001", "arxiv:0704.0001"),
        ("hep-th/9901001", "arxiv:hep-th/9901001"),
        ("math.GT/0309136v1", "arxiv:math/0309136"),
        ("math/0309136", "arxiv:math/0309136"),
        ("10.48550/arXiv.2306.00978", AWQ),
        ("doi:10.48550/ARXIV.hep-th/9901001", "arxiv:hep-th/9901001"),
        ("10.1145/3292500.3330701", "doi:10.1145/3292500.3330701"),
        ("DOI: 10.1000/ABC.", "doi:10.1000/abc"),
        ("P19-1001", "acl:P19-1001"),
        ("p19-1001", "acl:P19-1001"),
        ("2020.ACL-main.537", "acl:2020.acl-main.537"),
        ("openreview:AbC_d-9", "openreview:AbC_d-9"),
        ("CorpusId:0042", "s2:42"),
        ("s2:42", "s2:42"),
        ("local:net/1", "local:net/1"),
        ("title:07c2dc582bcbd946", "title:07c2dc582bcbd946"),
        ("https://arxiv.org/abs/2306.00978v2", AWQ),
        ("http://www.arxiv.org/pdf/2306.00978v2.pdf", AWQ),
        ("https://browse.arxiv.org/html/2306.00978", AWQ),
        ("https://arxiv.org/abs/math.GT/0309136", "arxiv:math/0309136"),
        ("https://ar5iv.org/abs/2306.00978", AWQ),
        ("https://huggingface.co/papers/2306.00978", AWQ),
        ("https://doi.org/10.1145/ABC", "doi:10.1145/abc"),
        ("https://dl.acm.org/doi/abs/10.1145/3292500.3330701", "doi:10.1145/3292500.3330701"),
        ("https://aclanthology.org/2020.acl-main.537.pdf", "acl:2020.acl-main.537"),
        ("https://www.aclweb.org/anthology/P19-1001/", "acl:P19-1001"),
        ("https://openreview.net/forum?id=AbC_d-9&noteId=x", "openreview:AbC_d-9"),
        ("https://api.semanticscholar.org/CorpusID:42", "s2:42"),
    ],
)
def test_every_writing_gives_one_identifier(text: str, expected: str) -> None:
    assert parse_identifier(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", "AWQ", "2313.00978", "2306.009", "arxiv:", "10.1/x", "local:", "https://", "https://[bad"),
        *(
            "https://github.com/mit-han-lab/llm-awq",
            "https://arxiv.org/list/cs.CL/recent",
            "https://openreview.net/forum",
        ),
    ],
)
def test_what_is_no_identifier_gives_none(text: str) -> None:
    assert parse_identifier(text) is None


_YEARS = st.integers(7, 99).map("{:02}".format)
_MONTHS = st.integers(1, 12).map("{:02}".format)
NEW_STYLE = st.builds("{}{}.{:05}".format, _YEARS, _MONTHS, st.integers(0, 99_999))
OLD_STYLE = st.builds(
    "{}/{}{}{:03}".format, st.sampled_from(("hep-ph", "math", "cs")), _YEARS, _MONTHS, st.integers(0, 999)
)
_DOIS = st.builds(
    "10.{}/{}".format,
    st.integers(1000, 99_999),
    st.text(string.ascii_letters + string.digits + "()-_/", min_size=1, max_size=20),
)


@given(NEW_STYLE | OLD_STYLE, st.integers(1, 20))
def test_an_arxiv_id_is_the_same_in_all_its_writings(value: str, version: int) -> None:
    expected = f"arxiv:{value}"
    writings = (
        f"{value}v{version}",
        f"arXiv:{value}",
        f"10.48550/arXiv.{value}",
        f"https://arxiv.org/pdf/{value}v{version}.pdf",
    )
    assert {parse_identifier(text) for text in writings} == {expected}


@given(NEW_STYLE | OLD_STYLE | _DOIS)
def test_reading_what_was_written_gives_the_same(value: str) -> None:
    found = parse_identifier(value)
    assert found is not None
    assert parse_identifier(found) == found
    assert f"{scheme_of(found)}:{value_of(found)}" == found


@given(_DOIS)
def test_a_doi_has_no_case(value: str) -> None:
    assert doi(value.upper()) == doi(value.lower()) == doi(f"doi:{value}")


@given(st.text(max_size=80))
def test_no_text_upsets_the_readers(text: str) -> None:
    for found in (
        parse_identifier(text),
        identifier_in_url(text),
        identifier_in_url(f"https://{text}"),
        arxiv_id(text),
    ):
        assert found is None or scheme_of(found) in SCHEMES


@given(st.permutations([f"{scheme}:1" for scheme in SCHEMES]), st.integers(1, len(SCHEMES)))
def test_the_best_key_is_of_the_first_scheme(identifiers: list[str], size: int) -> None:
    among = [PaperId(one) for one in identifiers[:size]]
    assert scheme_of(best_key(among)) == min((scheme_of(one) for one in among), key=SCHEMES.index)


@pytest.mark.parametrize(
    ("identifier", "month"),
    [
        (AWQ, "2023-06"),
        ("arxiv:0704.0001", "2007-04"),
        ("arxiv:hep-ph/9901001", "1999-01"),
        ("arxiv:hep-ph/0001001", "2000-01"),
        ("s2:1", None),
    ],
)
def test_an_arxiv_id_tells_its_month(identifier: str, month: str | None) -> None:
    assert arxiv_month(PaperId(identifier)) == month


@given(st.text(max_size=60))
def test_normalising_a_title_once_is_enough(title: str) -> None:
    once = normalise_title(title)
    assert normalise_title(once) == once


@given(st.text(st.characters(codec="ascii"), max_size=60))
def test_the_short_way_for_plain_titles_is_the_long_way(title: str) -> None:
    assert normalise_title(title) == normalise_title(title + " é").removesuffix("e").rstrip()


def test_spellings_of_one_title_are_equal() -> None:
    spellings = ("Ｑ-LoRA:  Efficient Finétuning", "q lora — efficient FINETUNING!", "Q–LoRA; efficient finetuning")
    assert {normalise_title(title) for title in spellings} == {"q lora efficient finetuning"}


@pytest.mark.parametrize(
    ("author", "surname"), [("Ji Lin", "Lin"), ("Lin, Ji", "Lin"), ("Plato", "Plato"), ("", ""), (" ", "")]
)
def test_the_surname_stands_last_or_before_the_comma(author: str, surname: str) -> None:
    assert surname_of(author) == surname


def test_a_title_id_depends_on_title_surname_and_year() -> None:
    first = title_id("A Title!", "Ji Lin", 2023)
    assert title_id("a title", "Lin, J.", 2023) == first
    assert (
        len(
            {
                first,
                title_id("a title", "Song Han", 2023),
                title_id("a title", "Ji Lin", 2024),
                title_id("b", "Ji Lin", 2023),
            }
        )
        == 4
    )
    assert parse_identifier(first) == first


def test_a_local_id_may_have_a_namespace() -> None:
    assert (local_id("1"), local_id("1", "net")) == ("local:1", "local:net/1")
