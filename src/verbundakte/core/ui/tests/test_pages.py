"""What every page is made of. No database is needed."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

from verbundakte.core.registry import NavigationEntry, registry
from verbundakte.core.ui import context, samples, views
from verbundakte.core.ui.forms import Form
from verbundakte.core.ui.shortcuts import render_page

pytestmark = pytest.mark.urls("verbundakte.core.ui.tests.urls")
UI = Path(context.__file__).parent
TEMPLATES = sorted((UI / "templates/ui").glob("*.html"))
STYLES = "\n".join(path.read_text() for path in sorted((UI / "static/ui/css").glob("*.css")))


def ask(**headers):
    request = RequestFactory().get("/gestaltung/", headers=headers)
    request.tenant = SimpleNamespace(name="Stadt Musterstadt")
    request.actor = SimpleNamespace(id="1", name="Amira Beispiel", permissions=frozenset({"a:see"}))
    request.user = SimpleNamespace(theme="dark", density="tight", is_keyboard_off=True)
    return request


def render(source, **values):
    return Template(source).render(Context(values))


def test_a_page_has_the_shell_and_a_fragment_only_its_main():
    page = views.gallery(ask()).content.decode()
    fragment = views.gallery(ask(hx_request="true")).content.decode()
    assert "<!doctype html>" in page and 'id="menue"' in page
    assert "va-topbar" not in fragment and "<h1>Gestaltung</h1>" in fragment
    assert "<title>Gestaltung – Stadt Musterstadt – Verbundakte</title>" in fragment


def test_going_back_in_the_browser_gets_the_whole_page():
    request = ask(hx_request="true", hx_history_restore_request="true")
    assert b"<!doctype html>" in views.gallery(request).content


def test_caches_know_that_page_and_fragment_differ():
    response = render_page(ask(), "ui/keyboard.html", {"groups": []}, status=422)
    assert response.status_code == 422
    assert {"HX-Request", "Cookie"} <= set(response.headers["Vary"].split(", "))


def test_the_view_of_the_account_is_on_the_page():
    page = views.gallery(ask()).content.decode()
    opening = re.search("<html[^>]*>", page).group()
    assert 'data-kern-theme="dark"' in opening
    assert 'data-va-density="tight"' in opening and 'data-va-keys="off"' in opening


def test_the_menu_shows_only_what_the_actor_may_see(monkeypatch):
    entries = {
        "yes": NavigationEntry("yes", "Sichtbar", "doc", "ui:gestaltung", "a:see"),
        "no": NavigationEntry("no", "Verborgen", "doc", "ui:gestaltung", "b:see"),
        "gone": NavigationEntry("gone", "Ohne Adresse", "doc", "nirgends:da"),
    }
    monkeypatch.setattr(registry, "navigation", entries)
    monkeypatch.setattr("verbundakte.core.ui.context._resolve", {"ui:gestaltung": "/x/"}.get)
    shell = context.Shell(ask())
    assert [line.label for line in shell.navigation] == ["Sichtbar"]


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("/post/", ["Post"]),
        ("/post/7/", ["Post"]),
        ("/post/kanaele/", ["Kanäle"]),
        ("/post/kanaele/3/", ["Kanäle"]),
        ("/post/regeln/", ["Post"]),
        ("/anderes/", []),
    ],
)
def test_of_nested_addresses_only_the_innermost_is_marked(monkeypatch, path, marked):
    addresses = {"post": "/post/", "kanaele": "/post/kanaele/", "start": "/"}
    entries = {
        "start": NavigationEntry("start", "Start", "doc", "start"),
        "post": NavigationEntry("post", "Post", "doc", "post"),
        "kanaele": NavigationEntry("kanaele", "Kanäle", "doc", "kanaele"),
    }
    monkeypatch.setattr(registry, "navigation", entries)
    monkeypatch.setattr("verbundakte.core.ui.context._resolve", addresses.get)
    request = ask()
    request.path = path
    context._entries.cache_clear()
    lines = context.Shell(request).navigation
    assert [line.label for line in lines if line.is_current] == marked


def test_a_part_of_the_frame_is_computed_only_when_shown(monkeypatch):
    calls = []
    monkeypatch.setitem(context._providers, "favourites", lambda request: calls.append(1) or [])
    views.gallery(ask(hx_request="true"))
    assert not calls
    views.gallery(ask())
    assert calls == [1]


def test_nobody_logged_in_gets_no_menu_of_a_person():
    request = ask()
    request.actor = None
    assert "Abmelden" not in views.keyboard(request).content.decode()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_have_no_inline_style_or_script(path):
    source = path.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)", source)


def test_every_class_of_the_templates_is_styled():
    used = set()
    for path in TEMPLATES:
        for value in re.findall(
            r'class="([^"]*)"', re.sub(r"{[{%#].*?[}%#]}", " ", path.read_text())
        ):
            used.update(
                name for name in value.split() if name.startswith("va-") and name[-1] != "-"
            )
    unstyled = {name for name in used if f".{name}" not in STYLES}
    assert unstyled <= {"va-upload-form", "va-drop__folder", "va-offer", "va-login__brand"}


def test_every_symbol_of_the_templates_is_in_the_sprite():
    named = set()
    for path in TEMPLATES:
        named.update(re.findall(r'{% icon "([a-z-]+)"', path.read_text()))
        named.update(re.findall(r'\bicon="([a-z-]+)"', path.read_text()))
    assert named <= set(samples.SYMBOLS)


def test_every_file_the_pages_name_is_delivered():
    delivered = {
        f"browser/{entry['to']}" for entry in json.loads((UI / "browser_files.json").read_text())
    }
    for path in TEMPLATES:
        for name in re.findall(r"{% static '([^']+)' %}", path.read_text()):
            known = any(name == one or one.startswith(name) for one in delivered)
            assert known or (UI / "static" / name).exists(), name


class Balance(HTMLParser):
    """Counts what is opened and not closed."""

    EMPTY = frozenset(["meta", "link", "input", "br", "hr", "img", "use", "path", "rect", "circle"])

    def __init__(self):
        super().__init__()
        self.open, self.wrong = [], []

    def handle_starttag(self, tag, attrs):
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        """Closed by itself."""

    def handle_endtag(self, tag):
        if tag in self.EMPTY:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append((tag, self.getpos()))


def test_the_gallery_is_well_formed_and_its_ids_are_unique():
    page = views.gallery(ask()).content.decode()
    balance = Balance()
    balance.feed(page)
    assert not balance.wrong and not balance.open
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_clerks_never_read_the_word_of_the_code():
    assert "Baustein" not in views.gallery(ask()).content.decode()


def test_a_field_ties_its_error_and_hint_to_the_control():
    class Form(forms.Form):
        name = forms.CharField(label="Name", help_text="Wie im Ausweis")

    html = render_to_string("ui/_field.html", {"field": Form({})["name"]})
    assert 'aria-describedby="id_name-fehler id_name-hinweis"' in html
    assert 'id="id_name-fehler"' in html and 'id="id_name-hinweis"' in html
    assert 'aria-invalid="true"' in html and "kern-form-input--error" in html


def test_a_wrong_form_is_summed_up_with_links_and_gets_the_focus():
    form = samples.SampleForm({})
    html = render_to_string("ui/_errors.html", {"form": form})
    assert 'href="#id_empfaenger"' in html and "data-focus" in html
    assert "5 Angaben fehlen oder passen nicht" in html and "Diese Angabe fehlt." in html


def test_a_field_that_a_form_adds_to_itself_speaks_like_the_others():
    class Adding(Form):
        def __init__(self, *args):
            super().__init__(*args)
            self.fields["an"] = forms.ChoiceField(choices=[("", "Wählen")])

    assert Adding({}).errors["an"] == ["Diese Angabe fehlt."]


def test_foreign_text_is_escaped_everywhere():
    evil = "<img src=x onerror=alert(1)>"
    assert "<img" not in render("{{ text|marked }}", text=[(evil, True), (evil, False)])
    assert "<img" not in render("{{ text|marked }}{{ text|shy }}{{ text|az }}", text=evil)
    assert "<img" not in render("{% icon 'doc' label=text %}", text=evil)


def test_segments_of_a_snippet_become_marks():
    segments = [("Die ", False), ("Hundesteuer", True), ("satzung", False)]
    assert render("{{ s|marked }}", s=segments) == "Die <mark>Hundesteuer</mark>satzung"


def test_keys_of_a_combination_are_shown_one_by_one():
    html = render("{% keys 'ctrl+s' %}")
    assert re.findall(r">([^<]+)<", html) == ["Strg", "s"]
