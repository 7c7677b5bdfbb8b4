"""/favoriten/ : set or take away a star."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from verbundakte.akten import actions, queries
from verbundakte.akten.kinds import ObjectKind
from verbundakte.akten.views.addresses import address_of, read_uuid, safe_next
from verbundakte.core.clock import now

READ = {
    ObjectKind.AKTE: queries.get_akte,
    ObjectKind.VORGANG: queries.get_vorgang,
    ObjectKind.DOKUMENT: queries.get_dokument,
}


@require_POST
def toggle(request: HttpRequest) -> HttpResponse:
    """Toggle the star of `kind` and `id`, then go back to `next`."""
    key, read = read_uuid(request.POST.get("id", "")), READ.get(request.POST.get("kind", ""))
    if key is None or read is None:
        raise Http404
    subject = read(request.actor, key)
    actions.toggle_favorit(request.actor, subject, at=now())
    return redirect(safe_next(request, address_of(subject)))
