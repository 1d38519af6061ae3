"""Where nothing is ever sent (SSRF): forms of addresses, names that lead inside, names that change."""

from collections.abc import Sequence

import pytest

from station.adapters.outbound.poster import GuardedPoster, Limits
from station.domain.outbound.addresses import Allowed, Blocked, Unfit, endpoint_of
from station.domain.outbound.destinations import Failure
from station.outbound_ports import NotSent
from tests.support.receiver import LOOPBACK, Say, receiving

ANY = Allowed(hosts=("*",))


def why(url: str, allowed: Allowed = ANY) -> Unfit | None:
    try:
        endpoint_of(url, allowed)
    except Blocked as blocked:
        return blocked.why
    return None


@pytest.mark.parametrize(
    ("url", "unfit"),
    [
        ("https://hooks.example.com/a?b=c", None),
        ("https://8.8.8.8/", None),
        ("http://hooks.example.com/", Unfit.NOT_HTTPS),
        ("https://127.0.0.1/", Unfit.PRIVATE_ADDRESS),
        ("https://10.1.2.3/", Unfit.PRIVATE_ADDRESS),
        ("https://169.254.169.254/latest/meta-data", Unfit.PRIVATE_ADDRESS),
        ("https://100.64.0.1/", Unfit.PRIVATE_ADDRESS),
        ("https://0.0.0.0/", Unfit.PRIVATE_ADDRESS),
        ("https://224.0.0.1/", Unfit.PRIVATE_ADDRESS),
        ("https://255.255.255.255/", Unfit.PRIVATE_ADDRESS),
        ("https://[::1]/", Unfit.PRIVATE_ADDRESS),
        ("https://[::]/", Unfit.PRIVATE_ADDRESS),
        ("https://[::ffff:127.0.0.1]/", Unfit.PRIVATE_ADDRESS),
        ("https://[::ffff:a9fe:a9fe]/", Unfit.PRIVATE_ADDRESS),
        ("https://[64:ff9b::7f00:1]/", Unfit.PRIVATE_ADDRESS),
        ("https://[2002:7f00:1::]/", Unfit.PRIVATE_ADDRESS),
        ("https://[fe80::1%25eth0]/", Unfit.PRIVATE_ADDRESS),
        ("https://[fd00::1]/", Unfit.PRIVATE_ADDRESS),
        ("https://[ff02::1]/", Unfit.PRIVATE_ADDRESS),
        ("https://2130706433/", Unfit.NOT_AN_ADDRESS),
        ("https://0177.0.0.1/", Unfit.NOT_AN_ADDRESS),
        ("https://0x7f.0.0.1/", Unfit.NOT_AN_ADDRESS),
        ("https://127.1/", Unfit.NOT_AN_ADDRESS),
        ("https://0x7f000001/", Unfit.NOT_AN_ADDRESS),
        ("https://user:pass@hooks.example.com/", Unfit.NAME_AND_PASSWORD),
        ("https://hooks.example.com@127.0.0.1/", Unfit.NAME_AND_PASSWORD),
        ("https://8.8.8.8:22/", Unfit.NOT_ALLOWED_PORT),
        ("https://hooks.example.com:99999/", Unfit.NOT_AN_ADDRESS),
        ("https://hooks.example.com\\@127.0.0.1/", Unfit.NOT_AN_ADDRESS),
        ("https://１27.0.0.1/", Unfit.NOT_AN_ADDRESS),
        ("https:///path", Unfit.NOT_AN_ADDRESS),
        ("file:///etc/passwd", Unfit.NOT_AN_ADDRESS),
        ("gopher://hooks.example.com/", Unfit.NOT_AN_ADDRESS),
        ("https://a b/", Unfit.NOT_AN_ADDRESS),
        ("https://hooks.example.com/\r\nX: y", Unfit.NOT_AN_ADDRESS),
    ],
)
def test_what_can_be_told_from_an_address_alone(url: str, unfit: Unfit | None) -> None:
    assert why(url) is unfit


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("shop.example", True),
        ("SHOP.example.", True),
        ("a.hooks.example", True),
        ("hooks.example", False),
        ("evilhooks.example", False),
        ("shop.example.evil.test", False),
    ],
)
def test_only_hosts_that_the_site_allows(host: str, allowed: bool) -> None:
    known = Allowed(hosts=("shop.example", "*.hooks.example"))
    assert why(f"https://{host}/", known) is (None if allowed else Unfit.NOT_ALLOWED_HOST)


def test_nothing_is_allowed_by_default() -> None:
    assert why("https://hooks.example.com/", Allowed()) is Unfit.NOT_ALLOWED_HOST


class Names:
    """A resolver that gives another answer each time."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked = 0

    def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked += 1
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def refused(poster: GuardedPoster, url: str) -> Failure:
    with pytest.raises(NotSent) as caught:
        poster.post(url, b"{}", {})
    return caught.value.how.why


@pytest.mark.parametrize(
    "addresses",
    [
        ("127.0.0.1",),
        ("169.254.169.254",),
        ("::ffff:10.0.0.1",),
        ("203.0.114.1", "192.168.1.1"),
        ("64:ff9b::a9fe:a9fe",),
        (),
    ],
)
def test_a_name_that_leads_inside_is_refused_with_no_connection(addresses: tuple[str, ...]) -> None:
    with receiving() as receiver:
        port = int(receiver.url.split(":")[2].split("/")[0])
        poster = GuardedPoster(Allowed(hosts=("*",), ports=(port,)), resolve=Names(addresses))
        assert refused(poster, f"https://inside.example:{port}/") is Failure.NOT_ALLOWED
        assert receiver.got == []


def test_a_name_that_changes_is_asked_once_and_goes_where_it_was_checked() -> None:
    """A second look would lead to 169.254.169.254; the connection goes to the address of the first."""
    names = Names(("127.0.0.1",), ("169.254.169.254",))
    with receiving() as receiver:
        port = receiver.url.split(":")[2].split("/")[0]
        allowed = Allowed(hosts=("changes.example",), networks=("127.0.0.1/32",))
        answer = GuardedPoster(allowed, resolve=names).post(f"http://changes.example:{port}/hook", b"{}", {})
        assert (answer.status, names.asked) == (200, 1)
        assert receiver.got[0].headers["host"] == f"changes.example:{port}"
        assert refused(GuardedPoster(allowed, resolve=names), f"http://changes.example:{port}/") is (
            Failure.NOT_ALLOWED
        )


def test_http_goes_into_networks_of_the_site_alone() -> None:
    allowed = Allowed(hosts=("*",), networks=("127.0.0.1/32",))
    poster = GuardedPoster(allowed, resolve=Names(("8.8.8.8",)))
    assert refused(poster, "http://hooks.example.com/") is Failure.NOT_ALLOWED


def test_no_more_of_an_answer_is_read_than_is_shown() -> None:
    with receiving(Say(500, body=b"x" * 5_000_000)) as receiver:
        answer = GuardedPoster(LOOPBACK).post(receiver.url, b"{}", {})
    assert len(answer.body) == 64 * 1024
    assert len(answer.said) <= 400


def test_tls_that_nobody_vouches_for_is_refused() -> None:
    with receiving() as receiver:
        url = receiver.url.replace("http://", "https://")
        poster = GuardedPoster(LOOPBACK, limits=Limits(connect=2, whole=2))
        assert refused(poster, url) in (Failure.BAD_CERTIFICATE, Failure.BROKEN_OFF)


def test_a_header_that_cannot_be_written_is_said_and_stops_nobody_else() -> None:
    with receiving() as receiver, pytest.raises(NotSent) as caught:
        GuardedPoster(LOOPBACK).post(receiver.url, b"{}", {"Authorization": "Bearer ж\r\nX: y"})
    assert caught.value.how.why is Failure.CANNOT_BE_TOLD
    assert receiver.got == []
