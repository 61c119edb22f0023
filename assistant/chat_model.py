"""Any chat model that LangChain can open; the one keeper of LangChain's models."""

import os
import queue
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol
from urllib.parse import urlsplit

from corpus.errors import PlaybookError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

LONGEST_REPLY = 800
"""Tokens a reply may have: several times what an answer of a dozen sentences needs."""
SECONDS = 60.0
"""A reply that takes longer, retries and pauses between them included, is not waited for."""
RETRIES = 2
"""Further tries after an error that passes; the provider's client pauses longer before each."""
AT_ONCE = 8
"""Replies that are waited for at one time, those given up and not yet ended included."""
SPEC = re.compile(r"([a-z][a-z0-9_]*):(\S+)")
EXTRAS = ("openai", "ollama", "anthropic")
"""Providers whose package is an extra of this project."""
PROVIDERS = "Write openai, anthropic, google_genai, ollama or another of its providers, with a colon and the model."
KEYS = {
    "openai": ("OPENAI_API_KEY",),
    "anthropic": ("ANTHROPIC_API_KEY",),
    "azure_openai": ("AZURE_OPENAI_API_KEY", "AZURE_OPENAI_AD_TOKEN"),
    "google_genai": ("GOOGLE_API_KEY", "GEMINI_API_KEY"),
    "mistralai": ("MISTRAL_API_KEY",),
}
"""Variables in which a provider's client looks for its key, any of them."""
NO_KEY = "none"
"""Sent to a compatible server where no key is set: its client refuses to start without one."""
FAILURES = {
    "ModelAuthenticationError": "refuses the key. Check the provider's key variable",
    "ModelPermissionDeniedError": "does not let this key use it. Ask for access, or name another model",
    "ModelNotFoundError": "is not known there. Check its name and the address",
    "ModelRateLimitError": "is over its quota or limit of requests. Try again later, or raise the limit",
    "ContextOverflowError": "cannot read so much at once. Name a model with a longer context",
    "ModelInvalidRequestError": "refuses the request. Name another model",
    "ModelTimeoutError": "did not reply in time. Try again, or name a faster model",
    "ModelConnectionError": "cannot be reached. Check the address and the network",
    "ModelAPIError": "reports a failure of its own. Try again later",
}
"""What is said for each kind of error LangChain tells apart (langchain_core.exceptions)."""
STATUSES = {
    401: "ModelAuthenticationError",
    402: "ModelRateLimitError",
    403: "ModelPermissionDeniedError",
    404: "ModelNotFoundError",
    408: "ModelTimeoutError",
    429: "ModelRateLimitError",
}
"""For clients that only tell the HTTP status."""


class ModelError(PlaybookError):
    """The model gave no reply; says why and what to do, never in the provider's words, which may hold a key."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message to or from a model."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model wrote."""

    text: str
    is_whole: bool = True
    """Whether it ended by itself, not at the limit of tokens."""
    tokens: int | None = None
    """Read and written, where the provider tells."""


class ChatModel(Protocol):
    """Replies to a conversation."""

    @property
    def name(self) -> str:
        """Provider and model, for people."""
        ...

    def reply(self, messages: Sequence[Message]) -> Reply:
        """The next message of the conversation.

        Raises:
            ModelError: there is none within the time limit.
        """
        ...


class LangChainModel:
    """A chat model of LangChain that cannot keep a question waiting."""

    def __init__(self, name: str, model: "BaseChatModel", seconds: float = SECONDS) -> None:
        self._name = name
        self._model = model
        self._seconds = seconds
        self._free = threading.Semaphore(AT_ONCE)

    @property
    def name(self) -> str:
        return self._name

    def reply(self, messages: Sequence[Message]) -> Reply:
        if not self._free.acquire(timeout=self._seconds):
            raise ModelError(f"The model {self.name} has {AT_ONCE} questions waiting. Try again later.")
        done: queue.SimpleQueue[Reply | ModelError] = queue.SimpleQueue()
        # A daemon of its own: a client's time-out starts anew with each byte, and an exit waits for threads of a pool.
        threading.Thread(target=self._run, args=(list(messages), done), daemon=True).start()
        try:
            told = done.get(timeout=self._seconds)
        except queue.Empty:
            raise self._error("ModelTimeoutError") from None
        if isinstance(told, ModelError):
            raise told
        return told

    def _run(self, messages: Sequence[Message], done: "queue.SimpleQueue[Reply | ModelError]") -> None:
        try:
            done.put(_reply(self._asked([(one.role, one.content) for one in messages])))
        except Exception as error:  # clients raise what they like; nothing of it may reach a person
            done.put(self._error(_kind(error)))
        finally:
            self._free.release()

    def _asked(self, messages: list[tuple[str, str]]) -> Any:
        """The reply; a model that takes no temperature is asked again without one."""
        try:
            return self._model.invoke(messages)
        except Exception as error:
            if getattr(error, "status_code", None) != 400 or "temperature" not in str(error):
                raise
            self._model = self._model.model_copy(update={"temperature": None})
            return self._model.invoke(messages)

    def _error(self, kind: str) -> ModelError:
        what = FAILURES.get(kind, "gave no reply that can be read. Try again, or name another model")
        return ModelError(f"The model {self.name} {what}.")


def chat_model(
    spec: str, base_url: str | None = None, seconds: float = SECONDS, environment: Mapping[str, str] = os.environ
) -> ChatModel:
    """The model `provider:model`, its key from the provider's own variable.

    Raises:
        PlaybookError: the name or the address is wrong, the provider's package or key is missing.
    """
    named = SPEC.fullmatch(spec)
    if named is None:
        raise PlaybookError("The model has no provider or no name. Write provider:model, such as openai:gpt-4.1-mini.")
    options = {"timeout": seconds, "max_retries": RETRIES, "max_tokens": LONGEST_REPLY, "temperature": 0.0}
    told = options | _key(named[1], base_url, environment) | ({"base_url": _address(base_url)} if base_url else {})
    return LangChainModel(spec, _opened(spec, named[1], told), seconds)


def _opened(spec: str, provider: str, options: Mapping[str, Any]) -> "BaseChatModel":
    init: Callable[..., BaseChatModel]
    try:
        from langchain.chat_models import init_chat_model as init

        return init(spec, **options)
    except ImportError:
        raise PlaybookError(f"The package for {provider} models is not installed. {_install(provider)}") from None
    except ValueError as error:
        if "model provider" in str(error) or "model_provider" in str(error):
            raise PlaybookError(f"{provider} is no provider that LangChain knows. {PROVIDERS}") from None
        raise _unopened(spec) from None
    except Exception:  # as above: a client's own words may hold a key
        raise _unopened(spec) from None


def _unopened(spec: str) -> PlaybookError:
    return PlaybookError(f"The model {spec} cannot be opened. Check its name, and the variables its provider asks for.")


def _install(provider: str) -> str:
    package = f"-e '.[{provider}]'" if provider in EXTRAS else f"langchain langchain-{provider.replace('_', '-')}"
    return f"Run: pip install -c constraints.txt {package}"


def _key(provider: str, base_url: str | None, environment: Mapping[str, str]) -> dict[str, str]:
    """Nothing where the client finds its key by itself."""
    names = KEYS.get(provider, ())
    if not names or any(environment.get(name) for name in names):
        return {}
    if base_url:
        return {"api_key": NO_KEY}
    raise PlaybookError(f"No key for {provider} models. Set {' or '.join(names)} in the environment.")


def _address(base_url: str) -> str:
    """The address, which is not shown where it is wrong: it may hold a password."""
    try:
        parts = urlsplit(base_url)
        is_right = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_right = False
    if not is_right or parts.username or parts.password:
        raise PlaybookError(
            "The model's address is not one that can be used. Write it as http://host:port/v1, without a password."
        )
    return base_url


def _kind(error: Exception) -> str:
    """The name of LangChain's class of the error, told from its classes or else from its HTTP status."""
    named = [one.__name__ for one in type(error).__mro__]
    known = next((name for name in FAILURES if name in named), "")
    status = getattr(error, "status_code", None)
    if known or not isinstance(status, int):
        return known or ("ModelConnectionError" if isinstance(error, ConnectionError) else "")
    return STATUSES.get(status, "ModelAPIError" if status >= 500 else "ModelInvalidRequestError")


def _reply(message: Any) -> Reply:
    """The text of a LangChain message; ValueError if there is none."""
    text = str(message.text).strip()
    if not text:
        raise ValueError("an empty reply")
    reason = message.response_metadata.get("finish_reason") or message.response_metadata.get("stop_reason")
    usage = message.usage_metadata or {}
    return Reply(text, reason not in ("length", "max_tokens", "content_filter"), usage.get("total_tokens"))
