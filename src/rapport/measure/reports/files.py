"""A story as a file that one takes along."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string

from rapport.measure.charts.draw import svg_file
from rapport.measure.reports.shown import chapters
from rapport.measure.reports.story import Story
from rapport.measure.reports.typeset import drawing, pdf, slides
from rapport.measure.reports.written import about_outside, story_as_json, title
from rapport.words.errors import RapportError
from rapport.words.json import written


class Form(NamedTuple):
    content_type: str
    make: Callable[[Story], bytes]


def zipped(story: Story) -> bytes:
    """The slides, in their order."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as held:  # PNG is packed already
        for (place, said), slide in zip(enumerate(story.slides, 1), slides(story), strict=True):
            held.writestr(f"{place:02}-{said.answer.metric.name}.png", slide)
    return file.getvalue()


def html(story: Story) -> bytes:
    """One page that needs nothing else; its links lead to this home."""
    told = [
        (shown, svg_file(drawing(story, shown.lead)) if shown.drawn and shown.lead else "") for shown in chapters(story)
    ]
    context = {
        "story": story,
        "title": title(story),
        "about": about_outside(story),
        "told": told,
        "home": settings.PUBLIC_URL,
    }
    return render_to_string("measure/report_file.html", context).encode()


FORMS = {
    "pdf": Form("application/pdf", pdf),
    "zip": Form("application/zip", zipped),
    "html": Form("text/html; charset=utf-8", html),
    "json": Form("application/json", lambda story: written(story_as_json(story), indented=True)),
}


class FormUnknown(RapportError):
    def __init__(self, name: str) -> None:
        super().__init__(
            f"A report is no '{name}' file. Nothing was written. Use {', '.join(f'.{one}' for one in FORMS)}."
        )


def file_of(suffix: str) -> Form:
    """Of `.pdf`. Raises FormUnknown."""
    try:
        return FORMS[suffix.lstrip(".").lower()]
    except KeyError:
        raise FormUnknown(suffix) from None


def file_name(story: Story, form: str) -> str:
    """`report-october-2026.pdf`."""
    words = re.sub(r"[^a-z0-9]+", "-", title(story).lower()).strip("-")
    return f"report-{words}.{form}"
