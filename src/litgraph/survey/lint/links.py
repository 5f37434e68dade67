"""Links of entries: written otherwise than the house writes them, broken, or with a label that hardly another has."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from litgraph.lists.links import TITLE, kind_of
from litgraph.survey.lint.defect import HABIT, Defect, Edit, severity_of
from litgraph.survey.lint.gaps import FEWEST
from litgraph.survey.lint.reading import Looked, Unit

# A label on fewer links than this is unusual, where the usual ones stand on nearly all.
_USUAL, _NEARLY_ALL = 3, 0.97

_BLANK_IN_ADDRESS = re.compile(r"(?<=\]\()\s*(https?:[^()\"'\n]*?)\s*(?=\))")
_PARTED = re.compile(r"(?<=\])[ \t]+(?=\(https?:[^()\s]+\))")
_NESTED = re.compile(r"\]\(\s*\[")
_UNENDED = re.compile(r"\]\((https?:[^()\s\[\]|<>]+)(?=\s|\]|$)(?!\s*\))")
_NOWHERE = re.compile(r"(?<!!)\[(?P<label>[^\[\]!]+)\]\]?\(\s*\)")
_TWICE = re.compile(r"\]\((?P<address>https?://(?!web\.archive|archive\.)[^()\s?]*?[^()\s/?=]https?://[^()\s]*)\)")


def find_links(entries: Sequence[Looked]) -> Iterator[tuple[Looked, Defect]]:
    """Yield what is wrong, or unusual, with the links of entries."""
    for looked in entries:
        yield from ((looked, defect) for defect in _broken(looked.text))
    yield from _shapes(entries)
    yield from _labels(entries)


def _broken(text: str) -> Iterator[Defect]:
    for found in _BLANK_IN_ADDRESS.finditer(text):
        if found[0] != (joined := "".join(found[0].split())):
            edit = Edit(start=found.start(), end=found.end(), text=joined)
            yield Defect(place=found.start(), message="a blank in the address of a link", edits=(edit,))
    for found in _PARTED.finditer(text):
        edit = Edit(start=found.start(), end=found.end(), text="")
        yield Defect(place=found.start(), message="a blank parts a link's label from its address", edits=(edit,))
    if nested := _NESTED.search(text):
        yield Defect(place=nested.start(), message="a link within the address of a link")
    if unended := _UNENDED.search(text):
        edit = Edit(start=unended.end(), end=unended.end(), text=")")
        yield Defect(place=unended.start(), message="the address of a link is never closed", edits=(edit,))
    for found in _NOWHERE.finditer(text):
        yield Defect(
            place=found.start(), message=f"the link '{found['label'].strip()}' leads nowhere", severity="warning"
        )
    if twice := _TWICE.search(text):
        message = "one address runs into another in a link"
        yield Defect(place=twice.start(), message=message, severity="warning")


def _shapes(entries: Sequence[Looked]) -> Iterator[tuple[Looked, Defect]]:
    """Yield links whose brackets stand otherwise than in nearly all: `[[X]](U)` among `[[X](U)]`."""
    links = [(looked, link) for looked in entries for link in looked.links() if kind_of(link.label) != TITLE]
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for looked, link in links:
        seen[looked.family][link.shape] += 1
    for looked, link in links:
        counts = seen[looked.family]
        (shape, count), total = counts.most_common(1)[0], counts.total()
        if link.shape != shape and total >= FEWEST and count >= HABIT * total:
            edit = _reshaped(link, shape)
            message = f"link written {link.shape.replace('X', link.label)} instead of {shape.replace('X', link.label)}"
            severity = severity_of(count / total)
            yield looked, Defect(place=link.start, message=message, severity=severity, edits=(edit,))


def _reshaped(link: Unit, shape: str) -> Edit:
    opening, _, rest = link.shape.partition("X")
    middle, _, closing = rest.partition("U")
    address = link.text[len(opening) + len(link.label) + len(middle) : len(link.text) - len(closing)]
    text = shape.replace("X", "\0").replace("U", "\1").replace("\0", link.label).replace("\1", address)
    return Edit(start=link.start, end=link.end, text=text)


def _labels(entries: Sequence[Looked]) -> Iterator[tuple[Looked, Defect]]:
    """Yield links with a label that few have, where the usual labels stand on nearly all; it may be meant."""
    links = [(looked, link) for looked in entries for link in looked.links()]
    counts = Counter(link.label for _, link in links)
    usual = {label for label, count in counts.items() if count >= _USUAL}
    if len(links) < FEWEST or sum(counts[label] for label in usual) < _NEARLY_ALL * len(links):
        return
    for looked, link in links:
        if link.label not in usual:
            shown = " or ".join(f"'{label}'" for label in sorted(usual, key=lambda label: (-counts[label], label))[:3])
            message = f"unusual link label '{link.label}'; others have {shown}"
            yield looked, Defect(place=link.start, message=message, severity="warning")
