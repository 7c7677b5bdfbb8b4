"""Messages are CloudEvents, signed as Standard Webhooks asks for."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from verbundakte.standards import webhooks

AT = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)


def test_the_published_example_of_standard_webhooks_has_its_signature():
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    at = datetime.fromtimestamp(1614265330, UTC)
    headers = webhooks.sign([secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", at, b'{"test": 2432232314}')
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_while_a_secret_is_exchanged_either_of_them_proves_a_message():
    old, new = webhooks.new_secret(), webhooks.new_secret()
    headers = webhooks.sign([new, old], "m1", AT, b"x")
    assert webhooks.verify([old], headers, b"x", at=AT) == "m1"
    assert webhooks.verify([new], headers, b"x", at=AT) == "m1"


@pytest.mark.parametrize(
    ("body", "later", "changes"),
    [
        (b"y", 0, {}),
        (b"x", 301, {}),
        (b"x", 0, {"webhook-id": "m2"}),
        (b"x", 0, {"webhook-signature": "v1,AAAA"}),
        (b"x", 0, {"webhook-timestamp": "morgen"}),
    ],
)
def test_what_was_changed_or_is_too_old_is_refused(body, later, changes):
    secret = webhooks.new_secret()
    headers = webhooks.sign([secret], "m1", AT, b"x") | changes
    with pytest.raises(webhooks.SignatureWrong):
        webhooks.verify([secret], headers, body, at=AT + timedelta(seconds=later))


def test_an_event_holds_what_cloudevents_asks_for():
    event = webhooks.CloudEvent("1", "/a", "t", "vorgang/2", AT, {"id": "2"})
    assert json.loads(event.as_json()) == {
        "specversion": "1.0",
        "id": "1",
        "source": "/a",
        "type": "t",
        "subject": "vorgang/2",
        "time": "2026-11-02T08:30:00Z",
        "datacontenttype": "application/json",
        "data": {"id": "2"},
    }
