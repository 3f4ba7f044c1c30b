from django.urls import include, path

from rapport.measure.pages import behind, download, metric, overview, report, report_file

app_name = "measure"
urlpatterns = [
    path("", overview.page, name="overview"),
    path("report/", report.page, name="report"),
    path("report/slides/<int:number>.png", report_file.slide, name="slide"),
    path("report.<slug:form>", report_file.page, name="report-file"),
    path("", include("rapport.measure.boards.urls")),
    path("<slug:name>/", metric.page, name="metric"),
    path("<slug:name>/questions/", behind.page, name="behind"),
    path("<slug:name>.<slug:form>", download.page, name="download"),
]
