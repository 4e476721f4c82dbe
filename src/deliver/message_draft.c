/*
 * The words of a message. In: the letter of an office (letter.h), the kits
 * that the message brings. Out: subject, HTML and text, with every mark
 * replaced by what is known now.
 *
 * Values are escaped as they enter the HTML; lines of text that a value made
 * longer are wrapped again. What was put in is not looked through for marks.
 */
#include "message_draft.h"

#include <string.h>

#include "fieldkit/file.h"
#include "fieldkit/format.h"
#include "fieldkit/html.h"
#include "fieldkit/letter.h"
#include "fieldkit/plain_text.h"
#include "fieldkit/utf8.h"
#include "fieldkit/views.h"

#define MEGABYTE 1000000
#define LINE_CHARS 300

/* What a mark stands for. */
struct filling {
	const char *name;
	const char *html, *text;	/* the same in both forms */
	bool is_block;			/* lines that are wrapped already */
};

enum { FILLINGS = 5 };

struct drafting {
	const struct message_request *request;
	struct message_draft *draft;
	struct office_letter *kept;
	const struct letter *letter;	/* the one that is kept */
	struct arena *arena;
	struct diags *diags;
	struct filling fillings[FILLINGS];
	size_t filling_count;
};

bool
message_takes_line(const char *text)
{
	size_t len = strlen(text), at = 0, count = 0, step;
	uint32_t code;

	if (utf8_text_len(text, len) != len)
		return false;
	for (; at < len; at += step, count++) {
		step = utf8_next(text + at, len - at, &code);
		if (code < ' ' || utf8_is_bidi_control(code) ||
		    code == 0x2028 || code == 0x2029)
			return false;
	}
	return count <= LINE_CHARS;
}

/* --- reading the letter --- */

static bool
refuse(const struct drafting *drafting, enum diag_id id, const char *why)
{
	diag_report(drafting->diags, id, SOURCE_NOWHERE,
	    "edition '%s', office '%s': %s", drafting->request->edition,
	    drafting->request->office->id, why);
	return false;
}

/* A notice reaches who holds a kit even where the office has none any more:
 * its words are then those of another office's letter, which greets nobody
 * there; in the office's language where there is such a letter. */
static const struct manifest_file *
find_borrowed(const struct drafting *drafting)
{
	const struct message_request *request = drafting->request;
	const struct manifest *manifest = request->manifest;
	const struct manifest_file *found = NULL;
	uint32_t i;

	for (i = 0; i < manifest->office_count; i++) {
		const struct manifest_office *office = &manifest->offices[i];
		const struct manifest_file *file = manifest_find(manifest,
		    letter_path(drafting->arena, office->id));

		if (file != NULL && (found == NULL ||
		    lang_serves(office->lang, request->office->lang)))
			found = file;
	}
	return found;
}

static bool
read_letter(struct drafting *drafting)
{
	const struct message_request *request = drafting->request;
	struct office_letter *kept = drafting->kept;
	const struct manifest_file *file = manifest_find(request->manifest,
	    letter_path(drafting->arena, request->office->id));
	char hex[DIGEST_HEX_CHARS + 1];
	const char *path;
	int64_t bytes;

	kept->is_borrowed = file == NULL && request->kind == MESSAGE_NOTICE;
	if (kept->is_borrowed)
		file = find_borrowed(drafting);
	if (file == NULL)
		return refuse(drafting, DIAG_LETTER_INVALID, "there is no "
		    "letter, for no kit is made for it any more");
	path = arena_printf(drafting->arena, "%s/%s", request->dir,
	    file->path);
	if (!file_hash(path, hex, &bytes) || strcmp(hex, file->sha256) != 0)
		return refuse(drafting, DIAG_PARCEL_STALE, "its letter is "
		    "not what was built; build the edition again");
	return letter_read(&kept->letter, &kept->arena, path,
	    drafting->diags);
}

static bool
find_letter(struct drafting *drafting)
{
	const struct message_request *request = drafting->request;
	struct office_letter *kept = drafting->kept;

	if (kept->manifest == request->manifest &&
	    kept->office == request->office && kept->kind == request->kind)
		return true;
	kept->manifest = NULL;
	arena_reset(&kept->arena);
	if (!read_letter(drafting))
		return false;
	kept->manifest = request->manifest;
	kept->office = request->office;
	kept->kind = request->kind;
	return true;
}

/* --- filling in --- */

static const char *
escaped(struct arena *arena, const char *text)
{
	struct strbuf html = { 0 };
	const char *copy;

	html_escape(&html, text, strlen(text));
	copy = arena_copy(arena, strbuf_string(&html), html.len);
	strbuf_release(&html);
	return copy;
}

static void
add_filling(struct drafting *drafting, const char *name, const char *text)
{
	drafting->fillings[drafting->filling_count++] = (struct filling){
		.name = name, .text = text,
		.html = escaped(drafting->arena, text),
	};
}

/* The filling of the mark at `at`, and the mark's length; NULL: no mark of
 * ours. */
static const struct filling *
find_filling(const struct drafting *drafting, const char *at, size_t *ret_len)
{
	const char *name = at + strlen(LETTER_MARK_START);
	const char *end = strstr(name, LETTER_MARK_END);
	size_t i;

	for (i = 0; end != NULL && i < drafting->filling_count; i++) {
		const struct filling *filling = &drafting->fillings[i];

		if (strlen(filling->name) == (size_t)(end - name) &&
		    strncmp(filling->name, name, (size_t)(end - name)) == 0) {
			*ret_len = (size_t)(end - at) +
			    strlen(LETTER_MARK_END);
			return filling;
		}
	}
	*ret_len = strlen(LETTER_MARK_START);
	return NULL;
}

/* Appends a text, its marks replaced; *is_wrapped is unset where a line became
 * another length. */
static void
fill(const struct drafting *drafting, const char *text, size_t len,
    bool is_html, struct strbuf *out, bool *is_wrapped)
{
	const char *end = text + len, *at;

	while ((at = memmem(text, (size_t)(end - text), LETTER_MARK_START,
	    strlen(LETTER_MARK_START))) != NULL) {
		const struct filling *filling;
		size_t mark_len;

		strbuf_add(out, text, (size_t)(at - text));
		filling = find_filling(drafting, at, &mark_len);
		if (filling != NULL)
			strbuf_add_string(out, is_html ? filling->html :
			    filling->text);
		if (filling != NULL && !filling->is_block)
			*is_wrapped = false;
		text = at + mark_len;
	}
	strbuf_add(out, text, (size_t)(end - text));
}

static const char *
take(struct arena *arena, struct strbuf *text)
{
	const char *copy = arena_copy(arena, strbuf_string(text), text->len);

	strbuf_release(text);
	return copy;
}

static const char *
fill_whole(const struct drafting *drafting, const char *text, bool is_html)
{
	struct strbuf out = { 0 };
	bool ignored;

	fill(drafting, text, strlen(text), is_html, &out, &ignored);
	return take(drafting->arena, &out);
}

/* Line by line; one that grew is wrapped again, as far in as it was. */
static const char *
fill_lines(const struct drafting *drafting, const char *text)
{
	const struct plain_text_options options = {
		.segmenter = segmenter_new(), .arena = drafting->arena,
		.lang = drafting->letter->lang,
		.is_rtl = lang_is_rtl(drafting->letter->lang),
		.width = PLAIN_TEXT_WIDTH,
	};
	struct strbuf out = { 0 };

	while (*text != '\0') {
		size_t len = strcspn(text, "\n"), indent = strspn(text, " ");
		struct strbuf line = { 0 };
		bool is_wrapped = true;

		fill(drafting, text, len, false, &line, &is_wrapped);
		if (is_wrapped) {
			strbuf_add(&out, strbuf_string(&line), line.len);
			if (text[len] == '\n' && (line.len == 0 ||
			    line.bytes[line.len - 1] != '\n'))
				strbuf_add_char(&out, '\n');
		} else {
			plain_text_wrap(line.bytes + indent,
			    line.len - indent, (uint32_t)indent, &options,
			    &out);
		}
		strbuf_release(&line);
		text += len + (text[len] == '\n');
	}
	segmenter_free(options.segmenter);
	return take(drafting->arena, &out);
}

/* --- sections --- */

/* Kits are attached in turn as long as they fit the office's limit. */
static void
choose_attachments(struct drafting *drafting)
{
	const struct message_request *request = drafting->request;
	struct message_draft *draft = drafting->draft;
	int64_t left = request->office->max_attachment_mb * MEGABYTE;
	size_t i;

	draft->is_attached = ARENA_ARRAY(drafting->arena, bool,
	    request->kit_count);
	for (i = 0; request->kind == MESSAGE_KIT && i < request->kit_count;
	    i++) {
		const struct manifest_file *file = request->kits[i].file;

		draft->is_attached[i] = file->bytes <= left;
		if (draft->is_attached[i])
			left -= file->bytes;
		draft->has_attachment |= draft->is_attached[i];
	}
}

/* What changed is told to who holds exactly the kit it is against. */
static const struct letter_text *
kit_section(const struct drafting *drafting, size_t number)
{
	const struct message_kit *kit = &drafting->request->kits[number];
	const struct letter_section *section = letter_find(drafting->letter,
	    kit->id);
	bool is_attached = drafting->draft->is_attached[number];
	enum letter_form form = is_attached ? LETTER_ATTACHED : LETTER_LINKED;

	if (section == NULL)
		return NULL;
	if (kit->previous != NULL && section->since[0] != '\0' &&
	    strcmp(kit->previous, section->since) == 0)
		form = is_attached ? LETTER_ATTACHED_CHANGES :
		    LETTER_LINKED_CHANGES;
	return &section->forms[form];
}

/* The notice names the kit that takes the place, where that is another. */
static const struct letter_text *
notice_section(const struct drafting *drafting, size_t number)
{
	const struct message_kit *kit = &drafting->request->kits[number];
	const struct letter_section *section = kit->successor == NULL ? NULL :
	    letter_find(drafting->letter, kit->successor->kit->id);

	return section != NULL ? &section->forms[LETTER_REPLACES] :
	    &drafting->letter->withdrawn;
}

static bool
add_sections(struct drafting *drafting, struct strbuf *html,
    struct strbuf *text)
{
	const struct message_request *request = drafting->request;
	size_t i;

	for (i = 0; i < request->kit_count; i++) {
		const struct message_kit *kit = &request->kits[i];
		bool is_notice = request->kind == MESSAGE_NOTICE;
		const struct letter_text *section = is_notice ?
		    notice_section(drafting, i) : kit_section(drafting, i);

		if (section == NULL)
			return refuse(drafting, DIAG_PARCEL_STALE,
			    arena_printf(drafting->arena, "its letter says "
			    "nothing of kit %s; build the edition again",
			    kit->id));
		drafting->filling_count = 0;
		if (is_notice) {
			add_filling(drafting, "campaign", kit->title);
			add_filling(drafting, "id", kit->id);
			add_filling(drafting, "reason",
			    kit->reason != NULL ? kit->reason : "");
		}
		strbuf_add_string(html, fill_whole(drafting, section->html,
		    true));
		if (i > 0)
			strbuf_add_string(text, "\n\n");
		strbuf_add_string(text, is_notice ? fill_lines(drafting,
		    section->text) : section->text);
	}
	return true;
}

/* --- the whole --- */

/* The start of the one kit's brief, or the names of all campaigns. */
static const char *
preview_of(const struct drafting *drafting)
{
	const struct message_request *request = drafting->request;
	const struct letter_section *section;
	struct strbuf names = { 0 };
	size_t i;

	if (request->kind == MESSAGE_NOTICE)
		return request->kits[0].reason != NULL ?
		    request->kits[0].reason : "";
	section = letter_find(drafting->letter, request->kits[0].id);
	if (request->kit_count == 1)
		return section->preview;
	for (i = 0; i < request->kit_count; i++)
		strbuf_printf(&names, "%s%s", i > 0 ? " \u00b7 " : "",
		    letter_find(drafting->letter,
		    request->kits[i].id)->campaign);
	return take(drafting->arena, &names);
}

static const char *
campaign_of(const struct drafting *drafting)
{
	const struct message_kit *kit = &drafting->request->kits[0];

	return drafting->request->kind == MESSAGE_NOTICE ? kit->title :
	    letter_find(drafting->letter, kit->id)->campaign;
}

/* What a header would hold, and what else comes from a command's line. */
static bool
check_lines(const struct drafting *drafting)
{
	const struct message_request *request = drafting->request;
	size_t i;

	if (!message_takes_line(drafting->draft->subject) ||
	    !message_takes_line(drafting->draft->sender))
		return refuse(drafting, DIAG_LETTER_INVALID, "its subject or "
		    "sender has characters that no header may hold, or is "
		    "too long");
	for (i = 0; i < request->kit_count; i++)
		if (!message_takes_line(request->kits[i].title) ||
		    (request->kits[i].reason != NULL &&
		    !message_takes_line(request->kits[i].reason)))
			return refuse(drafting, DIAG_LETTER_INVALID,
			    "the title of a kit, or the reason why it was "
			    "withdrawn, has characters that no message may "
			    "hold, or is too long");
	return true;
}

/* Of a borrowed letter, what names no office. */
static struct letter_frame
bare_frame(const struct letter *letter)
{
	return (struct letter_frame){ letter->notice.subject, {
		"<!DOCTYPE html><body>" LETTER_MARK("sections") "</body>\n",
		LETTER_MARK("sections") "\n" } };
}

/* False: there is none for so many kits. */
static bool
find_frame(const struct drafting *drafting, struct letter_frame *ret_frame)
{
	const struct letter *letter = drafting->letter;
	size_t count = drafting->request->kit_count;

	if (drafting->kept->is_borrowed)
		*ret_frame = bare_frame(letter);
	else if (drafting->request->kind == MESSAGE_NOTICE)
		*ret_frame = letter->notice;
	else if (count <= letter->frame_count)
		*ret_frame = letter->frames[count - 1];
	else
		return false;
	return true;
}

static bool
write_draft(struct drafting *drafting, const struct letter_frame *frame)
{
	struct strbuf html = { 0 }, text = { 0 };
	struct message_draft *draft = drafting->draft;
	bool is_done = add_sections(drafting, &html, &text);
	const struct filling sections = {
		.name = "sections", .is_block = true,
		.html = take(drafting->arena, &html),
		.text = take(drafting->arena, &text),
	};

	if (!is_done)
		return false;
	drafting->filling_count = 0;
	add_filling(drafting, "preview", preview_of(drafting));
	add_filling(drafting, "campaign", campaign_of(drafting));
	draft->subject = fill_whole(drafting, frame->subject, false);
	drafting->fillings[drafting->filling_count++] = sections;
	draft->html = fill_whole(drafting, frame->body.html, true);
	draft->text = fill_lines(drafting, frame->body.text);
	return true;
}

bool
message_draft(struct message_draft *draft,
    const struct message_request *request, struct office_letter *kept,
    struct arena *arena, struct diags *diags)
{
	struct drafting drafting = { .request = request, .draft = draft,
		.kept = kept, .letter = &kept->letter, .arena = arena,
		.diags = diags };
	struct letter_frame frame;

	*draft = (struct message_draft){ 0 };
	if (!find_letter(&drafting))
		return false;
	draft->lang = drafting.letter->lang;
	draft->sender = drafting.letter->sender;
	if (!find_frame(&drafting, &frame))
		return refuse(&drafting, DIAG_LETTER_INVALID, "more kits than "
		    "one message brings");
	choose_attachments(&drafting);
	return write_draft(&drafting, &frame) && check_lines(&drafting);
}
