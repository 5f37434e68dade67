"""Proposing: changes of the list and additions to it, and what people decide of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from litgraph.errors import InputError
from litgraph.files import replace_file
from litgraph.lists.parse import parse_list
from litgraph.model.assignment import Decision
from litgraph.model.finding import Finding
from litgraph.model.identifiers import PaperId
from litgraph.model.survey import Entry, ListDocument, ListHistory, Survey
from litgraph.model.taxonomy import Path, Taxonomy
from litgraph.pipeline.borrowing import house_style
from litgraph.pipeline.linting import known_entries
from litgraph.pipeline.outcome import Outcome
from litgraph.pipeline.reading import read_survey
from litgraph.queries.categories import find_category
from litgraph.store.assignments import (
    fetch_assignments,
    fetch_decisions,
    record_decision,
)
from litgraph.store.facts import fetch_facts
from litgraph.store.lists import (
    fetch_listings,
    fetch_taxonomy,
)
from litgraph.store.papers import fetch_papers
from litgraph.store.record import Record
from litgraph.survey.apply import apply_proposal
from litgraph.survey.candidates import Placement
from litgraph.survey.decisions import append_decision, decisions_file, in_force, read_decisions
from litgraph.survey.lint.lint import lint
from litgraph.survey.proposal import Proposal, from_json, to_json
from litgraph.survey.propose import propose as propose_changes
from litgraph.survey.venues import VENUE_FACTS, as_accepted
from litgraph.workspace import Workspace

if TYPE_CHECKING:
    pass


def decide(
    record: Record, workspace: Workspace, survey: Survey, decision: str, paper: PaperId, to: str | None
) -> Decision:
    """Keep what a person decided, beside the list and in the record."""
    taxonomy = fetch_taxonomy(record, survey.name)
    category = () if decision == "reject" else _target(record, survey, taxonomy, paper, to)
    made = Decision(survey=survey.name, paper=paper, decision=decision, category=category, date=record.today)
    append_decision(decisions_file(workspace.list_file(survey)), made)
    record_decision(record, made)
    return made


def _target(record: Record, survey: Survey, taxonomy: Taxonomy, paper: PaperId, to: str | None) -> Path:
    if to is None:
        given = fetch_assignments(record, survey.name, [paper])
        if not given:
            raise InputError(f"No category is known for {paper}. Say where it belongs with --to 'A > B'.")
        return given[0].category
    return find_category(taxonomy, to).path


def propose(
    record: Record,
    workspace: Workspace,
    survey: Survey,
    *,
    limit: int | None = None,
    only: Collection[str] = (),
    style_from: FilePath | None = None,
) -> Proposal:
    """Propose the list's changes and additions from the record and from decisions; keep the proposal for `apply`.

    A list without entries borrows the style of the list `style_from`, by default of the one that its settings name.
    """
    content = workspace.read_list(survey)
    document = parse_list(content)
    history = recorded_history(record, survey.name)
    listed = _entries_by_paper(record, survey)

    def find(content: bytes, document: ListDocument) -> Sequence[Finding]:
        return lint(content, document, known_entries(record, survey, document.entries))

    proposal = propose_changes(
        content,
        document,
        _placements(record, survey, listed),
        house_style(content, document, history, lender=style_from or workspace.style_file(survey)),
        name=_name_in_diff(workspace, survey),
        decisions=in_force(fetch_decisions(record, survey.name), survey.name),
        history=history,
        listed=listed,
        lint=find,
        only=only,
        limit=limit,
        today=record.today,
    )
    replace_file(workspace.proposal(survey), to_json(proposal).encode())
    return proposal


def _entries_by_paper(record: Record, survey: Survey) -> dict[PaperId, list[Entry]]:
    """Give the entries of each listed paper, in the order of the list."""
    entries: dict[PaperId, list[Entry]] = {}
    for paper, listing in fetch_listings(record, survey.name):
        entries.setdefault(paper, []).append(listing.entry)
    return entries


def _placements(record: Record, survey: Survey, listed: Collection[PaperId]) -> list[Placement]:
    """Give the papers that are not listed where the classifier puts them, with the venue that accepted them."""
    assignments = [a for a in fetch_assignments(record, survey.name) if a.paper not in listed]
    papers = fetch_papers(record, {assignment.paper for assignment in assignments})
    told = {name: fetch_facts(record, name, papers) for name in VENUE_FACTS}
    return [
        Placement(
            paper=as_accepted(papers[a.paper], {name: said[a.paper] for name, said in told.items() if a.paper in said}),
            assignment=a,
        )
        for a in assignments
        if a.paper in papers
    ]


def recorded_history(record: Record, survey: str) -> ListHistory:
    """Give the record's account of when each entry was in the list."""
    return ListHistory(
        listings=tuple(listing for _, listing in fetch_listings(record, survey, ever=True)), categories=()
    )


def _name_in_diff(workspace: Workspace, survey: Survey) -> str:
    """Name the list as its own repository does, so that the patch applies there."""
    file = workspace.list_file(survey)
    top = next((folder for folder in file.parents if (folder / ".git").exists()), file.parent)
    return file.relative_to(top).as_posix()


def apply(record: Record, workspace: Workspace, survey: Survey) -> dict[str, Any]:
    """Write the kept proposal into the list, and read the list again."""
    file = workspace.proposal(survey)
    if not file.is_file():
        raise InputError(f"There is no proposal for '{survey.name}'. Run `litgraph survey propose` first.")
    proposal = from_json(file.read_text(encoding="utf-8"))
    done = apply_proposal(workspace.list_file(survey), proposal)
    read_survey(record, workspace, survey, with_history=False)
    return {
        "file": str(done.file),
        "applied": done.applied,
        "lines_added": done.lines_added,
        "lines_changed": done.lines_changed,
    }


def decisions(workspace: Workspace, survey: Survey) -> Outcome:
    """Give what people decided on a survey, in the order in which they did."""
    log = read_decisions(decisions_file(workspace.list_file(survey)))
    made = [decision_shape(decision) for decision in log.decisions if decision.survey == survey.name]
    return Outcome(value={"decisions": made}, warnings=log.warnings)


def decision_shape(decision: Decision) -> dict[str, Any]:
    """Give a decision as its line beside the list has it."""
    return {**asdict(decision), "category": list(decision.category)}
