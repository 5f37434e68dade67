"""Linting: what is wrong in the list, by the list itself and by what the record knows of its papers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from litgraph.errors import LitgraphError
from litgraph.ingest.resolve import SAME_TITLE, bearer, title_likeness
from litgraph.lists.parse import parse_list
from litgraph.model.account import FACTS
from litgraph.model.assignment import Assignment
from litgraph.model.finding import Finding
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper
from litgraph.model.survey import Entry, Survey
from litgraph.model.taxonomy import Path
from litgraph.pipeline.hinting import curated_places
from litgraph.pipeline.outcome import Outcome, Progress
from litgraph.pipeline.teaching import embedder
from litgraph.store.aliases import resolve_ids
from litgraph.store.entries import key_of
from litgraph.store.facts import fetch_facts
from litgraph.store.find import by_whole_title
from litgraph.store.lists import fetch_taxonomy
from litgraph.store.papers import fetch_papers
from litgraph.store.record import Record
from litgraph.store.resolutions import fetch_resolutions, mark_of
from litgraph.survey.lint.known import KnownEntry
from litgraph.survey.lint.lint import lint

if TYPE_CHECKING:
    from litgraph.encode.encoder import Encoder

NEED_RECORD = ("stale-preprint", "withdrawn-paper", "misfiled-entry")
# Fewer described papers on a list teach no model where its entries belong.
_ENOUGH = 60
_FOLDS = 5


def lint_content(content: bytes) -> Outcome:
    """Lint a list by itself alone."""
    note = (
        f"without a workspace {', '.join(NEED_RECORD)} are not looked for, and wrong-link and wrong-year only in part"
    )
    return Outcome(value=shape(lint(content, parse_list(content))), warnings=(note,))


def lint_survey(
    record: Record, survey: Survey, content: bytes, open_encoder: Callable[[], Encoder] | None, *, progress: Progress
) -> Outcome:
    """Lint a survey's list with what the record knows; with an encoder, look for misfiled entries, which takes long."""
    document = parse_list(content)
    known = known_entries(record, survey, document.entries)
    warnings = [*_what_is_missing(document.entries, known)]
    if open_encoder is not None:
        misfiled, note = _assigned_unseen(record, survey, open_encoder, progress)
        known = {line: _with_assignment(one, misfiled) for line, one in known.items()}
        warnings += note
    else:
        warnings.append("misfiled-entry is not looked for without --misfiled: it teaches a model five times")
    return Outcome(value=shape(lint(content, document, known)), warnings=tuple(warnings))


def known_entries(record: Record, survey: Survey, entries: Sequence[Entry]) -> dict[int, KnownEntry]:
    """Gather what the record knows of each entry, by its line."""
    resolutions = fetch_resolutions(record, survey.name)
    instead = {one.instead for one in resolutions.values() if one.instead}
    names = {name for entry in entries for name in (*entry.identifiers, key_of(entry))} | instead
    keys = resolve_ids(record, names)
    papers = fetch_papers(record, set(keys.values()))
    facts = _facts_of(record, papers)
    known = {}
    for entry in entries:
        paper = next((papers[keys[name]] for name in (*entry.identifiers, key_of(entry)) if name in keys), None)
        if paper is not None:
            told = resolutions.get(mark_of(entry))
            right = papers.get(keys.get(told.instead, told.instead)) if told and told.instead else None
            known[entry.line] = KnownEntry(
                paper=paper,
                facts=facts.get(paper.id, {}),
                instead=_named(right) or _bearer(record, entry, paper),
            )
    return known


def shape(findings: Sequence[Finding]) -> dict[str, Any]:
    """Give findings as `survey lint --json` shows them."""
    return {"findings": [asdict(finding) for finding in findings]}


def _named(paper: Paper | None) -> Paper | None:
    """Give a paper that a source knows; one that stands in for an entry tells nothing."""
    return paper if paper is not None and not paper.id.startswith("title:") else None


def _bearer(record: Record, entry: Entry, behind: Paper) -> Paper | None:
    """Find the one other paper that is called as the entry is, where the one behind its link is not."""
    if not entry.title or title_likeness(entry.title, behind.title) >= SAME_TITLE:
        return None
    named = fetch_papers(record, by_whole_title(record, entry.title))
    return _named(bearer(entry.title, named.values(), behind))


def _facts_of(record: Record, ids: Mapping[PaperId, Paper]) -> dict[PaperId, dict[str, Mapping[str, str]]]:
    facts: dict[PaperId, dict[str, Mapping[str, str]]] = {}
    for name in FACTS:
        for paper, said in fetch_facts(record, name, ids).items():
            facts.setdefault(paper, {})[name] = said
    return facts


def _what_is_missing(entries: Sequence[Entry], known: Mapping[int, KnownEntry]) -> Iterator[str]:
    """Say which rules the record cannot serve yet."""
    if unsourced := sum(not (entry.line in known and known[entry.line].is_sourced) for entry in entries):
        yield (
            f"no source's title for {unsourced} of {len(entries)} entries, so that wrong-link cannot be judged there: "
            "run litgraph ingest"
        )
    if not any(name in one.facts for one in known.values() for name in ("venue_name", "journal_ref", "comment")):
        yield "no facts of venues and withdrawals, which stale-preprint and withdrawn-paper need: run litgraph ingest"


def _assigned_unseen(
    record: Record, survey: Survey, open_encoder: Callable[[], Encoder], progress: Progress
) -> tuple[dict[PaperId, Assignment], tuple[str, ...]]:
    """Assign each listed paper by a model that was taught by the others alone; say so where that cannot be done."""
    from litgraph.classify.assign import classify_papers
    from litgraph.classify.texts import has_text

    places = curated_places(record, survey.name)
    papers = {key: paper for key, paper in fetch_papers(record, places).items() if has_text(paper) and paper.abstract}
    if len(papers) < _ENOUGH:
        return {}, (f"only {len(papers)} listed papers have an abstract, too few to look for misfiled entries",)
    taxonomy = fetch_taxonomy(record, survey.name)
    assigned: dict[PaperId, Assignment] = {}
    try:
        embed = embedder(open_encoder(), record, progress)
        for fold in range(_FOLDS):
            held = sorted(papers)[fold::_FOLDS]
            taught: dict[PaperId, tuple[Path, ...]] = {key: places[key] for key in papers if key not in held}
            made = classify_papers(taxonomy, taught, papers, held, embed)
            assigned |= {one.paper: one for one in made if one.alternatives[0].category not in places[one.paper]}
            progress("misfiled", fold + 1, _FOLDS)
    except LitgraphError as error:
        return {}, (f"misfiled entries are not looked for: {error}",)
    return assigned, ()


def _with_assignment(known: KnownEntry, assigned: Mapping[PaperId, Assignment]) -> KnownEntry:
    paper = known.instead or known.paper
    return replace(known, assignment=assigned.get(paper.id) if paper else None)
