"""A story as a PDF and as slides, set by Typst: fonts come with it, nothing is fetched, no browser is needed."""

import json
import tempfile
from pathlib import Path
from typing import Any, Literal

import typst
from django.conf import settings

from rapport.measure.charts.draw import pdf_file
from rapport.measure.charts.picture import Picture, Size, picture_of
from rapport.measure.reports.statement import Statement, doubt
from rapport.measure.reports.story import Story
from rapport.measure.reports.told import Line
from rapport.measure.reports.written import about_outside, evidence, title, whole

LEAVES = Path(__file__).parent / "leaves"
"""What the pages look like, in Typst's own language."""
CHART, SLIDE = Size(680, 190), Size(760, 270)
PIXELS = Size(1920, 1080)
_PPI = 144
"""Of a leaf of 960 × 540 points it makes PIXELS."""


def pdf(story: Story) -> bytes:
    """Every sentence leads to its evidence in this home; what fonts it needs is in it."""
    leads = [chapter.lead for chapter in story.chapters]
    charts = {place: lead for place, lead in enumerate(leads) if lead and lead.answer.rows}
    chapters = [
        {
            "title": chapter.title,
            "note": chapter.note,
            "chart": f"{place}.pdf" if place in charts and _drawn(charts[place]) else "",
            "axis": axis(charts[place]) if place in charts else "",
            "sentences": [*map(_sentence, chapter.statements), *map(_line, chapter.lines)],
        }
        for place, chapter in enumerate(story.chapters)
    ]
    drawings = {f"{place}.pdf": pdf_file(drawing(story, lead, CHART)) for place, lead in charts.items()}
    return _set("report.typ", {**_head(story), "chapters": chapters}, drawings, "pdf")[0]


def slides(story: Story, only: int | None = None) -> list[bytes]:
    """Each a PNG of PIXELS with one statement; or `only` the one at this place, counted from 0."""
    chosen = story.slides if only is None else story.slides[only : only + 1]
    drawings = {f"{place}.pdf": pdf_file(drawing(story, said, SLIDE)) for place, said in enumerate(chosen)}
    told = [_sentence(said) | {"chart": f"{place}.pdf" if _drawn(said) else ""} for place, said in enumerate(chosen)]
    return _set("slides.typ", {**_head(story), "slides": told}, drawings, "png")


def _head(story: Story) -> dict[str, Any]:
    return {
        "title": title(story),
        "about": about_outside(story),
        "short": story.short,
        "chance": story.about_chance,
        "home": settings.PUBLIC_URL,
        "as_of": f"{story.as_of:%Y-%m-%d %H:%M} UTC" if story.as_of else "",
    }


def _sentence(said: Statement) -> dict[str, Any]:
    metric = said.answer.metric
    return {
        "text": said.text,
        "href": settings.PUBLIC_URL + evidence(said),
        "doubt": doubt(said),
        "axis": axis(said),
        "source": f"{metric.title} ({metric.unit}). {metric.source}",
        "changed": said.changed,
    }


def _line(said: Line) -> dict[str, Any]:
    return {"text": said.text, "href": whole(said.href), "doubt": said.about, "changed": said.changed}


def axis(said: Statement) -> str:
    """What a chart of it has on its axes."""
    answer = said.answer
    faint = "; faint where it is not complete" if any(not row.complete for row in answer.rows) else ""
    by = answer.question.by
    return f"{answer.metric.title}: {answer.metric.unit}, by {by or f'{answer.grain}{faint}'}"


def _drawn(said: Statement) -> bool:
    return bool(picture_of(said.answer, said.text, CHART).points)


def drawing(story: Story, said: Statement, size: Size = CHART) -> Picture:
    """With what happened then."""
    return picture_of(said.answer, said.text, size, marks=story.marks)


def _set(leaf: str, told: dict[str, Any], drawings: dict[str, bytes], form: Literal["pdf", "png"]) -> list[bytes]:
    """Texts are given as data, so that nothing in them is taken for markup."""
    with tempfile.TemporaryDirectory(prefix="rapport-report-") as folder:
        for name, drawing in drawings.items():
            (Path(folder) / name).write_bytes(drawing)
        main = Path(folder) / leaf
        main.write_text((LEAVES / leaf).read_text())
        made: bytes | list[bytes] = typst.compile(
            str(main), root=folder, format=form, ppi=_PPI, sys_inputs={"told": json.dumps(told)}
        )
    # The stubs know nothing of several pages.
    return made if isinstance(made, list) else [made]
