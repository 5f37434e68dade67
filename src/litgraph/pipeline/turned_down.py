"""Turned down: what people said no to by closing a pull request of ours without merging it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping

from litgraph.model.assignment import Decision
from litgraph.model.identifiers import PaperId
from litgraph.model.survey import Survey
from litgraph.pipeline.proposing import decide, propose
from litgraph.store.aliases import resolve_ids
from litgraph.store.assignments import fetch_decisions, record_decision
from litgraph.store.lists import fetch_listings
from litgraph.store.record import Record
from litgraph.survey.decisions import append_decision, decisions_file, in_force, read_decisions
from litgraph.survey.proposal import Proposal
from litgraph.survey.pull_request.github import PullRequest
from litgraph.survey.pull_request.state import read_state
from litgraph.survey.pull_request.words import counted
from litgraph.workspace import Workspace

_MOST_NAMED = 5


def turned_down(
    record: Record, workspace: Workspace, survey: Survey, pulls: Iterable[PullRequest]
) -> dict[PaperId, int]:
    """Give the papers of closed pull requests that are neither listed nor decided, with the number of its request."""
    states = [(pull.number, state) for pull in pulls if (state := read_state(pull.body))]
    proposed = {paper: number for number, state in states for paper in state.papers}
    keys = resolve_ids(record, proposed)
    done = {paper for paper, _ in fetch_listings(record, survey.name)} | _decided(record, workspace, survey)
    return {keys.get(paper, paper): number for paper, number in proposed.items() if keys.get(paper, paper) not in done}


def _decided(record: Record, workspace: Workspace, survey: Survey) -> set[PaperId]:
    """Give the papers with a decision beside the list, and those that people want by the record.

    A rejection that only the record knows is written beside the list again: where a workflow runs, the file is lost.
    """
    log = in_force(read_decisions(decisions_file(workspace.list_file(survey))).decisions, survey.name)
    wanted = {one.paper for one in fetch_decisions(record, survey.name) if one.decision != "reject"}
    return wanted | set(log) | set(resolve_ids(record, log).values())


class _DryRun(Exception):
    """Take back what a dry run did to the record."""


def propose_without(
    record: Record,
    workspace: Workspace,
    survey: Survey,
    papers: Iterable[PaperId],
    *,
    yes: bool,
    limit: int | None,
) -> Proposal:
    """Reject what people turned down, then propose; in a dry run nothing stays of the rejections."""
    if yes:
        _reject(record, workspace, survey, papers)
        return propose(record, workspace, survey, limit=limit)
    with contextlib.suppress(_DryRun), record.transaction():
        for paper in resolve_ids(record, papers).values():
            record_decision(record, _rejection(record, survey, paper))
        proposal = propose(record, workspace, survey, limit=limit)
        raise _DryRun
    return proposal


def _reject(record: Record, workspace: Workspace, survey: Survey, papers: Iterable[PaperId]) -> None:
    known = resolve_ids(record, papers)
    for paper in papers:
        if paper in known:
            decide(record, workspace, survey, "reject", known[paper], None)
        else:
            append_decision(decisions_file(workspace.list_file(survey)), _rejection(record, survey, paper))


def _rejection(record: Record, survey: Survey, paper: PaperId) -> Decision:
    return Decision(survey=survey.name, paper=paper, decision="reject", date=record.today)


def tell_rejections(papers: Mapping[PaperId, int], *, yes: bool) -> list[str]:
    """Say for each closed pull request which papers it rejects."""
    does = "rejected" if yes else "with --yes this would reject"
    said = []
    for number in sorted(set(papers.values())):
        closed = [paper for paper, of in papers.items() if of == number]
        more = f" and {len(closed) - _MOST_NAMED} more" if len(closed) > _MOST_NAMED else ""
        named = ", ".join(closed[:_MOST_NAMED]) + more
        said.append(
            f"pull request {number} was closed without merging: {does} {counted(len(closed), 'paper')}: {named}"
        )
    return said
