"""What needs no workspace: lists by themselves read, linted and checked, and the reading of abstracts scored."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from litgraph import pipeline
from litgraph.files import read_file
from litgraph.lists import parse
from litgraph.model.identifiers import scheme_of, value_of
from litgraph.pipeline import Outcome


def parse_list(file: Path | str) -> dict[str, Any]:
    """Read a list and give its entries and categories."""
    document = parse.parse_list(read_file(Path(file)))
    entries = [
        {
            "title": entry.title,
            "line": entry.line,
            "category": list(entry.category),
            "identifiers": {scheme_of(key): value_of(key) for key in reversed(entry.identifiers)},
            "venue": entry.venue,
            "year": entry.year,
            "date": entry.date,
            "authors": list(entry.authors),
            "links": [{"label": link.label, "url": link.url} for link in entry.links],
        }
        for entry in document.entries
    ]
    return {"entries": entries, "categories": [list(path) for path in document.categories]}


def lint_list(file: Path | str) -> Outcome:
    """Find what is wrong in a list, without a workspace: by what the list says alone."""
    return pipeline.lint_content(read_file(Path(file)))


def check_list(file: Path | str, base: str) -> Outcome:
    """Check what a list has that its git revision `base` has not, without a workspace: by what the list says alone."""
    return pipeline.check_alone(Path(file), base)


def evaluate_techniques(files: Sequence[Path | str], *, folds: int | None = None) -> dict[str, Any]:
    """Score how well techniques, relations and claims are read, on files of labelled abstracts."""
    from litgraph.evaluate.reading import evaluate_reading

    return {"techniques": evaluate_reading([Path(file) for file in files], folds=folds)}
