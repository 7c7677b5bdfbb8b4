"""Letters and the Postausgang for programs: what the pages show and refuse holds here, too."""

from tests.leaks.row import AMIRA, UNIT, WRITERS, api
from tests.leaks.rows.schnittstelle_akten import change, sent

READERS = UNIT | {"sachbearbeiter_ordnung", "rechnungspruefung", "archiv"}
LETTER = sent(vorlage="freies-schreiben", betreff="Neu", angaben={})
SERIES = sent(vorlage="freies-schreiben")
TO = sent(name="Paula Zaun", anschrift="Paula Zaun\nWeg 1\n12345 Ort")

ROWS = [
    api("list_briefvorlagen", "briefvorlagen", UNIT | {"sachbearbeiter_ordnung"}),
    api("list_schreiben", "vorgaenge/{vorgang}/schreiben", UNIT, cases="ns"),
    api("get_schreiben", "schreiben/{schreiben}", AMIRA),
    change("create_schreiben", "vorgaenge/{vorgang}/schreiben", UNIT, LETTER, cases="n"),
    change("create_reinschrift", "schreiben/{schreiben}/reinschriften", AMIRA, sent(), status=422),
    api("get_briefserie", "briefserien/{briefserie}", AMIRA),
    change("create_briefserie", "vorgaenge/{vorgang}/briefserien", AMIRA, SERIES, cases="n", status=422),
    api("list_sendungen", "sendungen", READERS),
    api("get_sendung", "sendungen/{versandt}", UNIT),
    change("create_sendung", "dokumente/{dokument}/sendungen", WRITERS, TO, cases="on"),
    change("create_postaufgabe", "sendungen/{wartet}/postaufgaben", UNIT, sent(on="2026-11-02")),
]
