"""/dateien/<id>/... : the bytes of a file, its Lesefassung, pictures and text of its pages.

The row is read with the actor's rights each time; bytes leave after the transaction.
"""

import json
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from verbundakte.akten import queries
from verbundakte.akten.ausgaben.inhalt import pdf_of
from verbundakte.akten.models import Datei, RenditionKind
from verbundakte.akten.views.addresses import address_of
from verbundakte.akten.views.lesen import still_pages
from verbundakte.core.blobs import store
from verbundakte.core.blobs.download import Sent, send
from verbundakte.core.conversion import converters
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.models import LeseArt
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.core.ui.shortcuts import render_page

PDF = "application/pdf"
WIDTHS = {"": 1200, "klein": 140}
KEEP_PICTURE_SECONDS = 600
PAGES_AT_ONCE = 10
TEXTS_AT_ONCE = 500


@require_safe
def original(request: HttpRequest, datei_id: UUID) -> HttpResponse:
    """Send the file as it came, always as a download."""
    datei = queries.get_datei(request.actor, datei_id, art=LeseArt.AUSGABE)
    return send(request, Sent(datei.blob.sha256, datei.size, datei.file_name))


@require_safe
def lesefassung(request: HttpRequest, datei_id: UUID) -> HttpResponse:
    """Send the PDF for the viewer; 404 while there is none. `?laden` sends it as a download."""
    inline = "laden" not in request.GET
    art = LeseArt.LESEN if inline else LeseArt.AUSGABE
    datei = queries.get_datei(request.actor, datei_id, art=art)
    found = pdf_of(datei)
    if found is None:
        raise Http404
    stem = datei.file_name.rpartition(".")[0] or datei.file_name
    return send(request, Sent(*found, f"{stem}.pdf", media_type=PDF, inline=inline))


@require_safe
@transaction.non_atomic_requests
def page_image(request: HttpRequest, datei_id: UUID, page: int) -> HttpResponse:
    """Send the picture of a page (from 1), drawn when asked for and kept for a while."""
    with transaction.atomic():
        datei = queries.get_datei(request.actor, datei_id)
        found = pdf_of(datei) or (datei.blob.sha256, datei.size)
    width = WIDTHS.get(request.GET.get("groesse", ""), WIDTHS[""])
    etag = f'"{found[0]}-{page}-{width}"'
    if not 1 <= page <= (datei.pages or 1):
        raise Http404
    if request.headers.get("If-None-Match") == etag:
        return _picture(b"", etag, status=304)
    tenant = current_tenant()
    key = f"page:{tenant}:{found[0]}:{page}:{width}"
    data = cache.get(key)
    if data is None:
        path = store.path_of(tenant, found[0])
        try:
            drawn = converters().page_image(tenant, path, page=page, width=width)
        except ConversionFailed as failure:
            raise Http404(failure.message) from failure
        data = drawn.data
        cache.set(key, data, KEEP_PICTURE_SECONDS)
    return _picture(data, etag)


def _picture(data: bytes, etag: str, media_type: str = "image/webp", status: int = 200):
    response = HttpResponse(data, content_type=media_type, status=status)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["Vary"] = "Cookie"
    return response


@require_safe
def thumbnail(request: HttpRequest, datei_id: UUID) -> HttpResponse:
    """Send the small picture of the first page; 404 while there is none."""
    datei = queries.get_datei(request.actor, datei_id)
    rendition = queries.rendition_of(datei, RenditionKind.THUMBNAIL, page=1)
    if rendition is None or rendition.blob is None:
        raise Http404
    etag = f'"{rendition.blob.sha256}"'
    if request.headers.get("If-None-Match") == etag:
        return _picture(b"", etag, status=304)
    data = store.read(current_tenant(), rendition.blob.sha256)
    return _picture(data, etag, media_type=rendition.media_type)


@require_safe
def text(request: HttpRequest, datei_id: UUID) -> HttpResponse:
    """Show the text of the pages: for screen readers, for copying, without a script.

    Of a very long file so many at a time, from `?seite=` on.
    """
    datei = queries.get_datei(request.actor, datei_id)
    asked = request.GET.get("seite", "")
    first = max(1, int(asked)) if asked.isdecimal() and len(asked) < 8 else 1
    last, count = first + TEXTS_AT_ONCE - 1, datei.pages or 1
    context = _place(datei) | {
        "pages": queries.page_texts(request.actor, datei, first, last),
        "previous": f"?seite={max(1, first - TEXTS_AT_ONCE)}" if first > 1 else "",
        "next": f"?seite={last + 1}" if last < count else "",
    }
    return render_page(request, "akten/text.html", context)


@require_safe
def pages(request: HttpRequest, datei_id: UUID) -> HttpResponse:
    """Show pages as pictures with their text, some at a time, from `?seite=` on; without a script."""
    datei = queries.get_datei(request.actor, datei_id)
    still = still_pages(request, datei, PAGES_AT_ONCE)
    context = _place(datei) | {"still": still, "count": datei.pages or 1}
    return render_page(request, "akten/seiten.html", context)


def _place(datei: Datei) -> dict:
    dokument = datei.fassung.dokument
    steps = [(dokument.betreff, address_of(dokument))]
    return {"datei": datei, "dokument": dokument, "steps": steps}


@require_safe
def matches(request: HttpRequest, datei_id: UUID) -> HttpResponse:
    """Return the words of a file that `?suche=` matches, and their pages, for the viewer's finder."""
    datei = queries.get_datei(request.actor, datei_id)
    found = queries.fundstellen(request.actor, datei, request.GET.get("suche", "")[:400])
    return _json({"words": found.words, "pages": found.pages})


def _json(content) -> JsonResponse:
    response = JsonResponse(content, safe=False, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "private, no-cache"
    return response


@require_safe
def words(request: HttpRequest, datei_id: UUID, page: int) -> HttpResponse:
    """Return the recognised words of a page: [[text, left, top, width, height], ...] in parts of
    a thousand of the page; 404 where nothing was recognised."""
    datei = queries.get_datei(request.actor, datei_id)
    rendition = queries.rendition_of(datei, RenditionKind.WORDS, page=page)
    if rendition is None or rendition.blob is None:
        raise Http404
    return _json(json.loads(store.read(current_tenant(), rendition.blob.sha256)))
