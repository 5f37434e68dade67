"""Surveys of the record, what their lists hold and held, and how each paper stands with them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace

from litgraph.model.identifiers import PaperId
from litgraph.model.survey import CategoryStay, Listing, Placement
from litgraph.model.taxonomy import Category, CategoryId, Path, Taxonomy
from litgraph.store.aliases import rows_of
from litgraph.store.entries import entry_from_text
from litgraph.store.reading import replace_list
from litgraph.store.record import Record
from litgraph.store.surveys import check_survey, fetch_surveys, list_hash, put_list_hash, upsert_survey

__all__ = [
    "category_numbers",
    "fetch_listings",
    "fetch_placements",
    "fetch_status",
    "fetch_surveys",
    "fetch_taxonomy",
    "list_hash",
    "put_list_hash",
    "replace_list",
    "upsert_survey",
]

# Whether a stay (of a category or a listing) covers the day ?2, or now where that is NULL.
_THERE = "((?2 IS NULL AND until IS NULL) OR (coalesce(since, '') <= ?2 AND coalesce(until, '9999') > ?2))"
_BEGUN = "(?2 IS NULL OR coalesce(since, '') <= ?2)"


def fetch_listings(
    record: Record, survey: str, as_of: str | None = None, *, ever: bool = False
) -> tuple[tuple[PaperId, Listing], ...]:
    """Read the listings of a survey in the order of its list, with the category's path of that day.

    `ever` gives those that have ended too, all that had begun by `as_of`; they stand behind, by line.
    """
    there, order = (_BEGUN, "until IS NOT NULL, line") if ever else (_THERE, "line")
    sql = f"""SELECT paper.key, listing.category, since, until, entry FROM listing JOIN paper ON row = listing.paper
        WHERE survey = ?1 AND {there} ORDER BY {order}, paper.key, since"""
    paths = _paths(record, survey, as_of)
    return tuple(
        (key, _listing_of(entry, since, until, paths.get(category)))
        for key, category, since, until, entry in record.rows(sql, (survey, as_of))
    )


def fetch_taxonomy(record: Record, survey: str, as_of: str | None = None) -> Taxonomy:
    """Read the categories that the list has, or had on a day, in its order, with which of them held entries."""
    check_survey(record, survey)
    held = f"SELECT DISTINCT category FROM listing WHERE survey = ?1 AND {_THERE}"
    holding = {number for (number,) in record.rows(held, (survey, as_of))}
    sql = f"""SELECT number, id, path FROM category JOIN category_stay ON category = number
        WHERE survey = ?1 AND {_THERE} ORDER BY place"""
    found = record.rows(sql, (survey, as_of))
    categories = (
        Category(id=CategoryId(name), path=tuple(json.loads(path)), holds_entries=number in holding)
        for number, name, path in found
    )
    return Taxonomy(survey=survey, categories=tuple(categories))


def fetch_category_stays(record: Record, survey: str) -> tuple[tuple[CategoryId, CategoryStay], ...]:
    """Read when each category stood under which path, in the order of the list, those that are gone behind."""
    sql = """SELECT id, path, since, until FROM category JOIN category_stay ON category = number
        WHERE survey = ? ORDER BY place"""
    return tuple(
        (CategoryId(name), CategoryStay(path=tuple(json.loads(path)), since=since or "", until=until or ""))
        for name, path, since, until in record.rows(sql, (survey,))
    )


def fetch_holding_stays(record: Record, survey: str) -> tuple[tuple[CategoryId, str, str], ...]:
    """Read when entries stood at each category directly: its id, since when and until when."""
    sql = """SELECT DISTINCT id, coalesce(since, ''), coalesce(until, '') FROM listing
        JOIN category ON number = listing.category WHERE listing.survey = ? ORDER BY 1, 2, 3"""
    return tuple((CategoryId(name), since, until) for name, since, until in record.rows(sql, (survey,)))


def fetch_placements(record: Record, survey: str) -> tuple[Placement, ...]:
    """Read which paper ever stood at which category, followed by its id, since when and until when."""
    sql = """SELECT paper.key, id, coalesce(since, ''), coalesce(until, '') FROM listing
        JOIN paper ON paper.row = listing.paper LEFT JOIN category ON number = listing.category
        WHERE listing.survey = ? ORDER BY 3, line, 1, 2"""
    return tuple(
        Placement(paper=paper, category=None if name is None else CategoryId(name), since=since, until=until)
        for paper, name, since, until in record.rows(sql, (survey,))
    )


def fetch_status(
    record: Record, survey: str, ids: Iterable[PaperId] | None = None, as_of: str | None = None
) -> dict[PaperId, str]:
    """Tell how each paper stands with a survey: in its list, known only by being cited, or any other (a candidate)."""
    among = None if ids is None else json.dumps(sorted(rows_of(record, ids).values()))
    listed = f"row IN (SELECT paper FROM listing WHERE survey = ?1 AND {_THERE})"
    sql = f"""SELECT key, CASE WHEN {listed} THEN 'listed' WHEN stub THEN 'periphery' ELSE 'candidate' END FROM paper
        WHERE (?2 IS NULL OR known_from <= ?2) AND (?3 IS NULL OR row IN (SELECT value FROM json_each(?3)))
        ORDER BY key"""
    return dict(record.rows(sql, (survey, as_of, among)))


def category_numbers(record: Record, survey: str, as_of: str | None = None) -> dict[Path, int]:
    """Give the row of the category at each path of the list."""
    return {path: number for number, path in _paths(record, survey, as_of).items()}


def _paths(record: Record, survey: str, as_of: str | None) -> dict[int, Path]:
    sql = f"""SELECT number, path FROM category JOIN category_stay ON category = number
        WHERE survey = ?1 AND {_THERE} ORDER BY place"""
    return {number: tuple(json.loads(path)) for number, path in record.rows(sql, (survey, as_of))}


def _listing_of(entry: str, since: str | None, until: str | None, path: Path | None) -> Listing:
    told = entry_from_text(entry)
    if path is not None:
        told = replace(told, category=path)
    return Listing(entry=told, since=since or "", until=until or "")
