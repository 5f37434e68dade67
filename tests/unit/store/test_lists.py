"""Lists over time: listings, categories that keep their ids, statuses, and papers made of entries."""

from __future__ import annotations

import pytest

from litgraph.errors import InputError
from litgraph.model.identifiers import PaperId
from litgraph.model.survey import CategoryStay, ListDocument, ListHistory, Listing, Survey
from litgraph.store.citations import upsert_citations
from litgraph.store.lists import (
    fetch_listings,
    fetch_placements,
    fetch_status,
    fetch_surveys,
    fetch_taxonomy,
    list_hash,
    put_list_hash,
    replace_list,
    upsert_survey,
)
from litgraph.store.papers import fetch_papers, paper_ids, upsert_papers
from litgraph.store.record import Record
from tests.unit.store.build import AWQ, GPTQ, LONG_TITLE, TODAY, cites, document, entry, paper

LORA = "arxiv:2106.09685"
SURVEY = Survey(name="s", list="README.md")


@pytest.fixture(autouse=True)
def _survey(record: Record) -> None:
    upsert_survey(record, SURVEY)


def _read(record: Record, read: ListDocument, day: str, history: ListHistory | None = None) -> None:
    replace_list(record, "s", read, history, day)


def _stays(record: Record, as_of: str | None = None) -> list[tuple[str, tuple[str, ...], str, str]]:
    found = fetch_listings(record, "s", as_of, ever=True)
    return [(key, listing.entry.category, listing.since, listing.until) for key, listing in found]


def _ids(record: Record, as_of: str | None = None) -> dict[tuple[str, ...], str]:
    return {category.path: category.id for category in fetch_taxonomy(record, "s", as_of).categories}


def test_an_entry_becomes_a_paper_with_the_lists_facts(record: Record) -> None:
    told = entry("AWQ", "Quantization", ids=(AWQ, "doi:10.1000/1"), venue="MLSys", year=2024, authors=("Ji Lin",))
    _read(record, document(told), TODAY)
    found = fetch_papers(record)[PaperId(AWQ)]
    assert (found.title, found.venue, found.year, found.authors) == ("AWQ", "MLSys", 2024, ("Ji Lin",))
    assert found.provenance["title"].source == "list"
    assert fetch_listings(record, "s") == ((AWQ, Listing(entry=told, since=TODAY)),)


def test_an_entry_without_identifiers_is_named_by_its_title(record: Record) -> None:
    _read(record, document(entry("A Blog Post About Quantization", "Q")), TODAY)
    assert paper_ids(record)[0].startswith("title:")


def test_reading_a_list_again_changes_nothing(record: Record) -> None:
    read = document(entry("AWQ", "Q", ids=(AWQ,)), entry("Old Style Title of Long Standing", "Q", line=2))
    _read(record, read, "2024-01-01")
    before = _stays(record), record.revision, fetch_papers(record)
    _read(record, read, "2024-02-02")
    assert (_stays(record), record.revision, fetch_papers(record)) == before


def test_without_history_what_is_new_came_today_and_what_is_gone_went_today(record: Record) -> None:
    _read(record, document(entry("AWQ", "Q", ids=(AWQ,)), entry("GPTQ", "Q", ids=(GPTQ,))), "2024-01-01")
    _read(record, document(entry("AWQ", "Q", ids=(AWQ,)), entry("LoRA", "Q", ids=(LORA,))), "2024-02-01")
    assert sorted(_stays(record)) == [
        (LORA, ("Q",), "2024-02-01", ""),
        (GPTQ, ("Q",), "2024-01-01", "2024-02-01"),
        (AWQ, ("Q",), "2024-01-01", ""),
    ]
    assert [key for key, _ in fetch_listings(record, "s", "2024-01-31")] == [GPTQ, AWQ]
    assert fetch_listings(record, "s", "2023-12-31") == ()


def test_the_history_tells_the_past(record: Record) -> None:
    awq, gptq = entry("AWQ", "Q", ids=(AWQ,)), entry("GPTQ", "P", ids=(GPTQ,))
    history = ListHistory(
        listings=(Listing(entry=awq, since="2023-07-01"), Listing(entry=gptq, since="2023-01-01", until="2023-06-01")),
        categories=(
            CategoryStay(path=("Q",), since="2023-07-01"),
            CategoryStay(path=("P",), since="2023-01-01", until="2023-08-01"),
        ),
    )
    _read(record, document(awq), TODAY, history)
    assert _stays(record) == [(AWQ, ("Q",), "2023-07-01", ""), (GPTQ, ("P",), "2023-01-01", "2023-06-01")]
    assert [tuple(_ids(record, day)) for day in ("2022-12-31", "2023-07-31", "2023-08-01")] == [
        (),
        (("Q",), ("P",)),
        (("Q",),),
    ]
    assert fetch_taxonomy(record, "s", "2023-07-31").by_path["P",].holds_entries is False


def test_what_is_not_committed_yet_keeps_the_day_it_was_seen(record: Record) -> None:
    awq, gptq = entry("AWQ", "Q", ids=(AWQ,)), entry("GPTQ", "New", ids=(GPTQ,))
    history = ListHistory(
        listings=(Listing(entry=awq, since="2023-07-01"),), categories=(CategoryStay(path=("Q",), since="2023-07-01"),)
    )
    _read(record, document(awq, gptq), "2024-01-01", history)
    before = _stays(record), record.revision
    _read(record, document(awq, gptq), "2024-01-05", history)
    assert (_stays(record), record.revision) == before
    assert (GPTQ, ("New",), "2024-01-01", "") in before[0]


def test_a_renamed_category_keeps_its_id_and_its_papers_their_days(record: Record) -> None:
    def read(name: str) -> ListDocument:
        return document(
            entry("AWQ", "Methods", name, ids=(AWQ,)),
            entry("GPTQ", "Methods", name, ids=(GPTQ,)),
            entry("LoRA", "Other", ids=(LORA,)),
        )

    _read(record, read("Quantization"), "2024-01-01")
    before = _ids(record)
    _read(record, read("Low-Bit Numbers"), "2024-02-01")
    assert _ids(record)["Methods", "Low-Bit Numbers"] == before["Methods", "Quantization"] == "methods/quantization"
    assert _ids(record, "2024-01-31") == before
    assert (AWQ, ("Methods", "Low-Bit Numbers"), "2024-01-01", "") in _stays(record)
    assert (AWQ, ("Methods", "Quantization"), "2024-01-01", "") in _stays(record, "2024-01-31")


def test_a_renamed_parent_takes_its_children_along(record: Record) -> None:
    def read(name: str) -> ListDocument:
        paths = ((name,), (name, "A"), (name, "B"))
        return document(entry("AWQ", name, "A", ids=(AWQ,)), entry("GPTQ", name, "B", ids=(GPTQ,)), paths=paths)

    _read(record, read("Old"), "2024-01-01")
    before = list(_ids(record).values())
    _read(record, read("New"), "2024-02-01")
    assert list(_ids(record).values()) == before


def test_a_parent_that_appears_above_is_not_the_child_renamed(record: Record) -> None:
    _read(record, document(entry("AWQ", "Q", ids=(AWQ,)), entry("GPTQ", "P", ids=(GPTQ,))), "2024-01-01")
    paths = (("All",), ("All", "Q"), ("All", "P"))
    both = document(entry("AWQ", "All", "Q", ids=(AWQ,)), entry("GPTQ", "All", "P", ids=(GPTQ,)), paths=paths)
    _read(record, both, "2024-02-01")
    assert _ids(record) == {("All",): "all", ("All", "Q"): "q", ("All", "P"): "p"}


def test_a_heading_that_comes_back_is_the_category_it_was(record: Record) -> None:
    with_p = document(entry("AWQ", "Q", ids=(AWQ,)), entry("GPTQ", "P", ids=(GPTQ,)))
    _read(record, with_p, "2024-01-01")
    _read(record, document(entry("AWQ", "Q", ids=(AWQ,))), "2024-02-01")
    _read(record, with_p, "2024-03-01")
    assert _ids(record)["P",] == "p"
    assert ("P",) not in _ids(record, "2024-02-15")


def test_ids_are_unique_in_a_survey(record: Record) -> None:
    paths = (("Q&A",), ("Q A",), ("🚀",), ("量化",))
    _read(record, document(paths=paths), TODAY)
    assert list(_ids(record).values()) == ["q-a", "q-a-2", "category", "量化"]


def test_a_paper_that_moves_has_two_stays(record: Record) -> None:
    _read(
        record,
        document(entry("AWQ", "Q", ids=(AWQ,)), entry("x", "P", ids=(GPTQ,)), entry("y", "Q", ids=(LORA,))),
        "2024-01-01",
    )
    _read(
        record,
        document(entry("AWQ", "P", ids=(AWQ,)), entry("x", "P", ids=(GPTQ,)), entry("y", "Q", ids=(LORA,))),
        "2024-02-01",
    )
    mine = sorted(stay[1:] for stay in _stays(record) if stay[0] == AWQ)
    assert mine == [(("P",), "2024-02-01", ""), (("Q",), "2024-01-01", "2024-02-01")]


def test_a_paper_in_two_sections_has_two_listings(record: Record) -> None:
    _read(record, document(entry("AWQ", "Q", ids=(AWQ,)), entry("AWQ", "P", ids=(AWQ,), line=2)), TODAY)
    assert [(key, listing.entry.category) for key, listing in fetch_listings(record, "s")] == [
        (AWQ, ("Q",)),
        (AWQ, ("P",)),
    ]


def test_a_wrong_link_neither_renames_a_paper_nor_loses_its_entry(record: Record) -> None:
    right, wrong = (
        entry(LONG_TITLE, "Q", ids=(AWQ,)),
        entry("Deep Residual Learning", "P", ids=(AWQ,), line=9, venue="CVPR"),
    )
    _read(record, document(right, wrong), TODAY)
    found = fetch_papers(record)[PaperId(AWQ)]
    assert (found.title, found.venue) == (LONG_TITLE, "")
    assert [listing.entry.title for _, listing in fetch_listings(record, "s")] == [LONG_TITLE, "Deep Residual Learning"]


def test_of_two_titles_the_one_that_other_sources_give_is_right(record: Record) -> None:
    upsert_papers(record, [paper(AWQ, title=LONG_TITLE)])
    wrong, right = (
        entry("Deep Residual Learning", "P", ids=(AWQ,), venue="CVPR"),
        entry(LONG_TITLE, "Q", ids=(AWQ,), venue="MLSys"),
    )
    _read(record, document(wrong, right), TODAY)
    found = fetch_papers(record)[PaperId(AWQ)]
    assert (found.title, found.venue) == (LONG_TITLE, "MLSys")


def test_a_title_corrected_in_the_list_is_believed(record: Record) -> None:
    _read(record, document(entry("Deep Residual Learning", "Q", ids=(AWQ,))), "2024-01-01")
    _read(record, document(entry(LONG_TITLE, "Q", ids=(AWQ,))), "2024-02-01")
    assert fetch_papers(record)[PaperId(AWQ)].title == LONG_TITLE


def test_an_entry_with_two_arxiv_ids_is_of_the_first(record: Record) -> None:
    _read(record, document(entry("AWQ", "Q", ids=(AWQ, GPTQ))), TODAY)
    assert paper_ids(record) == [AWQ]


def test_an_empty_list_has_categories_that_hold_nothing(record: Record) -> None:
    _read(record, document(paths=(("A",), ("A", "B"), ("C",))), TODAY)
    taxonomy = fetch_taxonomy(record, "s")
    assert [category.holds_entries for category in taxonomy.categories] == [False, False, False]
    assert [category.path for category in taxonomy.leaves] == [("A", "B"), ("C",)]


def test_entries_under_no_heading_are_listed_in_no_category(record: Record) -> None:
    _read(record, document(entry("AWQ", ids=(AWQ,)), paths=()), TODAY)
    assert [listing.entry.category for _, listing in fetch_listings(record, "s")] == [()]
    assert fetch_taxonomy(record, "s").categories == ()


def test_status_is_told_for_each_survey_and_day(record: Record) -> None:
    upsert_survey(record, Survey(name="t", list="OTHER.md"))
    _read(record, document(entry("AWQ", "Q", ids=(AWQ,))), "2024-01-01")
    upsert_citations(record, [cites(AWQ, GPTQ)], source="file")
    upsert_papers(record, [paper(LORA)])
    assert fetch_status(record, "s") == {LORA: "candidate", GPTQ: "periphery", AWQ: "listed"}
    assert fetch_status(record, "t") == {LORA: "candidate", GPTQ: "periphery", AWQ: "candidate"}
    assert fetch_status(record, "s", [PaperId(AWQ)], "2023-12-31") == {AWQ: "candidate"}
    assert fetch_status(record, "s", as_of="2021-06-30") == {LORA: "candidate"}


def test_a_month_counts_from_its_last_day_or_an_earlier_listing(record: Record) -> None:
    history = ListHistory(
        listings=(Listing(entry=entry("AWQ", "Q", ids=(AWQ,)), since="2023-06-10"),),
        categories=(CategoryStay(path=("Q",), since="2023-06-10"),),
    )
    _read(record, document(entry("AWQ", "Q", ids=(AWQ,))), TODAY, history)
    assert paper_ids(record, "2023-06-09") == []
    assert paper_ids(record, "2023-06-10") == [AWQ]


def test_a_full_day_stands_whatever_the_list_says(record: Record) -> None:
    upsert_papers(record, [paper(AWQ, date="2023-06-20")])
    history = ListHistory(
        listings=(Listing(entry=entry("AWQ", "Q", ids=(AWQ,)), since="2023-06-10"),),
        categories=(CategoryStay(path=("Q",), since="2023-06-10"),),
    )
    _read(record, document(entry("AWQ", "Q", ids=(AWQ,))), TODAY, history)
    assert (paper_ids(record, "2023-06-19"), paper_ids(record, "2023-06-20")) == ([], [AWQ])


def test_an_undated_paper_is_known_from_its_first_listing(record: Record) -> None:
    _read(record, document(entry("A Blog Post About Quantization", "Q")), "2024-01-01")
    assert paper_ids(record, "2023-12-31") == []
    assert len(paper_ids(record, "2024-01-01")) == 1


def test_surveys_keep_their_order_and_can_change(record: Record) -> None:
    upsert_survey(record, Survey(name="a", list="A.md"))
    upsert_survey(record, Survey(name="s", list="README.md", arxiv="2312.03863", repository="o/r"))
    revision = record.revision
    upsert_survey(record, Survey(name="a", list="A.md"))
    put_list_hash(record, "s", "abc")
    assert [survey.name for survey in fetch_surveys(record)] == ["s", "a"]
    assert fetch_surveys(record)[0].repository == "o/r"
    assert (list_hash(record, "s"), list_hash(record, "a"), record.revision) == ("abc", "", revision)


def test_an_unknown_survey_is_named(record: Record) -> None:
    with pytest.raises(InputError, match=r"Unknown survey 'x'\. The record has s;"):
        replace_list(record, "x", document(), None, TODAY)


def test_placements_follow_a_category_by_its_id(record: Record) -> None:
    _read(record, document(entry("AWQ", "Old", ids=(AWQ,)), entry("GPTQ", "Other", ids=(GPTQ,))), "2024-01-01")
    _read(record, document(entry("AWQ", "New", ids=(AWQ,)), entry("Unplaced")), "2024-02-01")

    told = {(stay.paper, stay.category, stay.since, stay.until) for stay in fetch_placements(record, "s")}
    assert {(AWQ, "old", "2024-01-01", ""), (GPTQ, "other", "2024-01-01", "2024-02-01")} < told
    assert [category for _, category, since, _ in told if since == "2024-02-01"] == [None]
