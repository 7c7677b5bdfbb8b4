"""What is restricted (Art. 18 DSGVO) is not changed: asked by the actions of Dokument and Kontakt."""

from django.db.models import Q

from verbundakte.akten.models import Dokument, Einschraenkung, Kontakt
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now


class Restricted(Refusal):
    """The person concerned has demanded that it is kept but not used."""

    message = (
        "Die Verarbeitung ist eingeschränkt (Art. 18 DSGVO). Nennen Sie unter „Einschränkung und"
        " Berichtigung“ zuerst den Grund, aus dem Sie damit arbeiten müssen."
    )


def check_not_restricted(actor, subject: Dokument | Kontakt) -> None:
    """Refuse a person who has not said why she works with it nevertheless. Raises Restricted."""
    if actor.kind != "person":
        return
    about = Q(**{subject._meta.model_name: subject})
    if isinstance(subject, Dokument) and subject.parent_id:
        about |= Q(dokument=subject.parent_id)
    at = now()
    rows = Einschraenkung.objects.in_force().filter(about)
    if any(not row.is_open_for(actor, at) for row in rows):
        raise Restricted
