"""What came in, the newest first, and the form that brings in more."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from rapport.accounts import audit
from rapport.accounts.models import User
from rapport.accounts.permissions import Permission, may, needs
from rapport.collect.alive import settle_interrupted
from rapport.collect.archives import ARCHIVES, CLONE_LABEL
from rapport.collect.models import Import
from rapport.collect.rejected import open_ones
from rapport.collect.uploads import BROKE_OFF, length_of, receive, refusal

PER_PAGE = 25


class Files(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        return [super(FilesField, self).clean(one, initial) for one in data or [None]]


class UploadForm(forms.Form):
    archives = FilesField(
        label="Files",
        widget=Files(attrs={"multiple": True}),
        allow_empty_file=True,
        help_text="As they were exported; .gz, .tar.gz, .zip and the like need no unpacking.",
    )


@needs(Permission.SEE, post=Permission.IMPORT)
def page(request: HttpRequest) -> HttpResponse:
    settle_interrupted()
    if request.method != "POST":
        return render(request, "collect/imports.html", _context(request, UploadForm()))
    if refused := refusal(length_of(request)):
        return render(request, "collect/imports.html", _context(request, UploadForm(), refused))
    form = UploadForm(request.POST, request.FILES)
    if broke_off := request.META.get(BROKE_OFF):
        return render(request, "collect/imports.html", _context(request, UploadForm(), broke_off))
    if not form.is_valid():
        return render(request, "collect/imports.html", _context(request, form))
    return _begin(request, form.cleaned_data["archives"])


def _begin(request: HttpRequest, files: "list[UploadedFile[Any]]") -> HttpResponse:
    assert isinstance(request.user, User)  # noqa: S101  # `needs` let nobody else in
    import_ = receive(request.user, files)
    audit.record(request, "import.started", str(import_), files=import_.paths)
    place = reverse("collect:import", args=[import_.pk])
    return HttpResponseClientRedirect(place) if getattr(request, "htmx", False) else redirect(place)


def _context(request: HttpRequest, form: UploadForm, refused: str = "") -> dict[str, object]:
    runs = (
        Import.objects.filter(connection=None)
        .order_by("-pk")
        .annotate(read=Sum("sources__read"), added=Sum("sources__added"), rejected=Sum("sources__rejected"))
    )
    return {
        "form": form,
        "refused": refused,
        "may_import": isinstance(request.user, User) and may(request.user, Permission.IMPORT),
        "kinds": [*(archive.label for archive in ARCHIVES), CLONE_LABEL],
        "waiting": open_ones().count(),
        "page_obj": Paginator(runs, PER_PAGE).get_page(request.GET.get("page")),
    }
