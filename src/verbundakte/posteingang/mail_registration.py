"""What the mail adds to the registry."""

from verbundakte.akten.permissions import Permission as AktenPermission
from verbundakte.core.registry import DeskSource, NavigationEntry, SubjectPage, registry
from verbundakte.posteingang import mail_desk
from verbundakte.posteingang.mail import horchen, lmtp
from verbundakte.posteingang.mail_jobs import wake
from verbundakte.posteingang.permissions import Permission

registry.add_navigation(
    NavigationEntry(
        "eingangskanaele",
        "Eingangskanäle",
        "inbox",
        "posteingang:kanaele",
        Permission.KANAL_CONFIGURE,
        "Verwaltung",
        770,
        hint="Woher Post von selbst kommt, und ob es gelingt",
    )
)
registry.desk["eingangskanaele"] = DeskSource(
    "eingangskanaele", "Eingangskanäle", mail_desk.failing
)
registry.subject_pages.setdefault("akten.vorgang", []).append(
    SubjectPage(
        "Ablageadresse für E-Mails",
        "mail",
        "posteingang:vorgangadresse",
        lambda actor, vorgang: actor.may(AktenPermission.DOKUMENT_CREATE, vorgang),
    )
)
registry.serving["lmtp"] = lmtp.serve
registry.serving["horchen"] = horchen.serve
registry.waking["postfaecher"] = wake
registry.not_exported.update(
    {
        "posteingang_postfachstand": "wie weit ein Postfach gelesen ist; am neuen Ort beginnt es neu",
        "posteingang_mailadresse": "Adressen dieser Installation; am neuen Ort gibt es neue",
        "posteingang_annahmehindernis": "was noch im Postfach liegt; am neuen Ort wird es neu versucht",
    }
)
