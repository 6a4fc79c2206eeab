"""Charters as people write them: read, refused where they cannot be lit, checked, written, compared."""
