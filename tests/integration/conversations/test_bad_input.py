"""What people and programs send that isn't a sentence."""

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.integration.talk import Citizen
from tests.stack import Site


def post(site: Site, **request: object) -> httpx.Response:
    return httpx.post(f"{site.url}/api/chat", timeout=30, trust_env=False, **request)


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"json": {"text": ""}}, 422),
        ({"json": {"text": " \u3000\n\u200b"}}, 422),
        ({"json": {"text": "啊" * 501}}, 422),
        ({"json": {"text": "啊" * 100_000}}, 413),
        ({"content": b"{broken", "headers": {"content-type": "application/json"}}, 422),
        ({"json": ["text"]}, 422),
        ({"json": {"text": 5}}, 422),
        ({"json": {"text": "你好", "session_id": "../../etc"}}, 422),
        ({"json": {"text": "你好", "channel": "pigeon"}}, 422),
    ],
)
def test_bad_requests_get_a_clear_error_and_the_service_goes_on(
    site: Site, request_: dict[str, object], status: int
) -> None:
    response = post(site, **request_)
    assert response.status_code == status
    assert response.json()["error"]["message"]
    assert Citizen(site.url).kinds("你好") == ["chitchat"]


def test_a_body_that_lies_about_its_length_is_cut_off(site: Site) -> None:
    def endless():
        for _ in range(200):
            yield b" " * 1024

    response = post(site, content=endless(), headers={"content-type": "application/json"})
    assert response.status_code == 413


@pytest.mark.parametrize(
    "text", ["😀😀😀", "<script>alert(1)</script>", "'; DROP TABLE turns; --", "你\x00好\x1b[31m", "{{7*7}}"]
)
def test_odd_text_is_answered_and_kept_as_it_was(site: Site, text: str) -> None:
    citizen = Citizen(site.url)
    assert citizen.say(text)
    kept = citizen.http.get(f"/api/chat/{citizen.session}/turns").json()["turns"][0]["text"]
    assert kept == text.replace("\x00", "").replace("\x1b", "")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1, max_size=80))
def test_no_text_brings_it_down(site: Site, text: str) -> None:
    response = post(site, json={"text": text})
    assert response.status_code in (200, 422)


def test_what_is_not_there_is_told_in_words(site: Site) -> None:
    for path in ("/api/chat/unknown/turns", "/nothing", "/api/speech/unknown/1"):
        response = httpx.get(site.url + path, trust_env=False)
        assert response.status_code == 404
        assert response.json()["error"]["message"]


def test_staff_interface_is_closed_to_others(site: Site) -> None:
    for path in ("/api/agent/queue", "/api/agent/orders", "/api/agent/orders/261123000000"):
        assert httpx.get(site.url + path, trust_env=False).status_code == 401
    for path in ("/api/agent/handoffs/x/claim", "/api/agent/orders/261123000000/reveal-phone"):
        assert httpx.post(site.url + path, json={}, trust_env=False).status_code == 401
