"""The way back from a platform: allauth asks it who came, and `adapter.py` remembers that in the visit."""

import logging

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.core.exceptions import MultipleObjectsReturned
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from rapport.people.mine.adapter import NOT_AS_DESCRIBED
from rapport.people.mine.visit import visited

log = logging.getLogger("rapport.people.mine")


@visited
def page(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """`provider_id`: as allauth calls the platform, or one of several servers of OpenID Connect."""
    try:
        provider = get_adapter().get_provider(request, provider_id)
    except (SocialApp.DoesNotExist, MultipleObjectsReturned) as error:
        raise Http404 from error
    view = OAuth2CallbackView.adapter_view(provider.get_oauth2_adapter(request))
    try:
        answer: HttpResponseBase = view(request)
    except NOT_AS_DESCRIBED as error:
        log.warning("%s answered a sign-in with what it does not describe: %s.", provider_id, type(error).__name__)
        return redirect("mine:failed")
    return answer
