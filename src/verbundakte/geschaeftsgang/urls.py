"""Addresses of the room `geschaeftsgang`."""

from verbundakte.geschaeftsgang import seiten_urls, urls_termine

app_name = "geschaeftsgang"

urlpatterns: list = [*seiten_urls.urlpatterns, *urls_termine.urlpatterns]
