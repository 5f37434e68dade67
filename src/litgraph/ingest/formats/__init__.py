"""Formats of files that hold papers and citations, one module each; ingest/files.py tells them apart."""
