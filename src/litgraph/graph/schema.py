"""The graph's schema: node labels, edge types, and which label an edge leads from and to."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType


class Label(StrEnum):
    """What a node is."""

    PAPER = "Paper"
    CATEGORY = "Category"
    AUTHOR = "Author"
    VENUE = "Venue"
    SURVEY = "Survey"


class Edge(StrEnum):
    """What an edge says."""

    CITES = "CITES"
    IN_CATEGORY = "IN_CATEGORY"
    CHILD_OF = "CHILD_OF"
    LISTS = "LISTS"
    AUTHORED_BY = "AUTHORED_BY"
    PUBLISHED_IN = "PUBLISHED_IN"


ENDS = MappingProxyType(
    {
        Edge.CITES: (Label.PAPER, Label.PAPER),
        Edge.IN_CATEGORY: (Label.PAPER, Label.CATEGORY),
        Edge.CHILD_OF: (Label.CATEGORY, Label.CATEGORY),
        Edge.LISTS: (Label.SURVEY, Label.PAPER),
        Edge.AUTHORED_BY: (Label.PAPER, Label.AUTHOR),
        Edge.PUBLISHED_IN: (Label.PAPER, Label.VENUE),
    }
)
