"""The extractor that needs nothing but this machine: patterns, and small models learned from labelled abstracts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cached_property
from importlib import resources

from litgraph.model.technique import Reading
from litgraph.techniques.claims.reader import WEIGHTS as CLAIMS
from litgraph.techniques.claims.reader import ClaimReader, claim_reader
from litgraph.techniques.clusters import FILE as CLUSTERS
from litgraph.techniques.extractor import PaperText, Unread
from litgraph.techniques.names.gazetteer import COUNTS, LEXICON
from litgraph.techniques.names.reader import WEIGHTS as NAMES
from litgraph.techniques.names.reader import NameReader, name_reader
from litgraph.techniques.relations.reader import WEIGHTS as RELATIONS
from litgraph.techniques.relations.reader import RelationReader, relation_reader
from litgraph.techniques.text import read_sentences

# Raised where the code reads the same weights otherwise.
VERSION = "2"
# The probability from which a name is one if a sentence relates it to another.
LIKELY_FROM = 0.15
_LEARNED = (NAMES, RELATIONS, CLAIMS, LEXICON, COUNTS, CLUSTERS)


class OfflineExtractor:
    """An `Extractor`; a class since it keeps its models, which are read when the first paper is."""

    @cached_property
    def name(self) -> str:
        """Name it by its version and by what its models hold."""
        folder = resources.files("litgraph").joinpath("data/techniques")
        digest = hashlib.sha256(b"".join(folder.joinpath(file).read_bytes() for file in _LEARNED)).hexdigest()
        return f"offline/{VERSION}-{digest[:8]}"

    def read(self, texts: Iterable[PaperText]) -> Iterator[tuple[PaperText, Reading | Unread]]:
        """Read each text; none is too strange to be read."""
        names, relations, claims = name_reader(), relation_reader(), claim_reader()
        for text in texts:
            yield text, read_text(text.title, text.abstract, names, relations, claims)

    def account(self) -> str:
        """Reading here costs nothing."""
        return ""


def read_text(title: str, abstract: str, names: NameReader, relations: RelationReader, claims: ClaimReader) -> Reading:
    """Read one title and abstract by these models.

    A name that is less sure by itself counts where a sentence relates it to another.
    """
    sentences = read_sentences(title, abstract)
    likely = names.read(sentences, likely_from=LIKELY_FROM)
    told = relations.read(sentences, likely)
    related = {end for one in told for end in (one.subject, one.object)}
    found = tuple(name for name in likely if name.confidence >= names.kept_from or name.text in related)
    sure = tuple(name for name in found if name.confidence >= names.kept_from)
    return Reading(names=found, relations=told, claims=claims.read(sentences, sure))
