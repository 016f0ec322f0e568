"""A curve a panel as SVG, of cost against size; readable in grey, light and dark apart: it has its own white ground."""

from dataclasses import dataclass
from math import log2

WIDTH, HEIGHT, LEFT, TOP = 300, 190, 46, 34
GAP = 24


@dataclass(frozen=True)
class Panel:
    """`values` in `unit`, one for each size; `ceiling` is what was promised."""

    title: str
    unit: str
    ceiling: float
    values: list[float]


def svg(title: str, sizes: list[int], panels: list[Panel]) -> str:
    """The panels side by side; sizes are spaced by doubling."""
    width = len(panels) * (LEFT + WIDTH + GAP)
    drawn = "\n".join(
        f'<g transform="translate({number * (LEFT + WIDTH + GAP) + LEFT},{TOP})">\n{_panel(panel, sizes)}\n</g>'
        for number, panel in enumerate(panels)
    )
    height = TOP + HEIGHT + 52
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-labelledby="t"
  font-family="system-ui, sans-serif" font-size="11" fill="#222">
<title id="t">{title}</title>
<rect width="{width}" height="{height}" fill="#fff"/>
{drawn}
</svg>
"""


def _panel(panel: Panel, sizes: list[int]) -> str:
    top = 1.1 * max(panel.ceiling, *panel.values)
    wide = log2(sizes[-1] / sizes[0]) or 1
    points = [
        (WIDTH * log2(size / sizes[0]) / wide, HEIGHT * (1 - value / top))
        for size, value in zip(sizes, panel.values, strict=True)
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    ceiling = HEIGHT * (1 - panel.ceiling / top)
    parts = [
        f'<text y="-16" font-size="13" font-weight="600">{panel.title}</text>',
        f'<path d="M0 0V{HEIGHT}H{WIDTH}" fill="none" stroke="#666"/>',
        f'<path d="M0 {ceiling:.1f}H{WIDTH}" stroke="#666" stroke-dasharray="5 4"/>',
        f'<text x="{WIDTH / 2:.0f}" y="{ceiling - 5:.1f}" text-anchor="middle" fill="#444">promised: {panel.ceiling:g} {panel.unit}</text>',
        f'<polyline points="{line}" fill="none" stroke="#1b3a6b" stroke-width="2"/>',
        f'<text x="-6" y="{HEIGHT + 4}" text-anchor="end">0</text>',
    ]
    for (x, y), size, value in zip(points, sizes, panel.values, strict=True):
        place = "end" if x > WIDTH - 30 else "start" if x < 30 else "middle"
        parts += [
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="#1b3a6b"/>',
            f'<text x="{x:.1f}" y="{y - 9:.1f}" text-anchor="{place}">{_number(value)}</text>',
            f'<text x="{x:.1f}" y="{HEIGHT + 16}" text-anchor="{place}">{_size(size)}</text>',
        ]
    parts.append(f'<text x="{WIDTH / 2:.0f}" y="{HEIGHT + 34}" text-anchor="middle" fill="#444">conversations</text>')
    parts.append(f'<text x="-6" y="10" text-anchor="end">{panel.unit}</text>')
    return "\n".join(parts)


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}"


def _size(size: int) -> str:
    return f"{size / 1_000_000:g} M" if size >= 1_000_000 else f"{size / 1000:g} k"
