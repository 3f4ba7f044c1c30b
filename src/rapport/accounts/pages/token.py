"""Take one of one's own tokens back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from rapport.accounts import audit, tokens
from rapport.accounts.permissions import Permission, needs, signed_in


@needs(Permission.SEE)
@require_POST
def page(request: HttpRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(signed_in(request).tokens, pk=pk)
    tokens.take_back(token)
    audit.record(request, "token.taken-back", token)
    messages.success(request, f'The token "{token}" no longer works.')
    return redirect("accounts:tokens")
