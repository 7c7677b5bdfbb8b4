"""What the Postausgang adds to the registry."""

from verbundakte.akten.actions import datei_read, dokument_erasing, fassung_changing
from verbundakte.akten.permissions import Permission as AktenPermission
from verbundakte.akten.queries.zeichen import NUMBERS_OF_ROOMS
from verbundakte.core.registry import (
    Check,
    ListSource,
    NavigationEntry,
    OpenEnds,
    ReferenceKind,
    ScopeGroup,
    SubjectPage,
    registry,
)
from verbundakte.schriftverkehr import ausgang_open_ends
from verbundakte.schriftverkehr.actions.exemplar import refuse_exemplar
from verbundakte.schriftverkehr.actions.versandende import forget_versand
from verbundakte.schriftverkehr.actions.versandstand import refuse_dispatched
from verbundakte.schriftverkehr.ausgang_listen import BUCH, LISTING, get_buch
from verbundakte.schriftverkehr.ausgang_mail_jobs import look_at_mail, wake
from verbundakte.schriftverkehr.checks import (
    check_reinschriften,
    check_serienlisten,
    check_versand,
)
from verbundakte.schriftverkehr.models import Druckauftrag, Versand
from verbundakte.schriftverkehr.permissions import Permission
from verbundakte.schriftverkehr.queries.auskunft import SOURCE as PERSONAL_DATA
from verbundakte.schriftverkehr.queries.nachweis import named_sendungen

registry.add_navigation(
    NavigationEntry(
        "postausgang",
        "Postausgang",
        "out",
        "postausgang:postausgang",
        Permission.VERSAND_READ,
        order=13,
        hint="Was hinausgehen soll, und was zurückkam",
    )
)
registry.add_scopes(
    ScopeGroup(
        "postausgang",
        "Postausgang",
        ("schriftverkehr.versand", "akten.dokument"),
        ("akten.akte", "akten.vorgang", "akten.kontakt"),
    )
)
registry.listings[BUCH] = ListSource(LISTING, get_buch, "postausgang:versand")
registry.subject_pages.setdefault("akten.vorgang", []).append(
    SubjectPage(
        "Versandt",
        "out",
        "postausgang:versand-vorgang",
        lambda actor, vorgang: Permission.VERSAND_READ in actor.permissions,
    )
)
registry.subject_pages.setdefault("akten.dokument", []).append(
    SubjectPage(
        "Antworten",
        "back",
        "postausgang:antwort",
        lambda actor, dokument: (
            dokument.vorgang_id is not None
            and dokument.posteingangsdatum is not None
            and actor.may(Permission.SCHREIBEN_WRITE, dokument)
        ),
    )
)
registry.subject_pages.setdefault("akten.dokument", []).append(
    SubjectPage(
        "Versenden",
        "out",
        "postausgang:versand-dokument",
        lambda actor, dokument: (
            Permission.VERSAND_READ in actor.permissions
            and dokument.vorgang_id is not None
            and not dokument.is_entwurf
        ),
    )
)
registry.add_navigation(
    NavigationEntry(
        "dateivorlagen",
        "Writer und Word",
        "draft",
        "dateivorlagen:vorlagen",
        Permission.DATEIVORLAGE_EDIT,
        "Verwaltung",
        775,
        hint="Dateien mit Platzhaltern, aus denen Schreiben begonnen werden",
    )
)
registry.subject_pages["akten.vorgang"].append(
    SubjectPage(
        "Schreiben in Writer oder Word",
        "draft",
        "dateivorlagen:neu",
        lambda actor, vorgang: (
            not vorgang.is_closed and actor.may(Permission.SCHREIBEN_WRITE, vorgang)
        ),
    )
)
registry.subject_pages["akten.dokument"].append(
    SubjectPage(
        "Zum Bearbeiten herunterladen",
        "download",
        "dateivorlagen:bearbeitung",
        lambda actor, dokument: (
            dokument.is_entwurf and actor.may(AktenPermission.DOKUMENT_EDIT, dokument)
        ),
        method="post",
    )
)
NUMBERS_OF_ROOMS["schriftverkehr.versand"] = named_sendungen
registry.subject_urls["schriftverkehr.versand"] = "postausgang:versand"
registry.subject_urls["schriftverkehr.druckauftrag"] = "postausgang:druckauftrag"
for model in (Versand, Druckauftrag):
    registry.references[model._meta.label_lower] = ReferenceKind(
        model._meta.label_lower,
        lambda ids, model=model: {row.pk: row.number for row in model.objects.filter(pk__in=ids)},
    )
registry.open_ends["versand"] = OpenEnds("versand", "Postausgang", ausgang_open_ends.unsent)
registry.waking["versand"] = wake
registry.checks["postausgang"] = Check("postausgang", check_versand, "Postausgangsbuch")
registry.checks["reinschriften"] = Check("reinschriften", check_reinschriften, "Reinschriften")
registry.checks["serienlisten"] = Check("serienlisten", check_serienlisten, "Serienlisten")
registry.personal_data[PERSONAL_DATA.id] = PERSONAL_DATA
registry.sealed["schriftverkehr_mailkonto"] = ("geheimnis",)
fassung_changing.subscribe(refuse_dispatched)
fassung_changing.subscribe(refuse_exemplar)
datei_read.subscribe(look_at_mail)
dokument_erasing.subscribe(forget_versand)
