from django.urls import path

from rapport.people.segments.pages import back, change, delete, save, tag, untag, write

urlpatterns = [
    path("segments/write/", write.page, name="segment-write"),
    path("segments/save/", save.page, name="segment-save"),
    path("segments/tag/", tag.page, name="segment-tag"),
    path("segments/untag/<str:token>/", untag.page, name="segment-untag"),
    path("segments/back/<str:token>/", back.page, name="segment-back"),
    path("segments/<int:number>/", change.page, name="segment"),
    path("segments/<int:number>/delete/", delete.page, name="segment-delete"),
]
