"""/schnittstelle/: the description of the API inside a town, for people."""

from django.urls import path

from verbundakte.api import views

app_name = "schnittstelle"

urlpatterns = [
    path("", views.schnittstelle, name="schnittstelle"),
    path("<slug:name>/", views.operation, name="operation"),
]
