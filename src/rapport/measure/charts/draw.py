"""A picture as SVG or PNG, by Altair and vl-convert; nothing is fetched."""

from functools import lru_cache
from typing import Any

import altair
import vl_convert

from rapport.measure.charts import bars, heading, layout, lines, marks
from rapport.measure.charts.inline import alone, inline
from rapport.measure.charts.layout import drawn_marks
from rapport.measure.charts.marks import Placed
from rapport.measure.charts.picture import Picture
from rapport.measure.charts.rows import Data
from rapport.measure.charts.theme import config
from rapport.measure.periods import day_name


@lru_cache(maxsize=256)
def svg_for_page(picture: Picture) -> str:
    """For the page itself: colours by token, no style attributes, its title and description inside."""
    drawn = vl_convert.vegalite_to_svg(_spec(picture))
    called = {point.href: point.says for point in picture.points if point.href} | dict(picture.ways)
    return inline(drawn, picture.title, picture.about + _told(drawn_marks(picture)), called)


def svg_file(picture: Picture) -> str:
    """Its title and description inside, for who cannot see it."""
    drawn = vl_convert.vegalite_to_svg(_spec(picture, background="white"))
    return alone(drawn, picture.title, (picture.small_print or picture.about) + _told(drawn_marks(picture)))


def png_file(picture: Picture) -> bytes:
    """Twice as many pixels as the picture's size says, for sharp screens."""
    drawn: bytes = vl_convert.vegalite_to_png(_spec(picture, background="white"), scale=2)
    return drawn


def pdf_file(picture: Picture) -> bytes:
    """One page of the picture's size, with its font in it."""
    drawn: bytes = vl_convert.vegalite_to_pdf(_spec(picture))
    return drawn


def _spec(picture: Picture, background: str = "transparent") -> dict[str, Any]:
    left, right = layout.sides(picture)
    data: Data = {}
    if picture.ordered:
        layers = [bars.in_order(picture, data)]
    elif not picture.over_time:
        layers = bars.latest(picture, data) if picture.estimated else [bars.totals(picture, data)]
    elif picture.groups:
        layers = lines.by_group(picture, data)
    elif picture.estimated:
        layers = lines.estimates(picture, data)
    else:
        layers = [bars.over_time(picture, data)]
    chart = altair.layer(*layers).properties(width=picture.size.width - left - right, height=layout.height_of(picture))
    drawn = chart.to_dict(validate=False)
    happened = drawn_marks(picture)
    if happened:
        data["happened"] = marks.rows(happened)
        behind, before = marks.layers(layout.height_of(picture))
        drawn["layer"] = [*behind, *drawn["layer"], *before]
    above = layout.TOP + layout.heading_of(picture).height
    drawn["layer"] += heading.layers(layout.heading_of(picture), left, above + marks.height(happened))
    return {
        **drawn,
        "config": {**config(), "background": background},
        "autosize": "none",
        "datasets": data,
        "padding": {"left": left, "right": right, "top": above + marks.height(happened), "bottom": layout.FOOT},
    }


def _told(happened: tuple[Placed, ...]) -> str:
    told = "; ".join(f"{one.mark.title}, {day_name(one.mark.first)}" for one in happened)
    return f" Marked: {told}." if told else ""
