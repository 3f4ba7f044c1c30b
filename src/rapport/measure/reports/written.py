"""A story as JSON and as plain text."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from rapport.measure.formats import as_json
from rapport.measure.pages.cards import address
from rapport.measure.question import write_question
from rapport.measure.reports.periods import called
from rapport.measure.reports.statement import Statement, doubt
from rapport.measure.reports.story import Story
from rapport.measure.reports.told import Line
from rapport.measure.simulated import simulated
from rapport.text.names import language_name
from rapport.words.platforms import name_of
from rapport.words.span import Span

SIMULATED = "Simulated: nobody here exists and nothing of this happened."


def evidence(said: Statement) -> str:
    """The path of the page that shows these figures: the metric with the very question."""
    return address(said.answer.metric.name, said.answer.question)


def whole(href: str) -> str:
    """The address that leads there from anywhere."""
    return settings.PUBLIC_URL + href if href.startswith("/") else href


def title(story: Story) -> str:
    question = story.question
    assert question.since is not None and question.until is not None  # noqa: S101, PT018  # `story` asks for them
    return called(Span(question.since, question.until))


def about(story: Story) -> str:
    """Whom it tells of, where that is not everybody: "On GitHub, in French, without the team." """
    asked = write_question(story.question)
    told = [
        f"on {name_of(asked['platform'])}" if "platform" in asked else "",
        f"of “{asked['segment']}”" if "segment" in asked else "",
        f"in {language_name(asked['language'])}" if "language" in asked else "",
        "without the team" if "without_team" in asked else "",
    ]
    said = ", ".join(filter(None, told))
    return f"{said[0].upper()}{said[1:]}." if said else ""


def about_outside(story: Story) -> str:
    """As `about`, in what leaves this home: whoever reads it there sees no notice that its community is simulated."""
    return f"{SIMULATED if simulated() else ''} {about(story)}".strip()


def story_as_json(story: Story) -> dict[str, Any]:
    """Each sentence with the figures that it is made from, as `/api/measure/<metric>` gives them, without periods."""
    return {
        "question": write_question(story.question),
        "title": title(story),
        "short": story.short,
        "about_chance": story.about_chance,
        "as_of": story.as_of,
        "chapters": [
            {
                "title": chapter.title,
                "note": chapter.note,
                "sentences": [*map(_sentence, chapter.statements), *map(_line, chapter.lines)],
            }
            for chapter in story.chapters
        ],
    }


def _sentence(said: Statement) -> dict[str, Any]:
    figures = as_json(said.answer, said.against)
    del figures["rows"]
    return {
        "text": said.text,
        "changed": said.changed,
        "usual": said.usual._asdict() if said.usual else None,
        "evidence": settings.PUBLIC_URL + evidence(said),
        "people": [
            {"name": name, "page": settings.PUBLIC_URL + reverse("people:profile", args=[member])}
            for member, name in said.people
        ],
        "figures": figures,
    }


def _line(said: Line) -> dict[str, Any]:
    told = {"text": said.text, "changed": said.changed, "evidence": whole(said.href)}
    return told | {"usual": None, "people": [], "figures": None}


def story_as_text(story: Story) -> str:
    lines = [f"{title(story)}. {about_outside(story)}".strip(), story.short]
    for chapter in story.chapters:
        lines += ["", chapter.title, *(f"- {said.text} ({doubt(said)})" for said in chapter.statements)]
        lines += [f"- {said.text} ({said.about} {whole(said.href)})" for said in chapter.lines]
        lines += [chapter.note] if chapter.note else []
    as_of = f"As of {story.as_of:%Y-%m-%d %H:%M %Z}." if story.as_of else ""
    return "\n".join([*lines, "", f"{as_of} {story.about_chance}".strip()]) + "\n"
