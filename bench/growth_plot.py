"""Draws docs/growth.svg from docs/growth.csv: the cases by users on two logarithmic scales, the grant by months.

    bench/growth_plot.py            redraws it from the existing figures
"""

import csv
import math
from pathlib import Path

from report import grouped

WIDTH, HEIGHT = 920, 460
TOP, BOTTOM = 60, 400
# Colors that differ in lightness as well as in hue.
COLORS = ["#1b6ca8", "#c0392b", "#2e8b57", "#8e44ad", "#d98200", "#555555"]
MONTHS_CASE = "grant"


def text(x, y, words, anchor="middle", extra=""):
    """Returns a text. The anchor says which end of it is at x."""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" {extra}>{words}</text>'


def line(x1, y1, x2, y2, color="#ddd"):
    """Returns a straight line."""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{color}"/>'


def curve(points, color):
    """Returns points joined by lines."""
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{color}"/>' for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2"/>{dots}'


def seconds_text(seconds):
    """Returns the label of a time."""
    return f"{seconds:g} s" if seconds >= 1 else f"{seconds * 1000:g} ms"


def spread(labels, gap=15):
    """Moves labels (y, words, color) apart so that none covers another."""
    placed, above = [], -math.inf
    for y, words, color in sorted(labels):
        above = max(y, above + gap)
        placed.append((above, words, color))
    return placed


def by_users(rows, left=70, right=430):
    """Draws seconds by users, both logarithmic. A cost in proportion to the users rises one square per square."""
    points = [(row["case"], math.log10(int(row["users"])), float(row["seconds"])) for row in rows if row["months"] == "0"]
    exponents = sorted({x for _, x, _ in points})
    first, last = exponents[0], max(exponents[-1], exponents[0] + 1)
    low = math.floor(math.log10(min(seconds for *_, seconds in points)))
    high = math.ceil(math.log10(max(seconds for *_, seconds in points)))
    across = lambda x: left + (right - left) * (x - first) / (last - first)
    up = lambda seconds: BOTTOM - (BOTTOM - TOP) * (math.log10(seconds) - low) / (high - low)
    out = [text((left + right) / 2, 34, "Seconds by users", extra='font-weight="bold"')]
    for power in range(low, high + 1):
        y = up(10.0**power)
        out += [line(left, y, right, y), text(left - 8, y + 4, seconds_text(10.0**power), "end")]
    for x in exponents:
        out += [line(across(x), TOP, across(x), BOTTOM), text(across(x), BOTTOM + 20, grouped(round(10**x)))]
    labels = []
    for color, case in zip(COLORS, dict.fromkeys(case for case, *_ in points)):
        curve_points = [(across(x), up(seconds)) for name, x, seconds in points if name == case]
        out.append(curve(curve_points, color))
        labels.append((curve_points[-1][1] + 4, case, color))
    out += [text(right + 10, y, case, "start", f'fill="{color}"') for y, case, color in spread(labels)]
    return out


def by_months(rows, left=610, right=890):
    """Draws the seconds of the grant in each month, from zero."""
    points = [(int(row["months"]), float(row["seconds"])) for row in rows if row["months"] != "0" and row["case"] == MONTHS_CASE]
    if not points:
        return []
    users = next(int(row["users"]) for row in rows if row["months"] != "0")
    last, high = points[-1][0], math.ceil(max(seconds for _, seconds in points) * 1.2)
    across = lambda month: left + (right - left) * month / last
    up = lambda seconds: BOTTOM - (BOTTOM - TOP) * seconds / high
    title = f"Grant to {grouped(users)} users by months granted"
    out = [text((left + right) / 2, 34, title, extra='font-weight="bold"')]
    for seconds in range(high + 1):
        out += [line(left, up(seconds), right, up(seconds)), text(left - 8, up(seconds) + 4, f"{seconds} s", "end")]
    for month in range(0, last + 1, 6):
        out += [line(across(month), TOP, across(month), BOTTOM), text(across(month), BOTTOM + 20, str(month))]
    return [*out, curve([(across(month), up(seconds)) for month, seconds in points], COLORS[0])]


def draw(source, target):
    """Reads the measured points and writes the picture."""
    with open(source, encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">'
    ground = f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>'
    Path(target).write_text("\n".join([head, ground, *by_users(rows), *by_months(rows), "</svg>"]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    docs = Path(__file__).parent.parent / "docs"
    draw(docs / "growth.csv", docs / "growth.svg")
