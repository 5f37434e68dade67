"""Adapters, built from settings: the record, the encoder, the graph's backend, the clock."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from litgraph.errors import InputError
from litgraph.store.record import Record, open_record
from litgraph.workspace import Workspace

if TYPE_CHECKING:
    from litgraph.encode.encoder import Encoder
    from litgraph.graph.backend import GraphBackend


def today() -> str:
    """Give the day in UTC; everything below takes it as a value."""
    return datetime.datetime.now(datetime.UTC).date().isoformat()


def open_workspace_record(workspace: Workspace, *, write: bool) -> Record:
    """Open the record of a workspace."""
    return open_record(workspace.record, write=write, today=today())


def build_encoder(workspace: Workspace, *, offline: bool) -> Encoder:
    """Build the encoder that the settings name."""
    from litgraph.encode.sentence_encoder import open_encoder

    return open_encoder(workspace.settings.encoder, offline=offline)


@contextmanager
def open_backend(workspace: Workspace, record: Record) -> Iterator[GraphBackend]:
    """Open the backend that the settings name, over an open record, for one view of it."""
    from litgraph.graph.embedded import open_graph

    if workspace.settings.backend != "embedded":
        raise InputError(
            f"The backend '{workspace.settings.backend}' is not built into this version. Use --backend embedded."
        )
    with open_graph(record, workspace.graph) as backend:
        yield backend
