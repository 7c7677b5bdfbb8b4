"""Only the kit's own addresses."""

from django.urls import include, path

urlpatterns = [path("", include("verbundakte.core.ui.urls"))]
