"""House style: where new entries go, and what of an entry is the house's and what is one paper's."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from litgraph.lists.anatomy import Part, Slot, dissect
from litgraph.lists.carve import Found, find_title
from litgraph.lists.context import entry_text
from litgraph.lists.history import read_history
from litgraph.lists.order import Order, learn_orders
from litgraph.lists.parse import parse_list
from litgraph.lists.style import HouseStyle, learn_style
from litgraph.model.survey import Entry, ListHistory, Listing

BULLETS = b"""# Awesome Things

## Pruning
- LLM-Pruner: On the Structural Pruning of Large Language Models, <ins>NeurIPS, 2023</ins> \
[[Paper](https://arxiv.org/abs/2305.11627)] [[Code](https://github.com/horseee/LLM-Pruner)]
- SliceGPT: Compress Large Language Models by Deleting Rows and Columns, <ins>ICLR, 2024</ins> \
[[Paper](https://arxiv.org/abs/2401.15024)]

## Quantization
- GPTQ: Accurate Post-Training Quantization for Generative Pre-trained Transformers, <ins>arXiv, 2022</ins> \
[[Paper](https://arxiv.org/abs/2210.17323)]
"""


def style_of(content: bytes) -> HouseStyle:
    return learn_style(content, parse_list(content))


def slots(parts: tuple[Part, ...]) -> list[str]:
    return [part.text if part.slot is None else f"<{part.slot}>" for part in parts]


def test_an_entry_is_cut_at_its_parts() -> None:
    entry = parse_list(BULLETS).entries[0]

    anatomy = dissect(entry_text(BULLETS, entry), entry)

    assert anatomy is not None
    assert "".join(slots(anatomy.parts)) == (
        "- <title>, <ins><venue>, <year></ins> [[Paper](<address>)] [[Code](<code>)]"
    )
    assert "".join(part.text for part in anatomy.parts) == entry_text(BULLETS, entry)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            (
                "- [2023/10] **MemGPT: Towards LLMs as Operating Systems.** *Charles Packer (UCB) et al. arXiv.* "
                "[[paper](https://arxiv.org/abs/2310.08560)] [[code](https://github.com/cpacker/MemGPT)]"
            ),
            "- [<date>] **<title>.** *<authors>. <venue>.* [[paper](<address>)] [[code](<code>)]",
        ),
        (
            (
                '1. **"GLM-130B: An Open Bilingual Pre-trained Model"**. *Aohan Zeng et al*. arXiv 2022. '
                "[[paper](http://arxiv.org/abs/2210.02414)]"
            ),
            '<number>. **"<title>"**. *<authors>*. <venue> <year>. [[paper](<address>)]',
        ),
        (
            (
                "- [SparseGPT: Massive Language Models Can Be Accurately Pruned](https://arxiv.org/abs/2301.00774) "
                "[![Star](https://img.shields.io/github/stars/IST/sparsegpt.svg)](https://github.com/IST/sparsegpt) "
                "[[sparsegpt](https://github.com/IST/sparsegpt)]"
            ),
            (
                "- [<title>](<address>) [![Star](https://img.shields.io/github/stars/<repository>.svg)]"
                "(https://github.com/<repository>) [[<repository>](<code>)]"
            ),
        ),
    ],
)
def test_entries_of_other_houses_are_cut_too(line: str, expected: str) -> None:
    content = f"## Papers\n\n{line}\n".encode()
    entry = parse_list(content).entries[0]

    anatomy = dissect(line, entry)

    assert anatomy is not None
    assert "".join(slots(anatomy.parts)) == expected


def test_what_few_entries_say_is_a_note() -> None:
    lines = [f"- A Paper about {n}. arXiv 2024. [[pdf](https://arxiv.org/abs/2401.0000{n})] to read" for n in range(6)]
    content = ("## S\n\n" + "\n".join([*lines[:5], lines[5] + ", great fun"]) + "\n").encode()

    specimens = style_of(content).specimens[("S",)]

    notes = [[part.text for part in specimen.anatomy.parts if part.slot == Slot.NOTE] for specimen in specimens]
    assert notes == [[], [], [], [], [], ["to read, great fun"]]


def test_a_preprint_is_spelled_as_the_list_does() -> None:
    assert style_of(BULLETS).preprint == "arXiv"
    assert style_of(BULLETS.replace(b"arXiv,", b"Arxiv Preprint,")).preprint == "Arxiv Preprint"
    assert style_of(b"## Empty\n").preprint == ""


def dated(*dates: str) -> list[Entry]:
    content = "## S\n\n" + "".join(
        f"- [{date}] **A Paper about the Number {n}.** [[paper](https://example.org/{n})]\n"
        for n, date in enumerate(dates)
    )
    return list(parse_list(content.encode()).entries)


@pytest.mark.parametrize(
    ("dates", "order"),
    [
        (("2024/05", "2024/03", "2023/10"), Order.NEWEST_FIRST),
        (("2023/10", "2024/03", "2024/05"), Order.OLDEST_FIRST),
        ((), Order.BOTTOM),
    ],
)
def test_written_dates_tell_the_order(dates: tuple[str, ...], order: Order) -> None:
    assert learn_orders(dated(*dates))[0] == order


def test_arxiv_months_tell_top_from_bottom() -> None:
    months = ("2405", "2403", "2401", "2312")
    content = "## S\n\n" + "".join(
        f"- A Paper about the Number {m}. arXiv. [[pdf](https://arxiv.org/abs/{m}.00001)]\n" for m in months
    )
    backwards = "## S\n\n" + "\n".join(reversed(content.splitlines()[2:])) + "\n"

    assert style_of(content.encode()).order == Order.TOP
    assert style_of(backwards.encode()).order == Order.BOTTOM


def test_history_wins_over_what_the_months_say() -> None:
    entries = parse_list(BULLETS).entries
    days = ("2024-03-01", "2024-01-01", "2024-01-01")
    listings = tuple(Listing(entry=entry, since=day) for entry, day in zip(entries, days, strict=True))

    order, orders = learn_orders(entries, ListHistory(listings=listings, categories=()))

    assert (order, orders[("Pruning",)]) == (Order.TOP, Order.TOP)


def test_the_nearest_section_shows_how_to_write_in_an_empty_one() -> None:
    content = BULLETS.replace(b"## Quantization", b"### Structured\n\n## Quantization")

    assert style_of(content).home(("Pruning", "Structured")) == ("Pruning",)


def test_the_first_survey_puts_new_entries_on_top(shared: Path, tmp_path: Path) -> None:
    bundle = shared / "surveys" / "Efficient-LLMs-Survey.bundle"
    subprocess.run(["git", "clone", "-q", str(bundle), str(tmp_path / "clone")], check=True)
    file = next((tmp_path / "clone").glob("*.md"))
    content = file.read_bytes()

    style = learn_style(content, parse_list(content), read_history(file))

    assert style.order == Order.TOP
    assert set(style.orders.values()) == {Order.TOP}


def test_a_title_is_found_beneath_marks_and_never_slowly() -> None:
    found = find_title("x **A *B* &amp; C** y", "A B & C")

    assert found == Found(start=4, end=17)
    assert find_title("*_" * 5_000, "_*" * 2_000 + "x") is None


def test_an_image_of_another_paper_is_not_copied() -> None:
    style = style_of(
        b"|Title|Image|\n|---|---|\n"
        b"|[A Paper about Pruning of Models](https://arxiv.org/abs/2401.00001) [code](https://github.com/a/b)"
        b'|<img src="https://github.com/a/b/raw/one.png">|\n'
    )

    (specimen,) = style.specimens[()]
    assert slots(specimen.anatomy.parts)[-2:] == ["<image>", "|"]
