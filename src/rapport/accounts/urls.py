"""Our own pages of /accounts; allauth's stand beside them in `rapport.urls`."""

from django.urls import URLPattern, path

from rapport.accounts.pages import audit, enter, invitation, join, person, profile, security, team, token, tokens

app_name = "accounts"
urlpatterns: list[URLPattern] = [
    path("enter/<str:token>/", enter.page, name="enter"),
    path("join/<str:token>/", join.page, name="join"),
    path("team/", team.page, name="team"),
    path("team/<int:pk>/", person.page, name="person"),
    path("invitations/<int:pk>/", invitation.page, name="invitation"),
    path("security/", security.page, name="security"),
    path("tokens/", tokens.page, name="tokens"),
    path("tokens/<int:pk>/", token.page, name="token"),
    path("profile/", profile.page, name="profile"),
    path("audit/", audit.page, name="audit"),
]
