"""Image files, made safe to keep: decoded and encoded anew in a process that has nothing to lose.

A process for each image: starting one costs 0.2 s, image files are rare, and there is no pool to mend when hostile
bytes have broken its worker. The process gets the bytes and nothing else of ours: no environment, no open files.
"""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import dataclass
from pathlib import Path

from bot.photos import LARGEST_FILE, NotAPhoto, Unfit

WORKER = Path(__file__).with_name("imaging_worker.py")
AT_ONCE = 1  # processes; each takes a core for up to a second
TIME_LIMIT = 30.0  # seconds for one image; 64 megapixels of HEIC take about five


@dataclass(frozen=True, slots=True)
class DevelopedPhoto:
    """A JPEG of pixels alone; sides in pixels; `place` is latitude and longitude in degrees, if the file named one."""

    data: bytes
    width: int
    height: int
    place: tuple[float, float] | None


class Darkroom:
    """Develops image files, one after the other."""

    def __init__(self, time_limit: float = TIME_LIMIT) -> None:
        self._time_limit = time_limit
        self._places = asyncio.Semaphore(AT_ONCE)

    async def develop(self, content: bytes) -> DevelopedPhoto:
        """Make a photo of an image file of any kind we take. Raises NotAPhoto."""
        if len(content) > LARGEST_FILE:
            raise NotAPhoto(Unfit.TOO_BIG)
        async with self._places:
            return _read(await self._ask_worker(content))

    async def _ask_worker(self, content: bytes) -> bytes:
        # -I: isolated from the environment and the working directory, either of which could name other modules.
        worker = await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            str(WORKER),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={},
        )
        try:
            async with asyncio.timeout(self._time_limit):
                answer, _ = await worker.communicate(content)
        except TimeoutError:
            raise NotAPhoto(Unfit.TOO_MANY_PIXELS) from None
        finally:
            if worker.returncode is None:
                worker.kill()
                await worker.wait()
        return answer


def _read(answer: bytes) -> DevelopedPhoto:
    """The worker's answer; one that died has none."""
    line, _, image = answer.partition(b"\n")
    try:
        head = json.loads(line)
    except ValueError:
        raise NotAPhoto(Unfit.BROKEN) from None
    if "reason" in head:
        raise NotAPhoto(Unfit(head["reason"]))
    place = head["place"]
    return DevelopedPhoto(
        image, head["width"], head["height"], None if place is None else (place[0], place[1])
    )
