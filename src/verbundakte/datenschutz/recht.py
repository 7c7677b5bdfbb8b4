"""May the file of a hidden part still be fetched? The right to all that it tells is asked again."""

from django.http import Http404

from verbundakte.core.actions import Refusal
from verbundakte.core.models import Ausgabe
from verbundakte.datenschutz import queries
from verbundakte.datenschutz.permissions import Permission
from verbundakte.organisation.actor import as_ordered


class TeilNotAnyMore(Refusal):
    """Something told in the file was closed or taken out since; which one is not said."""

    message = (
        "Seit diese Datei entstand, hat sich geändert, was Sie darin sehen dürfen. Was davon noch"
        " herausgegeben wird, klären Sie mit Ihrer Leitung."
    )


def check_ausgabe(actor, ausgabe: Ausgabe) -> None:
    """Subscriber of `ausgabe_fetching`: 404 when the part is not of her unit (any more).

    Raises TeilNotAnyMore, NotAnyMore.
    """
    if "auskunftteil" not in ausgabe.request:
        return
    person, teil = as_ordered(ausgabe), queries.find_teil(actor, ausgabe)
    if person is None or teil is None or teil.einheit_id not in person.einheiten:
        raise Http404
    if Permission.AUSKUNFT_DECIDE not in person.permissions:
        raise Http404
    if not queries.sees_all_told(person, ausgabe.request.get("fundstellen")):
        raise TeilNotAnyMore
