"""The git history of a list's tables of frameworks: which system had which capability from when to when."""

from __future__ import annotations

from pathlib import Path

from litgraph.lists.frameworks import framework_rows
from litgraph.lists.history import read_versions
from litgraph.model.framework import CapabilityStay, Framework, FrameworkHistory, Pair, pairs_of, unite_frameworks
from litgraph.model.technique import TechniqueId


def read_framework_history(file: Path) -> FrameworkHistory | None:
    """Read when each framework had each capability, day by day; None where the file is in no git clone."""
    versions = list(read_versions(file))
    if not versions:
        return None
    opened: dict[Pair, str] = {}
    ended: list[CapabilityStay] = []
    known: dict[TechniqueId, Framework] = {}
    for day, since, content in versions:
        frameworks = unite_frameworks(framework_rows(content))
        known |= {one.technique: one for one in frameworks}
        present = dict.fromkeys(pairs_of(frameworks))
        ended += (_stay(pair, opened.pop(pair), day) for pair in list(opened) if pair not in present)
        opened |= {pair: since for pair in present if pair not in opened}
    stays = (*ended, *(_stay(pair, since, "") for pair, since in opened.items()))
    return FrameworkHistory(frameworks=tuple(known.values()), stays=stays)


def _stay(pair: Pair, since: str, until: str) -> CapabilityStay:
    return CapabilityStay(technique=pair[0], capability=pair[1], since=since, until=until)
