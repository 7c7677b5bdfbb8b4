"""The outbox of the index: written in the same transaction as the change itself."""

from verbundakte.core.models import IndexChange
from verbundakte.core.tenancy.context import current_tenant


def touch(*subjects) -> None:
    """Note that the index documents of these objects must be made anew."""
    IndexChange.objects.bulk_create(
        IndexChange(tenant=current_tenant(), kind=subject._meta.model_name, object_id=subject.pk)
        for subject in subjects
    )


def touch_ids(kind: str, ids) -> None:
    """As `touch`, for many objects of one kind known by id."""
    tenant = current_tenant()
    IndexChange.objects.bulk_create(
        (IndexChange(tenant=tenant, kind=kind, object_id=object_id) for object_id in ids),
        batch_size=1000,
    )
