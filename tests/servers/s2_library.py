"""What the local Semantic Scholar knows: papers, who cites whom, and the records that it shows of them."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from litgraph.model.identifiers import PaperId, best_key, normalise_title, scheme_of, value_of
from tests.servers.records import ServedPaper, completed

_PREFIXES = {"arxiv": "arxiv", "doi": "doi", "acl": "acl", "corpusid": "s2"}
_OUTSIDE = {"arxiv": "ArXiv", "doi": "DOI", "acl": "ACL"}
_CROWDED = 200  # papers that cite a reference; more say little about who is alike

PAPER_FIELDS = frozenset(
    {"paperId", "corpusId", "externalIds", "url", "title", "abstract", "venue", "publicationVenue", "year", "journal"}
    | {"referenceCount", "citationCount", "influentialCitationCount", "publicationTypes", "publicationDate", "tldr"}
    | {"isOpenAccess", "openAccessPdf", "fieldsOfStudy", "s2FieldsOfStudy", "citationStyles", "embedding"}
    | {"authors", "authors.authorId", "authors.name", "embedding.specter_v1", "embedding.specter_v2"}
)
ROW_FIELDS = frozenset({"contexts", "intents", "isInfluential", "contextsWithIntent"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One row of a reference list; without `cited` the service could not place it, and has its title at most."""

    cited: PaperId | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    year: int | None = None
    contexts: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    influential: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPaper:
    """A paper of the library; `date` is a day or nothing, `elided` says that its publisher withholds its references."""

    ids: frozenset[PaperId]
    title: str | None
    abstract: str | None = None
    authors: tuple[str, ...] = ()
    year: int | None = None
    date: str | None = None
    venue: str = ""
    venue_kind: str = ""
    publication_types: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    elided: bool = False

    @property
    def key(self) -> PaperId:
        """Give the best of its identifiers, on which the service's own depend."""
        return best_key(self.ids)

    @property
    def corpus_id(self) -> int:
        """Give the service's number of the paper."""
        given = [int(value_of(one)) for one in self.ids if scheme_of(one) == "s2"]
        return given[0] if given else 10**9 + int(hashlib.sha256(self.key.encode()).hexdigest()[:13], 16) % 10**12

    @property
    def sha(self) -> str:
        """Give the service's long id of the paper."""
        return hashlib.sha1(self.key.encode()).hexdigest()


Row = tuple[Reference, KnownPaper | None]


class Library:
    """Papers and their citations; a class since it holds the indexes."""

    def __init__(self, papers: Iterable[KnownPaper]) -> None:
        """Take papers in; of two with one identifier the first is found by it."""
        self.papers = list(papers)
        self.by_id: dict[PaperId, KnownPaper] = {}
        self._by_sha: dict[str, KnownPaper] = {}
        self._citing: dict[PaperId, list[tuple[Reference, KnownPaper]]] = defaultdict(list)
        for paper in self.papers:
            self._by_sha[paper.sha] = paper
            for one in (*paper.ids, PaperId(f"s2:{paper.corpus_id}")):
                self.by_id.setdefault(one, paper)
        for paper in self.papers:
            for row in paper.references:
                if row.cited and (cited := self.by_id.get(row.cited)):
                    self._citing[cited.key].append((row, paper))

    @property
    def citations(self) -> int:
        """Count the citations between papers of the library."""
        return sum(map(len, self._citing.values()))

    def find(self, name: str) -> KnownPaper | None:
        """Find a paper by a name as the service takes it: `ARXIV:…`, `DOI:…`, `CorpusId:…`, `ACL:…`, bare DOI, sha."""
        prefix, colon, value = name.partition(":")
        if colon and (scheme := _PREFIXES.get(prefix.lower())):
            value = value.upper() if scheme == "acl" and value[:1].isalpha() else value.lower()
            return self.by_id.get(PaperId(f"{scheme}:{value}"))
        return self.by_id.get(PaperId(f"doi:{name.lower()}")) if name.startswith("10.") else self._by_sha.get(name)

    def references(self, paper: KnownPaper) -> list[Row]:
        """List what a paper cites."""
        return [(row, self.by_id.get(row.cited) if row.cited else None) for row in paper.references]

    def citing(self, paper: KnownPaper) -> list[Row]:
        """List what cites a paper, the newest first."""
        rows: list[Row] = list(self._citing.get(paper.key, ()))
        return sorted(rows, key=lambda row: (_day(row[1]), row[1].key if row[1] else ""), reverse=True)

    def matching(self, query: str) -> tuple[KnownPaper, float] | None:
        """Find the paper whose title has most of the query's words, the rare ones counting for more."""
        words = set(normalise_title(query).split())
        scores: dict[int, float] = defaultdict(float)
        for word in sorted(words):
            for place in self._words.get(word, ()):
                scores[place] += self._weight(word)
        if not scores:
            return None
        best = min(scores, key=lambda place: (-scores[place], len(self.papers[place].title or ""), place))
        enough = scores[best] >= sum(map(self._weight, words)) / 2
        return (self.papers[best], scores[best]) if enough else None

    def like(self, liked: Sequence[KnownPaper], disliked: Sequence[KnownPaper], limit: int) -> list[KnownPaper]:
        """List papers by what they share with some papers, less what they share with others."""
        scores: Counter[PaperId] = Counter()
        for paper in liked:
            scores.update(self._neighbours(paper))
        for paper in disliked:
            scores.subtract(self._neighbours(paper))
        examples = {paper.key for paper in (*liked, *disliked)}
        best = sorted((-score, key) for key, score in scores.items() if score > 0 and key not in examples)
        return [self.by_id[key] for _, key in best[:limit]]

    def record(self, paper: KnownPaper, fields: Sequence[str]) -> dict[str, Any]:
        """Show of a paper what was asked for; its long id is shown always."""
        names = {field.partition(".")[0] for field in fields}
        record = {"paperId": paper.sha} | {name: shown for name, shown in self._shown(paper).items() if name in names}
        if "embedding.specter_v2" in fields:
            record["embedding"] = _embedding(paper)
        return record

    def _shown(self, paper: KnownPaper) -> dict[str, Any]:
        outside = {_OUTSIDE[scheme_of(one)]: value_of(one) for one in sorted(paper.ids) if scheme_of(one) in _OUTSIDE}
        kind = {"name": paper.venue, "type": paper.venue_kind or None} if paper.venue else None
        return {
            "corpusId": paper.corpus_id,
            "externalIds": outside | {"CorpusId": paper.corpus_id},
            "title": paper.title,
            "abstract": paper.abstract,
            "authors": [{"authorId": None, "name": name} for name in paper.authors],
            "year": paper.year,
            "publicationDate": paper.date,
            "venue": paper.venue,
            "publicationVenue": kind,
            "journal": {"name": paper.venue} if paper.venue_kind == "journal" else None,
            "publicationTypes": list(paper.publication_types) or None,
            "citationCount": len(self._citing.get(paper.key, ())),
            "referenceCount": len(paper.references),
            "influentialCitationCount": sum(row.influential for row, _ in self._citing.get(paper.key, ())),
        }

    def _neighbours(self, paper: KnownPaper) -> Iterator[PaperId]:
        """List what cites a paper, and what cites the same as it, once for each reference they share."""
        yield from (other.key for _, other in self._citing.get(paper.key, ()))
        for _, cited in self.references(paper):
            if cited:
                together = self._citing[cited.key]
                yield from (other.key for _, other in together if len(together) <= _CROWDED and other is not paper)

    @cached_property
    def _words(self) -> Mapping[str, list[int]]:
        words: dict[str, list[int]] = defaultdict(list)
        for place, paper in enumerate(self.papers):
            for word in set(normalise_title(paper.title or "").split()):
                words[word].append(place)
        return words

    def _weight(self, word: str) -> float:
        return math.log(1 + len(self.papers) / (1 + len(self._words.get(word, ()))))


def known_papers(papers: Iterable[ServedPaper], citations: Iterable[tuple[str, str]] = ()) -> list[KnownPaper]:
    """Make a library's papers of bibliographic facts and of who cites whom; citations of others are left out."""
    served = {paper.id: paper for paper in papers}
    cited: dict[PaperId, dict[PaperId, None]] = defaultdict(dict)
    for citing, other in citations:
        if citing in served and other in served:
            cited[PaperId(citing)][PaperId(other)] = None
    return [_known(paper, cited[key]) for key, paper in served.items()]


def read_citations(files: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Read files with the header `citing,cited`, gzipped or not."""
    for file in files:
        content = file.read_bytes()
        text = (gzip.decompress(content) if file.suffix == ".gz" else content).decode()
        for row in csv.DictReader(io.StringIO(text)):
            yield row["citing"], row["cited"]


def _known(paper: ServedPaper, cited: Iterable[PaperId]) -> KnownPaper:
    # A day within a known month is made up, the same as the local arXiv's; of a year alone no date is made.
    date = completed(paper).published[:10] if len(paper.published) >= 7 or paper.arxiv else None
    published = {PaperId(f"doi:{paper.doi.lower()}")} if paper.doi else set()
    return KnownPaper(
        ids=frozenset({paper.id} | published),
        title=paper.title,
        abstract=paper.abstract or None,
        authors=paper.authors,
        year=paper.year or (int(date[:4]) if date else None),
        date=date,
        venue=paper.venue,
        references=tuple(Reference(cited=one) for one in cited),
    )


def _embedding(paper: KnownPaper) -> dict[str, Any] | None:
    if not paper.abstract:
        return None
    seed = hashlib.sha256(paper.key.encode()).digest()
    return {"model": "specter_v2", "vector": [(seed[i % 32] - 128) / 128 + i / 7680 for i in range(768)]}


def _day(paper: KnownPaper | None) -> str:
    return (paper.date or (f"{paper.year}-01-01" if paper.year else "")) if paper else ""
