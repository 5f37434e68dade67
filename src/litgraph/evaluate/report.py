"""An evaluation as a page of Markdown: what was replayed, how well it went, how far probabilities can be trusted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from litgraph.classify.decide import FILED_BAR

_WHAT = """\
Fitted to the list as it stood on a day, and asked where the papers go that people listed later. Brackets hold 95 %
bootstrap intervals over papers; a paper that people put at several headings is right at any of them."""
_NAMES = {
    "leaf_top1": "best heading right",
    "leaf_top3": "right one among three",
    "second_level": "second level right",
    "hier_f1": "hierarchical F1",
    "macro_f1": "macro F1 of headings",
    "filed_precision": "filed: right",
    "filed_coverage": "filed: share of papers",
    "precision_at_40": "surest 40 %: right",
    "coverage_at_90": "share at 90 % right, best bar in hindsight",
    "ece": "expected calibration error",
    "scope_auroc": "scope: AUROC",
}


def write_report(survey: str, evaluation: Mapping[str, Any], warnings: Sequence[str]) -> str:
    """Write what `litgraph evaluate --json` gives for people to read."""
    parts = [
        f"# How well litgraph would have classified for {_plain(survey)}",
        _WHAT,
        _splits(evaluation["splits"]),
        "## Methods",
        _methods(evaluation["classification"]),
        "## litgraph's lead over each baseline, on the same papers",
        _methods(evaluation["differences"]),
        "## Can its probabilities be trusted?",
        f"A paper is filed where the probability of its best heading reaches {FILED_BAR:g} and it is in scope.",
        _reliability(evaluation["reliability"]),
        "## Discovery",
        _discovery(evaluation["discovery"]),
        "## Where it differed from people",
        _confusions(evaluation["confusions"]),
        *(["## Left out", "\n".join(f"- {_plain(warning)}" for warning in warnings)] if warnings else []),
    ]
    return "\n\n".join(parts) + "\n"


def _splits(splits: Sequence[Mapping[str, Any]]) -> str:
    rows = [
        (s["as_of"], s["until"], s["n_train"], s["n_test"], s["n_under_new_headings"], _own_top1(s)) for s in splits
    ]
    return _table(("as of", "until", "learnt from", "asked about", "under new headings", "best heading right"), rows)


def _own_top1(split: Mapping[str, Any]) -> str:
    top1 = split["classification"].get("litgraph", {}).get("leaf_top1")
    return "-" if top1 is None else f"{top1:.3f}"


def _methods(scores: Mapping[str, Mapping[str, Mapping[str, float]]]) -> str:
    """Lay metrics in rows and methods in columns."""
    told = [metric for metric in _NAMES if any(metric in by_metric for by_metric in scores.values())]
    rows = [(_NAMES[metric], *(_interval(by_metric.get(metric)) for by_metric in scores.values())) for metric in told]
    return _table(("", *scores), rows)


def _interval(score: Mapping[str, float] | None) -> str:
    return f"{score['value']:.3f} [{score['low']:.3f}, {score['high']:.3f}]" if score else "-"


def _reliability(rows: Iterable[Mapping[str, float]]) -> str:
    told = [
        (
            f"{row['from']:.1f} to {row['to']:.1f}",
            f"{row['count']:.0f}",
            f"{row['predicted']:.3f}",
            f"{row['observed']:.3f} [{row['low']:.3f}, {row['high']:.3f}]",
        )
        for row in rows
    ]
    return _table(("probability", "papers", "said", "right"), told)


def _discovery(found: Mapping[str, int]) -> str:
    depths = [(name.removeprefix("found_at_"), count) for name, count in found.items() if name.startswith("found_at_")]
    head = f"Of {found['of']} papers that people added, these many stood among the first candidates:"
    return f"{head}\n\n" + _table(("first", "found"), depths)


def _confusions(confusions: Sequence[Mapping[str, Any]]) -> str:
    rows = [(_path(c["category"]), _path(c["guessed"]), c["count"]) for c in confusions]
    return _table(("people", "litgraph", "papers"), rows) if rows else "Nowhere."


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines: Iterator[Sequence[object]] = iter((columns, ["---"] * len(columns), *rows))
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def _path(headings: Sequence[str]) -> str:
    return " > ".join(map(_plain, headings))


def _plain(text: str) -> str:
    """Keep what comes from a list from being Markdown or HTML."""
    plain = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;")
    return "".join(f"\\{c}" if c in "\\`*_[]|#!" else c for c in plain)
