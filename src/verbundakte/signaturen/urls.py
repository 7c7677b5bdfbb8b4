"""Addresses of the room `signaturen`."""

app_name = "signaturen"

urlpatterns: list = []
