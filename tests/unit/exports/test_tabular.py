"""Cells as the import of Neo4j reads them."""

from __future__ import annotations

from pathlib import Path

from litgraph.exports.tabular import CsvTable


def test_each_kind_of_value_has_its_way(tmp_path: Path) -> None:
    columns = {"text": "string", "whole": "long", "truth": "boolean", "texts": "string[]", "numbers": "double[]"}
    with CsvTable(tmp_path / "t.csv", [":ID(T)"], columns, "\x1f") as table:
        table.write(
            (1,), {"text": 'a "b", c\n', "whole": 3, "truth": True, "texts": ["x", "y;z"], "numbers": [0.5, 1.0]}
        )
        table.write((2,), {"text": "", "truth": False, "other": "left out"})

    assert table.rows == 2
    assert (tmp_path / "t.csv").read_text().split("\n", 1) == [
        ":ID(T),text,whole:long,truth:boolean,texts:string[],numbers:double[]",
        '1,"a ""b"", c\n",3,true,"x\x1fy;z","0.5\x1f1.0"\n2,"",,false,,\n',
    ]
