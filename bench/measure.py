"""Runs programs, one beside the other, and says what they took.

This process must stay small: until a child has replaced itself by its program it is a copy of this one, and its peak
memory counts from there. Whatever needs much memory runs in a process of its own.
"""

import os
import statistics
import subprocess
import time
from dataclasses import dataclass


class Broken(Exception):
    """A case that does not work: a wrong exit status, or a wrong result."""


@dataclass(frozen=True)
class Run:
    """What one run took."""

    took_s: float
    peak_mb: float
    written_mb: float


def run(command, script=None, output=os.devnull, status=0, **options):
    """Runs a command, with a text as its standard input. Returns the Run; another exit status than expected is Broken."""
    source = os.memfd_create("script")
    os.write(source, (script or "").encode())
    os.lseek(source, 0, os.SEEK_SET)
    with open(output, "wb") as sink:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdin=source, stdout=sink, stderr=subprocess.PIPE, **options)
        message = process.stderr.read()
        _, ended, usage = os.wait4(process.pid, 0)
        took_s = time.perf_counter() - start
    process.stderr.close()
    os.close(source)
    process.returncode = os.waitstatus_to_exitcode(ended)
    if process.returncode != status:
        raise Broken(f"{' '.join(command[:6])}: exit status {process.returncode}: {message.decode()[:400]}")
    return Run(took_s, usage.ru_maxrss / 1024, usage.ru_oublock * 512 / 1e6)


def alternate(rounds, ours, reference, settle=None):
    """Runs both sides that often, each first in turn, so that a slow minute of the machine hits both. `settle` runs after
    each. Returns the runs of both."""
    runs = ([], [])
    for turn in range(rounds):
        for side in (0, 1) if turn % 2 == 0 else (1, 0):
            runs[side].append((ours, reference)[side]())
            if settle:
                settle()
    return runs


def median_s(runs):
    """The median wall time in seconds."""
    return statistics.median(run.took_s for run in runs)


def ratio(ours, reference):
    """The median of the ratios of each pair."""
    return statistics.median(a.took_s / b.took_s for a, b in zip(ours, reference))


def difference_ms(ours, reference):
    """The median of the differences of each pair in milliseconds."""
    return statistics.median(a.took_s - b.took_s for a, b in zip(ours, reference)) * 1000


def peak_mb(runs):
    """The largest peak memory."""
    return max(run.peak_mb for run in runs)
