from django.urls import path

from rapport.people.notes.pages import add, change, promises

urlpatterns = [
    path("<int:number>/notes/", add.note, name="add-note"),
    path("<int:number>/tasks/", add.task, name="add-task"),
    path("<int:number>/tags/", add.tag, name="tag"),
    path("promises/", promises.page, name="promises"),
    path("notes/<int:number>/", change.note, name="note"),
    path("tasks/<int:number>/", change.task, name="task"),
]
