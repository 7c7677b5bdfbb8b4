"""What weighs how much for the order of hits: factors of BM25 per field of the index, and points."""

BOOSTS = {"title": 8.0, "numbers": 12.0, "title_parts": 1.5, "body": 1.0, "parts": 0.3}
TEXT_NUMBERS = 0.5
EXACT_BOOSTS = {"title": {"title_forms": 4.0}, "text": {"forms": 1.5}, "numbers": {}}
EXACT_BOOSTS[""] = {"title_forms": 4.0, "forms": 1.5}
PATTERN_BOOSTS = {"title_forms": 4.0, "numbers": 6.0, "forms": 1.0, "text_numbers": 1.0}
PHRASE_BOOSTS = {"title": 8.0, "body": 0.15}
"""That a text holds the phrase says nearly all; how often and how briefly decides among equals."""
SYNONYM = 0.4
SIMILAR = 0.02
TIES = 0.1
"""So much of the other fields counts beside the best one."""
NEAR = {"einheit": 1.5, "offen": 0.75, "neu": 0.75}
"""What decides between documents that match about equally well: a word in the title weighs 30."""
