"""Small pieces of pages that look the same for the same words: laid out once, not a hundred times.

A piece of PIECES that is included with nothing but plain values and `only` depends on those values
alone. A page holds dozens of them, and laying one out takes longer than anything else about it.
"""

from django.template import Node
from django.template.base import Parser, Token
from django.template.loader_tags import IncludeNode, do_include
from django.utils.safestring import SafeString

PIECES = {
    f"ui/_{name}.html" for name in ("alert", "button", "chip", "empty", "meta", "token")
}
PLAIN = (str, SafeString, int, bool, type(None))
MOST_KEPT = 5_000
_kept: dict[tuple, SafeString] = {}


class Piece(IncludeNode):
    """An include whose result is kept for its values."""

    def render(self, context) -> SafeString:
        """Return the piece, from what is kept when all its values are plain."""
        values = [(name, var.resolve(context)) for name, var in self.extra_context.items()]
        if any(type(value) not in PLAIN for _, value in values):
            return super().render(context)
        told = ((name, type(value), value) for name, value in values)
        key = (self.template.var, context.autoescape, *told)
        found = _kept.get(key)
        if found is None:
            if len(_kept) >= MOST_KEPT:
                _kept.clear()
            found = _kept[key] = super().render(context)
        return found


def include_tag(parser: Parser, token: Token) -> Node:
    """Return Django's include, or a Piece where what is included depends on nothing else."""
    node = do_include(parser, token)
    if node.isolated_context and node.template.var in PIECES:
        return Piece(node.template, extra_context=node.extra_context, isolated_context=True)
    return node
