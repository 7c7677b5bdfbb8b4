"""The unopened post of the demo."""

from collections import Counter

from verbundakte.demo import TODAY, build
from verbundakte.demo.post import COUNT, write_post
from verbundakte.posteingang.models import KanalArt


def test_the_post_comes_on_all_ways_with_what_needs_care():
    town = build(seed=1, scale=0.1).towns[0]
    post = write_post(town, TODAY)
    assert len(post) == COUNT and len({one.key for one in post}) == COUNT
    ways = Counter(one.weg for one in post)
    assert set(ways) == {art.value for art in KanalArt}
    kinds = Counter(one.art for one in post)
    assert kinds["vergabe"] == kinds["doppelt"] == kinds["fehler"] == 3
    assert sum(bool(one.vorgang) for one in post) > COUNT / 4
    again = write_post(town, TODAY)
    same = [one for one in post if one.art != "fehler"]
    assert same == [one for one in again if one.art != "fehler"]
