# Needs make and Python 3.11 or newer, nothing else: packaging/bootstrap.py does the work.
#   make run        make test ARGS="-k anchoring"        make setup PYTHON=python3.12

VERBS := setup run test lock bench fuzz torture bundle

ifndef PYTHON
PYTHON := $(shell for python in python3.13 python3.12 python3.11 python3 python; do \
	if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo "$$python"; break; fi; done)
endif

.PHONY: help $(VERBS)
.DEFAULT_GOAL := help

help:
	@echo "make $(VERBS)"
	@echo "What each does: python3 packaging/bootstrap.py --help"

$(VERBS):
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer was found; install one (Debian: apt-get install python3), then: make $@" >&2; exit 1; }
	@"$(PYTHON)" packaging/bootstrap.py $@ $(ARGS)
