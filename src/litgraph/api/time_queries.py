"""The named queries on time: a cluster, what is new, bursts of a term; and the digest of it all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from litgraph import pipeline, wiring
from litgraph.api.days import read_day, read_first_day
from litgraph.errors import InputError
from litgraph.pipeline.outcome import Outcome
from litgraph.queries.answer import Answer, Scope
from litgraph.store.record import Record

if TYPE_CHECKING:
    from litgraph.api.opened import LitgraphWorkspace


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeQueries:
    """The questions on time of a workspace. `as_of` is a day, a month or a year, inclusive."""

    opened: LitgraphWorkspace

    def cluster(
        self,
        name: str,
        *,
        limit: int | None = None,
        survey: str | None = None,
        as_of: str | None = None,
        resolution: float | None = None,
    ) -> Answer:
        """List the papers of a cluster, by its id or its label."""
        from litgraph.emerging.watching import cluster

        scope = self._scope(survey, as_of, limit)
        with self.opened.backend() as (record, backend):
            found = self.clusters(record, scope.as_of, survey=survey, resolution=resolution).value
            return cluster(backend, name, scope, clusters=found["clusters"], as_of=found["as_of"])

    def new(self, since: str, *, limit: int | None = 20, survey: str | None = None, as_of: str | None = None) -> Answer:
        """List the papers known since a day, by heading and cluster."""
        scope = self._scope(survey, as_of, limit)
        with self.opened.backend() as (record, backend):
            found = self.clusters(record, scope.as_of, survey=survey).value
            return pipeline.new_papers(record, backend, _first_day(since), scope, found["clusters"])

    def bursts(
        self,
        term: str,
        *,
        s: float = 2.0,
        gamma: float = 1.0,
        limit: int | None = None,
        survey: str | None = None,
        as_of: str | None = None,
    ) -> Answer:
        """Give when papers that use a term came faster than usual."""
        from litgraph.emerging.terms import bursts

        with self.opened.backend() as (_, backend):
            return bursts(backend, term, self._scope(survey, as_of, limit), s=s, gamma=gamma)

    def digest(self, since: str, output: Path, *, survey: str | None = None, as_of: str | None = None) -> Outcome:
        """Write what is new since a day as a file: Markdown, or an Atom feed, by the name's ending."""
        named, scope = self.opened.workspace.survey(survey), self._scope(survey, as_of, None)
        pipeline.check_digest(output)
        with self.opened.backend() as (record, backend):
            found = self.clusters(record, scope.as_of, survey=survey)
            return pipeline.write_digest(
                record, self.opened.workspace, backend, named, found, output, since=_first_day(since), scope=scope
            )

    def history(
        self,
        output: Path | None = None,
        *,
        first: str | None = None,
        last: str | None = None,
        resolution: float | None = None,
    ) -> Outcome:
        """Follow clusters over time, quarter by quarter; draw them as an SVG picture where a file is named."""
        opened = self.opened
        encoder = wiring.build_encoder(opened.workspace, offline=opened.offline)
        days = {"first": read_first_day(first), "last": read_day(last)}
        with opened.record(write=False) as record:
            done = pipeline.trace_clusters(record, encoder, **days, resolution=resolution, progress=opened.progress)
            if output is not None:
                pipeline.draw_history(record, done, output)
        return done

    def backtest(self, *, first: str | None = None, last: str | None = None, survey: str | None = None) -> Outcome:
        """Score on the past which clusters were foreseen to grow, and which headings."""
        from litgraph.evaluate.emergence import backtest

        opened = self.opened
        encoder = wiring.build_encoder(opened.workspace, offline=opened.offline)
        named, days = opened.workspace.survey(survey), (read_first_day(first), read_day(last))
        with opened.record(write=False) as record:
            return backtest(record, named, encoder, first=days[0], last=days[1], progress=opened.progress)

    def clusters(
        self,
        record: Record,
        as_of: str | None,
        *,
        survey: str | None = None,
        limit: int | None = None,
        resolution: float | None = None,
    ) -> Outcome:
        """Find the clusters of the papers known on a day, or take those that were found last."""
        workspace = self.opened.workspace
        return pipeline.find_emerging(
            record,
            workspace.survey(survey),
            wiring.build_encoder(workspace, offline=self.opened.offline),
            as_of=as_of,
            limit=limit,
            folder=workspace.clusters,
            resolution=resolution,
            progress=self.opened.progress,
        )

    def _scope(self, survey: str | None, as_of: str | None, limit: int | None) -> Scope:
        named = self.opened.workspace.survey(survey)
        return Scope(survey=named.name, as_of=read_day(as_of), limit=limit)


def _first_day(since: str) -> str:
    day = read_first_day(since)
    if day is None:
        raise InputError("Since when? Give a day with --since.")
    return day
