"""What is made of a record of the Graph API."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litgraph.ingest.semantic_scholar.accounts import account_of
from litgraph.ingest.semantic_scholar.records import sound_record
from litgraph.ingest.semantic_scholar.services import s2_service
from litgraph.model.account import FACTS, Account
from litgraph.model.identifiers import PaperId, title_id

DAY = "2026-01-02"


def told(**fields: Any) -> Account:
    """Make an account of a raw record."""
    account = account_of(sound_record({"title": "A title", **fields}, DAY))
    assert account
    return account


def test_every_identifier_is_an_alias() -> None:
    outside = {
        "ArXiv": "2305.14314",
        "DOI": "10.18653/V1/2023.ABC",
        "ACL": "2023.Acl-Long.1",
        "CorpusId": 7,
        "MAG": "1",
    }
    assert told(externalIds=outside, corpusId="7").paper.aliases == {
        PaperId("arxiv:2305.14314"),
        PaperId("doi:10.18653/v1/2023.abc"),
        PaperId("acl:2023.acl-long.1"),
        PaperId("s2:7"),
    }


def test_a_doi_that_arxiv_minted_is_the_arxiv_id() -> None:
    minted = {"ArXiv": "2312.07559", "DOI": "10.48550/arXiv.2312.07559"}
    assert told(externalIds=minted).paper.aliases == {PaperId("arxiv:2312.07559")}
    assert told(externalIds={"DOI": "10.48550/arXiv.2312.07559"}).paper.id == "arxiv:2312.07559"
    assert told(externalIds=minted | {"DOI": "10.48550/arXiv.2401.00001"}).paper.aliases == {"arxiv:2312.07559"}


def test_old_arxiv_ids_are_read() -> None:
    assert told(externalIds={"ArXiv": "hep-th/9711200"}).paper.id == "arxiv:hep-th/9711200"


def test_without_identifiers_the_title_names_a_paper() -> None:
    paper = told(authors=[{"name": "Ada Lovelace"}], year=1843).paper
    assert paper.id == title_id("A title", "Ada Lovelace", 1843)
    assert account_of(sound_record({"title": "?"}, DAY)) is None


@pytest.mark.parametrize(
    ("said", "date"),
    [("2023-04-11", "2023-04-11"), ("2024-05-09", "2023-04"), (None, "2023-04"), ("2023-04-31", "2023-04")],
)
def test_a_later_publication_is_not_the_day_of_the_first_version(said: str | None, date: str) -> None:
    account = told(externalIds={"ArXiv": "2304.05376"}, publicationDate=said, year=2024)
    assert (account.paper.date, account.paper.year) == (date, 2024)
    assert account.facts.get("publication_date", "") == (said if said and said != "2023-04-31" else "")


def test_without_an_arxiv_id_the_publication_is_the_day() -> None:
    assert told(externalIds={"DOI": "10.1000/a"}, publicationDate="2024-05-09").paper.date == "2024-05-09"


ARTICLE = {"publicationTypes": ["JournalArticle"]}
NIPS = "Neural Information Processing Systems"
NATURE = {"venue": "Nat. Mac. Intell.", "journal": {"name": "Nature Machine Intelligence"}}
PHYSICS = {"venue": "", "journal": {"name": "Journal of Applied Physics", "pages": "1"}}
PREPRINT = {"venue": "arXiv.org", "journal": {"name": "ArXiv", "volume": "abs/2312.07559"}}
CELL = {"venue": "bioRxiv", "journal": {"name": "Cell Genomics", "volume": "5"}}


@pytest.mark.parametrize(
    ("fields", "venue", "kind"),
    [
        ({"publicationVenue": {"name": NIPS, "type": "conference"}, "venue": "NeurIPS"} | ARTICLE, NIPS, "conference"),
        (NATURE | ARTICLE, "Nat. Mac. Intell.", "journal"),
        (PHYSICS, "Journal of Applied Physics", ""),
        (PREPRINT | ARTICLE, "", ""),
        ({"venue": "CoRR", "publicationVenue": {"name": "arXiv.org", "type": "journal"}}, "", ""),
        (CELL | ARTICLE, "Cell Genomics", "journal"),
        ({"venue": "Corrosion Science"} | ARTICLE, "Corrosion Science", "journal"),
        (
            {"publicationVenue": {"name": "BlackboxNLP Workshop", "type": "conference"}},
            "BlackboxNLP Workshop",
            "workshop",
        ),
        ({"venue": "ICML", "publicationTypes": ["JournalArticle", "Conference"]}, "ICML", "conference"),
    ],
)
def test_a_venue_is_where_a_paper_appeared(fields: dict[str, Any], venue: str, kind: str) -> None:
    account = told(**fields)
    assert account.paper.venue == account.facts.get("venue_name", "") == venue
    assert account.facts.get("venue_kind", "") == kind


def test_facts_have_the_names_that_the_record_knows() -> None:
    account = told(
        venue="ICML",
        publicationTypes=["JournalArticle", "Journal Article", "Conference"],
        publicationDate="2023-01-02",
        year=2023,
        externalIds={"DBLP": "conf/icml/Made23", "CorpusId": 7},
        citationCount=0,
        referenceCount=5,
        influentialCitationCount="2",
    )
    assert account.facts.keys() <= set(FACTS)
    assert account.facts == {
        "venue_name": "ICML",
        "venue_kind": "conference",
        "publication_types": "JournalArticle JournalArticle Conference",
        "publication_date": "2023-01-02",
        "publication_year": "2023",
        "dblp": "conf/icml/Made23",
        "citation_count": "0",
        "reference_count": "5",
        "influential_citation_count": "2",
    }


def test_what_is_told_is_of_the_day_on_which_it_came() -> None:
    account = told(abstract="An abstract.\n")
    assert account.paper.provenance["title"].day == account.paper.provenance["abstract"].day == DAY
    assert account.paper.abstract == "An abstract."


def test_a_vector_has_768_finite_numbers() -> None:
    assert len(told(embedding={"model": "specter_v2", "vector": [0.5] * 768}).vector) == 768
    for vector in (None, [], [0.5] * 767, [float("nan")] * 768, ["a"] * 768):
        assert told(embedding={"vector": vector}).vector == ()
    assert told(embedding=None).vector == ()


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = (
    "title abstract authors year publicationDate venue publicationVenue journal publicationTypes corpusId externalIds "
    "citationCount referenceCount embedding paperId"
)


@given(st.dictionaries(st.sampled_from(NAMES.split()), JUNK, max_size=15))
def test_no_rubbish_in_a_record_is_an_exception(record: dict[str, Any]) -> None:
    account = account_of(sound_record(record, DAY))
    assert account is None or account.paper.aliases


@pytest.mark.parametrize(
    ("url", "key", "asked", "kept"),
    [
        ("https://api.semanticscholar.org", "", None, 3.0),
        ("https://api.semanticscholar.org", "k", None, 1.1),
        ("https://api.semanticscholar.org", "k", 0.1, 1.1),
        ("https://api.semanticscholar.org", "", 5.0, 5.0),
        ("http://127.0.0.1:8002", "", 0.1, 0.1),
    ],
)
def test_the_services_pace_is_kept(url: str, key: str, asked: float | None, kept: float) -> None:
    assert s2_service(api_url=url, key=key, interval=asked).interval == kept
