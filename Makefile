# The commands of this project. `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help up test format prove-up prove-kill prove-erase prove-import prove-people prove-thanks prove-mine prove-raw prove-chance prove-spark test-live prove-slow bench bench-people bench-questions bench-unusual bench-topics bench-hooks pictures backup doctor lock clean

PYTHON ?= python3
BIN := .venv/bin
APT := DEBIAN_FRONTEND=noninteractive apt-get -qq
ROOT := [ "$$(id -u)" = 0 ]

help:  ## List what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

up: .venv/up  ## Start Rapport: database, pages, worker. Ctrl-C stops it, a second time finds everything as it was
	@exec $(BIN)/rapport up

test: .venv/test chromium  ## Run everything that checks: ruff, mypy, import-linter, pytest with PostgreSQL and a browser
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@env -u DJANGO_SETTINGS_MODULE -u RAPPORT_HOME -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest -n 3 -q -m "not slow"

format: .venv/test  ## Put the code into the one format
	@$(BIN)/ruff format && $(BIN)/ruff check --fix

prove-up: .venv/test  ## Kill each process of a running home, amid heavy writes too, and see that nothing is lost or left
	@$(BIN)/python -m tests.prove.up

prove-kill: .venv/test  ## Kill appends, the copy's job and its rebuild hundreds of times, and see nothing lost, nothing twice
	@$(BIN)/python -m tests.prove.kill

prove-erase: .venv/test  ## Erase people and texts, replay the old archives, and see that nothing comes back
	@$(BIN)/python -m tests.prove.erase

prove-import: .venv/test  ## Damage archives in every way, ten minutes a reader: no crash, no hang, no good record lost (KINDS="git slack-people …")
	@$(BIN)/python -m tests.prove.imports $(KINDS)

prove-people: .venv/test  ## Merge, part, keep apart and take back in 10,000 random ways: the map is what the decisions that hold say
	@export PROVE_SEQUENCES=$${PROVE_SEQUENCES:-10000} PROVE_SEED=$${PROVE_SEED:-$$(shuf -i 1-4000000000 -n 1)}; \
	  echo "PROVE_SEED=$$PROVE_SEED PROVE_SEQUENCES=$$PROVE_SEQUENCES"; \
	  $(BIN)/python -m pytest -n 2 -q tests/people/test_map_property.py

prove-thanks: .venv/test  ## Write letters to 10,000 people with hostile names and histories; a checker of its own holds each word against the record
	@PROVE_PEOPLE=$${PROVE_PEOPLE:-10000} $(BIN)/python -m pytest -q -s tests/people/thanks/test_thanks_prove.py

prove-mine: .venv/test chromium  ## Sign in at a real OpenID Connect server and a real one of the Fediverse, in a browser, as far as the erasure
	@sh tests/people/mine/servers/get.sh $(CURDIR)/.venv/prove
	@PROVE_SERVERS=$(CURDIR)/.venv/prove $(BIN)/python -m pytest -q tests/people/mine/test_mine_real.py

test-live: .venv/test  ## Hold what platforms are asked, and what stand-ins answer, against the platforms' own descriptions
	@npm install --silent --no-fund --no-audit --prefix $(CURDIR)/.venv/live @octokit/graphql-schema@15.26.1 @octokit/openapi@23.0.2
	@LIVE_DESCRIPTIONS=$(CURDIR)/.venv/live $(BIN)/python -m pytest -q tests/live

prove-spark: .venv/test .venv/spark java  ## Ask every number of DuckDB and of a Spark cluster: equal answers, and how long each takes
	@$(BIN)/python -m tests.prove.spark.answers
	@$(BIN)/python -m tests.prove.spark.times

prove-raw: .venv/test  ## Work the numbers of real archives out again from their raw files, by a script that shares no code with the product
	@$(BIN)/python -m tests.prove.raw $(SOURCES)

prove-chance: .venv/test  ## Look daily at communities in which nothing changes: how often is "more than chance" said? And how soon where it does
	@$(BIN)/python -m tests.prove.chance $(RUNS)

prove-slow: .venv/test chromium  ## Run the tests that are too slow for every day: each page in all four looks, restores, 200 examples of each property
	@env -u DJANGO_SETTINGS_MODULE -u RAPPORT_HOME -u PYTHONDONTWRITEBYTECODE PROVE_EXAMPLES=200 $(BIN)/python -m pytest -n 2 -q -m "slow or hypothesis"

bench: .venv/test  ## Measure speed and memory, the figures of docs/performance.md
	@$(BIN)/python -m tests.bench

bench-people: .venv/test  ## Measure who is who: how right on real projects' aliases, how fast on a million accounts (MAILMAPS=folder)
	@$(BIN)/python -m tests.bench.people $(MAILMAPS)

bench-questions: .venv/test  ## Measure how often it is right that a message asks, on messages that were read and labelled
	@$(BIN)/python -m tests.bench.questions

bench-unusual: .venv/test  ## Hold what a day is expected to bring against "as a week ago" on real projects, and count false alarms
	@$(BIN)/python -m tests.bench.unusual

bench-topics: .venv/test  ## Measure topics on real texts: how good, how steady from week to week, how often one is rising by chance
	@nice -n 10 $(BIN)/python -m tests.bench.topics

bench-hooks: .venv/test  ## Send a running home 500 events a second for a minute: how soon it answers, and whether all are kept once
	@$(BIN)/python -m tests.bench.hooks

pictures: .venv/test chromium  ## Make the pictures of the documents anew, from the running product
	@$(BIN)/python docs/pictures.py

backup: .venv/up  ## Write database and keys to one file: make backup FILE=rapport.tar
	@$(BIN)/rapport backup $(or $(FILE),rapport-$(shell date +%Y-%m-%d).tar)

doctor: .venv/up  ## Look at everything that can be wrong, and say what to do about it
	@$(BIN)/rapport doctor

lock:  ## Choose the newest allowed version of every dependency and write the lock files
	@$(PYTHON) -m venv .venv/uv && .venv/uv/bin/pip -q install uv
	@.venv/uv/bin/uv pip compile -q --no-strip-extras --upgrade --python-version 3.11 --generate-hashes pyproject.toml -o requirements.lock
	@.venv/uv/bin/uv pip compile -q --no-strip-extras --python-version 3.11 --generate-hashes --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	@.venv/uv/bin/uv pip compile -q --no-strip-extras --python-version 3.11 --generate-hashes --group spark -c requirements.lock -o requirements-spark.lock

clean:  ## Remove what was installed and cached here; the home (your data) is never touched
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# A stamp tells that what the lock file names is installed, so that the second time needs no network and no time.
.venv/up: requirements.lock pyproject.toml | .venv/bin/pip
	@echo "Installing what Rapport stands on. This happens once; it takes about a minute."
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.lock
	@$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/test: requirements-dev.lock pyproject.toml | .venv/bin/pip
	@echo "Installing Rapport and what its tests need. This happens once; it takes about a minute."
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes --only-binary :all: -r requirements-dev.lock
	@$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/spark: requirements-spark.lock | .venv/test
	@echo "Installing Apache Spark, 460 MB. This happens once."
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-spark.lock
	@touch $@

.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Rapport needs Python 3.11 or later; '$(PYTHON)' is older or missing. Name another one: make PYTHON=python3.12 up"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
	  $(ROOT) && $(APT) update && $(APT) install -y python3-venv >/dev/null; } || { \
	  echo "Python's venv module is missing. As root, run: apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv .venv

.PHONY: chromium
chromium:
	@command -v chromium >/dev/null || { \
	  $(ROOT) && $(APT) update && $(APT) install -y chromium >/dev/null; } || \
	  echo "Chromium is missing, so the browser tests are skipped. As root, run: apt-get install chromium"

.PHONY: java
java:
	@command -v java >/dev/null || { \
	  $(ROOT) && $(APT) update && $(APT) install -y openjdk-17-jre-headless >/dev/null; } || { \
	  echo "Java 17 is missing, on which Spark runs. As root, run: apt-get install openjdk-17-jre-headless"; exit 1; }
