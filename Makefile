# Lotsen. `make` lists the tasks; `make run` and `make test` do all the set-up they need.
.PHONY: help setup run train train-full ablation talk-test redaction-report redaction-folds prove-retention canary widget-report desk-bench desk-pictures desk-walk bench workers soak chaos fuzz test check data-check evaluate servers lock clean

PYTHON := .venv/bin/python
SET ?= tests/evaluation/dev.jsonl
export RASA_TELEMETRY_ENABLED := false
export OMP_NUM_THREADS := 1

help: ## List the tasks
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

setup: ## Make .venv from the lock file (does nothing when it fits)
	@./setup.sh

run: setup ## Train if needed, fill the database, start everything, print the chat page's address
	@$(PYTHON) -m bot.run

train: setup ## Train the model if it no longer fits its data
	@$(PYTHON) -m bot.run.train

test: setup servers train check ## Lint, types, data check and all tests, on the trained model
	@$(PYTHON) -m pytest -q

check: setup data-check ## Lint and types
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy

data-check: setup ## Rasa's own check of domain, data and rules
	@$(PYTHON) -m bot.run.rasa_process data validate --fail-on-warnings

train-full: setup ## Train the model with a tuned sentence encoder (about 45 minutes)
	@$(PYTHON) -m bot.run.train --full

evaluate: setup train ## Measure the trained model: make evaluate SET=path/to/set.jsonl [AGAINST=path/to/other/model.tar.gz]
	@$(PYTHON) -m bot.evaluation $(SET) $(if $(AGAINST),--against $(AGAINST))

ablation: setup ## What each part of the pipeline gives, and what more lines would, on held-out writers: make ablation [DEFAULT_BOT=1]
	@$(PYTHON) -m bot.evaluation.ablation $(if $(DEFAULT_BOT),--default-bot)

talk-test: setup train ## Hold the talks of tests/talk/ with the assistant: make talk-test [KIND=follow_ups]
	@$(PYTHON) -m tests.talk.run $(if $(KIND),--kind $(KIND))

redaction-report: setup train ## What the redactor finds and leaves on the marked sets: make redaction-report [SETS=path.jsonl]
	@$(PYTHON) -m bot.evaluation.redaction $(or $(SETS),tests/redaction/sets/*.jsonl data/redaction/*.jsonl)

redaction-folds: setup ## What each threshold of the redactor's pipeline finds and keeps on sets it has not learnt (seven minutes)
	@$(PYTHON) -m bot.evaluation.redaction_folds

prove-retention: setup ## Show, byte by byte, that old conversations are gone when they are deleted
	@$(PYTHON) -W ignore -m tests.records.prove_retention

canary: setup train ## Send 2,000 messages with invented identifiers through everything, then look for them everywhere (about 20 minutes)
	@$(PYTHON) -W ignore -m tests.canary.run --messages $(or $(MESSAGES),2000)

widget-report: setup servers ## How large and fast the widget is; PICTURES=docs/widget makes pictures of its states
	@$(PYTHON) -W ignore -m tests.widget.report $(if $(PICTURES),--pictures $(PICTURES))

desk-bench: setup ## How long each page of the staff desk takes with 100,000 stored conversations
	@$(PYTHON) -m tests.desk.measure

desk-pictures: setup servers ## Pictures of the desk's pages for docs/desk/
	@LOTSEN_PICTURES=docs/desk $(PYTHON) -m pytest -q tests/desk/test_journeys.py

desk-walk: setup servers train ## One misunderstood message, corrected at the desk until a new model understands it (six minutes)
	@$(PYTHON) -W ignore -m tests.desk.walk

bench: setup train ## Speed, start and memory beside the bot that `rasa init` makes (five minutes, alone on the machine)
	@$(PYTHON) -W ignore -m tests.bench.run

workers: setup servers train ## Messages a second with 1, 2 and 4 assistants behind a load balancer (three minutes, alone on the machine)
	@$(PYTHON) -W ignore -m tests.bench.workers

soak: setup train ## Four people talk for two hours; memory must stay flat: make soak [MINUTES=10]
	@$(PYTHON) -W ignore -m tests.bench.soak --minutes $(or $(MINUTES),120)

chaos: setup servers train ## Break each part of a running Lotsen and see what residents get (eight minutes, as root)
	@$(PYTHON) -W ignore -m tests.chaos.run

fuzz: setup servers train ## 100,000 pieces of rubbish at the door, the desk and the redactor
	@LOTSEN_FUZZ=40000 $(PYTHON) -W ignore -m pytest -q -s --timeout 7200 tests/live/test_fuzz.py
	@LOTSEN_FUZZ=20000 $(PYTHON) -W ignore -m pytest -q --timeout 7200 tests/desk/test_fuzz.py
	@LOTSEN_FUZZ=40000 $(PYTHON) -W ignore -m pytest -q --timeout 7200 tests/redaction/test_properties.py

servers: ## Chromium, Redis and haproxy for the tests, from Debian's packages
	@./tests/install_servers.sh

lock: ## Make requirements.lock anew from requirements.in (needs uv)
	uv pip compile requirements.in --python-version 3.10 --generate-hashes -o requirements.lock

clean: ## Remove everything that can be made again
	rm -rf .venv .cache .rasa models reports var .pytest_cache .mypy_cache .ruff_cache
