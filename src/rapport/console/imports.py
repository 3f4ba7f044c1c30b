"""The last imports as Today lists them."""

from datetime import datetime

from django.db.models import QuerySet, Sum

from rapport.collect.models import Import

SHOWN = 4


def latest() -> "QuerySet[Import]":
    """The newest imports, each with what it read, added and set aside (and nobody has resolved)."""
    newest = Import.objects.order_by("-pk").values("pk")[:SHOWN]
    return (
        Import.objects.filter(pk__in=newest)
        .annotate(read=Sum("sources__read", default=0), added=Sum("sources__added", default=0))
        .annotate(rejected=Sum("sources__rejected", default=0))
        .order_by("-pk")
    )


def finished_since(moment: datetime) -> int:
    return Import.objects.filter(finished_at__gt=moment).count()
