from django.urls import path

from rapport.people.log.pages import entry, form

urlpatterns = [
    path("", form.page, name="log"),
    path("<uuid:key>/", entry.page, name="log-entry"),
    path("<uuid:key>/delete/", entry.delete, name="log-delete"),
]
