"""Prints the table, each line as soon as it is known."""

from dataclasses import dataclass

from measure import difference_ms, median_s, peak_mb, ratio

MEMORY_MB = 64


@dataclass(frozen=True)
class Ratio:
    """A target: at most this multiple of the reference's time."""

    most: float

    def __str__(self):
        return f"≤ {self.most:g}"

    def is_met(self, ours, reference):
        return ratio(ours, reference) <= self.most


@dataclass(frozen=True)
class Milliseconds:
    """A target: at most this many milliseconds, whatever the reference takes."""

    most: float

    def __str__(self):
        return f"≤ {self.most:g} ms"

    def is_met(self, ours, _reference):
        return median_s(ours) * 1000 <= self.most


@dataclass(frozen=True)
class Beyond:
    """A target: at most this many milliseconds more than the reference."""

    most: float

    def __str__(self):
        return f"≤ {self.most:g} ms more"

    def is_met(self, ours, reference):
        return difference_ms(ours, reference) <= self.most


def time_text(seconds):
    """Returns a time for people."""
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"


def grouped(number):
    """Returns a whole number with spaces between its thousands."""
    return f"{number:,}".replace(",", " ")


class Table:
    """The results. A missed target is marked, but only a broken case counts as a failure."""

    def __init__(self):
        self.broken = 0

    def begin(self):
        """Prints the head of the table."""
        self.line("case", "rad-admin", "reference", "ratio", "target", "peak memory", "reference is")
        self.line("---", "---:", "---:", "---:", "---", "---:", "---")

    def line(self, *cells):
        print("| " + " | ".join(cells) + " |", flush=True)

    def add(self, case, runs, beside, target=None, memory_mb=MEMORY_MB):
        """Prints the line of two lists of runs, rad-admin's and the reference's."""
        ours, reference = runs
        mark = lambda text, is_met: text if is_met else f"**{text}** ✗"
        memory = peak_mb(ours)
        self.line(
            case,
            time_text(median_s(ours)),
            time_text(median_s(reference)),
            mark(f"{ratio(ours, reference):.2f}", target is None or target.is_met(ours, reference)),
            str(target or "–"),
            mark(f"{memory:.0f} MB", memory <= memory_mb),
            beside,
        )

    def count(self, case, ours, reference, unit, beside):
        """Prints a line of counts."""
        figures = [f"{figure:.4g} {unit}".strip() for figure in (ours, reference)]
        self.line(case, *figures, f"{ours / reference:.2f}" if reference else "–", "–", "", beside)

    def absent(self, case, what):
        """Prints a line for a case that could not be measured."""
        self.line(case, "", "", "", "", "", f"not measured: {what}")

    def fail(self, case, error):
        """Prints a line for a broken case."""
        self.broken += 1
        self.line(case, "**broken**", "", "", "", "", " ".join(str(error).split()).replace("|", "/"))
