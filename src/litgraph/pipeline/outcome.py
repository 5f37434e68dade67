"""What a stage answers, and how it reports its progress."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from litgraph.errors import LitgraphError

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The answer of a stage in the shape that scripts read, and what must be said beside it.

    `trouble` is what kept the stage from being done wholly; it is raised once the answer has been shown.
    """

    value: dict[str, Any]
    warnings: tuple[str, ...] = ()
    trouble: LitgraphError | None = None
