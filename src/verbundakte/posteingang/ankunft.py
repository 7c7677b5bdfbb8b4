"""What a way in tells of something that arrived."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from verbundakte.posteingang.models import Verschluss


@dataclass(frozen=True)
class Ankunft:
    """One arrival before it has a number.

    `kennung` (rules.kennung) makes it known again: told twice, it is recorded once.
    `eingegangen_at`: the legal moment (Fristenbriefkasten, Bote, mail server), not that of recording.
    `message_id`: of a mail, so that another copy of it is noticed.
    `einheit`, `person`: to whom it goes at once when that is known; else the unit of its Kanal.
    `fremde_kennung`: how the Kanal names it, e.g. the mailbox and the number in it.
    `angaben`: what else the Kanal knows of it (a separator sheet, headers), for the recognition.
    """

    kennung: str
    eingegangen_at: datetime
    absender: str = ""
    betreff: str = ""
    dateiname: str = ""
    verschluss: str = Verschluss.OFFEN
    oeffnen_ab: datetime | None = None
    einheit: UUID | None = None
    person: UUID | None = None
    kontakt: UUID | None = None
    weg: str = ""
    standort: str = ""
    behaelter: str = ""
    seiten: int | None = None
    spur: UUID | None = None
    fremde_kennung: str = ""
    message_id: str = ""
    dokumenttyp: str = ""
    fremdes_geschaeftszeichen: str = ""
    datum_des_schreibens: date | None = None
    angaben: dict = field(default_factory=dict)
