"""Instructions of the short commands, counted by valgrind: they do not depend on the machine's mood."""

import re
import shutil
import subprocess

from measure import Broken

PROGRAM_COUNT = re.compile(r"Collected : (\d+)")


def counted(words):
    """How many instructions a command takes."""
    tool = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    done = subprocess.run([*tool, *words], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    found = PROGRAM_COUNT.search(done.stderr)
    if done.returncode != 0 or not found:
        raise Broken(f"{' '.join(words[:6])} in valgrind: exit status {done.returncode}: {done.stderr[-300:]}")
    return int(found.group(1))


def counts(bench):
    """The counts, beside sqlite3 opening the same file."""
    if not shutil.which("valgrind"):
        bench.table.absent("instructions", "no valgrind")
        return
    ours = bench.fresh("ours.base")
    email = bench.answer(ours, "SELECT email FROM users WHERE id = 1")
    bench.ours(ours, "grant-monthly", "--quiet")
    select = counted(["sqlite3", ours, "select 1"])
    for case, words in (
        ("--version", ["--version"]),
        ("--help", ["--help"]),
        ("completions", ["completions", "bash"]),
        ("grant again", ["grant-monthly"]),
        ("one award", ["credits", "award", email, "5", "--quiet"]),
        ("user show", ["user", "show", email]),
        ("page of 50", ["users", "list", "--limit", "50"]),
    ):
        found = counted([bench.program, "--db", ours, *words])
        bench.table.count(f"instructions: {case}", found, select, "`sqlite3 DB 'select 1'`")
