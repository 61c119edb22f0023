"""Only hosts that sources.toml names are asked, over https, and only at addresses of the open internet."""

import ipaddress
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from publisher import listed

from corpus import home
from corpus.catalogue import sources
from corpus.errors import FetchError, HostUnreachableError
from corpus.hosts import Hosts, is_public, named, resolved

PUBLIC = ["1.1.1.1", "8.8.8.8", "140.82.112.3", "185.199.108.153", "2606:4700::1111", "2606:50c0:8000::153"]
SPECIAL = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "100::1",
    "2001:db8::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd12::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "64:ff9b:1::1",
]
CARRIED = ["::ffff:{}", "64:ff9b::{}"]


@pytest.mark.parametrize("address", PUBLIC)
def test_addresses_of_the_open_internet_may_be_asked(address):
    assert is_public(address)


@pytest.mark.parametrize("address", SPECIAL)
def test_private_local_and_reserved_addresses_may_not(address):
    assert not is_public(address)


@pytest.mark.parametrize("form", CARRIED)
@pytest.mark.parametrize("address", [one for one in SPECIAL if ":" not in one])
def test_nor_may_they_inside_an_ipv6_address(form, address):
    assert not is_public(form.format(address))


@pytest.mark.parametrize("form", CARRIED)
def test_an_open_address_inside_an_ipv6_address_may(form):
    assert is_public(form.format("140.82.112.3"))


@pytest.mark.parametrize("address", ["2002:7f00:1::", "2002:a00:1::1", "2001:0:7f00:1::1"])
def test_a_tunnel_to_a_private_address_is_private(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["", "localhost", "1.1.1", "0x7f000001", "2130706433", "127.1", "::g"])
def test_what_is_no_address_is_not_public(address):
    assert not is_public(address)


BLOCKS = ["10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "224.0.0.0/4", "fc00::/7"]


@given(st.sampled_from(BLOCKS).map(ipaddress.ip_network), st.integers(min_value=0))
def test_no_address_of_a_private_block_is_public(block, number):
    assert not is_public(str(block[number % block.num_addresses]))


def hosts(folder, *urls, local=False, **more):
    return named(sources(listed(folder, files={f"f{n}": (url, "pdf") for n, url in enumerate(urls)})), local, **more)


def test_every_address_of_the_bundled_list_is_one_that_may_be_asked():
    listed_ones = [one for one in sources(home.BUNDLED) if one.url]
    allowed = named(listed_ones)
    for source in listed_ones:
        assert allowed.checked(source.url).startswith("https://")


def test_where_github_keeps_its_archives_is_asked_only_if_github_is_named(tmp_path):
    with_it = named(sources(listed(tmp_path, "https://github.com/c/d")))
    assert with_it.checked("https://codeload.github.com/c/d/zip/abc")
    with pytest.raises(FetchError, match=r"codeload\.github\.com is not a host that sources\.toml names"):
        hosts(tmp_path, "https://portal.ct.gov/x.pdf").checked("https://codeload.github.com/c/d/zip/abc")


def test_an_http_link_is_tried_as_https_and_a_fragment_is_not_sent(tmp_path):
    allowed = hosts(tmp_path, "http://edsight.ct.gov/a.pdf", local=True)
    assert allowed.checked("http://edsight.ct.gov/a.pdf?b=c#d") == "https://edsight.ct.gov/a.pdf?b=c"
    assert allowed.checked("http://edsight.ct.gov:80/a.pdf") == "https://edsight.ct.gov/a.pdf"


@pytest.mark.parametrize(
    "address",
    [
        "ftp://portal.ct.gov/x",
        "file:///etc/passwd",
        "//portal.ct.gov/x",
        "https://portal.ct.gov@evil.example/x",
        "https://portal.ct.gov\\@evil.example/x",
        "https://user:secret@portal.ct.gov/x",
        "https://evil.example/portal.ct.gov",
        "https://portal.ct.gov.evil.example/x",
        "https://xportal.ct.gov/x",
        "https://portal.ct.gov./x",
        "https://portal.ct.gov:8443/x",
        "https://portal.ct.gov:99999999/x",
        "https://[::1/x",
        "https://127.0.0.1/x",
        "https:///x",
        "",
    ],
)
def test_other_addresses_are_refused(tmp_path, address):
    with pytest.raises(FetchError):
        hosts(tmp_path, "https://portal.ct.gov/x.pdf").checked(address)


def test_http_stays_http_on_this_machine_for_tests_only(tmp_path):
    address = "http://127.0.0.1:8080/x.pdf"
    assert hosts(tmp_path, address, local=True).checked(address) == address
    assert hosts(tmp_path, address).checked(address).startswith("https:")


def test_a_name_for_this_machine_is_refused_by_its_address():
    with pytest.raises(FetchError, match=r"localhost is at (127\.0\.0\.1|::1), which is not an address of the open"):
        Hosts(frozenset()).addresses("localhost", 443, 5)


def test_one_private_address_among_public_ones_is_enough_to_refuse():
    mixed = Hosts(frozenset(), resolve=lambda host, port, seconds: ["1.1.1.1", "10.0.0.1"])
    with pytest.raises(FetchError, match=r"at 10\.0\.0\.1"):
        mixed.addresses("mixed.example", 443, 5)


def test_allowing_this_machine_allows_no_other_private_address():
    allowed = Hosts(frozenset(), local=True, resolve=lambda host, port, seconds: [host])
    assert allowed.addresses("127.0.0.1", 80, 5) == ["127.0.0.1"]
    with pytest.raises(FetchError):
        allowed.addresses("169.254.169.254", 80, 5)


def test_the_system_resolver_knows_this_machine_and_no_invalid_name():
    assert set(resolved("localhost", 443, 5)) <= {"127.0.0.1", "::1"}
    with pytest.raises(HostUnreachableError, match=r"publisher\.invalid cannot be reached \("):
        resolved("publisher.invalid", 443, 5)


def test_a_silent_name_server_is_not_waited_for(monkeypatch):
    monkeypatch.setattr("socket.getaddrinfo", lambda *given, **more: time.sleep(1) or [])
    with pytest.raises(HostUnreachableError, match="no name server answers"):
        resolved("portal.ct.gov", 443, 0.05)
