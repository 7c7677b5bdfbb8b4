"""/posteingang/<id>/sichtvermerk/ : the head's marks, sent from her Postmappe."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from verbundakte.core.clock import now
from verbundakte.posteingang import actions, queries
from verbundakte.posteingang.actions import Vermerk
from verbundakte.posteingang.forms import SichtvermerkForm
from verbundakte.posteingang.views.antwort import answer
from verbundakte.posteingang.views.weg import NotUnderstood


@require_POST
def sichtvermerk(request: HttpRequest, eingang_id: UUID) -> HttpResponse:
    """Put marks on an Eingang and go on to the next one."""
    eingang = queries.get_eingang(request.actor, eingang_id)
    form = SichtvermerkForm(request.POST)

    def act() -> tuple[str, str]:
        if not form.is_valid():
            raise NotUnderstood(form)
        vermerk = Vermerk(form.arten(), form.cleaned_data["text"], form.cleaned_data["frist_on"])
        rows = actions.write_vermerk(request.actor, eingang, vermerk=vermerk, at=now())
        told = ", ".join(row.get_art_display() for row in rows)
        return f"{eingang.number}: {told}.", ""

    return answer(request, act)
