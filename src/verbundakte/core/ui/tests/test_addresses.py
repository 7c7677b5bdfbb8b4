"""Addresses filled in are those that Django would work out."""

from uuid import uuid4

import pytest
from django import urls
from django.template import Context, Template
from django.urls import NoReverseMatch, set_script_prefix

from verbundakte.core.ui.addresses import reverse


@pytest.fixture(autouse=True)
def town():
    before = urls.get_script_prefix()
    urls.set_urlconf("verbundakte.town_urls")
    yield
    urls.set_urlconf(None)
    set_script_prefix(before)


@pytest.mark.parametrize("prefix", ["/", "/musterstadt/", "/beispielhausen/"])
def test_an_address_is_the_one_of_django(prefix):
    set_script_prefix(prefix)
    for _ in range(2):
        key = uuid4()
        assert reverse("akten:vorgang", [key]) == urls.reverse("akten:vorgang", args=[key])
        assert reverse("web:suche") == urls.reverse("web:suche")
        assert reverse("akten:seite", [key, 3]) == urls.reverse(
            "akten:seite", args=[key, 3]
        )


def test_a_name_that_is_not_there_is_refused_as_by_django():
    with pytest.raises(NoReverseMatch):
        reverse("akten:gibt-es-nicht", [uuid4()])
    with pytest.raises(NoReverseMatch):
        reverse("akten:vorgang")


def test_a_template_gets_the_same():
    key = uuid4()
    told = Template("{% url 'akten:vorgang' key %}|{% url 'akten:vorgang' key as kept %}{{ kept }}")
    expected = urls.reverse("akten:vorgang", args=[key])
    assert told.render(Context({"key": key})) == f"{expected}|{expected}"
    assert told.render(Context({"key": str(key)})) == f"{expected}|{expected}"
