"""What a rule does by itself, where the municipality has laid that down; never otherwise."""

import logging
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate

from verbundakte.akten.models import Vorgang
from verbundakte.akten.queries.zeichen import named_in
from verbundakte.core.actions import Refusal
from verbundakte.posteingang.actions.ablage import file_eingang
from verbundakte.posteingang.actions.zuleitung import (
    Ziel,
    assign_eingang,
    pass_on_closed,
    place_of,
)
from verbundakte.posteingang.eingangsregel import Selbsttaetig
from verbundakte.posteingang.erkennung import FundArt, spellings
from verbundakte.posteingang.erkennung.gespeichert import read
from verbundakte.posteingang.models import Eingang, Eingangsregel, Verschluss
from verbundakte.posteingang.queries.regel import hits_for, lage_of

logger = logging.getLogger("verbundakte.posteingang")


def act_on_rules(actor, ids: Iterable[UUID], *, at: datetime) -> int:
    """Let rules act on Eingänge that nobody has touched; return on how many.

    The first rule in order that acts by itself does. What is refused stays where it lies.
    """
    if (
        not Eingangsregel.objects.valid_on(localdate(at))
        .exclude(selbsttaetig=Selbsttaetig.NICHTS)
        .exists()
    ):
        return 0
    rows = Eingang.objects.filter(pk__in=list(ids), verschluss=Verschluss.OFFEN, done_at=None)
    return sum(_act(actor, row, at) for row in rows.select_related("einheit", "person", "kanal"))


def _act(actor, eingang: Eingang, at: datetime) -> bool:
    if eingang.zuleitungen.count() != 1 or eingang.zuleitungen.get().accepted_at:
        return False
    lage = lage_of(actor, eingang)
    hits = hits_for(actor, lage) if lage else []
    for hit in hits:
        if hit.regel.selbsttaetig == Selbsttaetig.NICHTS:
            continue
        try:
            with transaction.atomic():
                return _obey(actor, eingang, hit.regel, at)
        except (Refusal, PermissionDenied) as refusal:
            told = {"reason": type(refusal).__name__, "kind": str(hit.regel.key)}
            logger.warning("rule cannot act", extra=told)
            return False
    return False


def _obey(actor, eingang: Eingang, regel: Eingangsregel, at: datetime) -> bool:
    if regel.selbsttaetig == Selbsttaetig.ABLEGEN:
        vorgang = _named(actor, eingang)
        if vorgang is None:
            return False
        file_eingang(actor, eingang, vorgang=vorgang, at=at)
        return True
    ziel, grund = Ziel(regel.einheit or eingang.einheit), f"Eingangsregel „{regel.bezeichnung}“"
    if regel.verschluss:
        closed = Verschluss(regel.verschluss)
        pass_on_closed(actor, eingang, ziel=ziel, verschluss=closed, grund=grund, at=at)
        return True
    if ziel == place_of(eingang):
        return False
    assign_eingang(actor, eingang, ziel=ziel, at=at, grund=grund)
    return True


def _named(actor, eingang: Eingang) -> Vorgang | None:
    """Return the one open Vorgang that an Eingang names; None where there are none or several."""
    funde = read(eingang.erkennung.funde).of(FundArt.EIGENES_ZEICHEN, FundArt.AKTENZEICHEN)
    texts = [text for fund in funde for text in spellings(fund.wert)]
    found = {one.gemeint for one in named_in(actor, texts) if isinstance(one.gemeint, Vorgang)}
    return found.pop() if len(found) == 1 else None
