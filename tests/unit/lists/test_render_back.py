"""Parse ∘ render: what is written of a paper is read back as it was meant, and entries are the sum of their parts."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litgraph.lists.anatomy import dissect
from litgraph.lists.context import entry_text
from litgraph.lists.edit import insert
from litgraph.lists.parse import parse_list
from litgraph.lists.placing import NewEntry, place
from litgraph.lists.render import render_entry
from litgraph.lists.style import learn_style
from litgraph.model.identifiers import PaperId, normalise_title
from litgraph.model.paper import Paper, describe
from tests.unit.lists.test_render import BOLD, BREAKS, HTML, INS, NUMBERED, ROWS

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "lists"
HOUSES = (INS, BREAKS, BOLD, ROWS, NUMBERED, HTML)
WORDS = (
    "Sparse",
    "Pruning",
    "of",
    "Large",
    "Models:",
    "with",
    "4-bit",
    "Weights",
    "LLM.int8()",
    "A",
    "*Fast*",
    "<New>",
)
TITLES = st.lists(st.sampled_from(WORDS), min_size=4, max_size=9).map(
    lambda words: " ".join(("On", *words)).rstrip(":")
)


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    """Draw a paper, of which more or less is known."""
    return describe(
        frozenset([PaperId(f"arxiv:26{draw(st.integers(1, 12)):02d}.{draw(st.integers(0, 99999)):05d}")]),
        source="arxiv",
        day="2026-11-25",
        title=draw(TITLES),
        authors=("Ada Lovelace", "Alan Turing"),
        venue=draw(st.sampled_from(["", "ICLR", "NeurIPS 2026", "International Conference on Machine Learning"])),
        code=draw(st.sampled_from(["", "https://github.com/acme/sparse"])),
    )


@given(house=st.sampled_from(HOUSES), paper=papers())
@settings(max_examples=200, deadline=None)
def test_what_is_written_of_a_paper_is_read_back(house: str, paper: Paper) -> None:
    content = house.encode()
    document = parse_list(content)
    style = learn_style(content, document)

    text = render_entry(style, ("A",), paper)
    new = [NewEntry(paper=paper.id, category=("A",), text=text, date=paper.date)]
    read = parse_list(insert(content, [put.insertion for put in place(content, document, style, new)]))

    (entry,) = [entry for entry in read.entries if paper.id in entry.identifiers]
    assert (normalise_title(entry.title), entry.category) == (normalise_title(paper.title), ("A",))
    assert [other.title for other in read.entries if other is not entry] == [other.title for other in document.entries]
    assert (paper.code in {link.url for link in entry.links}) == bool(paper.code and "github.com" in house)


@pytest.mark.parametrize("file", sorted(GOLDEN.glob("*.md")), ids=lambda file: file.stem)
def test_an_entry_is_the_sum_of_its_parts(file: Path) -> None:
    content = file.read_bytes()

    for entry in parse_list(content).entries:
        anatomy = dissect(entry_text(content, entry), entry)
        assert anatomy is None or "".join(part.text for part in anatomy.parts) == entry_text(content, entry)
