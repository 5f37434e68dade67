"""Publishing: the proposal as commits on a branch of our own, and the one pull request that shows them."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from litgraph.errors import InputError, KeyRefused, OutOfReach
from litgraph.model.assignment import Decision
from litgraph.model.identifiers import PaperId
from litgraph.model.survey import Survey
from litgraph.pipeline.outcome import Outcome
from litgraph.pipeline.proposing import decide, propose
from litgraph.store.aliases import resolve_ids
from litgraph.store.assignments import fetch_decisions, record_decision
from litgraph.store.lists import fetch_listings
from litgraph.store.papers import fetch_papers
from litgraph.store.record import Record
from litgraph.store.runs import fetch_states, last_runs
from litgraph.survey.decisions import append_decision, decisions_file, in_force, read_decisions
from litgraph.survey.proposal import Proposal, list_hash, shape
from litgraph.survey.pull_request.body import Account, title_of, write_body
from litgraph.survey.pull_request.clone import Clone, open_clone
from litgraph.survey.pull_request.git import safe_clone_url
from litgraph.survey.pull_request.github import GitHub, PullRequest, Repository, checked_name
from litgraph.survey.pull_request.groups import Step, steps_of
from litgraph.survey.pull_request.state import read_state
from litgraph.survey.pull_request.words import counted
from litgraph.workspace import Workspace

BRANCH = "litgraph/update"
LABELS = ("litgraph",)
_DECISIONS = "Keep what people decided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a list lives: its file, the top of its clone, and the paths within the repository."""

    file: Path
    top: Path

    @property
    def path(self) -> str:
        """Give the list's path within the repository."""
        return self.file.relative_to(self.top).as_posix()

    @property
    def decisions_path(self) -> str:
        """Give the path of the decisions within the repository."""
        return decisions_file(self.file).relative_to(self.top).as_posix()


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a pull request goes, and from where: `home` holds the branch (None is a fork that is yet to be made)."""

    upstream: Repository
    home: Repository | None
    login: str
    branch: str

    @property
    def head(self) -> str:
        """Name the branch with its owner."""
        return f"{self.home.owner if self.home else self.login}:{self.branch}"

    @property
    def is_ours(self) -> bool:
        """Tell whether the branch lies in the repository itself."""
        return self.home is not None and self.home.name == self.upstream.name


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
    place = _place(workspace, survey)
    if yes and not github.token:
        raise KeyRefused("A pull request needs a token. Set GITHUB_TOKEN in the environment.")
    target = _target(github, checked_name(_repository_name(survey)), _branch(workspace, survey), make_fork=False)
    pulls = github.pull_requests(target.upstream.name, head=target.head)
    ours = [pull for pull in pulls if _is_on(pull, target)]
    turned_down = _turned_down(record, workspace, survey, [pull for pull in ours if _is_turned_down(pull, target)])
    proposal = _proposed(record, workspace, survey, turned_down, yes=yes, limit=limit)
    warnings = _told_rejections(turned_down, yes=yes)
    current = next((pull for pull in ours if pull.is_open), None)
    account = replace(_account(record, workspace, survey, place, proposal), version=version)
    title, body = title_of(proposal), write_body(account)
    if not proposal.edits:
        warnings += _nothing(current)
        return Outcome(value=_shape(proposal, target, current, "", "", yes=yes), warnings=tuple(warnings))
    with _clone_of(target.upstream, github, place) as clone:
        steps = steps_of(proposal, _upstream_list(clone, place, proposal))
        if yes:
            target = _with_home(github, target)
        _push(clone, github, target, place, steps, yes=yes)
    if yes:
        current, more = _show(github, target, current, title, body, draft=draft)
        warnings += more
    return Outcome(value=_shape(proposal, target, current, title, body, yes=yes), warnings=tuple(warnings))


def _place(workspace: Workspace, survey: Survey) -> Place:
    file = workspace.list_file(survey).resolve()
    top = next((folder for folder in file.parents if (folder / ".git").exists()), None)
    if top is None:
        raise InputError(f"{file} is in no git clone. Clone the list's repository, and name the list in it.")
    return Place(file=file, top=top)


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
    author = pull.author == target.login if target.login else pull.by_app
    return author and not pull.is_open and not pull.is_merged


def _turned_down(
    record: Record, workspace: Workspace, survey: Survey, pulls: Iterable[PullRequest]
) -> dict[PaperId, int]:
    """Give the papers of closed pull requests that are neither listed nor decided, with the number of its request."""
    states = [
        (pull.number, state) for pull in pulls if (state := read_state(pull.body)) and state.survey == survey.name
    ]
    proposed = {paper: number for number, state in states for paper in state.papers}
    keys = resolve_ids(record, proposed)
    log = in_force(read_decisions(decisions_file(workspace.list_file(survey))).decisions, survey.name)
    done = (
        {paper for paper, _ in fetch_listings(record, survey.name)} | set(log) | set(resolve_ids(record, log).values())
    )
    done.update(one.paper for one in fetch_decisions(record, survey.name) if one.decision != "reject")
    return {keys.get(paper, paper): number for paper, number in proposed.items() if keys.get(paper, paper) not in done}


class _DryRun(Exception):
    """Take back what a dry run did to the record."""


def _proposed(
    record: Record,
    workspace: Workspace,
    survey: Survey,
    turned_down: Iterable[PaperId],
    *,
    yes: bool,
    limit: int | None,
) -> Proposal:
    """Reject what people turned down, then propose; in a dry run nothing stays of the rejections."""
    if yes:
        _reject(record, workspace, survey, turned_down)
        return propose(record, workspace, survey, limit=limit)
    with contextlib.suppress(_DryRun), record.transaction():
        for paper in resolve_ids(record, turned_down).values():
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


def _told_rejections(turned_down: dict[PaperId, int], *, yes: bool) -> list[str]:
    said = []
    for number in sorted(set(turned_down.values())):
        papers = [paper for paper, of in turned_down.items() if of == number]
        named = ", ".join(papers[:5]) + (f" and {len(papers) - 5} more" if len(papers) > 5 else "")
        does = "rejected" if yes else "with --yes this would reject"
        said.append(
            f"pull request {number} was closed without merging: {does} {counted(len(papers), 'paper')}: {named}"
        )
    return said


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


def _clone_of(upstream: Repository, github: GitHub, place: Place) -> contextlib.AbstractContextManager[Clone]:
    address = safe_clone_url(upstream.clone_url, on_this_machine=github.is_near)
    return open_clone(address, upstream.default_branch, token=github.token, near=place.top)


def _upstream_list(clone: Clone, place: Place, proposal: Proposal) -> bytes:
    """Give the list as it stands upstream, which must be the one that the proposal is for."""
    content = clone.read(clone.base, place.path)
    if content is None:
        raise InputError(f"The repository has no {place.path} on its default branch.")
    if list_hash(content) != proposal.hash:
        raise InputError(
            f"The list upstream is another than {place.file}: `git pull` (or push what you changed), then propose anew."
        )
    return content


def _push(clone: Clone, github: GitHub, target: Target, place: Place, steps: Sequence[Step], *, yes: bool) -> None:
    """Make our branch hold the steps, unless it does; a branch with somebody else's commits is left alone."""
    if target.home is None:
        return
    address = safe_clone_url(target.home.clone_url, on_this_machine=github.is_near)
    if yes and not target.is_ours:
        _wait_for(clone, address, github.waits)
    tip = clone.tip(address, target.branch)
    files = _decisions(clone, place) if target.is_ours else {}
    subjects = [*([_DECISIONS] if files else []), *(step.subject for step in steps)]
    if tip and _holds(clone, address, target, tip, {**files, place.path: steps[-1].content}, subjects):
        return
    if not yes:
        return
    commit = clone.commit(clone.base, files, _DECISIONS) if files else clone.base
    for step in steps:
        commit = clone.commit(commit, {place.path: step.content}, step.subject)
    clone.push(address, target.branch, commit, expected=tip)


def _wait_for(clone: Clone, address: str, waits: Sequence[float]) -> None:
    """Wait for a fork to fill up: GitHub answers before it has."""
    for seconds in (*waits, None):
        with contextlib.suppress(InputError):  # there is none yet
            if clone.is_ready(address):
                return
        if seconds is not None:
            time.sleep(seconds)
    raise OutOfReach(f"The fork at {address} is not ready yet. Run again in some minutes.")


def _holds(
    clone: Clone, address: str, target: Target, tip: str, files: dict[str, bytes], subjects: Sequence[str]
) -> bool:
    """Tell whether our branch is what it is to be; one that holds commits of others is refused."""
    commits = clone.since_base(address, target.branch)
    foreign = [commit for commit in commits if not commit.is_sealed]
    if foreign:
        where = target.home.name if target.home else ""
        raise InputError(
            f"The branch {target.branch} of {where} holds {counted(len(foreign), 'commit')} that litgraph did not make "
            f"({foreign[-1].id[:10]}): merge or close its pull request and delete the branch, then run again."
        )
    same = all(clone.read(tip, path) == content for path, content in files.items())
    return same and [commit.subject for commit in commits] == list(subjects)


def _decisions(clone: Clone, place: Place) -> dict[str, bytes]:
    """Give the decisions that the repository lacks, with those that it has; nothing where it lacks none."""
    file = decisions_file(place.file)
    ours = file.read_bytes().splitlines() if file.is_file() else []
    theirs = (clone.read(clone.base, place.decisions_path) or b"").splitlines()
    lacking = [line for line in dict.fromkeys(ours) if line.strip() and line not in theirs]
    return {place.decisions_path: b"".join(line + b"\n" for line in (*theirs, *lacking))} if lacking else {}


def _show(
    github: GitHub, target: Target, current: PullRequest | None, title: str, body: str, *, draft: bool
) -> tuple[PullRequest, list[str]]:
    """Open the pull request, or give the one that is open the new words, if they are new."""
    name = target.upstream.name
    if current is None:
        head = target.branch if target.is_ours else target.head
        opened = github.open_pull_request(
            name, head=head, base=target.upstream.default_branch, title=title, body=body, draft=draft
        )
        labelled = github.label(name, opened.number, LABELS)
        return opened, [] if labelled else [f"pull request {opened.number} could not be labelled"]
    if (current.title, _unix(current.body)) == (title, _unix(body)):
        return current, []
    return github.edit_pull_request(name, current.number, title=title, body=body), []


def _unix(body: str) -> str:
    return body.replace("\r\n", "\n").strip()


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
