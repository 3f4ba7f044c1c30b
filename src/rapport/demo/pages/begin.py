"""The door "look around": leaves the job that fills the home with the simulated community, and shows how far it is."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs, signed_in
from rapport.demo.fill import NotEmpty, begin
from rapport.demo.plan import Plan
from rapport.demo.tasks import fill_home


@needs(Permission.IMPORT)
@require_POST
def page(request: HttpRequest) -> HttpResponse:
    plan = Plan(timezone.now().replace(microsecond=0))
    try:
        with transaction.atomic():
            import_ = begin(plan, signed_in(request))
            fill_home.defer(number=import_.pk, until=plan.until.isoformat(), seed=plan.seed, people=plan.people)
            audit.record(request, "demo.begun", str(import_))
    except NotEmpty as refused:
        messages.error(request, str(refused))
        return redirect("console:today")
    return redirect("collect:import", import_.pk)
