"""Learn the models of the offline extractor, and count the names of many papers for it.

    .venv/bin/python scripts/learn_techniques.py GOLD… [--more LABELS…] [--count PAPERS…] [-o FOLDER]

GOLD are files of labelled abstracts (see litgraph.evaluate.gold), PAPERS JSON lines with title and abstract, gzipped or
not; LABELS say reliably all but what is introduced. FOLDER is src/litgraph/data/techniques by default. Needs python-crfsuite (`pip install litgraph[learn]`). The same
files give the same weights; only weights and counts are written, no text.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from litgraph.evaluate.gold import read_gold
from litgraph.evaluate.learning import learn_models
from litgraph.techniques.names.gazetteer import COUNTS, count_names, write_counts

FOLDER = Path(__file__).resolve().parents[1] / "src/litgraph/data/techniques"


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--more", nargs="*", type=Path, default=[])
    parser.add_argument("--count", nargs="*", type=Path, default=[])
    parser.add_argument("-o", dest="folder", type=Path, default=FOLDER)
    given = parser.parse_args()
    if given.count:
        counted = count_names(texts(given.count))
        (given.folder / COUNTS).write_bytes(write_counts(counted))
        print(f"{COUNTS}: {len(counted)} names")
    gold = [one for file in given.gold for one in read_gold(file)]
    more = [one for file in given.more for one in read_gold(file)]
    for name, weights in learn_models(gold, more).as_json().items():
        (given.folder / name).write_text(json.dumps(weights, ensure_ascii=False, separators=(",", ":")) + "\n")
        print(f"{name}: {(given.folder / name).stat().st_size} bytes from {len(gold)} + {len(more)} abstracts")


def texts(files: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Give titles and abstracts."""
    for file in files:
        lines = gzip.open(file, "rt") if file.suffix == ".gz" else file.open()
        with lines:
            for line in lines:
                paper = json.loads(line)
                yield paper.get("title") or "", paper.get("abstract") or ""


if __name__ == "__main__":
    main()
