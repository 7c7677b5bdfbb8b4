"""What the door for Office programs adds to the house."""

from verbundakte.akten.permissions import Permission
from verbundakte.core.registry import SubjectPage, registry

registry.subject_pages.setdefault("akten.dokument", []).append(
    SubjectPage(
        "Mit Word oder LibreOffice bearbeiten",
        "edit",
        "programm:dokument",
        lambda actor, dokument: actor.may(Permission.DOKUMENT_EDIT, dokument),
    )
)
