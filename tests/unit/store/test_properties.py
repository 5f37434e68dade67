"""What holds of any accounts in any order."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from litgraph.model.citation import Citation
from litgraph.model.dates import last_day
from litgraph.model.identifiers import PaperId, scheme_of
from litgraph.model.paper import Paper
from litgraph.model.survey import Entry, Survey
from litgraph.store.citations import fetch_citations, upsert_citations
from litgraph.store.lists import fetch_listings, fetch_taxonomy, replace_list, upsert_survey
from litgraph.store.papers import fetch_papers, paper_ids, resolve_ids, upsert_papers
from litgraph.store.record import Record, open_record
from tests.unit.store.build import LONG_TITLE, TODAY, document, entry, paper

# Where the system has a disk in memory, the many records of these tests are made there.
_IN_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
# Works as they are: each has an identifier of every scheme, a title that no other has, an author and a year.
_WORKS: list[dict[str, Any]] = [
    {
        "ids": (f"arxiv:230{n}.0000{n}", f"doi:10.1000/{n}", f"s2:{n}", f"local:mine/{n}"),
        "title": f"{word} {LONG_TITLE}",
        "author": f"Ada {word}",
        "year": 2020 + n,
    }
    for n, word in enumerate(("Alpha", "Beta", "Gamma"), start=1)
]


@st.composite
def accounts_of_works(draw: st.DrawFn) -> Paper:
    """Draw what some source says of one of the works: some identifiers, and some of its facts, truly."""
    work = draw(st.sampled_from(_WORKS))
    ids = draw(st.sets(st.sampled_from(work["ids"]), min_size=1))
    return paper(
        *sorted(ids),
        source=draw(st.sampled_from(("arxiv", "s2", "file", "list"))),
        title=draw(st.sampled_from(("", work["title"]))),
        authors=draw(st.sampled_from(((), (work["author"],)))),
        year=draw(st.sampled_from((None, work["year"]))),
        venue=draw(st.sampled_from(("", "ICML", "NeurIPS"))),
    )


_SEVERAL = st.lists(accounts_of_works(), min_size=1, max_size=7)


@contextmanager
def _empty_record() -> Iterator[Record]:
    with (
        tempfile.TemporaryDirectory(dir=_IN_MEMORY) as folder,
        open_record(Path(folder) / "record.sqlite", write=True, today=TODAY) as record,
    ):
        record.rows("PRAGMA synchronous = OFF")  # only faster: nothing is pulled out here
        yield record


def _filled(accounts: Sequence[Paper]) -> dict[PaperId, Paper]:
    with _empty_record() as record:
        for account in accounts:
            upsert_papers(record, [account])
        return fetch_papers(record)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(accounts_of_works(), min_size=1, max_size=7).flatmap(lambda a: st.tuples(st.just(a), st.permutations(a)))
)
def test_any_order_of_accounts_gives_the_same_papers(orders: tuple[list[Paper], list[Paper]]) -> None:
    first, second = orders
    assert _filled(first) == _filled(second)


@settings(deadline=None, max_examples=40)
@given(_SEVERAL)
def test_one_batch_gives_what_single_accounts_give(accounts: list[Paper]) -> None:
    with _empty_record() as record:
        upsert_papers(record, accounts)
        assert fetch_papers(record) == _filled(accounts)


@settings(deadline=None, max_examples=40)
@given(_SEVERAL)
def test_a_second_run_changes_nothing(accounts: list[Paper]) -> None:
    with _empty_record() as record:
        upsert_papers(record, accounts)
        before = fetch_papers(record), record.revision
        counts = upsert_papers(record, accounts)
        assert counts.unchanged == len(accounts)
        assert (fetch_papers(record), record.revision) == before
        assert record.check_integrity() == []


@st.composite
def wild_accounts(draw: st.DrawFn) -> Paper:
    """Draw accounts that may contradict each other in every way."""
    ids = st.sampled_from(
        [f"{scheme}{n}" for scheme in ("arxiv:2301.0000", "doi:10.1000/", "s2:", "local:", "title:") for n in (1, 2, 3)]
    )
    return paper(
        *sorted(draw(st.sets(ids, min_size=1, max_size=3))),
        source=draw(st.sampled_from(("arxiv", "file", "list"))),
        title=draw(st.sampled_from(("", LONG_TITLE, "Another Paper Altogether of Great Renown", "Short one"))),
        authors=draw(st.sampled_from(((), ("Ada Alpha",), ("Bo Beta",)))),
        date=draw(st.sampled_from(("", "2023", "2023-05", "2023-05-06", "2021-01-01"))),
    )


@settings(deadline=None, max_examples=80)
@given(st.lists(wild_accounts(), min_size=1, max_size=8), st.integers(1, 8))
def test_whatever_accounts_say_identities_hold(accounts: list[Paper], size: int) -> None:
    with _empty_record() as record:
        for start in range(0, len(accounts), size):
            upsert_papers(record, accounts[start : start + size])
        papers = fetch_papers(record)
        said = {alias for account in accounts for alias in account.aliases if scheme_of(alias) != "arxiv"}
        assert said <= resolve_ids(record, said).keys()
        assert all(sum(scheme_of(a) == "arxiv" for a in one.aliases) <= 1 for one in papers.values())
        owners = [alias for one in papers.values() for alias in one.aliases]
        assert len(owners) == len(set(owners))
        assert all(key in one.aliases and key == one.id for key, one in papers.items())
        assert record.check_integrity() == []


_ENTRIES = st.lists(
    st.builds(
        lambda key, path: entry(f"Title of {key}", *path, ids=(f"local:{key}",)),
        st.sampled_from("abcd"),
        st.sampled_from((("X",), ("Y",), ("X", "Z"), ("V", "Z"))),
    ),
    max_size=5,
    unique_by=lambda one: (one.identifiers, one.category),
)


@settings(deadline=None, max_examples=80)
@given(st.lists(_ENTRIES, min_size=1, max_size=5))
def test_every_past_state_of_a_list_is_given_back(states: list[list[Entry]]) -> None:
    days = [f"2024-0{number}-01" for number in range(1, len(states) + 1)]
    with _empty_record() as record:
        upsert_survey(record, Survey(name="s", list="README.md"))
        for day, entries in zip(days, states, strict=True):
            replace_list(record, "s", document(*entries), None, day)
            revision = record.revision
            replace_list(record, "s", document(*entries), None, f"{day[:-1]}5")
            assert record.revision == revision
        for day, entries in zip(days, states, strict=True):
            listed = {(key, listing.entry.category) for key, listing in fetch_listings(record, "s", day)}
            assert listed == {(one.identifiers[0], one.category) for one in entries}
            categories = fetch_taxonomy(record, "s", day).categories
            assert {category.path for category in categories} == {one.category for one in entries}
            assert len({category.id for category in categories}) == len(categories)
        assert record.check_integrity() == []


_DAYS = st.sampled_from(
    ("2020-12-31", "2021-01-01", "2023-05-05", "2023-05-06", "2023-05-31", "2023-12-31", "2024-06-01")
)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(wild_accounts(), min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3)), max_size=6),
    _DAYS,
    _DAYS,
)
def test_what_is_known_on_a_day_is_known_ever_after(
    accounts: list[Paper], pairs: list[tuple[int, int]], one: str, other: str
) -> None:
    earlier, later = sorted((one, other))
    citations = [Citation(citing=PaperId(f"local:{a}"), cited=PaperId(f"arxiv:2301.0000{b}")) for a, b in pairs]
    with _empty_record() as record:
        upsert_papers(record, accounts)
        upsert_citations(record, citations, source="file")
        known = [set(paper_ids(record, day)) for day in (earlier, later, None)]
        cited = [set(fetch_citations(record, as_of=day)) for day in (earlier, later, None)]
        assert known[0] <= known[1] <= known[2]
        assert cited[0] <= cited[1] <= cited[2]
        dated = {key: last_day(found.date) for key, found in fetch_papers(record).items() if found.date}
        assert {key for key, day in dated.items() if day <= later} == known[1] & dated.keys()
