from __future__ import annotations

from typing import Any

import pytest
from neo4j.exceptions import DriverError, Neo4jError, ServiceUnavailable, SessionExpired

from litgraph.errors import InputError, KeyRefused, LitgraphError, OutOfReach
from litgraph.graph.neo4j.server import Server
from litgraph.graph.neo4j.trouble import translated

SERVER = Server(uri="bolt://graph.example.org:7687", user="ada", password="secret", database="papers")


def from_server(code: str, message: str = "what it says") -> Neo4jError:
    hydrate: Any = Neo4jError._hydrate_neo4j  # as the driver makes them of a server's reply
    made: Neo4jError = hydrate(code=code, message=message)
    return made


@pytest.mark.parametrize(
    ("code", "kind", "said"),
    [
        ("Neo.ClientError.Security.Unauthorized", KeyRefused, "LITGRAPH_NEO4J_PASSWORD"),
        ("Neo.ClientError.Security.AuthenticationRateLimit", KeyRefused, "too many tries"),
        ("Neo.ClientError.Security.CredentialsExpired", KeyRefused, "must be changed"),
        ("Neo.ClientError.Security.Forbidden", KeyRefused, "LITGRAPH_NEO4J_USER"),
        ("Neo.ClientError.Database.DatabaseNotFound", InputError, "LITGRAPH_NEO4J_DATABASE"),
        ("Neo.ClientError.Schema.ConstraintValidationFailed", InputError, "LITGRAPH_NEO4J_PREFIX"),
        ("Neo.DatabaseError.Schema.ConstraintCreationFailed", InputError, "LITGRAPH_NEO4J_PREFIX"),
        ("Neo.TransientError.General.MemoryPoolOutOfMemoryError", OutOfReach, "ran out of memory"),
        ("Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration", OutOfReach, "longer than allowed"),
        ("Neo.ClientError.Statement.SyntaxError", InputError, "refuses the statement"),
        ("Neo.TransientError.Database.DatabaseUnavailable", OutOfReach, "LITGRAPH_NEO4J_URI"),
        ("Neo.DatabaseError.General.UnknownError", LitgraphError, "LITGRAPH_NEO4J_URI"),
    ],
)
def test_each_kind_of_complaint_has_its_error(code: str, kind: type[LitgraphError], said: str) -> None:
    with pytest.raises(LitgraphError) as told, translated(SERVER):
        raise from_server(code)

    assert type(told.value) is kind
    assert said in str(told.value)
    assert SERVER.uri in str(told.value)
    assert "secret" not in str(told.value)


@pytest.mark.parametrize(
    "error", [ServiceUnavailable("gone"), SessionExpired("gone"), DriverError("gone"), ConnectionResetError("gone")]
)
def test_a_lost_connection_is_out_of_reach(error: Exception) -> None:
    with pytest.raises(OutOfReach, match=r"bolt://graph\.example\.org:7687 is out of reach: gone"), translated(SERVER):
        raise error


def test_a_mistake_of_our_own_is_not_hidden() -> None:
    with pytest.raises(KeyError), translated(SERVER):
        raise KeyError("x")


def test_a_server_that_lets_nobody_in_without_a_password_says_so() -> None:
    with pytest.raises(KeyRefused, match="without a password"), translated(Server(uri="bolt://h")):
        raise from_server("Neo.ClientError.Security.Unauthorized")
