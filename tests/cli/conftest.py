"""Running commands in the process, as the shell would, and a small survey to run them on."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from litgraph.cli.app import main


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a command did."""

    exit_code: int
    stdout: str
    stderr: str

    @property
    def answer(self) -> Any:
        """Give the `data` of the JSON answer."""
        assert self.stdout, self.stderr
        return json.loads(self.stdout)["data"]

    @property
    def last_line(self) -> str:
        """Give the last line of stderr."""
        return (self.stderr.strip().splitlines() or [""])[-1]


Litgraph = Callable[..., Run]

LIST = """\
# A Survey of Small Things

## Contents
- [Quantization](#quantization)

## Compression
### Quantization
- GPTQ: Accurate Quantization for Generative Pre-trained Transformers, <ins>ICLR, 2023</ins> [[Paper](https://arxiv.org/abs/2210.17323)]
- AWQ: Activation-aware Weight Quantization for LLM Compression, <ins>arXiv, 2023</ins> [[Paper](https://arxiv.org/abs/2306.00978)]

### Pruning
- SparseGPT: Language Models Can Be Pruned in One-Shot, <ins>ICML, 2023</ins> [[Paper](https://arxiv.org/abs/2301.00774)]
- LLM-Pruner: On the Structural Pruning of Language Models, <ins>NeurIPS, 2023</ins> [[Paper](https://arxiv.org/abs/2305.11627)]

## Serving
- Efficient Memory Management for Serving with PagedAttention, <ins>SOSP, 2023</ins> [[Paper](https://arxiv.org/abs/2309.06180)]
- Orca: A Distributed Serving System for Generative Models, <ins>OSDI, 2022</ins> [[Paper](https://www.usenix.org/conference/osdi22/presentation/yu)]
"""

PAPERS = [
    {"id": "2405.04532", "title": "QServe: W4A8KV4 Quantization for Efficient LLM Serving", "date": "2024-05-07"},
    {
        "id": "2310.05175",
        "title": "Outlier Weighed Layerwise Sparsity for Pruning Language Models",
        "date": "2023-10-08",
    },
    {
        "id": "2304.01089",
        "title": "RPTQ: Reorder-based Post-training Quantization for Language Models",
        "date": "2023-04-03",
    },
    {"id": "10.1000/tea", "title": "On the Growing of Tea in Mountains", "year": 2019},
]
CITATIONS = [
    {"citing": "2405.04532", "cited": "2210.17323"},
    {"citing": "2405.04532", "cited": "2306.00978"},
    {"citing": "2306.00978", "cited": "2210.17323"},
    {"citing": "2304.01089", "cited": "2210.17323"},
    {"citing": "2304.01089", "cited": "2103.13630"},
]


@pytest.fixture
def litgraph(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Litgraph:
    """Give a function that runs a command line."""

    def run(*arguments: object) -> Run:
        monkeypatch.setattr(sys, "argv", ["litgraph", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        shown = capsys.readouterr()
        return Run(exit_code=int(ended.value.code or 0), stdout=shown.out, stderr=shown.err)

    return run


@pytest.fixture
def survey_list(tmp_path: Path) -> Path:
    """Give a small list."""
    file = tmp_path / "list" / "README.md"
    file.parent.mkdir()
    file.write_text(LIST, encoding="utf-8")
    return file


@pytest.fixture
def papers_file(tmp_path: Path) -> Path:
    """Give a file of papers and citations."""
    file = tmp_path / "papers.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in [*PAPERS, *CITATIONS]), encoding="utf-8")
    return file


@pytest.fixture
def workspace(litgraph: Litgraph, tmp_path: Path, survey_list: Path, papers_file: Path) -> Path:
    """Give a workspace with the list and the papers in it."""
    folder = tmp_path / "ws"
    assert litgraph("init", folder, "--list", survey_list).exit_code == 0
    assert litgraph("import", papers_file, "-w", folder).exit_code == 0
    return folder
