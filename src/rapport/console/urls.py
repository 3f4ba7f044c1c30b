"""The console's own pages. Every other page stands in its step's `urls.py`."""

from django.urls import path

from rapport.console import ready  # noqa: F401  has the watch read the templates
from rapport.console.pages import find, kit, settings, theme, things, today

app_name = "console"
urlpatterns = [
    path("", today.page, name="today"),
    path("today/things/", things.page, name="thing"),
    path("today/things/<str:key>/undo/", things.undo, name="thing-undo"),
    path("today/questions/<uuid:key>/", things.question, name="question"),
    path("live", today.live, name="live"),
    path("find", find.page, name="find"),
    path("settings", settings.page, name="settings"),
    path("console/theme", theme.page, name="theme"),
    path("console/kit", kit.page, name="kit"),
]
