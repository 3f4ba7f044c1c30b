from django.urls import path

from rapport.measure.boards.pages import (
    add,
    badge,
    badge_back,
    badges,
    board,
    boards,
    change,
    delete,
    move,
    put_back,
    remove,
    share,
    shared,
    take_back,
    title,
)

urlpatterns = [
    path("boards/", boards.page, name="boards"),
    path("boards/add/", add.page, name="board-add"),
    path("boards/<int:number>/", board.page, name="board"),
    path("boards/<int:number>/change/", change.page, name="board-change"),
    path("boards/<int:number>/delete/", delete.page, name="board-delete"),
    path("boards/<int:number>/share/", share.page, name="board-share"),
    path("boards/cards/<int:number>/move/", move.page, name="card-move"),
    path("boards/cards/<int:number>/title/", title.page, name="card-title"),
    path("boards/cards/<int:number>/remove/", remove.page, name="card-remove"),
    path("boards/back/<str:token>/", put_back.page, name="card-back"),
    path("boards/links/<int:number>/back/", take_back.page, name="link-back"),
    path("badges/", badges.page, name="badges"),
    path("badges/<int:number>/back/", badge_back.page, name="badge-back"),
    path("shared/<str:token>/", shared.page, name="shared"),
    path("badge/<str:token>.svg", badge.page, name="badge"),
]
