"""Questions of which somebody of the team said that they need no answer. They still count in the numbers."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from uuid import UUID

from django.db.models import Exists, OuterRef

from rapport.accounts.models import User
from rapport.ledger.models import Activity
from rapport.measure.models import NoAnswerNeeded


def needs_none(question: Activity, user: User | None) -> NoAnswerNeeded:
    """Said twice, the first time holds. What was said of questions that are gone goes."""
    there = Activity.objects.filter(pk=OuterRef("question"), deleted=False)
    NoAnswerNeeded.objects.filter(~Exists(there)).delete()
    return NoAnswerNeeded.objects.get_or_create(question=question.pk, defaults={"user": user})[0]


def needs_one(question: UUID) -> bool:
    """Take it back; whether there was anything to take back."""
    return bool(NoAnswerNeeded.objects.filter(question=question).delete()[0])


def aside_since(day: date) -> Mapping[UUID, datetime]:
    """Which questions, and when that was said."""
    said = NoAnswerNeeded.objects.filter(at__gte=datetime.combine(day, time(), UTC))
    return dict(said.values_list("question", "at"))
