"""What a server answers with, as JSON can hold it."""

from __future__ import annotations

import base64
import math
from typing import Any

from neo4j.graph import Node, Path, Relationship
from neo4j.spatial import Point


def as_json(value: Any) -> Any:
    """Give a value of Cypher as JSON: nodes, edges and paths as objects, what JSON lacks as text."""
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, bytes | bytearray):
        return base64.b64encode(value).decode()
    if isinstance(value, Node):
        return _node(value)
    if isinstance(value, Relationship):
        return _relationship(value)
    if isinstance(value, Path):
        return {
            "nodes": [_node(node) for node in value.nodes],
            "relationships": [_relationship(edge) for edge in value.relationships],
        }
    if isinstance(value, Point):
        return {"srid": value.srid, "coordinates": [as_json(part) for part in value]}
    if isinstance(value, dict):
        return {str(key): as_json(part) for key, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset) and not hasattr(value, "iso_format"):
        return [as_json(part) for part in value]
    # Dates, times and durations have an ISO 8601 form; what a later driver may bring has at least a name.
    return value.iso_format() if hasattr(value, "iso_format") else str(value)


def _node(node: Node) -> dict[str, Any]:
    properties = {name: as_json(value) for name, value in sorted(node.items())}
    return {"element_id": node.element_id, "labels": sorted(node.labels), "properties": properties}


def _relationship(edge: Relationship) -> dict[str, Any]:
    return {
        "element_id": edge.element_id,
        "type": edge.type,
        "start": edge.start_node.element_id if edge.start_node is not None else None,
        "end": edge.end_node.element_id if edge.end_node is not None else None,
        "properties": {name: as_json(value) for name, value in sorted(edge.items())},
    }
