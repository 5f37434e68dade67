"""How well the house style of a list is learned: how many entries are given back to the letter.

    python benchmarks/house_style.py [--show] ../shared/data/surveys/*.md

`own shape`: the entry's shape, filled from the fields of the parsed entry alone (title, authors, venue, year, date,
links, identifiers), is its text to the letter; what no field holds (images, affiliations, notes) is the shape's.
`nothing kept`: of these, the entries that have none of that. `as new`: taken out of the list, the entry is written as a
new one of its heading, from what a source could tell of its paper (title, identifiers, authors, venue, year, date,
code). Counted are the `knowable` entries, which have an identifier and say nothing beyond; `but address` lets pass
blanks, and which of its addresses a paper is given by. `--show` prints the knowable ones that are missed, theirs
above ours.

Well-formed are the entries whose title is found and whose tags and brackets pair; of a very long section, only the last
ones speak for its style and are written as new.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from litgraph.lists.anatomy import Part, Slot, dissect
from litgraph.lists.carve import is_code_address, repository_of, write_date
from litgraph.lists.context import context_of, entry_text, list_lines
from litgraph.lists.escape import escape_html, escape_markdown
from litgraph.lists.parse import parse_list
from litgraph.lists.render import Facts, facts_of, fill, fillable
from litgraph.lists.shape import Ballot, ballot, elect, is_sound
from litgraph.lists.style import HouseStyle, Specimen, learn_style
from litgraph.model.identifiers import scheme_of, value_of
from litgraph.model.paper import describe
from litgraph.model.survey import Entry

COLUMNS = ("entries", "well-formed", "own shape", "nothing kept", "knowable", "as new", "but address")
KEPT = (Slot.NOTE, Slot.IMAGE)
BEYOND = (*KEPT, Slot.LINK)
_ADDRESS = re.compile(r"https?://[^\s)\"\]>]+")


@dataclass(frozen=True, kw_only=True, eq=False)
class Case:
    """An entry that is to be given back: its text, its specimen, the style of its list."""

    text: str
    specimen: Specimen
    style: HouseStyle

    @property
    def entry(self) -> Entry:
        """Give the entry as it was read."""
        return self.specimen.anatomy.entry


def main() -> None:
    """Print one line a list."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print what is missed")
    parser.add_argument("lists", type=Path, nargs="*")
    given = parser.parse_args()
    print("\t".join(("list", *COLUMNS)))
    for file in given.lists:
        counts = measure(file.read_bytes(), show=given.show)
        shares = {
            "own shape": "well-formed",
            "nothing kept": "well-formed",
            "as new": "knowable",
            "but address": "knowable",
        }
        cells = (
            f"{counts[name]} ({counts[name] / counts[whole]:.1%})"
            if counts[whole := shares.get(name, "")]
            else counts[name]
            for name in COLUMNS
        )
        print("\t".join((file.stem, *map(str, cells))), flush=True)


def measure(content: bytes, *, show: bool = False) -> Counter[str]:
    """Count the entries, the well-formed ones, and those given back in each way."""
    document = parse_list(content)
    style = learn_style(content, document)
    counts = Counter({"entries": len(document.entries)})
    known_as = {one.anatomy.entry: one for members in style.specimens.values() for one in members}
    lines = list_lines(content)
    for entry in document.entries:
        anatomy = dissect(entry_text(content, entry), entry)
        if anatomy and is_sound("".join(part.text for part in anatomy.parts if part.slot is None)):
            specimen = known_as.get(entry) or Specimen(anatomy=anatomy, context=context_of(lines, entry))
            case = Case(text=entry_text(content, entry), specimen=specimen, style=style)
            counts += count_own(case) + (count_new(case, show=show) if entry in known_as else Counter())
    return counts


def count_own(case: Case) -> Counter[str]:
    """Tell whether an entry's own shape gives it back."""
    parts = case.specimen.anatomy.parts
    given_back = "".join(part.text if part.slot is None else _value(part, case) for part in parts) == case.text
    kept = any(part.slot in KEPT or _has_affiliation(part) for part in parts)
    return Counter({"well-formed": 1, "own shape": given_back, "nothing kept": given_back and not kept})


def count_new(case: Case, *, show: bool) -> Counter[str]:
    """Tell whether an entry that a source could tell of would be written anew as it is."""
    parts = case.specimen.anatomy.parts
    if not case.entry.identifiers or any(part.slot in BEYOND or _has_affiliation(part) for part in parts):
        return Counter()
    new = as_new(case)
    if show and new != case.text:
        print(f"  - {case.text!r}\n  + {new!r}")
    is_near = _ADDRESS.sub("", new).split() == _ADDRESS.sub("", case.text).split()
    return Counter({"knowable": 1, "as new": new == case.text, "but address": is_near})


def as_new(case: Case) -> str:
    """Write the paper of an entry as the rest of its list would have it."""
    facts = known(case)
    fill_in = fillable(facts)
    context = case.style.context(case.entry.category)
    ballots = [
        _ballot(other, fill_in, is_local=category == case.entry.category)
        for category, members in case.style.specimens.items()
        for other in members
        if other is not case.specimen and other.context == context
    ]
    number = next((part.text for part in case.specimen.anatomy.parts if part.slot == Slot.NUMBER), "1")
    return fill(elect(ballots), facts, context=context, number=number)


def known(case: Case) -> Facts:
    """Give what a source could tell of the paper of an entry; behind `et al`, that there are more authors."""
    entry = case.entry
    others = ("Other Authors",) if len(entry.authors) == 1 and re.search(r"\bet\.?\s*al\b", case.text) else ()
    paper = describe(
        frozenset(entry.identifiers),
        source="file",
        day="2026-11-25",
        title=entry.title,
        authors=(*entry.authors, *others),
        venue=entry.venue,
        year=entry.year,
        date=entry.date,
        code=next((link.url for link in entry.links if is_code_address(link.url)), ""),
    )
    day = next((part.text for part in case.specimen.anatomy.parts if part.slot == Slot.DAY), "")
    return facts_of(paper, case.style, today=f"2026-{day.replace('/', '-')}" if day else "")


@cache
def _ballot(specimen: Specimen, fill_in: frozenset[Slot], *, is_local: bool) -> Ballot:
    return ballot(specimen.anatomy.parts, fill_in, is_local=is_local, age=specimen.age)


def _has_affiliation(part: Part) -> bool:
    return part.slot == Slot.AUTHORS and "(" in part.text


def _value(part: Part, case: Case) -> str:
    """Give what the fields of the entry say for a slot; what no field holds is as it is."""
    entry, context = case.entry, case.specimen.context
    escape = escape_html if context.startswith("html") else _escape_in_row
    match part.slot:
        case Slot.TITLE:
            return escape(entry.title) if context.startswith(("row", "html")) else escape_markdown(entry.title)
        case Slot.VENUE:
            return entry.venue.replace(" ", "%20") if part.form == "badge" else entry.venue
        case Slot.YEAR:
            return str(entry.year)[-2:] if part.form == "short" else str(entry.year)
        case Slot.DATE:
            return write_date(entry.date, part.form)
        case Slot.AUTHORS:
            return (
                part.text if _names(part.text) == " ".join(entry.authors[: None if part.form == "all" else 1]) else ""
            )
        case Slot.ADDRESS | Slot.CODE | Slot.LINK:
            return next((link.url for link in entry.links if link.url == part.text), "")
        case Slot.REPOSITORY:
            return next((part.text for link in entry.links if repository_of(link.url).endswith(part.text)), "")
        case Slot.ARXIV:
            return next((value_of(name) for name in entry.identifiers if scheme_of(name) == "arxiv"), "")
        case _:
            return part.text


def _names(text: str) -> str:
    """Leave of a line of authors their names."""
    bare = re.sub(r"\([^()]*\)|,?\s+et\.?\s*al\b", "", text)
    return " ".join(re.split(r"\s*[,&]\s*(?:and\s+)?|\s+and\s+|\s+", bare.strip()))


def _escape_in_row(text: str) -> str:
    return escape_markdown(text, in_row=True)


if __name__ == "__main__":
    main()
