/*
 * Letters as JSON. In: rows, or JSON text. Out: the same the other way round.
 * Written by hand like the manifest, so that the bytes are ours; read by
 * jansson, and nothing of it is trusted: the file lies in a folder that others
 * may write to.
 */
#include "fieldkit/letter.h"

#include <string.h>

#include <jansson.h>

#include "fieldkit/file.h"
#include "fieldkit/json.h"
#include "fieldkit/limits.h"

static const char *const form_names[LETTER_FORM_COUNT] = {
	[LETTER_ATTACHED] = "attached",
	[LETTER_LINKED] = "linked",
	[LETTER_ATTACHED_CHANGES] = "attached_changes",
	[LETTER_LINKED_CHANGES] = "linked_changes",
	[LETTER_REPLACES] = "replaces",
};

const char *
letter_path(struct arena *arena, const char *office)
{
	return arena_printf(arena, LETTERS_FOLDER "%s.json", office);
}

const struct letter_section *
letter_find(const struct letter *letter, const char *kit)
{
	uint32_t i;

	for (i = 0; i < letter->section_count; i++)
		if (strcmp(letter->sections[i].kit, kit) == 0)
			return &letter->sections[i];
	return NULL;
}

/* --- writing --- */

static void
write_text(struct strbuf *json, const char *key,
    const struct letter_text *text)
{
	strbuf_printf(json, "\"%s\": {", key);
	json_add_pair(json, "html", text->html);
	strbuf_add_string(json, ",\n      ");
	json_add_pair(json, "text", text->text);
	strbuf_add_char(json, '}');
}

static void
write_frame(struct strbuf *json, const struct letter_frame *frame)
{
	strbuf_add_char(json, '{');
	json_add_pair(json, "subject", frame->subject);
	strbuf_add_string(json, ",\n     ");
	write_text(json, "body", &frame->body);
	strbuf_add_char(json, '}');
}

static void
write_section(struct strbuf *json, const struct letter_section *section)
{
	int form;

	strbuf_add_string(json, "    {");
	json_add_pair(json, "kit", section->kit);
	strbuf_add_string(json, ", ");
	json_add_pair(json, "path", section->path);
	strbuf_add_string(json, ", ");
	json_add_pair(json, "campaign", section->campaign);
	strbuf_add_string(json, ",\n     ");
	json_add_pair(json, "preview", section->preview);
	strbuf_add_string(json, ", ");
	json_add_pair(json, "since", section->since);
	for (form = 0; form < LETTER_FORM_COUNT; form++) {
		if (section->forms[form].html[0] == '\0')
			continue;
		strbuf_add_string(json, ",\n     ");
		write_text(json, form_names[form], &section->forms[form]);
	}
	strbuf_add_char(json, '}');
}

void
letter_format(const struct letter *letter, struct strbuf *json)
{
	uint32_t i;

	strbuf_printf(json, "{\n  \"format\": %d,\n  ", LETTER_FORMAT);
	json_add_pair(json, "office", letter->office);
	strbuf_add_string(json, ",\n  ");
	json_add_pair(json, "lang", letter->lang);
	strbuf_add_string(json, ",\n  ");
	json_add_pair(json, "sender", letter->sender);
	strbuf_add_string(json, ",\n  \"frames\": [");
	for (i = 0; i < letter->frame_count; i++) {
		strbuf_add_string(json, i == 0 ? "\n    " : ",\n    ");
		write_frame(json, &letter->frames[i]);
	}
	strbuf_add_string(json, "\n  ],\n  \"notice\": ");
	write_frame(json, &letter->notice);
	strbuf_add_string(json, ",\n  ");
	write_text(json, "withdrawn", &letter->withdrawn);
	strbuf_add_string(json, ",\n  \"sections\": [");
	for (i = 0; i < letter->section_count; i++) {
		strbuf_add_string(json, i == 0 ? "\n" : ",\n");
		write_section(json, &letter->sections[i]);
	}
	strbuf_add_string(json, "\n  ]\n}\n");
}

/* --- reading --- */

struct reading {
	struct arena *arena;
	bool has_failed;
};

static const char *
read_string(struct reading *reading, const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	if (!json_is_string(value)) {
		reading->has_failed = true;
		return "";
	}
	return arena_copy(reading->arena, json_string_value(value),
	    json_string_length(value));
}

/* It becomes a header as it is. */
static const char *
read_lang(struct reading *reading, const json_t *root)
{
	const char *lang = read_string(reading, root, "lang");

	if (lang[strspn(lang, "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")] == '\0')
		return lang;
	reading->has_failed = true;
	return "";
}

static struct letter_text
read_text(struct reading *reading, const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	return (struct letter_text){ read_string(reading, value, "html"),
		read_string(reading, value, "text") };
}

static struct letter_frame
read_frame(struct reading *reading, const json_t *object)
{
	return (struct letter_frame){
		.subject = read_string(reading, object, "subject"),
		.body = read_text(reading, object, "body"),
	};
}

static void
read_section(struct reading *reading, const json_t *object,
    struct letter_section *section)
{
	int form;

	section->kit = read_string(reading, object, "kit");
	section->path = read_string(reading, object, "path");
	section->campaign = read_string(reading, object, "campaign");
	section->preview = read_string(reading, object, "preview");
	section->since = read_string(reading, object, "since");
	for (form = 0; form < LETTER_FORM_COUNT; form++)
		if (json_object_get(object, form_names[form]) != NULL)
			section->forms[form] = read_text(reading, object,
			    form_names[form]);
		else
			section->forms[form] = (struct letter_text){ "", "" };
}

static void
read_lists(struct reading *reading, const json_t *root,
    struct letter *letter)
{
	const json_t *frames = json_object_get(root, "frames");
	const json_t *sections = json_object_get(root, "sections");
	uint32_t i;

	letter->frame_count = (uint32_t)json_array_size(frames);
	letter->frames = ARENA_ARRAY(reading->arena, struct letter_frame,
	    letter->frame_count);
	for (i = 0; i < letter->frame_count; i++)
		letter->frames[i] = read_frame(reading,
		    json_array_get(frames, i));
	letter->section_count = (uint32_t)json_array_size(sections);
	letter->sections = ARENA_ARRAY(reading->arena, struct letter_section,
	    letter->section_count);
	for (i = 0; i < letter->section_count; i++)
		read_section(reading, json_array_get(sections, i),
		    &letter->sections[i]);
}

bool
letter_read(struct letter *letter, struct arena *arena, const char *path,
    struct diags *diags)
{
	struct reading reading = { .arena = arena };
	json_error_t error;
	json_t *root;
	char *text;
	size_t len;

	*letter = (struct letter){ 0 };
	if (!file_read(arena, path, LIMIT_LETTER_BYTES, diags, &text, &len))
		return false;
	root = json_loadb(text, len, JSON_REJECT_DUPLICATES, &error);
	if (root == NULL || json_integer_value(json_object_get(root,
	    "format")) != LETTER_FORMAT)
		reading.has_failed = true;
	letter->office = read_string(&reading, root, "office");
	letter->lang = read_lang(&reading, root);
	letter->sender = read_string(&reading, root, "sender");
	read_lists(&reading, root, letter);
	letter->notice = read_frame(&reading, json_object_get(root,
	    "notice"));
	letter->withdrawn = read_text(&reading, root, "withdrawn");
	json_decref(root);
	if (reading.has_failed)
		diag_report(diags, DIAG_LETTER_INVALID, SOURCE_NOWHERE,
		    "'%s' is no letter of format %d; build the edition again",
		    path, LETTER_FORMAT);
	return !reading.has_failed;
}
