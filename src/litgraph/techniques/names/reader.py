"""The names of a text: tagged, united by their spellings, and judged."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from litgraph.model.technique import Kind, Name
from litgraph.techniques.linear import Linear, read_linear
from litgraph.techniques.names.judge import Described, describe_group
from litgraph.techniques.names.tagger import Tagger, read_tagger
from litgraph.techniques.names.unite import Group, unite
from litgraph.techniques.text import Sentence

WEIGHTS = "names.json"
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NameReader:
    """The models of names, and the probabilities from which a name is kept, and taken for the paper's own.

    Of the latter there are two: for the likeliest name of a text, and for any besides.
    """

    tagger: Tagger
    technique: Linear
    kind: Linear
    introduced: Linear
    kept_from: float = 0.38
    introduced_from: float = 0.4
    also_introduced_from: float = 0.5

    def read(self, sentences: Sequence[Sentence], *, likely_from: float | None = None) -> tuple[Name, ...]:
        """Give the names of a text in the order in which they stand there; `likely_from` lets in less sure ones."""
        groups = unite(sentences, self.tagger.find(sentences))
        described = [describe_group(group, sentences) for group in groups]
        return self.judge(groups, described, sentences, likely_from=likely_from)

    def judge(
        self,
        groups: Sequence[Group],
        described: Sequence[Described],
        sentences: Sequence[Sentence],
        *,
        likely_from: float | None = None,
    ) -> tuple[Name, ...]:
        """Judge what was found. Less sure names are never taken for the paper's own."""
        sure = self.technique.probabilities(described)[:, self.technique.classes.index(YES)]
        bar = self.kept_from if likely_from is None else min(likely_from, self.kept_from)
        kept = [one for one in zip(groups, described, sure, strict=True) if one[2] >= bar]
        own = self.introduced.probabilities([told for _, told, _ in kept])[:, self.introduced.classes.index(YES)]
        introduces = self._introduced(np.where([share >= self.kept_from for _, _, share in kept], own, 0.0))
        kinds = self.kind.probabilities([told for _, told, _ in kept]).argmax(axis=1)
        return tuple(
            _name(group, sentences, Kind(self.kind.classes[kind]), bool(introduced), float(share))
            for (group, _, share), introduced, kind in zip(kept, introduces, kinds, strict=True)
        )

    def _introduced(self, own: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Tell which names the paper introduces: the likeliest one sooner than any besides."""
        bars = np.where(own == own.max(initial=0.0), self.introduced_from, self.also_introduced_from)
        return np.asarray(own >= bars)


def _name(group: Group, sentences: Sequence[Sentence], kind: Kind, introduced: bool, confidence: float) -> Name:
    return Name(
        text=group.text,
        kind=kind,
        aliases=group.aliases,
        introduced=introduced,
        spans=group.spans(sentences),
        confidence=round(confidence, 4),
    )


def as_name_reader(told: Mapping[str, Any]) -> NameReader:
    """Read the models from what `learn` wrote."""
    return NameReader(
        tagger=read_tagger(told["tagger"]),
        technique=read_linear(told["technique"]),
        kind=read_linear(told["kind"]),
        introduced=read_linear(told["introduced"]),
        kept_from=told["kept_from"],
        introduced_from=told["introduced_from"],
        also_introduced_from=told["also_introduced_from"],
    )


@cache
def name_reader() -> NameReader:
    """Give the models that come with litgraph."""
    weights = resources.files("litgraph").joinpath("data/techniques", WEIGHTS).read_bytes()
    return as_name_reader(json.loads(weights))
