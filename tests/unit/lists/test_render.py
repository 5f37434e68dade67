"""Rendering: a new entry reads as its siblings do, says only what is known, and cannot break their shape."""

from __future__ import annotations

import pytest

from litgraph.lists.parse import parse_list
from litgraph.lists.render import address_of, render_entry
from litgraph.lists.spelling import house_venue
from litgraph.lists.style import learn_style
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper, describe

INS = """## A
- GPTQ: Accurate Quantization, <ins>ICLR, 2023</ins> [[Paper](https://arxiv.org/abs/2210.17323)] \
[[Code](https://github.com/IST-DASLab/gptq)]
- QuIP: 2-Bit Quantization With Guarantees, <ins>arXiv, 2023</ins> [[Paper](https://arxiv.org/abs/2307.13304)]
- OWQ: Lessons from Activation Outliers, <ins>arXiv, 2023</ins> [[Paper](https://arxiv.org/abs/2306.02272)]
"""
BREAKS = """## A

- GPTQ: Accurate Post-Training Quantization <br> ICLR 2023 [[Paper]](https://arxiv.org/pdf/2210.17323) \
[[Code]](https://github.com/IST-DASLab/gptq)

- QuIP: 2-Bit Quantization With Guarantees <br> Arxiv 2023 [[Paper]](https://arxiv.org/pdf/2307.13304)

- OWQ: Lessons from Activation Outliers <br> Arxiv 2023 [[Paper]](https://arxiv.org/pdf/2306.02272)
"""
BOLD = """## A
- [2023/10] **MemGPT: Towards LLMs as Operating Systems.** *Charles Packer (UC Berkeley) et al. arXiv.* \
[[paper](https://arxiv.org/abs/2310.08560)] [[code](https://github.com/cpacker/MemGPT)]
  - This work is about memory.
- [2023/05] **Randomized Positional Encodings Boost Length Generalization.** *Anian Ruoss et al. ACL.* \
[[paper](https://arxiv.org/abs/2305.16843)]
- [2023/03] **CoLT5: Faster Long-Range Transformers.** *Joshua Ainslie et al. arXiv.* \
[[paper](https://arxiv.org/abs/2303.09752)]
"""
ROWS = """## A

|Date|Title|Paper|Code|
|:---:|:---:|:---:|:---:|
|2023.03|🔥[**FlexGen**] FlexGen: High-Throughput \
Inference(@Stanford)|[[pdf]](https://arxiv.org/pdf/2303.06865)|[[FlexGen]](https://github.com/FMInference/FlexGen)|
|2023.05|[**SpecInfer**] SpecInfer: Accelerating LLM Serving(@CMU)|[[pdf]](https://arxiv.org/pdf/2305.09781)|⚠️|
|2023.09|[**PagedAttention**] Efficient Memory Management(@Berkeley)|[[pdf]](https://arxiv.org/pdf/2309.06180)|⚠️|
|2023.11|[**Splitwise**] Splitwise: Efficient LLM Inference(@Microsoft)|[[pdf]](https://arxiv.org/pdf/2311.18677)|⚠️|
"""
BADGES = """## A

| Title & Authors | Introduction | Links |
|:--| :----: | :---:|
|[![Star](https://img.shields.io/github/stars/a/b.svg?style=social&label=Star)](https://github.com/a/b)<br>[A Paper \
about Pruning of Models](https://arxiv.org/abs/2401.00001) <br> Ann Lee, Bob Ray |<img width="1002" alt="image" \
src="figures/b.png"> |[Github](https://github.com/a/b) <br> [Paper](https://arxiv.org/abs/2401.00001)|
|[![Publish](https://img.shields.io/badge/Conference-NeurIPS'24-blue)]()<br>[A Paper about Distillation of \
Models](https://arxiv.org/abs/2401.00002) <br> Cy Day, Di Eve | |[Paper](https://arxiv.org/abs/2401.00002)|
|[A Paper about Routing of Tokens](https://arxiv.org/abs/2401.00003) <br> Fay Gil, Hal Ivy | \
|[Paper](https://arxiv.org/abs/2401.00003)|
"""
HTML = """## A

<table>
<tr><th>Title</th><th>Year</th></tr>
<tr><td><a href="https://arxiv.org/abs/1910.10683">Exploring the Limits of Transfer Learning</a></td><td>2019</td></tr>
<tr><td><a href="https://arxiv.org/abs/2010.11934">A Massively Multilingual Transformer</a></td><td>2020</td></tr>
</table>
"""
NUMBERED = """## A

1. **"GLM: General Language Model Pretraining"**. *Zhengxiao Du et al*. ACL 2022. [[paper](http://arxiv.org/abs/2103.10360)]
1. **"Fast Transformer Decoding"**. *Noam Shazeer*. arXiv 2019. [[paper](https://arxiv.org/abs/1911.02150)]
"""


def paper(
    title: str = "Sparse: A New Way to Prune?",
    *,
    venue: str = "",
    code: str = "",
    authors: tuple[str, ...] = ("Ada Lovelace", "Alan Turing"),
    identifiers: tuple[str, ...] = ("arxiv:2601.01234",),
) -> Paper:
    return describe(
        frozenset(map(PaperId, identifiers)),
        source="file",
        day="2026-11-22",
        title=title,
        authors=authors,
        date="2026-01",
        venue=venue,
        code=code,
    )


def rendered(content: str, new: Paper, today: str = "") -> str:
    raw = content.encode()
    return render_entry(learn_style(raw, parse_list(raw)), ("A",), new, today=today)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (INS, "- Sparse: A New Way to Prune?, <ins>arXiv, 2026</ins> [[Paper](https://arxiv.org/abs/2601.01234)]"),
        (BREAKS, "- Sparse: A New Way to Prune? <br> Arxiv 2026 [[Paper]](https://arxiv.org/pdf/2601.01234)"),
        (
            BOLD,
            (
                "- [2026/01] **Sparse: A New Way to Prune?** *Ada Lovelace et al. arXiv.* "
                "[[paper](https://arxiv.org/abs/2601.01234)]"
            ),
        ),
        (ROWS, "|2026.01|[**Sparse**] Sparse: A New Way to Prune?|[[pdf]](https://arxiv.org/pdf/2601.01234)|⚠️|"),
        (
            BADGES,
            (
                "|[Sparse: A New Way to Prune?](https://arxiv.org/abs/2601.01234) <br> Ada Lovelace, Alan Turing | "
                "|[Paper](https://arxiv.org/abs/2601.01234)|"
            ),
        ),
        (
            HTML,
            '<tr><td><a href="https://arxiv.org/abs/2601.01234">Sparse: A New Way to Prune?</a></td><td>2026</td></tr>',
        ),
        (
            NUMBERED,
            (
                '1. **"Sparse: A New Way to Prune?"**. *Ada Lovelace et al*. arXiv 2026. '
                "[[paper](http://arxiv.org/abs/2601.01234)]"
            ),
        ),
        ("## A\n", "- [Sparse: A New Way to Prune?](https://arxiv.org/abs/2601.01234), arXiv, 2026"),
    ],
    ids=["ins", "breaks", "bold", "rows", "badges", "html", "numbered", "empty"],
)
def test_a_preprint_is_written_as_each_house_does(content: str, expected: str) -> None:
    assert rendered(content, paper()) == expected


def test_a_venue_and_code_are_said() -> None:
    new = paper(venue="Neural Information Processing Systems 2025", code="https://github.com/acme/sparse")

    assert rendered(INS, new) == (
        "- Sparse: A New Way to Prune?, <ins>NeurIPS, 2025</ins> [[Paper](https://arxiv.org/abs/2601.01234)] "
        "[[Code](https://github.com/acme/sparse)]"
    )


def test_the_repository_is_shown_wherever_the_house_shows_it() -> None:
    assert rendered(BADGES, paper(code="https://github.com/acme/sparse")) == (
        "|[![Star](https://img.shields.io/github/stars/acme/sparse.svg?style=social&label=Star)]"
        "(https://github.com/acme/sparse)<br>[Sparse: A New Way to Prune?](https://arxiv.org/abs/2601.01234) <br> "
        "Ada Lovelace, Alan Turing | |[Github](https://github.com/acme/sparse) <br> "
        "[Paper](https://arxiv.org/abs/2601.01234)|"
    )


def test_a_link_to_weights_is_not_taken_for_one_to_code() -> None:
    weights = NUMBERED.replace(")]", ")] [[Checkpoint](https://github.com/a/b)]")

    assert "Checkpoint" not in rendered(weights, paper(code="https://github.com/acme/sparse"))


def test_a_badge_shows_the_venue_of_an_accepted_paper() -> None:
    assert "badge/Conference-ICLR'26-blue" in rendered(BADGES, paper(venue="ICLR 2026"))


def test_unknown_authors_leave_no_trace() -> None:
    assert rendered(BOLD, paper(authors=())) == (
        "- [2026/01] **Sparse: A New Way to Prune?** *arXiv.* [[paper](https://arxiv.org/abs/2601.01234)]"
    )
    assert rendered(NUMBERED, paper(authors=())) == (
        '1. **"Sparse: A New Way to Prune?"**. arXiv 2026. [[paper](http://arxiv.org/abs/2601.01234)]'
    )


def test_a_single_author_is_named_alone() -> None:
    assert "*Noam Shazeer*." in rendered(NUMBERED, paper(authors=("Noam Shazeer",)))


def test_an_entry_whose_tags_do_not_pair_is_not_copied() -> None:
    broken = INS.replace("2023</ins>", "2023/ins>", 2)

    assert "<ins>arXiv, 2026</ins>" in rendered(broken + INS.replace("## A\n", "## B\n"), paper())


@pytest.mark.parametrize(
    ("identifiers", "address"),
    [
        (("doi:10.1145/1234.5678",), "https://doi.org/10.1145/1234.5678"),
        (("acl:2024.acl-long.1",), "https://aclanthology.org/2024.acl-long.1"),
        (("openreview:abcDEF123",), "https://openreview.net/forum?id=abcDEF123"),
        (("s2:123",), "https://api.semanticscholar.org/CorpusID:123"),
        ((), ""),
    ],
)
def test_papers_off_arxiv_have_the_address_of_their_best_identifier(identifiers: tuple[str, ...], address: str) -> None:
    assert address_of(tuple(map(PaperId, identifiers)), {"arxiv": "https://arxiv.org/pdf/{}"}) == address


@pytest.mark.parametrize(
    ("venue", "spelled"),
    [
        ("International Conference on Machine Learning", "ICML"),
        ("corl", "CoRL"),
        ("NeurIPS Workshop on Efficient Models", "NeurIPS Workshop on Efficient Models"),
        ("In Proceedings of the Symposium on Robots, , pp. 69-76. Cham", "Symposium on Robots"),
        ("x" * 80, ""),
        ("neurips", "NIPS!"),
    ],
)
def test_venues_are_spelled_short(venue: str, spelled: str) -> None:
    assert house_venue(venue, {"neurips": "NIPS!"}) == spelled
