"""Semantic Scholar: lookups, references, citations and recommendations."""
