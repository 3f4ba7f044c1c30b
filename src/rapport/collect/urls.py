from django.urls import path

from rapport.collect.pages import (
    columns,
    connect,
    connection,
    connections,
    forget,
    imports,
    one_import,
    progress,
    rejected,
    table,
)

app_name = "collect"
urlpatterns = [
    path("", imports.page, name="imports"),
    path("imports/<int:number>/", one_import.page, name="import"),
    path("connections/", connections.page, name="connections"),
    path("connections/new/<slug:platform>/", connect.page, name="connect"),
    path("connections/<int:number>/", connection.page, name="connection"),
    path("table/", table.page, name="table"),
    path("imports/<int:number>/columns/", columns.page, name="columns"),
    path("imports/<int:number>/forget/", forget.page, name="forget"),
    path("imports/<int:number>/progress/", progress.page, name="progress"),
    path("rejected/", rejected.page, name="rejected"),
]
