"""Checking a contributor's change to a list: what is wrong with it, what it adds, and where that belongs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from litgraph.errors import InputError
from litgraph.files import read_file
from litgraph.ingest.resolve import SAME_TITLE, may_be_renamed, title_likeness
from litgraph.ingest.sources import trouble_of
from litgraph.lists.parse import parse_list
from litgraph.lists.revision import list_at_base
from litgraph.model.assignment import Assignment
from litgraph.model.finding import Finding
from litgraph.model.identifiers import PaperId, title_id
from litgraph.model.paper import SOURCES, Paper
from litgraph.model.survey import Entry, Survey
from litgraph.pipeline.asking import ask_for_papers
from litgraph.pipeline.cited import cited_places
from litgraph.pipeline.hinting import curated_places
from litgraph.pipeline.linting import known_entries
from litgraph.pipeline.outcome import Outcome, Progress
from litgraph.pipeline.teaching import embedder, learn
from litgraph.store.aliases import resolve_ids
from litgraph.store.entries import key_of
from litgraph.store.lists import fetch_taxonomy
from litgraph.store.papers import fetch_papers
from litgraph.store.record import Record
from litgraph.store.runs import fetch_states
from litgraph.survey.check import Change, find_change, new_findings, twins
from litgraph.survey.lint.lint import lint

if TYPE_CHECKING:
    from litgraph.encode.encoder import Encoder
    from litgraph.ingest.sources import Sources

# Who can say what a paper is called: all that rank above the list, which is what is being checked.
_AUTHORITIES = SOURCES[: SOURCES.index("list")]

Papers = Mapping[int, Paper]


def check_alone(file: Path, revision: str) -> Outcome:
    """Check the change of a list by what the list itself says; whether links lead to their titles stays unknown."""
    change, path, warnings = _change(file, revision)
    before, after = lint(change.before, parse_list(change.before)), lint(change.after, change.document)
    return _outcome(change, path, new_findings(change, before, after), {}, {}, {}, warnings)


def check(
    record: Record, survey: Survey, file: Path, revision: str, sources: Sources, encoder: Encoder, *, progress: Progress
) -> Outcome:
    """Check the change of a survey's list with what the record and the sources know of the papers that it touches."""
    change, path, warnings = _change(file, revision)
    _ask(record, change.entries, sources, progress=progress)
    if trouble := trouble_of(sources):
        warnings = (*warnings, f"{trouble} Titles that were not asked for stay unknown.")
    papers = _papers(record, change.document.entries)
    matches = {entry.line: _title_matches(record, entry, papers[entry.line]) for entry in change.entries}
    meant = {entry.line: _meant(entry, papers[entry.line], matches[entry.line]) for entry in change.entries}
    unseen = {papers[line].id for line in meant}
    try:
        fitting = _fitting(record, survey, meant, unseen, encoder, progress=progress)
    except InputError as error:
        fitting, warnings = {}, (*warnings, str(error))
    findings = new_findings(change, *_lint(record, survey, change, fitting))
    return _outcome(change, path, findings, papers, matches, fitting, warnings)


def _lint(
    record: Record, survey: Survey, change: Change, fitting: Mapping[int, Assignment]
) -> tuple[Sequence[Finding], Sequence[Finding]]:
    """Lint the list before and after with what the record knows; give the findings of both."""
    former = parse_list(change.before)
    known = known_entries(record, survey, change.document.entries)
    known |= {line: replace(known[line], assignment=made) for line, made in fitting.items() if line in known}
    before = lint(change.before, former, known_entries(record, survey, former.entries))
    return before, lint(change.after, change.document, known)


def _change(file: Path, revision: str) -> tuple[Change, str, tuple[str, ...]]:
    after = read_file(file)
    base = list_at_base(file, revision)
    change = find_change(base.content or b"", after)
    warnings = () if base.content is not None else (f"{base.path} was not there at {revision}: all of it is new.",)
    return change, base.path, warnings


def _papers(record: Record, entries: Sequence[Entry]) -> dict[int, Paper]:
    """Give the paper behind the link of each entry (of one without a link: the paper of its title), by line."""
    keys = resolve_ids(record, {key_of(entry) for entry in entries})
    papers = fetch_papers(record, set(keys.values()))
    return {entry.line: papers[keys[key_of(entry)]] for entry in entries if key_of(entry) in keys}


def _ask(record: Record, entries: Sequence[Entry], sources: Sources, *, progress: Progress) -> None:
    """Ask for the papers of changed entries that nobody but a list has named: arXiv, and then Semantic Scholar."""
    for source in (sources.arxiv, sources.s2):
        papers = _papers(record, [entry for entry in entries if entry.identifiers])
        nameless = {paper.id: paper for paper in papers.values() if not _is_named(paper)}
        ask_for_papers(record, source, nameless.values(), refresh=False, progress=progress)


def _is_named(paper: Paper) -> bool:
    said = paper.provenance.get("title")
    return said is not None and said.source in _AUTHORITIES


def _title_matches(record: Record, entry: Entry, paper: Paper) -> bool | None:
    """Tell whether the link leads to the paper of the title; None where nobody knows what it leads to."""
    if not entry.identifiers:
        return None
    if _is_named(paper):
        return title_likeness(entry.title, paper.title) >= SAME_TITLE
    unknown = fetch_states(record, "arxiv", paper.aliases).values()
    return False if any(state.state == "not_found" for state in unknown) else None


def _meant(entry: Entry, paper: Paper, matches: bool | None) -> Paper:
    """Give the paper that an entry means: where its link leads elsewhere, one of which the title alone is known."""
    if matches is not False or may_be_renamed(entry.title, paper.title):
        return paper
    return Paper(id=title_id(entry.title), title=entry.title)


def _fitting(
    record: Record,
    survey: Survey,
    meant: Papers,
    unseen: Collection[PaperId],
    encoder: Encoder,
    *,
    progress: Progress,
) -> dict[int, Assignment]:
    """Say which sections fit each paper; the classifier doesn't learn from `unseen`."""
    from litgraph.classify.assign import assign

    if not meant:
        return {}
    taxonomy = fetch_taxonomy(record, survey.name)
    embed = embedder(encoder, record, progress)
    cited = cited_places(record, survey, taxonomy, embed)
    listed = {paper: paths for paper, paths in curated_places(record, survey.name).items() if paper not in unseen}
    subjects = {paper.id: paper for paper in meant.values()}
    papers = {**fetch_papers(record, {*listed, *cited}), **subjects}
    classifier = learn(record, survey, taxonomy, listed, cited, papers, embed)
    assigned = {one.paper: one for one in assign(classifier, listed, papers, sorted(subjects), embed)}
    return {line: assigned[paper.id] for line, paper in meant.items() if paper.id in assigned}


def _outcome(
    change: Change,
    path: str,
    findings: Sequence[Finding],
    papers: Papers,
    matches: Mapping[int, bool | None],
    fitting: Mapping[int, Assignment],
    warnings: tuple[str, ...],
) -> Outcome:
    there = twins(change, {line: paper.aliases for line, paper in papers.items()})
    entries = []
    for entry in change.entries:
        paper = papers[entry.line].id if entry.line in papers else key_of(entry)
        alternatives = fitting[entry.line].alternatives if entry.line in fitting else ()
        entries.append(
            {
                "line": entry.line,
                "paper": paper,
                "title": entry.title,
                "already_at": there.get(entry.line),
                "title_matches": matches.get(entry.line),
                "category": list(entry.category),
                "alternatives": [{"category": list(a.category), "probability": a.probability} for a in alternatives],
            }
        )
    value: dict[str, Any] = {"file": path, "findings": [asdict(one) for one in findings], "entries": entries}
    return Outcome(value=value, warnings=warnings)
