"""Finding the technique that a person means, in whatever holds the techniques: the record, or a server."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from typing import Protocol

from litgraph.errors import InputError
from litgraph.model.spelling import spelling_key
from litgraph.model.technique import TechniqueId
from litgraph.store.text import storable

_PLAINLY = 10  # times as many papers: what a name means that others bear, too
_TOLD = 10  # homonyms that are listed
_NEAREST = 3


class Names(Protocol):
    """What techniques can be called by."""

    def has(self, text: str) -> bool:
        """Tell whether a text is the id of a technique."""

    def spelled(self, key: str) -> Mapping[TechniqueId, str]:
        """Give the techniques that are spelled so, by `spelling_key`, with their names."""

    def count_papers(self, techniques: Collection[TechniqueId]) -> Mapping[TechniqueId, int]:
        """Count the papers that name each of these techniques."""

    def names(self) -> Iterable[str]:
        """Give the names of all techniques."""


def find_all_in(names: Names, text: str) -> list[TechniqueId]:
    """Find the techniques that an id, a name or a spelling means, those that are called so first.

    What is only also called so counts where more papers name it.
    """
    text = storable(text)
    if names.has(text):
        return [TechniqueId(text)]
    key = spelling_key(text)
    spelled = names.spelled(key)
    called = {one for one, name in spelled.items() if spelling_key(name) == key}
    papers = names.count_papers(spelled.keys())
    most = max((papers[one] for one in called), default=-1)
    ranked = sorted(spelled, key=lambda one: (one not in called, "@" in one, one))
    return [one for one in ranked if one in called or papers[one] > most]


def find_one_in(names: Names, text: str) -> TechniqueId:
    """Find the one technique that a name, an id or a spelling means; of homonyms what nearly all papers mean."""
    found = find_all_in(names, text)
    papers = names.count_papers(found)
    usual = sorted(found, key=lambda one: -papers[one])
    if len(usual) == 1 or (usual and papers[usual[0]] >= _PLAINLY * max(papers[usual[1]], 1)):
        return usual[0]
    if found:
        told = ", ".join(found[:_TOLD]) + (f" and {len(found) - _TOLD} more" if len(found) > _TOLD else "")
        raise InputError(f"'{text}' is the name of several techniques: {told}. Give one of these ids.")
    nearest = _nearest(names, storable(text))
    hint = f"Did you mean {' or '.join(nearest)}?" if nearest else "litgraph techniques finds them in the papers."
    raise InputError(f"Unknown technique '{text}'. {hint}")


def _nearest(names: Names, text: str) -> list[str]:
    """Give the names of techniques that are spelled most like a text."""
    known = {name.casefold(): name for name in sorted(names.names())}
    return [known[one] for one in get_close_matches(text.casefold(), known, n=_NEAREST, cutoff=0.6)]
