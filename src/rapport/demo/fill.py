"""Bring the simulated community into an empty home, by the road of every import, so that it can be taken back."""

from collections.abc import Callable
from pathlib import Path

from django.db import connection, transaction

from rapport.accounts.models import User
from rapport.collect.models import Import
from rapport.collect.run import Progress, already, keep
from rapport.demo.plan import DAYS, Plan
from rapport.demo.telling import LABEL, Telling
from rapport.demo.written import write_down
from rapport.ledger.models import Activity, Identity
from rapport.words.errors import RapportError

BEGINNING = 7_270_011
"""Advisory lock: one demo begins at a time."""


class NotEmpty(RapportError):
    """The home holds something already; nothing was changed."""


def present() -> Import | None:
    """The demo that this home holds, be it in part."""
    return Import.objects.filter(simulated=True).exclude(state=Import.State.FORGOTTEN).order_by("pk").first()


def refusal() -> str | None:
    """Why the demo cannot begin here, or None. It must not stand among what really happened."""
    if there := present():
        return (
            f"The simulated community is here already, as import {there.pk}. Nothing was changed. "
            f"`rapport collect forget {there.pk}` takes it away."
        )
    waiting = Import.objects.exclude(state__in=[Import.State.FORGOTTEN, Import.State.FAILED])
    if Activity.objects.exists() or Identity.objects.exists() or waiting.filter(finished_at=None).exists():
        return (
            "This home holds a real community, and a simulated one would mix with it. Nothing was changed. "
            "Give the demo a home of its own: RAPPORT_HOME=~/rapport-demo rapport demo"
        )
    return None


@transaction.atomic
def begin(plan: Plan, user: User | None = None) -> Import:
    """The import that will hold it. Raises NotEmpty."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [BEGINNING])
    if refused := refusal():
        raise NotEmpty(refused)
    import_ = Import.objects.create(paths=[LABEL], simulated=True, size=DAYS, user=user, uploaded=user is not None)
    write_down(plan, import_)
    return import_


def fill(import_: Import, plan: Plan, report: Callable[[Progress], None], truth: Path | None = None) -> Import:
    """Simulate it and keep it; `truth` is a file to write what is true of it. Goes on where it was, as imports do."""
    return keep(import_, Telling(plan, already(import_), truth), report)
