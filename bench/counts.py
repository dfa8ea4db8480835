"""Counts instructions, bytes written and fsyncs, which depend less on the machine's load than times do."""

import os
import re
import shutil

from measure import run

VALGRIND = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
STRACE = ["strace", "-f", "-e", "trace=fsync,fdatasync", "-o"]


def instructions(bench):
    """Counts the instructions of short commands, and of sqlite3 opening the same file."""
    if not shutil.which("valgrind"):
        bench.table.absent("instructions", "no valgrind")
        return
    ours, log = bench.fresh("ours.base"), bench.path("valgrind.log")
    email = bench.answer(ours, "SELECT email FROM users WHERE id = 1")
    bench.ours(ours, "grant-monthly", "--quiet")
    under = [*VALGRIND, f"--log-file={log}"]
    run([*under, "sqlite3", ours, "select 1"])
    select = collected(log)
    for case, words in (
        ("--version", ["--version"]),
        ("--help", ["--help"]),
        ("completions", ["completions", "bash"]),
        ("grant again", ["grant-monthly"]),
        ("one award", ["credits", "award", email, "5"]),
        ("user show", ["user", "show", email]),
        ("page of 50", ["users", "list", "--limit", "50"]),
    ):
        bench.ours(ours, *words, under=under)
        bench.table.count(f"instructions: {case}", collected(log), select, "M", "`sqlite3 DB 'select 1'`")


def disk(bench):
    """Counts the bytes that a grant and an award write, and how often they wait for the disk."""
    if not shutil.which("strace"):
        bench.table.absent("written, fsyncs", "no strace")
        return
    ours, floor = bench.fresh("ours.base"), bench.fresh("floor.base")
    email = bench.answer(ours, "SELECT email FROM users WHERE id = 1")
    month = bench.answer(ours, "SELECT min(from_month) FROM allowances")
    log = bench.path("strace.log")
    under = [*STRACE, log]
    for case, words, values in (
        ("grant of a month", ["grant-monthly"], {"name": "grant", "month": month}),
        ("one award", ["credits", "award", email, "5"], {"name": "award", "email": email}),
    ):
        mb, syncs = [], []
        for side in (
            lambda: bench.ours(ours, *words, under=under),
            lambda: bench.floor(floor, under=under, **values),
        ):
            mb.append(side().written_mb)
            syncs.append(len(re.findall(r"f(?:data)?sync\(", read(log))))
            os.sync()
        bench.table.count(f"written: {case}", *mb, "MB", "the same statements")
        bench.table.count(f"fsyncs: {case}", *syncs, "", "the same statements")
    bench.same_facts(ours, floor)


def collected(log):
    """Returns valgrind's count of instructions, in millions."""
    return int(re.search(r"Collected : (\d+)", read(log)).group(1)) / 1e6


def read(path):
    """Returns the content of a small file."""
    with open(path, encoding="utf-8") as file:
        return file.read()
