"""Where the ledger lives.

ledger     what every store can do, and the one that an address names
database   SQLite and PostgreSQL, by one code
memory     a ledger for trials: it is gone with the program

verify     whether every entry is there and as it was written
carry      a ledger as JSON lines, out and in
backup     a copy to keep, and back

tables     what is stored
migrate    the tables made, or brought to what this version needs; migrations/ holds the steps
refused    what a database says, in plain words
"""

from smallfires.stores.ledger import Ledger, open_ledger

__all__ = ["Ledger", "open_ledger"]
