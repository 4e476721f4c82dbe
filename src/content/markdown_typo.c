/*
 * Typographic quotes, apostrophes, dashes and ellipses.
 *
 * In: the running text of one block as segments of text with stand-ins for
 * what is no text (struct typo). Out: each segment with its replacements.
 * A quotation mark looks across segments at its neighbours, as emphasis does
 * in CommonMark (section 6.2): before a word it opens, behind one it closes;
 * openers and closers of one mark are paired inside out. What finds no
 * partner: ' is an apostrophe, " stays as it was typed.
 *
 * libcmark's own option is not used: its quotes are always English, and they
 * cannot be told from quotes that the author typed.
 * Source of the marks: Unicode CLDR 42, delimiters; the forms of print where
 * CLDR gives the typewriter's.
 */
#include "markdown_parts.h"

#include <stdlib.h>
#include <string.h>

#define NARROW_SPACE "\u202F"	/* no-break, for French */
#define NO_BREAK_SPACE "\u00A0"
#define APOSTROPHE "\u2019"

struct quote_style {
	const char *lang;	/* the start of a language tag */
	const char *open, *close;		/* "…"; NULL: as typed */
	const char *open_inner, *close_inner;	/* '…' */
	bool is_high_spaced;	/* a space before ; ! ? : is made narrow */
};

#define ENGLISH "“", "”", "‘", "’"
#define GERMAN "„", "“", "‚", "‘"
#define GUILLEMETS "«", "»", "“", "”"

/* The longest matching tag wins; no match is English. */
static const struct quote_style styles[] = {
	{ "ar", "«", "»", "‹", "›", false },
	{ "be", "«", "»", "„", "“", false },
	{ "bg", "„", "“", "‚", "‘", false },
	{ "ca", GUILLEMETS, false },
	{ "cs", GERMAN, false },
	{ "da", "“", "”", "‘", "’", false },
	{ "de", GERMAN, false },
	{ "de-CH", "«", "»", "‹", "›", false },
	{ "de-LI", "«", "»", "‹", "›", false },
	{ "el", GUILLEMETS, false },
	{ "en", ENGLISH, false },
	{ "es", GUILLEMETS, false },
	{ "es-MX", ENGLISH, false },
	{ "es-US", ENGLISH, false },
	{ "et", "„", "“", "«", "»", false },
	{ "fa", "«", "»", "‹", "›", false },
	{ "fi", "”", "”", "’", "’", false },
	{ "fr", "«" NARROW_SPACE, NARROW_SPACE "»", "“", "”", true },
	{ "fr-CH", "«" NARROW_SPACE, NARROW_SPACE "»", "‹" NARROW_SPACE,
	    NARROW_SPACE "›", true },
	{ "he", "”", "”", "’", "’", false },
	{ "hr", "„", "”", "‚", "‘", false },
	{ "hu", "„", "”", "»", "«", false },
	{ "is", GERMAN, false },
	{ "it", GUILLEMETS, false },
	{ "it-CH", "«", "»", "‹", "›", false },
	{ "ja", NULL, NULL, NULL, NULL, false },
	{ "ko", ENGLISH, false },
	{ "lt", "„", "“", "‚", "‘", false },
	{ "lv", "“", "”", "‘", "’", false },
	{ "mk", "„", "“", "’", "‘", false },
	{ "nb", "«", "»", "‘", "’", false },
	{ "nl", ENGLISH, false },
	{ "nn", "«", "»", "‘", "’", false },
	{ "no", "«", "»", "‘", "’", false },
	{ "pl", "„", "”", "«", "»", false },
	{ "pt", ENGLISH, false },
	{ "pt-PT", GUILLEMETS, false },
	{ "ro", "„", "”", "«", "»", false },
	{ "ru", "«", "»", "„", "“", false },
	{ "sk", GERMAN, false },
	{ "sl", GERMAN, false },
	{ "sq", "«", "»", "“", "”", false },
	{ "sr", "„", "”", "’", "’", false },
	{ "sv", "”", "”", "’", "’", false },
	{ "tr", ENGLISH, false },
	{ "uk", "«", "»", "„", "“", false },
	{ "zh", NULL, NULL, NULL, NULL, false },
};

struct typo_quote {
	size_t at;		/* offset in `in` */
	const char *glyph;	/* what it becomes; NULL: as typed */
	size_t opener_below;	/* the open mark of its kind before, plus one */
	bool can_open;
	char mark;
	bool can_close;
};

static bool
is_tag_start(const char *lang, const char *start)
{
	size_t len = strlen(start);

	return strncmp(lang, start, len) == 0 &&
	    (lang[len] == '\0' || lang[len] == '-');
}

static const struct quote_style *
find_style(const char *lang)
{
	static const struct quote_style english = { "en", ENGLISH, false };
	const struct quote_style *best = NULL;
	size_t i;

	for (i = 0; i < sizeof(styles) / sizeof(styles[0]); i++)
		if (is_tag_start(lang, styles[i].lang) &&
		    (best == NULL ||
		     strlen(styles[i].lang) > strlen(best->lang)))
			best = &styles[i];
	return best != NULL ? best : &english;
}

void
typo_clear(struct typo *typo)
{
	strbuf_clear(&typo->in);
	strbuf_clear(&typo->is_literal);
	strbuf_clear(&typo->out);
	typo->count = 0;
	typo->quote_count = 0;
}

void
typo_release(struct typo *typo)
{
	strbuf_release(&typo->in);
	strbuf_release(&typo->is_literal);
	strbuf_release(&typo->out);
	free(typo->segments);
	free(typo->quotes);
}

static void
add_flags(struct typo *typo, size_t count)
{
	memset(strbuf_reserve(&typo->is_literal, count), 0, count);
	typo->is_literal.len += count;
}

void
typo_add_text(struct typo *typo, const char *text, size_t len)
{
	struct typo_segment *segment;

	if (typo->count == typo->size) {
		typo->size = typo->size != 0 ? 2 * typo->size : 64;
		typo->segments = mem_realloc(typo->segments,
		    typo->size * sizeof(*typo->segments));
	}
	segment = &typo->segments[typo->count++];
	*segment = (struct typo_segment){ .in_start = typo->in.len };
	strbuf_add(&typo->in, text, len);
	add_flags(typo, len);
	segment->in_end = typo->in.len;
}

void
typo_add_other(struct typo *typo, char stand_in)
{
	strbuf_add_char(&typo->in, stand_in);
	add_flags(typo, 1);
}

/* What a mark's neighbour is. Outside ASCII only what can stand beside a
 * quotation mark in print is told apart: spaces, general punctuation and
 * CJK punctuation. */
enum neighbour { NEXT_TO_SPACE, NEXT_TO_PUNCTUATION, NEXT_TO_WORD };

static enum neighbour
classify(uint32_t c)
{
	if (c <= ' ' || c == 0xA0 || c == 0x3000 ||
	    (c >= 0x2000 && c <= 0x200B) || c == 0x202F)
		return NEXT_TO_SPACE;
	if (c < 0x80)
		return strchr("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", (int)c)
		    != NULL ? NEXT_TO_PUNCTUATION : NEXT_TO_WORD;
	if (c == 0xA1 || c == 0xAB || c == 0xBB || c == 0xBF ||
	    (c >= 0x2010 && c <= 0x205E) || (c >= 0x3001 && c <= 0x301F) ||
	    (c >= 0xFF01 && c <= 0xFF0F) || (c >= 0xFF1A && c <= 0xFF20))
		return NEXT_TO_PUNCTUATION;
	return NEXT_TO_WORD;
}

static uint32_t
char_before(const struct typo *typo, size_t at)
{
	const unsigned char *bytes = (const unsigned char *)typo->in.bytes;
	size_t start = at;
	uint32_t c;

	if (at == 0)
		return '\n';
	do
		start--;
	while (start > 0 && (bytes[start] & 0xC0) == 0x80);
	if (bytes[start] < 0x80)
		return bytes[start];
	c = bytes[start] & (0x7Fu >> (at - start));
	while (++start < at)
		c = c << 6 | (bytes[start] & 0x3F);
	return c;
}

static uint32_t
char_at(const struct typo *typo, size_t at)
{
	size_t end = at + 1;

	if (at >= typo->in.len)
		return '\n';
	while (end < typo->in.len &&
	    ((unsigned char)typo->in.bytes[end] & 0xC0) == 0x80)
		end++;
	return char_before(typo, end);
}

static void
add_quote(struct typo *typo, size_t at)
{
	enum neighbour before = classify(char_before(typo, at));
	enum neighbour after = classify(char_at(typo, at + 1));
	bool is_before_word = after != NEXT_TO_SPACE &&
	    (after == NEXT_TO_WORD || before != NEXT_TO_WORD);
	bool is_behind_word = before != NEXT_TO_SPACE &&
	    (before == NEXT_TO_WORD || after != NEXT_TO_WORD);

	if (typo->quote_count == typo->quote_size) {
		typo->quote_size =
		    typo->quote_size != 0 ? 2 * typo->quote_size : 64;
		typo->quotes = mem_realloc(typo->quotes,
		    typo->quote_size * sizeof(*typo->quotes));
	}
	typo->quotes[typo->quote_count++] = (struct typo_quote){
		.at = at, .mark = typo->in.bytes[at],
		.can_open = is_before_word && before != NEXT_TO_WORD,
		.can_close = is_behind_word,
	};
}

static void
find_quotes(struct typo *typo)
{
	size_t i, at;

	for (i = 0; i < typo->count; i++)
		for (at = typo->segments[i].in_start;
		    at < typo->segments[i].in_end; at++)
			if ((typo->in.bytes[at] == '"' ||
			     typo->in.bytes[at] == '\'') &&
			    !typo->is_literal.bytes[at])
				add_quote(typo, at);
}

/* The glyph of a mark without partner. */
static const char *
lone_quote(const struct typo *typo, const struct typo_quote *quote,
    const struct quote_style *style)
{
	uint32_t before = char_before(typo, quote->at);

	if (quote->mark == '\'')
		return classify(before) != NEXT_TO_SPACE || quote->can_open
		    ? APOSTROPHE : NULL;
	/* 19" is a measure. A quotation over several paragraphs opens in each
	 * and closes in the last. */
	if (before >= '0' && before <= '9')
		return NULL;
	if (quote->can_open)
		return style->open;
	return quote->can_close ? style->close : NULL;
}

/* Pairs the marks. `tops` are the newest open marks of " and ', plus one:
 * an outer pair closes over all inner openers. */
static void
pair_quotes(struct typo *typo, const struct quote_style *style)
{
	size_t tops[2] = { 0, 0 };
	size_t i;

	for (i = 0; i < typo->quote_count; i++) {
		struct typo_quote *quote = &typo->quotes[i];
		bool is_inner = quote->mark == '\'';
		size_t *top = &tops[is_inner], *other = &tops[!is_inner];

		quote->glyph = lone_quote(typo, quote, style);
		if (quote->can_close && *top != 0) {
			struct typo_quote *opener = &typo->quotes[*top - 1];

			opener->glyph = is_inner ? style->open_inner
			    : style->open;
			quote->glyph = is_inner ? style->close_inner
			    : style->close;
			while (*other > *top)
				*other = typo->quotes[*other - 1].opener_below;
			*top = opener->opener_below;
		} else if (quote->can_open) {
			quote->opener_below = *top;
			*top = i + 1;
		}
	}
}

/* Long runs are em dashes and en dashes of the same length in all, as few as
 * can be: what libcmark does. */
static void
add_dashes(struct strbuf *out, size_t run)
{
	size_t en = run % 3 == 0 ? 0 : run % 2 == 0 ? run / 2
	    : run % 3 == 2 ? 1 : 2;
	size_t em = (run - 2 * en) / 3;

	while (em-- > 0)
		strbuf_add_string(out, "—");
	while (en-- > 0)
		strbuf_add_string(out, "–");
}

/* Unescaped marks of the same kind from `at` to the segment's end. */
static size_t
run_length(const struct typo *typo, size_t at, size_t end)
{
	size_t stop = at;

	while (stop < end && typo->in.bytes[stop] == typo->in.bytes[at] &&
	    !typo->is_literal.bytes[stop])
		stop++;
	return stop - at;
}

static size_t
replace_hyphens(struct typo *typo, size_t at, size_t end)
{
	size_t run = run_length(typo, at, end);
	bool is_option = classify(char_before(typo, at)) == NEXT_TO_SPACE &&
	    classify(char_at(typo, at + run)) == NEXT_TO_WORD;

	/* --verbose is no dash. */
	if (run == 1 || (run == 2 && is_option))
		strbuf_add(&typo->out, typo->in.bytes + at, run);
	else
		add_dashes(&typo->out, run);
	return run;
}

/* A space before ; ! ? : or a closing guillemet, in French. */
static bool
is_high_space(const struct typo *typo, size_t at)
{
	uint32_t mark = char_at(typo, at + 1);

	if (mark != ';' && mark != '!' && mark != '?' && mark != ':' &&
	    mark != 0xBB)
		return false;
	return at > 0 && classify(char_before(typo, at)) != NEXT_TO_SPACE &&
	    classify(char_at(typo, at + (mark == 0xBB ? 3 : 2))) !=
	    NEXT_TO_WORD;
}

/* Writes what the bytes at `at` become; returns how many were read. */
static size_t
replace_at(struct typo *typo, size_t at, size_t end,
    const struct quote_style *style, size_t *quote)
{
	char c = typo->in.bytes[at];

	if (typo->is_literal.bytes[at]) {
		strbuf_add_char(&typo->out, c);
		return 1;
	}
	if (*quote < typo->quote_count && typo->quotes[*quote].at == at) {
		const char *glyph = typo->quotes[(*quote)++].glyph;

		if (glyph != NULL)
			strbuf_add_string(&typo->out, glyph);
		else
			strbuf_add_char(&typo->out, c);
		return 1;
	}
	if (c == '-')
		return replace_hyphens(typo, at, end);
	if (c == '.' && end - at >= 3 && run_length(typo, at, at + 3) == 3) {
		strbuf_add_string(&typo->out, "…");
		return 3;
	}
	if (c == ' ' && style->is_high_spaced && is_high_space(typo, at))
		strbuf_add_string(&typo->out, typo->in.bytes[at + 1] == ':'
		    ? NO_BREAK_SPACE : NARROW_SPACE);
	else
		strbuf_add_char(&typo->out, c);
	return 1;
}

static void
copy_segments(struct typo *typo)
{
	size_t i;

	for (i = 0; i < typo->count; i++) {
		struct typo_segment *segment = &typo->segments[i];

		segment->out_start = segment->in_start;
		segment->out_end = segment->in_end;
	}
	strbuf_add(&typo->out, typo->in.bytes, typo->in.len);
}

void
typo_run(struct typo *typo, const char *lang)
{
	const struct quote_style *style;
	size_t i, at, quote = 0;

	if (lang == NULL) {
		copy_segments(typo);
		return;
	}
	style = find_style(lang);
	find_quotes(typo);
	pair_quotes(typo, style);
	for (i = 0; i < typo->count; i++) {
		struct typo_segment *segment = &typo->segments[i];

		segment->out_start = typo->out.len;
		for (at = segment->in_start; at < segment->in_end;)
			at += replace_at(typo, at, segment->in_end, style,
			    &quote);
		segment->out_end = typo->out.len;
	}
}
