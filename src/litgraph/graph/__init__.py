"""The graph of papers: its schema, the backends that answer for it, and algorithms over the whole of it."""
