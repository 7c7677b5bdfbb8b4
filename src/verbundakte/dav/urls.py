"""/dav/<town>/… and /wopi/files/…: outside of the pages, with their own ways to say who one is."""

from django.urls import path, re_path

from verbundakte.dav import door, wopi

app_name = "dav"

urlpatterns = [
    re_path(r"^dav/(?P<stadt>[a-z][a-z0-9-]{1,38})(?P<pfad>/.*)?$", door.serve, name="dav"),
    path("wopi/files/<uuid:dokument_id>", wopi.file, name="wopi-datei"),
    path("wopi/files/<uuid:dokument_id>/contents", wopi.contents, name="wopi-inhalt"),
]
