"""Replay: would `litgraph update` have found the papers that the maintainers of the first survey added later?

    python benchmarks/update.py [--shared DIR] [--keep DIR]

The list is put back to 2024-01-31 from its git history. Local servers stand in for arXiv (the survey's papers and a
pool of 23,642 others) and Semantic Scholar (the same, with citations read from bibliographies until 2024). What the
servers make up to speak the protocols (categories, days within a month) enters no figure, but a paper of the very month
may fall on either side of the day. The first run encodes some 9,000 abstracts: a quarter of an hour on two cores.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from litgraph.lists.parse import parse_list
from litgraph.model.identifiers import PaperId, normalise_title
from litgraph.model.survey import Entry

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.servers.arxiv import ArxivServer
from tests.servers.records import ServedPaper, read_papers
from tests.servers.s2_library import Library, known_papers, read_citations
from tests.servers.semantic_scholar import S2Server

AS_OF = "2024-01-31"
DEPTHS = (50, 200, 1000)


def main() -> None:
    """Run the replay and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    shared = Path(__file__).resolve().parents[2] / "shared" / "data"
    parser.add_argument("--shared", type=Path, default=shared, help="the folder of real material")
    parser.add_argument("--keep", type=Path, help="build the workspace here, and go on from what is there")
    given = parser.parse_args()
    if not given.shared.is_dir():
        print(f"skipped: the real material is not at {given.shared}")
        return
    with tempfile.TemporaryDirectory() as folder:
        replay(given.shared, given.keep or Path(folder))


def replay(shared: Path, folder: Path) -> None:
    """Put the list back, serve the world, update, and score."""
    papers = read_papers([shared / "papers" / "efficient_llms_papers.jsonl", shared / "papers" / "arxiv_pool.jsonl.gz"])
    cited = [shared / "citations" / name for name in ("llm", "ml")]
    nodes = read_papers([one / "nodes.jsonl.gz" for one in cited])
    library = Library(known_papers([*papers, *nodes], read_citations([one / "edges.csv.gz" for one in cited])))
    clone = put_back(shared / "surveys" / "Efficient-LLMs-Survey.bundle", folder / "list")
    with ArxivServer(papers) as arxiv, S2Server(library) as s2:
        environment = addresses(arxiv, s2.url, folder)
        if not (folder / "ws" / "litgraph.toml").exists():
            litgraph(environment, "init", str(folder / "ws"), "--list", str(clone))
        began = time.perf_counter()
        answer = litgraph(environment, "update", "--since", AS_OF, "-w", str(folder / "ws"))
        seconds = time.perf_counter() - began
    later = added_later(clone, shared / "surveys" / "Efficient-LLMs-Survey.md")
    report(answer["stages"], held(later, papers), labels(shared), seconds)


def put_back(bundle: Path, clone: Path) -> Path:
    """Clone a list and put it back to the day."""
    if not clone.exists():
        git("clone", "--quiet", str(bundle), str(clone))
        commit = git("-C", str(clone), "rev-list", "-1", f"--before={AS_OF}T23:59:59Z", "HEAD").strip()
        git("-C", str(clone), "checkout", "--quiet", "-B", "past", commit)
    return clone


def git(*arguments: str) -> str:
    """Run git."""
    return subprocess.run(["git", *arguments], check=True, capture_output=True, text=True).stdout


def addresses(arxiv: ArxivServer, s2: str, folder: Path) -> dict[str, str]:
    """Give an environment in which the servers stand in for the services, without pauses."""
    return {
        **os.environ,
        "LITGRAPH_ARXIV_API_URL": arxiv.api_url,
        "LITGRAPH_ARXIV_OAI_URL": arxiv.oai_url,
        "LITGRAPH_ARXIV_SOURCE_URL": arxiv.source_url,
        "LITGRAPH_S2_API_URL": s2,
        "LITGRAPH_ARXIV_INTERVAL": "0",
        "LITGRAPH_S2_INTERVAL": "0",
        "XDG_CACHE_HOME": str(folder / "cache"),
    }


def litgraph(environment: Mapping[str, str], *arguments: str) -> dict[str, Any]:
    """Run a command and give its answer; what it says of its progress is shown."""
    command = [str(Path(sys.executable).with_name("litgraph")), *arguments, "--json"]
    done = subprocess.run(command, env=dict(environment), stdout=subprocess.PIPE, check=True)
    answer: dict[str, Any] = json.loads(done.stdout)["data"]
    return answer


def added_later(clone: Path, last: Path) -> list[Entry]:
    """Give the entries of the last list whose paper the list of the day did not have, by identifier or title."""
    before = parse_list((clone / "README.md").read_bytes()).entries
    known = {name for entry in before for name in (*entry.identifiers, normalise_title(entry.title))}
    entries = parse_list(last.read_bytes()).entries
    return [e for e in entries if known.isdisjoint((*e.identifiers, normalise_title(e.title)))]


def held(later: Sequence[Entry], papers: Sequence[ServedPaper]) -> dict[PaperId, Entry]:
    """Give the later entries that the local arXiv holds, by its id."""
    by_title = {normalise_title(paper.title): paper.id for paper in papers}
    ids = {paper.id for paper in papers}
    found = {}
    for entry in later:
        own = next((name for name in entry.identifiers if name in ids), by_title.get(normalise_title(entry.title)))
        if own:
            found[own] = entry
    return found


def labels(shared: Path) -> dict[PaperId, str]:
    """Give what people said of pool papers: in, border or out."""
    lines = (shared / "papers" / "scope_labels.jsonl").read_text(encoding="utf-8").splitlines()
    return {PaperId(f"arxiv:{one['arxiv_id']}"): one["label"] for one in map(json.loads, lines)}


def report(
    stages: Mapping[str, Any], later: Mapping[PaperId, Entry], labelled: Mapping[PaperId, str], seconds: float
) -> None:
    """Print how many of the later papers stand among the first candidates, and what else stands there."""
    ingested, found = stages["ingest"], stages["discover"]
    ranked = [one["paper"] for one in found["candidates"]]
    print(f"update took {seconds:.0f} s; ingest resolved {ingested['resolved']} of {ingested['entries']} entries")
    for source in found["sources"]:
        print(f"  {source['name']}: {source['state']}, {source['requests']} requests")
    print(f"{len(ranked)} candidates since {found['since']}; later papers on the servers: {len(later)}")
    print(f"of these dated within the window, and so among the candidates: {len(later.keys() & set(ranked))}")
    for depth in DEPTHS:
        first = Counter("added later" if one in later else labelled.get(one, "no label") for one in ranked[:depth])
        print(f"among the first {depth}: {dict(first.most_common())}")
    proposed = [(one["paper"], tuple(one["category"])) for one in stages["propose"]["additions"]]
    offered = [(later[paper].category, category) for paper, category in proposed if paper in later]
    right = sum(people == ours for people, ours in offered)
    print(f"proposed {len(proposed)} additions, {len(offered)} of them added later, {right} at the same heading")
    print("the first 50, to be judged by eye:")
    for one in found["candidates"][:50]:
        mark = "later" if one["paper"] in later else labelled.get(one["paper"], "")
        print(f"  {one['score']:.4f} {one['paper']} [{mark}] {one['title']}")


if __name__ == "__main__":
    main()
