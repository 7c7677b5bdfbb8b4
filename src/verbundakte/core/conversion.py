"""The converters of this process: made when first needed, one per process."""

from functools import lru_cache

from django.conf import settings

from verbundakte.core.converters.pool import Converters


@lru_cache(maxsize=1)
def converters() -> Converters:
    """Return the pool of sandboxed workers; its temporary folders lie below the data folder."""
    scratch = settings.DATA_DIR / "tmp" / "convert"
    scratch.mkdir(parents=True, exist_ok=True)
    return Converters(workers=settings.CONVERTER_WORKERS, scratch=scratch)
