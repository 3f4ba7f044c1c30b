from django.urls import include, path

from rapport.measure.annotations.pages import listed, one
from rapport.measure.pages import (
    behind,
    behind_files,
    curve,
    digest,
    digest_stop,
    download,
    metric,
    network,
    overview,
    report,
    report_file,
    topic,
    topics,
)

app_name = "measure"
urlpatterns = [
    path("", overview.page, name="overview"),
    path("topics/", topics.page, name="topics"),
    path("topics/<int:number>/", topic.page, name="topic"),
    path("topics/<int:number>/change/", topic.change, name="topic-change"),
    path("report/", report.page, name="report"),
    path("report/slides/<int:number>.png", report_file.slide, name="slide"),
    path("report.<slug:form>", report_file.page, name="report-file"),
    path("", include("rapport.measure.boards.urls")),
    # Before the metrics by name: none is called so.
    path("annotations/", listed.page, name="annotations"),
    path("annotations/<int:number>/", one.page, name="annotation"),
    path("annotations/<int:number>/remove/", one.remove, name="annotation-remove"),
    path("annotations/back/<str:token>/", one.back, name="annotation-back"),
    path("network/", network.page, name="network"),
    path("digest/", digest.page, name="digest"),
    path("digest/wish/", digest.wish, name="digest-wish"),
    path("digest/stop/<str:token>/", digest_stop.page, name="digest-stop"),
    path("digest/<slug:week>/", digest.page, name="digest-week"),
    path("<slug:name>/", metric.page, name="metric"),
    path("<slug:name>/questions/", behind.questions, name="behind"),
    path("<slug:name>/people/", behind.people, name="people"),
    path("<slug:name>/questions.csv", behind_files.questions, name="behind-file"),
    path("<slug:name>/people.csv", behind_files.people, name="people-file"),
    path("<slug:name>/curve.<slug:form>", curve.file, name="curve-file"),
    path("<slug:name>.<slug:form>", download.page, name="download"),
]
