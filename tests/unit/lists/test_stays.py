"""Stays of entries and categories through the versions of a list."""

from __future__ import annotations

from litgraph.lists.parse import parse_list
from litgraph.lists.stays import Stays
from litgraph.model.survey import ListHistory

GPTQ = "- GPTQ: Accurate Quantization, <ins>ICLR, 2023</ins> [[Paper](https://arxiv.org/abs/2210.17323)]"
AWQ = "- AWQ: Activation-aware Weight Quantization, <ins>arXiv, 2023</ins> [[Paper](https://arxiv.org/abs/2306.00978)]"
LORA = "- LoRA: Low-Rank Adaptation of Models, <ins>ICLR, 2022</ins> [[Paper](https://arxiv.org/abs/2106.09685)]"


def written(**sections: str) -> str:
    return "# List\n" + "".join(f"## {name}\n{entries}\n" for name, entries in sections.items())


def history_of(*versions: tuple[str, str]) -> ListHistory:
    stays = Stays()
    for day, text in versions:
        stays.take(parse_list(text.encode()), day, since=day)
    return stays.history()


def told(history: ListHistory) -> list[tuple[str, str, str, str]]:
    return [(s.entry.title.split(":")[0], s.entry.category[0], s.since, s.until) for s in history.listings]


def test_entry_stays_from_its_first_day_until_it_is_gone() -> None:
    history = history_of(
        ("2024-01-01", written(A=GPTQ)), ("2024-02-01", written(A=f"{AWQ}\n{GPTQ}")), ("2024-03-01", written(A=AWQ))
    )

    assert told(history) == [("GPTQ", "A", "2024-01-01", "2024-03-01"), ("AWQ", "A", "2024-02-01", "")]


def test_move_ends_one_stay_and_begins_another() -> None:
    both = written(A=GPTQ, B=f"{AWQ}\n{LORA}")

    history = history_of(("2024-01-01", both), ("2024-02-01", written(A=f"{GPTQ}\n{AWQ}", B=LORA)))

    assert ("AWQ", "B", "2024-01-01", "2024-02-01") in told(history)
    assert ("AWQ", "A", "2024-02-01", "") in told(history)


def test_mended_title_and_swapped_link_end_nothing() -> None:
    misspelt = GPTQ.replace("Accurate Quantization", "Acurate Quantisation")
    relinked = GPTQ.replace("https://arxiv.org/abs/2210.17323", "https://openreview.net/forum?id=tcbBPnfwxS")

    history = history_of(
        ("2024-01-01", written(A=misspelt)), ("2024-02-01", written(A=GPTQ)), ("2024-03-01", written(A=relinked))
    )

    assert told(history) == [("GPTQ", "A", "2024-01-01", "")]
    assert history.listings[0].entry.identifiers == ("openreview:tcbBPnfwxS",)


def test_two_titles_with_one_identifier_are_two_entries() -> None:
    mistaken = AWQ.replace("2306.00978", "2210.17323")

    history = history_of(
        ("2024-01-01", written(A=GPTQ)),
        ("2024-02-01", written(A=f"{mistaken}\n{GPTQ}")),
        ("2024-03-01", written(A=GPTQ)),
    )

    assert told(history) == [("GPTQ", "A", "2024-01-01", ""), ("AWQ", "A", "2024-02-01", "2024-03-01")]


def test_broken_commit_that_is_mended_the_next_day_ends_nothing() -> None:
    history = history_of(("2024-01-01", written(A=GPTQ)), ("2024-02-01", ""), ("2024-02-02", written(A=GPTQ)))

    assert told(history) == [("GPTQ", "A", "2024-01-01", "")]
    assert [(stay.since, stay.until) for stay in history.categories] == [("2024-01-01", "")]


def test_longer_absence_ends_a_stay() -> None:
    history = history_of(("2024-01-01", written(A=GPTQ)), ("2024-02-01", ""), ("2024-02-05", written(A=GPTQ)))

    assert told(history) == [("GPTQ", "A", "2024-01-01", "2024-02-01"), ("GPTQ", "A", "2024-02-05", "")]


def test_renamed_category_goes_on() -> None:
    entries = "\n".join((GPTQ, AWQ, LORA))

    history = history_of(("2024-01-01", written(Model=entries)), ("2024-02-01", written(Methods=entries)))

    assert {(category, since, until) for _, category, since, until in told(history)} == {("Methods", "2024-01-01", "")}
    assert [(stay.path, stay.since, stay.until) for stay in history.categories] == [(("Methods",), "2024-01-01", "")]


def test_renamed_heading_above_goes_on_with_what_stands_below_it() -> None:
    before = f"# List\n## Model\n### Quantization\n{GPTQ}\n{AWQ}\n"

    history = history_of(("2024-01-01", before), ("2024-02-01", before.replace("## Model", "## Methods")))

    assert [(stay.path, stay.since) for stay in history.categories] == [
        (("Methods",), "2024-01-01"),
        (("Methods", "Quantization"), "2024-01-01"),
    ]


def test_title_listed_twice_in_a_category_stays_once() -> None:
    history = history_of(("2024-01-01", written(A=f"{GPTQ}\n{AWQ}\n{GPTQ}")))

    assert told(history) == [("GPTQ", "A", "2024-01-01", ""), ("AWQ", "A", "2024-01-01", "")]
