/*
 * Values of a print style. In: the text behind a property; out: declarations
 * of longhands, units resolved as far as they are without a font.
 *
 * Tokens ($name) are put in first, so that a token may hold a whole value;
 * the text is then cut into words, and each word is a length, a color or one
 * of the property's words.
 */
#include "computed.h"

#include <ctype.h>
#include <string.h>

#include "fieldkit/strbuf.h"

#define WORDS_MAX 16
#define VALUE_BYTES_MAX 400
/* 90 mm: two of them leave room on every paper. */
#define PAGE_LENGTH_MAX (90 * 64 * 720 / 254)
#define ONE 10000			/* of style_value.amount */

/* Units in 1/64 pt, as fractions of whole numbers: 1 in = 72 pt. */
static const struct {
	const char *name;
	enum length_unit unit;
	int32_t numerator, denominator;
} units[] = {
	{ "pt", UNIT_FIXED, 64, 1 },
	{ "mm", UNIT_FIXED, 64 * 720, 254 },
	{ "cm", UNIT_FIXED, 64 * 7200, 254 },
	{ "in", UNIT_FIXED, 64 * 72, 1 },
	{ "px", UNIT_FIXED, 48, 1 },
	{ "em", UNIT_EM, 1, 1 },
	{ "rem", UNIT_REM, 1, 1 },
	{ "%", UNIT_PERCENT, 1, 100 },
	{ "fr", UNIT_FRACTION, 1, 1 },
	{ "", UNIT_NONE, 1, 1 },
};

/* Where a token is to blame it is told of there, once for each property. */
static bool
refuse(struct value_reader *reader, const char *name, const char *value,
    const char *wanted)
{
	if (reader->token == NULL)
		diag_report(reader->diags, DIAG_STYLE_VALUE, reader->pos,
		    "'%s' does not take '%.60s': give %s", name, value,
		    wanted);
	else
		diag_report(reader->diags, DIAG_STYLE_VALUE,
		    reader->token->pos, "print.yaml uses token '%s' for '%s', "
		    "which does not take '%.60s': give %s",
		    reader->token->name, name, value, wanted);
	return false;
}

/* -12.5 in 1/10000; *end is behind it. Five digits before the point at most,
 * so no product below overflows. */
static bool
read_number(const char *text, int64_t *ret_number, const char **ret_end)
{
	const char *at = text;
	bool is_negative = *at == '-';
	int64_t number = 0;
	int digits = 0;

	if (*at == '-' || *at == '+')
		at++;
	for (; isdigit((unsigned char)*at); at++, digits++) {
		number = number * 10 + (*at - '0');
		if (digits >= 5)
			return false;
	}
	number *= ONE;
	if (*at == '.') {
		at++;
		for (int place = ONE / 10; isdigit((unsigned char)*at);
		    at++, place /= 10, digits++)
			number += (*at - '0') * (int64_t)place;
	}
	*ret_number = is_negative ? -number : number;
	*ret_end = at;
	return digits > 0;
}

static bool
read_length(const char *word, struct style_value *ret_value)
{
	int64_t number;
	const char *end;

	if (!read_number(word, &number, &end))
		return false;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (strcmp(units[i].name, end) != 0)
			continue;
		ret_value->unit = units[i].unit;
		ret_value->amount = number * units[i].numerator /
		    units[i].denominator;
		if (units[i].unit == UNIT_FIXED)
			ret_value->amount /= ONE;
		return true;
	}
	return false;
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)tolower((unsigned char)c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* #rgb, #rrggbb, transparent, none, black, white. */
static bool
read_color(const char *word, struct paint *ret_color)
{
	int digits[6];
	size_t len = strlen(word);

	*ret_color = (struct paint){ 0 };
	if (strcmp(word, "transparent") == 0 || strcmp(word, "none") == 0)
		return true;
	ret_color->is_given = true;
	if (strcmp(word, "black") == 0)
		return true;
	if (strcmp(word, "white") == 0) {
		ret_color->rgb = (struct rgb){ 255, 255, 255 };
		return true;
	}
	if (word[0] != '#' || (len != 4 && len != 7))
		return false;
	for (size_t i = 0; i < 6; i++) {
		digits[i] = hex_digit(word[1 + (len == 4 ? i / 2 : i)]);
		if (digits[i] < 0)
			return false;
	}
	ret_color->rgb = (struct rgb){ (uint8_t)(digits[0] * 16 + digits[1]),
		(uint8_t)(digits[2] * 16 + digits[3]),
		(uint8_t)(digits[4] * 16 + digits[5]) };
	return true;
}

static bool
is_token_char(char c)
{
	return isalnum((unsigned char)c) || c == '-' || c == '_' || c == '.';
}

static void
suggest_token(struct value_reader *reader, const char *name)
{
	const struct theme *theme = reader->style->theme;
	const char **names;

	if (theme == NULL || theme->token_count == 0)
		return;
	names = ARENA_ARRAY(reader->arena, const char *, theme->token_count);
	for (uint32_t i = 0; i < theme->token_count; i++)
		names[i] = theme->tokens[i].name;
	diag_suggest(reader->diags, name, names, theme->token_count);
}

/* Puts the value of the token that *text starts with behind `out`. */
static bool
put_token(struct value_reader *reader, const char **text, struct strbuf *out)
{
	const struct theme *theme = reader->style->theme;
	const char *end = *text + 1;
	const struct theme_token *token;
	const char *name;

	while (is_token_char(*end))
		end++;
	name = arena_copy(reader->arena, *text + 1, (size_t)(end - *text) - 1);
	token = theme == NULL ? NULL : theme_token_find(theme, name);
	*text = end;
	if (token == NULL) {
		diag_report(reader->diags, DIAG_STYLE_TOKEN, reader->pos,
		    "theme.yaml has no token '%s'", name);
		suggest_token(reader, name);
		return false;
	}
	strbuf_add_string(out, token->value);
	reader->token = token;
	return true;
}

/* The words of a value, tokens put in; -1 after a diagnostic. */
static int
split_words(struct value_reader *reader, const char *text, const char **words)
{
	struct strbuf whole = { 0 };
	char *copy, *rest, *word;
	int count = 0, depth = 0;
	bool is_fine = true;

	reader->token = NULL;
	while (*text != '\0' && is_fine) {
		depth += (*text == '(') - (*text == ')');
		if (*text == '$')
			is_fine = put_token(reader, &text, &whole);
		else if (depth > 0 && strchr(" \t\r\n", *text) != NULL)
			text++;		/* minmax(a, b) is one word */
		else
			strbuf_add_char(&whole, *text++);
		is_fine = is_fine && whole.len < VALUE_BYTES_MAX;
	}
	copy = arena_copy(reader->arena, strbuf_string(&whole), whole.len);
	strbuf_release(&whole);
	if (!is_fine)
		return -1;
	for (word = strtok_r(copy, " \t\r\n", &rest);
	    word != NULL && count < WORDS_MAX;
	    word = strtok_r(NULL, " \t\r\n", &rest))
		words[count++] = word;
	return count;
}

static void
declare(struct value_reader *reader, const struct property_row *row,
    const struct style_value *value, struct declaration **list)
{
	struct declaration *new = ARENA_NEW(reader->arena, struct declaration);

	new->row = row;
	new->value = *value;
	new->next = *list;
	*list = new;
}

static bool
in_bounds(const struct property_row *row, const struct style_value *value)
{
	int64_t min = row->min, max = row->max == 0 ? 2000 : row->max;

	if (value->unit == UNIT_FIXED)
		return value->amount >= min * 64 && value->amount <= max * 64;
	return value->amount >= min * ONE && value->amount <= max * ONE;
}

/* A length for a longhand; 0 needs no unit. */
static bool
declare_length(struct value_reader *reader, const struct property_row *row,
    const char *word, struct declaration **list)
{
	struct style_value value = { 0 };
	bool is_auto = strcmp(word, "auto") == 0;

	if (is_auto && row->offset == offsetof(struct style,
	    box.margin[SIDE_TOP])) {
		value.unit = UNIT_AUTO;
	} else if (!read_length(word, &value) || value.unit == UNIT_PERCENT ||
	    value.unit == UNIT_FRACTION ||
	    (value.unit == UNIT_NONE && value.amount != 0) ||
	    !in_bounds(row, &value)) {
		return refuse(reader, row->about.name, word,
		    "a length such as 6pt, 2mm or 0.5em");
	}
	declare(reader, row, &value, list);
	return true;
}

static bool
declare_extent(struct value_reader *reader, const struct property_row *row,
    const char *word, struct declaration **list)
{
	struct style_value value = { 0 };

	if (strcmp(word, "auto") == 0 || strcmp(word, "none") == 0)
		value.unit = UNIT_AUTO;
	else if (!read_length(word, &value) || value.unit == UNIT_FRACTION ||
	    (value.unit == UNIT_NONE && value.amount != 0))
		return refuse(reader, row->about.name, word,
		    "a length such as 40mm, a percentage or auto");
	else if (!in_bounds(row, &value))
		return refuse(reader, row->about.name, word,
		    "a length that is not negative, up to 2000pt");
	declare(reader, row, &value, list);
	return true;
}

static bool
declare_font_size(struct value_reader *reader, const struct property_row *row,
    const char *word, struct declaration **list)
{
	struct style_value value = { 0 };
	int64_t max;

	if (!read_length(word, &value) || value.unit == UNIT_NONE ||
	    value.unit == UNIT_FRACTION)
		return refuse(reader, row->about.name, word,
		    "a length such as 10pt or 1.2em");
	max = value.unit == UNIT_FIXED ? 400 * 64 : 20 * ONE;
	if (value.amount <= 0 || value.amount > max)
		return refuse(reader, row->about.name, word,
		    "a size above 0 and up to 400pt");
	declare(reader, row, &value, list);
	return true;
}

static bool
declare_line_height(struct value_reader *reader,
    const struct property_row *row, const char *word,
    struct declaration **list)
{
	struct style_value value = { 0 };
	int64_t max;

	if (!read_length(word, &value) || value.unit == UNIT_FRACTION)
		return refuse(reader, row->about.name, word,
		    "a number such as 1.4 or a length such as 14pt");
	max = value.unit == UNIT_FIXED ? 400 * 64 : 10 * ONE;
	if (value.amount <= 0 || value.amount > max)
		return refuse(reader, row->about.name, word,
		    "more than 0, up to 10 or 400pt");
	declare(reader, row, &value, list);
	return true;
}

static bool
declare_count(struct value_reader *reader, const struct property_row *row,
    const char *word, struct declaration **list)
{
	struct style_value value = { 0 };

	if (!read_length(word, &value) || value.unit != UNIT_NONE ||
	    value.amount % ONE != 0 || !in_bounds(row, &value))
		return refuse(reader, row->about.name, word,
		    row->about.value);
	declare(reader, row, &value, list);
	return true;
}

static bool
declare_color(struct value_reader *reader, const struct property_row *row,
    const char *word, struct declaration **list)
{
	struct style_value value = { 0 };

	if (!read_color(word, &value.color))
		return refuse(reader, row->about.name, word,
		    "a color such as #1a4d8f, or none");
	declare(reader, row, &value, list);
	return true;
}

static bool
declare_word(struct value_reader *reader, const struct property_row *row,
    const char *word, struct declaration **list)
{
	struct style_value value = { 0 };
	size_t count = 0;

	for (; row->words[count] != NULL; count++) {
		if (strcmp(row->words[count], word) != 0)
			continue;
		value.amount = (int64_t)count;
		declare(reader, row, &value, list);
		return true;
	}
	refuse(reader, row->about.name, word, row->about.value);
	if (strcmp(word, "left") == 0 || strcmp(word, "right") == 0)
		diag_hint(reader->diags, "lines start on the right in Arabic, "
		    "so it is '%s'", word[0] == 'l' ? "start" : "end");
	else
		diag_suggest(reader->diags, word, row->words, count);
	return false;
}

/* Words of which each sets a bit; the first word of the table stands alone. */
static bool
declare_flags(struct value_reader *reader, const struct property_row *row,
    const char *const *words, int count, struct declaration **list)
{
	struct style_value value = { 0 };
	size_t known, at;
	int i;

	for (known = 0; row->words[known] != NULL; known++)
		;
	for (i = 0; i < count; i++) {
		for (at = 0; at < known; at++)
			if (strcmp(row->words[at], words[i]) == 0)
				break;
		if (at == known || (at == 0 && count > 1)) {
			refuse(reader, row->about.name, words[i],
			    row->about.value);
			diag_suggest(reader->diags, words[i], row->words,
			    known);
			return false;
		}
		value.amount |= at == 0 ? 0 : 1 << (at - 1);
	}
	declare(reader, row, &value, list);
	return true;
}

static bool
declare_weight(struct value_reader *reader, const struct property_row *row,
    const char *word, struct declaration **list)
{
	struct style_value value = { 0 };

	if (strcmp(word, "normal") == 0)
		value.amount = 400;
	else if (strcmp(word, "bold") == 0)
		value.amount = 700;
	else if (!read_length(word, &value) || value.unit != UNIT_NONE ||
	    value.amount < 100 * ONE || value.amount > 900 * ONE)
		return refuse(reader, row->about.name, word,
		    "normal, bold or a number from 100 to 900");
	else
		value.amount /= ONE;
	declare(reader, row, &value, list);
	return true;
}

static bool
declare_role(struct value_reader *reader, const struct property_row *row,
    const char *word, struct declaration **list)
{
	const struct print_style *style = reader->style;
	struct style_value value = { 0 };
	const char **names = ARENA_ARRAY(reader->arena, const char *,
	    style->role_count);

	for (uint16_t i = 0; i < style->role_count; i++) {
		names[i] = style->roles[i].name;
		if (strcmp(names[i], word) != 0)
			continue;
		value.amount = i;
		declare(reader, row, &value, list);
		return true;
	}
	refuse(reader, row->about.name, word,
	    "a role that theme.yaml names under faces");
	diag_suggest(reader->diags, word, names, style->role_count);
	return false;
}

static bool
declare_page(struct value_reader *reader, const struct property_row *row,
    const char *word, struct declaration **list)
{
	const struct print_style *style = reader->style;
	const char *names[PAGE_STYLES_MAX];
	struct style_value value = { 0 };
	size_t count = 0;

	for (uint16_t i = 1; i < style->page_count; i++) {
		if (strcmp(style->pages[i].name, word) != 0)
			continue;
		value.amount = i;
		declare(reader, row, &value, list);
		return true;
	}
	refuse(reader, row->about.name, word,
	    "a page that print.yaml names under page");
	for (uint16_t i = 1; i < style->page_count; i++)
		names[count++] = style->pages[i].name;
	diag_suggest(reader->diags, word, names, count);
	return false;
}

/* A whole track, or one side of a minmax(). */
static bool
read_track_size(const char *word, struct style_value *ret_value)
{
	if (strcmp(word, "auto") == 0) {
		ret_value->unit = UNIT_AUTO;
		return true;
	}
	return read_length(word, ret_value) && ret_value->amount > 0 &&
	    ret_value->unit != UNIT_NONE;
}

static bool
read_track(struct value_reader *reader, const char *word,
    struct style_value *ret_width, struct style_value *ret_least)
{
	const size_t start = strlen("minmax(");
	size_t comma, len = strlen(word);

	ret_least->unit = UNIT_AUTO;
	if (strncmp(word, "minmax(", start) != 0)
		return read_track_size(word, ret_width);
	comma = start + strcspn(word + start, ",");
	return word[comma] == ',' && word[len - 1] == ')' &&
	    read_track_size(arena_copy(reader->arena, word + start,
	    comma - start), ret_least) &&
	    ret_least->unit != UNIT_FRACTION &&
	    ret_least->unit != UNIT_AUTO &&
	    read_track_size(arena_copy(reader->arena, word + comma + 1,
	    len - comma - 2), ret_width);
}

static bool
declare_equal_tracks(struct value_reader *reader,
    const struct property_row *row, const char *word,
    struct declaration **list)
{
	struct style_value value = { 0 };
	struct tracks_value *tracks;

	if (!read_length(word, &value) || value.unit != UNIT_NONE ||
	    value.amount < ONE || value.amount > LIMIT_GRID_COLUMNS * ONE ||
	    value.amount % ONE != 0)
		return refuse(reader, row->about.name, word,
		    row->about.value);
	tracks = ARENA_NEW(reader->arena, struct tracks_value);
	tracks->count = (uint8_t)(value.amount / ONE);
	for (uint8_t i = 0; i < tracks->count; i++) {
		tracks->widths[i] = (struct style_value){
			.unit = UNIT_FRACTION, .amount = ONE };
		tracks->least[i].unit = UNIT_AUTO;
	}
	value.tracks = tracks;
	declare(reader, row, &value, list);
	return true;
}

static bool
declare_tracks(struct value_reader *reader, const struct property_row *row,
    const char *const *words, int count, struct declaration **list)
{
	struct style_value value = { 0 };
	struct tracks_value *tracks;

	if (count < 1 || count > LIMIT_GRID_COLUMNS)
		return refuse(reader, row->about.name, words[0],
		    "1 to 12 columns");
	tracks = ARENA_NEW(reader->arena, struct tracks_value);
	for (int i = 0; i < count; i++) {
		if (!read_track(reader, words[i], &tracks->widths[i],
		    &tracks->least[i]))
			return refuse(reader, row->about.name, words[i],
			    "columns such as 2fr, 40mm, 30%, auto or "
			    "minmax(30mm, 1fr)");
	}
	tracks->count = (uint8_t)count;
	value.tracks = tracks;
	declare(reader, row, &value, list);
	return true;
}

/* One to four lengths for top, end, bottom, start, as CSS shares them out. */
static bool
declare_sides(struct value_reader *reader, const struct property_row *row,
    const char *const *words, int count, struct declaration **list)
{
	static const uint8_t shares[4][4] = { { 0, 0, 0, 0 }, { 0, 1, 0, 1 },
		{ 0, 1, 2, 1 }, { 0, 1, 2, 3 } };

	if (count < 1 || count > 4)
		return refuse(reader, row->about.name, words[0],
		    row->about.value);
	for (int i = 0; i < 4; i++) {
		if (!declare_length(reader, property_find(row->longhands[i]),
		    words[shares[count - 1][i]], list))
			return false;
	}
	return true;
}

static bool
declare_pair(struct value_reader *reader, const struct property_row *row,
    const char *const *words, int count, struct declaration **list)
{
	if (count < 1 || count > 2)
		return refuse(reader, row->about.name, words[0],
		    row->about.value);
	return declare_length(reader, property_find(row->longhands[0]),
	    words[0], list) &&
	    declare_length(reader, property_find(row->longhands[1]),
	    words[count - 1], list);
}

/* Width and color in any order; the word solid is CSS's and says nothing
 * here. `none` alone is no line. */
static bool
declare_border(struct value_reader *reader, const struct property_row *row,
    const char *const *words, int count, struct declaration **list)
{
	const char *width = "0", *color = NULL;
	struct style_value value;
	const struct property_row *longhand;

	for (int i = 0; i < count; i++) {
		if (read_length(words[i], &value))
			width = words[i];
		else if (read_color(words[i], &value.color))
			color = words[i];
		else if (strcmp(words[i], "solid") != 0)
			return refuse(reader, row->about.name, words[i],
			    "a width and a color, such as 0.5pt #cccccc");
	}
	for (size_t i = 0; row->longhands[i] != NULL; i++) {
		longhand = property_find(row->longhands[i]);
		if (longhand->kind == VALUE_LENGTH) {
			if (!declare_length(reader, longhand, width, list))
				return false;
		} else if (color != NULL &&
		    !declare_color(reader, longhand, color, list)) {
			return false;
		}
	}
	return true;
}

static bool
declare_side_colors(struct value_reader *reader,
    const struct property_row *row, const char *word,
    struct declaration **list)
{
	for (size_t i = 0; row->longhands[i] != NULL; i++) {
		if (!declare_color(reader, property_find(row->longhands[i]),
		    word, list))
			return false;
	}
	return true;
}

/* How each kind is read: from one word, or from several. */
static const struct {
	bool (*one)(struct value_reader *, const struct property_row *,
	    const char *, struct declaration **);
	bool (*many)(struct value_reader *, const struct property_row *,
	    const char *const *, int, struct declaration **);
} kinds[] = {
	[VALUE_LENGTH] = { declare_length, NULL },
	[VALUE_EXTENT] = { declare_extent, NULL },
	[VALUE_FONT_SIZE] = { declare_font_size, NULL },
	[VALUE_LINE_HEIGHT] = { declare_line_height, NULL },
	[VALUE_COUNT] = { declare_count, NULL },
	[VALUE_COLOR] = { declare_color, NULL },
	[VALUE_WORD] = { declare_word, NULL },
	[VALUE_FLAGS] = { NULL, declare_flags },
	[VALUE_WEIGHT] = { declare_weight, NULL },
	[VALUE_ROLE] = { declare_role, NULL },
	[VALUE_TRACKS] = { NULL, declare_tracks },
	[VALUE_COLUMNS] = { declare_equal_tracks, NULL },
	[VALUE_PAGE] = { declare_page, NULL },
	[VALUE_SIDES] = { NULL, declare_sides },
	[VALUE_PAIR] = { NULL, declare_pair },
	[VALUE_BORDER] = { NULL, declare_border },
	[VALUE_SIDE_COLORS] = { declare_side_colors, NULL },
};

/* "4 mm": a length with a space before its unit. */
static bool
is_parted(const char *number, const char *unit)
{
	struct style_value value;
	size_t i;

	if (!read_length(number, &value) || value.unit != UNIT_NONE)
		return false;
	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (strcmp(units[i].name, unit) == 0)
			return true;
	return false;
}

bool
value_declare(struct value_reader *reader, const struct property_row *row,
    const char *text, struct declaration **list)
{
	const char *words[WORDS_MAX];
	int count = split_words(reader, text, words);

	if (count < 0)
		return false;
	if (count == 2 && is_parted(words[0], words[1]))
		return refuse(reader, row->about.name, text,
		    "number and unit without a space");
	if (count == 0 || (count > 1 && kinds[row->kind].many == NULL))
		return refuse(reader, row->about.name, text,
		    row->about.value);
	if (kinds[row->kind].many != NULL)
		return kinds[row->kind].many(reader, row, words, count, list);
	return kinds[row->kind].one(reader, row, words[0], list);
}

bool
value_lengths(struct value_reader *reader, const char *name, const char *text,
    fixed ret_lengths[4], int *ret_count)
{
	const char *words[WORDS_MAX];
	struct style_value value = { 0 };
	int count = split_words(reader, text, words);

	if (count < 0)
		return false;
	if (count == 0 || count > 4)
		return refuse(reader, name, text, "one to four lengths");
	for (int i = 0; i < count; i++) {
		if (!read_length(words[i], &value) ||
		    (value.unit != UNIT_FIXED && value.amount != 0) ||
		    value.amount < 0 || value.amount > PAGE_LENGTH_MAX)
			return refuse(reader, name, words[i],
			    "a length such as 18mm, 90mm at most");
		ret_lengths[i] = (fixed)value.amount;
	}
	*ret_count = count;
	return true;
}
