"""The schema on a server: its labels under a prefix, its constraints and indexes, and how they are made.

Queries are written with the plain labels of `graph.schema` and those below, and get the prefix by `labelled`. What
only keeps books bears a label or a property that begins with `_`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from litgraph.errors import InputError, LitgraphError
from litgraph.graph.neo4j.connection import Connection
from litgraph.graph.schema import Label

ALIAS, WORKSPACE, LOCK = "_Alias", "_Workspace", "_Lock"
NAMES = "_NAMES"  # leads from an alias to its paper

LABELS = (*(label.value for label in Label), ALIAS, WORKSPACE, LOCK)

# What a paper's full-text indexes read: the words of its texts, and hashes of the titles that it was ever called by.
FULL_TEXT = {"words": ("_title_words", "_abstract_words"), "titles": ("_titles",)}
VECTORS = "embedding"
_RANGES = (("Paper", "year"), ("Paper", "_known_from"), ("Category", "survey"))

_FIRST_WITH_VECTORS = (5, 15)  # the version from which on there are vector indexes as used here

_PREFIX = re.compile(r"(?:[A-Za-z][A-Za-z0-9_]{0,49})?")
_LABEL = re.compile(rf"(?<=[:|&])({'|'.join(LABELS)})\b")


def check_prefix(prefix: str) -> str:
    """Refuse a prefix that is no beginning of a label."""
    if not _PREFIX.fullmatch(prefix):
        raise InputError(
            f"'{prefix}' is no prefix for labels: up to 50 letters, digits and `_`, a letter first. "
            "Check LITGRAPH_NEO4J_PREFIX."
        )
    return prefix


@lru_cache(maxsize=512)
def labelled(query: str, prefix: str) -> str:
    """Put the prefix before the labels of a query, of which there are none in its parameters."""
    return _LABEL.sub(rf"{check_prefix(prefix)}\1", query) if prefix else query


def index_name(name: str, prefix: str) -> str:
    """Name an index or constraint of litgraph's: `words`, `titles`, `embedding` or one of a label."""
    return f"{check_prefix(prefix)}litgraph_{name.lower()}"


def ensure_constraints(connection: Connection, prefix: str = "") -> None:
    """Make the constraints that the database lacks."""
    _make(connection, list(_constraints(prefix)))


def ensure_indexes(connection: Connection, prefix: str = "", *, dimensions: int = 0) -> None:
    """Make the indexes that the database lacks, that of embeddings where their length is given, and wait for them.

    A first push makes them last: filled at once they take a fraction of the time that node by node would.
    """
    made = _make(connection, list(_indexes(prefix)))
    if dimensions and _version_of(connection) >= _FIRST_WITH_VECTORS:
        made += _ensure_vector_index(connection, dimensions, prefix)
    if made:
        connection.command("CALL db.awaitIndexes(3600)")


def _version_of(connection: Connection) -> tuple[int, ...]:
    found = re.match(r"(\d+)\.(\d+)", connection.version)
    return tuple(map(int, found.groups())) if found else _FIRST_WITH_VECTORS


def _make(connection: Connection, wanted: Sequence[tuple[str, str]]) -> int:
    """Make what is missing; of two pushes that make the same at once, one may fail, and then looks again."""
    missing = _missing(connection, wanted)
    for name, statement in missing:
        try:
            connection.command(statement)
        except LitgraphError:
            if _missing(connection, [(name, statement)]):
                connection.command(statement)
    return len(missing)


def _missing(connection: Connection, wanted: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    there = {row["name"] for row in connection.read("SHOW INDEXES YIELD name")}
    return [(name, statement) for name, statement in wanted if name not in there]


def _ensure_vector_index(connection: Connection, dimensions: int, prefix: str) -> int:
    """Make the index of embeddings; one of another length of vectors gives way."""
    name = index_name(VECTORS, prefix)
    shown = "SHOW INDEXES YIELD name, options WHERE name = $name RETURN options.indexConfig AS config"
    found = connection.read(shown, name=name)
    if found and found[0]["config"].get("vector.dimensions") == dimensions:
        return 0
    if found:
        connection.command(f"DROP INDEX `{name}` IF EXISTS")
    connection.command(
        labelled(
            f"CREATE VECTOR INDEX `{name}` IF NOT EXISTS FOR (p:Paper) ON (p.{VECTORS}) OPTIONS {{indexConfig: "
            f"{{`vector.dimensions`: {dimensions:d}, `vector.similarity_function`: 'cosine'}}}}",
            prefix,
        )
    )
    return 1


def drop_schema(connection: Connection, prefix: str = "") -> None:
    """Take away every constraint and index of litgraph's."""
    for name, _ in _constraints(prefix):
        connection.command(f"DROP CONSTRAINT `{name}` IF EXISTS")
    for name in (*(name for name, _ in _indexes(prefix)), index_name(VECTORS, prefix)):
        connection.command(f"DROP INDEX `{name}` IF EXISTS")


def _constraints(prefix: str) -> Iterator[tuple[str, str]]:
    """Give each constraint by name with the statement that makes it."""
    for label in LABELS:
        name = index_name(label.lstrip("_"), prefix)
        create = f"CREATE CONSTRAINT `{name}` IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
        yield name, labelled(create, prefix)


def _indexes(prefix: str) -> Iterator[tuple[str, str]]:
    """Give each further index by name with the statement that makes it."""
    for label, key in _RANGES:
        name = index_name(f"{label}_{key.lstrip('_')}", prefix)
        yield name, labelled(f"CREATE INDEX `{name}` IF NOT EXISTS FOR (n:{label}) ON (n.{key})", prefix)
    for word, keys in FULL_TEXT.items():
        name = index_name(word, prefix)
        on = ", ".join(f"n.{key}" for key in keys)
        create = f"CREATE FULLTEXT INDEX `{name}` IF NOT EXISTS FOR (n:Paper) ON EACH [{on}] OPTIONS {{indexConfig: "
        yield name, labelled(create + "{`fulltext.analyzer`: 'whitespace'}}", prefix)
