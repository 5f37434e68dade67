"""The default encoder, for real, and what is said where a model is missing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from litgraph.encode.sentence_encoder import open_encoder
from litgraph.errors import InputError, LitgraphError

_SMOKE = """
from litgraph.encode.sentence_encoder import open_encoder
rows = open_encoder().encode(["Pruning of neural networks", "Weight pruning", "Bird song", "\\ud800 量化", ""])
print(rows.shape, float(rows[0] @ rows[1]) > float(rows[0] @ rows[2]))
"""


def test_minilm_works_offline_and_keeps_the_terminal_clean() -> None:
    ran = subprocess.run([sys.executable, "-c", _SMOKE], capture_output=True, text=True, timeout=600, check=False)

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "(5, 384) True\n", "")


def test_its_name_holds_its_version() -> None:
    assert open_encoder().name.startswith("minilm@")


def test_a_folder_that_is_no_model_is_named(tmp_path: Path) -> None:
    encoder = open_encoder(str(tmp_path))

    with pytest.raises(InputError, match=str(tmp_path)):
        encoder.encode(["a"])


def test_a_missing_folder_is_named() -> None:
    with pytest.raises(InputError, match="/nowhere/model"):
        open_encoder("/nowhere/model")


def test_a_model_that_is_not_here_is_not_fetched_offline() -> None:
    with pytest.raises(LitgraphError, match="minilm"):
        open_encoder("nobody/no-such-model", offline=True).encode(["a"])


def test_a_changed_model_has_another_name(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    before = open_encoder(str(tmp_path)).name
    (tmp_path / "config.json").write_text('{"layers": 6}')

    assert open_encoder(str(tmp_path)).name != before
    assert np.char.startswith(before, str(tmp_path))
