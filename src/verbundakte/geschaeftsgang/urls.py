"""Addresses of the room `geschaeftsgang`."""

app_name = "geschaeftsgang"

urlpatterns: list = []
