"""Which fields every text may use besides those of its own Vorlage, and what they are called."""

ORDER = ("empfaenger", "vorgang", "akte", "absender", "kommune", "brief", "bezug")
BEGRIFFE: dict[str, str] = {
    "empfaenger.anrede": "Anrede des Empfängers",
    "empfaenger.name": "Name des Empfängers",
    "empfaenger.nachname": "Nachname des Empfängers",
    "empfaenger.anschrift": "Anschrift des Empfängers in einer Zeile",
    "empfaenger.ist_person": "ob der Empfänger eine Person ist (nicht eine Organisation)",
    "vorgang.aktenzeichen": "Aktenzeichen des Vorgangs",
    "vorgang.betreff": "Betreff des Vorgangs",
    "akte.aktenzeichen": "Aktenzeichen der Akte",
    "akte.betreff": "Betreff der Akte",
    "absender.name": "Name der Person, die unterzeichnet",
    "absender.stelle": "ihre Stelle",
    "absender.einheit": "ihre Organisationseinheit",
    "absender.telefon": "ihre Telefonnummer",
    "absender.email": "ihre E-Mail-Adresse",
    "kommune.name": "Name der Kommune",
    "kommune.anschrift": "Anschrift der Kommune in einer Zeile",
    "kommune.behoerde": "Behörde, wie sie im Briefkopf steht",
    "brief.datum": "Datum des Schreibens",
    "brief.betreff": "Betreff des Schreibens",
    "bezug.datum": "Datum des Schreibens, das beantwortet wird",
    "bezug.zeichen": "Zeichen des Schreibens, das beantwortet wird",
    "bezug.betreff": "Betreff des Schreibens, das beantwortet wird",
    "bezug.eingang": "Tag, an dem das Schreiben einging, das beantwortet wird",
}
OWN, LISTE = "vorgang.feld.", "liste."


def label_of(path: str, own: dict[str, str] | None = None) -> str:
    """Return how a field is called on the screen; `own` are the fields of the Vorlage by name."""
    if own and path in own:
        return own[path]
    if path.startswith(OWN):
        return f"Feld „{path.removeprefix(OWN)}“ des Vorgangs"
    if path.startswith(LISTE):
        return f"Spalte „{path.removeprefix(LISTE)}“ der Liste"
    return BEGRIFFE.get(path, path)
