"""Addresses inside a town. They know no slug: the middleware puts it into SCRIPT_NAME."""

from django.urls import include, path

from verbundakte.web.views import errors

urlpatterns = [
    path("", include("verbundakte.web.urls")),
    path("", include("verbundakte.akten.urls")),
    path("", include("verbundakte.core.ui.urls")),
    path("geschaeftsgang/", include("verbundakte.geschaeftsgang.urls")),
    path("posteingang/", include("verbundakte.posteingang.urls")),
    path("scannen/", include("verbundakte.posteingang.urls_scan")),
    path("signaturen/", include("verbundakte.signaturen.urls")),
    path("postausgang/", include("verbundakte.schriftverkehr.ausgang_urls")),
    path("dateivorlagen/", include("verbundakte.schriftverkehr.dateivorlagen_urls")),
    path("schriftverkehr/", include("verbundakte.schriftverkehr.urls")),
    path("vorlagen/", include("verbundakte.core.bausteine.urls")),
    path("organisation/", include("verbundakte.organisation.urls")),
    path("anbindung/", include("verbundakte.anbindung.urls")),
    path("datenschutz/", include("verbundakte.datenschutz.urls")),
    path("verbund/", include("verbundakte.verbund.urls")),
    path("schnittstelle/", include("verbundakte.api.pages")),
    path("", include("verbundakte.dav.pages")),
    path("api/v1/", include("verbundakte.api.urls")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
