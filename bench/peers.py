"""Compares with programs that people keep such books with: hledger and ledger on the exported journal, sqlite-utils on the
same file.

They read or write everything row by row, so these cases have fewer users. Their names say how many."""

import os
import re
import shutil
import subprocess
import sys

from bench import expect, lines
from data import opening_consent
from measure import alternate, run
from report import grouped

JOURNAL_USERS = 20_000
UTILS_USERS = 50_000


def part(bench, users):
    """Makes a ledger of the first users only. Returns their number, their file, and the ledger."""
    users = min(users, bench.users)
    file = bench.path("part.csv")
    with open(bench.path("users.csv"), "rb") as whole, open(file, "wb") as first:
        for _ in range(users + 1):
            first.write(whole.readline())
    database = bench.new("part.db")
    bench.ours(database, "users", "import", file, *opening_consent(users))
    return users, file, database


def journals(bench):
    """Reads the balances of all users, and the entries of one."""
    users, _, database = part(bench, JOURNAL_USERS)
    bench.ours(database, "grant-monthly", "--quiet")
    journal, ours, theirs = bench.path("credits.journal"), bench.path("ours.out"), bench.path("journal.out")
    bench.ours(database, "credits", "history", "-o", "hledger", output=journal)
    credits = bench.answer(database, "SELECT sum(awarded + purchased) FROM users")
    email = bench.answer(database, f"SELECT email FROM users WHERE id = {users // 2}")
    for program, form in (("hledger", ["-O", "csv"]), ("ledger", ["--flat"])):
        if not shutil.which(program):
            bench.table.absent(f"balances of {grouped(users)}", f"no {program}")
            continue
        runs = alternate(
            1,
            lambda: bench.ours(database, "users", "list", "-o", "csv"),
            lambda: run([program, "-f", journal, "balance", "^users:", *form], output=theirs),
        )
        with open(theirs, encoding="utf-8") as file:
            expect(f"total of {program}", re.sub(r"\D", "", list(file)[-1]), credits)
        bench.table.add(f"balances of {grouped(users)}", runs, f"`{program} balance`")
        runs = alternate(
            1,
            lambda: bench.ours(database, "credits", "history", email, "-o", "csv", "--no-header", output=ours),
            lambda: run([program, "-f", journal, "register", f"^users:{email}"], output=theirs),
        )
        expect(f"entries of {program}", lines(theirs), lines(ours))
        bench.table.add(f"history of one of {grouped(users)}", runs, f"`{program} register`")


def installed(bench):
    """Returns the path of sqlite-utils. If it is not installed, installs it in the folder of this run; None if that fails."""
    if found := shutil.which("sqlite-utils"):
        return found
    folder = bench.path("venv")
    steps = [sys.executable, "-m", "venv", folder], [f"{folder}/bin/pip", "install", "--quiet", "sqlite-utils"]
    try:
        for step in steps:
            subprocess.run(step, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return f"{folder}/bin/sqlite-utils"


def sqlite_utils(bench):
    """Imports users, lists a page and all users. sqlite-utils does less: it keeps no entries and no log."""
    program = installed(bench)
    if not program:
        bench.table.absent("sqlite-utils", "it is not there and cannot be installed from PyPI")
        return
    users, file, ours = part(bench, UTILS_USERS)
    theirs, output = bench.path("utils.db"), bench.path("utils.out")

    def imported():
        database = bench.new("part.db")
        return bench.ours(database, "users", "import", file, *opening_consent(users))

    insert = [program, "insert", theirs, "users", file, "--csv", "--pk", "email"]
    rows = [program, "rows", theirs, "users", "--csv", "--order", "email"]
    runs = alternate(1, imported, lambda: run(insert), settle=os.sync)
    bench.table.add(f"import of {grouped(users)} users", runs, "`sqlite-utils insert`")
    for case, flags in (("first page of 50", ["--limit", "50"]), (f"all {grouped(users)} users, csv", [])):
        runs = alternate(
            bench.rounds,
            lambda: bench.ours(ours, "users", "list", "-o", "csv", "--quiet", *flags),
            lambda: run([*rows, *flags], output=output),
        )
        bench.table.add(case, runs, "`sqlite-utils rows`")
    expect("lines of sqlite-utils", lines(output), users + 1)
