"""Which Neo4j server is meant, and how it is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from litgraph.errors import InputError

SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A database of a server. Times are in seconds; no `query_timeout` means the server's own rule."""

    uri: str
    user: str = "neo4j"
    password: str = field(default="", repr=False)
    database: str = "neo4j"
    connect_timeout: float = 5.0
    query_timeout: float | None = None
    pool_size: int = 10

    def __post_init__(self) -> None:
        """Refuse what no Neo4j server can be reached by."""
        check_address(self.uri)
        for name, value in (("user", self.user), ("password", self.password), ("database", self.database)):
            if not value.isprintable():  # also where a byte of the environment is no UTF-8
                raise InputError(f"LITGRAPH_NEO4J_{name.upper()} holds characters that cannot be sent. Set it again.")


def check_address(uri: str) -> None:
    """Refuse what is no address of a Neo4j server, without repeating a password that stands in it."""
    if "@" in uri:
        raise InputError(
            "The Neo4j address holds a user or a password. Give LITGRAPH_NEO4J_URI without them, and set "
            "LITGRAPH_NEO4J_USER and LITGRAPH_NEO4J_PASSWORD."
        )
    try:
        parts = urlsplit(uri)
        routed = parts.scheme.startswith("neo4j")  # only then does the driver take a query, of its routing
        more = parts.path.strip("/") or parts.fragment or (parts.query and not routed)
        sound = parts.scheme in SCHEMES and parts.hostname and parts.port != 0 and not more
    except ValueError:
        sound = False
    if not sound:
        raise InputError(
            f"'{uri}' is not the address of a Neo4j server. Set LITGRAPH_NEO4J_URI like bolt://localhost:7687; its "
            f"scheme is one of {', '.join(SCHEMES)}."
        )
