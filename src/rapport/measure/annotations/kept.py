"""What people write down: checked, kept, changed, removed, put back."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.core import signing
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from rapport.accounts.models import User
from rapport.collect.models import Import
from rapport.measure.annotations.mark import HAND, Mark, Rank
from rapport.measure.models import Annotation
from rapport.people.links import outward
from rapport.people.wanted import WantedRefused, read_day
from rapport.words.errors import RapportError
from rapport.words.span import Span

LONGEST_TITLE, LONGEST_LINK = 80, 500
EARLIEST = date(1970, 1, 1)
LONGEST = timedelta(days=3653)
SALT = "a removed annotation"
A_DAY = 86_400
_PLATFORM = re.compile(r"[a-z0-9_-]{1,40}")


class AnnotationRefused(RapportError):
    """What was to be written down makes no sense; nothing was changed."""

    def __init__(self, field: str, problem: str, remedy: str) -> None:
        super().__init__(f"{problem} {remedy} Nothing was changed.")
        self.field = field
        self.problem = problem
        self.remedy = remedy


class AnnotationUnknown(RapportError):
    def __init__(self, number: int) -> None:
        super().__init__(
            f"There is no annotation {number}. Nothing was changed. `rapport measure annotate list` shows them."
        )
        self.number = number


class Written(NamedTuple):
    """An annotation's fields, checked."""

    kind: str
    title: str
    first: date
    last: date | None
    platform: str
    link: str


FIELDS = Written._fields


def read(values: Mapping[str, str]) -> Written:
    """What these texts say; an absent text is an empty one. Raises AnnotationRefused."""
    kind, title = values.get("kind", ""), " ".join(values.get("title", "").replace("\0", "").split())
    if kind not in Annotation.Kind.values:
        kinds = ", ".join(Annotation.Kind.values)
        raise AnnotationRefused("kind", f"'{kind[:40]}' is no kind of this.", f"Use {kinds}.")
    if not 0 < len(title) <= LONGEST_TITLE:
        raise AnnotationRefused("title", f"The title has {len(title)} characters.", f"Write 1 to {LONGEST_TITLE}.")
    first, last = day_of("first", values.get("first", "")), day_of("last", values.get("last", ""))
    if first is None:
        raise AnnotationRefused("first", "It has no day.", "Say on which day it was.")
    if last is not None and not timedelta() <= last - first <= LONGEST:
        raise AnnotationRefused("last", f"It cannot last from {first} to {last}.", "Choose another last day.")
    platform = platform_of(values.get("platform", ""))
    return Written(kind, title, first, None if last == first else last, platform, _link(values))


def day_of(field: str, text: str) -> date | None:
    """None of an empty text. Raises AnnotationRefused."""
    try:
        day = read_day(text.strip())
    except WantedRefused as refused:
        raise AnnotationRefused(field, refused.problem, refused.remedy) from None
    if day is not None and day < EARLIEST:
        raise AnnotationRefused(field, f"{day} is too long ago.", f"Choose a day from {EARLIEST} on.")
    return day


def platform_of(text: str) -> str:
    """Its key; empty of an empty text. Raises AnnotationRefused."""
    platform = text.strip().lower()
    if platform and not _PLATFORM.fullmatch(platform):
        raise AnnotationRefused("platform", f"'{platform[:40]}' is no platform.", "Use its key, such as github.")
    return platform


def _link(values: Mapping[str, str]) -> str:
    link = values.get("link", "").strip()
    if link and (outward(link) != link or len(link) > LONGEST_LINK or any(sign.isspace() for sign in link)):
        begin = f"Begin with https:// or http://, and write at most {LONGEST_LINK} characters."
        raise AnnotationRefused("link", "This is no link to a page.", begin)
    return link


def add(written: Written, user: User | None, brought_by: Import | None = None) -> Annotation:
    return Annotation.objects.create(**written._asdict(), user=user, brought_by=brought_by)


def change(one: Annotation, written: Written) -> None:
    for field, value in written._asdict().items():
        setattr(one, field, value)
    one.save(update_fields=FIELDS)


def remove(one: Annotation) -> str:
    """Take it away, and give what puts it back for a day (`put_back`)."""
    fields: dict[str, Any] = {name: str(value or "") for name, value in fields_of(one)}
    token = signing.dumps(fields | {"user": one.user_id}, salt=SALT, compress=True)
    one.delete()
    return token


def put_back(token: str) -> Annotation:
    """Raises AnnotationRefused of a token that is too old or not ours."""
    try:
        was = signing.loads(token, salt=SALT, max_age=A_DAY)
    except signing.BadSignature:
        raise AnnotationRefused("token", "This can no longer be put back.", "Write it down again.") from None
    return add(read(was), User.objects.filter(pk=was["user"]).first())


def named(one: Annotation) -> str:
    """As the audit log names it, which keeps no words of anybody's."""
    return f"annotation {one.pk}"


def fields_of(one: Annotation) -> Iterable[tuple[str, Any]]:
    return [(name, getattr(one, name)) for name in FIELDS]


def find(number: int) -> Annotation:
    """Raises AnnotationUnknown."""
    one = standing().filter(pk=number).first() if 0 < number < 2**63 else None
    if one is None:
        raise AnnotationUnknown(number)
    return one


def standing() -> QuerySet[Annotation]:
    """All but those of a simulated community that was taken back."""
    gone = (Import.State.FORGETTING, Import.State.FORGOTTEN)
    return Annotation.objects.exclude(brought_by__state__in=gone).select_related("user")


def written_down(span: Span, platform: str = "") -> list[Mark]:
    """Those of a time, and with a platform only its own and those that concern all."""
    until = Coalesce("last", "first")
    chosen = standing().alias(until=until).filter(first__lte=span.last, until__gte=span.first)
    if platform:
        chosen = chosen.filter(Q(platform=platform) | Q(platform=""))
    return [mark_of(one) for one in chosen]


def mark_of(one: Annotation) -> Mark:
    return Mark(
        one.kind,
        one.title,
        one.first,
        one.last or one.first,
        Rank.BY_HAND,
        HAND,
        platform=one.platform,
        link=outward(one.link),
        number=one.pk,
        by=str(one.user) if one.user else "",
    )
