"""`rapport measure`: the catalogue, and any of its numbers."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from rapport.cli.annotations import annotate, print_happened
from rapport.cli.boards import boards
from rapport.cli.session import needs_database
from rapport.cli.topics import topic, topics

if TYPE_CHECKING:
    from rapport.measure.against import Compared
    from rapport.measure.answer import Answer
    from rapport.measure.comparing import Other
    from rapport.measure.network.network import Network
    from rapport.measure.newcomers import Way
    from rapport.measure.question import Question

app = typer.Typer(no_args_is_help=True, help="Numbers of the community: what there is, and what it comes to.")
app.add_typer(annotate, name="annotate")
app.add_typer(boards, name="board")
app.command()(topics)
app.command()(topic)

ON_SCREEN, EVERYBODY = 15, 1_000_000
"""Rows of each of a network's lists."""
JSON = typer.Option(False, "--json", help="Print one JSON document.")


def _question(without_team: bool, **asked: str) -> "Question":
    """What these options ask; raises QuestionRefused."""
    from rapport.measure.question import read_question

    return read_question({**asked, "without_team": "1" if without_team else ""})


@app.command("list")
@needs_database
def list_metrics(json: bool = JSON) -> None:
    """Every metric, with its unit, definition and source."""
    from rapport.cli.output import print_json, print_table
    from rapport.measure.formats import metric_as_json
    from rapport.measure.metrics import all_metrics

    if json:
        print_json([metric_as_json(metric) for metric in all_metrics()])
        return
    rows = [
        (metric.name, metric.family, metric.unit, f"{metric.definition} Source: {metric.told_source}")
        for metric in all_metrics()
    ]
    print_table(("metric", "family", "unit", "definition"), rows)


@app.command()
@needs_database
def show(
    name: str = typer.Argument(help="The metric, as `rapport measure list` names it."),
    since: str = typer.Option("", help="First day to count, as 2024-03-31 (UTC)."),
    until: str = typer.Option("", help="Last day to count."),
    platform: str = typer.Option("", help="Count only what happened on this platform."),
    by: str = typer.Option("", help="Break down by platform, kind, side, language or topic."),
    grain: str = typer.Option("", help="day, week, month, quarter or year; else chosen from the span."),
    without_team: bool = typer.Option(False, "--without-team", help="Leave the team out. Bots never count."),
    segment: str = typer.Option("", help="Count only who is in it: a saved segment's name, or the text of one."),
    language: str = typer.Option("", help="Count only what is written in it: en, de, …; und for what has none."),
    compare: str = typer.Option(
        "", help="Set it beside before, year, 2025-12-01..2025-12-31, platform:github or segment:Regulars."
    ),
    json: bool = JSON,
    csv: bool = typer.Option(False, "--csv", help="Print comma-separated values."),
    spark: str = typer.Option(
        "", help="Have this Spark cluster work it out, as spark://host:7077; the figures are the same."
    ),
) -> None:
    """A metric's figures, with its definition, its n and whom it leaves out."""
    from rapport.cli.output import print_json
    from rapport.measure.against import compared
    from rapport.measure.annotations.happened import happened
    from rapport.measure.ask import answer
    from rapport.measure.comparing import beside
    from rapport.measure.current import current, on_spark
    from rapport.measure.formats import as_csv, as_json

    asked = {"since": since, "until": until, "platform": platform, "by": by, "grain": grain}
    acts = on_spark(spark) if spark else current()
    question = _question(without_team, **asked, segment=segment, language=language)
    answered = answer(name, question, acts)
    other = beside(compare, name, question, answered, acts)
    if json:
        print_json(as_json(answered, compared(answered, acts), happened(answered, acts), other))
    elif csv:
        sys.stdout.write(as_csv(answered, happened(answered, acts), other))
    else:
        _print(answered, compared(answered, acts), other)
        print_happened(happened(answered, acts))


@app.command()
@needs_database
def curve(
    name: str = typer.Argument(help="A metric of how long something takes, such as time_to_first_response."),
    since: str = typer.Option("", help="First day to count, as 2024-03-31 (UTC)."),
    until: str = typer.Option("", help="Last day to count."),
    platform: str = typer.Option("", help="Count only what happened on this platform."),
    grain: str = typer.Option("", help="Of who stays: day, week, month, quarter or year in which they came."),
    without_team: bool = typer.Option(False, "--without-team", help="Leave the team out. Bots never count."),
    segment: str = typer.Option("", help="Count only who is in it: a saved segment's name, or the text of one."),
    language: str = typer.Option("", help="Count only what is written in it: en, de, …; und for what has none."),
    json: bool = JSON,
    csv: bool = typer.Option(False, "--csv", help="Print comma-separated values, a line a step of each curve."),
) -> None:
    """How long it takes, or how long newcomers stay, over its whole course: by when a quarter, half and more got there,
    and how many of each cohort stay."""
    from rapport.cli.output import out, print_json, print_table
    from rapport.measure.current import current
    from rapport.measure.curves.ask import curves
    from rapport.measure.curves.formats import as_csv, as_json
    from rapport.measure.curves.words import head, sentence, table

    asked = {"since": since, "until": until, "platform": platform, "grain": grain}
    found = curves(name, _question(without_team, **asked, segment=segment, language=language), current())
    if json:
        print_json(as_json(found))
    elif csv:
        sys.stdout.write(as_csv(found))
    else:
        out.print(sentence(found), soft_wrap=True)
        if rows := table(found):
            print_table(head(found), rows)


@app.command()
@needs_database
def network(
    since: str = typer.Option("", help="First day to count, as 2024-03-31 (UTC)."),
    until: str = typer.Option("", help="Last day to count."),
    platform: str = typer.Option("", help="Only questions on this platform."),
    without_team: bool = typer.Option(False, "--without-team", help="Leave the team's answers out. Bots never count."),
    segment: str = typer.Option("", help="Only helpers in it: a saved segment's name, or the text of one."),
    language: str = typer.Option("", help="Only questions in it: en, de, …; und for what has none."),
    limit: int = typer.Option(0, min=0, help="Of each list so many at most; else 15 on the screen, all in a file."),
    json: bool = JSON,
    csv: bool = typer.Option(False, "--csv", help="Print comma-separated values, a line a pair."),
) -> None:
    """Who answers whom: the helpers, whom they alone help, the busiest pairs, and places that one person joins."""
    from rapport.cli.output import print_json
    from rapport.measure.current import current
    from rapport.measure.network.formats import as_csv, as_json
    from rapport.measure.network.network import network

    asked = {"since": since, "until": until, "platform": platform, "segment": segment, "language": language}
    found = network(
        current(), _question(without_team, **asked), limit=limit or (EVERYBODY if json or csv else ON_SCREEN)
    )
    if json:
        print_json(as_json(found))
    elif csv:
        sys.stdout.write(as_csv(found))
    else:
        _print_network(found)


@app.command()
@needs_database
def path(
    since: str = typer.Option("", help="First day on which they came, as 2024-03-31 (UTC)."),
    until: str = typer.Option("", help="Last day."),
    platform: str = typer.Option("", help="Only who came in by this platform."),
    without_team: bool = typer.Option(False, "--without-team", help="Leave the team out. Bots never count."),
    segment: str = typer.Option("", help="Only who is in it: a saved segment's name, or the text of one."),
    language: str = typer.Option("", help="Only whose first act is in it: en, de, …; und for what has none."),
    json: bool = JSON,
) -> None:
    """How far newcomers got, and how soon: first word, first reply to a question, first contribution."""
    from rapport.cli.output import print_json
    from rapport.measure.current import current
    from rapport.measure.newcomers import as_json, way

    asked = {"since": since, "until": until, "platform": platform, "segment": segment, "language": language}
    found = way(current(), _question(without_team, **asked))
    if json:
        print_json(as_json(found))
    else:
        _print_way(found)


@app.command()
@needs_database
def unusual(
    days: int = typer.Option(7, min=1, max=90, help="How many days to look at, up to the last whole one."),
    json: bool = JSON,
) -> None:
    """Days on which something unusual happened, what changed, and how many would stand out by chance."""
    from rapport.cli.output import out, print_json
    from rapport.measure.current import current
    from rapport.measure.formats import unusual_as_json
    from rapport.measure.unusual.finding import unusual as find
    from rapport.measure.unusual.sentences import in_short, sentence

    looked = find(current(), days)
    if json:
        print_json(unusual_as_json(looked))
        return
    if looked is None:
        out.print("Nothing was counted: the ledger is empty.")
        return
    for one in looked.found:
        out.print(sentence(one))
    out.print(in_short(looked))


@app.command()
@needs_database
def report(
    since: str = typer.Option("", help="First day to tell of, as 2024-03-01 (UTC); else the last whole month."),
    until: str = typer.Option("", help="Last day to tell of."),
    platform: str = typer.Option("", help="Tell only of what happened on this platform."),
    segment: str = typer.Option("", help="Tell only of who is in it: a saved segment's name, or the text of one."),
    language: str = typer.Option("", help="Tell only of what is written in it: en, de, …; und for what has none."),
    without_team: bool = typer.Option(False, "--without-team", help="Leave the team out. Bots never count."),
    names: bool = typer.Option(False, "--names", help="Call those who helped most by name."),
    to: Path | None = typer.Option(None, "--out", metavar="FILE", help="Write .pdf, .zip of slides, .html or .json."),
    json: bool = JSON,
) -> None:
    """A period's story: each sentence is made from an answer and leads to it."""
    from rapport.cli.output import err, out, print_json
    from rapport.measure.current import current
    from rapport.measure.reports.asked import asked
    from rapport.measure.reports.files import file_of
    from rapport.measure.reports.story import story
    from rapport.measure.reports.written import story_as_json, story_as_text

    values = {"since": since, "until": until, "platform": platform, "segment": segment, "language": language}
    acts = current()
    wanted = asked(values | {"without_team": "1" if without_team else "", "names": "1" if names else ""}, acts)
    form = file_of(to.suffix) if to else None  # refused before anything is worked out
    told = story(acts, wanted.question, names=wanted.names)
    if to and form:
        to.write_bytes(form.make(told))
        err.print(f"The report is in {to}.", markup=False, soft_wrap=True)
    if json:
        print_json(story_as_json(told))
    elif not to:
        out.print(story_as_text(told), markup=False, soft_wrap=True, end="")


@app.command()
@needs_database
def digest(
    week: str = typer.Option("", help="As 2026-W47; else the last whole week of the data."),
    to: str = typer.Option("", metavar="ADDRESS", help="Mail it to this address of the team, now."),
    json: bool = JSON,
) -> None:
    """The week in a few lines: five figures, who waits, whom to thank, what was unusual, who is new."""
    from rapport.cli.output import err, out, print_json
    from rapport.measure.current import current
    from rapport.measure.digest.mail import as_text
    from rapport.measure.digest.sending import send_to
    from rapport.measure.digest.shown import digest_as_json
    from rapport.measure.digest.telling import digest as tell
    from rapport.measure.digest.telling import last_week
    from rapport.measure.digest.week import read_week
    from rapport.words.errors import CopyMissing

    chosen = read_week(week) if week else last_week(current())
    if chosen is None:
        raise CopyMissing
    told = tell(current(), chosen)
    if to:
        user = send_to(to, told)
        err.print(f"The digest of {told.week} went to {user.email}.", markup=False, soft_wrap=True)
    if json:
        print_json(digest_as_json(told))
    elif not to:
        out.print(as_text(told), markup=False, soft_wrap=True, end="")


def _print(answered: "Answer", against: "Compared | None", other: "Other | None") -> None:
    from rapport.cli.output import out, print_table
    from rapport.measure.cells import beside_n, cell
    from rapport.measure.chance import ABOUT_CHANCE
    from rapport.measure.differing import said_of
    from rapport.measure.labels import group_label
    from rapport.measure.sentences import left_out, period_name, rests_on, sentence

    out.print(f"[bold]{answered.metric.title}[/bold] ({answered.metric.unit})")
    out.print(f"{answered.metric.definition}\nSource: {answered.metric.told_source}")
    if not answered.rows:
        out.print("Nothing was counted: the ledger holds nothing of this.")
        return
    unit, sure = answered.metric.unit, answered.metric.estimated
    broken = answered.question.by or answered.metric.own
    set_beside = (other.label,) if other else ()
    head = ("period", *((broken,) if broken else ()), unit, *(("interval",) if sure else ()), "n", *set_beside, "")
    beside = other.rows(answered) if other else [None] * len(answered.rows)
    rows = [
        (
            period_name(answered, row),
            *((group_label(answered, row.group),) if row.group is not None else ()),
            *beside_n(answered.metric, row),
            row.n,
            *((cell(answered.metric, row_beside),) if other else ()),
            "" if row.complete else "not complete",
        )
        for row, row_beside in zip(answered.rows, beside, strict=True)
    ]
    print_table(head, rows)
    said = sentence(answered, against) + said_of(answered, other)
    out.print(f"{said} {rests_on(answered)}. {answered.certainty.capitalize()}.")
    if against and against.verdict.beyond:
        out.print(ABOUT_CHANCE)
    out.print(f"{left_out(answered)} As of {answered.as_of:%Y-%m-%d %H:%M %Z}.")


def _print_way(found: "Way") -> None:
    from rapport.cli.output import out, print_table
    from rapport.measure.newcomers import told

    print_table(("step", "people", "of who came", "days", "interval"), told(found))
    out.print("Days are from coming until half of them had got there; who has not yet is still on the way.")


def _print_network(found: "Network") -> None:
    from rapport.cli.output import out, print_table
    from rapport.measure.network.named import names
    from rapport.measure.network.sentences import sentences

    called = names(found)
    for said in sentences(found):
        out.print(said)
    who = called.people
    rows = [
        (who[one.member], one.reach, one.alone, one.answers, one.places, one.joins) for one in called.helpers(found)
    ]
    if not rows:
        return
    print_table(("helper", "people answered", "by them alone", "questions", "places", "places joined"), rows)
    pairs = [(who[one.helper], who[one.asker], one.answers, one.back) for one in called.pairs(found)]
    print_table(("helper", "asked", "questions answered", "the other way"), pairs)
    joined = [(called.places[one.one], called.places[one.other], who[one.member]) for one in called.bridges(found)]
    if joined:
        print_table(("place", "place", "joined by them alone"), joined)
