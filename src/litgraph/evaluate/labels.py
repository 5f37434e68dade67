"""More labels that come with litgraph: of names, relations and claims, without the texts that they are of.

Those of the one file say reliably what a paper introduces, those of the other don't.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from litgraph.evaluate.gold import Labelled, as_labelled
from litgraph.techniques.text import read_sentences

_MORE, _FULL = "labels.jsonl", "labels_full.jsonl"


def read_papers(files: Sequence[Path]) -> Iterator[dict[str, Any]]:
    """Read papers, one a line; gzipped or not."""
    for file in files:
        content = file.read_bytes()
        text = gzip.decompress(content) if file.suffix == ".gz" else content
        yield from map(json.loads, text.splitlines())


def read_more_labels(papers: Iterable[Mapping[str, Any]]) -> tuple[Labelled, ...]:
    """Put the labels that teach all but what is introduced to the texts that they are of."""
    return _read(_MORE, papers)


def read_full_labels(papers: Iterable[Mapping[str, Any]]) -> tuple[Labelled, ...]:
    """Put the labels that teach everything to the texts that they are of."""
    return _read(_FULL, papers)


def _read(file: str, papers: Iterable[Mapping[str, Any]]) -> tuple[Labelled, ...]:
    """Read labels; those whose paper is not among these are left out."""
    by_id = {paper.get("arxiv_id"): paper for paper in reversed(list(papers))}  # of two texts the first
    labels = resources.files("litgraph").joinpath("data/techniques", file).read_text(encoding="utf-8")
    lines = [json.loads(line) for line in labels.splitlines()]
    return tuple(as_labelled(line | _text(by_id[line["arxiv_id"]])) for line in lines if line["arxiv_id"] in by_id)


def _text(paper: Mapping[str, Any]) -> dict[str, Any]:
    """Give a paper's text as it was when it was labelled: sentences as litgraph cuts them."""
    sentences = read_sentences("", " ".join(paper["abstract"].split()))
    return {"title": " ".join(paper["title"].split()), "sentences": [sentence.text for sentence in sentences]}
