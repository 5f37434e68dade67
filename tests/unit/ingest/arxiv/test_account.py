"""What arXiv says of a paper, as an account."""

from __future__ import annotations

from dataclasses import replace

import pytest

from litgraph.ingest.arxiv.account import Told, account_of, is_category
from litgraph.ingest.arxiv.withdrawn import withdrawal
from litgraph.model.identifiers import PaperId
from tests.unit.ingest.arxiv.conftest import TODAY

_TOLD = Told(id=PaperId("arxiv:2305.11627"), title="LLM-Pruner", created="2023-05-19")


def test_text_comes_in_one_line() -> None:
    told = replace(
        _TOLD, title="LLM-Pruner:\n  On\u202e the", abstract="  One\ntwo.\n\n  Three \x07four.\n", comment="a\n b"
    )
    account = account_of(told, TODAY)
    assert account.paper.title == "LLM-Pruner: On the"
    assert account.paper.abstract == "One two. Three four."
    assert account.facts["comment"] == "a b"


def test_the_source_and_the_day_are_remembered() -> None:
    paper = account_of(_TOLD, TODAY).paper
    assert {(said.source, said.day) for said in paper.provenance.values()} == {("arxiv", TODAY)}
    assert (paper.date, paper.year, paper.venue) == ("2023-05-19", 2023, "")


@pytest.mark.parametrize(
    ("doi", "alias"),
    [
        ("10.1145/ABC.1", "doi:10.1145/abc.1"),
        ("https://doi.org/10.1145/abc.1", "doi:10.1145/abc.1"),
        ("10.1145/abc.1 10.1145/erratum", "doi:10.1145/abc.1"),
        ("to appear", None),
        ("", None),
        ("10.48550/arXiv.2305.11627", None),
        ("10.48550/arXiv.2401.00001", None),  # of another paper
        ("2401.00001", None),
    ],
)
def test_a_doi_is_an_alias_where_it_is_one(doi: str, alias: str | None) -> None:
    assert account_of(replace(_TOLD, doi=doi), TODAY).paper.aliases - {_TOLD.id} == ({alias} if alias else set())


def test_only_categories_of_arxiv_are_subjects_the_primary_first() -> None:
    given = ("cs.LG", "I.2.7", "cs.CL", "68T50", "cs.LG", "03E75 (Primary), 03E35", "cond-mat.mes-hall", "F.2.2; I.2.7")
    account = account_of(replace(_TOLD, subjects=given), TODAY)
    assert account.facts["subjects"] == "cs.LG cs.CL cond-mat.mes-hall"


@pytest.mark.parametrize(
    "category", ["hep-th", "quant-ph", "cs.CL", "q-bio.NC", "physics.ao-ph", "nlin.SI", "astro-ph", "cmp-lg", "econ.EM"]
)
def test_categories(category: str) -> None:
    assert is_category(category)


@pytest.mark.parametrize("text", ["", "CS.cl", "cs.", "I.2", "cs.CL OR all:x", "68T50", "cs.CL ", "a b", "cs.CLX1"])
def test_no_categories(text: str) -> None:
    assert not is_category(text)


def test_a_colon_between_authors_is_none() -> None:
    account = account_of(replace(_TOLD, authors=("Ann Lee", ":", "", "Bo  Ek")), TODAY)
    assert account.paper.authors == ("Ann Lee", "Bo Ek")


@pytest.mark.parametrize(
    "comment",
    [
        "This paper has been withdrawn",
        "This paper has been withdrawn by the author due to a crucial sign error in equation 1",
        "this submission has been withdrawn by arXiv administrators because it contains fictitious content",
        "The paper is withdrawn.",
        "12 pages, 3 figures. This article was withdrawn by the authors",
        "10 pages, withdrawn",
        "Withdrawn",
        "withdrawn by the first author",
        "Withdrawn due to an error in Lemma 3; a corrected version will follow",
        "Has been withdrawn because of a gap in the proof",
        "The authors have withdrawn this paper because of an error resulting from a wrong sign",
        "We withdraw this paper since the main claim is wrong",
        "I am withdrawing this manuscript",
        "Paper withdrawn",
        "This manuscript is now withdrawn",
        "This version withdrawn by arXiv administrators because the author did not have the right to agree",
        "This paper has been withdrawn from arXiv by the authors",
        "The article has been withdrawn from the arXiv",
    ],
)
def test_a_comment_that_tells_of_a_withdrawal_is_the_reason(comment: str) -> None:
    assert withdrawal(comment, "") == comment


@pytest.mark.parametrize(
    "comment",
    [
        "",
        "12 pages",
        "Withdrawn from ICLR 2024 and sent elsewhere",
        "This paper was withdrawn from the workshop and is under review",
        "This paper has been withdrawn by the authors from consideration at a journal",
        "Replaces an earlier paper that has been withdrawn",
        "A previous version of this paper was withdrawn",
        "This paper has not been withdrawn",
        "Supersedes the withdrawn arXiv:2001.00001",
        "We study how consent is withdrawn. 9 pages",
        "Withdrawn cases are in the appendix",
        "ICLR 2024 (withdrawn submission)",
        "The authors withdraw the earlier claim of theorem 2",
    ],
)
def test_comments_that_tell_of_none(comment: str) -> None:
    assert withdrawal(comment, "") == ""


@pytest.mark.parametrize(
    ("abstract", "reason"),
    [
        ("This paper has been withdrawn.", "This paper has been withdrawn."),
        (
            "The paper has been withdrawn by authors. A new version is arXiv:1.",
            "The paper has been withdrawn by authors.",
        ),
        (
            "%auto-ignore The paper has been withdrawn by the authors.",
            "%auto-ignore The paper has been withdrawn by the authors.",
        ),
        ("Withdrawn by the author.", "Withdrawn by the author."),
        ("We report nine claims. This paper has been withdrawn in part.", ""),
        ("Withdrawn users must be removed from the system.", ""),
        ("The guidance is gradually withdrawn.", ""),
    ],
)
def test_an_abstract_tells_in_its_first_words_only(abstract: str, reason: str) -> None:
    assert withdrawal("", abstract) == reason
    facts = account_of(replace(_TOLD, abstract=abstract), TODAY).facts
    assert facts.get("withdrawn", "") == reason
