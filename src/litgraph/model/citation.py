"""Citations: `Citation(citing, cited)`. A reference goes out of a paper, a citation comes into it."""

from __future__ import annotations

from dataclasses import dataclass

from litgraph.model.identifiers import PaperId


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One paper cites another; it can be known from the citing paper's day."""

    citing: PaperId
    cited: PaperId
    contexts: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    influential: bool = False
