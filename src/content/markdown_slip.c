/*
 * What an author meant for markup and CommonMark does not take for any.
 *
 * In: the running text of one block, as it was collected for typography: what
 * libcmark made a link of is a link by now, so brackets that are left here
 * are printed. Out: reports at the very character. A link that is none is an
 * error, for nobody wants an address in brackets on a page; of signs that
 * might be meant as they stand the author is warned. What is escaped with a
 * backslash is meant.
 *
 * One pass over the text; a place is found in the source by reading both side
 * by side from where the last one was.
 */
#include "markdown_parts.h"

#include <string.h>

#include "slip.h"

#define MAX_SLIPS 20		/* told of one block */
#define MAX_SHOWN 120		/* bytes of an address in a message */

struct look {
	struct markdown *md;
	const struct text_block *block;
	const char *in;
	size_t len;
	size_t bracket;		/* 1 + place of the last `[`; 0: closed */
	unsigned count;
	bool has_table, has_bullet;
	size_t segment;		/* of the place found last */
	struct typo_reading reading;
};

/* The place in the file of a character of the text. */
static struct source_pos
place_of(struct look *look, size_t at)
{
	const struct typo *typo = &look->md->typo;
	const struct typo_segment *segment;

	while (look->segment + 1 < typo->count &&
	    typo->segments[look->segment + 1].in_start <= at)
		look->reading.at = typo->segments[++look->segment].in_start,
		look->reading.source = 0;
	segment = &typo->segments[look->segment];
	if (look->reading.source == 0)
		look->reading = (struct typo_reading){
			.source = segment->source, .at = segment->in_start };
	while (look->reading.at < at && look->reading.at < segment->in_end &&
	    markdown_read_beside(look->md, &look->reading))
		continue;
	return markdown_pos(look->md, look->reading.source);
}

static bool
may_report(struct look *look)
{
	return look->count++ < MAX_SLIPS;
}

static bool
has_at(const struct look *look, size_t at, const char *text)
{
	size_t len = strlen(text);

	return look->len - at >= len && memcmp(look->in + at, text, len) == 0;
}

static bool
is_literal(const struct look *look, size_t at)
{
	return look->md->typo.is_literal.bytes[at] != 0;
}

/* Whether a link's text stands around a place already. */
static bool
is_in_link(const struct look *look, size_t at)
{
	const struct typo *typo = &look->md->typo;
	size_t low = 0, high = typo->count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (typo->segments[middle].in_start <= at)
			low = middle;
		else
			high = middle;
	}
	return typo->count > 0 && typo->segments[low].is_in_link;
}

/* An address with %20 for its blanks, where it is short enough to be told. */
static const char *
mended_address(struct look *look, size_t start, size_t end)
{
	struct strbuf mended = { 0 };
	const char *copy;

	if (end - start > MAX_SHOWN ||
	    memchr(look->in + start, '"', end - start) != NULL)
		return NULL;
	for (; start < end; start++)
		if (look->in[start] == ' ')
			strbuf_add_string(&mended, "%20");
		else if (look->in[start] != '\n')
			strbuf_add_char(&mended, look->in[start]);
	copy = arena_copy(look->md->arena, strbuf_string(&mended), mended.len);
	strbuf_release(&mended);
	return copy;
}

/* `[text](https://vendor.example/a b)`; `at` is the `]`. */
static size_t
look_at_link(struct look *look, size_t at)
{
	size_t start = at + 2, end = start, blank;
	const char *mended;

	while (end < look->len && look->in[end] != ')' && end - start < 2000)
		end++;
	if (end == look->len || look->in[end] != ')') {
		diag_report(look->md->diags, DIAG_LINK_SYNTAX,
		    place_of(look, at + 1), "the parenthesis that opens here "
		    "is not closed, so the link is printed as it stands; put "
		    "')' behind the address");
		return start - at + slip_address_len(look->in + start,
		    look->len - start);
	}
	for (blank = start; blank < end && look->in[blank] != ' ' &&
	    look->in[blank] != '\n'; blank++)
		continue;
	if (blank == end) {
		diag_report(look->md->diags, DIAG_LINK_SYNTAX,
		    place_of(look, at), "this is no link and is printed as it "
		    "stands; write [text](address), one link not inside "
		    "another");
		return start - at;
	}
	diag_report(look->md->diags, DIAG_LINK_SYNTAX, place_of(look, blank),
	    look->in[blank] == '\n'
	    ? "the address of this link goes on in the next line, so its "
	      "brackets are printed; write it in one line"
	    : "the address of this link has a blank, so its brackets are "
	      "printed; write %%20 for the blank");
	mended = mended_address(look, start, end);
	if (mended != NULL && mended[0] != '\0')
		diag_hint(look->md->diags, "write (%s)", mended);
	return end - at;
}

/* `[text] (https://…)` and `(text)[https://…]`; 0 where it is neither. */
static size_t
look_at_near_link(struct look *look, size_t at)
{
	bool is_parted = look->in[at] == ']' && look->bracket != 0 &&
	    has_at(look, at + 1, " (");
	bool is_swapped = look->in[at] == ')' && has_at(look, at + 1, "[");
	size_t start = at + (is_parted ? 3 : 2);
	size_t len = (is_parted || is_swapped) && start < look->len ?
	    slip_address_len(look->in + start, look->len - start) : 0;

	if (len == 0 || !may_report(look))
		return 0;
	diag_report(look->md->diags, DIAG_LINK_SYNTAX, place_of(look, at + 1),
	    is_parted
	    ? "a blank stands between the text of this link and its address; "
	      "write [text](address)"
	    : "the brackets of this link are swapped; write [text](address)");
	return start + len - at;
}

static size_t
look_at_bracket(struct look *look, size_t at)
{
	size_t len = 0;

	if (look->in[at] == '[') {
		look->bracket = at + 1;
	} else if (look->in[at] == ']' && look->bracket != 0 &&
	    has_at(look, at + 1, "(")) {
		if (may_report(look))
			len = look_at_link(look, at);
		look->bracket = 0;
	} else {
		len = look_at_near_link(look, at);
		if (look->in[at] == ']')
			look->bracket = 0;
	}
	return len > 0 ? len : 1;
}

static size_t
look_at_braces(struct look *look, size_t at)
{
	size_t len = slip_braces_len(look->in + at, look->len - at);
	bool is_story = look->md->input->is_story;

	if (len == 0 || (is_story && slip_is_customer(look->in + at, len)))
		return len > 0 ? len : 1;
	if (!may_report(look))
		return len;
	slip_report_braces(look->md->diags, place_of(look, at),
	    look->in + at, len, is_story);
	return len;
}

/* `** bold **`, `~~old~~`. */
static size_t
look_at_run(struct look *look, size_t at)
{
	size_t end = at;

	while (end < look->len && look->in[end] == look->in[at])
		end++;
	if (end - at != 2 || !may_report(look))
		return end - at;
	if (look->in[at] == '*')
		diag_report(look->md->diags, DIAG_MARKUP_SHOWN,
		    place_of(look, at), "these stars are printed as they "
		    "stand; write **words** with both pairs, and without a "
		    "blank inside them");
	else
		diag_report(look->md->diags, DIAG_MARKUP_SHOWN,
		    place_of(look, at), "text is not struck out here, and "
		    "'~~' is printed as it stands; delete it");
	return 2;
}

static size_t
look_at_entity(struct look *look, size_t at)
{
	size_t len = slip_entity_len(look->in + at, look->len - at);

	if (len > 0 && may_report(look))
		diag_report(look->md->diags, DIAG_MARKUP_SHOWN,
		    place_of(look, at), "'%.*s' stands for no character and "
		    "is printed as it stands; type the character itself",
		    (int)len, look->in + at);
	return len > 0 ? len : 1;
}

/* An address by itself is text, which nobody can follow. */
static size_t
look_at_address(struct look *look, size_t at)
{
	size_t len = slip_address_len(look->in + at, look->len - at);
	int shown = (int)(len < MAX_SHOWN ? len : MAX_SHOWN);

	if (len == 0 || (at > 0 && strchr(" \n(", look->in[at - 1]) == NULL) ||
	    is_in_link(look, at) || !may_report(look))
		return len > 0 ? len : 1;
	diag_report(look->md->diags, DIAG_MARKUP_SHOWN, place_of(look, at),
	    look->in[at] == 'w' || look->in[at] == 'W'
	    ? "an address by itself is no link; write [text](https://%.*s)"
	    : "an address by itself is no link; write <%.*s> or "
	      "[text](address)", shown, look->in + at);
	return len;
}

/* A row of a table that lacks the line below its head. */
static bool
is_table_row(const struct look *look, size_t at)
{
	size_t end = at, bars = 0, dashes = 0, words = 0;

	for (; end < look->len && look->in[end] != '\n'; end++) {
		bars += look->in[end] == '|';
		dashes += look->in[end] == '-';
		words += strchr("|-: ", look->in[end]) == NULL;
	}
	return look->in[at] == '|' ? bars > 1 && words > 0
	    : bars > 0 && dashes > 2 && words == 0;
}

/* Bullets of Word and of web pages; a hyphen before a no-break space. */
static bool
is_bullet(const struct look *look, size_t at)
{
	static const char *const signs[] = { "•", "▪", "◦", "●", "■", "‣",
		"·", "\uf0b7", "\uf0a7", "-\u00a0", "*\u00a0", "+\u00a0",
		"o\t" };
	size_t i;

	for (i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (has_at(look, at, signs[i]))
			return true;
	return false;
}

/* `##Heading`, or with a no-break space. */
static bool
is_heading(const struct look *look, size_t at)
{
	size_t count = strspn(look->in + at, "#");

	if (at > 0 || count == 0 || count > 6 || at + count == look->len)
		return false;
	return count > 1 || has_at(look, at + count, "\u00a0");
}

static void
look_at_line(struct look *look, size_t at)
{
	if (look->block->is_cell || at == look->len || is_literal(look, at))
		return;
	if (!look->has_table && !look->md->has_table_error &&
	    is_table_row(look, at)) {
		look->has_table = true;
		diag_report(look->md->diags, DIAG_MARKUP_SHOWN,
		    place_of(look, at), "this is no table yet and is printed "
		    "as it stands; start each line with '|', and below the "
		    "first write one such as '|---|---|', with as many cells");
	} else if (!look->has_bullet && is_bullet(look, at)) {
		look->has_bullet = true;
		diag_report(look->md->diags, DIAG_MARKUP_SHOWN,
		    place_of(look, at), "this is no list, and its lines run "
		    "together; start each item with '- ', a hyphen and a "
		    "plain blank");
	} else if (is_heading(look, at)) {
		diag_report(look->md->diags, DIAG_MARKUP_SHOWN,
		    place_of(look, at), "this is no heading and is printed as "
		    "it stands; write '## ' with a plain blank behind it");
	}
}

static size_t
look_at(struct look *look, size_t at)
{
	if (at == 0 || look->in[at - 1] == '\n')
		look_at_line(look, at);
	if (is_literal(look, at))
		return 1;
	switch (look->in[at]) {
	case '[': case ']': case ')':
		return look_at_bracket(look, at);
	case '{':
		return look_at_braces(look, at);
	case '*': case '~':
		return look_at_run(look, at);
	case '&':
		return look_at_entity(look, at);
	case 'h': case 'H': case 'w': case 'W':
		return look_at_address(look, at);
	}
	return 1;
}

void
markdown_look_for_slips(struct markdown *md, const struct text_block *block)
{
	struct look look = { .md = md, .block = block,
		.in = strbuf_string(&md->typo.in), .len = md->typo.in.len };
	size_t at;

	if (md->input->is_plain || md->typo.count == 0)
		return;
	for (at = 0; at < look.len; at += look_at(&look, at))
		continue;
}
