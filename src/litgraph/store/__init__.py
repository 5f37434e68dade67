"""The record: papers, citations, lists and decisions in one SQLite file. No other room speaks SQL."""
