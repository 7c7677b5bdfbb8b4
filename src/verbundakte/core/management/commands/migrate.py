"""Django's `migrate`; what a migration adds to a model makes that model anew and no other.

Django keeps the models of each moment in memory. When one gets an index, a field or a neighbour, it makes
all related ones anew, here nearly all of them: nine tenths of the time an empty database took. No
statement of SQL asks for that. Code of a migration still finds all models made anew (`is_delayed`), and so
does what alters or removes: there Django's own way is kept.
"""

from functools import partial, wraps

from django.core.management.commands import migrate
from django.db.migrations.state import ProjectState

ADDING = ("add_model", "add_field", "_append_option")


class Command(migrate.Command):
    """`migrate`, with every option of Django's."""

    def handle(self, *args, **options):
        """Migrate."""
        kept = {name: getattr(ProjectState, name) for name in ADDING}
        try:
            for name, add in kept.items():
                setattr(ProjectState, name, _alone(add))
            return super().handle(*args, **options)
        finally:
            for name, add in kept.items():
                setattr(ProjectState, name, add)


def _alone(add):
    @wraps(add)
    def added(state, *args, **options):
        state.reload_model = partial(_make_anew, state)  # for this call, instead of the class's
        try:
            return add(state, *args, **options)
        finally:
            del state.reload_model

    return added


def _make_anew(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
    if "apps" in vars(state):  # else nothing was made yet
        state.is_delayed = True
        state._reload({(app_label, model_name.lower())})
