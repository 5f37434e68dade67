"""The named queries of a workspace."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from litgraph import pipeline, wiring
from litgraph.api.days import read_day, read_first_day
from litgraph.api.technique_queries import TechniqueQueries
from litgraph.api.time_queries import TimeQueries
from litgraph.queries.answer import Answer, Scope
from litgraph.queries.ranking import Rank
from litgraph.queries.similar import By

if TYPE_CHECKING:
    from litgraph.api.opened import LitgraphWorkspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Queries:
    """The named queries. `limit=None` means every row; `as_of` is a day, a month or a year, inclusive."""

    opened: LitgraphWorkspace

    def paper(self, paper: str, *, survey: str | None = None, as_of: str | None = None) -> Answer:
        """Tell what is known of a paper."""
        from litgraph.queries.papers import paper as ask

        return self._ask(ask, paper, scope=self._scope(survey, as_of, None))

    def search(
        self,
        text: str,
        *,
        semantic: bool = False,
        limit: int | None = 20,
        survey: str | None = None,
        as_of: str | None = None,
    ) -> Answer:
        """Find papers by their words, or by their sense."""
        from litgraph.queries.search import search, semantic_search

        scope = self._scope(survey, as_of, limit)
        if not semantic:
            return self._ask(search, text, scope=scope)
        with self.opened.backend() as (record, backend):
            encoder = wiring.build_encoder(self.opened.workspace, offline=self.opened.offline)
            vectors = pipeline.likeness(record, backend, encoder, scope.as_of, self.opened.progress)
            return semantic_search(backend, text, scope, vectors=vectors)

    def references(
        self, paper: str, *, limit: int | None = None, survey: str | None = None, as_of: str | None = None
    ) -> Answer:
        """List the papers that a paper cites."""
        from litgraph.queries.citations import references as ask

        return self._ask(ask, paper, scope=self._scope(survey, as_of, limit))

    def cited_by(
        self,
        paper: str,
        *,
        since: str | None = None,
        limit: int | None = None,
        survey: str | None = None,
        as_of: str | None = None,
    ) -> Answer:
        """List the papers that cite a paper."""
        from litgraph.queries.citations import cited_by as ask

        return self._ask(ask, paper, scope=self._scope(survey, as_of, limit), since=read_first_day(since))

    def path(
        self,
        start: str,
        goal: str,
        *,
        directed: bool = False,
        limit: int | None = 20,
        survey: str | None = None,
        as_of: str | None = None,
    ) -> Answer:
        """Give the shortest ways from one paper to another along citations."""
        from litgraph.queries.paths import path as ask

        return self._ask(ask, start, goal, scope=self._scope(survey, as_of, limit), directed=directed)

    def similar(
        self,
        paper: str,
        *,
        by: By | str = By.COUPLING,
        limit: int | None = 20,
        survey: str | None = None,
        as_of: str | None = None,
    ) -> Answer:
        """List the papers most like a paper."""
        from litgraph.queries.similar import similar as ask

        scope = self._scope(survey, as_of, limit)
        if By(by) is not By.EMBEDDING:
            return self._ask(ask, paper, scope=scope, by=By(by))
        with self.opened.backend() as (record, backend):
            encoder = wiring.build_encoder(self.opened.workspace, offline=self.opened.offline)
            vectors = pipeline.likeness(record, backend, encoder, scope.as_of, self.opened.progress)
            return ask(backend, paper, scope, by=By(by), vectors=vectors)

    def top(
        self,
        *,
        by: Rank | str = Rank.LOCAL_CITATIONS,
        category: str | None = None,
        year: int | None = None,
        limit: int | None = 20,
        survey: str | None = None,
        as_of: str | None = None,
    ) -> Answer:
        """Rank the papers of the graph."""
        from litgraph.queries.ranking import top as ask

        scope = self._scope(survey, as_of, limit)
        return self._ask(ask, scope=scope, by=Rank(by), category=category, year=year)

    def categories(
        self,
        *,
        over_time: bool = False,
        limit: int | None = None,
        survey: str | None = None,
        as_of: str | None = None,
    ) -> Answer:
        """Count the papers of each category."""
        from litgraph.queries.categories import categories as ask

        return self._ask(ask, scope=self._scope(survey, as_of, limit), over_time=over_time)

    def frameworks(
        self,
        *,
        capabilities: Sequence[str] = (),
        limit: int | None = None,
        survey: str | None = None,
        as_of: str | None = None,
    ) -> Answer:
        """List the systems of the list's tables, with what each of them can do."""
        from litgraph.queries.frameworks import frameworks as ask

        return self._ask(ask, scope=self._scope(survey, as_of, limit), capabilities=capabilities)

    @property
    def techniques(self) -> TechniqueQueries:
        """Give the questions on techniques."""
        return TechniqueQueries(opened=self.opened)

    @property
    def time(self) -> TimeQueries:
        """Give the questions on time: clusters, what is new, bursts."""
        return TimeQueries(opened=self.opened)

    def crosswalk(self, first: str, second: str, *, limit: int | None = None, as_of: str | None = None) -> Answer:
        """Tell how the categories of two surveys correspond."""
        from litgraph.queries.crosswalk import crosswalk as ask

        scope = self._scope(None, as_of, limit)
        with self.opened.backend() as (record, backend):
            encoder = wiring.build_encoder(self.opened.workspace, offline=self.opened.offline)
            vectors = pipeline.likeness(record, backend, encoder, scope.as_of, self.opened.progress)
            return ask(backend, first, second, scope, vectors=vectors)

    def _ask(self, ask: Callable[..., Answer], *texts: str, scope: Scope, **more: object) -> Answer:
        with self.opened.backend() as (_, backend):
            return ask(backend, *texts, scope, **more)

    def _scope(self, survey: str | None, as_of: str | None, limit: int | None) -> Scope:
        named = self.opened.workspace.survey(survey)
        return Scope(survey=named.name, as_of=read_day(as_of), limit=limit)
