"""Addresses of Personalakten."""

from django.urls import path

from verbundakte.akten.views import personalakte

ONE = "akten/<uuid:akte_id>/personalakte"

urlpatterns = [
    path("personalakten/", personalakte.personalakten, name="personalakten"),
    path("personalakten/neu/", personalakte.new_personalakte, name="personalakte-neu"),
    path("meine-personalakte/", personalakte.own_personalakte, name="meine-personalakte"),
    path(f"{ONE}/", personalakte.personalakte, name="personalakte"),
    path(f"{ONE}/teile/neu/", personalakte.new_teil, name="personalteil-neu"),
    path(f"{ONE}/einsichten/neu/", personalakte.new_einsicht, name="personaleinsicht-neu"),
    path(
        f"{ONE}/einsichten/<uuid:freigabe_id>/ende/",
        personalakte.end_einsicht,
        name="personaleinsicht-ende",
    ),
]
