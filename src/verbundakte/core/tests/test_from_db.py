"""A row that is read is the same as one Django would make."""

from django.db import models

from verbundakte.core.models import TenantModel
from verbundakte.organisation.models import Organisationseinheit, Person


def as_django_makes(row: models.Model) -> models.Model:
    names = [field.attname for field in row._meta.concrete_fields]
    return super(TenantModel, type(row)).from_db(
        row._state.db, names, [getattr(row, name) for name in names]
    )


def test_a_row_read_whole_is_what_django_makes(musterstadt):
    for model in (Organisationseinheit, Person):
        row = model.objects.first()
        made = as_django_makes(row)
        assert vars(row).keys() == vars(made).keys()
        assert {**vars(row), "_state": 0} == {**vars(made), "_state": 0}
        assert vars(row._state) == vars(made._state)


def test_what_was_left_out_is_read_when_it_is_asked_for(musterstadt):
    row = Person.objects.only("vorname").first()
    assert "familienname" in row.get_deferred_fields() and row.familienname


def test_a_changed_row_is_saved_as_a_change(musterstadt):
    row = Person.objects.first()
    row.titel = "Dr."
    row.save()
    assert Person.objects.get(pk=row.pk).titel == "Dr." and not row._state.adding


def test_another_reference_forgets_the_row_it_knew(musterstadt):
    row = Organisationseinheit.objects.exclude(parent=None).select_related("parent").first()
    other = Organisationseinheit.objects.exclude(pk=row.parent_id).exclude(pk=row.pk).first()
    known = row.parent
    row.parent_id = other.pk
    assert row.parent == other != known
