"""What the simulated team wrote down of its campaigns and other turns, to stand in charts."""

from datetime import timedelta

from rapport.collect.models import Import
from rapport.demo.happenings import CAMPAIGNS, DOCS_REWRITTEN, LICENCE_DAY, LICENCE_DAYS
from rapport.demo.plan import Plan
from rapport.measure.models import Annotation


def write_down(plan: Plan, import_: Import) -> None:
    """It goes with the import; what an earlier demo left goes now."""
    Annotation.objects.filter(brought_by__state=Import.State.FORGOTTEN).delete()
    spans = [("campaign", campaign.name, campaign.day, campaign.days) for campaign in CAMPAIGNS]
    spans += [
        ("note", "New documentation", DOCS_REWRITTEN, 1),
        ("note", "Change of licence", LICENCE_DAY, LICENCE_DAYS),
    ]
    Annotation.objects.bulk_create(
        Annotation(
            kind=kind,
            title=title,
            first=plan.day(day),
            last=plan.day(day) + timedelta(days=days - 1) if days > 1 else None,
            brought_by=import_,
        )
        for kind, title, day, days in spans
    )
