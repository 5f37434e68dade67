"""Both services up over a few real records, a list written from the same facts, and the record's content to compare.

The records are bibliographic facts of the bundled snapshot. What they lack (days of months, categories, corpus ids, and
that the survey cites the papers of `CITED`) is made up, and no figure rests on it.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import litgraph
from litgraph.api import init_workspace
from litgraph.ingest.source import STATES
from litgraph.model.identifiers import PaperId
from litgraph.store.record import open_record
from tests.cli.conftest import Litgraph, Run
from tests.servers.arxiv import ArxivServer
from tests.servers.faults import SeenRequest
from tests.servers.records import ServedPaper, completed
from tests.servers.s2_library import KnownPaper, Library, Reference, known_papers
from tests.servers.semantic_scholar import S2Server

_DATA = Path(litgraph.__file__).parent / "data"
SURVEY = "2312.03863"
CATEGORY = "cs.CL"
# The keys that the small list's entries end with once all is known, in the order of the list.
LISTED = (
    "arxiv:2402.13753",
    "arxiv:2309.00071",
    "arxiv:2306.15595",
    "arxiv:2212.10554",
    "arxiv:2402.17463",
    "arxiv:2309.17453",
    "arxiv:2205.14135",
    "s2:900000001",
    "arxiv:2106.09685",
)
CITED = ("arxiv:2307.08691", "arxiv:2312.00752", "arxiv:2205.14135")
# Not in the list, and newer than all of it.
NEWER = ("arxiv:2404.08801", "arxiv:2405.12981", "arxiv:2405.21060")
# What the snapshot knows by the published version alone, and Orca, which is on neither arXiv nor in any register.
_TWINS = {
    "arxiv:2212.10554": ("acl:2023.acl-long.816", "A Length-Extrapolatable Transformer"),
    "arxiv:2106.09685": ("openreview:nZeVKeeFYf9", "LoRA: Low-Rank Adaptation of Large Language Models"),
}
ORCA = "Orca: A Distributed Serving System for Transformer-Based Generative Models"
LIST = f"""\
# Efficient Language Models

## Long Context
### Extrapolation
- LongRoPE: Extending LLM Context Window Beyond 2 Million Tokens, <ins>arXiv, 2024</ins> [[Paper](https://arxiv.org/abs/2402.13753)]
- YaRN: Efficient Context Window Extension of Large Language Models, <ins>arXiv, 2023</ins> [[Paper](https://arxiv.org/pdf/2309.00071v2.pdf)]
- Extending Context Window of Large Language Models via Positional Interpolation, <ins>arXiv, 2023</ins> [[Paper](https://huggingface.co/papers/2306.15595)]
- A Length-Extrapolatable Transformer, <ins>ACL, 2023</ins> [[Paper](https://aclanthology.org/2023.acl-long.816/)]
### Streaming
- Training-Free Long-Context Scaling of Large Language Models, <ins>arXiv, 2024</ins> [[Paper](https://www.alphaxiv.org/abs/2402.17463)]
- Efficient Streaming Language Models with Attention Sinks, <ins>arXiv, 2023</ins> [[Paper](https://arxiv.org/html/2309.17453v4)]

## Serving
- FlashAttention: Fast and Memory-Efficient Exact Attention with IO-Awareness, <ins>NeurIPS, 2022</ins> [[Paper](https://doi.org/10.48550/arXiv.2205.14135)]
- {ORCA}, <ins>OSDI, 2022</ins> [[Paper](https://www.usenix.org/conference/osdi22/presentation/yu)]

## Tuning
- LoRA: Low-Rank Adaptation of Large Language Models, <ins>ICLR, 2022</ins> [[Paper](https://openreview.net/forum?id=nZeVKeeFYf9)]
"""


@cache
def facts() -> Mapping[str, ServedPaper]:
    """Read the snapshot's papers that are on arXiv, by key, and the twins of two that are known otherwise."""
    lines = map(json.loads, (_DATA / "papers.jsonl").read_text(encoding="utf-8").splitlines())
    papers = {
        line["id"]: ServedPaper(
            id=PaperId(line["id"]),
            title=line["title"],
            authors=tuple(line.get("authors", ())),
            published=line.get("date", ""),
            year=line.get("year"),
        )
        for line in lines
        if line["id"].startswith("arxiv:")
    }
    papers |= {key: ServedPaper(id=PaperId(key), title=title) for key, (_, title) in _TWINS.items()}
    own = ServedPaper(id=PaperId(f"arxiv:{SURVEY}"), title="Efficient Large Language Models: A Survey")
    return papers | {own.id: own}


@cache
def citations() -> tuple[tuple[str, str], ...]:
    """Read who cites whom, with twins by their arXiv ids."""
    known = {other: key for key, (other, _) in _TWINS.items()}
    with (_DATA / "citations.csv").open(encoding="utf-8", newline="") as stream:
        return tuple((row["citing"], known.get(row["cited"], row["cited"])) for row in csv.DictReader(stream))


def small_papers() -> list[ServedPaper]:
    """Give what the local arXiv serves: the listed, the cited, the newer, and the survey itself."""
    keys = dict.fromkeys((*LISTED, *CITED, *NEWER, f"arxiv:{SURVEY}"))
    return [completed(facts()[key], (CATEGORY,)) for key in keys if key in facts()]


def small_library() -> list[KnownPaper]:
    """Give what the local Semantic Scholar knows: the same, Orca, and the published names of twins."""
    known = known_papers(small_papers(), citations())
    known = [replace(paper, ids=paper.ids | _published(paper.key)) for paper in known]
    known = [_citing(paper) if paper.key == f"arxiv:{SURVEY}" else paper for paper in known]
    orca = KnownPaper(ids=frozenset({PaperId("s2:900000001")}), title=ORCA, authors=("Gyeong-In Yu",), year=2022)
    return [*known, orca]


def _published(key: PaperId) -> frozenset[PaperId]:
    twin = _TWINS.get(key, ("",))[0]
    return frozenset({PaperId(twin)}) if twin.startswith("acl:") else frozenset()


def _citing(paper: KnownPaper) -> KnownPaper:
    return replace(paper, references=tuple(Reference(cited=PaperId(key)) for key in CITED))


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The local arXiv and the local Semantic Scholar."""

    arxiv: ArxivServer
    s2: S2Server

    @property
    def servers(self) -> tuple[ArxivServer, S2Server]:
        """Give both."""
        return self.arxiv, self.s2

    @property
    def requests(self) -> int:
        """Count what both were asked."""
        return len(self.arxiv.seen) + len(self.s2.seen)

    def recover(self) -> None:
        """Be sound again, and forget what was asked."""
        for server in self.servers:
            server.faults.clear()
            server.seen.clear()

    def environment(self, folder: Path) -> dict[str, str]:
        """Give the settings that lead to these servers, with short waits and a cache folder of its own."""
        return {
            "LITGRAPH_ARXIV_API_URL": self.arxiv.api_url,
            "LITGRAPH_ARXIV_OAI_URL": self.arxiv.oai_url,
            "LITGRAPH_ARXIV_SOURCE_URL": self.arxiv.source_url,
            "LITGRAPH_S2_API_URL": self.s2.url,
            "LITGRAPH_ARXIV_INTERVAL": "0",
            "LITGRAPH_S2_INTERVAL": "0",
            "LITGRAPH_HTTP_TRIES": "3",
            "LITGRAPH_HTTP_BACKOFF": "0.01",
            "LITGRAPH_HTTP_TIMEOUT": "5",
            "XDG_CACHE_HOME": str(folder / "cache"),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "SEMANTIC_SCHOLAR_API_KEY": "",
        }


@contextmanager
def serving(
    papers: Sequence[ServedPaper] | None = None, library: Sequence[KnownPaper] | None = None, **s2: Any
) -> Iterator[Services]:
    """Serve papers, by default the small ones."""
    with (
        ArxivServer(small_papers() if papers is None else papers, categories=(CATEGORY,)) as arxiv,
        S2Server(Library(small_library() if library is None else library), **s2) as semantic_scholar,
    ):
        assert isinstance(semantic_scholar, S2Server)
        yield Services(arxiv=arxiv, s2=semantic_scholar)


def set_environment(monkeypatch: pytest.MonkeyPatch, services: Services, folder: Path) -> None:
    """Lead this process to the servers."""
    for name, value in services.environment(folder).items():
        monkeypatch.setenv(name, value)


def write_list(folder: Path, text: str = LIST) -> Path:
    """Write a list where `init` finds it."""
    file = folder / "list" / "README.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def make_workspace(folder: Path, text: str = LIST, *, arxiv: str = SURVEY) -> Path:
    """Make a workspace over a list."""
    init_workspace(folder / "ws", str(write_list(folder, text)), arxiv=arxiv)
    return folder / "ws"


# Each table of the record without row numbers; `{paper}` stands for the key of the row in that column.
_KEY = "(SELECT key FROM paper AS other WHERE other.row = {})"
_KEY_OF_STATE = "(SELECT paper.key FROM alias JOIN paper ON row = alias.paper WHERE alias.name = fetch.key)"
_TABLES = {
    "papers": "SELECT key, title, abstract, authors, date, year, venue, code, provenance, stub, own_from, known_from "
    "FROM paper",
    "aliases": f"SELECT name, {_KEY.format('alias.paper')} FROM alias",
    "titles": f"SELECT digest, {_KEY.format('title.paper')} FROM title",
    "citations": f"SELECT {_KEY.format('citing')}, {_KEY.format('cited')}, source, contexts, intents, influential "
    "FROM citation",
    "listings": f"SELECT survey, {_KEY.format('listing.paper')}, category, since, until, line, entry FROM listing",
    "facts": f"SELECT {_KEY.format('fact.paper')}, name, source, value, day FROM fact",
    "states": f"SELECT name, coalesce({_KEY_OF_STATE}, fetch.key), state, day FROM fetch",
    "resolutions": "SELECT survey, entry, state, reason, instead FROM resolution",
    "sections": "SELECT survey, place, path FROM section",
    "mentions": f"SELECT survey, place, {_KEY.format('mention.paper')}, sentence FROM mention",
    "decisions": f"SELECT survey, {_KEY.format('decision.paper')}, decision, path, date FROM decision",
}

Content = dict[str, list[tuple[Any, ...]]]


def content_of(workspace: Path) -> Content:
    """Give all that a workspace's record knows, without row numbers, each table sorted; it must be sound."""
    with open_record(workspace / ".litgraph" / "record.sqlite", write=False, today="2026-01-01") as record:
        assert record.check_integrity() == []
        content = {name: sorted(map(_comparable, record.rows(sql)), key=repr) for name, sql in _TABLES.items()}
    return content | {"states": _best_states(content["states"])}


def _best_states(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Keep the state that stands of each question: a paper of several names may have been asked for by each."""
    best: dict[tuple[str, str], tuple[str, str]] = {}
    for name, key, state, day in sorted(rows, key=lambda row: STATES.index(row[2])):
        best.setdefault((name, key), (state, day))
    return sorted((*asked, *became) for asked, became in best.items())


def _comparable(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Sort the keys of provenance, which keeps the order in which fields were told."""
    return tuple(tuple(sorted(json.loads(v).items())) if str(v).startswith('{"') else v for v in row)


def revision_of(workspace: Path) -> int:
    """Give the record's revision."""
    with open_record(workspace / ".litgraph" / "record.sqlite", write=False, today="2026-01-01") as record:
        return record.revision


def states_of(workspace: Path, name: str) -> dict[str, str]:
    """Give how the questions of a name came out, by key."""
    return {key: state for kind, key, state, _ in content_of(workspace)["states"] if kind == name}


def at(part: str) -> Callable[[SeenRequest], bool]:
    """Choose the requests for paths that hold a part."""
    return lambda seen: part in seen.path


def ingest(litgraph: Litgraph, workspace: Path, *more: str) -> Run:
    """Ingest, and answer as JSON."""
    return litgraph("ingest", "-w", workspace, "--json", *more)


def states_in(run: Run) -> dict[str, str]:
    """Give the state of each source of a run."""
    return {one["name"]: one["state"] for one in run.answer["sources"]}


def warnings_of(run: Run) -> str:
    """Give what the run warns of."""
    return " ".join(json.loads(run.stdout)["warnings"])
