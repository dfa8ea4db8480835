"""The table: a line a case, printed as soon as it is known."""

from dataclasses import dataclass

from measure import difference_ms, median_s, peak_mb, ratio

MEMORY_MB = 64


@dataclass(frozen=True)
class Ratio:
    """The reference's time, times this."""

    most: float

    def __str__(self):
        return f"≤ {self.most:g}"

    def is_met(self, ours, reference):
        return ratio(ours, reference) <= self.most


@dataclass(frozen=True)
class Milliseconds:
    """So many milliseconds, whatever the reference takes."""

    most: float

    def __str__(self):
        return f"≤ {self.most:g} ms"

    def is_met(self, ours, _reference):
        return median_s(ours) * 1000 <= self.most


@dataclass(frozen=True)
class Beyond:
    """So many milliseconds more than the reference."""

    most: float

    def __str__(self):
        return f"≤ {self.most:g} ms more"

    def is_met(self, ours, reference):
        return difference_ms(ours, reference) <= self.most


def time_text(seconds):
    """A time as people read it."""
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"


def grouped(number):
    """A whole number with its thousands apart."""
    return f"{number:,}".replace(",", " ")


class Table:
    """What has been measured. A missed target is marked; only a broken case fails."""

    def __init__(self):
        self.broken = 0

    def begin(self):
        """The head of the table."""
        self.line("case", "rad-admin", "reference", "ratio", "target", "peak memory", "reference is")
        self.line("---", "---:", "---:", "---:", "---", "---:", "---")

    def line(self, *cells):
        print("| " + " | ".join(cells) + " |", flush=True)

    def add(self, case, runs, beside, target=None, memory_mb=MEMORY_MB):
        """A line of two lists of runs: ours and the reference's."""
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
        """A line of what was counted."""
        figures = [f"{figure:.4g} {unit}".strip() for figure in (ours, reference)]
        self.line(case, *figures, f"{ours / reference:.2f}" if reference else "–", "–", "", beside)

    def absent(self, case, what):
        """A line for what could not be measured."""
        self.line(case, "", "", "", "", "", f"not measured: {what}")

    def fail(self, case, error):
        """A line for what does not work."""
        self.broken += 1
        self.line(case, "**broken**", "", "", "", "", " ".join(str(error).split()).replace("|", "/"))
