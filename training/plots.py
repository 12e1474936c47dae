"""Two diagrams as SVG, without a plotting library: small, sharp, and the same bytes every time."""

from __future__ import annotations

from collections.abc import Sequence

SIDE = 320
MARGIN = 44
_FONT = 'font-family="sans-serif" font-size="12" fill="#444"'
_INK = "#2563eb"


def reliability(bins: Sequence[Sequence[float]], low: float = 0.5) -> str:
    """Share right over mean confidence; bins: (samples, confidence, share right), axes from `low` to 1."""

    def at(value: float) -> float:
        return MARGIN + (min(max(value, low), 1.0) - low) / (1.0 - low) * SIDE

    def up(value: float) -> float:
        return 2 * MARGIN + SIDE - at(value)

    ticks = [low + (1.0 - low) * step / 5 for step in range(6)]
    parts = [f'<path d="M{at(low)} {up(low)}L{at(1)} {up(1)}" stroke="#bbb" stroke-dasharray="4"/>']
    for tick in ticks:
        parts.append(
            f'<text x="{at(tick):.1f}" y="{MARGIN + SIDE + 16}" text-anchor="middle" {_FONT}>{tick:.1f}</text>'
        )
        parts.append(
            f'<text x="{MARGIN - 6}" y="{up(tick) + 4:.1f}" text-anchor="end" {_FONT}>{tick:.1f}</text>'
        )
    parts += [
        f'<circle cx="{at(confidence):.1f}" cy="{up(share):.1f}" r="4" fill="{_INK}" fill-opacity="0.7"/>'
        for _, confidence, share in bins
    ]
    middle = MARGIN + SIDE / 2
    parts.append(
        f'<text x="{middle}" y="{SIDE + 2 * MARGIN - 8}" text-anchor="middle" {_FONT}>mean confidence</text>'
    )
    parts.append(f'<text x="{MARGIN}" y="{MARGIN - 12}" {_FONT}>share right, {len(bins)} equal bins</text>')
    return _svg(parts)


def confusion(counts: Sequence[Sequence[int]]) -> str:
    """Rows are the truth, columns the reading; the shade of an error grows with its count."""
    cell = SIDE / len(counts)
    worst = max(
        (value for row, line in enumerate(counts) for column, value in enumerate(line) if row != column),
        default=1,
    )
    parts = []
    for row, line in enumerate(counts):
        parts.append(f'<text x="{MARGIN - 10}" y="{MARGIN + (row + 0.65) * cell:.1f}" {_FONT}>{row}</text>')
        parts.append(f'<text x="{MARGIN + (row + 0.4) * cell:.1f}" y="{MARGIN - 6}" {_FONT}>{row}</text>')
        for column, value in enumerate(line):
            x, y = MARGIN + column * cell, MARGIN + row * cell
            shade = 0.12 if row == column else value / max(worst, 1) * 0.8
            colour = _INK if row == column else "#dc2626"
            parts.append(
                f'<rect x="{x:.1f}" y="{y:.1f}" width="{cell:.1f}" height="{cell:.1f}" fill="{colour}" '
                f'fill-opacity="{shade:.2f}" stroke="#ddd"/>'
            )
            if value:
                parts.append(
                    f'<text x="{x + cell / 2:.1f}" y="{y + cell * 0.62:.1f}" text-anchor="middle" {_FONT}>'
                    f"{value}</text>"
                )
    parts.append(f'<text x="{MARGIN}" y="{SIDE + 2 * MARGIN - 16}" {_FONT}>row: written, column: read</text>')
    return _svg(parts)


def _svg(parts: Sequence[str]) -> str:
    side = SIDE + 2 * MARGIN
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" width="{side}" height="{side}">\n'
        f'<rect width="{side}" height="{side}" fill="#fff"/>\n{body}\n</svg>\n'
    )
