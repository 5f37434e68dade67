"""The world's papers and citations, read into litgraph's nouns."""
