"""Venues and years, as lists write them: `NeurIPS 2023`, `ICML'23`, `Findings of EMNLP, 2022`, a badge's address."""

from __future__ import annotations

import re
from dataclasses import dataclass

from litgraph.lists.decoration import undecorated
from litgraph.lists.lexicon import JOURNALS, VENUE_ACRONYMS

# What may follow a common word that is a venue's name, or `$`.
_AFTER = r"(?=\s*(?:$|[,.'’\d]"
_NAMED = "|".join(
    (
        r"Transactions\s+on\b",
        r"(?:Journal|Proceedings|Findings|Communications)\s+of\b",
        r"Proc\.",
        r"Advances\s+in\s+Neural\b",
        r"(?:Conference|Symposium|Workshop)\s+on\b",
        r"International\s+Conference\b",
        r"Lecture\s+Notes\b",
        r"Frontiers\s+(?:in|of)\b",
        rf"Nature\b{_AFTER}|Machine|Communications|Medicine|Methods|Scientific|Biotech|Comput|Human))",
        rf"Science\b{_AFTER}|Advances|Robotics))",
        rf"Cell\b{_AFTER}))",
        r"OpenAI\b(?=\s*(?:,?\s*\d{4}|Blog))",
        rf"(?:Technical\s+Report|Blog)\b{_AFTER}))",
        r"(?:Ph\.?D|Master'?s?)\.?\s+thesis\b",
        r"(?:Pre-?print|Neurocomputing|PMLR|Open\s?Review|PLOS|Elsevier|Springer)\b",
    )
)
_YEAR = r"(?:19[6-9]\d|20[0-4]\d)"
_SHORT_YEAR = r"['’‘`´]\s?\d{2}(?!\d)"
_ACRONYM = "|".join(re.escape(name) for name in sorted(VENUE_ACRONYMS, key=len, reverse=True))
VENUE = re.compile(rf"(?<![\w-])(?:(?:{_ACRONYM})(?![A-Za-z])|{_NAMED})")
_ANY_YEAR = re.compile(rf"(?<![\d.])(?P<year>{_YEAR})(?![\d])|(?P<short>{_SHORT_YEAR})")
_MONTH = re.compile(rf"({_YEAR})[./-]\d{{1,2}}(?!\d)")
_EDGES = ' \t\v\n,.;:，。；：()[]（）【】《》{}|/-–—*_`"“”<>'
_CLOSING_YEAR = re.compile(rf"(?:^|[\s,，(])(?:{_YEAR}|{_SHORT_YEAR})\)?$|\w{_SHORT_YEAR}$")
_PART_OF_VENUE = re.compile(
    r"workshop|track|findings|proceedings|conference|symposium|IEEE|ACM|international|joint|@|\bin\b|\bat\b", re.I
)
# How a paper was presented is no part of where.
_PRESENTED = re.compile(
    r"\b(?:oral|spotlight|poster|highlight|best (?:student )?paper(?: award)?|outstanding paper(?: award)?|award|"
    r"featured certification|top[- ]?\d+%|notable)\b\W*(?=$|[)\]])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """A venue, without its year, and the year; either may be unknown."""

    name: str = ""
    year: int | None = None


def read_venue(text: str) -> Venue:
    """Read a text that is known to be a venue: take its year out of it."""
    text = (
        _MONTH.sub(r"\1", undecorated(" ".join(text.split()))).strip(_EDGES.replace("(", "").replace(")", "")) or text
    )
    text = text[1:-1] if re.fullmatch(r"\([^()]*\)", text) else text
    years = list(_ANY_YEAR.finditer(text))
    if years:
        return Venue(
            name=_tidy(_ANY_YEAR.sub(lambda found: "" if _year(found) == _year(years[-1]) else found[0], text)),
            year=_year(years[-1]),
        )
    bare = re.fullmatch(rf"({_ACRONYM})[- ]?((?:0|1|2)\d)", text.strip(_EDGES))
    if bare:
        return Venue(name=bare[1], year=2000 + int(bare[2]))
    return Venue(name=_tidy(text))


def is_venue(text: str) -> bool:
    """Tell whether a text is nothing but a venue, and perhaps its year, or nothing but a year."""
    bare = text.strip(_EDGES)
    if re.fullmatch(_YEAR, bare) or _ANY_YEAR.sub("", bare).strip(_EDGES).casefold() in JOURNALS:
        return True
    found = VENUE.search(bare)
    return found is not None and len(bare) <= 90 and found.start() < 40 and len(bare.split()) <= 12


def ends_in_year(text: str) -> bool:
    """Tell whether a text is a few words with a capital and then a year: `Artificial Intelligence Technology 2022`."""
    bare = text.strip(_EDGES)
    found = _CLOSING_YEAR.search(bare)
    return bool(found) and len(bare.split()) <= 10 and not bare[:1].islower()


def venue_at_end(text: str) -> str:
    """Drop what stands before a venue and is no part of its name: `XLang Lab arXiv` → `arXiv`."""
    found = VENUE.search(text)
    before = text[: found.start()] if found else ""
    return text if not before.strip(_EDGES) or _PART_OF_VENUE.search(before) else text[len(before) :]


def year_in(text: str) -> int | None:
    """Find the last year that a text names."""
    years = [_year(found) for found in _ANY_YEAR.finditer(text)]
    return years[-1] if years else None


def _year(found: re.Match[str]) -> int:
    if found["year"]:
        return int(found["year"])
    short = int(found["short"][-2:])
    return short + (1900 if short > 60 else 2000)


def _tidy(name: str) -> str:
    name = re.sub(r"[(（\[]\s*[)）\]]", " ", _PRESENTED.sub(" ", name))
    name = " ".join(name.split()).strip(_EDGES.replace("(", "").replace(")", ""))
    if name.count("(") < name.count(")"):
        name = name.replace(")", " ").strip()
    if name.count("(") > name.count(")"):
        name = (
            name.partition("(")[0] + name.partition("(")[2].strip("() ")
            if name.startswith("(")
            else name.partition(" (")[0]
        )
    return name if any(letter.isalpha() for letter in name) else ""
