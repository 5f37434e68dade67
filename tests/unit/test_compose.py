"""The server that `docker compose up` starts for users."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from tests.servers.neo4j_server import version

COMPOSE = Path(__file__).resolve().parents[2] / "compose.yaml"


def neo4j() -> dict[str, Any]:
    service = yaml.safe_load(COMPOSE.read_text())["services"]["neo4j"]
    assert isinstance(service, dict)
    return service


def test_it_is_the_version_that_the_tests_run_on() -> None:
    assert neo4j()["image"] == f"neo4j:{version().rpartition('.')[0]}-community"


def test_it_is_reached_from_this_machine_alone() -> None:
    assert neo4j()["ports"]
    assert all(port.startswith("127.0.0.1:") for port in neo4j()["ports"])


def test_its_password_comes_from_the_environment_or_it_does_not_start() -> None:
    assert neo4j()["environment"]["NEO4J_AUTH"].startswith("neo4j/${LITGRAPH_NEO4J_PASSWORD:?")


def test_it_is_healthy_when_a_query_is_answered() -> None:
    (kind, command) = neo4j()["healthcheck"]["test"]

    assert kind == "CMD-SHELL"
    assert "cypher-shell 'RETURN 1'" in command
    assert " -p" not in command  # the password would stand in the list of processes
