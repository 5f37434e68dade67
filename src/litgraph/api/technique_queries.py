"""The named queries on techniques. `confidence=None` shows what is sure enough by default."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from litgraph.api.days import read_day
from litgraph.queries.answer import Answer, Scope

if TYPE_CHECKING:
    from litgraph.api.opened import LitgraphWorkspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What every question on techniques takes: the survey whose headings count, the day, the rows, the confidence."""

    survey: str | None = None
    as_of: str | None = None
    limit: int | None = None
    confidence: float | None = None


DEFAULT = Asked()


@dataclass(frozen=True, slots=True, kw_only=True)
class TechniqueQueries:
    """The questions on techniques of a workspace."""

    opened: LitgraphWorkspace

    def technique(self, name: str, asked: Asked = DEFAULT) -> Answer:
        """Tell what is known of a technique."""
        from litgraph.queries.techniques.technique import technique as ask

        return self._ask(ask, name, asked=asked)

    def lineage(self, name: str, asked: Asked = DEFAULT, *, depth: int = 2) -> Answer:
        """List where a technique comes from and what came of it."""
        from litgraph.queries.techniques.lineage import lineage as ask

        return self._ask(ask, name, asked=asked, depth=depth)

    def compare(self, names: Sequence[str], asked: Asked = DEFAULT) -> Answer:
        """Set techniques side by side."""
        from litgraph.queries.techniques.compare import compare as ask

        return self._ask(ask, names, asked=asked)

    def claims(
        self,
        asked: Asked = DEFAULT,
        *,
        metric: str | None = None,
        technique: str | None = None,
        category: str | None = None,
    ) -> Answer:
        """List what papers report in numbers."""
        from litgraph.queries.techniques.claims import claims as ask

        return self._ask(ask, asked=asked, metric=metric, technique=technique, category=category)

    def uncompared(self, category: str, asked: Asked = DEFAULT) -> Answer:
        """List pairs of techniques of a heading that no paper compares."""
        from litgraph.queries.techniques.pairs import uncompared as ask

        return self._ask(ask, category, asked=asked)

    def combinations(self, category: str, asked: Asked = DEFAULT) -> Answer:
        """List pairs of techniques that papers of a heading combine, and popular pairs that none does."""
        from litgraph.queries.techniques.pairs import combinations as ask

        return self._ask(ask, category, asked=asked)

    def question(self, number: int, asked: Asked = DEFAULT) -> Answer:
        """Answer one of the research questions."""
        from litgraph.queries.techniques.questions.asking import question as ask

        return self._ask(ask, number, asked=asked)

    def _ask(self, ask: Callable[..., Answer], *first: object, asked: Asked, **more: object) -> Answer:
        named = self.opened.workspace.survey(asked.survey)
        scope = Scope(survey=named.name, as_of=read_day(asked.as_of), limit=asked.limit)
        with self.opened.backend() as (_, backend):
            return ask(backend, *first, scope, confidence=asked.confidence, **more)
