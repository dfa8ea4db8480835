"""The cases that write (import, award, apply, undo, the monthly grant), and those that use the results (verify, history)."""

import datetime
import os

from bench import expect
from data import opening_consent, total
from measure import alternate, run
from report import Beyond, Ratio, grouped

REPEATS = 20
MONTHS = 24
# How many months the reference grants too, and how many are compared at each end.
FLOOR_MONTHS = 6
ENDS = 3


def imported(bench):
    """Imports a file of all users. All other cases start from the result."""
    databases = [bench.path("ours.new"), bench.path("floor.new")]
    file = bench.path("users.csv")
    consent = opening_consent(bench.users)

    def ours():
        bench.new("ours.new")
        return bench.ours(databases[0], "users", "import", file, *consent)

    def floor():
        bench.new_floor("floor.new")
        return bench.floor(databases[1], "import", file=file)

    runs = alternate(bench.heavy_rounds, ours, floor, settle=os.sync)
    bench.same_facts(*databases)
    bench.keep(databases[0], "ours.base")
    bench.keep(databases[1], "floor.base")
    bench.table.add(f"import of {grouped(bench.users)} users", runs, "`.import`, `INSERT … SELECT`", Ratio(1.25))


def award(bench):
    """Makes one award, from the start of the program to a durable commit."""
    ours, floor = bench.fresh("ours.base"), bench.fresh("floor.base")
    email = bench.answer(ours, f"SELECT email FROM users WHERE id = {bench.users // 3}")
    runs = alternate(
        REPEATS,
        lambda: bench.ours(ours, "credits", "award", email, "5", "--reason", "bench", "--quiet"),
        lambda: bench.floor(floor, "award", email=email),
    )
    bench.same_facts(ours, floor)
    bench.table.add("one award", runs, "the same transaction", Ratio(1.5))


def spent(bench):
    """Spends credits of one user, then of all active users. Compares each with rad-admin's own award to the same users."""
    ours, beside = bench.fresh("ours.base"), bench.fresh("ours.base", "beside")
    email = bench.answer(ours, f"SELECT email FROM users WHERE id = {bench.users // 3}")
    change = lambda database, command, whom, *words: bench.ours(
        database, "credits", command, whom, "5", "--reason", "bench", "--quiet", *words
    )
    runs = alternate(REPEATS, lambda: change(ours, "spend", email), lambda: change(beside, "award", email))
    bench.table.add("one spend", runs, "rad-admin's own award", Ratio(1.1))
    users = int(bench.answer(ours, "SELECT count(*) FROM users WHERE status = 'active'"))
    consent = ["--yes", "--confirm", str(5 * users)]
    runs = alternate(
        bench.heavy_rounds,
        lambda: change(ours, "spend", "all", *consent),
        lambda: change(beside, "award", "all", *consent),
        settle=os.sync,
    )
    query = "SELECT -sum(amount) FROM entries WHERE kind = 'spend'"
    expect("credits spent", int(bench.answer(ours, query)), 5 * (REPEATS + users * bench.heavy_rounds))
    bench.table.add(f"spend of {grouped(users)} users", runs, "rad-admin's own award")


def applied(bench):
    """Applies a file with an adjustment of every user, then undoes it."""
    apply_runs, undo_runs = ([], []), []
    file, credits = bench.path("adjustments.csv"), str(total(bench.users))
    consent = ["--reason", "bench", "--confirm", credits, "--yes", "--quiet"]
    for turn in range(bench.heavy_rounds):
        ours, floor = bench.fresh("ours.base"), bench.fresh("floor.base")
        pair = alternate(
            1,
            lambda: bench.ours(ours, "credits", "apply", file, *consent),
            lambda: bench.floor(floor, "apply", file=file),
            settle=os.sync,
        )
        bench.same_facts(ours, floor)
        undo_runs.append(bench.ours(ours, "undo", "2", *consent))
        os.sync()
        for side, runs in zip(apply_runs, pair):
            side.extend(runs)
    balances = "SELECT sum(awarded), sum(purchased) FROM users"
    expect("balances after undo", bench.answer(ours, balances), bench.answer(bench.path("ours.base"), balances))
    bench.keep(ours, "ours.verify")
    bench.table.add(f"apply of {grouped(bench.users)} rows", apply_runs, "`.import`, `INSERT … SELECT`, `UPDATE`", Ratio(1.25))
    bench.table.add(f"undo of {grouped(bench.users)} rows", (undo_runs, apply_runs[0]), "rad-admin's own apply", Ratio(1.1))


def reported(bench):
    """Reports a month that has all entries: an import and a grant."""
    ours = bench.fresh("ours.base")
    bench.ours(ours, "grant-monthly", "--quiet")
    os.sync()
    outputs = [bench.path("report.out"), bench.path("report.floor")]
    runs = alternate(
        bench.rounds,
        lambda: bench.ours(ours, "report", "-o", "csv", "--no-header", output=outputs[0]),
        lambda: bench.select(ours, "report", "-csv", output=outputs[1]),
    )
    flows, groups = (open(output, encoding="utf-8").read().splitlines() for output in outputs)
    expect("sums of the month", [line.removeprefix("flow,") for line in flows if line.startswith("flow,")], groups)
    entries = int(bench.answer(ours, "SELECT count(*) FROM entries"))
    bench.table.add(f"report of {grouped(entries)} entries", runs, "`GROUP BY`", Ratio(1.2))


def verified(bench):
    """Verifies a ledger that only the program has written: an import, a batch, its undo, a month."""
    ours = bench.fresh("ours.verify" if os.path.exists(bench.path("ours.verify")) else "ours.base")
    bench.ours(ours, "grant-monthly", "--quiet")
    os.sync()
    answer = bench.path("verify.out")
    runs = alternate(
        bench.heavy_rounds,
        lambda: bench.ours(ours, "verify", "--json", "--fields", "ok"),
        lambda: bench.select(ours, "verify", output=answer),
    )
    expect("integrity", open(answer, encoding="utf-8").read().split(), ["ok", "0"])
    entries = int(bench.answer(ours, "SELECT count(*) FROM entries"))
    bench.table.add(f"verify, {grouped(entries)} entries", runs, "`integrity_check`, `GROUP BY`", Ratio(1.5), memory_mb=128)


def granted(bench):
    """Grants months to everyone, from the first to the last, repeats the last grant, and reads one history of the result."""
    months, firsts = past_months(), []
    for _ in range(bench.rounds):
        ours, floor = (begin(bench, name, months[0]) for name in ("ours.base", "floor.base"))
        firsts.append(grant_of(bench, ours, floor, months[0]))
    bench.same_facts(ours, floor)
    bench.table.add("grant of a month", joined(firsts), "`INSERT … SELECT`, `UPDATE`", Ratio(0.9))
    for month in months[1:FLOOR_MONTHS]:
        pair = grant_of(bench, ours, floor, month)
    bench.same_facts(ours, floor)
    bench.table.add(f"its month {FLOOR_MONTHS}", pair, "the same, in its own month", Ratio(0.9))
    late(bench, ours, months)
    again(bench, ours, floor, months[-1])
    history(bench, ours)


def policies(bench):
    """Grants a month in which every allowance has a cap or resets the balance. Compares it with rad-admin's own plain grant."""
    month, grant = past_months()[0], lambda database: bench.ours(database, "grant-monthly", "--month", month, "--quiet")
    for policy, cap, case in (("cap", 600, "grant of a month with caps"), ("reset", "NULL", "grant of a month that resets")):
        pairs = []
        for _ in range(bench.rounds):
            ours, plain = (begin(bench, "ours.base", month, end) for end in ("db", "plain"))
            bench.answer(ours, f"UPDATE allowances SET policy = '{policy}', cap = {cap}; PRAGMA wal_checkpoint(TRUNCATE)")
            os.sync()
            pairs.append(alternate(1, lambda: grant(ours), lambda: grant(plain), settle=os.sync))
        over = f"u.awarded > {cap}" if policy == "cap" else "u.awarded <> f.amount"
        wrong = f"""SELECT count(*) FROM users u JOIN allowances f ON f.user_id = u.id
                    WHERE u.status = 'active' AND {over}"""
        expect(f"{case}, wrong balances", bench.answer(ours, wrong), "0")
        bench.table.add(case, joined(pairs), "rad-admin's own plain grant", Ratio(1.1))


def late(bench, ours, months):
    """Compares the last months of a ledger with the first months of another."""
    for month in months[FLOOR_MONTHS:-ENDS]:
        bench.ours(ours, "grant-monthly", "--month", month, "--quiet")
    young, pairs = begin(bench, "ours.base", months[0], end="young"), []
    for last, first in zip(months[-ENDS:], months):
        pair = alternate(
            1,
            lambda: bench.ours(ours, "grant-monthly", "--month", last, "--quiet"),
            lambda: bench.ours(young, "grant-monthly", "--month", first, "--quiet"),
            settle=os.sync,
        )
        pairs.append(pair)
    case = f"months {MONTHS - ENDS + 1} to {MONTHS}"
    bench.table.add(case, joined(pairs), f"its own months 1 to {ENDS}", Ratio(1.15))


def again(bench, ours, floor, month):
    """Repeats a grant, compared with the least that a program can do with the file."""
    runs = alternate(
        REPEATS,
        lambda: bench.ours(ours, "grant-monthly", "--month", month, "--quiet"),
        lambda: run(["sqlite3", floor, "select 1"]),
    )
    bench.table.add("grant again", runs, "`sqlite3 DB 'select 1'`", Ratio(1.5))


def history(bench, ours):
    """Reads all entries of one user among everyone's."""
    email = bench.answer(ours, f"SELECT email FROM users WHERE status = 'active' AND id >= {bench.users // 2} LIMIT 1")
    entries = int(bench.answer(ours, "SELECT max(id) FROM entries"))
    output = bench.path("history.out")
    runs = alternate(
        REPEATS,
        lambda: bench.ours(ours, "credits", "history", email, "-o", "csv", output=output),
        lambda: bench.ours(ours, "--version"),
    )
    months = sum(",monthly," in line for line in open(output, encoding="utf-8"))
    expect("months in the history", months, MONTHS)
    bench.table.add(f"history of one among {grouped(entries)} entries", runs, "`rad-admin --version`", Beyond(5))


def past_months():
    """Returns the months to grant. All of them have ended."""
    today = datetime.date.today()
    numbers = [today.year * 12 + today.month - 1 - back for back in range(MONTHS, 0, -1)]
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in numbers]


def begin(bench, name, month, end="db"):
    """Makes a fresh copy that seems to be created in this month, with allowances in force from then on. The program lets no
    allowance begin in the past, so this changes the tables directly. Afterwards `verify` would fail."""
    database = bench.fresh(name, end)
    number = month.replace("-", "")
    changes = [f"UPDATE allowances SET from_month = {number}"]
    if bench.answer(database, "SELECT count(*) FROM sqlite_schema WHERE name = 'months'") == "1":
        keeper = bench.answer(database, "SELECT sql FROM sqlite_schema WHERE name = 'operations_keep_update'")
        changes += [
            f"UPDATE months SET month = {number}",
            "DROP TRIGGER operations_keep_update",
            f"UPDATE operations SET at = unixepoch('{month}-01')",
            keeper,
        ]
    bench.answer(database, f"{'; '.join(changes)}; PRAGMA wal_checkpoint(TRUNCATE)")
    os.sync()
    return database


def grant_of(bench, ours, floor, month):
    """Grants a month on both sides."""
    return alternate(
        1,
        lambda: bench.ours(ours, "grant-monthly", "--month", month, "--quiet"),
        lambda: bench.floor(floor, "grant", month=month.replace("-", "")),
        settle=os.sync,
    )


def joined(pairs):
    """Turns pairs of single runs into two lists."""
    return [pair[0][0] for pair in pairs], [pair[1][0] for pair in pairs]
