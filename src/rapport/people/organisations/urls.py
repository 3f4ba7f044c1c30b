from django.urls import path

from rapport.people.organisations.pages import affiliate, listed, one

urlpatterns = [
    path("organisations/", listed.page, name="organisations"),
    path("organisations/<int:number>/", one.page, name="organisation"),
    path("organisations/<int:number>/change/", one.change, name="organisation-change"),
    path("organisations/<int:number>/merge/", one.merge, name="organisation-merge"),
    path("<int:number>/organisations/", affiliate.page, name="affiliate"),
    path("affiliations/<int:number>/back/", affiliate.back, name="affiliation-back"),
]
