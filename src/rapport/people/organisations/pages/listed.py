"""The organisations whose people take part."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, may, needs, signed_in
from rapport.people.current import current
from rapport.people.organisations.rollup import organisations
from rapport.people.organisations.saying import OrganisationRefused, give_domain, named


@needs(Permission.SEE, post=Permission.PEOPLE)
def page(request: HttpRequest) -> HttpResponse:
    """POST: make one by name, with the domain of its addresses if one is given."""
    if request.method == "POST":
        try:
            made = named(request.POST.get("name", ""))
            if domain := request.POST.get("domain", "").strip():
                give_domain(made, domain)
        except OrganisationRefused as refused:
            messages.error(request, str(refused))
            return redirect("people:organisations")
        audit.record(request, "organisation.made", made, organisation=made.pk)
        return redirect("people:organisation", made.pk)
    acts = current()
    context = {
        "rows": organisations(acts),
        "may_change": may(signed_in(request), Permission.PEOPLE),
        "as_of": acts.as_of,
    }
    return render(request, "people/organisations/list.html", context)
