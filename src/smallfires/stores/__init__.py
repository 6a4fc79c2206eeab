"""Where the ledger lives: SQLite, PostgreSQL, and memory."""
