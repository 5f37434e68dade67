"""Taking files into the record: filters, batches and counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from litgraph.errors import InputError
from litgraph.ingest.choice import Choice
from litgraph.ingest.fields import BadField, read_id
from litgraph.ingest.files import read_file
from litgraph.ingest.lines import DamagedFile, read_lines
from litgraph.ingest.naming import with_names
from litgraph.ingest.told import LEFT_OUT, LeftOut, PaperLine, Rejected, S2Citation, Told
from litgraph.model.citation import Citation
from litgraph.model.identifiers import PaperId
from litgraph.store.aliases import resolve_ids
from litgraph.store.citations import upsert_citations
from litgraph.store.counts import UpsertCounts
from litgraph.store.facts import put_facts
from litgraph.store.papers import upsert_papers
from litgraph.store.record import Record
from litgraph.store.rows import in_batches

_SOURCE = "file"
# A citation weighs 1, a paper without abstract 5: batches of up to 100,000 citations or 20,000 papers.
_BATCH_WEIGHT = 100_000
_LISTED = 100_000
_NOTHING = Choice(ids=frozenset())


@dataclass(slots=True, kw_only=True)
class Tally:
    """What became of the lines so far; a class since it is counted up while files stream by."""

    papers: UpsertCounts = field(default_factory=UpsertCounts)
    citations: UpsertCounts = field(default_factory=UpsertCounts)
    references: UpsertCounts = field(default_factory=UpsertCounts)
    filtered: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    unlisted: int = 0

    def reject(self, line: Rejected) -> None:
        """Keep a line that is rejected; past a limit, so that no file fills the memory, it is only counted."""
        if len(self.rejected) < _LISTED:
            self.rejected.append(line)
        else:
            self.unlisted += 1


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

    Where papers are chosen by a filter, a citation is taken if its citing paper is in the record afterwards, and so is
    an abstract that comes apart from its paper. Only files that hold such lines are read twice.
    """
    for path in paths:
        _check_readable(path)
    chosen = read_ids(ids, namespace) if ids else None
    choice = Choice(categories=frozenset(categories), since=since, until=until, ids=chosen)
    tally = Tally()

    def lines(among: Iterable[Path], choice: Choice) -> Iterator[tuple[Path, Told]]:
        return (
            (path, told)
            for path in among
            for told in read_file(path, today=record.today, namespace=namespace, choice=choice)
        )

    if choice.takes_all:
        _take(record, (told for _, told in lines(paths, choice)), tally)
    else:
        waiting: dict[Path, None] = {}
        _take(record, _without_waiting(lines(paths, choice), waiting), tally)
        _take(record, _of_known(record, (told for _, told in lines(waiting, _NOTHING)), tally), tally)
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
        "read": told + tally.filtered + len(tally.rejected) + tally.unlisted,
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
    for batch in _in_batches(_counted(lines, tally)):
        papers = [line for line in batch if isinstance(line, PaperLine)]
        references = (Citation(citing=line.paper.id, cited=cited) for line in papers for cited in line.references)
        with record.transaction():
            tally.papers += upsert_papers(record, with_names(record, papers))
            put_facts(record, ((line.paper.id, line.source, line.facts) for line in papers if line.facts))
            for source, citations in _by_source(batch).items():
                tally.citations += upsert_citations(record, citations, source=source)
            tally.references += upsert_citations(record, references, source=_SOURCE)


def _counted(lines: Iterable[Told], tally: Tally) -> Iterator[PaperLine | Citation]:
    """Count what is left out and keep what is rejected; give what is to be taken."""
    for line in lines:
        if isinstance(line, LeftOut):
            tally.filtered += 1
        elif isinstance(line, Rejected):
            tally.reject(line)
        else:
            yield line


def _by_source(batch: Iterable[PaperLine | Citation]) -> dict[str, list[Citation]]:
    """Sort citations by who tells them."""
    told: dict[str, list[Citation]] = {}
    for line in batch:
        if isinstance(line, Citation):
            told.setdefault("s2" if isinstance(line, S2Citation) else _SOURCE, []).append(line)
    return told


def _in_batches(lines: Iterable[PaperLine | Citation]) -> Iterator[list[PaperLine | Citation]]:
    """Cut lines into batches of about equal weight, whatever their length."""
    batch: list[PaperLine | Citation] = []
    weight = 0
    for line in lines:
        batch.append(line)
        weight += _weight(line)
        if weight >= _BATCH_WEIGHT:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch


def _weight(line: PaperLine | Citation) -> int:
    if isinstance(line, PaperLine):
        return 5 + len(line.paper.abstract) // 500 + len(line.references) + len(line.facts)
    return 1 + len(line.contexts)


def _without_waiting(lines: Iterable[tuple[Path, Told]], waiting: dict[Path, None]) -> Iterator[Told]:
    """Pass over what hangs on a paper that may come later, and note the files that hold such lines."""
    for path, line in lines:
        if _hangs_on_paper(line):
            waiting[path] = None
        else:
            yield line


def _of_known(record: Record, lines: Iterable[Told], tally: Tally) -> Iterator[Told]:
    """Give what hangs on a paper of the record; the rest is filtered."""
    for batch in in_batches(filter(_hangs_on_paper, lines), _BATCH_WEIGHT):
        known = resolve_ids(record, {name for line in batch for name in _papers_of(line)})
        for line in batch:
            yield LEFT_OUT if known.keys().isdisjoint(_papers_of(line)) else line


def _hangs_on_paper(line: Told) -> bool:
    return isinstance(line, Citation) or (isinstance(line, PaperLine) and line.adds)


def _papers_of(line: Told) -> Collection[PaperId]:
    """Name the paper that a line hangs on."""
    return (line.citing,) if isinstance(line, Citation) else line.paper.aliases if isinstance(line, PaperLine) else ()
