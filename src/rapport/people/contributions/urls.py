from django.urls import path

from rapport.people.contributions.pages import weights

urlpatterns = [path("", weights.page, name="weights")]
