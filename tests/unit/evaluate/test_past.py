"""The past of a list whose headings were renamed, split and moved since."""

from __future__ import annotations

from pathlib import Path

from litgraph.evaluate.past import Past, read_past
from litgraph.lists.parse import parse_list
from litgraph.lists.stays import Stays
from litgraph.model.dates import Split
from litgraph.model.survey import Survey
from litgraph.store.lists import replace_list, upsert_survey
from litgraph.store.record import open_record

TODAY = "2024-12-31"
SPLIT = Split(as_of="2024-03-31", until=TODAY)
WORDS = dict(enumerate(("Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta", "Eta"), 1))


def written(**sections: str) -> str:
    """Write a list of numbered papers: `Pruning="123"`; two underscores stand before a subheading."""
    lines = ["# List"]
    for name, numbers in sections.items():
        parent, _, child = name.partition("__")
        lines += [f"## {parent}"] if f"## {parent}" not in lines else []
        lines += [f"### {child}"] if child else []
        lines += [f"- {WORDS[int(n)]} of Models [[Paper](https://arxiv.org/abs/2301.0000{n})]" for n in numbers]
    return "\n".join(lines) + "\n"


def past_of(folder: Path, *versions: tuple[str, str]) -> Past:
    stays = Stays()
    for day, text in versions:
        stays.take(parse_list(text.encode()), day, since=day)
    with open_record(folder / "record.sqlite", write=True, today=TODAY) as record:
        upsert_survey(record, Survey(name="s", list="README.md"))
        replace_list(record, "s", parse_list(versions[-1][1].encode()), stays.history(), TODAY)
        return read_past(record, "s", SPLIT)


def truth_of(past: Past) -> dict[str, tuple[str, ...]]:
    return {paper[-1]: path for paper, (path,) in past.truth.items()}


def test_renamed_heading_is_followed_by_its_papers(tmp_path: Path) -> None:
    past = past_of(
        tmp_path,
        ("2024-01-01", written(Pruning="123", Cache="4")),
        ("2024-05-01", written(Sparsity="123", Cache="4")),
        ("2024-06-01", written(Sparsity="1235", Cache="46")),
    )

    listed = {paper[-1]: path for paper, (path,) in past.listed.items()}
    assert truth_of(past) == {"5": listed["1"], "6": ("Cache",)}
    assert past.elsewhere == 0


def test_pieces_of_a_split_heading_are_judged_by_the_heading_of_then(tmp_path: Path) -> None:
    past = past_of(
        tmp_path,
        ("2024-01-01", written(Distilling="1234")),
        ("2024-05-01", written(Teachers__White="125", Teachers__Black="346")),
        ("2024-06-01", written(Teachers__White="125", Teachers__Black="3467")),
    )

    assert truth_of(past) == {"5": ("Distilling",), "6": ("Distilling",), "7": ("Distilling",)}


def test_heading_moved_and_renamed_commit_by_commit_is_followed(tmp_path: Path) -> None:
    past = past_of(
        tmp_path,
        ("2024-01-01", written(Pruning="123", Cache="4")),
        ("2024-05-01", written(Models__Sparsity="1235", Cache="4")),
        ("2024-06-01", written(Methods__Sparse="1235", Cache="4")),
        ("2024-07-01", written(Methods__Sparse="12356", Cache="4")),
    )

    assert truth_of(past) == {"5": ("Pruning",), "6": ("Pruning",)}


def test_papers_of_a_new_heading_are_left_out_and_counted(tmp_path: Path) -> None:
    past = past_of(
        tmp_path,
        ("2024-01-01", written(Pruning="1234")),
        ("2024-05-01", written(Pruning="124", Cache="356")),
        ("2024-06-01", written(Pruning="1247", Cache="356")),
    )

    assert truth_of(past) == {"7": ("Pruning",)}
    assert past.elsewhere == 2


def test_removed_paper_counts_where_it_stood_last(tmp_path: Path) -> None:
    past = past_of(
        tmp_path,
        ("2024-01-01", written(Pruning="12", Cache="34")),
        ("2024-05-01", written(Pruning="125", Cache="34")),
        ("2024-06-01", written(Pruning="12", Cache="345")),
        ("2024-07-01", written(Pruning="12", Cache="34")),
    )

    assert truth_of(past) == {"5": ("Cache",)}
