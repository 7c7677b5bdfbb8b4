"""Usual routes and a Vier-Augen-Regel as delivered; a town adapts them. No rule is in force by itself."""

from uuid import UUID, uuid5

SPACE = UUID("6f1b7c52-3d0e-4b7e-9f55-7d1a0c4e2b11")


def _zeile(key: UUID, number: int, art: str, an: str, **more) -> dict:
    return {"id": str(uuid5(key, str(number))), "reihenfolge": number, "art": art, "an": an, **more}


def _vorlage(name: str, beschreibung: str, *zeilen: tuple[str, str], **more) -> tuple[UUID, dict]:
    key = uuid5(SPACE, name)
    rows = [_zeile(key, number, *zeile) for number, zeile in enumerate(zeilen, 1)]
    return key, {"bezeichnung": name, "beschreibung": beschreibung, "zeilen": rows, **more}


def standard_vorlagen() -> dict[UUID, dict]:
    """Return the delivered routes, {key: content}."""
    return dict(
        [
            _vorlage(
                "Zur Kenntnis der Leitung",
                "Die Leitung nimmt zur Kenntnis, danach z. d. A.",
                ("kenntnis", "vorgesetzte"),
                ("zda", "verfasser"),
            ),
            _vorlage(
                "Mitzeichnen und schlusszeichnen",
                "Die Leitung zeichnet mit, wer verfügt, zeichnet schluss, dann geht es hinaus.",
                ("mitzeichnung", "vorgesetzte"),
                ("schlusszeichnung", "verfasser"),
                ("versand", "verfasser"),
            ),
            _vorlage(
                "Zur Unterschrift der Leitung",
                "Die Leitung zeichnet schluss, dann Versand und z. d. A.",
                ("schlusszeichnung", "vorgesetzte"),
                ("versand", "verfasser"),
                ("zda", "verfasser"),
            ),
            _vorlage(
                "Über die Amtsleitung",
                "Mitzeichnung der Leitung, Schlusszeichnung der Leitung darüber.",
                ("mitzeichnung", "vorgesetzte"),
                ("schlusszeichnung", "amtsleitung"),
                ("versand", "verfasser"),
            ),
        ]
    )


def standard_regeln() -> dict[UUID, dict]:
    """Return the delivered Vier-Augen-Regel, {key: content}; it holds where a town releases it."""
    return {
        uuid5(SPACE, "vier-augen-rechnung"): {
            "bezeichnung": "Rechnungen: zwei Personen",
            "dokumenttypen": ["rechnung"],
            "gegen": "verfasser",
            "rechtsgrundlage": "Dienstanweisung für das Finanzwesen",
        }
    }
