"""The audit log, newest first; filtered by what was done, by whom, and since when."""

from datetime import timedelta

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rapport.accounts.models import AuditEntry, User
from rapport.accounts.permissions import Permission, needs

PER_PAGE = 50
SINCE = [("", "any time"), ("1", "the last day"), ("7", "the last 7 days"), ("30", "the last 30 days")]


class FilterForm(forms.Form):
    action = forms.CharField(
        required=False, max_length=60, label="Did", widget=forms.TextInput(attrs={"placeholder": "team.role"})
    )
    subject = forms.CharField(required=False, max_length=200, label="To whom or what")
    user = forms.ModelChoiceField(
        User.objects.order_by("name", "email"), required=False, label="By", empty_label="anybody"
    )
    days = forms.ChoiceField(choices=SINCE, required=False, label="Since")


@needs(Permission.TEAM)
def page(request: HttpRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    entries = AuditEntry.objects.select_related("user")
    if form.is_valid():
        entries = _filtered(entries, **form.cleaned_data)
    page_obj = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/audit.html", {"form": form, "page_obj": page_obj})


def _filtered(
    entries: QuerySet[AuditEntry], *, action: str, subject: str, user: User | None, days: str
) -> QuerySet[AuditEntry]:
    wanted = Q(action__startswith=action) & Q(subject__icontains=subject)
    if user:
        wanted &= Q(user=user)
    if days:
        wanted &= Q(at__gte=timezone.now() - timedelta(days=int(days)))
    return entries.filter(wanted)
