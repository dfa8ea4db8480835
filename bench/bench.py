"""What every case needs: the program, the folder, the ledgers of both sides, and whether they hold the same facts."""

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
        # Of what takes long.
        self.heavy_rounds = min(rounds, 2)
        self.program = os.environ["RAD_ADMIN"]
        self.table = Table()

    def path(self, name):
        """A file of this run."""
        return str(self.folder / name)

    def ours(self, database, *words, under=(), **options):
        """Runs rad-admin, perhaps under a tool that watches it."""
        return run([*under, self.program, "--db", database, *words], **options)

    def floor(self, database, name, under=(), **values):
        """Runs a script of bench/sql in the sqlite3 shell, as durable as the ledger."""
        script = "PRAGMA synchronous = FULL;\n" + sql(name, **values)
        return run([*under, "sqlite3", "-bail", database], script)

    def select(self, database, name, *flags, output=os.devnull, **values):
        """Runs a query of bench/sql in the sqlite3 shell."""
        return run(["sqlite3", "-readonly", *flags, database, sql(name, **values)], output=output)

    def answer(self, database, query):
        """What the sqlite3 shell prints."""
        done = subprocess.run(["sqlite3", "-bail", database, query], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Broken(f"{query[:80]}: {done.stderr}")
        return done.stdout.strip()

    def new(self, name):
        """An empty ledger."""
        database = self.path(name)
        remove(database)
        self.ours(database, "init", "--timezone", "UTC", "--quiet")
        return database

    def new_floor(self, name):
        """An empty database in the conventional schema."""
        database = self.path(name)
        remove(database)
        self.floor(database, "schema")
        return database

    def keep(self, database, name):
        """Keeps a database as it is, to be copied by `fresh`."""
        self.answer(database, "PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copyfile(database, self.path(name))

    def fresh(self, name, end="db"):
        """A copy of what was kept, on disk before anything is timed."""
        database = self.path(f"{name}.{end}")
        remove(database)
        shutil.copyfile(self.path(name), database)
        os.chmod(database, 0o600)
        os.sync()
        return database

    def same_facts(self, ours, floor):
        """Broken unless both databases hold the same users, balances, entries and allowances."""
        facts = [self.answer(database, FACTS).split() for database in (ours, floor)]
        if facts[0] != facts[1]:
            raise Broken(f"the facts are {facts[0]}, and of the reference {facts[1]}")


def sql(name, **values):
    """A script of bench/sql, its $values filled in."""
    return Template((SQL / f"{name}.sql").read_text()).substitute(values)


def remove(database):
    """Removes a database with what stands beside it."""
    for end in ("", "-wal", "-shm"):
        Path(database + end).unlink(missing_ok=True)


def expect(what, found, expected):
    """Broken unless both are the same."""
    if found != expected:
        raise Broken(f"{what}: {found}, expected {expected}")


def lines(path):
    """How many lines a file has."""
    with open(path, "rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
