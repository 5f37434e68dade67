"""What is done on the Neo4j server that the settings name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from litgraph import wiring

if TYPE_CHECKING:
    from litgraph.api.opened import LitgraphWorkspace
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

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """Connect to the server."""
        from litgraph.graph.neo4j.connection import connect

        with connect(wiring.neo4j_server(self.opened.workspace.settings)) as connection:
            yield connection
