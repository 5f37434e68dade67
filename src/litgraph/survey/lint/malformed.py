"""`malformed-entry`: one finding for each malformed line of an entry, with the line as it was meant where certain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from litgraph.model.finding import Finding
from litgraph.survey.lint.defect import Defect, edited
from litgraph.survey.lint.gaps import find_gaps
from litgraph.survey.lint.lacks import find_lacks
from litgraph.survey.lint.links import find_links
from litgraph.survey.lint.mending import Mender
from litgraph.survey.lint.reading import Looked, Reading
from litgraph.survey.lint.signs import find_signs


def find_malformed(reading: Reading) -> Iterator[Finding]:
    """Yield the malformed lines, each with all that is wrong in it."""
    by_line: dict[int, list[tuple[Looked, Defect]]] = defaultdict(list)
    finders = (find_gaps, find_signs, find_links, find_lacks)
    for looked, defect in (found for finder in finders for found in finder(reading.entries)):
        by_line[looked.line_at(defect.place)].append((looked, defect))
    mender = Mender(reading.content)
    for line, found in by_line.items():
        looked = found[0][0]
        yield _finding(line, looked, [defect for one, defect in found if one is looked], mender)


def _finding(line: int, looked: Looked, defects: Sequence[Defect], mender: Mender) -> Finding:
    severity = "error" if any(defect.severity == "error" for defect in defects) else "warning"
    told = dict.fromkeys(defect.message for defect in _distinct(defects))
    return Finding(
        rule="malformed-entry",
        severity=severity,
        line=line,
        message="; ".join(told) + ".",
        fix=_fix(line, looked, defects, mender),
    )


def _distinct(defects: Sequence[Defect]) -> Iterator[Defect]:
    """Leave out what another defect already says of the same stretch."""
    taken: list[tuple[int, int]] = []
    for defect in defects:
        spans = [(edit.start, edit.end) for edit in defect.edits]
        if spans and all(any(a < end and start < b for a, b in taken) for start, end in spans):
            continue
        taken += spans
        yield defect


def _fix(line: int, looked: Looked, defects: Sequence[Defect], mender: Mender) -> str | None:
    """Mend all that can be mended in a line, if the entry then reads as before."""
    edits = [edit for defect in _distinct(defects) for edit in defect.edits]
    before, after = looked.text.split("\n"), edited(looked.text, edits).split("\n")
    index = line - looked.entry.line
    if not edits or len(before) != len(after):
        return None
    text = "\n".join((*before[:index], after[index], *before[index + 1 :]))
    return after[index] if text != looked.text and mender.reads_alike(looked.entry, looked.text, text) else None
