"""Addresses of the room `geschaeftsgang`."""

from verbundakte.geschaeftsgang import urls_termine

app_name = "geschaeftsgang"

urlpatterns: list = [*urls_termine.urlpatterns]
