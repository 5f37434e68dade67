"""The one polite transport for every HTTP request: pacing, retries, the reply cache."""
