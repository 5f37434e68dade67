"""Read the real lists of ../shared, and a made-up one of 50 MB: entries, identifiers found, doubtful titles, seconds.

`python benchmarks/parse_lists.py [FOLDER_OF_LISTS] [--megabytes 50]`; a bundle beside a list is cloned for its history.
"""

from __future__ import annotations

import argparse
import re
import resource
import subprocess
import tempfile
import time
from pathlib import Path

from litgraph.lists.history import read_history
from litgraph.lists.parse import parse_list
from litgraph.model.survey import Entry, ListDocument

SURVEYS = Path(__file__).resolve().parents[2] / "shared" / "data" / "surveys"
ADDRESS = re.compile(
    rb"(?:arxiv\.org/(?:abs|pdf|html)/|huggingface\.co/papers/|10\.48550/arXiv\.)(\d{4}\.\d{4,5})", re.I
)
PICTURE = re.compile(rb'src="[^"]*"')
ENTRY = (
    "- Paper number {n} on Efficient Attention in Deep Networks, <ins>ICML, 2023</ins> "
    "[[Paper](https://arxiv.org/abs/2301.{n:05d})] [[Code](https://github.com/someone/paper-{n})]\n"
)


def main() -> None:
    """Print one line a list, then the large one."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", nargs="?", type=Path, default=SURVEYS)
    asked.add_argument("--megabytes", type=int, default=50)
    given = asked.parse_args()
    print(
        f"{'list':<24}{'entries':>8}{'ids':>6}{'found':>8}{'doubtful':>10}{'seconds':>9}{'history s':>11}{'stays':>7}"
    )
    for file in sorted(given.folder.glob("*.md")):
        print(_measured(file))
    print(_large(given.megabytes))


def _measured(file: Path) -> str:
    content = file.read_bytes()
    begun = time.perf_counter()
    document = parse_list(content)
    seconds = time.perf_counter() - begun
    linked, found = _identifiers(content, document)
    doubtful = sum(map(_is_doubtful, document.entries))
    took, stays = _history(file.with_suffix(".bundle"))
    share = f"{len(found) / len(linked):.1%}" if linked else "-"
    return (
        f"{file.stem:<24}{len(document.entries):>8}{len(linked):>6}{share:>8}{doubtful:>10}{seconds:>9.2f}"
        f"{took:>11.1f}{stays:>7}"
    )


def _identifiers(content: bytes, document: ListDocument) -> tuple[set[str], set[str]]:
    """Give the arXiv ids that are linked in the lines of entries, and those of them that an entry has."""
    spans = (content[entry.span.start : entry.span.end] for entry in document.entries)
    linked = {found.decode() for span in spans for found in ADDRESS.findall(PICTURE.sub(b"", span))}
    read = {identifier.removeprefix("arxiv:") for entry in document.entries for identifier in entry.identifiers}
    return linked, linked & read


def _is_doubtful(entry: Entry) -> bool:
    """Tell a title that looks like something else: one word, or an address, markup or a label in it."""
    words = entry.title.split()
    return len(words) < 2 or bool(re.search(r"https?:|\]\(|\[\[|<ins|/ins>|\*\*|\bet al\b", entry.title))


def _history(bundle: Path) -> tuple[float, int]:
    if not bundle.exists():
        return 0.0, 0
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["git", "clone", "-q", str(bundle), f"{folder}/list"], check=True, capture_output=True)
        begun = time.perf_counter()
        history = read_history(next(Path(folder, "list").glob("*.md")))
        return time.perf_counter() - begun, len(history.listings) if history else 0


def _large(megabytes: int) -> str:
    count = megabytes * 1_000_000 // len(ENTRY.format(n=10_000))
    content = ("# List\n\n## Section\n\n" + "".join(ENTRY.format(n=n % 100_000) for n in range(count))).encode()
    begun = time.perf_counter()
    document = parse_list(content)
    seconds = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"{len(content) / 1e6:.0f} MB: {len(document.entries)} entries in {seconds:.0f} s, {memory:.0f} MB of memory"


if __name__ == "__main__":
    main()
