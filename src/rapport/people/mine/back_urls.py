"""Where platforms send people back to. allauth looks these addresses up by name, so they are in no namespace."""

from django.urls import path

from rapport.people.mine.apps import KINDS
from rapport.people.mine.pages import back

urlpatterns = [
    *(
        path(f"{provider}/", back.page, {"provider_id": provider}, name=f"{provider}_callback")
        for provider in KINDS
        if provider not in ("openid_connect", "linkedin", "mastodon")
    ),
    path("server/<str:provider_id>/", back.page, name="openid_connect_callback"),
]
