"""/gestaltung/ shows every component, /hilfe/tastatur/ every shortcut."""

from django.urls import path

from verbundakte.core.ui import views

app_name = "ui"

urlpatterns = [
    path("gestaltung/", views.gallery, name="gestaltung"),
    path("hilfe/tastatur/", views.keyboard, name="tasten"),
]
