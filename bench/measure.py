"""Runs programs and measures their time and memory.

This process must stay small. Until a child executes its program it is a copy of this process, and that memory counts
towards its peak. So work that needs much memory runs in another process.
"""

import os
import statistics
import subprocess
import time
from dataclasses import dataclass


class Broken(Exception):
    """A case with a wrong exit status or a wrong result."""


@dataclass(frozen=True)
class Run:
    """The cost of one run."""

    took_s: float
    peak_mb: float
    written_mb: float


def run(command, script=None, output=os.devnull, status=0, **options):
    """Runs a command with `script` as its standard input, and returns the Run. Raises Broken for any other exit status."""
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
    """Runs both sides `rounds` times and returns the runs of both. Each side goes first in turn, so that a slow minute of
    the machine affects both. `settle` runs after each run."""
    runs = ([], [])
    for turn in range(rounds):
        for side in (0, 1) if turn % 2 == 0 else (1, 0):
            runs[side].append((ours, reference)[side]())
            if settle:
                settle()
    return runs


def median_s(runs):
    """Returns the median wall time in seconds."""
    return statistics.median(run.took_s for run in runs)


def ratio(ours, reference):
    """Returns the median of the ratios of the pairs."""
    return statistics.median(a.took_s / b.took_s for a, b in zip(ours, reference))


def difference_ms(ours, reference):
    """Returns the median of the differences of the pairs, in milliseconds."""
    return statistics.median(a.took_s - b.took_s for a, b in zip(ours, reference)) * 1000


def peak_mb(runs):
    """Returns the largest peak memory."""
    return max(run.peak_mb for run in runs)
