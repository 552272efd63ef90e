# make bench         Towline beside its peers, into build/bench (root only)
#   BENCH="towline grub"          these peers
#   SCENARIOS="ipxe/*/http/plain" these scenarios; see tests/bench/README.md
#   BENCH_RUNS=5  BENCH_LIMIT=180 boots of each, and seconds for one
# make bench-undi    only frames through UNDI's GET_NEXT, in two minutes
# make bench-prefetch  what fetching ahead saves, in three minutes
# make bench-report  docs/BENCH.md from the last results

BENCH ?=
SCENARIOS ?=
BENCH_RUNS ?= 5
BENCH_LIMIT ?= 180

.PHONY: bench
bench: build/towline.0 build/towverify $(GUEST) build/lab/wire build/lab/sniff $(ROMS) rom-tests
	$(PYTHON) tests/bench/bench.py --runs $(BENCH_RUNS) \
		--limit $(BENCH_LIMIT) --peers "$(BENCH)" \
		--scenarios "$(SCENARIOS)"

.PHONY: bench-undi
bench-undi: $(ROMS) rom-tests
	$(PYTHON) tests/bench/bench.py --undi

.PHONY: bench-prefetch
bench-prefetch: build/towline.0 $(GUEST) build/lab/wire
	$(PYTHON) tests/bench/prefetch.py

.PHONY: bench-report
bench-report:
	$(PYTHON) tests/bench/bench.py --report
