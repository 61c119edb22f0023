"""A real web server on this machine that can be told to misbehave, and a corpus whose publisher it is."""

import gzip
import hashlib
import io
import socket
import ssl
import struct
import subprocess
import threading
import zipfile
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

REVISION = "abc1234"
ARCHIVE = f"/archive/{REVISION}.zip"
HEAD = "/archive/HEAD.zip"
PAGES = {"a": b"Page A.", "b": b"Page B."}
PDF = b"%PDF-1.7\nA report.\n%%EOF\n"
HTML = b"<!DOCTYPE html><html><body><p>Sign in</p></body></html>"


class Publisher:
    """`files` maps a path to what is answered, `asked` lists the paths it was asked, `headers` what came with each."""

    def __init__(self, port, scheme="http"):
        self.port = port
        self.site = f"{scheme}://127.0.0.1:{port}"
        self.elsewhere = f"{scheme}://localhost:{port}"
        self.files = {}
        self.asked = []
        self.headers = []
        self.tunnels = {}
        self.stopped = threading.Event()

    def offer(self, content, path=ARCHIVE, status=200, **headers):
        """Answer with this; with an ETag or Last-Modified, with 304 to whoever has it already."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.files[path] = lambda to: to.answer(status, named, content)

    def redirect(self, path, address):
        self.offer(b"", path, 302, Location=address)

    def in_turn(self, path, *answers):
        """Each a status with headers and content; the last one from then on."""
        left = list(answers)
        self.files[path] = lambda to: to.answer(*(left.pop(0) if len(left) > 1 else left[0]))

    def send(self, path, *pieces, every=0.0):
        """Raw bytes, the last piece again and again if there is a pause to keep, then the end of the connection."""

        def answer(to):
            for piece in pieces:
                to.wfile.write(piece)
                to.wfile.flush()
            while every and not self.stopped.wait(every):
                to.wfile.write(pieces[-1])
                to.wfile.flush()

        self.files[path] = answer

    def silence(self, path):
        self.files[path] = lambda to: self.stopped.wait(60)

    def reset(self, path, times=10**6):
        """Break the connection off with a reset, so many times; then answer as before."""
        good, left = self.files.get(path), [times]

        def answer(to):
            if not left[0]:
                good(to)
                return
            left[0] -= 1
            to.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            to.connection.close()

        self.files[path] = answer


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        publisher = self.server.publisher
        publisher.asked.append(self.path)
        publisher.headers.append(self.headers)
        answer = publisher.files.get(self.path, lambda to: to.answer(404, {}, b"none"))
        try:
            answer(self)
        except OSError:
            self.close_connection = True

    def answer(self, status, headers, content):
        known = [("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since")]
        if any(headers.get(name) and headers[name] == self.headers.get(asked) for name, asked in known):
            status, content = 304, b""
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def finish(self):
        try:
            super().finish()
        except (OSError, ValueError):
            self.close_connection = True

    def log_message(self, *arguments):
        """Keeps the test output clean."""


class Tunnel(Handler):
    """A proxy: `tunnels` maps what it is asked to connect to onto a port of this machine."""

    def do_CONNECT(self):
        publisher = self.server.publisher
        publisher.asked.append(self.path)
        publisher.headers.append(self.headers)
        if self.path in publisher.files:
            publisher.files[self.path](self)
        elif self.path in publisher.tunnels:
            self.tunnel(publisher.tunnels[self.path])
        else:
            self.send_error(502)

    def tunnel(self, port):
        self.send_response(200)
        self.end_headers()
        with socket.create_connection(("127.0.0.1", port)) as far:
            back = threading.Thread(target=pump, args=(far, self.connection), daemon=True)
            back.start()
            pump(self.connection, far)
            back.join(5)
        self.close_connection = True


def pump(source, target):
    """Send on whatever comes until one side ends."""
    try:
        while piece := source.recv(65536):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """A client that hangs up is no fault of the server."""


@contextmanager
def serving(trust=None, handler=Handler):
    """A publisher at work; `trust` is the folder of a certificate made by `certificate`."""
    with Server(("127.0.0.1", 0), handler) as server:
        if trust:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(trust / "cert.pem", trust / "key.pem")
            server.socket = context.wrap_socket(server.socket, server_side=True)
        server.publisher = Publisher(server.server_port, "https" if trust else "http")
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server.publisher
        server.publisher.stopped.set()
        server.shutdown()


def certificate(folder, name):
    """A certificate of its own for one host, in PEM."""
    folder.mkdir(parents=True, exist_ok=True)
    line = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    line += ["-keyout", "key.pem", "-out", "cert.pem", "-days", "2", "-subj", f"/CN={name}"]
    line += ["-addext", f"subjectAltName=DNS:{name}"]
    subprocess.run(line, cwd=folder, check=True, capture_output=True)
    return folder


def archive(pages=PAGES, top="repository-abc123", comment=b"", suffix=".md"):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.comment = comment
        opened.mkdir(top)
        for id_, content in pages.items():
            opened.writestr(f"{top}/docs/{id_}{suffix}", content)
    return held.getvalue()


def listed(folder, repository="", pages=PAGES, files=None, pinned=True, revision=REVISION):
    """A corpus of pages from a repository, and of single files by id: their address and format."""
    lines = ["[collections.c]", 'title = "C"', *([f'revision = "{revision}"'] if revision else [])]
    lines += [f'repository = "{repository}"'] if repository else []
    for id_, content in pages.items():
        lines += ["[[source]]", f'id = "{id_}"', 'collection = "c"', f'title = "{id_}"', 'format = "markdown"']
        lines += [f'path = "docs/{id_}.md"', f'revision = "{revision}"' if revision else ""]
        lines += [f'sha256 = "{hashlib.sha256(content).hexdigest()}"'] if pinned else []
    lines += ["[collections.linked]", 'title = "Linked"']
    for id_, (url, format_) in (files or {}).items():
        lines += ["[[source]]", f'id = "{id_}"', 'collection = "linked"', f'title = "{id_}"', f'path = "{id_}"']
        lines += [f'format = "{format_}"', f'url = "{url}"']
    folder.mkdir(exist_ok=True)
    (folder / "sources.toml").write_text("\n".join(lines), "utf-8")
    return folder


def bomb(mebibytes=64):
    """A few KiB that gzip unpacks to a lot."""
    return gzip.compress(bytes(mebibytes * 2**20))
