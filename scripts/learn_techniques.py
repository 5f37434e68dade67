"""Learn the models of the offline extractor, and count and group the words of many papers for it.

    .venv/bin/python scripts/learn_techniques.py GOLD… --papers PAPERS… [--count] [-o FOLDER]

GOLD are files of labelled abstracts (see litgraph.evaluate.gold), PAPERS JSON lines with arxiv_id, title and abstract,
gzipped or not. scripts/technique_labels.jsonl holds more labels, of abstracts among PAPERS: names, relations and claims
without any text, sentences counted as litgraph cuts them; it teaches all but what is introduced. With --count the
names are counted and the words grouped anew. FOLDER is src/litgraph/data/techniques by default. Needs python-crfsuite
(`pip install litgraph[learn]`). The same files give the same weights; only weights and counts are written, no text.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from litgraph.evaluate.gold import Labelled, as_labelled, read_gold
from litgraph.evaluate.learning import LEARNED_FROM, learn_models
from litgraph.techniques.clusters import FILE as CLUSTERS
from litgraph.techniques.clusters import learn_clusters, write_clusters
from litgraph.techniques.names.gazetteer import COUNTS, count_names, write_counts
from litgraph.techniques.text import read_sentences

LABELS = Path(__file__).with_name("technique_labels.jsonl")
FOLDER = Path(__file__).resolve().parents[1] / "src/litgraph/data/techniques"


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--papers", nargs="+", type=Path, required=True)
    parser.add_argument("--count", action="store_true")
    parser.add_argument("-o", dest="folder", type=Path, default=FOLDER)
    given = parser.parse_args()
    papers = list(read_papers(given.papers))
    if given.count:
        texts = [(paper.get("title") or "", paper.get("abstract") or "") for paper in papers]
        (given.folder / COUNTS).write_bytes(write_counts(count_names(texts)))
        (given.folder / CLUSTERS).write_bytes(write_clusters(learn_clusters(texts)))
    gold = [one for file in given.gold for one in read_gold(file)]
    more = read_more_labels(papers)
    ids = sorted(str(one.text.paper) for one in (*gold, *more))
    (given.folder / LEARNED_FROM).write_text(json.dumps(ids, indent=0) + "\n")
    for name, weights in learn_models(gold, more).as_json().items():
        (given.folder / name).write_text(json.dumps(weights, ensure_ascii=False, separators=(",", ":")) + "\n")
        print(f"{name}: {(given.folder / name).stat().st_size} bytes from {len(gold)} + {len(more)} abstracts")


def read_papers(files: Sequence[Path]) -> Iterator[dict[str, Any]]:
    """Read papers, one a line."""
    for file in files:
        content = file.read_bytes()
        text = gzip.decompress(content) if file.suffix == ".gz" else content
        yield from map(json.loads, text.splitlines())


def read_more_labels(papers: Iterable[Mapping[str, Any]]) -> tuple[Labelled, ...]:
    """Put the labels of this folder to the texts that they are of; those without a text are left out."""
    by_id = {paper.get("arxiv_id"): paper for paper in reversed(list(papers))}  # of two texts the first
    labels = [json.loads(line) for line in LABELS.read_text().splitlines()]
    whole = [line | _text(by_id[line["arxiv_id"]]) for line in labels if line["arxiv_id"] in by_id]
    return tuple(map(as_labelled, whole))


def _text(paper: Mapping[str, Any]) -> dict[str, Any]:
    sentences = read_sentences("", " ".join(paper["abstract"].split()))
    return {"title": " ".join(paper["title"].split()), "sentences": [sentence.text for sentence in sentences]}


if __name__ == "__main__":
    main()
