"""One person: whether they may be written to, what was written, and what they said of it."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from rapport.accounts.permissions import Permission, may, needs, signed_in
from rapport.people.current import current
from rapport.people.models import Member
from rapport.people.thanks.contact import consents_of, letters_to, may_contact, refusals_of
from rapport.people.thanks.pages.shown import shown
from rapport.people.thanks.today import thanks_for
from rapport.words.platforms import NAMES


@needs(Permission.SEE)
def page(request: HttpRequest, number: int) -> HttpResponse:
    member = get_object_or_404(Member, pk=number)
    now = datetime.now(UTC)
    told = thanks_for(current(), member)
    context = {
        "member": member,
        "against": may_contact(member, now),
        "one": shown(told) if told else None,
        "letters": letters_to(member),
        "refusals": refusals_of(member),
        "consents": consents_of(member),
        "platforms": NAMES,
        "chosen": member.links.order_by("pk").values_list("identity__platform", flat=True).first(),
        "today": now.date(),
        "may_write": may(signed_in(request), Permission.PEOPLE),
        "sent": request.GET.get("sent") == "1",
    }
    return render(request, "people/thanks/contact.html", context)
