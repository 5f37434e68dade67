"""Lint: what is wrong, or may be, in a survey's list, judged by the list's own practice."""
