"""Where questions run. All are written in DuckDB's SQL, and come out the same everywhere.

embedded   DuckDB in this process: files and data frames
database   PostgreSQL, where the rows stand; nothing of the user's is changed
spark      a Spark cluster, where the rows stand
remote     any other database that SQLAlchemy speaks: its rows are brought here

dialects   DuckDB's SQL in another engine's words
catalog    which tables a database has
address    where a database is, and what is said when it refuses
arrow      arrays as Arrow tables and back
"""
