"""Which earlier heading a heading comes from."""

from __future__ import annotations

from litgraph.evaluate.descent import predecessors
from litgraph.model.identifiers import PaperId
from litgraph.model.survey import Placement
from litgraph.model.taxonomy import CategoryId

UNTIL = "2024-12-31"


def stays(papers: str, category: str, since: str, until: str = "") -> list[Placement]:
    """Place papers, each named by a letter."""
    return [
        Placement(paper=PaperId(f"arxiv:{letter}"), category=CategoryId(category), since=since, until=until)
        for letter in papers
    ]


def test_pieces_of_a_heading_come_from_it() -> None:
    split = stays("abcdef", "kd", "2024-01-01", "2024-05-01")
    split += stays("abcx", "white-box", "2024-05-01") + stays("defy", "black-box", "2024-05-01")

    assert predecessors(split, UNTIL) == {"white-box": "kd", "black-box": "kd"}


def test_merged_heading_comes_from_the_one_that_gave_most() -> None:
    merged = stays("abcd", "pruning", "2024-01-01", "2024-05-01") + stays("efg", "sparsity", "2024-01-01", "2024-05-01")

    assert predecessors([*merged, *stays("abcdefg", "both", "2024-05-01")], UNTIL) == {"both": "pruning"}


def test_heading_that_got_as_much_from_each_of_two_comes_from_neither() -> None:
    merged = stays("ab", "pruning", "2024-01-01", "2024-05-01") + stays("cd", "sparsity", "2024-01-01", "2024-05-01")

    assert predecessors([*merged, *stays("abcd", "both", "2024-05-01")], UNTIL) == {}


def test_heading_that_took_papers_from_one_that_goes_on_is_new() -> None:
    carved = stays("abc", "quantization", "2024-01-01", "2024-05-01") + stays("d", "quantization", "2024-01-01")

    assert predecessors([*carved, *stays("abc", "kv-cache", "2024-05-01")], UNTIL) == {}


def test_heading_that_began_with_mostly_new_papers_is_new() -> None:
    swallowed = stays("ab", "small", "2024-01-01", "2024-05-01") + stays("abvwx", "large", "2024-05-01")

    assert predecessors(swallowed, UNTIL) == {}


def test_one_shared_paper_tells_nothing() -> None:
    assert predecessors(stays("a", "old", "2024-01-01", "2024-05-01") + stays("a", "new", "2024-05-01"), UNTIL) == {}


def test_papers_that_move_over_several_days_and_what_comes_later_do_not_hide_a_move() -> None:
    moved = stays("a", "old", "2024-01-01", "2024-05-01") + stays("bcd", "old", "2024-01-01", "2024-05-20")
    moved += stays("a", "new", "2024-05-01") + stays("bcd", "new", "2024-05-20")

    assert predecessors([*moved, *stays("rstuvwxyz", "new", "2024-09-01")], UNTIL) == {"new": "old"}


def test_what_happens_after_the_end_is_not_known() -> None:
    moved = stays("abc", "old", "2024-01-01", "2024-05-01") + stays("abc", "new", "2024-05-01")

    assert predecessors(moved, "2024-04-30") == {}
    assert predecessors(moved, "2024-05-01") == {"new": "old"}
