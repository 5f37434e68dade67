"""Fuzz: whatever became of a list, it is read, linted and extended without a crash or a byte changed beyond the edits.

`make test` runs a few mutations, `make soak` as many as `LITGRAPH_FUZZ_EXCERPTS` and `LITGRAPH_FUZZ_LISTS` say.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from random import Random

import pytest

from litgraph.lists.edit import Edit, apply_edits
from litgraph.lists.parse import parse_list
from litgraph.lists.rewrite import with_venue
from litgraph.lists.style import learn_style
from litgraph.model.assignment import Assignment
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import describe
from litgraph.model.survey import ListDocument, Span
from litgraph.survey.candidates import Placement
from litgraph.survey.lint.lint import lint
from litgraph.survey.proposal import Proposal
from litgraph.survey.propose import UNREADABLE, propose
from tests.integration.mutations import excerpt, mutated

EXCERPTS = int(os.environ.get("LITGRAPH_FUZZ_EXCERPTS", "1_000_000"))
LISTS = int(os.environ.get("LITGRAPH_FUZZ_LISTS", "2_000"))
ROUNDS = 4
PAPERS = (
    ("arxiv:2611.00001", "Sparse: A New Way to Prune <Large> Models | [Part 2]", "", "https://github.com/acme/sparse"),
    ("arxiv:2611.00002", "1. Dense * Models_of # Everything?", "NeurIPS 2026", ""),
    ("doi:10.1145/3600006.3613165", "Serving Models from the Disk.", "Symposium on Operating Systems Principles", ""),
)
_GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "lists"
_SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "surveys"


def _read(folder: Path) -> list[bytes]:
    return [file.read_bytes() for file in sorted(folder.glob("*.md"))]


@cache
def _lists() -> list[bytes]:
    """Give the project's own lists, and the real ones where they are."""
    return [*_read(_GOLDEN), *_read(_SHARED)]


def test_a_second_run_proposes_nothing() -> None:
    for content in _read(_GOLDEN):
        _assert_run_once(content)


@pytest.mark.soak
def test_a_second_run_on_a_real_list_proposes_nothing() -> None:
    for content in _read(_SHARED):
        _assert_run_once(content)


def test_mutated_excerpts_are_borne() -> None:
    for seed in range(300):
        _assert_excerpt_borne(seed)


def test_mutated_lists_are_borne() -> None:
    for seed in range(7):
        _assert_list_borne(seed)


@pytest.mark.soak
def test_very_many_mutated_excerpts_are_borne() -> None:
    _assert_all_borne(_assert_excerpt_borne, EXCERPTS)


@pytest.mark.soak
def test_many_mutated_lists_are_borne() -> None:
    _assert_all_borne(_assert_list_borne, LISTS)


def _assert_all_borne(check: Callable[[int], None], count: int) -> None:
    """Check very many mutations, on all cores; seeds begin where those of the short tests cannot reach."""
    with ProcessPoolExecutor() as pool:
        for _ in pool.map(check, range(1000, 1000 + count), chunksize=50):
            pass


def _assert_run_once(content: bytes) -> None:
    document = parse_list(content)
    placements = list(_placements(Random(len(content)), document))
    changed = apply_edits(content, _proposed(content, document, placements).edits)

    again = _proposed(changed, parse_list(changed), placements)

    assert (again.edits, again.additions, again.changes) == ((), (), ())


def _assert_excerpt_borne(seed: int) -> None:
    random = Random(seed)
    _assert_borne(random, mutated(random, excerpt(random, _lists())), f"excerpt {seed}")


def _assert_list_borne(seed: int) -> None:
    random = Random(seed)
    _assert_borne(random, mutated(random, _lists()[seed % len(_lists())], most=20), f"list {seed}")


def _assert_borne(random: Random, content: bytes, name: str) -> None:
    """Read, propose, apply, revert, propose again; the name says which mutation it was if anything fails."""
    try:
        document = parse_list(content)
        placements = list(_placements(random, document))
        _rewrite(random, content, document)
        proposal = _proposed(content, document, placements)
        changed = apply_edits(content, proposal.edits)
        again = _proposed(changed, parse_list(changed), placements)
        settled = _settled(changed, again, placements)
    except Exception as error:
        raise AssertionError(f"{name}: {error!r}") from error
    unreadable = {held.paper for held in proposal.review if held.reason == UNREADABLE}
    assert _reverted(content, changed, proposal.edits) == content, name
    assert {addition.paper for addition in again.additions} <= unreadable, name
    assert settled, name


def _rewrite(random: Random, content: bytes, document: ListDocument) -> None:
    """Write some entry anew with another venue."""
    if document.entries:
        with_venue(content, random.choice(document.entries), learn_style(content, document), "ICLR", 2025)


def _settled(content: bytes, proposal: Proposal, placements: Sequence[Placement]) -> bool:
    """Tell whether a list comes to rest: what most of its entries do may only show once the first ones are mended."""
    for _ in range(ROUNDS):
        if not proposal.edits:
            return True
        content = apply_edits(content, proposal.edits)
        proposal = _proposed(content, parse_list(content), placements)
    return not proposal.edits


def _placements(random: Random, document: ListDocument) -> Iterator[Placement]:
    """Put each paper under some heading of the list."""
    paths = [heading.path for heading in document.headings] or [("Nowhere",)]
    for name, title, venue, code in PAPERS:
        names = frozenset([PaperId(name)])
        paper = describe(
            names,
            source="arxiv",
            day="2026-11-22",
            title=title,
            authors=("Ada Lovelace",),
            venue=venue,
            code=code,
            date="2026-11",
        )
        assignment = Assignment(paper=paper.id, category=random.choice(paths), probability=0.9)
        yield Placement(paper=paper, assignment=assignment)


def _proposed(content: bytes, document: ListDocument, placements: Sequence[Placement]) -> Proposal:
    return propose(content, document, placements, learn_style(content, document), lint=lint, today="2026-11-25")


def _reverted(content: bytes, changed: bytes, edits: Sequence[Edit]) -> bytes:
    """Take back the edits where they were made."""
    undone, shift = [], 0
    for edit in sorted(edits, key=lambda edit: edit.span.start):
        start = edit.span.start + shift
        end = start + len(edit.replacement)
        undone.append(Edit(span=Span(start=start, end=end), replacement=content[edit.span.start : edit.span.end]))
        shift += len(edit.replacement) - (edit.span.end - edit.span.start)
    return apply_edits(changed, undone)
