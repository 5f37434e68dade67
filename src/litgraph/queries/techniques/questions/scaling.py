"""What is said of scaling laws, and of how budget, data and model size are traded against one another."""

from __future__ import annotations

import re

from litgraph.graph.backend import GraphBackend
from litgraph.model.technique import Metric
from litgraph.queries.answer import Scope
from litgraph.queries.techniques.questions.evidence import Found, Matter, evidence, papers_about
from litgraph.queries.techniques.rows import Bar

_MATTER = Matter(
    said=re.compile(
        r"\bscaling[- ]laws?\b|\bcompute[- ]optimal|\bscaling (?:behaviou?rs?|trends?)\b"
        r"|\bpower[- ]law (?:scaling|relation\w*)\b"
        r"|\b(?:compute|computing|computational|training|data|token|inference|parameter|FLOPs?)[- ]budgets?\b"
        r"|\btrade-?offs? between [^.;]{0,60}\b(?:size|data|compute|parameters|tokens|budget|cost)\b"
        r"|\bmodel sizes? and (?:\w+ ){0,3}(?:data|tokens|dataset)\b|\btokens per parameter\b",
        re.IGNORECASE,
    ),
    searched=(
        *("scaling law", "scaling laws", "power law", "power laws", "compute optimal", "scaling behavior"),
        *("compute budget", "computational budget", "training budget", "data budget", "token budget", "budgets"),
        *("trade-off compute", "tradeoff compute", "trade-off size", "tradeoff size", "tokens per parameter"),
        *("model size data", "scaling trends", "inference budget", "parameter budget"),
    ),
    headings=re.compile(r"\bscaling\b|\bbudget|\bcompute[- ]optimal", re.IGNORECASE),
)
_SCALE = frozenset(
    {Metric.PARAMETERS, Metric.TRAINING_COST, Metric.FLOPS, Metric.CONTEXT_LENGTH, Metric.QUALITY_CHANGE}
)


def scaling(graph: GraphBackend, scope: Scope, bar: Bar) -> Found:
    """Give papers on scaling laws and budgets, with what they report of parameters, data, compute and quality."""
    return Found(rows=list(evidence(graph, papers_about(graph, _MATTER, scope), _SCALE, scope, bar)))
