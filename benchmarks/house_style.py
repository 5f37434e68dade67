"""How well the house style of a list is learned: how many entries are given back to the letter from their own parts.

`own shape`: the entry's shape, filled with what the parser read of it (title, authors, venue, year, date, addresses;
images, affiliations and notes as they are), is its text to the letter. `shape known`: besides, another entry has that
shape, blanks included. `first choice`: the shape that the other entries with the same parts elect gives the text to
the letter. Well-formed are the entries whose title is found and whose tags and brackets pair.

    python benchmarks/house_style.py ../shared/data/surveys/*.md
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from litgraph.lists.anatomy import Part, Slot
from litgraph.lists.carve import write_date
from litgraph.lists.context import entry_text
from litgraph.lists.escape import escape_html, escape_markdown
from litgraph.lists.parse import parse_list
from litgraph.lists.shape import Ballot, elect, is_sound, shape_of
from litgraph.lists.style import Specimen, learn_style


def main() -> None:
    """Print one line a list."""
    print("list\tentries\twell-formed\town shape\tshape known\tfirst choice")
    for file in map(Path, sys.argv[1:]):
        entries, formed, *given_back = measure(file.read_bytes())
        shares = "\t".join(f"{count} ({count / formed:.1%})" if formed else "-" for count in given_back)
        print(f"{file.stem}\t{entries}\t{formed}\t{shares}")


def measure(content: bytes) -> tuple[int, int, int, int, int]:
    """Count the entries, the well-formed ones, and those given back by their own, by a known, by the first shape."""
    document = parse_list(content)
    style = learn_style(content, document)
    specimens = [specimen for members in style.specimens.values() for specimen in members]
    formed = [specimen for specimen in specimens if is_sound(_words(specimen))]
    by_parts: dict[tuple[str, tuple[Slot, ...]], list[Specimen]] = defaultdict(list)
    for specimen in specimens:
        by_parts[_kind(specimen)].append(specimen)
    own = known = first = 0
    for specimen in formed:
        others = [other for other in by_parts[_kind(specimen)] if other is not specimen]
        text = entry_text(content, specimen.anatomy.entry)
        given_back = _filled(specimen.anatomy.parts, specimen) == text
        shape = shape_of(specimen.anatomy.parts)
        own += given_back
        known += given_back and any(shape_of(other.anatomy.parts) == shape for other in others)
        first += _filled(_elected(others, specimen), specimen) == text
    return len(document.entries), len(formed), own, known, first


def _kind(specimen: Specimen) -> tuple[str, tuple[Slot, ...]]:
    return specimen.context, tuple(part.slot for part in specimen.anatomy.parts if part.slot)


def _words(specimen: Specimen) -> str:
    return "".join(part.text for part in specimen.anatomy.parts if part.slot is None)


def _elected(others: Sequence[Specimen], specimen: Specimen) -> tuple[Part, ...]:
    """Let the others elect a shape, and give its slots the forms that this entry has."""
    category = specimen.anatomy.entry.category
    ballots = [
        Ballot(
            shape=shape_of(other.anatomy.parts),
            parts=other.anatomy.parts,
            weight=1.0,
            is_local=other.anatomy.entry.category == category,
        )
        for other in others
    ]
    own = iter([part for part in specimen.anatomy.parts if part.slot])
    return tuple(replace(next(own), group=0) if part.slot else part for part in elect(ballots))


def _filled(parts: Sequence[Part], specimen: Specimen) -> str:
    return "".join(part.text if part.slot is None else _value(part, specimen) for part in parts)


def _value(part: Part, specimen: Specimen) -> str:
    """Give what the parser read for a slot; an image, a note, a number as it is."""
    entry = specimen.anatomy.entry
    escape = escape_html if specimen.context.startswith("html") else _escape_in_row
    match part.slot:
        case Slot.TITLE:
            return escape(entry.title) if specimen.context.startswith(("row", "html")) else escape_markdown(entry.title)
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
