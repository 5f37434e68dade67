"""The stages, one function each: values in, the record written, an answer out. Each can run again alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from litgraph.errors import InputError
from litgraph.exports.collect import collect
from litgraph.exports.formats import Format, write_export
from litgraph.exports.notes import caveats
from litgraph.files import replace_file
from litgraph.ingest.importing import import_files
from litgraph.lists.history import read_history
from litgraph.lists.parse import parse_list
from litgraph.lists.style import learn_style
from litgraph.model.assignment import Assignment, Decision
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper
from litgraph.model.survey import ListDocument, ListHistory, Survey
from litgraph.model.taxonomy import Path, Taxonomy
from litgraph.queries.categories import find_category
from litgraph.queries.vectors import Vectors
from litgraph.store.aliases import resolve_ids
from litgraph.store.assignments import (
    fetch_assignments,
    fetch_candidates,
    fetch_decisions,
    record_decision,
    replace_assignments,
)
from litgraph.store.census import take_census
from litgraph.store.lists import (
    fetch_listings,
    fetch_status,
    fetch_taxonomy,
    list_hash,
    put_list_hash,
    replace_list,
    upsert_survey,
)
from litgraph.store.papers import fetch_papers
from litgraph.store.record import Record
from litgraph.store.runs import last_runs, log_run
from litgraph.survey.apply import apply_proposal
from litgraph.survey.candidates import Placement
from litgraph.survey.decisions import append_decision, decisions_file, in_force, read_decisions
from litgraph.survey.proposal import Proposal, from_json, to_json
from litgraph.survey.proposal import list_hash as hash_of
from litgraph.survey.propose import propose as propose_additions
from litgraph.workspace import Workspace

if TYPE_CHECKING:
    from litgraph.encode.encoder import Encoder
    from litgraph.graph.backend import GraphBackend

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The answer of a stage in the shape that scripts read, and what must be said beside it."""

    value: dict[str, Any]
    warnings: tuple[str, ...] = ()


def read_survey(record: Record, workspace: Workspace, survey: Survey, *, with_history: bool = True) -> ListDocument:
    """Read a survey's list into the record: papers, categories, and since when each entry is there."""
    content = workspace.read_list(survey)
    document = parse_list(content)
    history = read_history(workspace.list_file(survey)) if with_history else None
    with record.transaction():
        upsert_survey(record, survey)
        replace_list(record, survey.name, document, history, record.today)
        put_list_hash(record, survey.name, hash_of(content))
        read_survey_decisions(record, workspace, survey)
        log_run(record, "read", record.today, {"entries": len(document.entries)})
    return document


def is_read(record: Record, workspace: Workspace, survey: Survey) -> bool:
    """Tell whether the record holds the list as it stands in its file now."""
    return list_hash(record, survey.name) == hash_of(workspace.read_list(survey))


def read_survey_decisions(record: Record, workspace: Workspace, survey: Survey) -> tuple[str, ...]:
    """Read what people decided, which stands beside the list, into the record; give a warning for what it lacks."""
    file = decisions_file(workspace.list_file(survey))
    log = read_decisions(file)
    decided = in_force(log.decisions, survey.name)
    known = resolve_ids(record, decided)
    for paper in decided.keys() & known.keys():
        record_decision(record, decided[paper])
    unknown = (
        f"{file.name}: {paper} is not in the record; its decision waits" for paper in decided if paper not in known
    )
    return (*log.warnings, *unknown)


def take_files(record: Record, files: Sequence[FilePath], **choice: Any) -> dict[str, Any]:
    """Take the papers and citations of files into the record, as `ingest.importing.import_files` does."""
    counts = import_files(record, files, **choice)
    log_run(record, "import", record.today, {name: counts[name] for name in ("read", "added", "merged")})
    return counts


def classify(
    record: Record, survey: Survey, encoder: Encoder, *, progress: Progress, limit: int | None = None
) -> Outcome:
    """Refit to the list and to the decisions so far, and assign every candidate that no person has decided."""
    from litgraph.classify.assign import classify_papers

    taxonomy = fetch_taxonomy(record, survey.name)
    candidates = fetch_candidates(record, survey.name)
    listed = curated_places(record, survey.name)
    papers = fetch_papers(record, {*candidates, *listed})
    assignments = classify_papers(taxonomy, listed, papers, candidates, embedder(encoder, record, progress))
    with record.transaction():
        replace_assignments(record, survey.name, assignments, method="EMBEDDED")
        log_run(record, "classify", record.today, {"assigned": len(assignments)})
    silent = len(candidates) - len(assignments)
    warnings = (f"{silent} candidates have neither title nor abstract and are left out",) if silent else ()
    shown = assignments if limit is None else most_probable(assignments, limit)
    return Outcome(value={"assignments": [assignment_shape(a, papers) for a in shown]}, warnings=warnings)


def explain(record: Record, survey: Survey, encoder: Encoder, paper: PaperId, *, progress: Progress) -> Outcome:
    """Classify one paper, whatever its status, and say why; a decided one stays where people put it."""
    from litgraph.classify.assign import classify_papers

    taxonomy = fetch_taxonomy(record, survey.name)
    listed = curated_places(record, survey.name)
    papers = fetch_papers(record, {paper, *listed})
    embed = embedder(encoder, record, progress)
    assignments = classify_papers(taxonomy, listed, papers, [paper], embed)
    if not assignments:
        raise InputError(f"Paper {paper} has neither title nor abstract to classify it by. Import one of them.")
    return Outcome(value={"assignments": [assignment_shape(a, papers) for a in assignments]})


def curated_places(record: Record, survey: str, as_of: str | None = None) -> Mapping[PaperId, tuple[Path, ...]]:
    """Give where people put papers: at headings of the list, or by a decision."""
    places: dict[PaperId, list[Path]] = defaultdict(list)
    for assignment in fetch_assignments(record, survey, as_of=as_of):
        if assignment.method == "CURATED" and assignment.category not in places[assignment.paper]:
            places[assignment.paper].append(assignment.category)
    return {paper: tuple(paths) for paper, paths in places.items() if paths}


def embedder(encoder: Encoder, record: Record, progress: Progress) -> Callable[[Sequence[str]], Any]:
    """Encode texts through the record's cache."""
    from litgraph.encode.vectors import encode_texts

    def embed(texts: Sequence[str]) -> Any:
        return encode_texts(encoder, texts, record, progress=lambda done, of: progress("encoding", done, of))

    return embed


def most_probable(assignments: Sequence[Assignment], limit: int) -> list[Assignment]:
    """Choose the most probable assignments, ties by paper, and give them by paper again."""
    best = sorted(assignments, key=lambda a: (not a.filed, -a.probability, a.paper))[:limit]
    return sorted(best, key=lambda a: a.paper)


def assignment_shape(assignment: Assignment, papers: Mapping[PaperId, Paper]) -> dict[str, Any]:
    """Give an assignment as `classify --json` shows it."""
    return {
        "paper": assignment.paper,
        "title": papers[assignment.paper].title,
        "category": list(assignment.category),
        "probability": assignment.probability,
        "method": assignment.method,
        "in_scope": assignment.in_scope,
        "filed": assignment.filed,
        "alternatives": [{"category": list(a.category), "probability": a.probability} for a in assignment.alternatives],
        "because": list(assignment.because),
        "terms": list(assignment.terms),
    }


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


def propose(record: Record, workspace: Workspace, survey: Survey, *, limit: int | None = None) -> Proposal:
    """Propose the list's additions from assignments and decisions, and keep the proposal for `apply`."""
    content = workspace.read_list(survey)
    document = parse_list(content)
    history = recorded_history(record, survey.name)
    listed = {paper for paper, _ in fetch_listings(record, survey.name)}
    assignments = [a for a in fetch_assignments(record, survey.name) if a.paper not in listed]
    papers = fetch_papers(record, {assignment.paper for assignment in assignments})
    proposal = propose_additions(
        content,
        document,
        [Placement(paper=papers[a.paper], assignment=a) for a in assignments if a.paper in papers],
        learn_style(content, document, history),
        name=_name_in_diff(workspace, survey),
        decisions=in_force(fetch_decisions(record, survey.name), survey.name),
        history=history,
        limit=limit,
        today=record.today,
    )
    replace_file(workspace.proposal(survey), to_json(proposal).encode())
    return proposal


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


def text_vectors(record: Record, encoder: Encoder, as_of: str | None, progress: Progress) -> Vectors:
    """Give a vector for each paper that has a text, through the record's cache."""
    from litgraph.classify.features import paper_vectors
    from litgraph.classify.texts import has_text

    papers = [paper for paper in fetch_papers(record, as_of=as_of).values() if has_text(paper)]
    embed = embedder(encoder, record, progress)
    matrix = paper_vectors(papers, embed).astype("float32")
    return Vectors(papers=tuple(p.id for p in papers), matrix=matrix, encode=lambda text: embed([text])[0])


def count_papers(record: Record, survey: Survey) -> dict[str, int]:
    """Count the papers of the record by their status for a survey."""
    counted = Counter(fetch_status(record, survey.name).values())
    return {status: counted[status] for status in ("listed", "candidate", "periphery")}


def status(record: Record, workspace: Workspace) -> dict[str, Any]:
    """Tell what the record holds of each survey, which stages ran, and what is missing."""
    runs = last_runs(record)
    surveys = [_survey_status(record, workspace, survey) for survey in workspace.surveys()]
    pending = sum(survey["unclassified"] for survey in surveys)
    stages = [{"name": "read", "pending": sum(not survey["read"] for survey in surveys)}]
    stages += [{"name": "import", "pending": 0}, {"name": "classify", "pending": pending}]
    return {
        "surveys": surveys,
        "papers": take_census(record).papers,
        "revision": record.revision,
        "stages": [
            {**stage, "last_run": runs[stage["name"]].day if stage["name"] in runs else None} for stage in stages
        ],
        "missing": list(_missing(record, surveys)),
    }


def _survey_status(record: Record, workspace: Workspace, survey: Survey) -> dict[str, Any]:
    assigned = {assignment.paper for assignment in fetch_assignments(record, survey.name)}
    waiting = [paper for paper in fetch_candidates(record, survey.name) if paper not in assigned]
    return {
        "name": survey.name,
        "list": survey.list,
        "read": is_read(record, workspace, survey),
        "entries": len(fetch_listings(record, survey.name)),
        **count_papers(record, survey),
        "unclassified": len(waiting),
    }


def _missing(record: Record, surveys: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Say what a person may want to add, most useful first."""
    census = take_census(record)
    listed = sum(survey["listed"] for survey in surveys)
    if not sum(survey["candidate"] for survey in surveys):
        yield "no candidates: litgraph import FILE… brings papers and citations"
    if census.without_abstract:
        told = f"{census.without_abstract} of {census.papers} papers"
        yield f"no abstract for {told}: they are classified by title alone"
    if listed and not census.citations:
        yield "no citations: litgraph import FILE… takes them as JSONL or CSV"
    for survey in surveys:
        if survey["unclassified"]:
            yield f"{survey['unclassified']} candidates of {survey['name']} are not classified: litgraph classify"
        if not survey["read"]:
            yield f"the list of {survey['name']} has changed: the next command that writes reads it again"


def export(
    record: Record,
    backend: GraphBackend,
    survey: Survey,
    known: Format,
    output: FilePath,
    *,
    as_of: str | None = None,
    limit: int | None = None,
) -> Outcome:
    """Write the graph as one survey sees it in a format."""
    graph = collect(
        record, backend, survey, today=record.today, as_of=as_of, limit=known.limit if limit is None else limit
    )
    written = write_export(graph, known, output)
    value = {
        "format": written.format,
        "files": [str(file) for file in written.files],
        "nodes": written.nodes,
        "edges": written.edges,
    }
    return Outcome(value=value, warnings=tuple(caveats(graph)))
