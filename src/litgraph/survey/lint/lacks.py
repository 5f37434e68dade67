"""What an entry lacks that nearly all others have, and bullets that are none."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence

from litgraph.survey.lint.defect import HABIT, RULE, Defect, Edit
from litgraph.survey.lint.reading import Looked

_FEWEST = 20
_CERTAIN = RULE
_BULLET = re.compile(r"([ \t]*)([-*+]|\d{1,9}[.)])([ \t]+)")
_HOLDS: tuple[tuple[str, float, Callable[[Looked], bool]], ...] = (
    ("year", _CERTAIN, lambda looked: bool(looked.entry.year or looked.entry.date)),
    ("link", 2.0, lambda looked: bool(looked.entry.links)),
)


def find_lacks(entries: Sequence[Looked]) -> Iterator[tuple[Looked, Defect]]:
    """Yield entries without a year or a link where nearly all others of their kind have one, and odd indentation."""
    families: dict[str, list[Looked]] = defaultdict(list)
    for looked in entries:
        families[looked.family].append(looked)
    for family in families.values():
        for name, certain, holds in _HOLDS:
            yield from _lacking(family, name, certain, holds)
    yield from _indented(entries)


def _lacking(
    family: Sequence[Looked], name: str, certain: float, holds: Callable[[Looked], bool]
) -> Iterator[tuple[Looked, Defect]]:
    without = [looked for looked in family if not holds(looked)]
    share = 1 - len(without) / len(family)
    if len(family) < _FEWEST or share < HABIT:
        return
    among = Counter(looked.entry.category for looked in family)
    lacking = Counter(looked.entry.category for looked in without)
    for looked in without:
        category = looked.entry.category
        own = lacking[category] * 2 > among[category]
        severity = "error" if share >= certain and not own else "warning"
        yield looked, Defect(place=0, message=f"no {name}, which nearly all entries have", severity=severity)


def _indented(entries: Sequence[Looked]) -> Iterator[tuple[Looked, Defect]]:
    """Yield bullets that stand one blank to the right of nearly all, under none that they could be nested in."""
    found = [(looked, match) for looked in entries if (match := _BULLET.match(looked.text))]
    counts = Counter(match[1] for _, match in found)
    if len(found) < _FEWEST:
        return
    usual, count = counts.most_common(1)[0]
    if count < HABIT * len(found):
        return
    for looked, match in found:
        if len(usual) < len(match[1]) < len(usual) + 2 and "\t" not in match[1]:
            edit = Edit(start=0, end=len(match[1]), text=usual)
            yield looked, Defect(place=0, message="a blank before the bullet", edits=(edit,))
