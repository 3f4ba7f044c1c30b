from django.urls import path

from rapport.measure.pages import behind, download, metric, overview

app_name = "measure"
urlpatterns = [
    path("", overview.page, name="overview"),
    path("<slug:name>/", metric.page, name="metric"),
    path("<slug:name>/questions/", behind.page, name="behind"),
    path("<slug:name>.<slug:form>", download.page, name="download"),
]
