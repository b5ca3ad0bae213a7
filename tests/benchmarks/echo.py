"""Echoes per second, and CPU for each: this heart against a bare python-telegram-bot Application."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Timer
from typing import IO

from tests.benchmarks.figures import Figure, at_least, middle

AIM = 3.0  # times as many
CONCURRENCY = (1, 4, 16, 64)  # what concurrent_updates is tried with; 1 is PTB's default, one after the other
PATIENCE = 120.0  # seconds for one run
TRIAL = 0.25  # of the updates, to find out which is best


@dataclass(frozen=True, slots=True)
class Score:
    """One run: echoes per second, and milliseconds of CPU for each."""

    rate: float
    cpu: float


def measure(updates: int, repeats: int) -> Iterator[Figure]:
    """The two in turn, `repeats` times over."""
    best = max(CONCURRENCY, key=lambda concurrent: run(f"ptb:{concurrent}", int(updates * TRIAL)).rate)
    rounds = [(run("heart", updates), run(f"ptb:{best}", updates)) for _ in range(repeats)]
    bare = f"bare PTB, concurrent_updates={best}"
    yield Figure("echo, this heart", middle([heart.rate for heart, _ in rounds]), "updates/s")
    yield Figure(f"echo, {bare}", middle([ptb.rate for _, ptb in rounds]), "updates/s")
    yield Figure("CPU, this heart", middle([heart.cpu for heart, _ in rounds]), "ms/update")
    yield Figure(f"CPU, {bare}", middle([ptb.cpu for _, ptb in rounds]), "ms/update")
    ratio = middle([heart.rate / ptb.rate for heart, ptb in rounds])
    yield at_least("echo gain over bare PTB", ratio, "times", AIM)


def run(kind: str, updates: int) -> Score:
    """One contestant against a stub of its own."""
    with module("tests.benchmarks.stub", str(updates)) as stub:
        address = value(stub.stdout, "address: ")
        with module("tests.benchmarks.contestants", kind, address) as bot:
            giving_up = Timer(PATIENCE, stub.kill)
            giving_up.start()
            seconds = float(value(stub.stdout, "seconds: "))
            giving_up.cancel()
            assert bot.stdin is not None
            bot.stdin.close()
            cpu = float(value(bot.stdout, "cpu: "))
    return Score(updates / seconds, 1000 * cpu / updates)


def module(*arguments: str) -> subprocess.Popen[str]:
    """A process that ends when its standard input is closed, as the end of its `with` block does."""
    command: Sequence[str] = (sys.executable, "-m", *arguments)
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def value(output: IO[str] | None, label: str) -> str:
    assert output is not None
    for line in output:
        if line.startswith(label):
            return line.removeprefix(label).strip()
    raise RuntimeError(f"the process ended without saying its {label.strip(': ')}")
