"""One file is fetched within its time and size, from the host it should come from, or not at all."""

import gzip
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest
from publisher import HTML, PDF, Tunnel, bomb, certificate, serving

from corpus.connect import Backend
from corpus.errors import FetchError, HostUnreachableError
from corpus.fetch import Fetcher, Patience
from corpus.hosts import Hosts
from corpus.reply import Tags

MIB = 2**20
QUICK = Patience(tries=3, connect=1, read=1, total=10, first_wait=0.01, longest_wait=5)


@pytest.fixture
def fetch(publisher):
    """Gets a path from the publisher; `slept` lists the pauses, which are not kept."""

    def get(path="/report.pdf", limit=MIB, patience=QUICK, **more):
        names = frozenset({("127.0.0.1", publisher.port), ("169.254.169.254", 443)})
        return Fetcher(Hosts(names, local=True), patience, get.slept.append).get(publisher.site + path, limit, **more)

    get.slept = []
    return get


def test_a_file_comes_byte_for_byte_with_its_tags(fetch, publisher):
    publisher.offer(PDF, "/report.pdf", ETag='"1"', Last_Modified="Mon, 01 Jun 2026 00:00:00 GMT")
    got = fetch()
    assert (got.content, got.tags) == (PDF, Tags('"1"', "Mon, 01 Jun 2026 00:00:00 GMT"))


@pytest.mark.parametrize("tags", [Tags('"1"', ""), Tags("", "Mon, 01 Jun 2026 00:00:00 GMT")])
def test_an_unchanged_file_costs_one_request_and_no_transfer(fetch, publisher, tags):
    publisher.offer(PDF, "/report.pdf", ETag=tags.etag, Last_Modified=tags.modified)
    assert (fetch(tags=tags).content, publisher.asked) == (None, ["/report.pdf"])


def test_not_modified_is_no_answer_to_who_has_nothing(fetch, publisher):
    publisher.offer(b"", "/report.pdf", 304)
    with pytest.raises(FetchError, match="answered 304"):
        fetch()


def test_progress_is_told_in_bytes(fetch, publisher):
    publisher.offer(bytes(300_000), "/report.pdf")
    told = []
    fetch(watch=lambda done, of: told.append((done, of)))
    assert told[-1] == (300_000, 300_000)
    assert all(one[0] < other[0] for one, other in pairwise(told))


@pytest.mark.parametrize("status", [401, 403, 404, 410, 501, 204, 206])
def test_a_refusal_is_final_after_one_request(fetch, publisher, status):
    publisher.offer(b"", "/report.pdf", status)
    with pytest.raises(FetchError, match=f"127.0.0.1 answered {status}"):
        fetch()
    assert (len(publisher.asked), fetch.slept) == (1, [])


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_a_passing_fault_is_tried_again_with_growing_pauses(fetch, publisher, status):
    publisher.in_turn("/report.pdf", (status, {}, b""), (status, {}, b""), (200, {}, PDF))
    assert (fetch().content, len(publisher.asked)) == (PDF, 3)
    first, second = fetch.slept
    assert 0.005 <= first <= 0.015 < second + 0.006
    assert 0.01 <= second <= 0.03


def test_three_tries_are_all(fetch, publisher):
    publisher.offer(b"", "/report.pdf", 500)
    with pytest.raises(FetchError, match="answered 500 Internal Server Error"):
        fetch()
    assert len(publisher.asked) == 3


@pytest.mark.parametrize(
    ("asked", "least", "most"),
    [
        ("3", 3, 3),
        ("3600", 5, 5),
        ("soon", 0, 0.02),
        ("-1", 0, 0.02),
        ("9" * 300, 0, 0.02),
        (format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True), 5, 5),
        (format_datetime(datetime.now(UTC) - timedelta(hours=1), usegmt=True), 0, 0.02),
    ],
)
def test_a_pause_that_the_server_asks_for_is_kept_up_to_a_limit(fetch, publisher, asked, least, most):
    publisher.in_turn("/report.pdf", (429, {"Retry-After": asked}, b""), (200, {}, PDF))
    assert fetch().content == PDF
    assert least <= fetch.slept[0] <= most


def test_no_pause_is_longer_than_the_time_for_the_file(fetch, publisher):
    publisher.in_turn("/report.pdf", (429, {"Retry-After": "4"}, b""), (200, {}, PDF))
    with pytest.raises(FetchError, match="answered 429"):
        fetch(patience=Patience(total=2))
    assert fetch.slept == []


def test_a_connection_that_breaks_is_tried_again(fetch, publisher):
    publisher.offer(PDF, "/report.pdf")
    publisher.reset("/report.pdf", times=2)
    assert (fetch().content, len(publisher.asked)) == (PDF, 3)


def test_a_connection_that_always_breaks_fails_the_file_and_not_the_host(fetch, publisher):
    publisher.reset("/report.pdf")
    with pytest.raises(FetchError, match="the transfer broke off") as failure:
        fetch()
    assert not isinstance(failure.value, HostUnreachableError)


def test_a_file_cut_short_is_not_taken(fetch, publisher):
    publisher.offer(PDF, "/report.pdf", Content_Length=str(len(PDF) + 1))
    with pytest.raises(FetchError, match="the transfer broke off"):
        fetch()
    assert len(publisher.asked) == 3


def test_a_chunked_file_cut_short_is_not_taken(fetch, publisher):
    publisher.send("/report.pdf", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n%PDF-\r\n")
    with pytest.raises(FetchError, match="the transfer broke off"):
        fetch()


def test_a_file_that_says_it_is_too_large_is_not_begun(fetch, publisher):
    publisher.send("/report.pdf", b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", b"x", every=0.01)
    with pytest.raises(FetchError, match="larger than 1 MiB"):
        fetch()


def test_a_file_that_does_not_say_so_is_stopped_at_the_limit(fetch, publisher):
    publisher.send("/report.pdf", b"HTTP/1.1 200 OK\r\n\r\n", b"x" * MIB, every=0.001)
    with pytest.raises(FetchError, match="larger than 1 MiB"):
        fetch()


def test_a_file_of_just_the_limit_is_taken(fetch, publisher):
    publisher.offer(bytes(MIB), "/report.pdf")
    assert len(fetch().content) == MIB


def test_what_comes_after_the_length_it_was_said_to_have_is_not_read(fetch, publisher):
    publisher.offer(PDF + b"x" * 100, "/report.pdf", Content_Length=str(len(PDF)))
    assert fetch().content == PDF


def test_a_gzip_packed_file_is_unpacked(fetch, publisher):
    content = bytes(range(256)) * 2000
    publisher.offer(gzip.compress(content), "/report.pdf", Content_Encoding="gzip")
    assert fetch().content == content


def test_a_gzip_bomb_is_stopped_at_the_limit(fetch, publisher):
    publisher.offer(bomb(), "/report.pdf", Content_Encoding="gzip")
    told = []
    with pytest.raises(FetchError, match="larger than 1 MiB"):
        fetch(watch=lambda done, of: told.append(done))
    assert max(told) <= MIB


@pytest.mark.parametrize("packing", ["br", "zstd", "deflate", "gzip, gzip", "x" * 200])
def test_a_packing_that_was_not_asked_for_is_refused(fetch, publisher, packing):
    publisher.offer(PDF, "/report.pdf", Content_Encoding=packing)
    with pytest.raises(FetchError, match="which was not asked for"):
        fetch()


@pytest.mark.parametrize(
    ("packed", "reason"),
    [
        (b"not gzip", "packing is damaged"),
        (gzip.compress(PDF)[:-9], "broke off"),
        (gzip.compress(PDF) + b"more", "packing is damaged"),
        (b"", "broke off"),
    ],
)
def test_a_damaged_packing_is_refused(fetch, publisher, packed, reason):
    publisher.offer(packed, "/report.pdf", Content_Encoding="gzip")
    with pytest.raises(FetchError, match=reason):
        fetch()


def within(seconds):
    """A check that what follows takes less."""
    started = time.monotonic()
    return lambda: time.monotonic() - started < seconds


DRIP = Patience(tries=3, connect=1, read=5, total=0.5)


def test_a_body_that_drips_is_given_up(fetch, publisher):
    in_time = within(3)
    publisher.send("/report.pdf", b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", b"x", every=0.02)
    with pytest.raises(FetchError, match="took too long"):
        fetch(patience=DRIP)
    assert in_time()
    assert len(publisher.asked) == 1


def test_headers_that_drip_are_given_up(fetch, publisher):
    in_time = within(3)
    publisher.send("/report.pdf", b"HTTP/1.1 200 OK\r\nX-Long: ", b"x", every=0.02)
    with pytest.raises(FetchError, match="took too long"):
        fetch(patience=DRIP)
    assert in_time()


def test_a_server_that_stops_sending_is_not_waited_for(fetch, publisher):
    in_time = within(3)
    publisher.send("/report.pdf", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nabc", b"", every=60)
    with pytest.raises(FetchError, match="stopped sending") as failure:
        fetch(patience=Patience(tries=2, read=0.2))
    assert in_time()
    assert not isinstance(failure.value, HostUnreachableError)


def test_a_host_that_never_answers_counts_as_unreachable(fetch, publisher):
    publisher.silence("/report.pdf")
    with pytest.raises(HostUnreachableError, match=r"127\.0\.0\.1 cannot be reached \(it does not answer\)"):
        fetch(patience=Patience(tries=2, read=0.1))
    assert len(publisher.asked) == 2


def test_a_redirect_is_followed_within_the_named_hosts(fetch, publisher):
    publisher.redirect("/report.pdf", "/new/report.pdf")
    publisher.redirect("/new/report.pdf", f"{publisher.site}/newest.pdf#page=2")
    publisher.offer(PDF, "/newest.pdf")
    assert fetch().content == PDF


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("https://evil.example/report.pdf", "evil.example is not a host that sources.toml names"),
        ("//evil.example/report.pdf", "evil.example is not a host"),
        (
            "https://169.254.169.254/latest",
            "169.254.169.254 is at 169.254.169.254, which is not an address of the open",
        ),
        ("http://127.0.0.1:1/report.pdf", "127.0.0.1:1 is not a host"),
        ("file:///etc/passwd", "is not a secure address"),
        ("https://me@127.0.0.1/report.pdf", "is not a secure address"),
    ],
)
def test_a_redirect_elsewhere_is_refused(fetch, publisher, address, reason):
    publisher.redirect("/report.pdf", address)
    with pytest.raises(FetchError, match=reason):
        fetch()
    assert publisher.asked == ["/report.pdf"]


def test_a_host_that_redirects_to_a_silent_one_is_not_to_blame(publisher):
    publisher.redirect("/report.pdf", "https://nobody.invalid/report.pdf")
    hosts = Hosts(frozenset({("127.0.0.1", publisher.port), ("nobody.invalid", 443)}), local=True)
    with pytest.raises(FetchError, match=r"nobody\.invalid cannot be reached") as failure:
        Fetcher(hosts, QUICK).get(f"{publisher.site}/report.pdf", MIB)
    assert not isinstance(failure.value, HostUnreachableError)


def test_an_address_that_is_dead_is_passed_over_for_one_that_answers(publisher):
    publisher.offer(PDF, "/report.pdf")
    found = ["::1", "::1", "::1", "::1", "127.0.0.1"]
    hosts = Hosts(frozenset({("127.0.0.1", publisher.port)}), local=True, resolve=lambda *asked: found)
    assert Fetcher(hosts, QUICK).get(f"{publisher.site}/report.pdf", MIB).content == PDF


def test_a_redirect_to_what_is_no_address_is_refused(fetch, publisher):
    publisher.redirect("/report.pdf", "https://[::1/")
    with pytest.raises(FetchError, match="Invalid URL in location header"):
        fetch()


def test_redirects_in_a_circle_end(fetch, publisher):
    publisher.redirect("/report.pdf", "/report.pdf")
    with pytest.raises(FetchError, match="too many redirects"):
        fetch()
    assert len(publisher.asked) == 6


def test_nothing_a_host_sets_is_sent_on(fetch, publisher):
    publisher.offer(b"", "/report.pdf", 302, Location="/next.pdf", Set_Cookie="secret=1")
    publisher.offer(PDF, "/next.pdf")
    fetch()
    assert "secret" not in str(publisher.headers[-1])


@pytest.mark.parametrize(
    "raw", [b"\0\1\2\3", b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n", b"HTTP/9.9 abc\r\n\r\n", b"x" * 200_000]
)
def test_what_is_no_http_is_a_failure_with_a_reason(fetch, publisher, raw):
    publisher.send("/report.pdf", raw)
    with pytest.raises(FetchError, match="the transfer broke off"):
        fetch()


def test_the_address_that_was_checked_is_the_one_connected_to(publisher):
    """A name that turns to this machine after the check is not followed there: it is resolved once a connection."""
    answers = [["192.0.2.1"], ["127.0.0.1"]]
    asked = []

    def rebinding(host, port, seconds):
        asked.append(host)
        return answers[min(len(asked), len(answers)) - 1]

    hosts = Hosts(frozenset({("rebound.example", publisher.port)}), resolve=rebinding)
    with pytest.raises(FetchError, match=r"192\.0\.2\.1"):
        Fetcher(hosts, Patience(tries=1)).get(f"https://rebound.example:{publisher.port}/report.pdf", MIB)
    assert (asked, publisher.asked) == (["rebound.example"], [])


def test_the_host_is_checked_again_where_the_connection_is_made(publisher):
    """Two programs may read one odd address two ways; only the last reading counts."""
    hosts = Hosts(frozenset({("portal.ct.gov", 443)}), local=True)
    with pytest.raises(FetchError, match=r"127\.0\.0\.1:\d+ is not a host that sources\.toml names"):
        Backend(time.monotonic() + 5, hosts).connect_tcp("127.0.0.1", publisher.port, 1)


@pytest.fixture
def trusted(tmp_path, monkeypatch):
    """The certificate of publisher.test, trusted, and a fetcher to which every name is this machine."""
    folder = certificate(tmp_path / "trust", "publisher.test")
    monkeypatch.setenv("SSL_CERT_FILE", str(folder / "cert.pem"))

    def fetcher(*names, patience=QUICK):
        hosts = Hosts(frozenset(names), local=True, resolve=lambda host, port, seconds: ["127.0.0.1"])
        return Fetcher(hosts, patience, lambda seconds: None)

    return folder, fetcher


def test_a_host_proves_its_name_while_its_checked_address_is_connected_to(trusted):
    folder, fetcher = trusted
    with serving(folder) as publisher:
        publisher.offer(PDF, "/report.pdf")
        got = fetcher(("publisher.test", publisher.port)).get(
            f"https://publisher.test:{publisher.port}/report.pdf", MIB
        )
    assert (got.content, publisher.headers[0]["Host"]) == (PDF, f"publisher.test:{publisher.port}")


def test_a_host_that_proves_another_name_is_not_asked(trusted):
    folder, fetcher = trusted
    with serving(folder) as publisher:
        address = f"https://other.test:{publisher.port}/report.pdf"
        with pytest.raises(HostUnreachableError, match=r"other\.test cannot be reached safely .*match"):
            fetcher(("other.test", publisher.port)).get(address, MIB)
        assert publisher.asked == []


def test_a_certificate_that_nobody_vouches_for_is_refused(trusted, monkeypatch):
    folder, fetcher = trusted
    monkeypatch.delenv("SSL_CERT_FILE")
    with serving(folder) as publisher:
        address = f"https://publisher.test:{publisher.port}/report.pdf"
        with pytest.raises(HostUnreachableError, match=r"publisher\.test cannot be reached safely .*self-signed"):
            fetcher(("publisher.test", publisher.port)).get(address, MIB)


def test_plain_http_where_tls_is_spoken_is_a_failure(trusted):
    _, fetcher = trusted
    with serving() as publisher:
        publisher.offer(HTML, "/report.pdf")
        with pytest.raises(HostUnreachableError, match="cannot be reached"):
            fetcher(("publisher.test", publisher.port)).get(f"http://publisher.test:{publisher.port}/report.pdf", MIB)
        assert publisher.asked == []


@pytest.fixture
def proxied(trusted, monkeypatch):
    """The same behind a proxy that knows where publisher.test is; here nobody does."""
    folder, _ = trusted
    with serving(folder) as publisher, serving(handler=Tunnel) as proxy:
        proxy.tunnels = {"publisher.test:443": publisher.port, "other.test:443": publisher.port}
        monkeypatch.setenv("HTTPS_PROXY", f"http://me:secret@127.0.0.1:{proxy.port}")
        publisher.offer(PDF, "/report.pdf")
        names = frozenset({("publisher.test", 443), ("other.test", 443), ("nobody.test", 443)})
        yield Fetcher(Hosts(names), QUICK, lambda seconds: None), publisher, proxy


def test_a_proxy_of_the_environment_is_used_and_resolves_names(proxied):
    fetcher, publisher, proxy = proxied
    assert fetcher.get("https://publisher.test/report.pdf", MIB).content == PDF
    assert (proxy.asked, publisher.asked) == (["publisher.test:443"], ["/report.pdf"])
    assert proxy.headers[0]["Proxy-Authorization"]
    assert publisher.headers[0]["Proxy-Authorization"] is None


def test_behind_a_proxy_a_host_still_proves_its_name(proxied):
    fetcher, publisher, _ = proxied
    with pytest.raises(HostUnreachableError, match=r"other\.test cannot be reached safely"):
        fetcher.get("https://other.test/report.pdf", MIB)
    assert publisher.asked == []


def test_behind_a_proxy_only_named_hosts_are_asked(proxied):
    fetcher, _, proxy = proxied
    with pytest.raises(FetchError, match=r"evil\.example is not a host"):
        fetcher.get("https://evil.example/report.pdf", MIB)
    assert proxy.asked == []


def test_what_a_proxy_cannot_reach_fails_in_words(proxied):
    fetcher, _, _ = proxied
    with pytest.raises(HostUnreachableError, match=r"nobody\.test cannot be reached through the proxy \(502"):
        fetcher.get("https://nobody.test/report.pdf", MIB)


def test_a_proxy_that_drips_is_given_up(proxied):
    fetcher, _, proxy = proxied
    in_time = within(3)
    proxy.send("publisher.test:443", b"HTTP/1.1 200 OK\r\nX-Long: ", b"x", every=0.02)
    with pytest.raises(FetchError, match="took too long"):
        fetcher.get("https://publisher.test/report.pdf", MIB, within=0.5)
    assert in_time()


def test_a_host_that_needs_no_proxy_is_asked_without(proxied, monkeypatch):
    fetcher, _, proxy = proxied
    monkeypatch.setenv("NO_PROXY", "publisher.test")
    with pytest.raises(HostUnreachableError):
        fetcher.get("https://publisher.test/report.pdf", MIB)
    assert proxy.asked == []


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "http://[::1", "gopher://x"])
def test_a_proxy_that_cannot_be_used_is_told(trusted, monkeypatch, proxy):
    _, fetcher = trusted
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    with pytest.raises(FetchError, match="the proxy that the environment names cannot be used"):
        fetcher(("publisher.test", 443)).get("https://publisher.test/report.pdf", MIB)
