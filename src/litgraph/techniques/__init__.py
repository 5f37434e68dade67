"""Techniques: names, typed relations and efficiency claims, from the titles and abstracts of papers."""
