"""Tests of the segments of an index: many small batches must not slow the search down for ever."""

import json

import pytest

from verbundakte.core.search import segments
from verbundakte.core.search.engine import IndexBusy
from verbundakte.core.search.tests.support import document, found, index_of

BATCHES = 60


def listed(folder, *sizes):
    """Write the list of segments as the engine does: (documents, of which deleted)."""
    rows = [
        {"max_doc": size, "deletes": {"num_deleted_docs": gone} if gone else None}
        for size, gone in sizes
    ]
    (folder / "meta.json").write_text(json.dumps({"segments": rows}), encoding="utf-8")


@pytest.mark.parametrize(
    "sizes, settled",
    [
        ([(5, 0)] * 7, True),
        ([(5, 0)] * 8, False),
        ([(5, 0)] * 7 + [(9_000, 0)], False),  # below 10,000 all count as equal
        ([(5, 0)] * 7 + [(40_000, 0)], True),
        ([(5, 0)] * 7 + [(40_000, 35_000)], False),
        ([(90_000, 0)] * 7 + [(120_000, 0)], False),
        ([(90_000, 0)] * 7 + [(200_000, 0)], True),
        ([(11_000_000, 0)] * 9, True),
    ],
)
def test_which_segments_the_engine_puts_together(tmp_path, sizes, settled):
    listed(tmp_path, *sizes)
    assert segments.are_settled(tmp_path) is settled


def test_many_small_batches_leave_few_segments_and_every_document(tmp_path):
    index = index_of(tmp_path)
    for number in range(BATCHES):
        with index.writer() as writer:
            writer.put(document(f"d{number}", "Bescheid"))
            writer.commit(str(number))
    assert len(segments.sizes(index.path)) < segments.TOGETHER
    assert segments.are_settled(index.path)
    assert len(found(index, "bescheid", limit=BATCHES)) == BATCHES
    assert index.cursor() == str(BATCHES - 1)


def test_batches_through_one_open_writer_are_put_together_too(tmp_path):
    index = index_of(tmp_path)
    with index.writer() as writer:
        for number in range(BATCHES):
            writer.put(document(f"d{number}", "Bescheid"))
            writer.commit(str(number))
        assert writer.is_settled(10.0)
        with pytest.raises(IndexBusy), index.writer():
            pass
    assert len(segments.sizes(index.path)) < segments.TOGETHER
    assert len(found(index, "bescheid", limit=BATCHES)) == BATCHES


def test_what_was_left_apart_is_put_together_by_the_next_batch(tmp_path):
    index = index_of(tmp_path)
    for number in range(BATCHES):
        writer = index.writer().__enter__()
        writer.put(document(f"d{number}", "Bescheid"))
        writer.commit(str(number))
        writer.close(is_kept=False)
    with index.writer() as writer:
        writer.put(document("last", "Bescheid"))
        writer.commit("last")
    assert segments.are_settled(index.path)
    assert len(found(index, "bescheid", limit=BATCHES + 1)) == BATCHES + 1


def test_a_folder_that_is_gone_is_not_waited_for(tmp_path):
    index = index_of(tmp_path)
    with index.writer() as writer:
        (index.path / "meta.json").unlink()
        assert writer.is_settled()
