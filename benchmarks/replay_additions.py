"""Replay: given what a list's maintainers added in a month, does litgraph write the same lines at the same places?

    python benchmarks/replay_additions.py [--shared DIR] [--show] [NAME …]

The list is taken as it stood at the end of each month, and the papers that were new a month later are handed over as
accepted, under the headings where people put them, with the facts that their entries tell: title, identifiers, authors
(and that there are others), venue, year, date, address of the code and, where they write it, the day. `posed` are those
that litgraph could be given: the heading was there already, and the entry carries an identifier. `equal`: the line is
theirs byte for byte; `but blanks`: but for blanks at its end; `but address`: also but for which of its addresses a
paper is given by. `knowable` are the posed entries that say nothing beyond those facts (no images, notes, affiliations,
other links); `equal of them` counts within these. `place`: as many of the section's older entries stand above it as in
their list.
"""

from __future__ import annotations

import argparse
import itertools
import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from litgraph.lists.anatomy import Part, Slot
from litgraph.lists.carve import is_code_address
from litgraph.lists.context import entry_text
from litgraph.lists.history import read_documents
from litgraph.lists.placing import can_hold, members_of
from litgraph.lists.stays import Stays
from litgraph.lists.style import HouseStyle, Specimen, learn_style
from litgraph.model.assignment import Assignment
from litgraph.model.identifiers import normalise_title
from litgraph.model.paper import Paper, describe
from litgraph.model.survey import Entry, ListDocument, ListHistory
from litgraph.survey.candidates import Placement, known_to_list
from litgraph.survey.proposal import Addition
from litgraph.survey.propose import propose

NAMES = (
    *("Efficient-LLMs-Survey", "Awesome-Efficient-LLM", "Awesome-LLM-Compression", "Awesome-LLM-Inference"),
    *("LLMSurvey", "LLM-Agent-Paper-List"),
)
COLUMNS = (
    *(
        "months",
        "added",
        "posed",
        "written",
        "equal",
        "but blanks",
        "but address",
        "knowable",
        "equal of them",
        "place",
    ),
)
BEYOND = (Slot.NOTE, Slot.IMAGE, Slot.LINK)
_DAY = re.compile(r"(?<=\[//\]: #)\d\d/\d\d")
_ADDRESS = re.compile(r"https?://[^\s)\"\]>]+")


@dataclass(frozen=True, kw_only=True, eq=False)
class Snapshot:
    """A list as it stood at the end of a month, with its history until then."""

    month: str
    content: bytes
    document: ListDocument
    history: ListHistory


def main() -> None:
    """Print one line a list."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    shared = Path(__file__).resolve().parents[2] / "shared" / "data"
    parser.add_argument("--shared", type=Path, default=shared, help="the folder of real material")
    parser.add_argument("--show", action="store_true", help="print each line that differs, theirs above ours")
    parser.add_argument("names", nargs="*", default=NAMES, help="the lists, all by default")
    given = parser.parse_args()
    if not given.shared.is_dir():
        print(f"skipped: the real material is not at {given.shared}")
        return
    print("\t".join(("list", *COLUMNS)))
    for name in given.names:
        with tempfile.TemporaryDirectory() as folder:
            clone = Path(folder) / name
            bundle = given.shared / "surveys" / f"{name}.bundle"
            subprocess.run(["git", "clone", "--quiet", str(bundle), str(clone)], check=True)
            counts = replay(list(snapshots(clone / "README.md")), show=given.show)
        print("\t".join((name, *(str(counts[column]) for column in COLUMNS))), flush=True)


def snapshots(file: Path) -> Iterator[Snapshot]:
    """Yield the list at the end of each month in which it changed."""
    stays = Stays()
    last: Snapshot | None = None
    for day, content, document in read_documents(file):
        if last and last.month != day[:7]:
            yield last
        stays.take(document, day, since=day)
        last = Snapshot(month=day[:7], content=content, document=document, history=stays.history())
    if last:
        yield last


def replay(months: Sequence[Snapshot], *, show: bool = False) -> Counter[str]:
    """Count over all months what came of their additions."""
    counts: Counter[str] = Counter()
    for before, after in itertools.pairwise(months):
        counts["months"] += 1
        style = learn_style(before.content, before.document, before.history)
        specimens = {one.anatomy.entry: one for one in _specimens(after)}
        known = known_to_list(before.content, before.document, before.history, ())
        posed: dict[str, tuple[Paper, Entry]] = {}
        for entry in after.document.entries:
            if known.isdisjoint({*entry.identifiers, normalise_title(entry.title)}):
                counts["added"] += 1
                if entry.identifiers and can_hold(before.document, entry.category):
                    paper = paper_of(entry, entry_text(after.content, entry))
                    posed.setdefault(paper.id, (paper, entry))
        counts["posed"] += len(posed)
        written = {one.paper: one for one in additions(before, style, posed.values(), f"{after.month}-28")}
        for paper, entry in posed.values():
            score(counts, before, after, entry, written.get(paper.id), specimens.get(entry), show=show)
    return counts


def _specimens(snapshot: Snapshot) -> Iterator[Specimen]:
    for members in learn_style(snapshot.content, snapshot.document).specimens.values():
        yield from members


def paper_of(entry: Entry, text: str) -> Paper:
    """Give the paper of an entry, with what the entry says of it."""
    others = ("Other Authors",) if len(entry.authors) == 1 and re.search(r"\bet\.?\s*al\b", text) else ()
    return describe(
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


def additions(
    before: Snapshot, style: HouseStyle, posed: Iterable[tuple[Paper, Entry]], today: str
) -> tuple[Addition, ...]:
    """Propose papers that people accepted for the headings of their entries."""
    placements = [
        Placement(paper=paper, assignment=Assignment(paper=paper.id, category=entry.category, probability=1.0))
        for paper, entry in posed
    ]
    return propose(before.content, before.document, placements, style, history=before.history, today=today).additions


def score(
    counts: Counter[str],
    before: Snapshot,
    after: Snapshot,
    entry: Entry,
    addition: Addition | None,
    specimen: Specimen | None,
    *,
    show: bool,
) -> None:
    """Compare one addition with what the maintainers wrote."""
    theirs = entry_text(after.content, entry)
    day = _DAY.search(theirs)
    ours = _DAY.sub(day[0] if day else "", addition.text) if addition else ""
    is_knowable = specimen is not None and not any(_is_beyond(part) for part in specimen.anatomy.parts)
    there = rank_of_theirs(before, after, entry)
    here = rank_of_ours(before, after, addition) if addition else -1
    counts["written"] += addition is not None
    counts["equal"] += ours == theirs
    counts["but blanks"] += ours.rstrip() == theirs.rstrip()
    counts["but address"] += _ADDRESS.sub("", ours).rstrip() == _ADDRESS.sub("", theirs).rstrip()
    counts["knowable"] += is_knowable
    counts["equal of them"] += is_knowable and ours == theirs
    counts["place"] += here == there
    if show and (ours.rstrip() != theirs.rstrip() or here != there):
        mark = " " if is_knowable else "?"
        print(f"{mark} {after.month} {entry.category} {there} {here}\n  - {theirs!r}\n  + {ours!r}")


def _is_beyond(part: Part) -> bool:
    """Tell whether nobody could know of a paper what a part says."""
    return part.slot in BEYOND or (part.slot == Slot.AUTHORS and "(" in part.text)


def rank_of_theirs(before: Snapshot, after: Snapshot, entry: Entry) -> int:
    """Count the section's older entries that stand above a new one."""
    old = {_name(member) for member in members_of(before.document, entry.category)}
    return sum(
        _name(member) in old for member in members_of(after.document, entry.category) if member.line < entry.line
    )


def rank_of_ours(before: Snapshot, after: Snapshot, addition: Addition) -> int:
    """Count those that stay in the section and stand above the place of the addition."""
    stay = {_name(member) for member in members_of(after.document, addition.category)}
    members = members_of(before.document, addition.category)
    return sum(_name(member) in stay for member in members if member.line <= addition.line_after)


def _name(entry: Entry) -> str:
    return entry.identifiers[0] if entry.identifiers else normalise_title(entry.title)


if __name__ == "__main__":
    main()
