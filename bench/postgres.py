"""Compares with PostgreSQL. The server is started for this run, listens on its own socket, and is as durable as the ledger.
Its start is not timed, an advantage that a program with a file does not have."""

import glob
import os
import pwd
import shutil
import tempfile

import engines
from bench import expect, sql
from measure import Broken, alternate, run
from peers import part
from report import grouped

USERS = 50_000
REPEATS = 20


def cases(bench):
    """Runs the cases of PostgreSQL, and those of a ledger on a server."""
    initdb = shutil.which("initdb") or max(glob.glob("/usr/lib/postgresql/*/bin/initdb"), default=None)
    if not initdb or not shutil.which("psql"):
        bench.table.absent("PostgreSQL", "its programs are not there")
        return
    with tempfile.TemporaryDirectory(dir=bench.folder.parent, prefix="rad-admin-pg.") as home:
        try:
            psql, stop = server(home, os.path.dirname(os.path.realpath(initdb)))
        except Broken as error:
            bench.table.absent("PostgreSQL", f"it does not start: {error}")
            return
        try:
            users, file, ours = part(bench, USERS)
            bench.keep(ours, "part.base")
            psql(sql("postgres-schema", file=file))
            grants(bench, psql, users)
            award(bench, psql)
            engines.cases(bench, psql, home)
        finally:
            stop()


def grants(bench, psql, users):
    """Grants a month on fresh copies of the ledger. The cluster is not copied, because its later months cost hardly more."""
    months = iter(range(1, 100))
    runs = alternate(
        bench.rounds,
        lambda: bench.ours(bench.fresh("part.base"), "grant-monthly", "--quiet"),
        lambda: psql(sql("postgres-grant", month=next(months))),
        settle=os.sync,
    )
    answer = bench.path("psql.out")
    psql("SELECT trunc(sum(amount) / (SELECT count(*) FROM monthly_grants)) FROM entries WHERE account > 1", answer)
    with open(answer, encoding="utf-8") as file:
        credits = bench.answer(bench.path("part.base.db"), "SELECT sum(amount) FROM entries WHERE kind = 'monthly'")
        expect("credits of a month", file.read().strip(), credits)
    bench.table.add(f"grant of a month to {grouped(users)}", runs, "PostgreSQL: transfers and entries")


def award(bench, psql):
    """Makes one award, including the start of the program and of `psql`."""
    ours = bench.fresh("part.base")
    email = bench.answer(ours, "SELECT email FROM users WHERE id = 500")
    runs = alternate(
        REPEATS,
        lambda: bench.ours(ours, "credits", "award", email, "5", "--reason", "bench", "--quiet"),
        lambda: psql(sql("postgres-award", email=email)),
    )
    bench.table.add("one award", runs, "PostgreSQL: a transfer, two entries")


def server(home, programs):
    """Starts a cluster in a folder. Returns a function that runs a script in it, and one that stops it. The server refuses to
    run as root, so then it runs as nobody."""
    options = {}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(home, nobody.pw_uid, nobody.pw_gid)
        options = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "cwd": home}
    data, settings = f"{home}/data", f"-k {home} -c listen_addresses='' -c fsync=on"
    run([f"{programs}/initdb", "-D", data, "-U", "bench", "--auth=trust", "--encoding=UTF8"], **options)
    control = [f"{programs}/pg_ctl", "-D", data, "-l", f"{home}/log", "-w"]
    run([*control, "-o", settings, "start"], **options)
    client = ["psql", "-h", home, "-U", "bench", "-d", "postgres", "-qAtX", "-v", "ON_ERROR_STOP=1"]
    return (
        lambda script, output=os.devnull: run(client, script, output),
        lambda: run([*control, "-m", "immediate", "stop"], **options),
    )
