"""The nouns: identifiers, papers, citations, taxonomies, surveys. Standard library only."""
