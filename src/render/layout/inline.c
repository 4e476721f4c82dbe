/*
 * Reading paragraphs. In: a run of inline siblings; out: the spans of a
 * type_paragraph and, for each, a mark that says what it is to the page:
 * style, structure element, link.
 *
 * White space collapses as in CSS: a run of it is one space, none at the
 * ends; a line end between two ideographs is nothing. The text of a
 * paragraph is collected in the job's scratch buffer and copied once.
 */
#include <string.h>

#include "fieldkit/format.h"
#include "flow.h"

#define ISOLATE_END "\xe2\x81\xa9"	/* U+2069 */

/* A span while its text still moves. */
struct draft {
	struct mark mark;
	size_t start, len;
	bool is_forced_break;
	fixed ascent, descent;
};

struct reader {
	struct layout *layout;
	struct draft *drafts;
	uint32_t count, size;
	struct inline_anchor *anchors;
	uint32_t anchor_count, anchor_size;
	bool swallows_space;		/* the text so far ends in space */
	bool is_broken;			/* the next span starts a line */
	fixed rise;
};

static struct draft *
add_draft(struct reader *reader, enum mark_kind kind,
    const struct place *place, const struct doc_node *node)
{
	struct arena *arena = reader->layout->arena;
	struct draft *draft, *grown;

	if (reader->count == reader->size) {
		reader->size = reader->size == 0 ? 8 : reader->size * 2;
		grown = ARENA_ARRAY(arena, struct draft, reader->size);
		if (reader->count > 0)
			memcpy(grown, reader->drafts,
			    reader->count * sizeof(*grown));
		reader->drafts = grown;
	}
	draft = &reader->drafts[reader->count++];
	draft->mark = (struct mark){ .kind = kind, .style = place->style,
		.element = place->element, .link = place->link,
		.rise = reader->rise, .pos = node->pos };
	draft->mark.type = style_type(&reader->layout->styles, place->style,
	    place->lang);
	draft->start = reader->layout->scratch.len;
	draft->is_forced_break = reader->is_broken;
	reader->is_broken = false;
	return draft;
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

/* Whether the character that starts at `at` is set solid in East Asian text,
 * from its first bytes in UTF-8: U+2E80 … U+9FFF and U+F900 … U+FAFF, U+FE30
 * … U+FE4F, U+FF00 … U+FFEF, and the planes above; not Hangul. */
static bool
is_ideograph(const unsigned char *at, size_t left)
{
	if (left >= 4 && at[0] == 0xf0 && at[1] >= 0xa0)
		return true;
	if (left < 3 || at[0] < 0xe2)
		return false;
	if (at[0] == 0xe2)
		return at[1] >= 0xba;
	if (at[0] <= 0xe9)
		return true;
	if (at[0] == 0xef)
		return at[1] >= 0xa4 && (at[1] < 0xac || at[1] >= 0xbc ||
		    (at[1] == 0xb8 && at[2] >= 0xb0) ||
		    (at[1] == 0xb9 && at[2] < 0x90));
	return false;
}

static bool
ends_in_ideograph(const struct strbuf *text)
{
	size_t at = text->len;

	while (at > 0 && ((unsigned char)text->bytes[at - 1] & 0xc0) == 0x80)
		at--;
	if (at == 0)
		return false;
	at--;
	return is_ideograph((const unsigned char *)text->bytes + at,
	    text->len - at);
}

/* The span to add text to: the last, where it is of the same kind. */
static struct draft *
text_draft(struct reader *reader, const struct place *place,
    const struct doc_node *node)
{
	struct draft *last = reader->count == 0 ? NULL :
	    &reader->drafts[reader->count - 1];

	if (last != NULL && !reader->is_broken &&
	    last->mark.kind == MARK_TEXT && last->mark.style == place->style &&
	    last->mark.link == place->link &&
	    last->mark.element == place->element &&
	    last->mark.rise == reader->rise &&
	    strcmp(last->mark.type->lang, place->lang) == 0)
		return last;
	return add_draft(reader, MARK_TEXT, place, node);
}

static void
add_bytes(struct reader *reader, const struct place *place,
    const struct doc_node *node, const char *bytes, size_t len)
{
	struct draft *draft = text_draft(reader, place, node);

	strbuf_add(&reader->layout->scratch, bytes, len);
	draft->len += len;
}

/* Adds a run of white space; returns the bytes it took. */
static size_t
add_space(struct reader *reader, const struct place *place,
    const struct doc_node *node, const char *text, size_t len)
{
	size_t run = 0;
	bool has_line_end = false;

	for (; run < len && is_space(text[run]); run++)
		has_line_end |= text[run] == '\n';
	if (reader->swallows_space)
		return run;
	if (has_line_end && ends_in_ideograph(&reader->layout->scratch) &&
	    is_ideograph((const unsigned char *)text + run, len - run))
		return run;
	add_bytes(reader, place, node, " ", 1);
	reader->swallows_space = true;
	return run;
}

static void
add_text(struct reader *reader, const struct place *place,
    const struct doc_node *node, const char *text, size_t len)
{
	size_t run;

	while (len > 0) {
		if (is_space(*text)) {
			run = add_space(reader, place, node, text, len);
		} else {
			for (run = 1; run < len && !is_space(text[run]); )
				run++;
			add_bytes(reader, place, node, text, run);
			reader->swallows_space = false;
		}
		text += run;
		len -= run;
	}
}

/* One line of preformatted text: spaces stay, by no-break spaces where the
 * line breaker would drop or stretch them; tabs are four. */
static void
add_pre_line(struct reader *reader, const struct place *place,
    const struct doc_node *node, const char *text, size_t len)
{
	static const char nbsp[] = "\xc2\xa0\xc2\xa0\xc2\xa0\xc2\xa0";
	bool was_space = true;

	if (len == 0)
		add_bytes(reader, place, node, nbsp, 2);
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\t')
			add_bytes(reader, place, node, nbsp, 8);
		else if (text[i] == ' ' && was_space)
			add_bytes(reader, place, node, nbsp, 2);
		else
			add_bytes(reader, place, node, &text[i], 1);
		was_space = text[i] == ' ';
	}
}

static void
add_pre(struct reader *reader, const struct place *place,
    const struct doc_node *node, const char *text, size_t len)
{
	const char *end;

	while (len > 0) {
		end = memchr(text, '\n', len);
		if (end == NULL) {
			add_pre_line(reader, place, node, text, len);
			return;
		}
		add_pre_line(reader, place, node, text, (size_t)(end - text));
		reader->is_broken = true;
		len -= (size_t)(end - text) + 1;
		text = end + 1;
	}
}

static const char *
uppercase(struct layout *layout, const char *lang, const char *text)
{
	if (layout->locale == NULL ||
	    strcmp(layout->locale_lang, lang) != 0) {
		if (layout->locale != NULL)
			format_locale_free(layout->locale);
		layout->locale = format_locale_new(lang);
		layout->locale_lang = lang;
	}
	return format_upper(layout->locale, layout->arena, text);
}

static void
read_text(struct reader *reader, const struct place *place,
    const struct doc_node *node)
{
	const char *text = node->text;
	size_t len = node->text_len;

	if (place->style->text.transform == TRANSFORM_UPPERCASE) {
		text = uppercase(reader->layout, place->lang,
		    arena_copy(reader->layout->arena, text, len));
		len = strlen(text);
	}
	if (place->style->text.white_space == WHITE_SPACE_PRE)
		add_pre(reader, place, node, text, len);
	else
		add_text(reader, place, node, text, len);
}

static void
add_gap(struct reader *reader, const struct place *place,
    const struct doc_node *node, fixed width)
{
	struct draft *draft;

	if (width <= 0)
		return;
	draft = add_draft(reader, MARK_SPACE, place, node);
	draft->mark.width = width;
	reader->swallows_space = false;
}

static void
read_image(struct reader *reader, const struct place *place,
    const struct doc_node *node)
{
	struct place inside = *place;
	struct draft *draft;
	const struct image_asset *asset;
	const char *alt = doc_get(node, DOC_ATTR_ALT);
	fixed width, height;

	asset = picture_size(reader->layout, place, node, place->style,
	    &width, &height);
	if (asset == NULL)
		return;
	if (alt != NULL && alt[0] != '\0')
		element_enter(reader->layout, &inside, ELEMENT_FIGURE, node);
	else
		inside.element = -1;
	draft = add_draft(reader, MARK_IMAGE, &inside, node);
	draft->mark.asset = asset;
	draft->mark.width = width;
	draft->mark.height = draft->ascent = height;
	reader->swallows_space = false;
}

const char *
number_text(struct layout *layout, uint32_t number)
{
	return arena_printf(layout->arena, "%u", (unsigned)number);
}

uint32_t
mark_number(struct layout *layout, const struct mark *mark,
    uint32_t page_index)
{
	const struct landing *landing;

	if (mark->kind == MARK_PAGE)
		return page_index + 1;
	if (mark->kind == MARK_PAGES)
		return layout->page_count;
	landing = landing_find(layout, mark->ref);
	return landing != NULL ? landing->page + 1 : 0;
}

/* A number whose value is known once the pages are: room for the digits it
 * had the last time. */
static void
read_number(struct reader *reader, const struct place *place,
    const struct doc_node *node, enum mark_kind kind)
{
	struct layout *layout = reader->layout;
	struct draft *draft;
	const char *ref = doc_get(node, DOC_ATTR_REF);
	const char *text;

	if (ref != NULL && ref[0] == '#')
		ref++;
	if (kind == MARK_PAGE_OF &&
	    (ref == NULL || landing_find(layout, ref) == NULL)) {
		diag_report(layout->diags, DIAG_KIT_STRUCTURE, node->pos,
		    "k:page-of names '%s', which is no id of this kit",
		    ref != NULL ? ref : "");
		return;
	}
	draft = add_draft(reader, kind, place, node);
	draft->mark.ref = ref;
	text = number_text(layout, mark_number(layout, &draft->mark,
	    layout->furniture_page));
	draft->mark.digits = (unsigned)strlen(text);
	draft->mark.width = type_measure(layout->options->type, text,
	    draft->mark.digits, draft->mark.type);
	reader->swallows_space = false;
}

/* The title of what stands on the page, in its running header or footer. The
 * room for it is measured before there are pages. */
static void
read_running(struct reader *reader, const struct place *place,
    const struct doc_node *node)
{
	const struct layout *layout = reader->layout;
	const char *title;

	if (!layout->is_in_furniture) {
		diag_report(layout->diags, DIAG_KIT_STRUCTURE, node->pos,
		    "k:running stands in k:header or k:footer");
		return;
	}
	title = layout->page_count > 0 ? running_title(reader->layout,
	    layout->furniture_page) : "\xc2\xa0";
	add_text(reader, place, node, title, strlen(title));
}

/* Quotation marks around q, CLDR's of the commonest languages. */
static const char *
quotation_mark(const char *lang, bool is_end)
{
	static const struct {
		const char *lang, *start, *end;
	} quotes[] = {
		{ "de", "\xe2\x80\x9e", "\xe2\x80\x9c" },
		{ "fr", "\xc2\xab\xc2\xa0", "\xc2\xa0\xc2\xbb" },
		{ "es", "\xc2\xab", "\xc2\xbb" },
		{ "it", "\xc2\xab", "\xc2\xbb" },
		{ "el", "\xc2\xab", "\xc2\xbb" },
		{ "ru", "\xc2\xab", "\xc2\xbb" },
		{ "uk", "\xc2\xab", "\xc2\xbb" },
		{ "pl", "\xe2\x80\x9e", "\xe2\x80\x9d" },
		{ "sv", "\xe2\x80\x9d", "\xe2\x80\x9d" },
		{ "ja", "\xe3\x80\x8c", "\xe3\x80\x8d" },
	};

	for (size_t i = 0; i < sizeof(quotes) / sizeof(quotes[0]); i++) {
		if (strncmp(lang, quotes[i].lang, 2) == 0 &&
		    (lang[2] == '\0' || lang[2] == '-'))
			return is_end ? quotes[i].end : quotes[i].start;
	}
	return is_end ? "\xe2\x80\x9d" : "\xe2\x80\x9c";
}

static void read_node(struct reader *reader, const struct place *place,
    const struct doc_node *node);

static void
read_children(struct reader *reader, const struct place *place,
    const struct doc_node *node)
{
	for (const struct doc_node *child = node->first_child; child != NULL;
	    child = child->next)
		read_node(reader, place, child);
}

static fixed
rise_of(const struct style *style, fixed rise)
{
	fixed size = style->parent != NULL ? style->parent->text.font_size :
	    style->text.font_size;

	if (style->box.valign == VALIGN_SUPER)
		return rise + size * 35 / 100;
	if (style->box.valign == VALIGN_SUB)
		return rise - size * 15 / 100;
	return rise;
}

static void
add_anchor(struct reader *reader, const char *id)
{
	struct inline_anchor *grown;

	if (reader->anchor_count == reader->anchor_size) {
		reader->anchor_size = reader->anchor_size * 2 + 4;
		grown = ARENA_ARRAY(reader->layout->arena,
		    struct inline_anchor, reader->anchor_size);
		if (reader->anchor_count > 0)
			memcpy(grown, reader->anchors,
			    reader->anchor_count * sizeof(*grown));
		reader->anchors = grown;
	}
	reader->anchors[reader->anchor_count++] =
	    (struct inline_anchor){ id, reader->count };
}

/* The character that opens an element whose text is to be ordered by itself
 * (HTML, "Bidirectional text"; UAX 9, explicit isolates), or NULL. */
static const char *
isolate_start(const struct doc_node *node, const struct place *inside,
    const struct place *outside)
{
	bool is_given = doc_get(node, DOC_ATTR_DIR) != NULL;

	if (node->tag == DOC_BDI && !is_given && node->lang == NULL)
		return "\xe2\x81\xa8";		/* U+2068, by its first letter */
	if (node->tag != DOC_BDI && !is_given &&
	    inside->is_rtl == outside->is_rtl)
		return NULL;
	return inside->is_rtl ? "\xe2\x81\xa7" : "\xe2\x81\xa6";
}

/* An inline element with content: its element, its padding, its text. */
static void
read_element(struct reader *reader, struct place inside,
    const struct place *outside, const struct doc_node *node)
{
	const struct box_style *box = &inside.style->box;
	fixed rise = reader->rise;
	bool is_block = box->display == DISPLAY_BLOCK;
	const char *isolate = isolate_start(node, &inside, outside);

	if (is_block && reader->count > 0)
		reader->is_broken = reader->swallows_space = true;
	if (isolate != NULL)
		add_bytes(reader, outside, node, isolate, 3);
	if (node->tag == DOC_A) {
		inside.link = inline_link(reader->layout, &inside, node);
	} else if (inside.element >= 0 &&
	    strcmp(inside.lang, inside.element_lang) != 0) {
		element_enter(reader->layout, &inside, ELEMENT_SPAN, node);
	}
	reader->rise = rise_of(inside.style, rise);
	add_gap(reader, outside, node, box->margin[SIDE_START]);
	add_gap(reader, &inside, node, box_side(inside.style, SIDE_START));
	if (node->tag == DOC_Q)
		add_text(reader, &inside, node, quotation_mark(inside.lang,
		    false), strlen(quotation_mark(inside.lang, false)));
	read_children(reader, &inside, node);
	if (node->tag == DOC_Q)
		add_text(reader, &inside, node, quotation_mark(inside.lang,
		    true), strlen(quotation_mark(inside.lang, true)));
	add_gap(reader, &inside, node, box_side(inside.style, SIDE_END));
	add_gap(reader, outside, node, box->margin[SIDE_END]);
	if (isolate != NULL)
		add_bytes(reader, outside, node, ISOLATE_END, 3);
	reader->rise = rise;
	if (is_block)
		reader->is_broken = reader->swallows_space = true;
}

/* Takes back the character that closes an isolate, where the text ends in it:
 * what is said of isolated text follows it in its direction. */
static bool
reopen_isolate(struct reader *reader)
{
	struct strbuf *text = &reader->layout->scratch;
	struct draft *last = &reader->drafts[reader->count - 1];

	if (reader->count == 0 || last->mark.kind != MARK_TEXT ||
	    last->len < 3 || memcmp(text->bytes + text->len - 3,
	    ISOLATE_END, 3) != 0)
		return false;
	text->len -= 3;
	last->len -= 3;
	return true;
}

/* The number of a footnote: raised, a link to the note, never parted from the
 * word before it (U+2060). */
static void
read_footnote(struct reader *reader, const struct place *place,
    const struct doc_node *node)
{
	struct layout *layout = reader->layout;
	const char *number = doc_get(node, DOC_ATTR_VALUE);
	struct place inside = *place;
	fixed rise = reader->rise;
	struct link *link;
	bool is_isolated;

	if (number == NULL)
		return;
	is_isolated = reopen_isolate(reader);
	inside.style = style_child(&layout->styles, place->style, DOC_SUP,
	    "footnote-call");
	if (inside.element >= 0) {
		element_enter(layout, &inside, ELEMENT_REFERENCE, node);
		element_enter(layout, &inside, ELEMENT_LINK, node);
		link = ARENA_NEW(layout->arena, struct link);
		*link = (struct link){ .element = inside.element,
			.dest = note_anchor(layout->arena, number),
			.contents = doc_get(node, DOC_ATTR_ARIA_LABEL) };
		if (link->contents == NULL)
			link->contents = number;
		inside.link = link;
	}
	reader->rise = rise_of(inside.style, rise);
	add_bytes(reader, &inside, node, "\xe2\x81\xa0", 3);
	add_bytes(reader, &inside, node, number, strlen(number));
	reader->drafts[reader->count - 1].mark.note = note_new(layout, place,
	    node);
	reader->rise = rise;
	if (is_isolated)
		add_bytes(reader, place, node, ISOLATE_END, 3);
	reader->swallows_space = false;
}

static void
read_node(struct reader *reader, const struct place *place,
    const struct doc_node *node)
{
	struct place inside;

	if (node->tag == DOC_TEXT) {
		read_text(reader, place, node);
		return;
	}
	inside = place_child(reader->layout, place, node);
	if (inside.style->box.display == DISPLAY_NONE ||
	    inside.depth > LIMIT_LAYOUT_DEPTH)
		return;
	if (node->id != NULL)
		add_anchor(reader, node->id);
	if (node->tag == DOC_BR)
		reader->is_broken = reader->swallows_space = true;
	else if (node->tag == DOC_WBR)
		add_bytes(reader, &inside, node, "\xe2\x80\x8b", 3);
	else if (node->tag == DOC_IMG)
		read_image(reader, &inside, node);
	else if (node->tag == DOC_K_RUNNING)
		read_running(reader, &inside, node);
	else if (node->tag == DOC_K_FOOTNOTE)
		read_footnote(reader, place, node);
	else if (node->tag == DOC_K_PAGE)
		read_number(reader, &inside, node, MARK_PAGE);
	else if (node->tag == DOC_K_PAGES)
		read_number(reader, &inside, node, MARK_PAGES);
	else if (node->tag == DOC_K_PAGE_OF)
		read_number(reader, &inside, node, MARK_PAGE_OF);
	else
		read_element(reader, inside, place, node);
}

static const char *
link_scheme_target(const char *href, bool *ret_is_inside)
{
	static const char *const schemes[] = { "https://", "http://",
		"mailto:", "tel:" };

	*ret_is_inside = href[0] == '#';
	if (href[0] == '#')
		return href[1] != '\0' ? href + 1 : NULL;
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
		if (strncmp(href, schemes[i], strlen(schemes[i])) == 0)
			return href;
	}
	return NULL;
}

const struct link *
inline_link(struct layout *layout, struct place *place,
    const struct doc_node *node)
{
	const char *href = doc_get(node, DOC_ATTR_HREF);
	const char *label = doc_get(node, DOC_ATTR_ARIA_LABEL);
	const char *target;
	struct link *link;
	bool is_inside;

	target = href != NULL ? link_scheme_target(href, &is_inside) : NULL;
	if (target == NULL || place->element < 0 ||
	    (is_inside && landing_find(layout, target) == NULL))
		return place->link;
	element_enter(layout, place, ELEMENT_LINK, node);
	link = ARENA_NEW(layout->arena, struct link);
	link->uri = is_inside ? NULL : target;
	link->dest = is_inside ? target : NULL;
	link->contents = label != NULL ? label :
	    doc_plain_text(layout->arena, node);
	if (link->contents[0] == '\0')
		link->contents = href;
	link->element = place->element;
	return link;
}

/* Takes the space at the paragraph's end, and spans of nothing. */
static void
trim_end(struct reader *reader)
{
	const char *bytes = reader->layout->scratch.bytes;
	struct draft *last;

	for (; reader->count > 0; reader->count--) {
		last = &reader->drafts[reader->count - 1];
		if (last->mark.kind != MARK_TEXT)
			return;
		if (last->len > 0 && bytes[last->start + last->len - 1] == ' ')
			last->len--;
		if (last->len > 0)
			return;
	}
}

static void
finish_spans(struct reader *reader, const char *text,
    struct type_span *spans, struct mark *marks)
{
	const struct draft *draft;

	for (uint32_t i = 0; i < reader->count; i++) {
		draft = &reader->drafts[i];
		marks[i] = draft->mark;
		spans[i] = (struct type_span){ .style = draft->mark.type,
			.is_forced_break = draft->is_forced_break,
			.pos = draft->mark.pos };
		if (draft->mark.kind == MARK_TEXT) {
			spans[i].text = text + draft->start;
			spans[i].text_len = (uint32_t)draft->len;
		} else {
			spans[i].box_width = draft->mark.width;
			spans[i].box_ascent = draft->ascent;
			spans[i].box_descent = draft->descent;
		}
	}
}

/* How far a paragraph's first line hangs out: by the quotation mark that opens
 * it, where the style says so. */
static fixed
hanging_width(struct layout *layout, const struct type_span *span)
{
	static const char *const marks[] = { "\xe2\x80\x9c", "\xe2\x80\x9e",
		"\xe2\x80\x98", "\xe2\x80\x9a", "\xc2\xab", "\xe2\x80\xb9",
		"\xe2\x80\x9d", "\"" };

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		if (span->text != NULL && span->text_len > strlen(marks[i]) &&
		    memcmp(span->text, marks[i], strlen(marks[i])) == 0)
			return type_measure(layout->options->type, marks[i],
			    (uint32_t)strlen(marks[i]), span->style);
	}
	return 0;
}

bool
inline_read(struct layout *layout, const struct place *place,
    const struct doc_node *first, const struct doc_node *end,
    struct inline_text *ret_text)
{
	struct reader reader = { .layout = layout, .swallows_space = true };
	struct arena *arena = layout->arena;
	const struct text_style *text = &place->style->text;
	struct type_span *spans;
	struct mark *marks;

	strbuf_clear(&layout->scratch);
	for (const struct doc_node *at = first; at != end; at = at->next)
		read_node(&reader, place, at);
	trim_end(&reader);
	*ret_text = (struct inline_text){ .node = first,
		.anchors = reader.anchors,
		.anchor_count = reader.anchor_count };
	if (reader.count == 0)
		return false;
	spans = ARENA_ARRAY(arena, struct type_span, reader.count);
	marks = ARENA_ARRAY(arena, struct mark, reader.count);
	finish_spans(&reader, arena_copy(arena,
	    strbuf_string(&layout->scratch), layout->scratch.len), spans,
	    marks);
	ret_text->paragraph = ARENA_NEW(arena, struct paragraph);
	*ret_text->paragraph = (struct paragraph){ marks, reader.count,
		place->is_rtl };
	ret_text->type = (struct type_paragraph){ .spans = spans,
		.span_count = reader.count, .width = place->width,
		.first_indent = text->text_indent,
		.align = place->align >= 0 ? (enum type_align)place->align :
		    (enum type_align)text->align,
		.is_rtl = place->is_rtl, .lang = place->lang,
		.is_balanced = text->is_balanced,
		.is_single_line = text->white_space == WHITE_SPACE_NOWRAP };
	if (text->is_hanging == WORD_ON)
		ret_text->type.first_indent -= hanging_width(layout,
		    &spans[0]);
	return true;
}
