"""The numbers that a text reports of techniques."""
