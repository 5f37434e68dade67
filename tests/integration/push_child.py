"""Pushes a record to the server of the environment, and says on its standard output how far it is.

python push_child.py RECORD
"""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path

from litgraph.graph.neo4j.connection import connect
from litgraph.graph.neo4j.push import push
from litgraph.graph.neo4j.server import Server
from litgraph.store.record import open_record


def main(path: Path) -> None:
    """Push once."""
    server = Server(
        uri=os.environ["LITGRAPH_NEO4J_URI"],
        user=os.environ["LITGRAPH_NEO4J_USER"],
        password=os.environ["LITGRAPH_NEO4J_PASSWORD"],
        database=os.environ["LITGRAPH_NEO4J_DATABASE"],
    )
    with open_record(path, write=False, today="2024-06-01") as record, connect(server) as connection:
        push(
            connection,
            record,
            token=secrets.token_hex(8),
            progress=lambda what, done, of: print(what, done, of, flush=True),
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
