"""Looks at an installation as a client and an operator would; says what is wrong as a JSON list.

python -m tests.faults.nachgesehen

Reads paths of lists (what was confirmed, one JSON object a line), and answers each with a line. Every look
is a process of its own, forked from this one, which has loaded the product and touched nothing.
"""

import json
import os
import sys
import traceback
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
    """Look as often as asked."""
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            try:
                print(json.dumps(looked(Path(line.strip()))), flush=True)
            except BaseException:
                print(json.dumps([traceback.format_exc()[-2000:]]), flush=True)
            os._exit(0)
        os.waitpid(pid, 0)


def looked(listed: Path) -> list[str]:
    """Check everything in every town; return what is wrong."""
    wrong = list(check_acknowledged(listed, deep=True).problems)
    for tenant in list(Tenant.objects.all()):
        with use_tenant(tenant.pk):
            wrong += [str(finding) for finding in compare_files(True).findings]
            with transaction.atomic():
                wrong += check_chain(True)[1]
    return wrong


if __name__ == "__main__":
    main()
