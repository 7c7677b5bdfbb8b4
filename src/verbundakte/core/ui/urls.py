"""Below /gestaltung/ : every component, and every shortcut."""

from django.urls import path

from verbundakte.core.ui import views

app_name = "ui"

urlpatterns = [
    path("", views.gallery, name="gestaltung"),
    path("tastatur/", views.keyboard, name="tasten"),
]
