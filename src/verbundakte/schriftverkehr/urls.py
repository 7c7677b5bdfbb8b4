"""Addresses of the room `schriftverkehr`."""

from django.urls import URLPattern

app_name = "schriftverkehr"

urlpatterns: list[URLPattern] = []
