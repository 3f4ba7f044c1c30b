"""/me/: what people of the community see, correct, take along, limit and erase of what is held about them."""

from django.urls import path

from rapport.people.mine.pages import (
    correct,
    erase,
    export,
    go,
    leave,
    limit,
    mail,
    mastodon,
    mastodon_back,
    open_link,
    prove,
    receipt,
    start,
    was,
)

app_name = "mine"
urlpatterns = [
    path("", start.page, name="start"),
    path("prove/", prove.page, name="prove"),
    path("prove/mail/", mail.page, name="mail"),
    path("prove/link/<str:token>/", open_link.page, name="open"),
    path("prove/mastodon/", mastodon.page, name="mastodon"),
    path("back/mastodon/", mastodon_back.page, name="mastodon_back"),
    path("prove/<int:number>/", go.page, name="go"),
    path("prove/cancelled/", was.cancelled, name="cancelled"),
    path("prove/failed/", was.failed, name="failed"),
    path("prove/nothing/", was.nothing, name="nothing"),
    path("correct/", correct.page, name="correct"),
    path("export.json", export.page, name="export"),
    path("limit/", limit.page, name="limit"),
    path("erase/", erase.page, name="erase"),
    path("receipt/", receipt.page, name="receipt"),
    path("leave/", leave.page, name="leave"),
]
