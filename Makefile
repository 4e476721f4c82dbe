# fieldkit: content in, microsites and kits out. `make help` lists the targets.

# Where things go. MODE is release, asan, tsan or fuzz; each has its own objects.
MODE ?= release
BUILD := output/.build/$(MODE)
BIN := output/.build/bin/fieldkit$(if $(filter-out release,$(MODE)),-$(MODE))
PREFIX ?= /usr/local
CONTENT ?= content
OUTPUT ?= output

# Debian packages, in one list: to build and run, then to test.
PACKAGES := gcc libc6-dev make pkg-config \
	libyaml-dev libcmark-dev libxml2-dev libicu-dev libhpdf-dev \
	libharfbuzz-dev libfontconfig-dev libhyphen-dev libpng-dev \
	libdeflate-dev libjpeg62-turbo-dev libwebp-dev liblcms2-dev libssl-dev libjansson-dev \
	libqrencode-dev libgmime-3.0-dev libsqlite3-dev libcurl4-openssl-dev libmicrohttpd-dev zlib1g-dev \
	fonts-noto-core fonts-noto-mono fonts-noto-cjk icc-profiles-free \
	hyphen-en-us hyphen-en-gb hyphen-de hyphen-fr hyphen-es hyphen-it \
	hyphen-pt-pt hyphen-pt-br hyphen-nl hyphen-pl hyphen-sv hyphen-da \
	hyphen-no hyphen-is hyphen-cs hyphen-sk hyphen-sl hyphen-hr hyphen-hu \
	hyphen-ro hyphen-bg hyphen-el hyphen-lt hyphen-lv hyphen-uk hyphen-ru \
	hyphen-be hyphen-sr hyphen-ca hyphen-gl hyphen-af hyphen-id \
	hyphen-as hyphen-bn hyphen-gu hyphen-hi hyphen-kn hyphen-ml hyphen-mn \
	hyphen-mr hyphen-or hyphen-pa hyphen-ta hyphen-te hyphen-zu
TEST_PACKAGES := libcmocka-dev valgrind sqlite3 poppler-utils qpdf \
	mupdf-tools libxml2-utils librsvg2-bin fonts-dejavu-core \
	hugo time python3-yaml python3-pikepdf \
	curl rsync nginx-light apache2-bin openssh-server \
	openssl libdb5.3 libnsl2 libsasl2-2 libevent-2.1-7
# Of these, what would run from now on, each with its service: tests start
# their own servers, and setup leaves none behind.
SERVICES := nginx-light:nginx openssh-server:ssh
# These count as there when a command of their name is: Node.js that was
# installed from elsewhere brings its own npm, and refuses Debian's; any Java
# runs the validator.
COMMAND_PACKAGES := nodejs:node npm:npm default-jre-headless:java \
	chromium-headless-shell:chromium-headless-shell
# What `make bench` needs besides, and an npm package of 50 MB.
BENCH_PACKAGES := weasyprint
# What `make fuzz` needs besides; no other target does.
FUZZ_PACKAGES := clang libclang-rt-14-dev

# The user's CFLAGS, CPPFLAGS, LDFLAGS, LDLIBS are added to ours.
CC ?= cc
PKGS := yaml-0.1 libcmark libxml-2.0 icu-i18n icu-uc harfbuzz harfbuzz-subset \
	fontconfig libpng libjpeg libwebp lcms2 libdeflate libcrypto jansson libqrencode gmime-3.0 sqlite3 \
	libcurl libmicrohttpd
# Asked once, but not before `make setup kits` has installed the packages.
PKG_CFLAGS = $(eval PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) 2>/dev/null))$(PKG_CFLAGS)
PKG_LIBS = $(eval PKG_LIBS := $(shell pkg-config --libs $(PKGS) 2>/dev/null))$(PKG_LIBS)
KIT_WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Wwrite-strings -Wvla -Wformat=2 -Wcast-qual -Wswitch-enum
KIT_MODE_release := -O2 -g
KIT_MODE_asan := -O1 -g -fsanitize=address,undefined \
	-fno-sanitize-recover=all -fno-omit-frame-pointer
KIT_MODE_tsan := -O1 -g -fsanitize=thread
# clang's: the harnesses of tests/fuzz and the library that they look into.
KIT_MODE_fuzz := -O1 -g -fsanitize=fuzzer-no-link,address,undefined \
	-fno-sanitize-recover=all -fno-omit-frame-pointer
# Schema rows reach values by offset, whatever struct they stand in.
KIT_CFLAGS := -std=c17 -D_GNU_SOURCE -pthread -fno-strict-aliasing $(KIT_WARN) \
	$(if $(filter true,$(CI)),-Werror) $(KIT_MODE_$(MODE)) -MMD -MP -Iinclude
KIT_LDLIBS = -Wl,--as-needed $(PKG_LIBS) -lhpdf -lhyphen -lz -lm

SOURCES := $(sort $(shell find src -name '*.c'))
OBJECTS := $(SOURCES:src/%.c=$(BUILD)/%.o)
LIBRARY := $(BUILD)/libfieldkit.a
UNIT_TESTS := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/test_*.c))
FUZZERS := $(patsubst tests/fuzz/%.c,$(BUILD)/tests/%,$(wildcard tests/fuzz/fuzz_*.c))

all: program	## build the program

# Compiles on every processor, while the targets named on the command line
# still run one after the other.
program:
	+@$(MAKE) --no-print-directory -s -j$(shell nproc) $(BIN)

kits: program	## build the program, then every edition of content/ in output/
	$(BIN) build --content $(CONTENT) --output $(OUTPUT) $(if $(PREVIOUS),--previous $(PREVIOUS)) $(KITFLAGS)

publish: program	## put what was built where readers find it; PUBLISHFLAGS: target, options
	$(BIN) publish --content $(CONTENT) --output $(OUTPUT) $(PUBLISHFLAGS)

serve: program	## show content/ in a browser, and follow every change
	$(BIN) serve --content $(CONTENT) $(SERVEFLAGS)

mail: program	## write the offices' messages to output/outbox; MAILFLAGS=--send sends
	$(BIN) mail --content $(CONTENT) --output $(OUTPUT) $(MAILFLAGS)

setup: packages	## install the Debian packages that building and testing need
	@tests/npm/install
	@tests/mail/install

setup-run:	## install only what building and running needs
	+@$(MAKE) --no-print-directory packages TEST_PACKAGES= COMMAND_PACKAGES=

packages:
	@missing=$$(for p in $(PACKAGES) $(TEST_PACKAGES) $(SETUP_ALSO); do \
		dpkg-query -W -f '$${Status}\n' $$p 2>/dev/null | \
		grep -q 'ok installed' || echo $$p; done; \
		for pair in $(COMMAND_PACKAGES); do \
		command -v $${pair#*:} >/dev/null || echo $${pair%:*}; done); \
	if [ -z "$$missing" ]; then echo "setup: every package is there"; \
	else \
		sudo=$$([ $$(id -u) = 0 ] || echo sudo); \
		echo "setup: installing" $$missing; \
		$$sudo apt-get -q update && \
		$$sudo env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
			apt-get -q install -y --no-install-recommends $$missing && \
		for pair in $(SERVICES); do \
			case " "$$missing" " in *"$${pair%:*}"*) \
				[ ! -d /run/systemd/system ] || \
				$$sudo systemctl -q disable --now $${pair#*:};; \
			esac; \
		done; \
	fi

setup-bench:	## install what kits are measured against, too
	+@$(MAKE) --no-print-directory setup SETUP_ALSO='$(BENCH_PACKAGES)'
	@tests/bench/kits/install

check:	## run all tests; the last line counts them
	+@$(MAKE) --no-print-directory -s -j$(shell nproc) $(BIN) unit-tests
	+@$(MAKE) --no-print-directory -s -j$(shell nproc) MODE=asan sanitized
	@MAKE='$(MAKE)' FIELDKIT=$(CURDIR)/$(BIN) tests/check

soak:	## run the long forms of the tests too
	@SOAK=1 $(MAKE) --no-print-directory check

bless:	## rewrite goldens and show the difference: make bless CASE=check/bad-date
	@FIELDKIT=$(CURDIR)/$(BIN) tests/golden/run --bless $(CASE)

bench: program	## measure, as ratios in one run
	+@$(MAKE) --no-print-directory -s $(BUILD)/bench/plan $(BUILD)/bench/kits
	@FIELDKIT=$(CURDIR)/$(BIN) PLAN=$(CURDIR)/$(BUILD)/bench/plan \
		KITS=$(CURDIR)/$(BUILD)/bench/kits tests/bench/bench

fuzz:	## feed mutated files to every parser, FUZZ_SECONDS (30) to each
	@tests/fuzz/packages $(FUZZ_PACKAGES)
	+@$(MAKE) --no-print-directory -s -j$(shell nproc) MODE=fuzz CC=clang fuzzers
	@tests/fuzz/fuzz output/.build/fuzz

asan:	## build the program with the address and undefined-behaviour sanitizers
	@$(MAKE) --no-print-directory MODE=asan all

lint:	## static analysis and the rules of the folders
	@tests/structure/run
	cppcheck --quiet --std=c11 --enable=warning,portability --inline-suppr \
		--suppress=normalCheckLevelMaxBranches -Iinclude src

format:	## show what clang-format would change
	@for f in $(SOURCES); do clang-format $$f | diff -u $$f - || :; done

INSTALLED = $(BIN):bin/fieldkit src/fieldkit.1:share/man/man1/fieldkit.1 \
	$(foreach f,$(shell find themes -type f),$(f):share/fieldkit/$(f))

install: program	## copy the program, its manual and themes to PREFIX
	@for pair in $(INSTALLED); do \
		mkdir -p "$$(dirname "$(DESTDIR)$(PREFIX)/$${pair#*:}")" && \
		cp "$${pair%%:*}" "$(DESTDIR)$(PREFIX)/$${pair#*:}" || exit 1; \
	done

uninstall:	## remove what install copied
	@for pair in $(INSTALLED); do \
		rm -f "$(DESTDIR)$(PREFIX)/$${pair#*:}"; \
	done
	@rm -rf "$(DESTDIR)$(PREFIX)/share/fieldkit"

clean:	## remove the program and its objects (output/ keeps what was built)
	rm -rf output/.build

help:	## list the targets
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1\t/p' Makefile | expand -t 12

$(BIN): $(BUILD)/main.o $(LIBRARY)
	@mkdir -p $(@D)
	@echo link $@
	@$(CC) $(KIT_CFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(KIT_LDLIBS) $(LDLIBS)

$(LIBRARY): $(filter-out $(BUILD)/main.o,$(OBJECTS))
	@rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/%.o: src/%.c
	@mkdir -p $(@D)
	@echo cc $<
	@$(CC) $(KIT_CFLAGS) $(PKG_CFLAGS) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

# The assembler puts these into the source beside them.
EMBEDDED := $(addprefix src/serve/,preview.js overlay.css own.css)
$(BUILD)/serve/files.o: $(EMBEDDED)

unit-tests: $(UNIT_TESTS)

unit: unit-tests	## run the unit tests alone
	@BUILD=$(BUILD) tests/unit/run

$(BUILD)/tests/%: tests/unit/%.c $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(KIT_CFLAGS) $(PKG_CFLAGS) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) \
		-o $@ $< $(LIBRARY) -lcmocka $(KIT_LDLIBS) $(LDLIBS)

# What `make bench` times from inside.
$(BUILD)/bench/%: tests/bench/%.c $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(KIT_CFLAGS) $(PKG_CFLAGS) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) \
		-o $@ $< $(LIBRARY) $(KIT_LDLIBS) $(LDLIBS)

# Each harness with libFuzzer (MODE=fuzz), or else with a driver of our own.
fuzzers: $(FUZZERS)
# Not by way of "program", which is another make at work on the same library.
sanitized: $(BIN) $(FUZZERS)

$(BUILD)/tests/fuzz_%: tests/fuzz/fuzz_%.c tests/fuzz/fuzz.h \
		tests/fuzz/smoke.c $(LIBRARY)
	@mkdir -p $(@D)
	@echo cc $<
	@$(CC) $(filter-out -MMD -MP,$(KIT_CFLAGS)) $(CPPFLAGS) $(CFLAGS) \
		$(LDFLAGS) -o $@ $< $(if $(filter fuzz,$(MODE)),-fsanitize=fuzzer,tests/fuzz/smoke.c) \
		$(LIBRARY) $(KIT_LDLIBS) $(LDLIBS)

$(BUILD)/tests/commonmark: tests/commonmark/commonmark.c $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(KIT_CFLAGS) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $< $(LIBRARY) \
		$(KIT_LDLIBS) $(LDLIBS)

-include $(OBJECTS:.o=.d) $(UNIT_TESTS:=.d)

.PHONY: all program kits serve publish mail setup setup-run packages setup-bench check soak bless bench fuzz fuzzers sanitized asan lint format install \
	uninstall clean help unit unit-tests
