"""Runs the groups of cases and prints the table. bench/run.sh starts it and says how to use it."""

import argparse
import datetime
import os
import platform
import subprocess
import sys
from pathlib import Path

import counts
import peers
import postgres
import reads
import writes
from bench import Bench
from measure import Broken
from report import grouped

GROUPS = {
    "import": writes.imported,
    "read": reads.pages,
    "short": reads.short,
    "search": reads.search,
    "list": reads.lists,
    "filter": reads.filtered,
    "award": writes.award,
    "spend": writes.spent,
    "apply": writes.applied,
    "verify": writes.verified,
    "report": writes.reported,
    "grant": writes.granted,
    "policy": writes.policies,
    "journal": peers.journals,
    "sqlite-utils": peers.sqlite_utils,
    "postgres": postgres.cases,
    "disk": counts.disk,
    "instructions": counts.instructions,
}


def attempt(bench, name):
    """Runs a group. Returns whether it worked."""
    try:
        GROUPS[name](bench)
        return True
    except Broken as error:
        bench.table.fail(name, error)
        return False


def main():
    parser = argparse.ArgumentParser(prog="bench/run.sh")
    parser.add_argument("folder", help=argparse.SUPPRESS)
    parser.add_argument("users", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--only", metavar="PATTERN", default="")
    words = parser.parse_args()
    chosen = [name for name in GROUPS if words.only in name]
    if words.users < 1_000 or not chosen:
        parser.error(f"at least 1000 users, and a group of: {', '.join(GROUPS)}")

    rounds = int(os.environ.get("ROUNDS", "3"))
    make = [sys.executable, str(Path(__file__).parent / "data.py"), str(words.users), words.folder]
    subprocess.run(make, check=True)
    print(f"{grouped(words.users)} users, {rounds} rounds, {datetime.date.today()}, {os.cpu_count()} × {platform.machine()}\n")
    bench = Bench(words.folder, words.users, rounds)
    bench.table.begin()
    # The other groups start from the imported databases.
    if attempt(bench, "import"):
        for name in chosen:
            if name != "import":
                attempt(bench, name)
    print(f"\n✗: misses its target. Broken: {bench.table.broken}.")
    sys.exit(bench.table.broken > 0)


if __name__ == "__main__":
    main()
