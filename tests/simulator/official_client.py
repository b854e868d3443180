"""Drives the simulator with Twilio's own Python client, and checks what it sends with Twilio's own validator.

    python official_client.py <base address of the simulator> <account> <auth token>

Lines of JSON on standard input are webhooks that the simulator has sent: {"url", "method", "signature", "params"}.
"""

import json
import sys
import time

from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client

BASE, ACCOUNT, TOKEN = sys.argv[1].rstrip("/"), sys.argv[2], sys.argv[3]
PAUSE = '<Response><Pause length="30"/></Response>'


class Here(TwilioHttpClient):
    """Sends what is meant for Twilio to the simulator."""

    def request(self, method, url, *arguments, **named):
        return super().request(method, url.replace("https://api.twilio.com", f"{BASE}/simulator"), *arguments, **named)


client = Client(ACCOUNT, TOKEN, http_client=Here())


def until(what, wanted):
    for _ in range(300):
        if what():
            return
        time.sleep(0.05)
    raise AssertionError(f"never: {wanted}")


def refused(code, work):
    try:
        work()
    except TwilioRestException as error:
        assert error.code == code, error
        return error
    raise AssertionError(f"not refused with {code}")


def calls():
    call = client.calls.create(
        to="+14155550123",
        from_="+14155550100",
        twiml=PAUSE,
        status_callback=f"{BASE}/webhooks/status",
        status_callback_event=["initiated", "ringing", "answered", "completed"],
        machine_detection="DetectMessageEnd",
        async_amd="true",
        async_amd_status_callback=f"{BASE}/webhooks/amd",
        timeout=30,
    )
    assert call.sid.startswith("CA") and len(call.sid) == 34, call.sid
    assert call.status == "queued" and call.direction == "outbound-api"
    assert call.date_created is not None
    until(lambda: client.calls(call.sid).fetch().status == "in-progress", "the call is answered")

    recording = client.calls(call.sid).recordings.create(
        recording_status_callback=f"{BASE}/webhooks/recording", recording_channels="dual"
    )
    assert recording.status == "in-progress" and recording.channels == 2
    paused = client.calls(call.sid).recordings("Twilio.CURRENT").update(status="paused", pause_behavior="silence")
    assert paused.status == "paused"
    time.sleep(1.2)
    client.calls(call.sid).recordings("Twilio.CURRENT").update(status="stopped")
    until(lambda: client.recordings(recording.sid).fetch().status == "completed", "the recording is ready")
    assert [one.sid for one in client.calls(call.sid).recordings.list()] == [recording.sid]
    assert client.recordings(recording.sid).delete() is True
    refused(20404, lambda: client.recordings(recording.sid).fetch())

    changed = client.calls(call.sid).update(twiml="<Response><Play>https://x.example/vm.mp3</Play></Response>")
    assert changed.status == "in-progress"
    assert client.calls(call.sid).update(status="completed").status == "completed"
    refused(21220, lambda: client.calls(call.sid).update(twiml=PAUSE))
    assert client.calls(call.sid).fetch().end_time is not None


def refusals():
    place = lambda **named: client.calls.create(**{"to": "+14155550123", "from_": "+14155550100", "twiml": PAUSE, **named})
    error = refused(21211, lambda: place(to="+1"))
    assert error.status == 400 and "Invalid 'To' Phone Number" in error.msg, error.msg
    for to, code in [("+15005550001", 21217), ("+15005550002", 21214), ("+15005550003", 21215), ("+15005550004", 21216)]:
        refused(code, lambda: place(to=to))
    refused(21210, lambda: place(from_="+14155559999"))
    refused(12200, lambda: place(twiml="<Response><Shout/></Response>"))
    refused(20404, lambda: client.calls("CA" + "9" * 32).fetch())
    stranger = Client(ACCOUNT, "wrong", http_client=Here())
    assert refused(20003, lambda: stranger.calls("CA" + "9" * 32).fetch()).status == 401


def lists():
    for _ in range(3):
        client.calls.create(to="+14155550102", from_="+14155550100", twiml=PAUSE)
    # The client asks for the pages one after the other by itself.
    found = client.calls.list(to="+14155550102", page_size=2)
    assert len(found) == 3, len(found)
    assert [one.phone_number for one in client.incoming_phone_numbers.list()] == ["+14155550100"]
    assert client.outgoing_caller_ids.list() == []


def messages():
    message = client.messages.create(to="+14155550123", from_="+14155550100", body="Hi Zoë 🎿", status_callback=f"{BASE}/webhooks/message")
    assert message.status == "queued" and message.sid.startswith("SM")
    until(lambda: client.messages(message.sid).fetch().status == "delivered", "the message is delivered")


def conferences():
    participant = client.conferences("call-91").participants.create(from_="+14155550100", to="+14155550123", label="lead")
    until(lambda: client.calls(participant.call_sid).fetch().status == "in-progress", "the participant is there")
    conference = client.conferences(participant.conference_sid)
    assert conference.participants(participant.call_sid).update(muted=True).muted is True


def webhooks():
    validator = RequestValidator(TOKEN)
    count = 0
    for line in sys.stdin:
        one = json.loads(line)
        assert validator.validate(one["url"], one["params"], one["signature"]), one
        assert not validator.validate(one["url"] + "x", one["params"], one["signature"]), one
        count += 1
    assert count > 5, count


for check in [calls, refusals, lists, messages, conferences]:
    check()
    print("ok", check.__name__, flush=True)
print("ready", flush=True)
webhooks()
print("ok webhooks", flush=True)
