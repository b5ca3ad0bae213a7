"""What holds for every test: nothing beyond this machine, and hypothesis without a stopwatch."""

from __future__ import annotations

import os
import sys
from ipaddress import ip_address

from hypothesis import HealthCheck, settings

# As the transport sets it: otherwise making a RetryAfter warns, and warnings are errors here.
os.environ.setdefault("PTB_TIMEDELTA", "true")

settings.register_profile("local", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("local"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")

TALKING = frozenset({"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"})


class BeyondThisMachine(AssertionError):
    """A test tried to reach, or be reached from, the world outside."""


def stay_on_this_machine(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse every address that is not loopback; unix sockets have none."""
    if event == "socket.getaddrinfo":
        refuse_unless_local(arguments[0])
    elif event in TALKING and isinstance(arguments[1], tuple):
        refuse_unless_local(arguments[1][0])


def refuse_unless_local(host: object) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name not in (None, "localhost") and not is_loopback(str(name)):
        raise BeyondThisMachine(f"a test uses the address {name!r}; only loopback is allowed")


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


# An audit hook sees every Python socket, whichever library opened it; it stays for the whole run.
sys.addaudithook(stay_on_this_machine)
