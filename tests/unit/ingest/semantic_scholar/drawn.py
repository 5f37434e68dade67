"""A few papers for a local Semantic Scholar: true titles, ids, years; who cites whom is drawn."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from litgraph.model.identifiers import PaperId
from tests.servers.s2_library import KnownPaper, Reference

LORA, GPTQ, AWQ = PaperId("arxiv:2106.09685"), PaperId("arxiv:2210.17323"), PaperId("arxiv:2306.00978")
ATTENTION, OBS, RND = PaperId("arxiv:1706.03762"), PaperId("doi:10.1109/icnn.1993.298572"), PaperId("s2:7001")
ACL_PAPER = PaperId("acl:2021.acl-long.353")
UNKNOWN = PaperId("arxiv:2401.99999")

PAPERS = (
    KnownPaper(
        ids=frozenset({LORA, PaperId("doi:10.9999/lora")}),
        title="LoRA: Low-Rank Adaptation of Large Language Models",
        abstract="Weights of low rank are learnt beside frozen ones.",
        authors=("Edward J. Hu", "Yelong Shen"),
        year=2021,
        date="2021-06-17",
        venue="International Conference on Learning Representations",
        venue_kind="conference",
        publication_types=("JournalArticle",),
        references=(Reference(cited=ATTENTION, contexts=("as in  [1]",), intents=("methodology",), influential=True),),
    ),
    KnownPaper(
        ids=frozenset({GPTQ}),
        title="GPTQ: Accurate Post-Training Quantization for Generative Pre-trained Transformers",
        authors=("Elias Frantar", "Saleh Ashkboos", "T. Hoefler", "Dan Alistarh"),
        year=2022,
        date="2022-10-31",
        venue="arXiv.org",
        references=(
            Reference(cited=ATTENTION, contexts=("the Transformer [3]",), intents=("background",)),
            Reference(
                cited=OBS, contexts=("we build on [7]",), intents=("methodology", "background"), influential=True
            ),
            Reference(title="A grey report", authors=("A. Nobody",), year=1999),
            Reference(title=None),
        ),
    ),
    KnownPaper(
        ids=frozenset({AWQ}),
        title="AWQ: Activation-aware Weight Quantization for LLM Compression and Acceleration",
        abstract="A few weights matter more than others.",
        authors=("Ji Lin",),
        year=2023,
        date="2024-05-18",
        references=(Reference(cited=LORA), Reference(cited=GPTQ), Reference(cited=ATTENTION)),
    ),
    KnownPaper(
        ids=frozenset({ATTENTION}),
        title="Attention is All you Need",
        authors=("Ashish Vaswani", "Noam M. Shazeer"),
        year=2017,
        date="2017-06-12",
        venue="Neural Information Processing Systems",
        venue_kind="conference",
    ),
    KnownPaper(
        ids=frozenset({OBS}),
        title="Optimal Brain Surgeon and general network pruning",
        authors=("B. Hassibi", "D. Stork", "G. Wolff"),
        year=1993,
        references=(Reference(title="Numerical recipes"),),
        elided=True,
    ),
    KnownPaper(
        ids=frozenset({ACL_PAPER}),
        title="Prefix-Tuning: Optimizing Continuous Prompts for Generation",
        authors=("Xiang Lisa Li", "Percy Liang"),
        year=2021,
    ),
    KnownPaper(ids=frozenset({RND}), title="R&D + C#: what #1 costs? 100%", authors=("N. One",), year=2020),
)


@cache
def crowd(size: int, cited: PaperId = ATTENTION) -> tuple[KnownPaper, ...]:
    """Draw so many papers that cite one paper, from January 2020 on, one a day."""
    first = KnownPaper(ids=frozenset({PaperId("s2:1")}), title="", year=2020)
    return tuple(
        replace(
            first,
            ids=frozenset({PaperId(f"s2:{number + 10}")}),
            title=f"Paper number {number}",
            date=f"2020-{number // 28 % 12 + 1:02d}-{number % 28 + 1:02d}",
            references=(Reference(cited=cited, contexts=(f"context {number}",)),),
        )
        for number in range(size)
    )
