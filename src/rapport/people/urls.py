from django.urls import include, path

from rapport.people.pages import edit, export, forget, members, merge, profile, same, split, undo
from rapport.people.parting.pages import apart as parting

app_name = "people"
urlpatterns = [
    path("", members.page, name="list"),
    path("same/", same.page, name="same"),
    path("contributions/", include("rapport.people.contributions.urls")),
    path("", include("rapport.people.notes.urls")),
    path("bots/", include("rapport.people.bots.urls")),
    path("log/", include("rapport.people.log.urls")),
    path("", include("rapport.people.organisations.urls")),
    path("", include("rapport.people.mine.team_urls")),
    path("", include("rapport.people.segments.urls")),
    path("", include("rapport.people.thanks.urls")),
    path("people.csv", export.page, name="export"),
    path("<int:number>/", profile.page, name="profile"),
    path("<int:number>/edit/", edit.page, name="edit"),
    path("<int:number>/merge/", merge.page, name="merge"),
    path("<int:number>/split/", split.page, name="split"),
    path("<int:number>/apart/", parting.page, name="part"),
    path("<int:number>/forget/", forget.page, name="forget"),
    path("decisions/<int:number>/undo/", undo.page, name="undo"),
]
