"""How data is selected, sampled and labelled where resources are few."""

from __future__ import annotations

import re

from litgraph.graph.backend import GraphBackend
from litgraph.model.technique import Metric
from litgraph.queries.answer import Scope
from litgraph.queries.techniques.questions.evidence import Found, Matter, evidence, papers_about
from litgraph.queries.techniques.rows import Bar

_DATA = r"(?:data(?:set)?|corpus|sample|instruction|example|demonstration|subset|token)"
_MATTER = Matter(
    said=re.compile(
        rf"\b{_DATA}[- ](?:selection|filtering|pruning|sampling|mixing|mixtures?|distillation|deduplication)\b"
        r"|\bactive learning\b|\bcore-?sets?\b|\bdedup\w*|\bimportance resampling\b|\bcurriculum learning\b"
        r"|\b(?:label(?:l?ing)?|annotation) (?:budgets?|costs?|efforts?)\b|\bdata[- ]efficien\w+"
        r"|\bselect\w* (?:\w+ ){0,3}(?:subsets?|samples|examples|training data)\b",
        re.IGNORECASE,
    ),
    searched=(
        *("data selection", "dataset selection", "sample selection", "instruction selection", "example selection"),
        *("demonstration selection", "subset selection", "token selection", "data filtering", "data pruning"),
        *("dataset pruning", "data sampling", "data mixing", "data mixture", "dataset distillation", "deduplication"),
        *("active learning", "coreset", "core-set", "importance resampling", "curriculum learning", "data efficient"),
        *("data efficiency", "annotation cost", "labeling cost", "select subset", "select samples", "select examples"),
        *("selecting training data", "annotation budget", "labeling budget", "deduplicating"),
    ),
    headings=re.compile(
        r"\bdata (?:selection|efficiency|pruning|filtering|sampling)|\bactive learning|\bsampling\b"
        r"|\b(?:demonstration|sample|example) selection|\bcoreset|\bdeduplic",
        re.IGNORECASE,
    ),
)


def choosing_data(graph: GraphBackend, scope: Scope, bar: Bar) -> Found:
    """Give papers on selecting, sampling and labelling data, with whatever they report."""
    return Found(rows=list(evidence(graph, papers_about(graph, _MATTER, scope), frozenset(Metric), scope, bar)))
