"""An OpenAI-compatible server on this machine that replies as it is told, and can misbehave."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PATH = "/v1/chat/completions"


class ModelServer:
    """`asked` holds the requests as they came, `keys` the Authorization of each."""

    def __init__(self, port):
        self.address = f"http://127.0.0.1:{port}/v1"
        self.asked = []
        self.keys = []
        self.stopped = threading.Event()
        self._answers = []

    def says(self, *texts, finish="stop"):
        """Reply with these in turn; the last one from then on. One may be a function of the request."""
        self._answers = [lambda to, text=text: to.send(200, completion(_text(text, to.told), finish)) for text in texts]

    def fails(self, status, body=b"", times=10**6, **headers):
        """Answer with this error so many times, then as before."""
        self._answers = [lambda to: to.send(status, body, **headers)] * min(times, 99) + self._answers

    def then_fails(self, status, **headers):
        """After what it was told to reply, answer with this error for good."""
        self._answers.append(lambda to: to.send(status, b"", **headers))

    def sends(self, body):
        """Answer with these bytes, whatever they are."""
        self._answers = [lambda to: to.send(200, body)]

    def is_silent(self):
        self._answers = [lambda to: self.stopped.wait(30)]

    def drips(self):
        """A byte now and again, so that no read ever times out."""
        self._answers = [lambda to: to.drip(self.stopped)]

    def cuts_off(self):
        """Promise more than is sent."""
        self._answers = [lambda to: to.send(200, completion("The counter opens")[:60], length=500)]

    def next_answer(self):
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]

    def prompt(self, at=-1):
        """All that the model was told, as one text."""
        return "\n".join(message["content"] for message in self.asked[at]["messages"])


def _text(told, request):
    return told(request) if callable(told) else told


def completion(text, finish="stop"):
    """A reply as the protocol has it."""
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": finish}
    usage = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
    told = {"id": "c1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": usage}
    return json.dumps(told).encode()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server = self.server.told
        if self.path != PATH:
            self.send(404, b"{}")
            return
        server.asked.append(self.told)
        server.keys.append(self.headers["Authorization"])
        server.next_answer()(self)

    def send(self, status, body, length=None, **headers):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = length is not None

    def drip(self, stopped):
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        while not stopped.wait(0.05):
            self.wfile.write(b" ")
            self.wfile.flush()

    def log_message(self, *arguments):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *arguments):
        """A client that has gone away is what some tests are about."""


@contextmanager
def serving():
    server = Server(("127.0.0.1", 0), Handler)
    server.told = ModelServer(server.server_port)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield server.told
    finally:
        server.told.stopped.set()
        server.shutdown()
        server.server_close()
