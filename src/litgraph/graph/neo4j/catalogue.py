"""Finding the paper that a person means on a server."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from neo4j import Record

from litgraph.graph.neo4j import statements
from litgraph.graph.neo4j.codec import digest_text, is_shortened, node_id
from litgraph.model.identifiers import PaperId, value_of
from litgraph.store.identity import title_digest
from litgraph.store.lookup import LOOKED_AT
from litgraph.store.search import words_of
from litgraph.store.words import as_words

Read = Callable[..., list[Record]]

_LONGEST = 1000  # characters of an identifier that is no hash


class ServerCatalogue:
    """A server as a `store.lookup.Catalogue`; a class since it holds the way to ask it."""

    def __init__(self, read: Read, index: Callable[[str], str]) -> None:
        """Ask by `read`, and full-text indexes by the names that `index` gives them."""
        self._read = read
        self._index = index

    def by_identifier(self, identifier: PaperId) -> Sequence[PaperId]:
        """Give the paper that has this identifier, or had it."""
        return _papers(self._read(statements.BY_IDENTIFIER, id=node_id(identifier)))

    def by_local_name(self, name: str) -> Sequence[PaperId]:
        """Give what a person's own file calls so in whatever namespace; of a plain name, that one alone."""
        if plain := self.by_identifier(PaperId(f"local:{name}")):
            return plain
        found = self._read(statements.BY_LOCAL_NAME, ending=f"/{name}")
        return sorted({row["paper"] for row in found if value_of(row["name"]).partition("/")[2] == name})

    def by_whole_title(self, title: str) -> Sequence[PaperId]:
        """Give the papers that are called so, whatever its spelling."""
        digest = title_digest(title)
        return [] if digest is None else sorted(self._words("titles", digest_text(digest)))

    def by_part_of_title(self, text: str) -> Sequence[PaperId]:
        """Give the papers whose title holds the text, without regard to the case of A to Z (as Java's `(?i)` does)."""
        literal = text.replace("\\E", "\\E\\\\E\\Q")
        pattern = f"(?is).*\\Q{literal}\\E.*"
        return _papers(self._read(statements.BY_PART_OF_TITLE, pattern=pattern, limit=LOOKED_AT))

    def titles(self, papers: Sequence[PaperId]) -> dict[PaperId, str]:
        """Give the titles of papers, in the order of their ids."""
        found = self._read(statements.TITLES, ids=list(map(node_id, papers)))
        return dict(sorted((row["paper"], row["title"] or "") for row in found))

    def identifiers_like(self, text: str) -> Sequence[str]:
        """Give the identifiers that share the longest beginning with the text, of more than half of it."""
        beginnings = [text[:end] for end in range(min(len(text), _LONGEST), len(text) // 2, -1)]
        shared = self._read(statements.LONGEST_BEGINNING, beginnings=beginnings) if beginnings else []
        if not shared:
            return []
        found = self._read(statements.IDENTIFIERS, beginning=shared[0]["beginning"], limit=LOOKED_AT)
        return sorted(row["name"] for row in found if not is_shortened(row["name"]))[:LOOKED_AT]

    def papers_like(self, text: str) -> Sequence[PaperId]:
        """Give the papers that share words with the text, best first."""
        question = " ".join(phrases_of(text))
        return self._words("words", question) if question else []

    def _words(self, index: str, question: str) -> list[PaperId]:
        asked: dict[str, Any] = {"index": self._index(index), "question": question, "limit": LOOKED_AT}
        return _papers(self._read(statements.SEARCH, as_of=None, **asked))


def phrases_of(text: str) -> list[str]:
    """Write each word of a text as a Lucene phrase; they hold letters and digits alone."""
    return [f'"{words}"' for words in map(as_words, words_of(text)) if words]


def _papers(rows: Sequence[Record]) -> list[PaperId]:
    return [row["paper"] for row in rows]
