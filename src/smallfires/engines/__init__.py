"""Where questions run: the embedded engine, any database that SQLAlchemy speaks, and Spark."""
