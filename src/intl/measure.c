/*
 * Numbers with units. In: a value and a unit as their author wrote them. Out:
 * the number and the rest, and both again as a locale writes them.
 *
 * The grammar is narrow on purpose: a claim is a number only where nobody can
 * read it otherwise. "2-3 days", "24/7", "3,8" and "2 to 3 days" are no
 * numbers, and what is none is printed as it was written.
 */
#include "fieldkit/measure.h"

#include <string.h>

#include "fieldkit/strbuf.h"

#define NBSP "\u00a0"
#define RLM "\u200f"
#define MINUS "\u2212"
#define EN_DASH "\u2013"

enum { SYMBOL_MAX_LETTERS = 3 };

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The bytes of a space, those that do not break among them; 0: none. */
static size_t
space_size(const char *text)
{
	static const char *const spaces[] = { " ", NBSP, "\u202f", "\u2009" };
	size_t i;

	for (i = 0; i < sizeof(spaces) / sizeof(spaces[0]); i++)
		if (strncmp(text, spaces[i], strlen(spaces[i])) == 0)
			return strlen(spaces[i]);
	return 0;
}

static const char *
skip_spaces(const char *text)
{
	size_t size;

	while ((size = space_size(text)) > 0)
		text += size;
	return text;
}

static const char *
read_sign(const char *at, struct measure *measure, bool *ret_is_negative)
{
	*ret_is_negative = true;
	if (strncmp(at, MINUS, strlen(MINUS)) == 0)
		return at + strlen(MINUS);
	if (*at == '-')
		return at + 1;
	*ret_is_negative = false;
	measure->has_plus = *at == '+';
	return at + measure->has_plus;
}

/* Adds digits to the number; NULL where there are none or too many. */
static const char *
read_digits(const char *at, struct measure *measure, unsigned *digits)
{
	const char *start = at;

	for (; is_digit(*at); at++) {
		if (++*digits > MEASURE_MAX_DIGITS)
			return NULL;
		measure->units = measure->units * 10 + (*at - '0');
	}
	return at > start ? at : NULL;
}

/* Digits, perhaps in groups of three, perhaps with decimals. */
static const char *
read_amount(const char *at, struct measure *measure)
{
	unsigned digits = 0;
	const char *start = at, *group;

	at = read_digits(at, measure, &digits);
	if (at == NULL)
		return NULL;
	if (*at == ',' && (digits > 3 || *start == '0'))
		return NULL;
	while (*at == ',') {
		group = at + 1;
		at = read_digits(group, measure, &digits);
		if (at == NULL || at - group != 3)
			return NULL;
	}
	if (*at != '.')
		return at;
	group = at + 1;
	at = read_digits(group, measure, &digits);
	if (at == NULL || at - group > MEASURE_MAX_SCALE)
		return NULL;
	measure->scale = (uint8_t)(at - group);
	return at;
}

/* The unit with single spaces, none at its ends. */
static const char *
read_unit(struct arena *arena, const char *at)
{
	char *unit = arena_strdup(arena, skip_spaces(at)), *out = unit;
	const char *from = unit;

	while (*from != '\0') {
		if (space_size(from) == 0) {
			*out++ = *from++;
			continue;
		}
		from = skip_spaces(from);
		if (*from != '\0')
			*out++ = ' ';
	}
	*out = '\0';
	return unit;
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A unit begins with nothing that would go on with the number, and holds no
 * other number: "to 3 days". "kg CO2" is a name. */
static bool
is_unit(const char *unit)
{
	size_t i;

	if (*unit != '\0' && strchr("-+.,:;/^*=~<>", *unit) != NULL)
		return false;
	if (strncmp(unit, EN_DASH, strlen(EN_DASH)) == 0 ||
	    strncmp(unit, MINUS, strlen(MINUS)) == 0)
		return false;
	for (i = 0; unit[i] != '\0'; i++)
		if (is_digit(unit[i]) && (i == 0 || !is_letter(unit[i - 1])))
			return false;
	return true;
}

struct measure
measure_read(struct arena *arena, const char *value, const char *unit)
{
	bool has_unit = unit != NULL && unit[0] != '\0', is_negative;
	struct measure measure = {
		.text = has_unit ? arena_printf(arena, "%s" NBSP "%s", value,
		    unit) : arena_strdup(arena, value),
	};
	const struct measure plain = { .text = measure.text };
	const char *at = read_sign(skip_spaces(measure.text), &measure,
	    &is_negative);

	at = read_amount(at, &measure);
	if (at == NULL)
		return plain;
	measure.unit = read_unit(arena, at);
	measure.is_joined = space_size(at) == 0;
	if (!is_unit(measure.unit))
		return plain;
	if (is_negative)
		measure.units = -measure.units;
	measure.is_number = true;
	return measure;
}

/* Behind "%" nothing, or a space and what it is a share of. */
static bool
is_percent(const char *unit)
{
	return *unit == '%' && (unit[1] == '\0' || unit[1] == ' ');
}

static void
add_number(struct strbuf *out, const char *number)
{
	for (; *number != '\0'; number++)
		if (*number == '-')
			strbuf_add_string(out, MINUS);
		else
			strbuf_add_char(out, *number);
}

/* Whether a unit is written from right to left: letters of U+0590 to U+08FF
 * begin with these bytes. The mark before the number says so, since the sign of
 * a percentage may bring a mark of the other direction (Arabic). */
static bool
is_rtl(const char *unit)
{
	for (; *unit != '\0'; unit++) {
		unsigned char byte = (unsigned char)*unit;

		if ((byte >= 0xd6 && byte <= 0xdf) ||
		    (byte == 0xe0 && (unsigned char)unit[1] < 0xa4))
			return true;
	}
	return false;
}

const char *
measure_format(struct format_locale *locale, struct arena *arena,
    const struct measure *measure)
{
	struct strbuf out = { 0 };
	const char *rest = measure->unit, *text;

	if (!measure->is_number)
		return measure->text;
	if (measure->has_plus)
		strbuf_add_char(&out, '+');
	if (is_percent(rest)) {
		add_number(&out, format_percent(locale, arena,
		    measure->units, measure->scale));
		rest++;
	} else {
		add_number(&out, format_number(locale, arena, measure->units,
		    measure->scale));
		if (*rest != '\0' && !measure->is_joined)
			strbuf_add_string(&out, NBSP);
	}
	strbuf_add_string(&out, rest);
	text = is_rtl(rest) ? arena_printf(arena, RLM "%.*s", (int)out.len,
	    out.bytes) : arena_copy(arena, out.bytes, out.len);
	strbuf_release(&out);
	return text;
}

bool
measure_is_alike(const struct measure *a, const struct measure *b)
{
	return a->is_number && b->is_number &&
	    strcmp(a->unit, b->unit) == 0;
}

bool
measure_is_relative(const struct measure *measure)
{
	static const char *const units[] = { "%", "x", "X", "\u00d7",
		"\u2030", "pp" };
	size_t i;

	for (i = 0; measure->is_number &&
	    i < sizeof(units) / sizeof(units[0]); i++)
		if (strcmp(measure->unit, units[i]) == 0)
			return true;
	return false;
}

/* A symbol has no spaces, few letters on end, and none beyond ASCII: bytes from
 * 0xc3 on begin those, but for the signs of U+2000 and after. */
bool
measure_has_words(const struct measure *measure)
{
	const char *at;
	unsigned letters = 0;

	if (!measure->is_number)
		return true;
	for (at = measure->unit; *at != '\0'; at++) {
		unsigned char byte = (unsigned char)*at;

		letters = is_letter(*at) ? letters + 1 : 0;
		if (*at == ' ' || letters > SYMBOL_MAX_LETTERS ||
		    (byte >= 0xc3 && byte != 0xe2))
			return true;
	}
	return false;
}

double
measure_number(const struct measure *measure)
{
	double number = (double)measure->units;
	unsigned i;

	for (i = 0; i < measure->scale; i++)
		number /= 10;
	return number;
}
