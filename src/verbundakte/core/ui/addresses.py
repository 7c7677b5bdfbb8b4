"""Addresses of pages by their name, worked out once per name and then only filled with ids.

A page of a Vorgang has more than fifty addresses; Django looks each up in the table of all patterns.
"""

from collections.abc import Sequence
from functools import lru_cache
from uuid import UUID

from django import urls
from django.template import Node
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as parse_url

MOST_KEPT = 2048
_MARK = "0198{:04d}-0000-7000-8000-00000000fade"


def reverse(name: str, args: Sequence = (), kwargs: dict | None = None) -> str:
    """Return what Django's `reverse` returns; raises NoReverseMatch as it does.

    Only ids are filled in; an address with other parts is worked out anew.
    """
    values = (*args, *kwargs.values()) if kwargs else args
    for value in values:
        if type(value) is not UUID:
            return urls.reverse(name, args=args, kwargs=kwargs)
    prefix = urls.get_script_prefix()
    pieces = _pieces(urls.get_urlconf(), name, len(args), tuple(kwargs or ()))
    return prefix + "".join([x if type(x) is str else str(values[x]) for x in pieces])


@lru_cache(MOST_KEPT)
def _pieces(urlconf: str | None, name: str, count: int, names: tuple[str, ...]) -> tuple:
    """Return the address below the town as texts and, between them, the numbers of the ids."""
    marks = [UUID(_MARK.format(number)) for number in range(count + len(names))]
    args, kwargs = marks[:count], dict(zip(names, marks[count:], strict=True))
    rest = urls.reverse(name, urlconf, args, kwargs).removeprefix(urls.get_script_prefix())
    pieces: list[str | int] = []
    for number in sorted(range(len(marks)), key=lambda number: rest.index(str(marks[number]))):
        before, _, rest = rest.partition(str(marks[number]))
        pieces += [before, number]
    return (*pieces, rest)


class Address(Node):
    """`{% url %}` of the pages: as Django's, by `reverse`."""

    child_nodelists = ()

    def __init__(self, node: URLNode):
        self.node = node
        self.is_plain = not (node.asvar or node.kwargs)

    def render(self, context) -> str:
        """Return the address; an id and a path hold nothing that HTML takes for something else."""
        ids = [arg.resolve(context) for arg in self.node.args] if self.is_plain else ()
        if not self.is_plain or any(type(one) is not UUID for one in ids):
            return self.node.render(context)
        return reverse(self.node.view_name.resolve(context), ids)


def url_tag(parser, token) -> Address:
    """Read `{% url 'room:page' id %}`."""
    return Address(parse_url(parser, token))
