from django.urls import path

from rapport.demo.pages import begin

app_name = "demo"
urlpatterns = [
    path("", begin.page, name="begin"),
]
