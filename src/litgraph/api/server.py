"""What is done on the Neo4j server that the settings name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from litgraph import pipeline, wiring
from litgraph.errors import InputError
from litgraph.pipeline import Outcome

if TYPE_CHECKING:
    from litgraph.api.opened import LitgraphWorkspace
    from litgraph.encode.encoder import Encoder
    from litgraph.graph.neo4j.connection import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class OnServer:
    """The Neo4j server of a workspace. Each call connects and leaves again."""

    opened: LitgraphWorkspace

    def cypher(
        self,
        statement: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        limit: int = 1000,
        timeout: float | None = None,
    ) -> dict[str, Any]:
        """Run a statement that only reads; a server's values are given as JSON can hold them."""
        from litgraph.graph.neo4j.cypher import ask

        with self.connection() as connection:
            found = ask(connection, statement, parameters or {}, limit=limit, timeout=timeout)
        return {"columns": list(found.columns), "rows": found.rows, "truncated": found.truncated}

    def push(self, *, dry_run: bool = False) -> Outcome:
        """Write the graph of the record to the server, or what of it is new there; or tell what would be written."""
        encoder, warnings = self._encoder()
        prefix, progress = self.opened.workspace.settings.neo4j_prefix, self.opened.progress
        with self.opened.record(write=False) as record, self.connection() as connection:
            done = pipeline.push_graph(record, connection, encoder, prefix=prefix, dry_run=dry_run, progress=progress)
        return replace(done, warnings=(*warnings, *done.warnings))

    def export_import(self, output: Path) -> Outcome:
        """Write the whole graph as files from which a server that is not there yet is made."""
        encoder, warnings = self._encoder()
        prefix = self.opened.workspace.settings.neo4j_prefix
        with self.opened.record(write=False) as record:
            done = pipeline.export_import(record, output, encoder, prefix=prefix)
        return replace(done, warnings=(*warnings, *done.warnings))

    def clear(self, *, everything: bool = False) -> Outcome:
        """Take away what this workspace alone put on the server; with `everything`, what any put there."""
        prefix = self.opened.workspace.settings.neo4j_prefix
        with self.opened.record(write=False) as record, self.connection() as connection:
            return pipeline.clear_graph(record, connection, prefix=prefix, everything=everything)

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """Connect to the server."""
        from litgraph.graph.neo4j.connection import connect

        with connect(wiring.neo4j_server(self.opened.workspace.settings)) as connection:
            yield connection

    def _encoder(self) -> tuple[Encoder | None, tuple[str, ...]]:
        """Give the encoder whose vectors go along, or say why none do."""
        try:
            return wiring.build_encoder(self.opened.workspace, offline=True), ()
        except InputError as error:
            return None, (f"no vectors go along: {error}",)
