"""The team's side of it, below /people/."""

from django.urls import path

from rapport.people.mine.pages import limit_member, receipts, ways

urlpatterns = [
    path("proofs/", ways.page, name="proofs"),
    path("receipts/", receipts.page, name="receipts"),
    path("<int:number>/limit/", limit_member.page, name="limit"),
]
