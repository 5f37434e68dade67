"""Publishing: the proposal as commits on a branch of our own, and the one pull request that shows them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from litgraph.errors import InputError, KeyRefused
from litgraph.model.survey import Survey
from litgraph.pipeline.outcome import Outcome
from litgraph.pipeline.pushing import Place, Target, clone_of, place_of, push, upstream_list
from litgraph.pipeline.turned_down import propose_without, tell_rejections, turned_down
from litgraph.store.papers import fetch_papers
from litgraph.store.record import Record
from litgraph.store.runs import fetch_states, last_runs
from litgraph.survey.proposal import Proposal, proposed_list, shape
from litgraph.survey.pull_request.body import Account, title_of, write_body
from litgraph.survey.pull_request.github import GitHub, PullRequest, checked_name
from litgraph.survey.pull_request.groups import steps_of
from litgraph.survey.pull_request.state import read_state
from litgraph.survey.pull_request.words import counted
from litgraph.workspace import Workspace

BRANCH = "litgraph/update"
LABELS = ("litgraph",)


def publish(
    record: Record,
    workspace: Workspace,
    survey: Survey,
    github: GitHub,
    *,
    yes: bool,
    limit: int | None = None,
    draft: bool = False,
    version: str = "",
) -> Outcome:
    """Propose anew, and open or bring up to date the pull request; without `yes` only tell what it would be."""
    place = place_of(workspace, survey)
    if yes and not github.token:
        raise KeyRefused("A pull request needs a token. Set GITHUB_TOKEN in the environment.")
    target = _target(github, checked_name(_repository_name(survey)), _branch(workspace, survey), make_fork=False)
    with clone_of(target.upstream, github, place) as clone:
        content = upstream_list(clone, place)
        ours = [pull for pull in github.pull_requests(target.upstream.name, head=target.head) if _is_on(pull, target)]
        refused = turned_down(record, workspace, survey, [pull for pull in ours if _is_turned_down(pull, target)])
        proposal = propose_without(record, workspace, survey, refused, yes=yes, limit=limit)
        warnings = tell_rejections(refused, yes=yes)
        current = next((pull for pull in ours if pull.is_open), None)
        if proposed_list(proposal, content) == content:
            warnings += _nothing(current)
            return Outcome(value=_shape(proposal, target, current, "", "", yes=yes), warnings=tuple(warnings))
        if yes:
            target = _with_home(github, target)
        push(clone, github, target, place, steps_of(proposal, content), yes=yes)
    title = title_of(proposal)
    body = write_body(replace(_account(record, workspace, survey, place, proposal), version=version))
    if yes:
        current, more = _show(github, target, current, title, body, draft=draft)
        warnings += more
    return Outcome(value=_shape(proposal, target, current, title, body, yes=yes), warnings=tuple(warnings))


def _repository_name(survey: Survey) -> str:
    if not survey.repository:
        raise InputError(
            f"The survey '{survey.name}' has no repository. "
            'Set `repository = "OWNER/NAME"` in its [[survey]] of litgraph.toml.'
        )
    return survey.repository


def _branch(workspace: Workspace, survey: Survey) -> str:
    """Name the branch; of several surveys of one repository each after the first has its own."""
    first = next(one for one in workspace.surveys() if one.repository == survey.repository)
    return BRANCH if first.name == survey.name else f"{BRANCH}-{re.sub('[^A-Za-z0-9_]+', '-', survey.name).strip('-')}"


def _target(github: GitHub, name: str, branch: str, *, make_fork: bool) -> Target:
    """Find out whether we may push to the repository itself; an app's token is taken at its word, and push tells."""
    upstream = github.repository(name)
    login = github.login() if github.token else ""
    if upstream.can_push is not False or not login:
        return Target(upstream=upstream, home=upstream, login=login, branch=branch)
    home = github.fork(upstream) if make_fork else github.fork_of(upstream, login)
    return Target(upstream=upstream, home=home, login=login, branch=branch)


def _with_home(github: GitHub, target: Target) -> Target:
    """Make the fork, if one is needed."""
    return target if target.is_ours else _target(github, target.upstream.name, target.branch, make_fork=True)


def _is_on(pull: PullRequest, target: Target) -> bool:
    """Tell whether a pull request comes from our branch; a fork may bear any name."""
    home = pull.head_repository.partition("/")[0]
    return pull.head == target.branch and home.lower() in ("", target.head.partition(":")[0].lower())


def _is_turned_down(pull: PullRequest, target: Target) -> bool:
    """Tell whether people closed one that we opened: anyone may open one from a public branch, and close it."""
    is_by_us = pull.author == target.login if target.login else pull.by_app or not pull.author
    return is_by_us and not pull.is_open and not pull.is_merged


def _nothing(current: PullRequest | None) -> list[str]:
    left = f"; pull request {current.number} is left as it is: {current.url}" if current else ""
    return [f"nothing to propose{left}"]


def _account(record: Record, workspace: Workspace, survey: Survey, place: Place, proposal: Proposal) -> Account:
    shown = (*proposal.additions, *proposal.review)
    ids = {paper for one in shown for paper in (one.paper, *one.because)}
    return Account(
        proposal=proposal,
        survey=survey.name,
        list_name=place.path,
        papers=fetch_papers(record, ids),
        sources=tuple(_sources(record, survey)),
        encoder=Path(workspace.settings.encoder).name,
    )


def _sources(record: Record, survey: Survey) -> Iterable[str]:
    """Say when the sources were asked last, and whether all of them answered."""
    runs = last_runs(record)
    if "ingest" in runs:
        counts = runs["ingest"].counts
        of = f"{counts.get('resolved', 0)} of {counts.get('entries', 0)} entries"
        yield f"Looked up the list on {runs['ingest'].day}: {of} are known papers."
    if "discover" in runs:
        whole = fetch_states(record, "discover", [survey.name]).get(survey.name)
        until = (
            f"complete up to {whole.day}" if whole else "a source did not answer wholly; it is asked again next time"
        )
        yield f"Looked for new papers on {runs['discover'].day}: {until}."
    late = [state for state in fetch_states(record, "references").values() if state.state in ("failed", "deferred")]
    if late:
        yield f"Not answered yet: the references of {counted(len(late), 'paper')}; asked again next time."


def _show(
    github: GitHub, target: Target, current: PullRequest | None, title: str, body: str, *, draft: bool
) -> tuple[PullRequest, list[str]]:
    """Open the pull request, or give the one that is open the new words, if they are new.

    Where they are not, what people have made of the old ones stays.
    """
    name = target.upstream.name
    if current is None:
        head = target.branch if target.is_ours else target.head
        opened = github.open_pull_request(
            name, head=head, base=target.upstream.default_branch, title=title, body=body, draft=draft
        )
        labelled = github.label(name, opened.number, LABELS)
        return opened, [] if labelled else [f"pull request {opened.number} could not be labelled"]
    before, now = read_state(current.body), read_state(body)
    if before and now and before.words == now.words:
        return current, []
    return github.edit_pull_request(name, current.number, title=title, body=body), []


def _shape(
    proposal: Proposal, target: Target, current: PullRequest | None, title: str, body: str, *, yes: bool
) -> dict[str, Any]:
    return {
        "dry_run": not yes,
        "repository": target.upstream.name,
        "branch": target.branch,
        "head": target.head,
        "number": current.number if current else None,
        "url": current.url if current else None,
        "title": title,
        "body": body,
        **shape(proposal),
    }
