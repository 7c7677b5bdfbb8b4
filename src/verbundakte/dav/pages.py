"""Pages inside a town: open a Dokument in a program, drafts a program left, one's own keys for it."""

from django.urls import path

from verbundakte.dav import views

app_name = "programm"

urlpatterns = [
    path("konto/programme/", views.programs, name="programme"),
    path("dokumente/<uuid:dokument_id>/programm/", views.show, name="dokument"),
    path("dokumente/<uuid:dokument_id>/browser/", views.in_browser, name="browser"),
    path(
        "dokumente/<uuid:dokument_id>/arbeitsstaende/<uuid:stand_id>/fassung/",
        views.file_stand,
        name="stand-fassung",
    ),
    path(
        "dokumente/<uuid:dokument_id>/arbeitsstaende/<uuid:stand_id>/verwerfung/",
        views.drop_stand,
        name="stand-verwerfung",
    ),
]
