"""How a letter looks: blocks and lines become one page of our own HTML (DIN 5008, form B). Pure."""

from verbundakte.schriftverkehr.brief.brief import Block, Brief, Kopf
from verbundakte.schriftverkehr.brief.satz import html_of

__all__ = ["Block", "Brief", "Kopf", "html_of"]
