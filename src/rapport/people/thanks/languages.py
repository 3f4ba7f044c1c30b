"""The sentences of thanks in each language. Values alone.

Each sentence states one fact. `{thing}` is an activity, `{title}` a thread's title, `{day}`, `{since}` and `{until}`
are days, `{n}` a number. "That we know of" is part of the fact: the record may not be complete.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Language:
    greeting: str
    """With `{name}`."""
    nameless: str
    closing: tuple[str, ...]
    sentences: Mapping[str, tuple[str, ...]]
    """By the reason; several that say the same, so that not all letters read alike."""
    one_year: str
    """`{n}` years, where it is one."""
    years: str
    titled: str
    placed: str
    things: Mapping[str, str]
    """Kinds with their article; what is not named is an activity."""
    an_activity: str
    months: tuple[str, ...]
    day: str

    def write_day(self, day: date) -> str:
        return self.day.format(day=day.day, month=self.months[day.month - 1], year=f"{day.year:04}")

    def write_years(self, n: int) -> str:
        return (self.one_year if n == 1 else self.years).format(n=n)


ENGLISH = Language(
    greeting="Hello {name},",
    nameless="Hello,",
    closing=("Thank you!", "Many thanks for that.", "Thank you very much."),
    sentences={
        "first": (
            "Your first contribution that we know of is {thing}, on {day}.",
            "On {day} came your first contribution that we know of: {thing}.",
        ),
        "answers": (
            "Answer number {n} of yours that we know of is {thing}, on {day}.",
            "On {day} came your answer number {n} that we know of: {thing}.",
        ),
        "gifts": (
            "Contribution number {n} of yours that we know of is {thing}, on {day}.",
            "On {day} came your contribution number {n} that we know of: {thing}.",
        ),
        "return": (
            "You came back on {day} with {thing}; before that we saw you last on {since}.",
            "After {since} we saw nothing of you, until {thing} on {day}.",
        ),
        "years": (
            "On {day} it was {years} since your first activity that we know of: {thing}.",
            "Your first activity that we know of is {thing}; on {day} that was {years} ago.",
        ),
        "thread": (
            "In the thread “{title}” you wrote {n} times from {since} to {until}.",
            "From {since} to {until} you wrote {n} times in the thread “{title}”.",
        ),
    },
    one_year="one year",
    years="{n} years",
    titled="{thing} “{title}” on {platform}",
    placed="{thing} on {platform}",
    things={
        "topic": "a topic", "post": "a post", "answer": "an accepted answer", "response": "an answer",
        "commit": "a commit", "coauthor": "a co-authored commit", "signoff": "a sign-off", "review": "a review",
        "review_comment": "a review comment", "issue": "an issue", "pull_request": "a pull request",
        "comment": "a comment", "release": "a release", "wiki": "a wiki edit", "message": "a message",
        "question": "a question", "article": "an article", "talk": "a talk", "video": "a video",
    },
    an_activity="an activity",
    months=(
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ),
    day="{day} {month} {year}",
)  # fmt: skip

GERMAN = Language(
    greeting="Hallo {name},",
    nameless="Hallo,",
    closing=("Danke!", "Vielen Dank dafür.", "Herzlichen Dank."),
    sentences={
        "first": (
            "Dein erster Beitrag, von dem wir wissen, ist {thing} vom {day}.",
            "Am {day} kam dein erster Beitrag, von dem wir wissen: {thing}.",
        ),
        "answers": (
            "Deine Antwort Nummer {n}, von der wir wissen, ist {thing} vom {day}.",
            "Am {day} kam deine Antwort Nummer {n}, von der wir wissen: {thing}.",
        ),
        "gifts": (
            "Dein Beitrag Nummer {n}, von dem wir wissen, ist {thing} vom {day}.",
            "Am {day} kam dein Beitrag Nummer {n}, von dem wir wissen: {thing}.",
        ),
        "return": (
            "Du bist am {day} wiedergekommen, mit dem hier: {thing}; davor sahen wir dich zuletzt am {since}.",
            "Nach dem {since} sahen wir nichts von dir, bis zum {day}: {thing}.",
        ),
        "years": (
            "Am {day} war es {years} her, dass du das Erste tatest, von dem wir wissen: {thing}.",
            "Das Erste von dir, von dem wir wissen, ist {thing}; am {day} war das {years} her.",
        ),
        "thread": (
            "Im Faden „{title}“ hast du vom {since} bis zum {until} {n}-mal geschrieben.",
            "Vom {since} bis zum {until} hast du {n}-mal im Faden „{title}“ geschrieben.",
        ),
    },
    one_year="ein Jahr",
    years="{n} Jahre",
    titled="{thing} „{title}“ auf {platform}",
    placed="{thing} auf {platform}",
    things={
        "topic": "ein Thema", "post": "ein Beitrag", "answer": "eine angenommene Antwort", "response": "eine Antwort",
        "commit": "ein Commit", "coauthor": "ein Commit als Mitautor", "review": "eine Durchsicht",
        "issue": "ein Issue", "pull_request": "ein Pull Request", "comment": "ein Kommentar",
        "release": "eine Veröffentlichung", "message": "eine Nachricht", "question": "eine Frage",
        "article": "ein Artikel", "talk": "ein Vortrag", "video": "ein Video",
    },
    an_activity="eine Aktivität",
    months=(
        "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
        "Dezember",
    ),
    day="{day}. {month} {year}",
)  # fmt: skip

FRENCH = Language(
    greeting="Bonjour {name},",
    nameless="Bonjour,",
    closing=("Merci !", "Merci beaucoup.", "Un grand merci."),
    sentences={
        "first": (
            "Ta première contribution que nous connaissons est {thing}, le {day}.",
            "Le {day} est venue ta première contribution que nous connaissons : {thing}.",
        ),
        "answers": (
            "Ta réponse numéro {n} que nous connaissons est {thing}, le {day}.",
            "Le {day} est venue ta réponse numéro {n} que nous connaissons : {thing}.",
        ),
        "gifts": (
            "Ta contribution numéro {n} que nous connaissons est {thing}, le {day}.",
            "Le {day} est venue ta contribution numéro {n} que nous connaissons : {thing}.",
        ),
        "return": (
            "Le {day} nous t’avons vu ici à nouveau, avec {thing} ; la fois d’avant, c’était le {since}.",
            "Après le {since} nous n’avons rien vu de toi, jusqu’à {thing} le {day}.",
        ),
        "years": (
            "Le {day}, cela faisait {years} depuis ta première activité que nous connaissons : {thing}.",
            "Ta première activité que nous connaissons est {thing} ; le {day}, cela faisait {years}.",
        ),
        "thread": (
            "Dans le fil « {title} » tu as écrit {n} fois du {since} au {until}.",
            "Du {since} au {until} tu as écrit {n} fois dans le fil « {title} ».",
        ),
    },
    one_year="un an",
    years="{n} ans",
    titled="{thing} « {title} » sur {platform}",
    placed="{thing} sur {platform}",
    things={
        "topic": "un sujet", "post": "un message", "answer": "une réponse acceptée", "response": "une réponse",
        "commit": "un commit", "review": "une relecture", "issue": "un ticket", "pull_request": "une pull request",
        "comment": "un commentaire", "message": "un message", "question": "une question", "article": "un article",
        "video": "une vidéo",
    },
    an_activity="une activité",
    months=(
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
        "décembre",
    ),
    day="{day} {month} {year}",
)  # fmt: skip

LANGUAGES: Mapping[str, Language] = {"en": ENGLISH, "de": GERMAN, "fr": FRENCH}
