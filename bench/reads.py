"""The cases that only read: lists, pages, searches, one user, help."""

import zlib

from bench import expect, lines
from measure import alternate, run
from report import Milliseconds, Ratio, grouped

REPEATS = 20
# Parts of many addresses, of a few, and of none.
OFTEN = "moreno"
SEARCHES = {"with hits": "moreno77", "without hits": "no-such-text"}


def pages(bench):
    """Lists the first page, one in the middle by its offset, and the same one by the address before it."""
    page, middle = ["--limit", "50", "-o", "csv"], bench.users // 2
    compare(bench, "first page of 50", REPEATS, Ratio(1.5), page, limit=50)
    case = f"page of 50 at {grouped(middle)}"
    compare(bench, case, 5, Ratio(2), [*page, "--offset", str(middle)], limit=50, offset=middle)
    query = f"SELECT email FROM users ORDER BY email LIMIT 1 OFFSET {middle}"
    before = bench.answer(bench.path("ours.base"), query)
    where = f"WHERE email > '{before}'"
    compare(bench, "page of 50 behind an address", REPEATS, Ratio(1.5), [*page, "--where", f"email>{before}"], where=where, limit=50)


def search(bench):
    """Searches for a part of an address or a name, compared with LIKE."""
    for case, text in SEARCHES.items():
        where = f"WHERE email LIKE '%{text}%' OR name LIKE '%{text}%'"
        compare(bench, f"search {case}", bench.rounds, Ratio(0.5), ["--search", text, "-o", "csv"], where=where)
    where = f"WHERE email LIKE '%{OFTEN}%' OR name LIKE '%{OFTEN}%'"
    words = ["--search", OFTEN, "--limit", "50", "-o", "csv"]
    compare(bench, "search page of 50", REPEATS, Ratio(1.5), words, where=where, limit=50)


def filtered(bench):
    """Filters users by two conditions, compared with the same in SQL."""
    words = ["--where", "balance<300", "--where", "status=inactive", "-o", "csv"]
    where = "WHERE awarded + purchased < 300 AND status = 'inactive'"
    compare(bench, "filter by balance and status", bench.rounds, Ratio(1.2), words, where=where)


def lists(bench):
    """Lists all users."""
    for form, flag in (("csv", "-csv"), ("jsonl", "-json"), ("table", "-column")):
        compare(bench, f"all users, {form}", bench.rounds, Ratio(0.7), ["-o", form], flag)


def compare(bench, case, rounds, target, words, flag="-csv", where="", limit=-1, offset=0):
    """Lists users on both sides, which have to return the same ones."""
    ours, floor = bench.path("ours.base"), bench.path("floor.base")
    outputs = [bench.path("ours.out"), bench.path("floor.out")]
    runs = alternate(
        rounds,
        lambda: bench.ours(ours, "users", "list", "--quiet", "--no-header", *words, output=outputs[0]),
        lambda: bench.select(floor, "list", flag, output=outputs[1], where=where, limit=limit, offset=offset),
    )
    if flag == "-csv":
        expect(f"{case}, addresses", *map(addresses, outputs))
    else:
        expect(f"{case}, lines", *map(lines, outputs))
    bench.table.add(case, runs, f"`sqlite3 {flag}`", target)


def addresses(path):
    """Returns the number of lines and a checksum of the first column."""
    number = digest = 0
    with open(path, "rb") as file:
        for number, line in enumerate(file, 1):
            digest = zlib.crc32(line.split(b",", 1)[0], digest)
    return number, digest


def short(bench):
    """Runs commands that people expect to be instant."""
    ours, floor = bench.path("ours.base"), bench.path("floor.base")
    email = bench.answer(ours, "SELECT email FROM users WHERE id = 1")
    version = lambda: run(["sqlite3", "--version"])
    for case, words in (("help", ["--help"]), ("completions", ["completions", "bash"])):
        runs = alternate(REPEATS, lambda: bench.ours(ours, *words), version)
        bench.table.add(case, runs, "`sqlite3 --version`", Milliseconds(5))
    answer = bench.path("complete.out")
    for case, typed in (("Tab at a command", "users li"), ("Tab at an address", f"credits award {email[:3]}")):
        ask = [bench.program, "__complete", f"rad-admin --db {ours} {typed}"]
        runs = alternate(REPEATS, lambda: run(ask, output=answer), version)
        expect(f"{case}, an answer", lines(answer) > 0, True)
        bench.table.add(case, runs, "`sqlite3 --version`", Milliseconds(5))
    runs = alternate(
        REPEATS,
        lambda: bench.ours(ours, "user", "show", email),
        lambda: bench.select(floor, "list", where=f"WHERE email = '{email}'", limit=1, offset=0),
    )
    bench.table.add("user show", runs, "`sqlite3`: the row of `users`")
