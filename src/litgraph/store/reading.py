"""The timeline of a list in the record: read, brought up to a list just read, and written."""

from __future__ import annotations

import json
from collections.abc import Sequence

from litgraph.model.identifiers import PaperId
from litgraph.model.survey import Entry, ListDocument, ListHistory
from litgraph.store.aliases import rows_of
from litgraph.store.entries import entry_as_text, entry_from_text, key_of, upsert_entries
from litgraph.store.known import mark_dirty
from litgraph.store.lineage import Stay
from litgraph.store.record import Record
from litgraph.store.resolutions import believed, fetch_resolutions
from litgraph.store.rows import as_json
from litgraph.store.surveys import check_survey
from litgraph.store.timeline import PaperStay, Timeline, advance


def replace_list(
    record: Record, survey_name: str, document: ListDocument, history: ListHistory | None, today: str
) -> None:
    """Take a list as it was read: make papers of its entries, and date their stays and those of its categories.

    The history tells the past where there is one, else the record. What the list holds now and neither knows came
    today; what it no longer holds went today.
    """
    with record.transaction():
        check_survey(record, survey_name)
        resolutions = fetch_resolutions(record, survey_name)
        now = believed(document.entries, resolutions)
        listed = {key_of(entry) for entry in now}
        past_entries = believed((listing.entry for listing in history.listings) if history else (), resolutions)
        # Of a paper that is listed now, the list as it is now tells.
        gone = [entry for entry in past_entries if key_of(entry) not in listed]
        upsert_entries(record, [*now, *gone])
        rows = rows_of(record, listed | {key_of(entry) for entry in past_entries})
        recorded = _read_timeline(record, survey_name)
        past = _past_of(history, past_entries, rows) if history else recorded
        present = [
            PaperStay(paper=rows[key_of(right)], entry=entry)
            for right, entry in zip(now, document.entries, strict=True)
        ]
        _write_timeline(record, survey_name, recorded, advance(past, recorded, present, document.categories, today))


def _past_of(history: ListHistory, right: Sequence[Entry], rows: dict[PaperId, int]) -> Timeline:
    """Build the past from a history; `right` holds its entries with the identifiers that are believed."""
    categories = (Stay(path=s.path, since=s.since or None, until=s.until or None) for s in history.categories)
    papers = (
        PaperStay(paper=rows[key_of(entry)], entry=told.entry, since=told.since or None, until=told.until or None)
        for entry, told in zip(right, history.listings, strict=True)
    )
    return Timeline(categories=tuple(categories), papers=tuple(papers))


def _read_timeline(record: Record, survey: str) -> Timeline:
    stays = """SELECT path, since, until, id FROM category JOIN category_stay ON category = number
        WHERE survey = ? ORDER BY place"""
    listings = """SELECT paper, entry, since, until, id FROM listing LEFT JOIN category ON number = listing.category
        WHERE listing.survey = ? ORDER BY listing.rowid"""
    return Timeline(
        categories=tuple(
            Stay(path=tuple(json.loads(path)), since=since, until=until, category=name)
            for path, since, until, name in record.rows(stays, (survey,))
        ),
        papers=tuple(
            PaperStay(paper=paper, entry=entry_from_text(entry), since=since, until=until, category=name)
            for paper, entry, since, until, name in record.rows(listings, (survey,))
        ),
    )


def _write_timeline(record: Record, survey: str, recorded: Timeline, timeline: Timeline) -> None:
    if timeline.categories != recorded.categories:
        _write_categories(record, survey, timeline)
    if timeline != recorded:
        _write_listings(record, survey, timeline)
    if timeline.papers != recorded.papers:
        mark_dirty(record, {stay.paper for stay in (*recorded.papers, *timeline.papers)})


def _write_categories(record: Record, survey: str, timeline: Timeline) -> None:
    names = sorted({str(stay.category) for stay in timeline.categories})
    record.write_many("INSERT OR IGNORE INTO category (survey, id) VALUES (?, ?)", ((survey, name) for name in names))
    among = "(SELECT number FROM category WHERE survey = ?)"
    record.write(f"DELETE FROM category_stay WHERE category IN {among}", (survey,))
    numbers = _numbers(record, survey)
    rows = (
        (numbers[str(stay.category)], as_json(stay.path), stay.since, stay.until, place)
        for place, stay in enumerate(timeline.categories)
    )
    record.write_many("INSERT INTO category_stay VALUES (?, ?, ?, ?, ?)", rows)


def _write_listings(record: Record, survey: str, timeline: Timeline) -> None:
    record.write("DELETE FROM listing WHERE survey = ?", (survey,))
    numbers = _numbers(record, survey)
    rows = (
        (
            *(survey, stay.paper, numbers.get(str(stay.category)), stay.since, stay.until),
            *(stay.entry.line, entry_as_text(stay.entry)),
        )
        for stay in timeline.papers
    )
    record.write_many("INSERT INTO listing VALUES (?, ?, ?, ?, ?, ?, ?)", rows)


def _numbers(record: Record, survey: str) -> dict[str, int]:
    return dict(record.rows("SELECT id, number FROM category WHERE survey = ?", (survey,)))
