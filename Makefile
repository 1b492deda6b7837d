# Every target sets up all it needs: make, a POSIX shell and some python3 are enough to begin.
# Options for the command go into ARGS, for example: make chat ARGS="--person Ann".
.POSIX:
.PHONY: help chat voice serve train test coverage lint format types bench bench-fuzz bench-nlu bench-page bench-triage bench-voice \
	cluster-test setup setup-dev clean

ARGS =
BIN = .venv/bin

help:
	@echo "make chat    talk with the coach in the terminal"
	@echo "make voice   a hands-free session with microphone and speaker"
	@echo "make serve   the coach as a server on this machine"
	@echo "make test    all tests"
	@echo "More: train, coverage, lint, format, types, bench, cluster-test, clean. See README.md."

setup:
	@sh scripts/setup.sh

setup-dev:
	@sh scripts/setup.sh --dev

chat voice serve train: setup
	@$(BIN)/spinecoach $@ $(ARGS)

test: setup-dev
	@$(BIN)/python -m pytest $(ARGS)

coverage: setup-dev
	@$(BIN)/coverage run -m pytest $(ARGS) && $(BIN)/coverage report

lint: setup-dev
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

format: setup-dev
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format .

types: setup-dev
	@$(BIN)/mypy coach assistant actions voice spinecoach bench

bench bench-fuzz bench-nlu bench-page bench-triage bench-voice: setup-dev
	@$(BIN)/python -m bench $@ $(ARGS)

cluster-test: setup-dev
	@$(BIN)/python -m pytest tests/cluster $(ARGS)

clean:
	rm -rf .venv .tools models
