"""Learn the models of the offline extractor, and count and group the words of many papers for it.

    .venv/bin/python scripts/learn_techniques.py GOLD… --papers PAPERS… [--count] [-o FOLDER]

GOLD are files of labelled abstracts (see litgraph.evaluate.gold), PAPERS JSON lines with arxiv_id, title and abstract,
gzipped or not. labels.jsonl and labels_full.jsonl in src/litgraph/data/techniques hold more labels, of abstracts among
PAPERS: names, relations and claims without any text, sentences counted as litgraph cuts them; the former teaches all
but what is introduced. With --count the names are counted and the words grouped anew. FOLDER is
src/litgraph/data/techniques by default. Needs python-crfsuite (`pip install litgraph[learn]`). The same files give the
same weights; only weights and counts are written, no text.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from litgraph.evaluate.gold import read_gold
from litgraph.evaluate.labels import read_full_labels, read_more_labels, read_papers
from litgraph.evaluate.learning import LEARNED_FROM, learn_models
from litgraph.techniques.clusters import FILE as CLUSTERS
from litgraph.techniques.clusters import learn_clusters, write_clusters
from litgraph.techniques.names.gazetteer import COUNTS, count_names, write_counts

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
    more, full = read_more_labels(papers), read_full_labels(papers)
    ids = sorted(str(one.text.paper) for one in (*gold, *more, *full))
    (given.folder / LEARNED_FROM).write_text(json.dumps(ids, indent=0) + "\n")
    for name, weights in learn_models(gold, more, full).as_json().items():
        (given.folder / name).write_text(json.dumps(weights, ensure_ascii=False, separators=(",", ":")) + "\n")
        print(f"{name}: {(given.folder / name).stat().st_size} bytes from {len(ids)} abstracts")


if __name__ == "__main__":
    main()
