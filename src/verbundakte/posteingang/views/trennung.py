"""/posteingang/<id>/trennung/ : where one letter ends and the next begins."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now
from verbundakte.core.ui.messages import say
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.posteingang import actions, queries
from verbundakte.posteingang.permissions import Permission

MOST_PAGES = 200
MARK = "Markieren Sie mindestens eine Seite, mit der ein Schreiben endet."


def parts_after(ends: list[int], pages: int) -> list[str]:
    """Return the parts of a file ("1-2", "3-5") whose letters end with these pages."""
    cuts = sorted({end for end in ends if 0 < end < pages})
    starts = [1, *(end + 1 for end in cuts)]
    return [
        f"{first}-{last}" if first < last else str(first)
        for first, last in zip(starts, [*cuts, pages], strict=True)
    ]


@require_http_methods(["GET", "POST"])
def trennung(request: HttpRequest, eingang_id: UUID) -> HttpResponse:
    """Show the pages; POST has each part become an Eingang of its own."""
    actor = request.actor
    eingang = queries.get_eingang(actor, eingang_id)
    datei = queries.files_of_rows(actor, [eingang]).get(eingang.pk)
    if datei is None or not actor.may(Permission.EINGANG_RECORD, eingang):
        raise Http404
    pages, message = datei.pages or 0, ""
    if request.method == "POST":
        ends = [int(text) for text in request.POST.getlist("ende") if text.isdecimal()]
        teile = parts_after(ends[:MOST_PAGES], pages)
        try:
            if len(teile) < 2:
                raise Refusal(MARK)
            actions.split_eingang(actor, eingang, teile=teile, at=now())
        except Refusal as refusal:
            message = refusal.message
        else:
            say(request, f"{eingang.number} wird in {len(teile)} Eingänge getrennt.")
            return redirect("posteingang:eingaenge")
    back = f"{reverse('posteingang:eingaenge')}?eingang={eingang.pk}"
    context = {
        "eingang": eingang,
        "steps": [("Posteingang", reverse("posteingang:eingaenge")), (str(eingang), back)],
        "back": back,
        "message": message,
        "pages": [
            {"no": number, "image": reverse("akten:seite", args=[datei.pk, number])}
            for number in range(1, min(pages, MOST_PAGES) + 1)
        ],
        "last": pages,
    }
    return render_page(request, "posteingang/trennung.html", context, 422 if message else 200)
