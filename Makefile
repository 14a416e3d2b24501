# Saker: `make run` starts the sensor on this host, `make test` runs the tests; both install and build what is missing.
SHELL := /bin/bash
.DEFAULT_GOAL := help

TS := $(shell find src test bench -name '*.ts' 2>/dev/null)
NATIVE := $(shell find bpf addon -type f ! -name "*.md" 2>/dev/null) CMakeLists.txt
ACTOR := $(wildcard src/simulate/native/*.c)
DEEDS := $(ACTOR) $(wildcard test/deeds/*.c)
CALLS := $(wildcard test/calls/*.c)
C_FILES := $(shell find bpf addon bench src test -name '*.c' -o -name '*.h' -o -name '*.cc' | grep -v generated)
BPF_INCLUDES := -I/usr/include/$(shell uname -m)-linux-gnu

.PHONY: help
help: ## show this help
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

.PHONY: build
build: build/Release/saker.node build/Release/saker-actor dist/.built dist/.precompiled ## build the eBPF programs, the addon and the TypeScript

.PHONY: run
run: build ## start the sensor on this host with the shipped rules (Ctrl-C stops it)
	@exec bin/saker -r rules/saker_rules.yaml -r rules/saker-extra_rules.yaml $(ARGS)

.PHONY: test
test: build helpers .stamps/debian-test ## run unit, property and live tests (live ones need root)
	@node scripts/run-tests.mjs

.PHONY: test-guest
test-guest: build helpers .stamps/debian-guest ## run tests of the kernel side on Debian's own kernel, in QEMU
	@node scripts/test-guest.mjs

.PHONY: check
check: dist/.built ## formatter, linter, types, clang-format, generated files up to date
	npx biome check .
	npx tsc -p . --noEmit
	clang-format --dry-run -Werror $(C_FILES)
	@mkdir -p build/generated && node dist/src/event/generate.js build/generated && diff -r build/generated bpf/generated \
		|| { echo "bpf/generated is stale: run npm run generate"; exit 1; }

.PHONY: bench
bench: build helpers ## run the benches (live: npm run bench:live)
	@node dist/bench/index.js

.PHONY: clean
clean: ## remove everything that was built
	rm -rf build dist .stamps bench/results

# a program of 32 bits, for which no library is needed
NARROW := $(if $(filter x86_64,$(shell uname -m)),dist/test/deeds/narrow)

.PHONY: helpers
helpers: dist/test/deeds/deed $(NARROW) dist/test/calls/calls dist/bench/live/workload dist/bench/live/floor dist/bench/live/floor.bpf.o dist/bench/soak/load

.stamps/debian: scripts/debian-packages.sh
	@bash scripts/debian-packages.sh
	@mkdir -p .stamps && touch $@

.stamps/debian-test: scripts/debian-packages.sh
	@bash scripts/debian-packages.sh test
	@mkdir -p .stamps && touch $@

.stamps/debian-guest: scripts/debian-packages.sh
	@bash scripts/debian-packages.sh guest
	@mkdir -p .stamps && touch $@

.stamps/npm: package.json package-lock.json .npmrc | .stamps/debian
	@# a registry that mirrors only some platforms yields a lock that newer npm calls incomplete: install from it all the same
	npm ci >.stamps/npm.log 2>&1 || npm install --no-save
	@mkdir -p .stamps && touch $@

build/Release/saker.node: $(NATIVE) .stamps/npm
	npx cmake-js build -l error
	@touch $@

dist/.built: $(TS) tsconfig.json scripts/bundle.mjs .stamps/npm
	npx tsc -p .
	@node scripts/bundle.mjs
	@touch $@

dist/.precompiled: dist/.built build/Release/saker.node $(wildcard scripts/precompile*.mjs)
	@node scripts/precompile.mjs
	@touch $@

build/Release/saker-actor: $(ACTOR) $(wildcard src/simulate/native/*.h) .stamps/debian
	@mkdir -p $(@D)
	cc -O1 -Wall -o $@ $(ACTOR)

dist/test/deeds/narrow: test/guest/narrow.c .stamps/debian
	@mkdir -p $(@D)
	cc -m32 -O1 -Wall -ffreestanding -nostdlib -static -fno-pie -no-pie -fno-stack-protector -o $@ $<

dist/test/deeds/deed: $(DEEDS) $(wildcard src/simulate/native/*.h) .stamps/debian
	@mkdir -p $(@D)
	cc -O1 -Wall -Isrc/simulate/native -o $@ $(DEEDS)

dist/test/calls/calls: $(CALLS) $(wildcard test/calls/*.h) src/simulate/native/entry32.h .stamps/debian
	@mkdir -p $(@D)
	cc -D_GNU_SOURCE -O1 -Wall -o $@ $(CALLS)

dist/bench/live/workload: bench/live/workload.c .stamps/debian
	@mkdir -p $(@D)
	cc -O2 -Wall -o $@ $<

dist/bench/soak/load: bench/soak/load.c .stamps/debian
	@mkdir -p $(@D)
	cc -O2 -Wall -pthread -o $@ $<

dist/bench/live/floor: bench/live/floor.c .stamps/debian
	@mkdir -p $(@D)
	cc -O1 -Wall -o $@ $< -lbpf

dist/bench/live/floor.bpf.o: bench/live/floor.bpf.c .stamps/debian
	@mkdir -p $(@D)
	clang -g -O2 -target bpf $(BPF_INCLUDES) -c $< -o $@
