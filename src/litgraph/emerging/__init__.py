"""Clusters over time: communities of papers, how they grow, what they are called, what they ask of a taxonomy."""
