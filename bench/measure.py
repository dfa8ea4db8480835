"""Runs what bench/grant.sh has prepared and prints one table of medians, ratios and peak memory."""

import os
import shutil
import statistics
import subprocess
import sys
import time

REPEATS = 20


def run(command, script=None):
    """Runs a command. Returns its wall time in seconds and its peak memory in MB; a failure ends the benchmark."""
    source = open(script, "rb") if script else subprocess.DEVNULL
    start = time.perf_counter()
    process = subprocess.Popen(command, stdin=source, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    message = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    took_s = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit status {process.returncode}\n{message.decode()}")
    return took_s, usage.ru_maxrss / 1024


def fresh(folder, name):
    """A copy of a prepared database, on disk before anything is timed."""
    path = os.path.join(folder, name + ".db")
    for end in ("", "-wal", "-shm"):
        if os.path.exists(path + end):
            os.remove(path + end)
    shutil.copyfile(os.path.join(folder, name + ".base"), path)
    os.chmod(path, 0o600)
    os.sync()
    return path


def main():
    program, folder, users, rounds, *months = sys.argv[1:]
    grant = lambda database, month: [program, "--db", database, "-q", "grant-monthly", "--month", month]
    sql = lambda month: os.path.join(folder, f"floor.{month}.sql")
    times = {"ours": [[] for _ in months], "floor": [[] for _ in months]}
    repeat_s, select_s, memory_mb = [], [], 0.0

    for turn in range(int(rounds)):
        print(f"round {turn + 1} of {rounds}", file=sys.stderr)
        ours, floor = fresh(folder, "ours"), fresh(folder, "floor")
        for index, month in enumerate(months):
            runs = {
                "ours": lambda: run(grant(ours, month)),
                "floor": lambda: run(["sqlite3", "-bail", floor], sql(month)),
            }
            for side in sorted(runs, reverse=(turn + index) % 2 == 0):
                took_s, peak_mb = runs[side]()
                times[side][index].append(took_s)
                memory_mb = max(memory_mb, peak_mb) if side == "ours" else memory_mb
                os.sync()
        for _ in range(REPEATS):
            repeat_s.append(run(grant(ours, months[-1]))[0])
            select_s.append(run(["sqlite3", floor, "select 1"])[0])

    median = {side: [statistics.median(month) for month in times[side]] for side in times}
    ratio = lambda index: statistics.median(a / b for a, b in zip(times["ours"][index], times["floor"][index]))
    repeat, select = statistics.median(repeat_s), statistics.median(select_s)
    ours, floor = median["ours"], median["floor"]
    rows = [
        ("grant, month 1", f"{ours[0]:.3f} s", f"{floor[0]:.3f} s", f"{ratio(0):.2f}", "<= 1.0"),
        (f"grant, month {len(months)}", f"{ours[-1]:.3f} s", f"{floor[-1]:.3f} s", f"{ratio(-1):.2f}", "<= 1.0"),
        (f"month {len(months)} to month 1", f"{ours[-1]:.3f} s", f"{ours[0]:.3f} s", f"{ours[-1] / ours[0]:.2f}", "<= 1.2"),
        ("grant again", f"{repeat * 1000:.1f} ms", f"{select * 1000:.1f} ms", f"{repeat / select:.2f}", "<= 1.5"),
        ("peak memory", f"{memory_mb:.0f} MB", "", "", "<= 64 MB"),
    ]
    print(f"\n{users} users, medians of {rounds} rounds; the reference is the sqlite3 shell,")
    print("of month 6 to month 1 rad-admin's own first month, of a repeated grant `select 1`.\n")
    for row in [("case", "rad-admin", "reference", "ratio", "target"), *rows]:
        print("{:<20}{:>12}{:>12}{:>8}  {}".format(*row))


if __name__ == "__main__":
    main()
