"""How every chart looks: thin axes, few ticks, colours by the names of the stylesheet's tokens.

A chart is drawn once in the light theme's colours, which a downloaded file keeps. On a page each colour is put
back into `var(--its-token)`, so that the same drawing follows light and dark.
"""

from typing import Any, NamedTuple

TOKENS = {
    "--ink": "#171d26",
    "--quiet": "#575d66",
    "--line": "#e1e3e6",
    "--accent": "#0055b0",
    "--good": "#1a6a3c",
    "--warn": "#7d4e0a",
    "--discourse": "#00739a",
    "--git": "#b44114",
    "--github": "#6e489f",
    "--x": "#373b40",
    "--linkedin": "#0c60a3",
    "--mastodon": "#5e4bc3",
    "--bluesky": "#006eb3",
    "--discord": "#4b53c2",
    "--slack": "#7b3577",
    "--reddit": "#b9381f",
    "--dev": "#2f2e28",
    "--telegram": "#006f9c",
    "--youtube": "#ba1f1c",
    "--hackernews": "#ac5107",
    "--irc": "#006d6d",
    "--feed": "#a65d00",
    "--calendar": "#a73447",
    "--meeting": "#486623",
    "--stackexchange": "#9b540c",
    "--threads": "#454146",
    "--matrix": "#0e6549",
    "--mattermost": "#24457f",
    "--zulip": "#5a5fa8",
    "--whatsapp": "#176938",
    "--googlechat": "#3a6830",
    "--email": "#485c77",
}
"""Tokens of the stylesheet, each with about the colour that it has in light; no two alike."""


class Stroke(NamedTuple):
    token: str
    opacity: float = 1


MOST_SERIES = 5
"""More lines than that cannot be told apart by labels beside them."""

_PLAIN = tuple(Stroke(token) for token in ("--accent", "--warn", "--good", "--ink", "--quiet"))


_FAINT = {"before": Stroke("--quiet", 0.7)}
"""What only stands behind something else."""


def strokes(groups: tuple[str, ...]) -> list[Stroke]:
    """A platform has its own hue; other groups take these, in the order of their size."""
    return [
        _FAINT.get(group) or (Stroke(f"--{group}") if f"--{group}" in TOKENS else _PLAIN[place % len(_PLAIN)])
        for place, group in enumerate(groups)
    ]


def colour(token: str) -> str:
    return TOKENS[token]


FONT = "Liberation Sans, Arial, sans-serif"
SIZE = 12


def config() -> dict[str, Any]:
    """Vega-Lite's configuration of all charts."""
    return {
        "background": "transparent",
        "font": FONT,
        "view": {"stroke": None},
        "axis": {
            "labelColor": colour("--quiet"),
            "labelFontSize": SIZE,
            "labelPadding": 6,
            "domainColor": colour("--line"),
            "gridColor": colour("--line"),
            "ticks": False,
            "title": None,
        },
        "axisX": {"grid": False},
        "axisY": {"domain": False, "tickCount": 4, "tickMinStep": 1},
        "line": {"strokeWidth": 2, "strokeCap": "round", "strokeJoin": "round"},
        "text": {"font": FONT, "fontSize": SIZE},
    }
