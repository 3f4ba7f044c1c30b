"""Every address of the product. A step's pages stand in the step's own `urls.py`."""

from django.urls import URLPattern, URLResolver, include, path

from rapport.collect.pages import hook

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("rapport.accounts.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
    path("people/", include("rapport.people.urls")),
    path("me/", include("rapport.people.mine.urls")),
    path("me/back/", include("rapport.people.mine.back_urls")),
    path("measure/", include("rapport.measure.urls")),
    path("collect/", include("rapport.collect.urls")),
    path("hooks/<slug:platform>/<slug:hook>", hook.page, name="hook"),
    path("demo/", include("rapport.demo.urls")),
    path("", include("rapport.console.urls")),
    path("api/", include("rapport.api.urls")),
]

handler403 = "rapport.accounts.pages.refused.page"
