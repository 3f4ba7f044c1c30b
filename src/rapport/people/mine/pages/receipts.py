"""The receipts of all erasures, for the team: what went and when. None names anybody."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rapport.accounts.permissions import Permission, needs
from rapport.people.models import Receipt

PER_PAGE = 50


@needs(Permission.ERASE)
def page(request: HttpRequest) -> HttpResponse:
    listed = Paginator(Receipt.objects.all(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/mine/receipts.html", {"page_obj": listed})
