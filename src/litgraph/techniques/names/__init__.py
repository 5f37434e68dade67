"""The names of techniques in a text."""
