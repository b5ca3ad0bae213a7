"""The fence around the tests is there."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import pytest

OUTSIDE = "192.0.2.1"  # reserved for documentation (RFC 5737): nobody is there


def test_no_test_connects_beyond_this_machine() -> None:
    with socket.socket() as connection, pytest.raises(AssertionError, match=OUTSIDE):
        connection.connect((OUTSIDE, 80))


def test_no_test_sends_a_datagram_beyond_this_machine() -> None:
    with (
        socket.socket(type=socket.SOCK_DGRAM) as connection,
        pytest.raises(AssertionError, match=OUTSIDE),
    ):
        connection.sendto(b"x", (OUTSIDE, 9))


@pytest.mark.parametrize("host", ["", "0.0.0.0"])
def test_no_test_listens_to_the_world(host: str) -> None:
    with socket.socket() as listening, pytest.raises(AssertionError, match="only loopback"):
        listening.bind((host, 0))


async def test_no_test_asks_for_a_foreign_name() -> None:
    with pytest.raises(AssertionError, match=r"api\.telegram\.org"):
        await asyncio.open_connection("api.telegram.org", 443)


@pytest.mark.parametrize(("family", "host"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET, "localhost")])
def test_loopback_is_open(family: socket.AddressFamily, host: str) -> None:
    with socket.socket(family) as listening:
        listening.bind((host, 0))
        listening.listen()
        socket.create_connection(listening.getsockname()).close()


def test_unix_sockets_are_open(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "s"))
