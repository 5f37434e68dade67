"""Taking files into the record: filters, batches and counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from litgraph.errors import InputError
from litgraph.ingest.fields import BadField, read_id
from litgraph.ingest.files import PaperLine, Rejected, Told, read_file
from litgraph.ingest.lines import DamagedFile, read_lines
from litgraph.model.citation import Citation
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import known_from
from litgraph.store.aliases import resolve_ids
from litgraph.store.citations import upsert_citations
from litgraph.store.counts import UpsertCounts
from litgraph.store.papers import upsert_papers
from litgraph.store.record import Record
from litgraph.store.rows import in_batches

_SOURCE = "file"
# A citation weighs 1, a paper without abstract 5: batches of up to 100,000 citations or 20,000 papers.
_BATCH_WEIGHT = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which papers of a file to take: of these arXiv categories, first out between these days, with these ids."""

    categories: frozenset[str] = frozenset()
    since: str | None = None
    until: str | None = None
    ids: frozenset[PaperId] | None = None

    @property
    def takes_all(self) -> bool:
        """Tell whether nothing is left out."""
        return self == Choice()

    def takes(self, line: PaperLine) -> bool:
        """Tell whether to take a paper. One of which a file does not say what is asked for is not taken."""
        if self.ids is not None and self.ids.isdisjoint(line.paper.aliases):
            return False
        if self.categories and not any(self._names(category) for category in line.categories):
            return False
        day = known_from(line.paper) or ""
        return not (self.since or self.until) or (bool(day) and (self.since or "") <= day <= (self.until or "9999"))

    def _names(self, category: str) -> bool:
        """Match a category, or the archive that it is of: `cs` takes `cs.CL`."""
        return category in self.categories or category.partition(".")[0] in self.categories


@dataclass(slots=True, kw_only=True)
class Tally:
    """What became of the lines so far; a class since it is counted up while files stream by."""

    papers: UpsertCounts = field(default_factory=UpsertCounts)
    citations: UpsertCounts = field(default_factory=UpsertCounts)
    references: UpsertCounts = field(default_factory=UpsertCounts)
    filtered: int = 0
    rejected: list[Rejected] = field(default_factory=list)


def import_files(
    record: Record,
    paths: Sequence[Path],
    *,
    namespace: str = "",
    categories: Collection[str] = (),
    since: str | None = None,
    until: str | None = None,
    ids: Path | None = None,
) -> dict[str, Any]:
    """Take the papers and citations of files into the record, and count what became of their lines.

    Where papers are chosen by a filter, a citation is taken if its citing paper is in the record afterwards.
    """
    for path in paths:
        _check_readable(path)
    chosen = read_ids(ids, namespace) if ids else None
    choice = Choice(categories=frozenset(categories), since=since, until=until, ids=chosen)
    tally = Tally()

    def lines() -> Iterator[Told]:
        return chain.from_iterable(read_file(path, today=record.today, namespace=namespace) for path in paths)

    if choice.takes_all:
        _take(record, lines(), tally)
    else:
        _take(record, _chosen_papers(lines(), choice, tally), tally)
        _take(record, _citations_of_known(record, lines(), tally), tally)
    return summary(tally)


def read_ids(path: Path, namespace: str = "") -> frozenset[PaperId]:
    """Read a file of identifiers, one a line; what follows a # is a remark."""
    _check_readable(path)
    found = set()
    try:
        for number, line in enumerate(read_lines(path), start=1):
            text = (line or b"").decode("utf-8", "replace").partition("#")[0].strip()
            if text:
                found.add(read_id(text, namespace, f"line {number} of {path}"))
    except (BadField, DamagedFile) as error:
        raise InputError(f"The ids of {path} cannot be read: {error}.") from error
    return frozenset(found)


def summary(tally: Tally) -> dict[str, Any]:
    """Give the counts as `import --json` shows them: of all lines, then of papers, citations and references apart."""
    lines = tally.papers + tally.citations
    told = lines.added + lines.merged + lines.unchanged
    return {
        "read": told + tally.filtered + len(tally.rejected),
        **asdict(lines),
        "filtered": tally.filtered,
        "rejected": [asdict(rejected) for rejected in tally.rejected],
        "papers": asdict(tally.papers),
        "citations": asdict(tally.citations),
        "references": asdict(tally.references),
    }


def _check_readable(path: Path) -> None:
    if not path.exists():
        raise InputError(f"There is no file {path}.")
    if path.is_dir():
        raise InputError(f"{path} is a folder: name the files in it.")


def _take(record: Record, lines: Iterable[Told], tally: Tally) -> None:
    """Put lines into the record, a batch at a time; a crash loses at most the one in flight."""
    for batch in _in_batches(lines):
        papers = [line for line in batch if isinstance(line, PaperLine)]
        citations = [line for line in batch if isinstance(line, Citation)]
        references = (Citation(citing=line.paper.id, cited=cited) for line in papers for cited in line.references)
        with record.transaction():
            taken = upsert_papers(record, [line.paper for line in papers])
            cited = upsert_citations(record, citations, source=_SOURCE)
            referred = upsert_citations(record, references, source=_SOURCE)
        tally.papers += taken
        tally.citations += cited
        tally.references += referred
        tally.rejected += [line for line in batch if isinstance(line, Rejected)]


def _in_batches(lines: Iterable[Told]) -> Iterator[list[Told]]:
    """Cut lines into batches of about equal weight, whatever their length."""
    batch: list[Told] = []
    weight = 0
    for line in lines:
        batch.append(line)
        weight += _weight(line)
        if weight >= _BATCH_WEIGHT:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch


def _weight(line: Told) -> int:
    if isinstance(line, PaperLine):
        return 5 + len(line.paper.abstract) // 500 + len(line.references)
    return 1 + len(line.contexts) if isinstance(line, Citation) else 1


def _chosen_papers(lines: Iterable[Told], choice: Choice, tally: Tally) -> Iterator[Told]:
    for line in lines:
        if isinstance(line, PaperLine) and not choice.takes(line):
            tally.filtered += 1
        elif not isinstance(line, Citation):
            yield line


def _citations_of_known(record: Record, lines: Iterable[Told], tally: Tally) -> Iterator[Told]:
    citations = (line for line in lines if isinstance(line, Citation))
    for batch in in_batches(citations, _BATCH_WEIGHT):
        known = resolve_ids(record, {citation.citing for citation in batch})
        kept = [citation for citation in batch if citation.citing in known]
        tally.filtered += len(batch) - len(kept)
        yield from kept
