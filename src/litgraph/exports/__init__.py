"""From the record to files: one function a format, and the explorer page."""
