"""A small extractor for tests: it takes words of capitals for names, and can be made to stop or to refuse."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from litgraph.errors import OutOfReach
from litgraph.model.technique import Kind, Name, Part, Reading, RelationType, SaidRelation, Span
from litgraph.techniques.extractor import PaperText, Unread

_CAPITALS = re.compile(r"\b[A-Z]{2,}[a-z0-9]*\b")


@dataclass(slots=True, kw_only=True)
class CapitalsExtractor:
    """An `Extractor`; a class since it counts what it was asked. A title with "unreadable" in it is refused."""

    name: str = "capitals/1"
    stops_after: int | None = None
    asked: list[str] = field(default_factory=list)

    def account(self) -> str:
        return ""

    def read(self, texts: Iterable[PaperText]) -> Iterator[tuple[PaperText, Reading | Unread]]:
        """Read each text, until it is to stop."""
        for text in texts:
            if self.stops_after is not None and len(self.asked) >= self.stops_after:
                raise OutOfReach("The reader is out of reach. Run again.")
            self.asked.append(text.paper)
            yield text, Unread(reason="not legible") if "unreadable" in text.title else read_capitals(text)


def read_capitals(text: PaperText) -> Reading:
    """Take capitals for names: the title's first is introduced, and uses those that the abstract names."""
    parts = ((Part.TITLE, text.title), (Part.ABSTRACT, text.abstract))
    found: dict[str, list[Span]] = {}
    for part, piece in parts:
        for match in _CAPITALS.finditer(piece):
            found.setdefault(match[0], []).append(Span(part=part, start=match.start(), end=match.end()))
    names = tuple(
        Name(text=name, kind=Kind.METHOD, introduced=text.title.startswith(name), spans=tuple(spans))
        for name, spans in found.items()
    )
    own = [name.text for name in names if name.introduced]
    whole = Span(part=Part.ABSTRACT, start=0, end=len(text.abstract))
    relations = tuple(
        SaidRelation(type=RelationType.USES, subject=own[0], object=name.text, sentence=whole, confidence=0.9)
        for name in names
        if own and text.abstract and not name.introduced
    )
    return Reading(names=names, relations=relations)
