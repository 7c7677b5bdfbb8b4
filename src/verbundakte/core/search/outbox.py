"""The outbox of the index: written in the same transaction as the change itself."""

from verbundakte.core.models import IndexChange
from verbundakte.core.tenancy.context import current_tenant


def touch(*subjects, is_moved: bool = False) -> None:
    """Note that the index documents of these objects must be made anew.

    `is_moved`: their zone changed, so no search may use what the index says of them until then.
    """
    for subject in subjects:
        touch_ids(subject._meta.model_name, [subject.pk], is_moved=is_moved)


def touch_ids(kind: str, ids, *, is_moved: bool = False) -> None:
    """As `touch`, for many objects of one kind known by id."""
    tenant = current_tenant()
    IndexChange.objects.bulk_create(
        (
            IndexChange(tenant=tenant, kind=kind, object_id=object_id, is_moved=is_moved)
            for object_id in ids
        ),
        batch_size=1000,
    )
