"""Operations of the API."""

from tests.leaks.row import (
    ALL,
    FILES,
    SEARCH,
    UNIT,
    api,
    get,
    post,
    with_values,
)

ROWS = [
    api("list_akten", "akten", FILES),
    api("get_akte", "akten/{akte}", UNIT, cases="os"),
    api("list_vorgaenge", "akten/{akte}/vorgaenge", UNIT, cases="os"),
    api("get_vorgang", "vorgaenge/{vorgang}", UNIT, cases="ons"),
    api("list_dokumente", "vorgaenge/{vorgang}/dokumente", UNIT, cases="ons"),
    post("api:create_dokument", "api/v1/vorgaenge/{vorgang}/dokumente", UNIT,
         with_values(file=b"Inhalt"), status=201, cases="ons", anonymous=401),
    api("get_dokument", "dokumente/{dokument}", UNIT, cases="onsu"),
    api("get_original", "dateien/{datei}/original", UNIT, cases="onsu"),
    api("find", f"search{SEARCH}", ALL),
    get("api:openapi-json", "api/v1/openapi.json", ALL, anonymous=200),
    get("api:api-root", "api/v1/", ALL, status=404, anonymous=404),
]  # fmt: skip
