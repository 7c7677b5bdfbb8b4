"""The PostgreSQL that comes along: started and stopped by our own commands (README.md).

with cluster(folder) as database:      # initdb on first use, start, stop
    database.urls()                    # {"DATABASE_URL": ..., "DATABASE_OWNER_URL": ..., ...}
"""

from verbundakte.core.embedded.cluster import Cluster, cluster
from verbundakte.core.embedded.errors import EmbeddedError

__all__ = ["Cluster", "EmbeddedError", "cluster"]
