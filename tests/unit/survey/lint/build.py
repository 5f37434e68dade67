"""Lists for lint, written from bibliographic facts: well-formed ones, to be spoilt line by line."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from litgraph.lists.parse import parse_list
from litgraph.model.finding import Finding
from litgraph.survey.lint.known import KnownEntry
from litgraph.survey.lint.lint import lint

PAPERS = (
    ("GPTQ: Accurate Post-Training Quantization for Generative Pre-trained Transformers", "ICLR", 2023, "2210.17323"),
    ("AWQ: Activation-aware Weight Quantization for LLM Compression and Acceleration", "MLSys", 2024, "2306.00978"),
    (
        "SmoothQuant: Accurate and Efficient Post-Training Quantization for Large Language Models",
        "ICML",
        2023,
        "2211.10438",
    ),
    ("SpQR: A Sparse-Quantized Representation for Near-Lossless LLM Weight Compression", "arXiv", 2023, "2306.03078"),
    ("QuIP: 2-Bit Quantization of Large Language Models With Guarantees", "NeurIPS", 2023, "2307.13304"),
    ("OWQ: Lessons Learned from Activation Outliers for Weight Quantization", "arXiv", 2023, "2306.02272"),
    ("RPTQ: Reorder-based Post-training Quantization for Large Language Models", "arXiv", 2023, "2304.01089"),
    ("LLM-QAT: Data-Free Quantization Aware Training for Large Language Models", "arXiv", 2023, "2305.17888"),
    ("SparseGPT: Massive Language Models Can Be Accurately Pruned in One-Shot", "ICML", 2023, "2301.00774"),
    ("A Simple and Effective Pruning Approach for Large Language Models", "ICLR", 2024, "2306.11695"),
    ("LLM-Pruner: On the Structural Pruning of Large Language Models", "NeurIPS", 2023, "2305.11627"),
    ("Sheared LLaMA: Accelerating Language Model Pre-training via Structured Pruning", "ICLR", 2024, "2310.06694"),
    ("ShortGPT: Layers in Large Language Models are More Redundant Than You Expect", "arXiv", 2024, "2403.03853"),
    ("LoRAPrune: Pruning Meets Low-Rank Parameter-Efficient Fine-Tuning", "arXiv", 2023, "2305.18403"),
    ("LoRA: Low-Rank Adaptation of Large Language Models", "ICLR", 2022, "2106.09685"),
    ("QLoRA: Efficient Finetuning of Quantized LLMs", "NeurIPS", 2023, "2305.14314"),
    ("LongLoRA: Efficient Fine-tuning of Long-Context Large Language Models", "ICLR", 2024, "2309.12307"),
    ("Fast Inference from Transformers via Speculative Decoding", "ICML", 2023, "2211.17192"),
    ("Accelerating Large Language Model Decoding with Speculative Sampling", "arXiv", 2023, "2302.01318"),
    ("Efficient Streaming Language Models with Attention Sinks", "ICLR", 2024, "2309.17453"),
    ("YaRN: Efficient Context Window Extension of Large Language Models", "ICLR", 2024, "2309.00071"),
    ("Mamba: Linear-Time Sequence Modeling with Selective State Spaces", "arXiv", 2023, "2312.00752"),
    ("RWKV: Reinventing RNNs for the Transformer Era", "EMNLP", 2023, "2305.13048"),
    ("Retentive Network: A Successor to Transformer for Large Language Models", "arXiv", 2023, "2307.08621"),
)
HEAD = ("# A Survey of Small Models", "", "## Compression")
# The line on which the first entry stands.
FIRST = len(HEAD) + 1


def underlined(title: str, venue: str, year: int, number: str) -> str:
    """Write an entry as `- Title, <ins>Venue, Year</ins> [[Paper](…)] [[Code](…)]`."""
    links = f"[[Paper](https://arxiv.org/abs/{number})] [[Code](https://github.com/lab/{number})]"
    return f"- {title}, <ins>{venue}, {year}</ins> {links}"


def bold(title: str, venue: str, year: int, number: str) -> str:
    """Write an entry as `1. **Title.** *Venue Year.* [[paper]](…) [[code]](…)`."""
    links = f"[[paper]](https://arxiv.org/abs/{number}) [[code]](https://github.com/lab/{number})"
    return f"1. **{title}.** *{venue} {year}.* {links}"


def row(title: str, venue: str, year: int, number: str) -> str:
    """Write an entry as a row of a table."""
    return (
        f"|{year}.11|{title}|{venue}|[[pdf]](https://arxiv.org/abs/{number})|[[code]](https://github.com/lab/{number})|"
    )


def list_of(write: Callable[[str, str, int, str], str]) -> list[str]:
    """Write all the papers in one style, one a line."""
    return [write(*paper) for paper in PAPERS]


def linted(
    lines: list[str], known: Mapping[int, KnownEntry] | None = None, head: tuple[str, ...] = HEAD
) -> list[Finding]:
    """Lint a list of entries under one heading."""
    content = "\n".join((*head, *lines, "")).encode()
    return list(lint(content, parse_list(content), known))


def spoilt(write: Callable[[str, str, int, str], str], number: int, old: str, new: str) -> tuple[list[str], str]:
    """Write all papers, and spoil one line; give the lines and that line as it was."""
    lines = list_of(write)
    right = lines[number]
    assert old in right, right
    lines[number] = right.replace(old, new, 1)
    return lines, right
