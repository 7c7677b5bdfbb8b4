"""The converters of this process: made when first needed, one per process."""

from functools import lru_cache

from django.conf import settings
from django.core.cache import cache

from verbundakte.core.converters.pool import Converters
from verbundakte.core.tenancy.context import current_tenant

TOOLS_KEPT_SECONDS = 600


@lru_cache(maxsize=1)
def converters() -> Converters:
    """Return the pool of sandboxed workers; its temporary folders lie below the data folder."""
    scratch = settings.DATA_DIR / "tmp" / "convert"
    scratch.mkdir(parents=True, exist_ok=True)
    return Converters(workers=settings.CONVERTER_WORKERS, scratch=scratch)


def current_tools() -> tuple[str, ...]:
    """Return the stamps of today's makers; asked for in the sandbox, known for some minutes.

    Raises ConversionFailed.
    """
    found = cache.get("converters:tools")
    if found is None:
        found = converters().tools(current_tenant())
        cache.set("converters:tools", found, TOOLS_KEPT_SECONDS)
    return found
