"""Addresses of this room."""

from django.urls import path

from verbundakte.verbund.views import mitglieder

app_name = "verbund"

urlpatterns = [path("", mitglieder.mitglieder, name="mitglieder")]
