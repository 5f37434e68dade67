"""Encoders, which turn texts into unit vectors, and the cache that keeps those vectors in the record."""
