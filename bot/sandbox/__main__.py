"""``python -m bot.sandbox --port 8081 [--state FILE]``"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from bot.sandbox.server import run


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description="Telegram on your desk")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument(
        "--state", type=Path, help="the SQLite file that keeps everything; none: forget it at the end"
    )
    options = parser.parse_args()
    try:
        run(options.port, options.state, announce=lambda address: print(f"sandbox: {address}", flush=True))
    except OSError as error:
        sys.exit(f"port {options.port} cannot be used: {os.strerror(error.errno or 0)}")


if __name__ == "__main__":
    main()
