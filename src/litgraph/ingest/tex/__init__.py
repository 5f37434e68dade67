"""LaTeX sources of surveys: their sections, their citations and their bibliographies."""
