"""What a stage answers, and how it reports its progress."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The answer of a stage in the shape that scripts read, and what must be said beside it."""

    value: dict[str, Any]
    warnings: tuple[str, ...] = ()
