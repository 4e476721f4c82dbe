/*
 * Footnotes, which CommonMark does not have: `[^id]` in the text, and
 * `[^id]: text` as a paragraph of its own, further lines of it below.
 *
 * In: the body; out: k:footnote elements, the first of each id with the
 * note's text.
 *
 * libcmark would take `[^id]: word` for the definition of a link. So before
 * it reads the body the brackets of every `[^id]` are replaced by control
 * characters, which no text holds; code and addresses get them back. The
 * texts of notes are lines of the body that become paragraphs of one second
 * document, with the body's link definitions behind them; its blocks know
 * which lines of the body they are. An id is letters, digits and hyphens,
 * which mean nothing else to libcmark, so each stays in one text node.
 */
#include "markdown_parts.h"

#include <string.h>

#include "fieldkit/limits.h"

/* Bytes of `[^id]` at `text` with these brackets, 0 where there is none. */
static size_t
reference_len(const char *text, char open, char close)
{
	size_t len;

	if (text[0] != open || text[1] != '^')
		return 0;
	len = strspn(text + 2, "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
	if (len == 0 || len > LIMIT_ID_CHARS || text[2 + len] != close)
		return 0;
	return len + 3;
}

size_t
markdown_note_len(const char *text)
{
	return reference_len(text, NOTE_OPEN, NOTE_CLOSE);
}

static struct note *
find_note(struct markdown *md, const char *reference, size_t len)
{
	const char *id = arena_copy(md->arena, reference + 2, len - 3);
	/* The map lends its values as const; they were made here. */
	struct note *note = (struct note *)(uintptr_t)strmap_find(
	    &md->note_ids, id);

	if (note != NULL)
		return note;
	note = ARENA_NEW(md->arena, struct note);
	note->id = id;
	strmap_add(&md->note_ids, id, note);
	*md->notes_end = note;
	md->notes_end = &note->next;
	return note;
}

static bool
is_escaped(const char *bytes, size_t at)
{
	size_t start = at;

	while (start > 0 && bytes[start - 1] == '\\')
		start--;
	return (at - start) % 2 == 1;
}

static bool
starts_line(const char *bytes, size_t at)
{
	while (at > 0 && (bytes[at - 1] == ' ' || bytes[at - 1] == '\t'))
		at--;
	return at == 0 || bytes[at - 1] == '\n' || bytes[at - 1] == '\r';
}

const char *
markdown_mark_notes(struct markdown *md)
{
	const char *bytes = md->input->bytes;
	size_t size = md->input->len, at, len;
	struct note *note;
	char *copy = NULL;

	md->notes_end = &md->notes;
	for (at = 0; at < size && !md->input->is_plain; at++) {
		if (bytes[at] != '[' || is_escaped(bytes, at))
			continue;
		len = reference_len(bytes + at, '[', ']');
		if (len == 0 || at + len > size)
			continue;
		if (copy == NULL)
			copy = arena_copy(md->arena, bytes, size);
		copy[at] = NOTE_OPEN;
		copy[at + len - 1] = NOTE_CLOSE;
		note = find_note(md, bytes + at, len);
		if (note->likely == 0 && bytes[at + len] == ':' &&
		    starts_line(bytes, at))
			note->likely = at + 1;
	}
	return copy != NULL ? copy : bytes;
}

const char *
markdown_restored(const struct markdown *md, const char *text)
{
	static const char marks[] = { NOTE_OPEN, NOTE_CLOSE, '\0' };
	char *copy;
	size_t at;

	if (text == NULL || md->notes == NULL ||
	    text[strcspn(text, marks)] == '\0')
		return text;
	copy = arena_strdup(md->arena, text);
	for (at = 0; copy[at] != '\0'; at++)
		copy[at] = copy[at] == NOTE_OPEN ? '[' :
		    copy[at] == NOTE_CLOSE ? ']' : copy[at];
	return copy;
}

/* The `[^id]:` that a line starts with; 0 where it starts with none. */
static size_t
definition_len(const struct markdown *md, uint32_t line, size_t *ret_at)
{
	const char *bytes = md->input->bytes;
	size_t at = md->line_starts[line - 1], len;

	while (bytes[at] == ' ' || bytes[at] == '\t')
		at++;
	*ret_at = at;
	len = markdown_note_len(bytes + at);
	return len > 0 && bytes[at + len] == ':' ? len + 1 : 0;
}

/* NULL after a report. */
static struct note *
add_definition(struct markdown *md, uint32_t line, size_t at, size_t len)
{
	struct note *note = find_note(md, md->input->bytes + at, len - 1);

	if (note->line != 0) {
		diag_report(md->diags, DIAG_FOOTNOTE_TWICE,
		    markdown_pos(md, at), "the footnote '%s' is written twice",
		    note->id);
		return NULL;
	}
	note->line = line;
	note->offset = at;
	return note;
}

bool
markdown_take_notes(struct markdown *md, cmark_node *paragraph)
{
	uint32_t line = (uint32_t)cmark_node_get_start_line(paragraph);
	uint32_t last = (uint32_t)cmark_node_get_end_line(paragraph);
	struct note *open = NULL;
	size_t at, len;

	if (md->notes == NULL || line == 0 || last > md->line_count ||
	    cmark_node_get_type(cmark_node_parent(paragraph)) !=
	    CMARK_NODE_DOCUMENT || definition_len(md, line, &at) == 0)
		return false;
	for (; line <= last; line++) {
		len = definition_len(md, line, &at);
		if (len > 0)
			open = add_definition(md, line, at, len);
		if (open != NULL)
			open->end_line = line;
	}
	return true;
}

/* Whether a link is among an element and those around it. */
static bool
is_in_link(const struct doc_node *node)
{
	while (node != NULL && node->tag != DOC_A)
		node = node->parent;
	return node != NULL;
}

void
markdown_call_note(struct markdown *md, struct doc_node *parent,
    const char *text, size_t len, struct source_pos pos)
{
	struct note *note = find_note(md, text, len);
	struct doc_node *node;

	if (md->is_in_note || is_in_link(parent)) {
		diag_report(md->diags, DIAG_FOOTNOTE_PLACE, pos,
		    md->is_in_note ? "a footnote cannot call another one" :
		    "the number of a footnote is a link and cannot stand in "
		    "one; write it behind");
		if (note->call == NULL)
			note->call = doc_new(md->arena, DOC_K_FOOTNOTE, pos);
		return;
	}
	node = doc_add(md->arena, parent, DOC_K_FOOTNOTE, pos);
	if (note->call != NULL) {
		doc_set(md->arena, node, DOC_ATTR_REF, note->id);
		return;
	}
	node->id = note->id;
	note->call = node;
}

/* A note without a text: mostly a misspelt id, or a text that libcmark took
 * for a part of the paragraph above it. */
static void
report_undefined(struct markdown *md, const struct note *note)
{
	const char *names[64];
	size_t count = 0;

	if (note->likely > 0) {
		diag_report(md->diags, DIAG_FOOTNOTE_PLACE,
		    markdown_pos(md, note->likely - 1), "the text of the "
		    "footnote '%s' is a paragraph of its own, outside of "
		    "lists, quotations and code; leave an empty line before "
		    "it", note->id);
		return;
	}
	diag_report(md->diags, DIAG_FOOTNOTE_UNDEFINED, note->call->pos,
	    "the footnote '%s' is written nowhere; write '[^%s]: its text' "
	    "on a line of its own", note->id, note->id);
	for (const struct note *at = md->notes; at != NULL && count < 64;
	    at = at->next)
		if (at->line != 0)
			names[count++] = at->id;
	diag_suggest(md->diags, note->id, names, count);
}

static void
check_note(struct markdown *md, const struct note *note)
{
	if (note->line == 0 && note->call != NULL)
		report_undefined(md, note);
	else if (note->line != 0 && note->call == NULL)
		diag_report(md->diags, DIAG_FOOTNOTE_UNUSED,
		    markdown_pos(md, note->offset), "nothing calls the "
		    "footnote '%s'; write [^%s] where its number goes",
		    note->id, note->id);
}

/* Bytes before a note's text: the indent is no part of libcmark's text. */
static size_t
text_start(const struct markdown *md, const struct note *note)
{
	const char *bytes = md->input->bytes + note->offset;
	size_t len = markdown_note_len(bytes) + 1;

	return len + strspn(bytes + len, " \t");
}

static void
fill_note(struct markdown *md, const struct note *note, cmark_node *paragraph)
{
	struct text_block block = {
		.node = paragraph, .first_line = note->line,
		.first_col = 1 + (uint32_t)(note->offset -
		    md->line_starts[note->line - 1]),
		.skip = text_start(md, note),
	};

	block.line_shift = note->line -
	    (uint32_t)cmark_node_get_start_line(paragraph);
	markdown_add_inlines(md, note->call, &block);
	if (note->call->first_child == NULL)
		diag_report(md->diags, DIAG_FOOTNOTE_UNDEFINED,
		    markdown_pos(md, note->offset),
		    "the footnote '%s' says nothing", note->id);
}

static bool
is_whole(const struct note *note)
{
	return note->line != 0 && note->call != NULL;
}

void
markdown_fill_notes(struct markdown *md)
{
	struct strbuf texts = { 0 };
	cmark_node *document, *paragraph;
	struct note *note;

	if (md->notes == NULL)
		return;
	for (note = md->notes; note != NULL; note = note->next) {
		if (is_whole(note))
			strbuf_add(&texts, md->input->bytes +
			    md->line_starts[note->line - 1],
			    md->line_starts[note->end_line] -
			    md->line_starts[note->line - 1]);
		if (is_whole(note))
			strbuf_add_string(&texts, "\n\n");
	}
	strbuf_add(&texts, md->definitions.bytes, md->definitions.len);
	document = cmark_parse_document(strbuf_string(&texts), texts.len,
	    CMARK_OPT_SOURCEPOS);
	paragraph = cmark_node_first_child(document);
	md->is_in_note = true;
	for (note = md->notes; note != NULL && paragraph != NULL;
	    note = note->next) {
		if (!is_whole(note))
			continue;
		fill_note(md, note, paragraph);
		paragraph = cmark_node_next(paragraph);
	}
	cmark_node_free(document);
	strbuf_release(&texts);
	for (note = md->notes; note != NULL; note = note->next)
		check_note(md, note);
}
