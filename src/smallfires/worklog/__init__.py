"""The work, as questions in SQL against one derived table, ``steps``."""
