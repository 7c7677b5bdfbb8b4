"""The house keeps its rules, and each rule fails on a planted breach."""

from pathlib import Path

import pytest
from django.apps import apps

from tests.architecture import exceptions, rules

GLOSSAR = rules.ROOT / "GLOSSAR.md"


def plant(folder: Path, below: str, text: str) -> Path:
    """Return a small source tree with one file."""
    path = folder / below
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return folder


RULES = {
    "public modules": (
        rules.public_modules,
        "verbund/queries.py",
        "from verbundakte.organisation.views import person\n",
    ),
    "sizes: file": (
        lambda source: rules.sizes(source, exceptions.SIZES),
        "akten/rules.py",
        "a = 1\n" * 401,
    ),
    "sizes: function": (
        lambda source: rules.sizes(source, exceptions.SIZES),
        "akten/rules.py",
        "def f():\n" + "    a = 1\n" * 41,
    ),
    "sizes: parameters": (
        lambda source: rules.sizes(source, exceptions.SIZES),
        "akten/rules.py",
        "def f(a, b, c, *, d, e, f, g):\n    return a\n",
    ),
    "no local imports": (
        rules.local_imports,
        "akten/rules.py",
        "def f():\n    import os\n",
    ),
    "every write is an action": (
        lambda source: rules.writes_outside_actions(source, exceptions.WRITES),
        "akten/views/vorgang.py",
        "Vorgang.objects.create(betreff='x')\n",
    ),
    "every action is guarded": (
        lambda source: rules.unguarded_actions(source, exceptions.ACTIONS),
        "akten/actions/vorgang.py",
        "def rename(actor, vorgang, *, betreff):\n    vorgang.save()\n",
    ),
    "no read outside queries": (
        lambda source: rules.reads_outside_queries(source, exceptions.READS),
        "akten/views/vorgang.py",
        "rows = Vorgang.objects.filter(pk=1)\n",
    ),
    "queries take the actor first": (
        lambda source: rules.queries_take_the_actor_first(source, exceptions.QUERIES),
        "akten/queries/objects.py",
        "def get_vorgang(key):\n    return key\n",
    ),
    "docstrings": (rules.undocumented, "akten/rules.py", "def f():\n    return 1\n"),
    "forms leave the checking to the server": (
        rules.forms_the_browser_checks,
        "akten/templates/x.html",
        '<form class="{% if a > b %}x{% endif %}" method="post"><input name="a"></form>',
    ),
    "forms speak our German": (
        rules.forms_of_django,
        "akten/forms.py",
        "class F(forms.Form):\n    pass\n",
    ),
    "the day of the office": (
        rules.days_in_utc,
        "akten/actions/vorgang.py",
        "def f(at):\n    return at.date()\n",
    ),
    "no session settings": (
        rules.session_settings,
        "core/x.py",
        '"""x"""\nSQL = "SELECT set_config(\'verbundakte.tenant\', \'1\', false)"\n',
    ),
}


def test_the_house_keeps_its_rules_and_needs_its_exceptions():
    try:  # one test: every file is read once for all rules
        broken = {name: rule(rules.SOURCE) for name, (rule, _, _) in RULES.items()}
        assert not any(broken.values()), broken
        assert needless_exceptions() == []
    finally:
        rules.parsed.cache_clear()
        rules.walked.cache_clear()


@pytest.mark.parametrize("name", RULES)
def test_a_planted_breach_is_found(name, tmp_path):
    rule, below, text = RULES[name]
    assert rule(plant(tmp_path, below, text)) != []


def test_every_room_has_the_same_parts(tmp_path):
    assert rules.room_layout(rules.SOURCE) == []
    for room in rules.ROOMS:
        (tmp_path / room).mkdir()
    assert "akten has no README.md" in rules.room_layout(tmp_path)


def own_models() -> list[str]:
    """Return the names of all our models."""
    return sorted(
        model.__name__ for model in apps.get_models() if model.__module__.startswith("verbundakte.")
    )


def test_every_model_stands_in_the_glossary():
    assert rules.unnamed_models(GLOSSAR.read_text(), own_models()) == []
    assert rules.unnamed_models(GLOSSAR.read_text(), ["Erfundenes"]) == ["Erfundenes"]


def needless_exceptions() -> list[str]:
    """Return what is excepted from a rule and keeps it."""
    needless = []
    for listed, rule in (
        (exceptions.WRITES, rules.writes_outside_actions),
        (exceptions.READS, rules.reads_outside_queries),
        (exceptions.ACTIONS, rules.unguarded_actions),
        (exceptions.QUERIES, rules.queries_take_the_actor_first),
        (exceptions.SIZES, rules.sizes),
    ):
        found = " ".join(rule(rules.SOURCE, {}))
        needless += [name for name in listed if name not in found]
    return needless
