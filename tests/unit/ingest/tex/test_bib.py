"""BibTeX files, identifiers in their fields, and keys."""

from __future__ import annotations

import logging

import pytest

from litgraph.ingest.tex.bib import read_bib
from litgraph.ingest.tex.entries import BibEntry
from litgraph.ingest.tex.keys import match_keys
from tests.unit.ingest.tex.build import ids, read


def _only(text: str) -> BibEntry:
    (entry,) = read_bib(text)
    return entry


def test_an_entry_in_the_usual_form() -> None:
    entry = _only(
        r"""@InProceedings{frantar2023,
          title     = {{GPTQ}: Accurate Quantization for {G}enerative Transformers},
          author    = "Frantar, Elias and Saleh Ashkboos and {The Team and Friends}
                       and M{\"u}ller, Jr, Jos\'e and others",
          booktitle = {International Conference on Learning Representations},
          year = 2023, doi = {https://doi.org/10.1000/ABC\_1}, eprint = {2210.17323}, archivePrefix = {arXiv}
        }"""
    )

    assert entry == BibEntry(
        key="frantar2023",
        title="GPTQ: Accurate Quantization for Generative Transformers",
        authors=("Elias Frantar", "Saleh Ashkboos", "The Team and Friends", "José Müller Jr"),
        year=2023,
        venue="International Conference on Learning Representations",
        kind="inproceedings",
        identifiers=ids("arxiv:2210.17323", "doi:10.1000/abc_1"),
    )


@pytest.mark.parametrize(
    ("fields", "identifiers"),
    [
        ("eprint = {2306.00978v2}, archiveprefix = {arXiv}", {"arxiv:2306.00978"}),
        ("eprint = {2306.00978}, eprinttype = {arxiv}", {"arxiv:2306.00978"}),
        ("eprint = {2306.00978}", {"arxiv:2306.00978"}),
        ("eprint = {hep-th/9901001}, archivePrefix={arXiv}", {"arxiv:hep-th/9901001"}),
        ("eprint = {12345}, eprinttype = {pubmed}", set()),
        ("journal = {arXiv preprint arXiv:2306.00978}", {"arxiv:2306.00978"}),
        ("journal = {ArXiv}, volume = {abs/2306.00978}", {"arxiv:2306.00978"}),
        ("journal = {CoRR}, volume = {abs/2306.00978}", {"arxiv:2306.00978"}),
        ("journal = {arXiv}, number = {2306.00978}", {"arxiv:2306.00978"}),
        ("journal = {Nature}, number = {2306.00978}", set()),
        ("note = {arXiv: 2306.00978 [cs]}", {"arxiv:2306.00978"}),
        (r"howpublished = {\url{https://arxiv.org/pdf/2306.00978.pdf}}", {"arxiv:2306.00978"}),
        ("doi = {10.48550/arXiv.2306.00978}", {"arxiv:2306.00978"}),
        ("url = {https://aclanthology.org/2023.acl-long.1/}", {"acl:2023.acl-long.1"}),
        ("url = {https://openreview.net/forum?id=abc_DEF123}", {"openreview:abc_DEF123"}),
        ("url = {https://dl.acm.org/doi/10.1145/123.456}", {"doi:10.1145/123.456"}),
        ("note = {See doi: 10.1145/123.456.}", {"doi:10.1145/123.456"}),
        ("biburl = {https://dblp.org/rec/journals/corr/abs-2306-00978.bib}", {"arxiv:2306.00978"}),
        ("eprint = {2306.00978}, note = {extends arXiv:1111.11111}", {"arxiv:2306.00978"}),
        ("pages = {2306.0097}", set()),
        ("url = {https://github.com/a/b}", set()),
        ("url = {http://[broken}", set()),
    ],
)
def test_identifiers_are_found_wherever_authors_put_them(fields: str, identifiers: set[str]) -> None:
    assert _only(f"@misc{{k, title = {{T}}, {fields}}}").identifiers == identifiers


@pytest.mark.parametrize(
    ("fields", "venue"),
    [
        ("journal = {J. ACM}", "J. ACM"),
        ("booktitle = {Proc. of {NeurIPS}}", "Proc. of NeurIPS"),
        ("journal = {arXiv preprint arXiv:2306.00978}", ""),
        ("journal = {CoRR}, booktitle = {ICML}", "ICML"),
        ("journaltitle = {Computing}", "Computing"),
        ("", ""),
    ],
)
def test_a_preprint_server_is_no_venue(fields: str, venue: str) -> None:
    assert _only(f"@article{{k, title = {{T}}, {fields}}}").venue == venue


@pytest.mark.parametrize(
    ("field", "year"),
    [("year = 2020", 2020), ("year = {in press, 2021}", 2021), ("date = {2019-05-03}", 2019), ("", None)],
)
def test_year(field: str, year: int | None) -> None:
    assert _only(f"@article{{k, title = {{T}}, {field}}}").year == year


def test_strings_and_what_is_put_together_of_them() -> None:
    entry = _only(
        '@string{nips = "NeurIPS"} @STRING{y = {2020}} @article{k, title = "A" # " B", journal = NIPS # " 33", year=y}'
    )

    assert (entry.title, entry.venue, entry.year) == ("A B", "NeurIPS 33", 2020)


def test_broken_entries_cost_no_other_and_no_word_on_the_terminal(caplog: pytest.LogCaptureFixture) -> None:
    text = """@article{one, title = {One}}
        @article{broken, title = {No end
        @article{two, title = {Two}, title = {Again}}
        @article{three title = {Three}}
        @comment{ignored} @preamble{"x"} loose words
        @article{four, title = {Four}, year = {2020},}"""

    before = logging.getLogger("bibtexparser").level

    with caplog.at_level(logging.DEBUG):
        titles = [entry.title for entry in read_bib(text)]

    assert titles == ["One", "Two", "Four"]
    assert caplog.records == []
    assert logging.getLogger("bibtexparser").level == before


def test_of_two_entries_of_one_key_the_first_counts() -> None:
    survey = read(
        r"\section{A}\cite{k}\bibliography{x,y}",
        x_bib="@misc{k, title={First}} @misc{k, title={Second}}",
        y_bib="@misc{k, title={Third}}",
    )

    assert survey.bibliography["k"].title == "First"


@pytest.mark.parametrize(
    "command",
    [
        r"\bibliography{refs}",
        r"\bibliography{refs.bib}",
        r"\bibliography{none,refs}",
        r"\bibliography{\jobname-refs,refs}",
        r"\addbibresource{refs.bib}",
        r"\addbibresource[location=local]{refs.bib}",
        r"\bibliography{absent}",
        "",
    ],
)
def test_the_bibliography_is_found(command: str) -> None:
    survey = read(rf"\section{{A}}\cite{{k}}{command}", refs_bib="@misc{k, title={T}}")

    assert survey.bibliography["k"].title == "T"
    assert survey.unresolved_keys == ()


def test_only_what_is_cited_is_kept_and_files_that_are_not_named_are_not_read() -> None:
    survey = read(
        r"\section{A}\cite{a,z}\nocite{b}\bibliography{refs}",
        refs_bib="@misc{a, title={A}} @misc{b, title={B}} @misc{c, title={C}}",
        old_bib="@misc{z, title={Z}}",
    )

    assert list(survey.bibliography) == ["a", "b"]
    assert survey.unresolved_keys == ("z",)
    assert survey.cited_keys == ("a", "z")


def test_nocite_of_all_keeps_all() -> None:
    survey = read(r"\section{A}\nocite{*}\bibliography{refs}", refs_bib="@misc{a, title={A}} @misc{c, title={C}}")

    assert list(survey.bibliography) == ["a", "c"]


def test_missing_bibliographies_are_told() -> None:
    survey = read(r"\section{A}\cite{a}\bibliography{IEEEabrv,gone}")

    assert survey.missing_bibliographies == ("IEEEabrv", "gone")
    assert survey.bibliography == {}
    assert survey.unresolved_keys == ("a",)


def test_citations_bear_the_keys_of_their_entries() -> None:
    survey = read(
        r"\section{A} One \cite{KEY}. Two \cite{Caf\'e} \cite{my key} \cite{other}.\bibliography{refs}",
        refs_bib="@misc{Key, title={A}} @misc{mykey, title={B}}",
    )

    assert survey.cited_keys == ("Key", "mykey", "other")
    assert survey.unresolved_keys == ("other",)


def test_keys_are_matched_exactly_then_by_case_then_by_spelling() -> None:
    known = ["Key", "key", "a:b_c", "caf\u00e9"]

    assert match_keys(["key", "Key", "KEY", "A:B_C", "a: b_c", "cafe\u0301", "none"], known) == {
        "key": "key",
        "Key": "Key",
        "KEY": "Key",
        "A:B_C": "a:b_c",
        "a: b_c": "a:b_c",
        "cafe\u0301": "caf\u00e9",
    }
