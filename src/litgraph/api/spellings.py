"""What people decide of techniques: which of their names are one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from litgraph import pipeline, wiring
from litgraph.model.resolved import TechniqueDecision, Verb
from litgraph.pipeline import Outcome

if TYPE_CHECKING:
    from litgraph.api.opened import LitgraphWorkspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Spellings:
    """People's word on techniques; it is kept beside the list of the survey, and the latest counts."""

    opened: LitgraphWorkspace

    def merge(self, technique: str, others: Sequence[str], *, survey: str | None = None) -> Outcome:
        """Decide that techniques are one."""
        return self._decide(Verb.MERGE, technique, others, survey)

    def split(self, technique: str, spelling: str, *, survey: str | None = None) -> Outcome:
        """Decide that a spelling of a technique is a technique of its own."""
        return self._decide(Verb.SPLIT, technique, [spelling], survey)

    def alias(self, technique: str, spelling: str, *, survey: str | None = None) -> Outcome:
        """Decide that a spelling is one of a technique."""
        return self._decide(Verb.ALIAS, technique, [spelling], survey)

    def decisions(self) -> Outcome:
        """Tell what people decided."""
        with self.opened.fresh_record() as record:
            warnings = pipeline.read_decided_techniques(record, self.opened.workspace)
            return Outcome(value=pipeline.technique_decisions(record), warnings=warnings)

    def explain(self, technique: str) -> dict[str, Any]:
        """Tell why each spelling of a technique is one of it."""
        with self.opened.record(write=False) as record:
            return pipeline.explain_technique(record, technique)

    def _decide(self, verb: Verb, technique: str, others: Sequence[str], survey: str | None) -> Outcome:
        named = self.opened.workspace.survey(survey)
        decision = TechniqueDecision(decision=verb, technique=technique, spellings=tuple(others), date=wiring.today())
        with self.opened.fresh_record() as record:
            warnings = pipeline.read_decided_techniques(record, self.opened.workspace)
            done = pipeline.decide_technique(record, self.opened.workspace, named, decision, self.opened.progress)
        return replace(done, warnings=(*warnings, *done.warnings))
