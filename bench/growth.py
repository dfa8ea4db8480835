"""Measures how the cost grows with users and months. bench/growth.sh starts it and says how to use it.

The program itself makes every ledger, from a file of users in random order."""

import os
import statistics
import subprocess
import sys
from pathlib import Path

import growth_plot
import writes
from bench import Bench
from data import opening_consent
from measure import run

HERE = Path(__file__).parent
DOCS = HERE.parent / "docs"
COLUMNS = "users,months,case,seconds,peak_mb,file_mb"
MONTHS_AT = 1_000_000


def rounds(users):
    """Returns how often a case runs: short ones more often."""
    return 1 if users > 1_000_000 else 3 if users > 100_000 else 7


class Points:
    """The measured points of one ledger."""

    def __init__(self, users):
        self.users, self.rows = users, []

    def add(self, case, runs, database, months=0):
        """Adds the median of some runs, with the peak memory and the size of the ledger after them."""
        seconds = statistics.median(each.took_s for each in runs)
        peak, size = max(each.peak_mb for each in runs), os.path.getsize(database) / 1e6
        self.rows.append(f"{self.users},{months},{case},{seconds:.4f},{peak:.0f},{size:.1f}")
        print(self.rows[-1], file=sys.stderr, flush=True)


def by_users(bench, points):
    """Measures each case on a ledger with these users."""
    count = rounds(bench.users)
    database = bench.new("ours.new")
    imported = bench.ours(database, "users", "import", bench.path("users.csv"), *opening_consent(bench.users))
    bench.keep(database, "ours.base")
    points.add("import", [imported], database)
    email = bench.answer(database, f"SELECT email FROM users WHERE id = {bench.users // 2}")

    def several(case, *words, times=count):
        runs = [bench.ours(database, *words, "--quiet") for _ in range(times)]
        os.sync()
        points.add(case, runs, database)

    several("list all", "users", "list", "-o", "csv")
    several("list a page", "users", "list", "--limit", "50", times=7)
    several("one award", "credits", "award", email, "5", times=7)
    several("verify", "verify")
    grants = [bench.ours(database := bench.fresh("ours.base"), "grant-monthly", "--quiet") for _ in range(count)]
    points.add("grant", grants, database)


def by_months(bench, points):
    """Measures the grant and one user's history, month after month."""
    months = writes.past_months()
    ours = writes.begin(bench, "ours.base", months[0])
    email = bench.answer(ours, f"SELECT email FROM users WHERE status = 'active' AND id >= {bench.users // 2} LIMIT 1")
    for number, month in enumerate(months, 1):
        grant = bench.ours(ours, "grant-monthly", "--month", month, "--quiet")
        os.sync()
        points.add("grant", [grant], ours, number)
        history = [bench.ours(ours, "credits", "history", email, "-o", "csv") for _ in range(7)]
        points.add("history of one", history, ours, number)


def measure(folder, users):
    """Measures all points for one number of users, and empties the folder afterwards."""
    subprocess.run([sys.executable, str(HERE / "data.py"), str(users), folder], check=True)
    bench, points = Bench(folder, users, rounds(users)), Points(users)
    by_users(bench, points)
    if users == MONTHS_AT:
        by_months(bench, points)
    for file in Path(folder).iterdir():
        if file.name != "config.toml":
            file.unlink()
    return points.rows


def main():
    folder, *sizes = sys.argv[1:]
    sizes = sorted(map(int, sizes)) or [10_000, 100_000, 1_000_000, 10_000_000]
    rows = [COLUMNS]
    for users in sizes:
        rows += measure(folder, users)
        (DOCS / "growth.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        growth_plot.draw(DOCS / "growth.csv", DOCS / "growth.svg")


if __name__ == "__main__":
    main()
