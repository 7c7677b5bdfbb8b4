"""Looks at an installation as a client and an operator would; prints what is wrong as a JSON list.

python -m tests.faults.nachgesehen LISTE      # what was confirmed, one JSON object a line
"""

import json
import os
import sys
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "verbundakte.settings")
django.setup()

from django.db import transaction  # noqa: E402

from verbundakte.cli.acknowledged import check_acknowledged  # noqa: E402
from verbundakte.core.blobs.fixity import compare_files  # noqa: E402
from verbundakte.core.checks import check_chain  # noqa: E402
from verbundakte.core.models import Tenant  # noqa: E402
from verbundakte.core.tenancy.context import use_tenant  # noqa: E402


def main() -> None:
    """Check everything in every town."""
    wrong = list(check_acknowledged(Path(sys.argv[1]), deep=True).problems)
    for tenant in list(Tenant.objects.all()):
        with use_tenant(tenant.pk):
            wrong += [str(finding) for finding in compare_files(True).findings]
            with transaction.atomic():
                wrong += check_chain(True)[1]
    print(json.dumps(wrong))


if __name__ == "__main__":
    main()
