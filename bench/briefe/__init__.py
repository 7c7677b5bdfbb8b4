"""Letters to an invented town, labelled: who wrote them, what they are, where they belong.

Two sets of wordings that share no sentence: `lernen` and `pruefung`. Nothing here knows how letters
are recognised or ranked.
"""
