from django.urls import path

from rapport.people.bots.pages import asked

urlpatterns = [
    path("", asked.page, name="bots"),
    path("<int:number>/", asked.say, name="bot"),
]
