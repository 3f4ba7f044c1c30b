"""Who answers whom: the helpers, whom they alone help, and what they join."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString

from rapport.accounts.permissions import Permission, needs
from rapport.ledger.untold import untold
from rapport.measure.current import current, lately
from rapport.measure.lengths import LENGTHS
from rapport.measure.network.named import names
from rapport.measure.network.network import ALIVE, Helper, Network, network
from rapport.measure.network.sentences import sentences
from rapport.measure.pages.asked import asked
from rapport.measure.pages.cards import address, total
from rapport.measure.question import QuestionRefused
from rapport.measure.sentences import rests_on
from rapport.people.acts import Acts
from rapport.people.models import Segment
from rapport.people.readying import newest
from rapport.people.wanted import WantedRefused
from rapport.words.errors import CopyMissing
from rapport.words.platforms import name_of

MOST = 25
"""Rows of each table; the command and the API tell all."""


@needs(Permission.SEE)
def page(request: HttpRequest) -> HttpResponse:
    values = {key: str(value) for key, value in request.GET.items()}
    context: dict[str, Any] = {"filters": values, "lengths": LENGTHS, "alive": ALIVE}
    status = 200
    try:
        acts = current()
        context["untold"] = untold()
        context["platforms"] = [(platform, name_of(platform)) for platform in acts.spans]
        context["segments"] = list(Segment.objects.values_list("name", flat=True))
        context |= lately(("network", *values.items()), partial(_found, values))
        if "network" in context:
            context |= _named(context["network"])
    except CopyMissing:
        context["empty"] = True
    except (QuestionRefused, WantedRefused) as refused:
        context["refused"], status = refused, 400
    return render(request, "measure/network.html", context, status=status)


@newest()
def _found(values: Mapping[str, str], acts: Acts) -> dict[str, Any]:
    question, length = asked(values, acts)
    if acts.span() is None:
        return {"empty": True}
    return {"network": network(acts, question, limit=MOST), "length": length, "as_of": acts.as_of}


def _named(found: Network) -> dict[str, Any]:
    """With names as they are now."""
    called = names(found)
    return {
        "sentences": sentences(found),
        "numbers": [
            {
                "title": answer.metric.title,
                **total(answer)._asdict(),
                "about": rests_on(answer),
                "href": address(name, found.question),
            }
            for name, answer in found.figures.items()
        ],
        "helpers": [(called.people[one.member], one, _bar(one, found.helpers[0])) for one in called.helpers(found)],
        "pairs": [(called.people[one.helper], called.people[one.asker], one) for one in called.pairs(found)],
        "bridges": [
            (called.places.get(one.one, ""), called.places.get(one.other, ""), called.people[one.member], one)
            for one in called.bridges(found)
        ],
    }


def _bar(one: Helper, longest: Helper) -> SafeString:
    """How many they reach, beside who reaches most, and in its dark part how many they alone do."""
    reach, alone = (round(100 * number / max(longest.reach, 1), 1) for number in (one.reach, one.alone))
    return format_html(
        '<svg class="reach" viewBox="0 0 100 8" width="100" height="8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="{}" height="8"/><rect class="alone" width="{}" height="8"/></svg>',
        reach,
        alone,
    )
