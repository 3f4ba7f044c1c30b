"""One's own security: password, second step, recovery codes, tokens, where one is signed in."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rapport.accounts.permissions import Permission, needs, signed_in


@needs(Permission.SEE)
def page(request: HttpRequest) -> HttpResponse:
    mine = list(Authenticator.objects.filter(user=signed_in(request)))
    codes = next((one for one in mine if one.type == "recovery_codes"), None)
    context = {
        "app": any(one.type == "totp" for one in mine),
        "keys": sum(one.type == "webauthn" for one in mine),
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "tokens": signed_in(request).tokens.count(),
        "mail": bool(settings.EMAIL_URL),
    }
    return render(request, "accounts/security.html", context)
