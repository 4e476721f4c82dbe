/*
 * Letters: what the message to an office says, one file an office. In: the
 * kits of the edition, as they turned out. Out: letters/<office>.json, with
 * every form that mailing may need (letter.h).
 *
 * Each form is a template of its own run, its tree written twice: as HTML with
 * the theme's letter style, and as text. So the two cannot disagree.
 */
#include "extras.h"

#include <assert.h>
#include <string.h>

#include "fieldkit/html.h"
#include "fieldkit/letter.h"
#include "fieldkit/plain_text.h"

/* One letter being written. */
struct writing {
	const struct extra_job *job;
	const struct record *office;
	struct plain_text_options plain;
	struct doc_node *all;		/* every tree, for the sources */
};

static bool
is_kit_for(const struct job *job, const struct record *office)
{
	return job->office != NULL && job->main != NULL &&
	    strcmp(job->office->id, office->id) == 0 &&
	    job->main->type == RECORD_CAMPAIGN;
}

static uint32_t
count_kits(const struct plan *plan, const struct record *office)
{
	uint32_t count = 0;
	size_t i;

	for (i = 0; i < plan->kit_count; i++)
		count += is_kit_for(&plan->jobs[i], office);
	return count;
}

/* One that was called back is mailed to nobody. */
static bool
is_offered(const struct run *run, size_t number, const struct record *office)
{
	return is_kit_for(&run->plan->jobs[number], office) &&
	    (run->kits == NULL || !run->kits[number].is_withdrawn);
}

/* The tree of a template; NULL after diagnostics. */
static struct doc_node *
compose(const struct writing *writing, enum view_kind kind,
    const struct record *campaign, const struct letter_choice *choice)
{
	const struct extra *extra = writing->job->extra;
	const struct job made = {
		.kind = kind, .path = extra->path, .lang = extra->lang,
		.main = campaign, .office = writing->office,
	};
	struct view_context context = { .letter = *choice };

	return extra_compose(writing->job, &made, &context);
}

static struct doc_node *
child_of(const struct doc_node *node, enum doc_tag tag)
{
	struct doc_node *child = node != NULL ? node->first_child : NULL;

	while (child != NULL && child->tag != tag)
		child = child->next;
	return child;
}

/* Runs of white space are one space. */
static const char *
one_line(struct arena *arena, const char *text)
{
	static const char spaces[] = " \t\r\n";
	char *line = arena_alloc(arena, strlen(text) + 1), *to = line;

	while (*(text += strspn(text, spaces)) != '\0') {
		size_t len = strcspn(text, spaces);

		if (to > line)
			*to++ = ' ';
		memcpy(to, text, len);
		to += len;
		text += len;
	}
	*to = '\0';
	return line;
}

static const char *
title_of(const struct writing *writing, const struct doc_node *root)
{
	const struct doc_node *title = child_of(child_of(root, DOC_HEAD),
	    DOC_TITLE);

	return title == NULL ? "" : one_line(writing->job->arena,
	    doc_plain_text(writing->job->arena, title));
}

/* <meta name="description"> */
static const char *
description_of(const struct writing *writing, const struct doc_node *root)
{
	const struct doc_node *head = child_of(root, DOC_HEAD), *meta;
	const char *name, *content;

	for (meta = child_of(head, DOC_META); meta != NULL; meta = meta->next) {
		if (meta->tag != DOC_META)
			continue;
		name = doc_get(meta, DOC_ATTR_NAME);
		content = doc_get(meta, DOC_ATTR_CONTENT);
		if (name != NULL && strcmp(name, "description") == 0 &&
		    content != NULL)
			return one_line(writing->job->arena, content);
	}
	return "";
}

static const char *
text_of(const struct writing *writing, const struct doc_node *root)
{
	struct strbuf text = { 0 };
	const char *copy;

	plain_text_render(root, &writing->plain, &text);
	copy = arena_copy(writing->job->arena, strbuf_string(&text),
	    text.len);
	strbuf_release(&text);
	return copy;
}

static const char *
html_of(const struct writing *writing, const struct doc_node *root)
{
	struct strbuf html = { 0 };
	const char *copy;

	html_render(root, &html);
	copy = arena_copy(writing->job->arena, strbuf_string(&html), html.len);
	strbuf_release(&html);
	return copy;
}

/* Rules for dark screens go into the head: nothing else can hold them. */
static const char *
add_sheet(const struct writing *writing, const char *html)
{
	const char *dark = letter_style_dark(
	    writing->job->run->workshop->letter_style);
	const char *end = strstr(html, "</head>");

	if (end == NULL || dark[0] == '\0')
		return html;
	return arena_printf(writing->job->arena, "%.*s<style>:root{"
	    "color-scheme:light dark;supported-color-schemes:light dark}"
	    "@media(prefers-color-scheme:dark){%s}</style>\n%s",
	    (int)(end - html), html, dark, end);
}

/* Both forms; a section is what stands in the body. */
static void
write_forms(const struct writing *writing, struct doc_node *root,
    bool is_whole, struct letter_text *ret_text)
{
	const struct letter_style *style =
	    writing->job->run->workshop->letter_style;
	struct arena *arena = writing->job->arena;
	struct doc_node *body = child_of(root, DOC_BODY);
	struct doc_node *part = root;

	if (body == NULL)
		body = root;
	ret_text->text = text_of(writing, body);
	letter_style_apply(style, arena, body);
	if (!is_whole) {
		part = doc_clone(arena, body);
		part->tag = DOC_FRAGMENT;
	}
	ret_text->html = html_of(writing, part);
	if (is_whole)
		ret_text->html = add_sheet(writing, ret_text->html);
	doc_append(writing->all, root);
}

static bool
write_frame(const struct writing *writing, uint32_t kits,
    struct letter_frame *frame)
{
	const struct letter_choice choice = { .kits = kits };
	struct doc_node *root = compose(writing, VIEW_LETTER, NULL, &choice);

	if (root == NULL)
		return false;
	frame->subject = title_of(writing, root);
	write_forms(writing, root, true, &frame->body);
	return true;
}

/* What became of a kit; NULL where none was made yet. */
static const struct kit_result *
kit_result_of(const struct run *run, const struct job *kit)
{
	return run->kits != NULL ? &run->kits[kit - run->plan->jobs] : NULL;
}

static bool
write_form(const struct writing *writing, const struct job *kit,
    enum letter_form form, struct letter_section *section)
{
	bool is_attached = form == LETTER_ATTACHED ||
	    form == LETTER_ATTACHED_CHANGES;
	const struct kit_result *result = kit_result_of(writing->job->run,
	    kit);
	const bool tells = form == LETTER_ATTACHED_CHANGES ||
	    form == LETTER_LINKED_CHANGES;
	const struct letter_choice choice = { .kits = 1,
		.is_attached = is_attached,
		.since = tells ? result->since : NULL,
		.changes = tells ? result->changes : NULL,
		.change_count = tells ? result->change_count : 0 };
	struct doc_node *root = compose(writing, form == LETTER_REPLACES ?
	    VIEW_LETTER_NOTICE : VIEW_LETTER_KIT, kit->main, &choice);

	if (root == NULL)
		return false;
	if (form == LETTER_ATTACHED) {
		section->campaign = title_of(writing, root);
		section->preview = description_of(writing, root);
	}
	write_forms(writing, root, false, &section->forms[form]);
	return true;
}

static const char *
kit_id(const struct run *run, size_t number)
{
	return run->kits != NULL ? run->kits[number].id : KIT_ID_STAND_IN;
}

static bool
write_section(const struct writing *writing, size_t number,
    struct letter_section *section)
{
	const struct run *run = writing->job->run;
	const struct job *kit = &run->plan->jobs[number];
	const struct kit_result *result = kit_result_of(run, kit);
	const bool has_changes = result != NULL && result->since != NULL;
	int form;

	*section = (struct letter_section){
		.kit = kit_id(run, number), .path = kit->path,
		.since = has_changes ? result->since : "",
		.campaign = "", .preview = "",
	};
	for (form = 0; form < LETTER_FORM_COUNT; form++) {
		section->forms[form] = (struct letter_text){ "", "" };
		if (!has_changes && (form == LETTER_ATTACHED_CHANGES ||
		    form == LETTER_LINKED_CHANGES))
			continue;
		if (!write_form(writing, kit, (enum letter_form)form, section))
			return false;
	}
	return true;
}

/* The notice for a kit that nothing takes the place of. */
static bool
write_withdrawn(const struct writing *writing, struct letter *letter)
{
	const struct letter_choice choice = { 0 };
	struct doc_node *root = compose(writing, VIEW_LETTER_NOTICE, NULL,
	    &choice);

	if (root == NULL)
		return false;
	write_forms(writing, root, false, &letter->withdrawn);
	return true;
}

static bool
fill_letter(const struct writing *writing, struct letter *letter)
{
	const struct plan *plan = writing->job->run->plan;
	struct arena *arena = writing->job->arena;
	const struct run *run = writing->job->run;
	uint32_t kits = 0, i;
	size_t number;

	for (number = 0; number < plan->kit_count; number++)
		kits += is_offered(run, number, writing->office);
	letter->sections = ARENA_ARRAY(arena, struct letter_section, kits);
	letter->frame_count = kits < LETTER_KITS_MAX ? kits : LETTER_KITS_MAX;
	letter->frames = ARENA_ARRAY(arena, struct letter_frame,
	    letter->frame_count);
	for (i = 0; i < letter->frame_count; i++)
		if (!write_frame(writing, i + 1, &letter->frames[i]))
			return false;
	if (!write_frame(writing, 0, &letter->notice) ||
	    !write_withdrawn(writing, letter))
		return false;
	for (number = 0; number < plan->kit_count; number++)
		if (is_offered(run, number, writing->office) &&
		    !write_section(writing, number,
		    &letter->sections[letter->section_count++]))
			return false;
	return true;
}

static bool
write_letter(const struct extra_job *job, struct strbuf *out)
{
	struct writing writing = {
		.job = job, .office = job->extra->record,
		.plain = {
			.segmenter = segmenter_new(), .arena = job->arena,
			.lang = job->extra->lang,
			.is_rtl = lang_is_rtl(job->extra->lang),
			.width = PLAIN_TEXT_WIDTH,
		},
		.all = doc_new(job->arena, DOC_FRAGMENT, SOURCE_NOWHERE),
	};
	struct letter letter = { .office = writing.office->id,
		.lang = job->extra->lang,
		.sender = job->run->workshop->site->publisher.chars };
	bool is_done = fill_letter(&writing, &letter);

	segmenter_free(writing.plain.segmenter);
	if (!is_done) {
		assert(job->diags->errors > 0);
		return false;
	}
	letter_format(&letter, out);
	job_sources(job->run->workshop, job->kept, writing.all, job->file);
	return true;
}

/* The offices whose reader is the edition's, and that it has kits for. */
void
plan_letters(struct extra_list *list)
{
	const struct edition *edition = list->run->edition;
	const struct record_set *offices =
	    &edition->model.sets[RECORD_OFFICE];
	uint32_t i;

	for (i = 0; i < offices->count; i++) {
		const struct office *office =
		    (const struct office *)offices->items[i];
		struct extra extra = {
			.path = letter_path(list->arena, office->record.id),
			.kind = LETTER_KIND, .write = write_letter,
			.record = &office->record,
		};

		if (!is_given(&office->reader) ||
		    strcmp(office->reader.chars,
		    edition->spec->reader.chars) != 0 ||
		    count_kits(list->run->plan, &office->record) == 0)
			continue;
		extra.lang = LIST_AT(office->languages, struct str, 0)->chars;
		extra_add(list, &extra);
	}
}
