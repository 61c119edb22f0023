"""Any chat model is opened by name; whatever goes wrong is told in one sentence that holds no key."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant.chat_model import LONGEST_REPLY, RETRIES, Message, ModelError, chat_model
from corpus.errors import PlaybookError

ROOT = Path(__file__).parent.parent
KEY = "sk-secret-5f3a"
ASKED = [Message("system", "Be brief."), Message("user", "When does the counter open?")]


@pytest.fixture
def server():
    from model_server import serving

    with serving() as found:
        yield found


@pytest.fixture
def keyed(monkeypatch):
    pytest.importorskip("langchain_openai", reason="needs the extra [openai]")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


@pytest.fixture
def model(server, keyed):
    """The official client, told to ask the server of the test."""
    return chat_model("openai:m", server.address, seconds=10)


def test_a_model_replies_over_http(model, server):
    server.says("The counter opens at nine. [1]")
    reply = model.reply(ASKED)
    assert (reply.text, reply.is_whole, reply.tokens) == ("The counter opens at nine. [1]", True, 120)
    assert [one["role"] for one in server.asked[0]["messages"]] == ["system", "user"]
    assert server.keys == [f"Bearer {KEY}"]
    assert server.asked[0]["max_completion_tokens"] == LONGEST_REPLY


def test_a_reply_that_ends_at_the_limit_is_not_whole(model, server):
    server.says("The counter opens at", finish="length")
    assert not model.reply(ASKED).is_whole


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (400, "refuses the request"),
        (401, "refuses the key"),
        (403, "does not let"),
        (404, "not known"),
        (429, "quota"),
        (500, "failure"),
    ],
)
def test_an_error_is_told_in_one_sentence_without_the_key(model, server, status, said):
    server.fails(status, f'{{"error": {{"message": "Incorrect API key provided: {KEY}"}}}}'.encode(), retry_after="0")
    with pytest.raises(ModelError, match=said) as told:
        model.reply(ASKED)
    assert "openai:m" in str(told.value)
    assert KEY not in repr(told.value)
    assert told.value.__cause__ is None


def test_an_error_that_passes_is_tried_again(model, server):
    server.says("Nine.")
    server.fails(503, b"{}", times=RETRIES, retry_after="0")
    assert model.reply(ASKED).text == "Nine."
    assert len(server.asked) == RETRIES + 1


def test_tries_are_bounded(model, server):
    server.fails(500, b"{}", retry_after="0")
    with pytest.raises(ModelError):
        model.reply(ASKED)
    assert len(server.asked) == RETRIES + 1


def test_a_model_that_takes_no_temperature_is_asked_without(model, server):
    server.says("Nine.", "Ten.")
    server.fails(400, b'{"error": {"message": "Unsupported value: temperature"}}', times=1)
    assert [model.reply(ASKED).text, model.reply(ASKED).text] == ["Nine.", "Ten."]
    assert ["temperature" in one for one in server.asked] == [True, False, False]


@pytest.mark.parametrize("how", ["is_silent", "drips"])
def test_a_slow_model_is_not_waited_for(server, keyed, how):
    getattr(server, how)()
    model, began = chat_model("openai:m", server.address, seconds=0.8), time.monotonic()
    with pytest.raises(ModelError, match="in time"):
        model.reply(ASKED)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("body", [b"not JSON", b"{}", b"[]", b'{"choices": []}', b'{"choices": [{"message": null}]}'])
def test_a_broken_reply_is_an_error(model, server, body):
    server.sends(body)
    with pytest.raises(ModelError):
        model.reply(ASKED)


def test_an_empty_reply_is_an_error(model, server):
    server.says("  ")
    with pytest.raises(ModelError, match="no reply"):
        model.reply(ASKED)


def test_a_reply_that_is_cut_off_is_an_error(server, keyed):
    server.cuts_off()
    with pytest.raises(ModelError):
        chat_model("openai:m", server.address, seconds=8).reply(ASKED)


def test_a_server_that_is_not_there_is_an_error(keyed):
    with pytest.raises(ModelError, match="cannot be reached"):
        chat_model("openai:m", "http://127.0.0.1:9/v1", seconds=15).reply(ASKED)


def test_a_compatible_server_needs_no_key(server, monkeypatch):
    pytest.importorskip("langchain_openai", reason="needs the extra [openai]")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    server.says("Nine.")
    assert chat_model("openai:m", server.address, seconds=10).reply(ASKED).text == "Nine."
    assert server.keys == ["Bearer none"]


def test_a_missing_key_is_told_by_the_name_of_its_variable(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(PlaybookError, match="OPENAI_API_KEY"):
        chat_model("openai:m")


@pytest.mark.parametrize("spec", ["gpt", "openai:", ":m", "OpenAI m", "", f"{KEY}", "openai:a b"])
def test_a_name_without_provider_or_model_is_refused(spec):
    with pytest.raises(PlaybookError, match="provider:model") as told:
        chat_model(spec)
    assert KEY not in str(told.value)


def test_a_provider_nobody_knows_is_refused():
    pytest.importorskip("langchain", reason="needs the extra [openai]")
    with pytest.raises(PlaybookError, match="nosuch is no provider"):
        chat_model("nosuch:m")


@pytest.mark.parametrize(
    "address", ["ftp://host/v1", "host:80/v1", "http://", "http://me:pw-7@host/v1", "http://host:x/v1", "http://h:0"]
)
def test_an_address_that_cannot_be_used_is_refused_and_not_shown(address, keyed):
    with pytest.raises(PlaybookError, match="address") as told:
        chat_model("openai:m", address)
    assert "pw-7" not in str(told.value)


@pytest.mark.parametrize(("missing", "spec"), [("langchain", "openai:m"), ("langchain_openai", "openai:m")])
def test_a_missing_package_is_told_with_the_command_that_installs_it(missing, spec):
    code = (
        f"import sys\nsys.modules[{missing!r}] = None\n"
        "from assistant.chat_model import chat_model\nfrom corpus.errors import PlaybookError\n"
        f"try: chat_model({spec!r}, environment={{'OPENAI_API_KEY': 'x'}})\n"
        "except PlaybookError as told: print(told)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert "pip install -c constraints.txt -e '.[openai]'" in done.stdout, done.stderr
