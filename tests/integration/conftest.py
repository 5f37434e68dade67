"""What the tests of the network stages share: commands in the process, both services, a workspace over a small list."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from litgraph.api.opened import open_workspace
from tests.cli.conftest import litgraph
from tests.integration.services import Content, Services, content_of, make_workspace, serving, set_environment

__all__ = ["litgraph", "network", "services", "undisturbed"]


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Services]:
    """Serve the small records, and lead this process there."""
    with serving() as served:
        set_environment(monkeypatch, served, tmp_path)
        yield served


@pytest.fixture
def network(services: Services, tmp_path: Path) -> Path:
    """Give a workspace over the small list, with both services up."""
    return make_workspace(tmp_path)


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """Give the content of the record after an ingest of the small list that nothing disturbed."""
    folder = tmp_path_factory.mktemp("undisturbed")
    with pytest.MonkeyPatch.context() as patched, serving() as served:
        set_environment(patched, served, folder)
        workspace = make_workspace(folder)
        assert open_workspace(workspace).ingest().trouble is None
        return content_of(workspace)
