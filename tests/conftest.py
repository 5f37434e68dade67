"""What every test may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

_SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of real material beside the project, or skip where it is absent."""
    if not _SHARED.is_dir():
        pytest.skip("the real material of ../shared/data is not here")
    return _SHARED
