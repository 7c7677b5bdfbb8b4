"""Addresses as the pages of this room build them."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import get_script_prefix
from django.utils.http import url_has_allowed_host_and_scheme

from verbundakte.akten.models import Akte, Dokument, Vorgang
from verbundakte.core.ids import read_uuid as read_uuid
from verbundakte.core.ui.addresses import reverse


def address_of(subject: Akte | Vorgang | Dokument) -> str:
    """Return the page of an object."""
    return reverse(f"akten:{subject._meta.model_name}", args=[subject.pk])


def search_inside(subject: Akte | Vorgang) -> str:
    """Return the search narrowed to what lies in an Akte or a Vorgang."""
    return f"{reverse('web:suche')}?innerhalb={subject.pk}"


def here(request: HttpRequest, anchor: str = "", **changes) -> str:
    """Return this page's query with some parts changed; an empty value takes a part away."""
    query = dict(request.GET.lists())
    for name, value in changes.items():
        query.pop(name, None)
        if value not in ("", None):
            query[name] = [str(value)]
    encoded = urlencode(query, doseq=True)
    return f"?{encoded}{anchor}" if encoded else f"{request.path}{anchor}"


def safe_next(request: HttpRequest, fallback: str) -> str:
    """Return where a form wants to go back to, if that lies in this town."""
    target = request.POST.get("next", "")
    is_local = url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return target if is_local and target.startswith(get_script_prefix()) else fallback
