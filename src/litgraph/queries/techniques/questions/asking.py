"""Which research questions there are, and how one is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from litgraph.errors import InputError
from litgraph.graph.backend import GraphBackend
from litgraph.queries.answer import Answer, Scope
from litgraph.queries.techniques.claims import AS_REPORTED
from litgraph.queries.techniques.questions.choosing import choosing_data
from litgraph.queries.techniques.questions.dimensions import by_dimension
from litgraph.queries.techniques.questions.evidence import Found
from litgraph.queries.techniques.questions.gathering import gathering
from litgraph.queries.techniques.questions.savings import saving_without_loss
from litgraph.queries.techniques.questions.scaling import scaling
from litgraph.queries.techniques.rows import Bar, answer, bar_of

QUESTIONS: Mapping[int, str] = MappingProxyType(
    {
        1: "which strategies save without losing quality",
        2: "what is said of scaling laws, and of trading budget, data and model size",
        3: "what each dimension reports for deployment",
        4: "how data is selected, sampled and labelled under constraints",
        5: "which repositories and lists gather this work",
    }
)
_ASKED: Mapping[int, Callable[[GraphBackend, Scope, Bar], Found]] = MappingProxyType(
    {1: saving_without_loss, 2: scaling, 3: by_dimension, 4: choosing_data, 5: gathering}
)


def question(backend: GraphBackend, number: int, scope: Scope, *, confidence: float | None = None) -> Answer:
    """Answer one of the research questions, by number; see `QUESTIONS`."""
    if number not in QUESTIONS:
        known = "; ".join(f"{key}: {text}" for key, text in QUESTIONS.items())
        raise InputError(f"There is no question {number}. {known}.")
    found = _ASKED[number](backend, scope, bar_of(confidence))
    reported = [AS_REPORTED] if any(row.get("metric") for row in found.rows) else []
    told = answer(
        backend,
        "question",
        {"number": number, "min_confidence": confidence},
        found.rows,
        scope,
        question=QUESTIONS[number],
        warnings=[*found.warnings, *reported],
        **found.more,
    )
    return replace(told, truncated=told.truncated or found.cut)
