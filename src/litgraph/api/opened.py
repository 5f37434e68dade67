"""An open workspace and what can be done with it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from litgraph import __version__, pipeline, wiring
from litgraph.api.alone import check_list, lint_list, parse_list
from litgraph.api.days import read_day, read_days, read_first_day
from litgraph.api.queries import Queries
from litgraph.api.server import OnServer
from litgraph.api.spellings import Spellings
from litgraph.errors import InputError
from litgraph.files import replace_file
from litgraph.pipeline import Outcome, Progress
from litgraph.settings import FILE_NAME
from litgraph.store.find import find_paper
from litgraph.store.record import Record
from litgraph.workspace import Workspace, find_workspace, locate_list, open_folder

if TYPE_CHECKING:
    import networkx as nx

    from litgraph.graph.backend import GraphBackend
    from litgraph.ingest.sources import Sources
    from litgraph.techniques.extractor import Extractor


def silent(what: str, done: int, of: int) -> None:
    """Report no progress."""


def open_workspace(
    folder: Path | str | None = None,
    *,
    offline: bool = False,
    flags: Mapping[str, object] | None = None,
    progress: Progress = silent,
) -> LitgraphWorkspace:
    """Open the workspace of a folder, by default the nearest one from here upwards."""
    if folder is None:
        return LitgraphWorkspace(workspace=find_workspace(Path(), flags), offline=offline, progress=progress)
    if not (Path(folder) / FILE_NAME).is_file():
        raise InputError(
            f"No {FILE_NAME} in {folder}. Make a workspace there: litgraph init {folder} --list PATH_OR_URL."
        )
    return LitgraphWorkspace(workspace=open_folder(Path(folder).absolute(), flags), offline=offline, progress=progress)


@dataclass(frozen=True, slots=True, kw_only=True)
class LitgraphWorkspace:
    """A workspace and what can be done with it. Each call opens the record and closes it again."""

    workspace: Workspace
    offline: bool = False
    progress: Progress = silent

    def read_list(self, survey: str | None = None) -> Outcome:
        """Read a survey's list, with its git history, into the record."""
        named = self.workspace.survey(survey)
        with self.record(write=True) as record:
            document = pipeline.read_survey(record, self.workspace, named)
            status = pipeline.count_papers(record, named)
        value = {
            "workspace": str(self.workspace.root.resolve()),
            "survey": named.name,
            "entries": len(document.entries),
            "categories": len(document.categories),
            "papers": status["listed"],
        }
        return Outcome(value=value, warnings=pipeline.what_is_empty(document))

    def parse_list(self, survey: str | None = None) -> dict[str, Any]:
        """Read a survey's list and give its entries and categories, without the record."""
        return parse_list(self.workspace.list_file(self.workspace.survey(survey)))

    def import_files(
        self,
        files: Sequence[Path | str],
        *,
        namespace: str = "",
        categories: Collection[str] = (),
        since: str | None = None,
        until: str | None = None,
        ids: Path | str | None = None,
    ) -> dict[str, Any]:
        """Take papers and citations from files of any known format into the record."""
        with self.record(write=True) as record:
            return pipeline.take_files(
                record,
                [Path(file) for file in files],
                namespace=namespace,
                categories=categories,
                since=read_first_day(since),
                until=read_day(until),
                ids=Path(ids) if ids else None,
            )

    def ingest(self, *, survey: str | None = None, refresh: bool = False, vectors: bool = False) -> Outcome:
        """Resolve every entry of a list, and ask for references; give the whole state after the run."""
        named = self.workspace.survey(survey)
        with self.fresh_record() as record, self.sources(refresh=refresh) as sources:
            return pipeline.ingest(record, named, sources, refresh=refresh, progress=self.progress, vectors=vectors)

    def discover(
        self,
        *,
        since: str | None = None,
        until: str | None = None,
        from_lists: Sequence[Path | str] = (),
        survey: str | None = None,
        limit: int | None = None,
        refresh: bool = False,
    ) -> Outcome:
        """Find newer and missed papers, and rank them by how much they belong on the list."""
        named = self.workspace.survey(survey)
        days = {"since": read_first_day(since), "until": read_day(until)}
        lists = [locate_list(self.workspace.root, str(given))[0] for given in from_lists]
        encoder = wiring.build_encoder(self.workspace, offline=self.offline)
        with self.fresh_record() as record, self.sources(refresh=refresh) as sources:
            return pipeline.discover(
                record,
                named,
                sources,
                encoder,
                **days,
                lists=lists,
                limit=limit,
                refresh=refresh,
                progress=self.progress,
            )

    def update(
        self,
        *,
        since: str | None = None,
        until: str | None = None,
        survey: str | None = None,
        limit: int | None = None,
        refresh: bool = False,
    ) -> Outcome:
        """Ingest, discover, read techniques, classify, cluster and propose: what a scheduled run does."""
        named = self.workspace.survey(survey)
        days = {"since": read_first_day(since), "until": read_day(until)}
        encoder = wiring.build_encoder(self.workspace, offline=self.offline)
        with (
            self.fresh_record() as record,
            self.sources(refresh=refresh) as sources,
            self._extractor() as extractor,
        ):
            return pipeline.update(
                record,
                self.workspace,
                named,
                sources,
                encoder,
                extractor,
                **days,
                limit=limit,
                refresh=refresh,
                progress=self.progress,
            )

    def classify(self, paper: str | None = None, *, survey: str | None = None, limit: int | None = None) -> Outcome:
        """Refit and assign every candidate that no person has decided; or explain one paper."""
        encoder = wiring.build_encoder(self.workspace, offline=self.offline)
        with self.fresh_record() as record:
            named = self.workspace.survey(survey)
            if paper is not None:
                key = find_paper(record, paper)
                return pipeline.explain(record, named, encoder, key, progress=self.progress)
            return pipeline.classify(record, named, encoder, progress=self.progress, limit=limit)

    def techniques(self, paper: str | None = None, *, limit: int | None = None) -> Outcome:
        """Read in new texts which techniques they name, relate and report on; give what all say, or one paper."""
        with self.fresh_record() as record, self._extractor() as extractor:
            warnings = pipeline.read_decided_techniques(record, self.workspace)
            key = find_paper(record, paper) if paper is not None else None
            done = pipeline.mine(record, extractor, paper=key, limit=limit, progress=self.progress)
        return replace(done, warnings=(*warnings, *done.warnings))

    @property
    def spellings(self) -> Spellings:
        """Give what people decide of techniques."""
        return Spellings(opened=self)

    def emerging(
        self,
        *,
        as_of: str | None = None,
        survey: str | None = None,
        limit: int | None = None,
        resolution: float | None = None,
    ) -> Outcome:
        """Cluster all papers known on a day, those expected to outgrow the field first."""
        with self.record(write=False) as record:
            return self.query.time.clusters(record, read_day(as_of), survey=survey, limit=limit, resolution=resolution)

    def backtest(self, *, first: str | None = None, last: str | None = None, survey: str | None = None) -> Outcome:
        """Score on the past which clusters were foreseen to grow, and which headings."""
        return self.query.time.backtest(first=first, last=last, survey=survey)

    def ask(self, count: int, *, survey: str | None = None) -> Outcome:
        """Name the candidates whose categories, told by a person, would teach the classifier most."""
        encoder = wiring.build_encoder(self.workspace, offline=self.offline)
        with self.fresh_record() as record:
            return pipeline.ask(record, self.workspace.survey(survey), encoder, count, progress=self.progress)

    def evaluate(
        self,
        *,
        survey: str | None = None,
        as_of: str | Sequence[str] | None = None,
        until: str | None = None,
        report: Path | str | None = None,
    ) -> Outcome:
        """Replay the list's history and score what litgraph would have done; `report` is a Markdown file to write."""
        from litgraph.evaluate.replay import evaluate_survey
        from litgraph.evaluate.report import write_report

        encoder = wiring.build_encoder(self.workspace, offline=self.offline)
        named, days, end = self.workspace.survey(survey), read_days(as_of), read_day(until)
        with self.fresh_record() as record:
            outcome = evaluate_survey(record, named, encoder, as_of=days, until=end, progress=self.progress)
        if report is not None:
            replace_file(Path(report), write_report(named.name, outcome.value, outcome.warnings).encode())
        return outcome

    @property
    def query(self) -> Queries:
        """Give the questions that the graph answers."""
        return Queries(opened=self)

    @property
    def server(self) -> OnServer:
        """Give what is done on the Neo4j server."""
        return OnServer(opened=self)

    def propose(
        self,
        *,
        survey: str | None = None,
        limit: int | None = None,
        only: Collection[str] = (),
        style_from: str | None = None,
    ) -> Outcome:
        """Propose changes and additions to a survey's list, and keep the proposal for `apply`; `only` some groups.

        `style_from` names the survey, or the file, whose style a list without entries borrows.
        """
        from litgraph.survey.proposal import shape

        named = self.workspace.survey(survey)
        with self.fresh_record() as record:
            warnings = pipeline.read_survey_decisions(record, self.workspace, named)
            lender = self.workspace.lender(style_from, Path()) if style_from else None
            proposal = pipeline.propose(record, self.workspace, named, limit=limit, only=only, style_from=lender)
            return Outcome(value=shape(proposal), warnings=warnings)

    def apply(self, *, survey: str | None = None) -> dict[str, Any]:
        """Write the last proposal into the list, if the list is still what it was made for."""
        named = self.workspace.survey(survey)
        with self.record(write=True) as record:
            return pipeline.apply(record, self.workspace, named)

    def pr(
        self, *, yes: bool = False, survey: str | None = None, limit: int | None = None, draft: bool = False
    ) -> Outcome:
        """Propose anew, and open or bring up to date the pull request on GitHub; only told without `yes`."""
        named = self.workspace.survey(survey)
        with (
            self.fresh_record() as record,
            wiring.open_github(self.workspace, offline=self.offline, tell=self._tell) as github,
        ):
            return pipeline.publish(
                record, self.workspace, named, github, yes=yes, limit=limit, draft=draft, version=__version__
            )

    def decide(self, decision: str, paper: str, *, to: str | None = None, survey: str | None = None) -> dict[str, Any]:
        """Keep what a person decides of a paper: accept, reject or move."""
        named = self.workspace.survey(survey)
        with self.fresh_record() as record:
            key = find_paper(record, paper)
            return pipeline.decision_shape(pipeline.decide(record, self.workspace, named, decision, key, to))

    def decisions(self, *, survey: str | None = None) -> Outcome:
        """Give what people decided, in the order in which they did."""
        return pipeline.decisions(self.workspace, self.workspace.survey(survey))

    def lint(self, file: Path | str | None = None, *, survey: str | None = None, misfiled: bool = False) -> Outcome:
        """Find what is wrong in a list: a survey's with what the record knows, any other file by itself.

        Nobody is asked over the network. `misfiled` looks for entries under a wrong heading too, which takes long.
        """
        named = self.workspace.survey_of(Path(file)) if file is not None and survey is None else None
        named = named or self.workspace.survey(survey)
        if file is not None and Path(file).resolve() != self.workspace.list_file(named).resolve():
            return lint_list(file)
        encoder = partial(wiring.build_encoder, self.workspace, offline=True)
        with self.fresh_record() as record:
            content = self.workspace.read_list(named)
            return pipeline.lint_survey(record, named, content, encoder if misfiled else None, progress=self.progress)

    def check(self, base: str, *, file: Path | str | None = None, survey: str | None = None) -> Outcome:
        """Check what a list (by default the survey's) has that its git revision `base` has not."""
        named = self.workspace.survey_of(Path(file)) if file is not None and survey is None else None
        named = named or self.workspace.survey(survey)
        listed = self.workspace.list_file(named)
        if file is not None and Path(file).resolve() != listed.resolve():
            alone = check_list(file, base)
            return replace(alone, warnings=(*alone.warnings, f"{file} is no list of this workspace: checked by itself"))
        encoder = wiring.build_encoder(self.workspace, offline=self.offline)
        with self.fresh_record() as record, self.sources(refresh=False) as sources:
            return pipeline.check(record, named, listed, base, sources, encoder, progress=self.progress)

    def export(
        self,
        format_: str,
        output: Path | str,
        *,
        survey: str | None = None,
        as_of: str | None = None,
        limit: int | None = None,
    ) -> Outcome:
        """Write the graph as a file, or the whole of it as a folder of files."""
        from litgraph.exports.formats import find_format, is_folder

        if is_folder(format_):
            if survey or as_of or limit is not None:
                raise InputError(f"The format {format_} takes the whole graph, without survey, as_of or limit.")
            return self.server.export_import(Path(output))
        known = find_format(format_)
        with self.backend() as (record, backend):
            named, day = self.workspace.survey(survey), read_day(as_of)
            return pipeline.export(record, backend, named, known, Path(output), as_of=day, limit=limit)

    def to_networkx(self, ids: Collection[str] | None = None, *, as_of: str | None = None) -> nx.MultiDiGraph[str]:
        """Give the papers asked for (None means all) and what they touch as a NetworkX multigraph."""
        from litgraph.graph.to_networkx import to_networkx

        with self.backend() as (record, backend):
            day = read_day(as_of)
            wanted = backend.paper_ids(as_of=day) if ids is None else [find_paper(record, text) for text in ids]
            return to_networkx(backend, wanted, as_of=day)

    def graph_stats(self, *, as_of: str | None = None) -> dict[str, dict[str, int]]:
        """Count the nodes and edges of each kind."""
        with self.backend() as (_, backend):
            counts = backend.counts(as_of=read_day(as_of))
        return {
            "nodes": {label.value: number for label, number in counts.nodes.items()},
            "edges": {edge.value: number for edge, number in counts.edges.items()},
        }

    def status(self) -> dict[str, Any]:
        """Tell what the workspace holds and what is missing."""
        with self.record(write=False) as record:
            return pipeline.status(record, self.workspace)

    def _tell(self, what: str) -> None:
        """Report what the run waits for."""
        self.progress(what, 0, 0)

    def record(self, *, write: bool) -> Record:
        """Open the record, to be closed by the caller."""
        return wiring.open_workspace_record(self.workspace, write=write)

    @contextmanager
    def sources(self, *, refresh: bool) -> Iterator[Sources]:
        """Open the sources of papers, for one run."""
        with wiring.open_sources(self.workspace, offline=self.offline, refresh=refresh, tell=self._tell) as sources:
            yield sources

    def _extractor(self) -> AbstractContextManager[Extractor]:
        return wiring.open_extractor(self.workspace, offline=self.offline, tell=self._tell)

    @contextmanager
    def fresh_record(self) -> Iterator[Record]:
        """Open the record to write, after reading again every list that has changed since it was last read."""
        with self.record(write=True) as record:
            for survey in self.workspace.surveys():
                if not pipeline.is_read(record, self.workspace, survey):
                    pipeline.read_survey(record, self.workspace, survey)
                else:
                    pipeline.read_survey_decisions(record, self.workspace, survey)
            yield record

    @contextmanager
    def backend(self) -> Iterator[tuple[Record, GraphBackend]]:
        """Open the record to read, and the backend of the settings over it."""
        with self.record(write=False) as record, wiring.open_backend(self.workspace, record) as backend:
            yield record, backend
