"""Gaps that depart from the house's: a missing comma or blank, a blank too many, marks that others don't have there."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from litgraph.survey.lint.defect import HABIT, Defect, Edit, severity_of
from litgraph.survey.lint.reading import END, LINK, NOTE, START, TITLE, TITLE_LINK, Gap, Looked

# Fewer gaps than these show no habit.
FEWEST = 10
# So many of a section's gaps that are alike are the habit of that section.
_OWN_FEWEST, _OWN_SHARE = 4, 0.5

_TAG = re.compile(r"<[^<>]*>")
_AROUND_BOUNDARY = re.compile(r"[ \t]*(\||<br\s*/?>)[ \t]*", re.IGNORECASE)
_BLANK_IN_TAG = re.compile(r"(<\w+>)\s+|\s+(?=</)")
_FULL_WIDTH = re.compile(r"[，。；：、（）【】“”]")
_FIRST_SYMBOL = 0x2190  # arrows, dingbats and pictographs begin here

_Place = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The gap that the house has at a place, and the share of the entries that have it."""

    text: str
    share: float


def find_gaps(entries: Sequence[Looked]) -> Iterator[tuple[Looked, Defect]]:
    """Yield the gaps that depart from what nearly all entries have at that place."""
    gaps = [(looked, gap) for looked in entries for gap in looked.gaps() if gap.after != END]
    houses = _houses(gaps)
    own = _own_habits(gaps)
    for looked, gap in gaps:
        place = _place(looked, gap)
        house = houses.get(place)
        if house and (*place, looked.entry.category, _plain(gap.text)) not in own and _departs(looked, gap, house):
            yield looked, _defect(looked, gap, house)


def _place(looked: Looked, gap: Gap) -> _Place:
    return looked.family, gap.before, gap.after


def _houses(gaps: Sequence[tuple[Looked, Gap]]) -> dict[_Place, House]:
    """Find the places at which the house has a habit."""
    seen: dict[_Place, Counter[str]] = defaultdict(Counter)
    for looked, gap in gaps:
        seen[_place(looked, gap)][_plain(gap.text)] += 1
    exact: dict[_Place, Counter[str]] = defaultdict(Counter)
    for looked, gap in gaps:
        exact[_place(looked, gap)][gap.text] += 1
    houses = {}
    for place, counts in seen.items():
        (text, count), total = counts.most_common(1)[0], counts.total()
        if total >= FEWEST and count >= HABIT * total and _is_marks(text):
            written = next(one for one, _ in exact[place].most_common() if _plain(one) == text)
            houses[place] = House(text=written, share=count / total)
    return houses


def _own_habits(gaps: Sequence[tuple[Looked, Gap]]) -> set[tuple[object, ...]]:
    """Find what half of a section has at a place: its own habit, whatever the rest of the list does."""
    seen: dict[tuple[object, ...], Counter[str]] = defaultdict(Counter)
    for looked, gap in gaps:
        seen[*_place(looked, gap), looked.entry.category][_plain(gap.text)] += 1
    return {
        (*place, text)
        for place, counts in seen.items()
        for text, count in counts.items()
        if counts.total() >= _OWN_FEWEST and count >= _OWN_SHARE * counts.total()
    }


def _plain(text: str) -> str:
    """Leave out the blanks that nobody sees: those around a pipe or a line break."""
    return _AROUND_BOUNDARY.sub(r"\1", text)


def _is_marks(text: str) -> bool:
    """Tell marks (blanks, punctuation, tags) from words and pictographs, which say something of one paper."""
    bare = _TAG.sub("", text)
    return "\n" not in text and not any(c.isalnum() or ord(c) >= _FIRST_SYMBOL for c in _FULL_WIDTH.sub("", bare))


def _departs(looked: Looked, gap: Gap, house: House) -> bool:
    text = _plain(gap.text)
    if text == _plain(house.text) or not _is_marks(gap.text) or NOTE in (gap.before, gap.after):
        return False
    if gap.before == START:
        return text.split() == house.text.split() and not text[:1].isspace()
    if _is_aside(text) or (looked.family.startswith(("row", "html")) and text.split() == house.text.split()):
        return False
    return not (gap.before in (TITLE, TITLE_LINK) and _is_ended(looked, gap, house))


def _is_aside(text: str) -> bool:
    """Tell brackets that hold what the parser took for no unit."""
    bare = _TAG.sub("", text)
    return "|" in text or "{" in bare or "$" in bare


def _is_ended(looked: Looked, gap: Gap, house: House) -> bool:
    """Tell a title whose own last sign (`?`, `!`, a quotation mark) stands for the full stop that others have."""
    last = looked.text[: gap.start].rstrip("*_\"”'`)")[-1:]
    return "." in house.text and last in "?!.…" and gap.text.replace(".", "") == house.text.replace(".", "")


def _defect(looked: Looked, gap: Gap, house: House) -> Defect:
    # Nobody knows whether the house puts a comma behind a question mark.
    unsure = looked.text[: gap.start].endswith(("?", "!")) and gap.text.lstrip()[:1] not in tuple(",.;:")
    edits = () if unsure else (Edit(start=gap.start, end=gap.start + len(gap.text), text=house.text),)
    severity = severity_of(house.share)
    if _BLANK_IN_TAG.sub(r"\1", gap.text) == _BLANK_IN_TAG.sub(r"\1", house.text):
        severity = "warning"
    where = f"between {_name(gap.before)} and {_name(gap.after)}"
    return Defect(place=gap.start, message=f"{_what(gap.text, house.text)} {where}", severity=severity, edits=edits)


def _what(text: str, house: str) -> str:
    if text.split() == house.split():
        if not text.strip():
            return "blank missing" if not text else f"{len(text)} blanks instead of {len(house) or 'none'}"
        return "a blank too many" if len(text) > len(house) else "blank missing"
    if _FULL_WIDTH.search(text):
        return f"full-width punctuation '{_FULL_WIDTH.findall(text)[0]}'"
    return f"'{text}' instead of '{house}'"


def _name(unit: str) -> str:
    return {START: "the bullet", LINK: "a link", TITLE: "the title", TITLE_LINK: "the title"}.get(unit, f"the {unit}")
