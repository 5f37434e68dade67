"""The whole job on the bundled snapshot, as a replay of the past.

The list is put back to a day; the papers that people added to it later are the candidates. litgraph files them, and
what it does is held against what people did.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from litgraph.api import LitgraphWorkspace, init_workspace, open_workspace
from litgraph.errors import InputError
from litgraph.files import replace_file
from litgraph.pipeline import Progress
from litgraph.queries.similar import By

AS_OF = "2024-01-31"
_LISTS = "survey-list"
_MOST_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """What the demo gives: the answer for scripts, the story for people, and what must be said beside it."""

    value: dict[str, Any]
    story: str
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The bundled facts: surveys, the stays of their entries, papers, and citations as CSV text."""

    surveys: tuple[dict[str, Any], ...]
    entries: tuple[dict[str, Any], ...]
    papers: tuple[dict[str, Any], ...]
    citations: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What litgraph did with the papers that people added later, beside what people did."""

    candidates: int
    guessed_as_people: int
    filed: int
    filed_as_people: int
    under_newer_headings: int


def run_demo(folder: Path, *, progress: Progress) -> Demo:
    """Build a workspace from the snapshot in a folder, and do the whole job in it, offline."""
    if (folder / "litgraph.toml").exists():
        raise InputError(f"{folder} already holds a workspace. Give another folder, or remove that one.")
    snapshot = load_snapshot()
    survey = snapshot.surveys[0]
    stays = [entry for entry in snapshot.entries if entry["survey"] == survey["name"]]
    later = later_entries(stays, AS_OF)
    opened = _build(folder, snapshot, survey, stays, later)
    opened = replace(opened, progress=progress)
    assignments = opened.classify().value["assignments"]
    proposal = opened.propose().value
    patch = folder / "proposal.patch"
    replace_file(patch, proposal["diff"].encode("utf-8", "surrogateescape"))
    opened.import_files([folder / "papers.jsonl", folder / "citations.csv"])
    page = folder / "explorer.html"
    exported = opened.export("html", page)
    score = held_against_people(assignments, later, {tuple(path) for path in opened.parse_list()["categories"]})
    value = {
        "workspace": str(folder.resolve()),
        "page": str(page.resolve()),
        "patch": str(patch.resolve()),
        "proposed": len(proposal["additions"]),
        "as_people": score.filed_as_people,
        "of": score.candidates,
        "best_guess_as_people": score.guessed_as_people,
    }
    return Demo(
        value=value, story="\n".join(_story(folder, survey, opened, score, proposal)), warnings=exported.warnings
    )


def load_snapshot() -> Snapshot:
    """Read the snapshot that is installed with litgraph."""
    root = files("litgraph") / "data"

    def lines(name: str) -> Iterator[dict[str, Any]]:
        return map(json.loads, (root / name).read_text(encoding="utf-8").splitlines())

    return Snapshot(
        surveys=tuple(lines("surveys.jsonl")),
        entries=tuple(lines("entries.jsonl")),
        papers=tuple(lines("papers.jsonl")),
        citations=(root / "citations.csv").read_text(encoding="utf-8"),
    )


def stood_at(stays: Iterable[Mapping[str, Any]], day: str) -> list[Mapping[str, Any]]:
    """Choose the stays that cover a day, in the order of the list."""
    there = (s for s in stays if s.get("since", "") <= day < s.get("until", "9999"))
    return sorted(there, key=lambda s: s.get("line", 0))


def later_entries(stays: Iterable[Mapping[str, Any]], day: str) -> dict[str, list[Mapping[str, Any]]]:
    """Group the stays that began after a day by paper, without the papers that had been listed by then."""
    before = {name for stay in stays if stay.get("since", "") <= day for name in _names(stay)}
    later: dict[str, list[Mapping[str, Any]]] = {}
    for stay in stays:
        if not before.intersection(_names(stay)):
            later.setdefault(_names(stay)[0], []).append(stay)
    return later


def render_list(survey: Mapping[str, Any], stays: Iterable[Mapping[str, Any]], day: str) -> str:
    """Write a plain Markdown list of what stood in a survey's list on a day."""
    standing = stood_at(stays, day)
    lines = [f"# {survey['title']}", "", f"The papers of this survey's list as of {day}, from bibliographic facts.", ""]
    shown: tuple[str, ...] = ()
    for path in _paths(survey, day):
        lines += [
            f"{'#' * min(depth + 2, 6)} {path[depth]}"
            for depth in range(len(path))
            if path[: depth + 1] != shown[: depth + 1]
        ]
        shown = path
        lines += ["", *(_bullet(stay) for stay in standing if tuple(stay.get("category", ())) == path), ""]
    return "\n".join(lines)


def _names(stay: Mapping[str, Any]) -> list[str]:
    return [*stay.get("ids", ()), str(stay["title"]).casefold()]


def _paths(survey: Mapping[str, Any], day: str) -> list[tuple[str, ...]]:
    return [tuple(s["path"]) for s in survey["categories"] if s.get("since", "") <= day < s.get("until", "9999")]


def _bullet(stay: Mapping[str, Any]) -> str:
    where = ", ".join(str(stay[key]) for key in ("venue", "year") if key in stay)
    links = " ".join(f"[[{label}]({url})]" for label, url in stay.get("links", ()))
    return " ".join(filter(None, (f"- {stay['title']}{',' if where else ''}", f"*{where}*" if where else "", links)))


def held_against_people(
    assignments: Iterable[Mapping[str, Any]],
    later: Mapping[str, Sequence[Mapping[str, Any]]],
    headings: Collection[tuple[str, ...]],
) -> Score:
    """Count how many papers went where people put them; papers under headings that came later are only counted."""
    places = {
        paper: {tuple(stay.get("category", ())) for stay in stays} & set(headings) for paper, stays in later.items()
    }
    asked = [a for a in assignments if places.get(a["paper"])]
    guessed = [a for a in asked if tuple(a["alternatives"][0]["category"]) in places[a["paper"]]]
    filed = [a for a in asked if a["filed"]]
    return Score(
        candidates=len(asked),
        guessed_as_people=len(guessed),
        filed=len(filed),
        filed_as_people=sum(tuple(a["category"]) in places[a["paper"]] for a in filed),
        under_newer_headings=sum(not found for found in places.values()),
    )


def _build(
    folder: Path,
    snapshot: Snapshot,
    survey: Mapping[str, Any],
    stays: Iterable[Mapping[str, Any]],
    later: Mapping[str, Sequence[Mapping[str, Any]]],
) -> LitgraphWorkspace:
    """Lay out the list and the files of papers and citations, and read the list and the candidates as any user's."""
    here = folder / _LISTS
    replace_file(here / "README.md", render_list(survey, stays, AS_OF).encode())
    replace_file(folder / "added-later.jsonl", _as_lines(map(_candidate, later.values())))
    replace_file(folder / "papers.jsonl", _as_lines(snapshot.papers))
    replace_file(folder / "citations.csv", snapshot.citations.encode())
    init_workspace(folder, str(here), arxiv=survey["arxiv"], name=survey["name"], offline=True)
    opened = open_workspace(folder, offline=True)
    opened.import_files([folder / "added-later.jsonl"])
    return opened


def _candidate(stays: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Give a paper as an import line: what its entry says of it, without where people put it."""
    first = stays[0]
    facts = {"title": first["title"], "venue": first.get("venue"), "year": first.get("year")}
    return {**({"id": first["ids"][0]} if first.get("ids") else {}), **{k: v for k, v in facts.items() if v}}


def _as_lines(papers: Iterable[Mapping[str, Any]]) -> bytes:
    return "".join(json.dumps(paper, ensure_ascii=False) + "\n" for paper in papers).encode()


def _story(
    folder: Path, survey: Mapping[str, Any], opened: LitgraphWorkspace, score: Score, proposal: Mapping[str, Any]
) -> Iterator[str]:
    """Tell what was done, what came of it, and what to try next."""
    filed = f"filed {score.filed}, {score.filed_as_people} of them where people put them; the rest is for review"
    entries = opened.status()["surveys"][0]["entries"]
    yield f"{survey['title']} (arXiv {survey['arxiv']}), its list put back to {AS_OF}"
    yield f"  list       {entries} entries in {folder / _LISTS / 'README.md'},"
    yield "             a plain Markdown list rendered from the snapshot's facts"
    yield f"  classify   {score.candidates} papers that people added later, by title alone"
    yield f"             {filed}"
    yield f"             the best guess is people's heading for {score.guessed_as_people} of {score.candidates}"
    if score.under_newer_headings:
        yield f"             {score.under_newer_headings} more went under headings that did not exist then"
    mended = f" and {len(proposal['changes'])} mended" if proposal["changes"] else ""
    yield f"  propose    {len(proposal['additions'])} new lines{mended} for the list: {folder / 'proposal.patch'}"
    yield from _samples(proposal["additions"])
    yield f"  page       open {folder / 'explorer.html'} in a browser; it needs no network"
    yield "  query      the papers cited most within the graph, and those most cited together with the first:"
    top = opened.query.top(limit=_MOST_SHOWN).rows
    yield from (f"             {row['score']:4} {row['title'][:90]}" for row in top)
    similar = opened.query.similar(top[0]["paper"], by=By.CO_CITATION, limit=_MOST_SHOWN).rows if top else ()
    yield from (f"             +{row['score']:3} {row['title'][:90]}" for row in similar)
    yield "Try next:"
    for command in (
        "query similar 'GPTQ: Accurate' --by co-citation",
        "query categories",
        "classify --paper 'FedSpaLLM'",
        "survey propose",
        "survey apply",
        "export graphml -o graph.graphml",
    ):
        yield f"  litgraph {command} -w {folder}"


def _samples(additions: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for addition in additions[:_MOST_SHOWN]:
        yield f"             {addition['probability']:.2f} {addition['title'][:70]} → {addition['category'][-1]}"
