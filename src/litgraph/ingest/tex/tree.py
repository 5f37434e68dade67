"""The files of a LaTeX source, in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


class TexTrouble(ValueError):
    """Say why a LaTeX source cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """The files of a source that can tell of sections and citations, by POSIX path; what was left out, and why."""

    files: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    skipped: tuple[str, ...] = ()
