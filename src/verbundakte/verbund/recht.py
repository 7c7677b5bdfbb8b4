"""May the package of the town still be fetched? Whoever fetches it is written down."""

from django.http import Http404

from verbundakte.core.models import Ausgabe, Tenant
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.verbund.actions.paket import ART, note_paket_fetched
from verbundakte.verbund.permissions import Permission


def check_paket(actor, ausgabe: Ausgabe) -> None:
    """Subscriber of `ausgabe_fetching`: 404 for whoever may not export any more."""
    if ausgabe.request.get("art") != ART:
        return
    if not actor.may(Permission.PAKET_EXPORT, None):
        raise Http404
    note_paket_fetched(actor, Tenant.objects.get(pk=current_tenant()), ausgabe=ausgabe)
