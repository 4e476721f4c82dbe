# fieldkit: content in, microsites and kits out. `make help` lists the targets.

MODE ?= release
BUILD := output/.build/$(MODE)
BIN := output/.build/bin/fieldkit
ifneq ($(MODE),release)
BIN := $(BUILD)/bin/fieldkit
endif

CC ?= cc
PKGS := yaml-0.1 libcmark libxml-2.0 icu-i18n icu-uc harfbuzz harfbuzz-subset \
	fontconfig libpng libjpeg libwebp libcrypto jansson libqrencode
KIT_WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Wwrite-strings -Wvla -Wformat=2 -Wcast-qual -Wswitch-enum
PREFIX ?= /usr/local
KIT_CFLAGS := -DFIELDKIT_THEMES_DIR='"$(PREFIX)/share/fieldkit/themes"' -std=c17 -D_GNU_SOURCE -pthread $(KIT_WARN) $(KIT_WERROR) -MMD -MP -Iinclude
KIT_OPT_release := -O2 -g
KIT_OPT_asan := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer
KIT_OPT_tsan := -O1 -g -fsanitize=thread
KIT_CFLAGS += $(KIT_OPT_$(MODE))
KIT_LDLIBS = -Wl,--as-needed $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lhpdf -lhyphen -lz -lm
KIT_PKG_CFLAGS = $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
ifeq ($(CI),true)
KIT_WERROR := -Werror
endif

SOURCES := $(sort $(shell find src -name '*.c'))
OBJECTS := $(SOURCES:src/%.c=$(BUILD)/%.o)
LIBRARY := $(BUILD)/libfieldkit.a
TESTS := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/test_*.c))

all: $(BIN)	## build the program

$(BIN): $(BUILD)/main.o $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(KIT_CFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(KIT_LDLIBS) $(LDLIBS)

$(LIBRARY): $(filter-out $(BUILD)/main.o,$(OBJECTS))
	@rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(KIT_CFLAGS) $(KIT_PKG_CFLAGS) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

$(BUILD)/tests/%: tests/unit/%.c $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(KIT_CFLAGS) $(KIT_PKG_CFLAGS) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) \
		-o $@ $< $(LIBRARY) -lcmocka $(KIT_LDLIBS) $(LDLIBS)

unit: $(TESTS)	## run the unit tests
	@for t in $(TESTS); do $$t || exit 1; done

clean:	## remove what was built
	rm -rf output/.build

help:	## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

-include $(OBJECTS:.o=.d)

.PHONY: all unit clean help
