# make site   installs what is needed and builds the example site into output/
# make test   installs what the tests need (Chromium and the checkers included) and runs every check
# make laws   the law of one truth in all media (tests/truth), held against projects drawn at random, and deploys that are
#             killed at a hundred moments on each kind of place; two thousand sequences of edits, each built bit by bit and
#             anew (two hours); builds, inboxes and previews killed, on full disks and under jumping clocks, a hundred
#             times each; 5,000 damaged texts for whatever reads what others wrote; 2,000 edits of any file, by forms,
#             text editors and undo side by side; the editor's screens in every language and width
# make docs   builds the documentation's site into build/docs, to look at; URL=https://… EMAIL=… for where it is published
# make audit  asks whether a weakness is known in any of the packages of constraints.txt (needs the network; 3: not all of
#             them could be asked for)
# make lowest installs the oldest versions that pyproject.toml allows beside, and runs the tests that use most of them
# make pythons  runs the tests that use most of the packages with each Python of this machine that is promised, 3.11 to 3.14;
#             and installs wheel and sdist into empty environments of each, with the oldest and the newest packages
# make bench  builds from nothing and after each kind of change at 100 cases, beside Hugo, Eleventy, Pelican and MkDocs
#             (a few minutes); table and chart in benchmarks/results. COUNTS="100 1000" RUNS=5 for others
# make bench-commands  the commands of every day on the example site; `make bench` runs it too
# make bench-all  the same at 100, 1,000 and 10,000 cases, growth, and preview (hours)
# make bench-growth  clean builds of up to 100,000 pages, time and memory (an hour; GROWTH="1000 3000" for others)
# make bench-build  clean builds alone, beside Hugo
# make bench-rebuild  builds after each kind of change, beside Hugo
# make bench-inbox  forms sent to a real inbox at a steady rate, killed in between; none may be lost
# make soak   an hour of light load on a real inbox while its project changes every minute: nothing lost, health true,
#             memory flat
# make bench-preview  preview alone, from saving a file to seeing it, beside hugo server and eleventy --serve
# make bench-editor  the editor alone, from typing and from saving to the page shown, at 1,000 cases
# make bench-cards  picture cards, one after another
# make bench-deploy  10,000 files to four kinds of place, and then one that changed
# make fix    formats the code and mends what the linter can

PYTHON ?= python3
BIN := .venv/bin
# One more than there are processors: servers and browsers wait much of their time.
JOBS ?= $(shell $(PYTHON) -c 'import os; print(1 + (os.cpu_count() or 1))')
LAWS ?= 12
COUNTS ?= 100
RUNS ?= 3
GROWTH ?= 1000 3000 10000 30000 68000

# Whatever is imported is declared, and whatever is declared is used; what tests and tools import may be for them alone.
DEPTRY = $(BIN)/deptry site_gen && $(BIN)/deptry --ignore DEP002,DEP004 --exclude '.*/node_modules' tests benchmarks tools

# Each file's tests in one process, since they share servers; files that take long are begun first (tests/conftest.py).
BESIDE = -n $(JOBS) --dist loadfile --no-loadscope-reorder

# What uses most of the packages: the whole way of a project, photos, fonts, PDFs, forms, the inbox, hosts.
LOWEST = -W default -m "not browser and not laws" tests/builder/test_pipeline.py tests/render tests/imaging tests/load/test_project.py \
	tests/inbox/test_store.py tests/inbox/test_http.py tests/inbox/test_connections.py tests/exports tests/deploy/test_folder.py tests/sources tests/cli/test_build.py

.PHONY: site docs test check laws audit lowest pythons fix clean bench bench-commands bench-all bench-growth bench-build bench-rebuild bench-profile \
	bench-preview bench-editor bench-inbox bench-cards bench-deploy soak
.DELETE_ON_ERROR:

site: .venv/.site
	$(BIN)/python -m tools.example

docs: .venv/.site
	$(BIN)/python -m tools.docs_site $(URL) $(EMAIL)

# Browsers, servers and databases share the machine's cores: what fails is run once more, alone, and must pass then;
# it is named at the end as flaky.
test: .venv/.test
	tools/install-chromium.sh >/dev/null
	tools/install-checkers.sh
	tools/install-servers.sh
	tools/install-poppler.sh >/dev/null
	tools/install-wrangler.sh >/dev/null
	tools/install-oracle.sh >/dev/null
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(DEPTRY)
	$(BIN)/python -m tools.run_tests $(BESIDE)

# Without the browser: under two minutes, for while one works.
check: .venv/.test
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(DEPTRY)
	$(BIN)/python -m tools.run_tests $(BESIDE) -m "not browser and not slow and not laws"

# The fixed examples first. LAWS=100 draws that many projects for each of the laws.
laws: .venv/.test
	tools/install-poppler.sh >/dev/null
	RANDOM=1 $(BIN)/pytest $(BESIDE) -m hypothesis
	$(BIN)/pytest $(BESIDE) tests/truth
	LAWS=$(LAWS) $(BIN)/pytest -m laws tests/truth
	SEQUENCES=2000 $(BIN)/pytest $(BESIDE) tests/builder/test_incremental.py -k any_edits
	KILLS=100 $(BIN)/pytest -m "laws or not laws" -k "kill or cut" tests/deploy/stores/test_deploys.py
	HOSTILE=10000 $(BIN)/pytest -m laws -k thousands tests/inbox/test_hostile.py
	KILLS=100 $(BIN)/pytest tests/deploy/apis/test_cloudflare_faults.py
	KILLS=100 FAULTS=100 $(BIN)/pytest -m "laws or not laws" tests/builder/test_faults.py tests/inbox/test_faults.py tests/preview/test_faults.py
	$(BIN)/pytest -m laws tests/actions tests/deploy tests/cli tests/social tests/pages tests/schedules tests/builder \
		tests/test_laws.py tests/test_package.py tests/test_distribution.py tests/test_broken_told.py tests/test_docs_examples.py
	FUZZ=5000 $(BIN)/pytest -n $(JOBS) tests/test_readers.py
	EDITS=2000 $(BIN)/pytest $(BESIDE) -m "laws or not laws" tests/sources/test_edits.py tests/editor tests/actions/test_saving.py
	$(BIN)/pytest -m laws tests/browser tests/inbox/test_killed.py tests/inbox/test_connections.py
	CHANGES=2000 $(BIN)/pytest -m "laws or not laws" tests/preview/test_law.py

# pip-audit in an environment of its own: it brings forty packages along.
audit: .venv/.audit
	$(BIN)/python -m tools.audit .venv/audit/bin/pip-audit

lowest: .venv/.lowest
	.venv/lowest/bin/python -m pytest -q -n $(JOBS) $(LOWEST)

pythons: .venv/.test
	set -e; $(BIN)/python -m tools.pythons | while read -r version python; do \
		echo "Python $$version"; \
		"$$python" -m venv .venv/pythons/$$version; \
		.venv/pythons/$$version/bin/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'; \
		.venv/pythons/$$version/bin/python -m pytest -q -n $(JOBS) $(LOWEST) </dev/null; \
	done
	$(BIN)/python -m pytest -m laws tests/test_package.py tests/test_distribution.py

fix: .venv/.test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: bench-commands
	$(BIN)/python -m benchmarks.compare --counts $(COUNTS) --runs $(RUNS)

bench-commands: .venv/.test
	$(BIN)/python -m benchmarks.commands

bench-all: bench-growth bench-preview bench-commands
	$(BIN)/python -m benchmarks.compare --counts 100 1000 10000 --runs $(RUNS)

bench-growth: .venv/.test
	$(BIN)/python -m benchmarks.growth --counts $(GROWTH)

bench-build: .venv/.test
	$(BIN)/python -m benchmarks.build

bench-rebuild: .venv/.test
	$(BIN)/python -m benchmarks.rebuild

bench-profile: .venv/.test
	$(BIN)/python -m benchmarks.profile

bench-preview: .venv/.test
	$(BIN)/python -m benchmarks.preview

bench-editor: .venv/.test
	$(BIN)/python -m benchmarks.editor

bench-cards: .venv/.test
	$(BIN)/python -m benchmarks.cards

bench-deploy: .venv/.test
	$(BIN)/python -m benchmarks.deploy

bench-inbox: .venv/.test
	$(BIN)/python -m benchmarks.inbox

# SOAK=10 lets it run for so many minutes.
soak: .venv/.test
	$(BIN)/python -m benchmarks.soak

# Exactly the versions of constraints.txt, the build tools included; what comes as source alone (pyftpdlib) is built by setuptools.
.venv/.python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --constraint constraints.txt pip
	touch $@

.venv/.site: .venv/.python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --constraint constraints.txt hatchling editables
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --no-build-isolation --editable .
	touch $@

.venv/.test: .venv/.site
	$(BIN)/python -m pip install --quiet --constraint constraints.txt setuptools
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --no-build-isolation --editable '.[dev]'
	touch $@

.venv/.audit: .venv/.python
	$(PYTHON) -m venv .venv/audit
	.venv/audit/bin/python -m pip install --quiet pip-audit
	touch $@

# The oldest of what is asked for, and the newest of what that brings along; the tests' own tools as ever.
.venv/.lowest: .venv/.site pyproject.toml tools/lowest.py
	$(PYTHON) -m venv .venv/lowest
	$(BIN)/python -m tools.lowest > .venv/lowest/lowest.txt
	.venv/lowest/bin/python -m pip install --quiet --constraint .venv/lowest/lowest.txt --editable '.[dev]'
	touch $@

clean:
	rm -rf .venv .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache tests/browser/node_modules tests/wrangler/node_modules
