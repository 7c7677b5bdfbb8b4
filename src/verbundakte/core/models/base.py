"""What every row of a tenant has in common, and how other rows refer to it."""

from django.db import models
from django.db.models.base import ModelState

from verbundakte.core.db.lookups import InArray
from verbundakte.core.ids import uuid7
from verbundakte.core.tenancy.context import current_tenant


class TenantQuerySet(models.QuerySet):
    """Rows of the open tenant. `visible_to(actor)` is added by querysets of zoned objects."""


class ZonedQuerySet(TenantQuerySet):
    """Rows that carry an access zone."""

    def visible_to(self, actor):
        """Return only what `actor` may read; system actors of jobs are not narrowed."""
        zones = actor.zones_read
        return self if zones is None else self.filter(zone_id__in=zones)


def tenant_manager(queryset_class=TenantQuerySet):
    """Return a manager that sees only the open tenant and raises NoTenant when none is open."""

    class TenantManager(models.Manager.from_queryset(queryset_class)):
        def get_queryset(self):
            return super().get_queryset().filter(tenant=current_tenant())

    return TenantManager()


class TenantModel(models.Model):
    """A row of one town. Row-level security and `(tenant, id)` keys come from `SecureTable`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.IntegerField(default=current_tenant, editable=False)

    objects = tenant_manager()

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db, field_names, values):
        """Return a row that was read, as Django does, but not put through `__init__`, which takes three
        times as long and finds nothing to do. What was not read is read when it is asked for."""
        row = cls.__new__(cls)
        row._state = ModelState()
        row._state.adding, row._state.db = False, db
        row.__dict__.update(zip(field_names, values, strict=True))
        return row


class _TenantKey:
    """No plain key and no plain index in SQL: `SecureTable` adds the key (tenant, x_id)."""

    def __init__(self, to, on_delete, **options):
        options["db_constraint"] = False
        options.setdefault("db_index", False)
        super().__init__(to, on_delete, **options)


class TenantForeignKey(_TenantKey, models.ForeignKey):
    """A reference inside one town; the composite key makes a foreign town's row impossible."""


TenantForeignKey.register_lookup(InArray)


class TenantOneToOneField(_TenantKey, models.OneToOneField):
    """As TenantForeignKey, at most once."""
