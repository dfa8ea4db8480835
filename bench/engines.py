"""Compares a ledger on a server with psql doing the same there. Repeats two cases with a server that is 20 ms away."""

import os
import queue
import socket
import threading
import time

from bench import expect, lines, sql
from data import opening_consent, total
from measure import alternate, run
from report import Beyond, Ratio, grouped
from writes import past_months

REPEATS = 20
MONTHS = 12
ROUND_TRIP_S = 0.02
FACTS = "SELECT count(*), sum(amount), sum(balance_after) FROM {0}.entries; SELECT sum(awarded), sum(purchased) FROM {0}.users"


def cases(bench, psql, home):
    """Runs all cases. `psql` runs a script on the server whose socket is in the folder `home`."""
    url = f"postgres://bench@/postgres?host={home.replace('/', '%2F')}"
    imported(bench, psql, url)
    award(bench, psql, url)
    granted(bench, psql, url)
    applied(bench, psql, url)
    listed(bench, psql, url)
    far_away(bench, home)
    psql("DROP SCHEMA rad_admin CASCADE; DROP SCHEMA floor CASCADE")


def answer(bench, psql, query):
    """Returns the words that psql prints for a query."""
    output = bench.path("psql.out")
    psql(query, output)
    with open(output, encoding="utf-8") as file:
        return file.read().split()


def same_facts(bench, psql):
    """Raises Broken unless the ledger and its reference have the same balances and entries."""
    expect("facts on the server", answer(bench, psql, FACTS.format("rad_admin")), answer(bench, psql, FACTS.format("floor")))


def imported(bench, psql, url):
    """Imports a file of all users."""
    file, month = bench.path("users.csv"), time.strftime("%Y%m")

    def ours():
        psql("DROP SCHEMA IF EXISTS rad_admin CASCADE")
        bench.ours(url, "init", "--timezone", "UTC", "--quiet")
        return bench.ours(url, "users", "import", file, *opening_consent(bench.users))

    def floor():
        psql("DROP SCHEMA IF EXISTS floor CASCADE")
        psql(sql("server-schema"))
        return psql(sql("server-import", file=file, month=month))

    runs = alternate(bench.heavy_rounds, ours, floor, settle=lambda: psql("CHECKPOINT"))
    psql("ANALYZE")
    same_facts(bench, psql)
    bench.table.add(f"server: import of {grouped(bench.users)} users", runs, "psql: `\\copy`, `INSERT … SELECT`", Ratio(1.25))


def award(bench, psql, url):
    """Makes one award, including the start of the process."""
    email = answer(bench, psql, f"SELECT email FROM floor.users WHERE id = {bench.users // 3}")[0]
    runs = alternate(
        REPEATS,
        lambda: bench.ours(url, "credits", "award", email, "5", "--reason", "bench", "--quiet"),
        lambda: psql(sql("server-award", email=email)),
    )
    same_facts(bench, psql)
    bench.table.add("server: one award", runs, "psql: the same transaction", Ratio(1.5))


def granted(bench, psql, url):
    """Grants the months of a year. It moves allowances into the past in the tables, so `verify` would fail afterwards."""
    months = past_months()[-MONTHS:]
    first = months[0].replace("-", "")
    psql(
        f"""SET session_replication_role = replica;
        UPDATE rad_admin.allowances SET from_month = {first}; UPDATE rad_admin.months SET month = {first};
        UPDATE rad_admin.operations SET at = extract(epoch FROM date '{months[0]}-01');
        UPDATE floor.allowances SET from_month = {first}; VACUUM ANALYZE"""
    )
    pairs = []
    for month in months:
        pairs.append(
            alternate(
                1,
                lambda: bench.ours(url, "grant-monthly", "--month", month, "--quiet"),
                lambda: psql(sql("server-grant", month=month.replace("-", ""))),
                settle=lambda: psql("CHECKPOINT"),
            )
        )
    same_facts(bench, psql)
    ours = [pair[0][0] for pair in pairs]
    runs = ours, [pair[1][0] for pair in pairs]
    bench.table.add("server: grant of a month", runs, "psql: `INSERT … SELECT`, `UPDATE`", Ratio(1.15))
    bench.table.add(f"server: months {MONTHS - 2} to {MONTHS}", (ours[-3:], ours[:3]), "its own months 1 to 3", Ratio(1.1))


def applied(bench, psql, url):
    """Applies a file with an adjustment of every user."""
    file = bench.path("adjustments.csv")
    consent = ["--reason", "bench", "--confirm", str(total(bench.users)), "--yes", "--quiet"]
    runs = alternate(
        1,
        lambda: bench.ours(url, "credits", "apply", file, *consent),
        lambda: psql(sql("server-apply", file=file)),
        settle=lambda: psql("CHECKPOINT"),
    )
    same_facts(bench, psql)
    bench.table.add(f"server: apply of {grouped(bench.users)} rows", runs, "psql: `\\copy`, `INSERT … SELECT`, `UPDATE`", Ratio(1.25))


def listed(bench, psql, url):
    """Lists all users as CSV."""
    outputs = [bench.path("server.csv"), bench.path("floor.csv")]
    query = sql("server-list")
    runs = alternate(
        bench.rounds,
        lambda: bench.ours(url, "users", "list", "-o", "csv", "--no-header", output=outputs[0]),
        lambda: psql(f"\\pset format csv\n{query};", outputs[1]),
    )
    expect("lines of the list", *map(lines, outputs))
    bench.table.add(f"server: all {grouped(bench.users)} users, csv", runs, "`psql --csv`", Ratio(1.0))


def far_away(bench, home):
    """Makes an award and lists a page, and compares the times with that of psql connecting to the same server."""
    port = delayed(f"{home}/.s.PGSQL.5432")
    url = f"postgres://bench@127.0.0.1:{port}/postgres?sslmode=disable"
    connect = ["psql", f"{url}&gssencmode=disable", "-qAtX"]
    page = bench.path("page.out")
    with open(bench.path("users.csv"), encoding="utf-8") as file:
        email = list(zip(range(2), file))[1][1].split(",")[0]
    for case, words in (
        ("one award", ["credits", "award", email, "5", "--reason", "bench", "--quiet"]),
        ("page of 50", ["users", "list", "--limit", "50", "-o", "csv"]),
    ):
        runs = alternate(REPEATS // 2, lambda: bench.ours(url, *words, output=page), lambda: run(connect))
        bench.table.add(f"server 20 ms away: {case}", runs, "psql connects", Beyond(150))


def delayed(path):
    """Opens and returns a port on localhost that forwards to a socket, with half a round trip of delay each way."""
    listener = socket.create_server(("127.0.0.1", 0))

    def accept():
        while True:
            client, server = listener.accept()[0], socket.socket(socket.AF_UNIX)
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            server.connect(path)
            for source, sink in ((client, server), (server, client)):
                waiting = queue.SimpleQueue()
                threading.Thread(target=take, args=(source, waiting), daemon=True).start()
                threading.Thread(target=give, args=(waiting, sink), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return listener.getsockname()[1]


def take(source, waiting):
    """Reads data and queues it with the time at which to forward it."""
    data = b"-"
    while data:
        try:
            data = source.recv(65536)
        except OSError:
            data = b""
        waiting.put((time.monotonic() + ROUND_TRIP_S / 2, data))


def give(waiting, sink):
    """Forwards queued data when its time has come."""
    while True:
        due, data = waiting.get()
        time.sleep(max(0, due - time.monotonic()))
        try:
            if not data:
                sink.shutdown(socket.SHUT_WR)
                return
            sink.sendall(data)
        except OSError:
            return
