"""A letter with everything that stands in it, ready to be laid out."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Block:
    """One part of the text: `art` as `gattung.Blockart`, text with its values."""

    art: str
    text: str


@dataclass(frozen=True)
class Kopf:
    """The town's head and foot, as the released Briefkopf says."""

    kommune: str
    behoerde: str = ""
    strasse: str = ""
    plz: str = ""
    ort: str = ""
    telefon: str = ""
    email: str = ""
    internet: str = ""
    sprechzeiten: str = ""
    bankverbindung: str = ""
    hinweise: str = ""
    farbe: str = "#1f3a5f"

    @classmethod
    def of(cls, data: dict) -> "Kopf":
        """Return the head that the JSON form of a Briefkopf describes."""
        return cls(**{name: data[name] for name in cls.__dataclass_fields__ if name in data})

    @property
    def anschrift(self) -> str:
        """The address in one line."""
        place = f"{self.plz} {self.ort}".strip()
        return ", ".join(part for part in (self.strasse, place) if part)

    @property
    def ruecksendung(self) -> str:
        """The return line above the address."""
        return " · ".join(part for part in (self.kommune, *self.anschrift.split(", ")) if part)


@dataclass(frozen=True)
class Brief:
    """All texts of a letter. `info` are pairs of the info block; `marke` stands above the Betreff
    (Entwurf, Ausfertigung); `zeichnung` is "In Vertretung" or "Im Auftrag"."""

    kopf: Kopf
    betreff: str
    bloecke: tuple[Block, ...]
    gattung: str = "brief"
    anschrift: tuple[str, ...] = ()
    vermerke: tuple[str, ...] = ()
    info: tuple[tuple[str, str], ...] = ()
    datum: str = ""
    zeichen: str = ""
    zeichnung: str = ""
    name: str = ""
    stelle: str = ""
    anlagen: tuple[str, ...] = ()
    verteiler: tuple[str, ...] = ()
    marke: str = ""
    verfasser: str = ""

    def data(self) -> dict:
        """Return the letter as JSON knows it."""
        return asdict(self)

    @classmethod
    def of(cls, data: dict) -> "Brief":
        """Return the letter of its JSON form."""
        pairs = tuple((label, value) for label, value in data["info"])
        listed = ("anschrift", "vermerke", "anlagen", "verteiler")
        return cls(
            **data
            | {name: tuple(data[name]) for name in listed}
            | {
                "kopf": Kopf.of(data["kopf"]),
                "bloecke": tuple(Block(**block) for block in data["bloecke"]),
                "info": pairs,
            }
        )
