# Everything sets itself up in .venv with nothing but python3 (3.11 or newer) and make.

PYTHON ?= python3
PORT ?= 8081
SEEDS ?= 200
FIRST ?= 0
SECONDS ?= 1200
KILLS ?= 10
VENV := .venv/bin

.PHONY: help demo test lint format screenshots docs bench torture mutation simulate lock clean
help:
	@echo "make demo [PORT=8081] [RESET=1]   try it: a chat page in your browser"
	@echo "make test                         every test"
	@echo "make lint | format                style and types"
	@echo "make docs                         the pages in docs/ that follow from tables"
	@echo "make bench                        speed, as ratios"
	@echo "make torture [KILLS=10] [SECONDS=1200]   kills and faults at length; goes on where it stopped"
	@echo "make mutation                     how many wrong ledgers the tests notice"
	@echo "make simulate [SEEDS=200] [FIRST=0]      the heart in simulated time"

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; choose it with: make PYTHON=/path/to/python3")'
	@$(PYTHON) -m venv .venv || { echo "python3 cannot make environments; on Debian: apt-get install python3-venv"; exit 1; }
	$(VENV)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(VENV)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: .venv/ready
	@$(VENV)/light-cavalry demo --port $(PORT) $(if $(RESET),--reset)

# Side by side; what measures a time comes after the rest, alone.
test: .venv/ready
	@sh tests/browser/provide_chromium.sh
	$(VENV)/python -m pytest --numprocesses auto --dist worksteal -m "not timed"
	$(VENV)/python -m pytest -m timed

lint: .venv/ready
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/mypy

format: .venv/ready
	$(VENV)/ruff check --fix .
	$(VENV)/ruff format .

# The pictures in docs/, taken by the tests that play the journeys.
screenshots: .venv/ready
	SCREENSHOTS=docs/screenshots $(VENV)/python -m pytest --quiet tests/browser/test_journey.py tests/browser/test_joining.py tests/browser/test_training.py tests/browser/test_broadcast.py

# docs/reports.md, from the table of a report's life.
docs: .venv/ready
	$(VENV)/python -m docs.make_reports_page

bench: .venv/ready
	$(VENV)/python -m tests.benchmarks

torture: .venv/ready
	$(VENV)/python -m tests.torture --kills $(KILLS) --seconds $(SECONDS) --state .torture

mutation: .venv/ready
	$(VENV)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/mutation/requirements.lock
	$(VENV)/python -m tests.mutation

simulate: .venv/ready
	$(VENV)/python -m tests.simulation --seeds $(SEEDS) --first $(FIRST)

# The lock serves every platform and holds hashes and no addresses; uv is needed only to make it anew.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --group dev pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --group mutation --constraint requirements.lock -o tests/mutation/requirements.lock

clean:
	rm -rf .venv .demo .torture .mypy_cache .ruff_cache .pytest_cache .hypothesis build *.egg-info
