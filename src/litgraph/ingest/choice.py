"""Which papers of a file are taken, and how a file is read."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from litgraph.ingest.told import PaperLine, Rejected
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import known_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which papers of a file to take: of these arXiv categories, first out between these days, with these ids.

    One of which a file does not say what is asked for is not taken.
    """

    categories: frozenset[str] = frozenset()
    since: str | None = None
    until: str | None = None
    ids: frozenset[PaperId] | None = None

    @property
    def takes_all(self) -> bool:
        """Tell whether nothing is left out."""
        return self == EVERYTHING

    @property
    def asks_for_days(self) -> bool:
        """Tell whether the day of a paper matters."""
        return bool(self.since or self.until)

    def takes(self, line: PaperLine) -> bool:
        """Tell whether to take a paper."""
        return (
            self.takes_ids(line.paper.aliases)
            and self.takes_categories(line.categories)
            and (not self.asks_for_days or self.takes_day(known_from(line.paper) or ""))
        )

    def takes_ids(self, ids: Collection[PaperId]) -> bool:
        """Tell whether one of a paper's identifiers is asked for."""
        return self.ids is None or not self.ids.isdisjoint(ids)

    def takes_categories(self, categories: Iterable[str]) -> bool:
        """Tell whether a category is asked for, or the archive that it is of: `cs` takes `cs.CL`."""
        wanted = self.categories
        return not wanted or any(category in wanted or category.partition(".")[0] in wanted for category in categories)

    def takes_day(self, day: str) -> bool:
        """Tell whether a paper that came out on a day (empty: unknown) is asked for."""
        return not self.asks_for_days or (bool(day) and (self.since or "") <= day <= (self.until or "9999"))


EVERYTHING = Choice()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The reading of one file: on which day, what goes before local ids, and which papers are wanted."""

    file: str
    today: str
    namespace: str = ""
    choice: Choice = EVERYTHING

    def rejected(self, line: int, reason: str) -> Rejected:
        """Reject a line of this file."""
        return Rejected(file=self.file, line=line, reason=reason)
