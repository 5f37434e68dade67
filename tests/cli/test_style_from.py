"""A list without entries is written in the style of the list that lends it one: by a flag, or by its settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import LIST, Litgraph

EMPTY = "# A Survey of Few Things\n\n## Data Efficiency\n\n## Inference Efficiency\n\n## Citation\nCite us.\n"
LENT = (
    "+- QServe: W4A8KV4 Quantization for Efficient LLM Serving, <ins>arXiv, 2024</ins> "
    "[[Paper](https://arxiv.org/abs/2405.04532)]\n+\n"
)


@pytest.fixture
def few(litgraph: Litgraph, tmp_path: Path) -> Path:
    """Make a workspace of a list without entries, and accept a paper for one of its headings."""
    (tmp_path / "few.md").write_text(EMPTY, encoding="utf-8")
    (tmp_path / "small.md").write_text(LIST, encoding="utf-8")
    (tmp_path / "papers.jsonl").write_text(
        '{"id": "arxiv:2405.04532", "title": "QServe: W4A8KV4 Quantization for Efficient LLM Serving"}\n',
        encoding="utf-8",
    )
    folder = tmp_path / "ws"
    litgraph("init", folder, "--list", tmp_path / "few.md", "--name", "few")
    litgraph("import", tmp_path / "papers.jsonl", "-w", folder)
    litgraph("survey", "accept", "arxiv:2405.04532", "--to", "Data Efficiency", "-w", folder)
    return folder


def test_a_flag_names_the_list_that_lends_its_style(litgraph: Litgraph, few: Path, tmp_path: Path) -> None:
    run = litgraph("survey", "propose", "--style-from", tmp_path / "small.md", "-w", few)

    assert LENT in run.stdout


def test_the_settings_name_it_too(litgraph: Litgraph, few: Path) -> None:
    with (few / "litgraph.toml").open("a", encoding="utf-8") as settings:
        settings.write('style = "../small.md"\n')

    run = litgraph("survey", "propose", "-w", few)

    assert LENT in run.stdout


def test_without_a_lender_entries_are_plain(litgraph: Litgraph, few: Path) -> None:
    run = litgraph("survey", "propose", "-w", few)

    assert "+- [QServe: W4A8KV4 Quantization for Efficient LLM Serving](https://arxiv.org/abs/2405.04532)" in run.stdout


def test_a_lender_that_is_not_there_is_named(litgraph: Litgraph, few: Path) -> None:
    run = litgraph("survey", "propose", "--style-from", "nowhere.md", "-w", few)

    assert run.exit_code != 0
    assert "nowhere.md" in run.last_line
