"""The shared parts of all cases: the program, the folder, the databases of both sides, and the check that they agree."""

import os
import shutil
import subprocess
from pathlib import Path
from string import Template

from measure import Broken, run
from report import Table

SQL = Path(__file__).parent / "sql"

FACTS = """SELECT count(*), sum(awarded), sum(purchased), sum(version) FROM users;
SELECT count(*), sum(amount), sum(balance_after) FROM entries; SELECT count(*), sum(amount) FROM allowances;"""


class Bench:
    """One run of the benchmark."""

    def __init__(self, folder, users, rounds):
        self.folder, self.users, self.rounds = Path(folder), users, rounds
        # For slow cases.
        self.heavy_rounds = min(rounds, 2)
        self.program = os.environ["RAD_ADMIN"]
        self.table = Table()

    def path(self, name):
        """Returns the path of a file of this run."""
        return str(self.folder / name)

    def ours(self, database, *words, under=(), **options):
        """Runs rad-admin, or a tool such as strace that runs it."""
        return run([*under, self.program, "--db", database, *words], **options)

    def floor(self, database, name, under=(), **values):
        """Runs a script of bench/sql in the sqlite3 shell, with the same durability as the ledger."""
        script = "PRAGMA synchronous = FULL;\n" + sql(name, **values)
        return run([*under, "sqlite3", "-bail", database], script)

    def select(self, database, name, *flags, output=os.devnull, **values):
        """Runs a query of bench/sql in the sqlite3 shell."""
        return run(["sqlite3", "-readonly", *flags, database, sql(name, **values)], output=output)

    def answer(self, database, query):
        """Returns what the sqlite3 shell prints for a query."""
        done = subprocess.run(["sqlite3", "-bail", database, query], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Broken(f"{query[:80]}: {done.stderr}")
        return done.stdout.strip()

    def new(self, name):
        """Makes an empty ledger."""
        database = self.path(name)
        remove(database)
        self.ours(database, "init", "--timezone", "UTC", "--quiet")
        return database

    def new_floor(self, name):
        """Makes an empty database with the conventional schema."""
        database = self.path(name)
        remove(database)
        self.floor(database, "schema")
        return database

    def keep(self, database, name):
        """Saves a database for `fresh` to copy."""
        self.answer(database, "PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copyfile(database, self.path(name))

    def fresh(self, name, end="db"):
        """Copies a saved database and syncs it to disk, before anything is timed."""
        database = self.path(f"{name}.{end}")
        remove(database)
        shutil.copyfile(self.path(name), database)
        os.chmod(database, 0o600)
        os.sync()
        return database

    def same_facts(self, ours, floor):
        """Raises Broken unless both databases have the same users, balances, entries and allowances."""
        facts = [self.answer(database, FACTS).split() for database in (ours, floor)]
        if facts[0] != facts[1]:
            raise Broken(f"the facts are {facts[0]}, and of the reference {facts[1]}")


def sql(name, **values):
    """Returns a script of bench/sql with its $values filled in."""
    return Template((SQL / f"{name}.sql").read_text()).substitute(values)


def remove(database):
    """Removes a database with its -wal and -shm files."""
    for end in ("", "-wal", "-shm"):
        Path(database + end).unlink(missing_ok=True)


def expect(what, found, expected):
    """Raises Broken unless both are the same."""
    if found != expected:
        raise Broken(f"{what}: {found}, expected {expected}")


def lines(path):
    """Counts the lines of a file."""
    with open(path, "rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
