"""Make the bundled snapshot: the bibliographic facts of surveys' lists and the citations that touch them.

Runs litgraph's own parser and history reader over clones of the lists, and its own importer over files of papers and
citations. Only facts go in (titles, ids, authors, years, venues, links, headings, days), no abstract, no prose.

    python scripts/make_snapshot.py --survey survey.json:CLONE … --papers papers.jsonl … --graph nodes,edges … -o DIR

`survey.json` holds {"name", "title", "arxiv", "repository"}; `CLONE` is a git clone whose README is the list.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from litgraph.ingest.files import PaperLine, read_file
from litgraph.lists.history import read_history
from litgraph.lists.parse import parse_list
from litgraph.model.citation import Citation
from litgraph.model.identifiers import PaperId, normalise_title, title_id
from litgraph.model.paper import Paper, merge
from litgraph.model.survey import CategoryStay, Entry, Listing
from litgraph.workspace import list_in


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyHistory:
    """A survey's own facts, and when everything was in its list."""

    facts: dict[str, Any]
    listings: tuple[Listing, ...]
    categories: tuple[CategoryStay, ...]


def main() -> None:
    """Read what the command line names and write the snapshot's files."""
    given = _arguments()
    surveys = [_read_survey(*pair.split(":", 1)) for pair in given.survey]
    listed = [listing.entry for survey in surveys for listing in survey.listings if not listing.until]
    keys = {key for entry in listed for key in entry.identifiers}
    titles = {normalise_title(entry.title): _key(entry) for entry in listed}
    graph_files = [Path(part) for pair in given.graph for part in pair.split(",")]
    papers, citations = _read_graph(map(Path, [*given.papers, *graph_files]), keys, titles)
    given.output.mkdir(parents=True, exist_ok=True)
    _write_lines(given.output / "surveys.jsonl", map(_survey_line, surveys))
    _write_lines(given.output / "entries.jsonl", (_entry_line(s, li) for s in surveys for li in s.listings))
    _write_lines(given.output / "papers.jsonl", (_paper_line(papers[key]) for key in sorted(papers)))
    _write_citations(given.output / "citations.csv", citations)
    print(f"{len(listed)} listings that stand, {len(papers)} papers, {len(citations)} citations", file=sys.stderr)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--survey", action="append", required=True, metavar="FACTS:CLONE")
    parser.add_argument("--papers", action="append", default=[], metavar="FILE")
    parser.add_argument("--graph", action="append", default=[], metavar="NODES,EDGES")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="DIR")
    return parser.parse_args()


def _read_survey(facts: str, clone: str) -> SurveyHistory:
    file = list_in(Path(clone))
    history = read_history(file)
    if history is None:
        sys.exit(f"{clone} is not a git clone")
    places = {path: place for place, path in enumerate(parse_list(file.read_bytes()).categories)}
    return SurveyHistory(
        facts=json.loads(Path(facts).read_text(encoding="utf-8")),
        listings=history.listings,
        categories=tuple(sorted(history.categories, key=lambda stay: (_place(stay.path, places), stay.since))),
    )


def _place(path: tuple[str, ...], places: dict[tuple[str, ...], int]) -> float:
    """Order a heading as the list has it now; one that has gone stands behind the nearest that was above it."""
    if not path:
        return -1
    return places[path] if path in places else _place(path[:-1], places) + 0.5


def _key(entry: Entry) -> PaperId:
    return entry.identifiers[0] if entry.identifiers else title_id(entry.title, "", entry.year)


def _read_graph(
    files: Iterable[Path], keys: set[PaperId], titles: dict[str, PaperId]
) -> tuple[dict[PaperId, Paper], list[tuple[PaperId, PaperId]]]:
    """Keep the citations that touch a listed paper, and the papers at their ends; a title id may name a listed one."""
    known: dict[PaperId, Paper] = {}
    renamed: dict[PaperId, PaperId] = {}
    citations: set[tuple[PaperId, PaperId]] = set()
    for file in files:
        for record in read_file(file, today="2000-01-01"):
            if isinstance(record, PaperLine):
                paper = record.paper
                key = paper.id if paper.aliases & keys else titles.get(normalise_title(paper.title), paper.id)
                renamed.update(dict.fromkeys(paper.aliases, key))
                known[key] = merge(known[key], paper) if key in known else paper
            elif isinstance(record, Citation):
                ends = renamed.get(record.citing, record.citing), renamed.get(record.cited, record.cited)
                if (ends[0] in keys or ends[1] in keys) and ends[0] != ends[1]:
                    citations.add(ends)
    ends_of = {end for pair in citations for end in pair}
    wanted = {key: paper for key, paper in known.items() if key in keys or (key in ends_of and paper.title)}
    return wanted, sorted(pair for pair in citations if pair[0] in wanted and pair[1] in wanted)


def _survey_line(survey: SurveyHistory) -> dict[str, Any]:
    categories = [{"path": list(stay.path), **_stay(stay.since, stay.until)} for stay in survey.categories]
    return {**survey.facts, "categories": categories}


def _entry_line(survey: SurveyHistory, listing: Listing) -> dict[str, Any]:
    entry = listing.entry
    facts = {
        "survey": survey.facts["name"],
        "title": entry.title,
        "ids": list(entry.identifiers),
        "category": list(entry.category),
        "venue": entry.venue,
        "year": entry.year,
        "links": [[link.label, link.url] for link in entry.links],
        "line": entry.line,
        **_stay(listing.since, listing.until),
    }
    return {key: value for key, value in facts.items() if value not in ("", None, [])}


def _stay(since: str, until: str) -> dict[str, str]:
    return {key: day for key, day in (("since", since), ("until", until)) if day}


def _paper_line(paper: Paper) -> dict[str, Any]:
    given = paper.provenance["date"].source == "file" if "date" in paper.provenance else False
    facts = {
        "id": paper.id,
        "title": paper.title,
        "authors": list(paper.authors),
        "date": paper.date if given else "",
        "year": paper.year,
    }
    return {key: value for key, value in facts.items() if value not in ("", None, [])}


def _write_lines(file: Path, lines: Iterable[dict[str, Any]]) -> None:
    text: Iterator[str] = (json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    file.write_text("".join(text), encoding="utf-8")


def _write_citations(file: Path, citations: list[tuple[PaperId, PaperId]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("citing", "cited"))
        writer.writerows(citations)


if __name__ == "__main__":
    main()
