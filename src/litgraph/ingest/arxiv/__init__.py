"""arXiv: lookups, windows of new papers, and what changed, by its own protocols."""
