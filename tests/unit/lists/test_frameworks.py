"""Tables of frameworks: which tables are taken, and what their rows say."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litgraph.lists.framework_history import read_framework_history
from litgraph.lists.frameworks import read_frameworks
from litgraph.lists.parse import parse_list
from litgraph.model.framework import Framework
from tests.unit.lists.test_history import commit, git

# The upstream rows of the first survey's table, with the columns that each ticks.
FIRST = {
    **dict.fromkeys(
        ("DeepSpeed", "Megatron", "ColossalAI", "Nanotron", "MegaBlocks", "FairScale", "Pax", "Composer"),
        ("Efficient Training", "Efficient Inference", "Efficient Fine-Tuning"),
    ),
    **dict.fromkeys(("OpenLLM", "LLM-Foundry"), ("Efficient Inference", "Efficient Fine-Tuning")),
    **dict.fromkeys(("vLLM", "TensorRT-LLM", "TGI", "RayLLM", "MLC LLM", "Sax", "Mosec"), ("Efficient Inference",)),
}
TABLE = """\
# A list

## Systems
### Frameworks
<div align="center">

|                                      | Training | Serving |
| :----------------------------------- | :------: | :-----: |
| One [[Code](https://github.com/a/one)] | ✅       | ❌      |
| [Two](https://two.org) [[Code](https://github.com/a/two)] | ✅ | ✅ |
| **Three** | ❌ | ⚠️ |

</div>
"""
HTML = """\
<table>
<tr><th rowspan="2">System</th><th colspan="2">Parallel</th><th>Serving</th></tr>
<tr><th>Data</th><th>Pipeline</th><th></th></tr>
<tr><td><a href="https://github.com/a/one">One</a></td><td>

yes

</td><td></td><td>yes</td></tr>
<tr><td>Two</td><td colspan="2">&#10003;</td><td></td></tr>
</table>
"""
UNMARKED = """\
<table>
<tr><td></td><td>Training</td><td>Serving</td></tr>
<tr><td>One</td><td>&check;</td><td></td></tr>
<tr><td>Two</td><td></td><td>&check;</td></tr>
</table>
"""


def read(text: str) -> tuple[Framework, ...]:
    return read_frameworks(text.encode())


def told(text: str) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    return {one.name: (one.capabilities, one.lacking) for one in read(text)}


def test_a_row_is_a_framework_with_its_link_heading_and_line() -> None:
    assert read(TABLE) == (
        Framework(
            name="One",
            url="https://github.com/a/one",
            category=("Systems", "Frameworks"),
            line=9,
            capabilities=("Training",),
            lacking=("Serving",),
        ),
        Framework(
            name="Two",
            url="https://two.org",
            category=("Systems", "Frameworks"),
            line=10,
            capabilities=("Training", "Serving"),
        ),
        Framework(name="Three", category=("Systems", "Frameworks"), line=11, lacking=("Training",)),
    )


def test_its_rows_are_no_entries() -> None:
    assert parse_list(TABLE.encode()).entries == ()


def test_among_papers_a_row_is_an_entry_only_if_it_leads_to_a_paper() -> None:
    paper = "- GPTQ: Accurate Post-Training Quantization, ICLR 2023 [[Paper](https://arxiv.org/abs/2210.17323)]\n"
    table = (
        "\n| Framework | A | B |\n|-|-|-|\n| [The Long Name](https://a.b) | yes | no |\n"
        "| Orca [[Paper](https://www.usenix.org/conference/osdi22/presentation/yu)] | no | yes |\n"
    )
    text = "# A list\n## Systems\n" + paper + paper.replace("GPTQ", "OPTQ") + table

    entries = parse_list(text.encode()).entries

    assert [entry.title[:4] for entry in entries] == ["GPTQ", "OPTQ", "Orca"]
    assert list(told(text)) == ["The Long Name", "Orca"]


def test_html_tables_are_read_with_their_spans() -> None:
    assert told(HTML) == {
        "One": (("Parallel Data", "Serving"), ("Parallel Pipeline",)),
        "Two": (("Parallel Data", "Parallel Pipeline"), ("Serving",)),
    }
    assert [one.line for one in read(HTML)] == [4, 9]


def test_an_html_table_without_header_cells_is_read() -> None:
    assert told(UNMARKED) == {"One": (("Training",), ("Serving",)), "Two": (("Serving",), ("Training",))}


def test_a_table_in_a_list_item_and_one_without_outer_pipes_are_read() -> None:
    rows = ["Name | A | B", "--- | --- | ---", "One | yes | no", "Two | no | yes"]

    found = told("- Systems:\n\n" + "".join(f"  {row}\n" for row in rows))

    assert found == {"One": (("A",), ("B",)), "Two": (("B",), ("A",))}


def test_names_may_stand_behind_a_number_and_a_group() -> None:
    found = told(
        "| # | Group | System | A | B | Note |\n|-|-|-|-|-|-|\n"
        "| 1 | Old | One | x | | good |\n| 2 | Old | Two | x | x | better |\n| 3 | Old | Three | | x | best |\n"
    )

    assert found == {"One": (("A",), ("B",)), "Two": (("A", "B"), ()), "Three": (("B",), ("A",))}


def test_crlf_odd_bytes_and_a_missing_final_newline_do_no_harm() -> None:
    content = TABLE.replace("\n", "\r\n").encode().rstrip() + b"\r\n\r\n| \xff\xfe |"

    assert [one.line for one in read_frameworks(content)] == [9, 10, 11]


PAPERS = "| {} | {} | Code | Data |\n|-|-|-|-|\n{}"


@pytest.mark.parametrize(
    "table",
    [
        pytest.param(
            PAPERS.format("Title", "Venue", "| GPTQ | ICLR 2023 | ✅ | ❌ |\n| AWQ | MLSys 2024 | ✅ | ✅ |\n"),
            id="titles by their header",
        ),
        pytest.param(
            PAPERS.format(
                "",
                "",
                "| GPTQ: Accurate Post-Training Quantization for Transformers | a | ✅ | ❌ |\n"
                "| AWQ: Activation-aware Weight Quantization for LLM Compression | b | ✅ | ✅ |\n",
            ),
            id="titles by their length",
        ),
        pytest.param(
            PAPERS.format(
                "Method",
                "Venue",
                "| [GPTQ](https://arxiv.org/abs/2210.17323) | ICLR 2023 | ✅ | ❌ |\n"
                "| [AWQ](https://arxiv.org/abs/2306.00978) | MLSys 2024 | ✅ | ✅ |\n",
            ),
            id="links to papers, and venues",
        ),
        pytest.param("| Name | A |\n|-|-|\n| One | ✅ |\n| Two | ❌ |\n", id="one column of marks"),
        pytest.param("| Name | A | B |\n|-|-|-|\n| One | ✅ | ❌ |\n", id="one row"),
        pytest.param("| Name | A | B |\n|-|-|-|\n| One | ❌ | - |\n| Two | ❌ | - |\n", id="no tick"),
        pytest.param("| Name | | |\n|-|-|-|\n| One | ✅ | ✅ |\n| Two | ❌ | ✅ |\n", id="columns without names"),
        pytest.param("| A | B |\n|-|-|\n| ✅ | ✅ |\n| ❌ | ✅ |\n", id="nobody named"),
        pytest.param(
            "| Feature | One | Two |\n|-|-|-|\n| Speed | ✅ | ❌ |\n| Size | ✅ | ✅ |\n", id="features below"
        ),
        pytest.param(
            "| | [One](https://one.org) | [Two](https://two.org) |\n|-|-|-|\n| Speed | ✅ | ❌ |\n| Size | ✅ | ✅ |\n",
            id="systems above",
        ),
        pytest.param("| Name | Stars | Year |\n|-|-|-|\n| One | ⭐⭐ | 2023 |\n| Two | ⭐ | 2024 |\n", id="no marks"),
        pytest.param("```\n" + TABLE + "```\n", id="code"),
        pytest.param("<!--\n" + TABLE + "-->\n", id="a comment"),
        pytest.param("- [x] One\n- [ ] Two\n", id="tasks"),
        pytest.param("", id="nothing"),
    ],
)
def test_other_tables_are_not_taken(table: str) -> None:
    assert read(table) == ()


def test_a_hostile_table_is_read_in_no_time() -> None:
    row = "|" + "(" * 50_000 + "|" + "*" * 50_000 + "a|✅|✅|\n"

    assert read("| Name | | A | B |\n|-|-|-|-|\n" + row * 4) == ()


CELLS = st.sampled_from(
    [
        "|",
        "\n",
        "-",
        "|-|-|-|\n",
        "✅",
        "❌",
        "x",
        "A",
        "One",
        "<tr>",
        "<td>",
        "<th rowspan=2>",
        "</table>",
        "[",
        "](#a)",
    ]
)


@given(st.lists(st.one_of(CELLS, st.text(max_size=3)), max_size=60).map("".join), st.binary(max_size=5))
def test_whatever_is_written_nothing_fails(text: str, odd: bytes) -> None:
    found = read_frameworks(text.encode("utf-8", "replace") + odd)

    assert all(one.name and not set(one.capabilities) & set(one.lacking) for one in found)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Awesome-Efficient-LLM", {}),
        ("Awesome-LLM-Compression", {}),
        ("Awesome-LLM-Inference", {}),
        ("Efficient-LLM-Survey", {}),
        ("Efficient-LLMs-Survey", FIRST),
        ("LLM-Agent-Paper-List", {}),
        ("LLMSurvey", {}),
    ],
)
def test_of_the_real_lists_the_first_surveys_table_alone_is_one(
    shared: Path, name: str, expected: dict[str, tuple[str, ...]]
) -> None:
    found = read_frameworks((shared / "surveys" / f"{name}.md").read_bytes())

    assert {one.name: one.capabilities for one in found} == expected
    assert [one.line for one in found] == list(range(641, 641 + len(expected)))
    assert all(one.url.startswith("https://github.com/") for one in found)
    assert {one.category[-1] for one in found} <= {"LLM Frameworks"}


def test_the_history_tells_since_when_each_can_do_what(tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    git(tmp_path, "init", "-q", "-b", "main")
    commit(file, "# A list\n", "2024-01-01T12:00:00+00:00")
    commit(file, TABLE, "2024-02-01T12:00:00+00:00")
    commit(file, TABLE.replace("| ✅       | ❌ ", "| ✅       | ✅ "), "2024-03-01T12:00:00+00:00")
    commit(file, TABLE.replace("| **Three** | ❌ | ⚠️ |\n", ""), "2024-04-01T12:00:00+00:00")

    history = read_framework_history(file)

    assert history is not None
    assert [one.name for one in history.frameworks] == ["One", "Two", "Three"]
    assert [(stay.technique[10:], stay.capability, stay.since[5:7], stay.until[5:7]) for stay in history.stays] == [
        ("three", "", "02", "04"),
        ("one", "Serving", "03", "04"),
        ("one", "", "02", ""),
        ("one", "Training", "02", ""),
        ("two", "", "02", ""),
        ("two", "Training", "02", ""),
        ("two", "Serving", "02", ""),
    ]


def test_outside_a_clone_there_is_no_history(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(TABLE, encoding="utf-8")

    assert read_framework_history(tmp_path / "README.md") is None
