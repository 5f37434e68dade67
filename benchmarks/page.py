"""How long the explorer page takes to build, to open, to search and to move, by the number of papers.

Run `python -m benchmarks.page [SIZE …]`. The graphs are drawn by a seeded rule and stand for no real papers: twelve
categories, four citations a paper, mostly to early ones. Chromium runs without a graphics card.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

from tests.integration.browser import launch, visit

from litgraph.exports.formats import FORMATS, write_export
from litgraph.exports.graph import STATUSES, ExportGraph, ExportPaper
from litgraph.model.identifiers import PaperId

_SIZES = (500, 5_000, 20_000)
_FRAMES = 20
_MOVE = """(frames) => new Promise((done) => {
  const map = document.getElementById("map");
  const start = performance.now();
  const step = (left) => {
    if (!left) return done((performance.now() - start) / frames);
    map.dispatchEvent(new WheelEvent("wheel", { deltaY: left % 2 ? -60 : 60, cancelable: true }));
    return requestAnimationFrame(() => step(left - 1));
  };
  step(frames);
})"""
_SEARCH = """() => {
  const box = document.getElementById("query");
  const start = performance.now();
  box.value = "quant 7";
  box.dispatchEvent(new Event("input"));
  return performance.now() - start;
}"""


def draw(size: int, seed: int = 7) -> ExportGraph:
    """Draw a graph of a size; a third of the papers is listed, a third candidates, a third of no category."""
    chance = random.Random(seed)
    papers = tuple(_paper(number, chance) for number in range(size))
    pairs = {(number, int(number * chance.random() ** 2)) for number in range(1, size) for _ in range(4)}
    return ExportGraph(survey="A drawn survey", generated="2024-01-01", papers=papers, citations=tuple(sorted(pairs)))


def _paper(number: int, chance: random.Random) -> ExportPaper:
    status = STATUSES[number % 3]
    path = (f"Branch {number % 4}", f"Category {chance.randrange(3)}")
    return ExportPaper(
        id=PaperId(f"local:{number:06d}"),
        title=f"Quantized Model {number}: A Drawn Title of an Ordinary Length for a Paper",
        authors=("Ada Drawn", "Ben Drawn", "Cy Drawn"),
        year=2015 + number % 10,
        status=status,
        categories=() if status == "periphery" else (path,),
        local_citations=int(3 / (0.02 + chance.random())),
    )


def main(sizes: list[int]) -> None:
    """Print a line a size: seconds to build, megabytes, and milliseconds to open, search and draw a moving frame."""
    print("papers  citations  build s     MB  open ms  search ms  frame ms")
    with launch() as browser, tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            graph = draw(size)
            start = time.perf_counter()
            file = write_export(graph, FORMATS["html"], Path(folder) / f"{size}.html").files[0]
            built = time.perf_counter() - start
            with visit(browser, file) as seen:
                opened = seen.page.evaluate("performance.timing.loadEventEnd - performance.timing.navigationStart")
                search, frame = seen.page.evaluate(_SEARCH), seen.page.evaluate(_MOVE, _FRAMES)
            megabytes = file.stat().st_size / 1e6
            print(
                f"{size:6,}  {len(graph.citations):9,}  {built:7.2f}  {megabytes:5.2f}"
                f"  {opened:7.0f}  {search:9.1f}  {frame:8.1f}"
            )


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(_SIZES))
