"""Adapters, built from settings: the record, the encoder, the graph's backend, the clock."""

from __future__ import annotations

import datetime
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


def build_backend(workspace: Workspace, record: Record) -> GraphBackend:
    """Build the backend that the settings name, over an open record."""
    from litgraph.graph.embedded import EmbeddedBackend

    if workspace.settings.backend != "embedded":
        raise InputError(
            f"The backend '{workspace.settings.backend}' is not built into this version. Use --backend embedded."
        )
    return EmbeddedBackend(record, workspace.graph)
