"""The statutes after which a Frist is computed: all refer to BGB §§ 187-193, each in its own words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Gesetz:
    """How one statute says it.

    `verweis`: through which rule BGB §§ 187-193 hold, "" for the BGB itself; `verschiebung`: the rule
    of its own about an end on a Sonnabend, Sonntag or Feiertag; `behoerde`: when a Frist begins that
    an authority sets.
    """

    key: str
    name: str
    verweis: str
    verschiebung: str
    behoerde: str = ""

    def norm(self, paragraph: str) -> str:
        """Return a paragraph of the BGB as this statute applies it."""
        return f"{self.verweis} i. V. m. {paragraph} BGB" if self.verweis else f"{paragraph} BGB"


GESETZE: dict[str, Gesetz] = {
    row.key: row
    for row in (
        Gesetz(
            "vwvfg",
            "Verwaltungsverfahrensgesetz",
            "§ 31 Abs. 1 VwVfG",
            "§ 31 Abs. 3 Satz 1 VwVfG",
            "§ 31 Abs. 2 VwVfG",
        ),
        Gesetz("ao", "Abgabenordnung", "§ 108 Abs. 1 AO", "§ 108 Abs. 3 AO", "§ 108 Abs. 2 AO"),
        Gesetz(
            "sgbx",
            "Sozialgesetzbuch X",
            "§ 26 Abs. 1 SGB X",
            "§ 26 Abs. 3 Satz 1 SGB X",
            "§ 26 Abs. 2 SGB X",
        ),
        Gesetz(
            "vwgo",
            "Verwaltungsgerichtsordnung (Widerspruch, Klage)",
            "§ 57 Abs. 2 VwGO, § 222 Abs. 1 ZPO",
            "§ 57 Abs. 2 VwGO, § 222 Abs. 2 ZPO",
        ),
        Gesetz("bgb", "Bürgerliches Gesetzbuch", "", "§ 193 BGB"),
    )
}
