"""`wrong-year` by the arXiv id alone: it holds the month in which it was given out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from litgraph.lists.style import is_preprint_venue
from litgraph.model.finding import Finding
from litgraph.model.identifiers import arxiv_month, scheme_of, value_of
from litgraph.model.survey import Entry

# Papers reach arXiv up to so many months after the year of their meeting; an id that is later still is wrong.
_LATE = 4

# Gives the line that another year of an entry changes, and how it is then; None where that is not certain.
WithYear = Callable[[Entry, int], tuple[int, str] | None]


def find_early_years(entries: Sequence[Entry], rewrite: WithYear) -> Iterator[Finding]:
    """Yield entries with a year before their paper existed, and preprints with a later one than their first version."""
    for entry in entries:
        paper = next((one for one in entry.identifiers if scheme_of(one) == "arxiv"), None)
        month = arxiv_month(paper) if paper else None
        if paper is None or month is None or entry.year is None:
            continue
        first, preprint = int(month[:4]), is_preprint_venue(entry.venue)
        if entry.year < first:
            yield _too_early(entry, month, value_of(paper), rewrite, preprint=preprint)
        elif entry.year > first and entry.venue and preprint:
            message = (
                f"The year {entry.year} is later than the paper: arXiv {value_of(paper)} is of {month}; "
                "a revision may be meant."
            )
            yield Finding(rule="wrong-year", severity="warning", line=entry.line, message=message)


def _too_early(entry: Entry, month: str, number: str, rewrite: WithYear, *, preprint: bool) -> Finding:
    year = entry.year or 0
    late = (int(month[:4]) - year - 1) * 12 + int(month[5:])
    released = bool(entry.date) and not entry.venue
    certain = not released and (preprint or late > _LATE)
    message = f"The year {year} is before the paper existed: arXiv {number} is of {month}."
    if not certain:
        meant = "that of a model's or of code's release" if released else "the meeting's year"
        message = f"The year {year} is before arXiv {number} was given out ({month}); {meant} may be meant."
    mended = rewrite(entry, int(month[:4])) if preprint and entry.venue else None
    line, fix = mended or (entry.line, None)
    severity = "error" if certain else "warning"
    return Finding(rule="wrong-year", severity=severity, line=line, message=message, fix=fix)
