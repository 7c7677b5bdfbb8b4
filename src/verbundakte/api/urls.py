"""/api/v1/: assembled from the rooms' routers."""

from django.urls import path

from verbundakte import __version__
from verbundakte.akten.api import router as akten
from verbundakte.anbindung.api import router as anbindung
from verbundakte.api.openapi import Api, Json, Objects
from verbundakte.core.api import tus
from verbundakte.core.api.auth import TokenAuth
from verbundakte.core.api.jobs import router as jobs
from verbundakte.core.api.problems import add_problems
from verbundakte.geschaeftsgang.api import router as geschaeftsgang
from verbundakte.organisation.api import router as organisation
from verbundakte.posteingang.api import router as posteingang
from verbundakte.schriftverkehr.api import router as schriftverkehr
from verbundakte.signaturen.api import router as signaturen

api = Api(
    parser=Objects(),
    renderer=Json(),
    title="Verbundakte",
    version=__version__,
    description="Akten, Vorgänge und Dokumente einer Kommune. Der Zugangsschlüssel bestimmt Person"
    " und Kommune; was diese Person nicht sehen darf, gibt es für den Zugang nicht.",
    auth=TokenAuth(),
    docs_url=None,
    urls_namespace="api",
)
add_problems(api)
api.add_router("", akten)
api.add_router("", organisation)
api.add_router("", jobs)
api.add_router("", anbindung)
api.add_router("", posteingang)
api.add_router("", geschaeftsgang)
api.add_router("", schriftverkehr)
api.add_router("", signaturen)

patterns = api.urls
for pattern in patterns[0]:
    if pattern.name in tus.URL_NAMES:
        pattern.callback = tus.door(pattern.callback)
urlpatterns = [path("", patterns)]
