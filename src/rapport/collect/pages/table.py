"""Bring a table of any kind: it is kept, and the next page asks which column is what."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs, signed_in
from rapport.collect.uploads import BROKE_OFF, length_of, receive, refusal


class TableForm(forms.Form):
    table = forms.FileField(
        label="Table", help_text="CSV, Excel (.xlsx), JSON or Parquet. A CSV or a sheet begins with its columns’ names."
    )


@needs(Permission.IMPORT)
def page(request: HttpRequest) -> HttpResponse:
    refused = refusal(length_of(request)) if request.method == "POST" else None
    form = TableForm(request.POST, request.FILES) if request.method == "POST" and not refused else TableForm()
    refused = refused or request.META.get(BROKE_OFF)
    if refused or not form.is_bound or not form.is_valid():
        return render(request, "collect/table.html", {"form": form, "refused": refused})
    import_ = receive(signed_in(request), [form.cleaned_data["table"]], as_tables=True)
    audit.record(request, "import.uploaded", str(import_), files=import_.paths)
    return redirect("collect:columns", import_.pk)
