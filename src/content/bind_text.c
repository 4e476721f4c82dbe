/*
 * Texts and pictures. In: a scalar or a map of languages to texts; a picture's
 * map of file and alt. Out: a text with one variant a language, sorted by
 * language, Markdown parsed; a picture's path and its text.
 */
#include "bind.h"

#include <string.h>

#include "fieldkit/markdown.h"
#include "fieldkit/strbuf.h"
#include "fieldkit/tags.h"
#include "fieldkit/utf8.h"
#include "fieldkit/words.h"

#define TEXT_CHARS 10000

static const struct field image_file_field = {
	.key = "file", .type = FIELD_URL, .is_picture = true,
	.is_required = true, .example = "picture.jpg",
	.help = "A PNG, JPEG, WebP or SVG file in the record's folder.",
};
static const struct field image_alt_field = {
	.key = "alt", .type = FIELD_TEXT, .max_chars = 500,
	.is_required = true, .example = "A control room at night",
	.help = "What the picture shows, for those who cannot see it.",
};

bool
text_add_variant(struct bind *bind, const char *key, struct text *text,
    const struct variant *variant)
{
	struct variant *variants;
	uint32_t at = 0, i;

	while (at < text->count &&
	    strcmp(text->variants[at].lang, variant->lang) < 0)
		at++;
	if (at < text->count &&
	    strcmp(text->variants[at].lang, variant->lang) == 0) {
		diag_report(bind->diags, DIAG_VALUE_DUPLICATE, variant->pos,
		    "'%s' is given in %s already, in %s line %u; keep one of "
		    "the two", key, variant->lang,
		    source_path(bind->sources, text->variants[at].pos),
		    (unsigned)text->variants[at].pos.line);
		return false;
	}
	variants = ARENA_ARRAY(bind->arena, struct variant,
	    (size_t)text->count + 1);
	for (i = 0; i < at; i++)
		variants[i] = text->variants[i];
	variants[at] = *variant;
	for (; i < text->count; i++)
		variants[i + 1] = text->variants[i];
	text->variants = variants;
	text->count++;
	if (text->pos.line == 0)
		text->pos = variant->pos;
	return true;
}

static bool
check_text_bounds(struct bind *bind, const struct field *field,
    const struct variant *variant)
{
	size_t max = field->max_chars != 0 ? field->max_chars : TEXT_CHARS;
	size_t chars = utf8_count(variant->chars, variant->len), words;

	if (chars > max) {
		diag_report(bind->diags, DIAG_FIELD_LENGTH, variant->pos,
		    "'%s' has %zu characters; it takes %zu at most",
		    field->key, chars, max);
		return false;
	}
	if (field->max_words == 0)
		return true;
	words = words_count(variant->chars, variant->len);
	if (words <= field->max_words)
		return true;
	diag_report(bind->diags, DIAG_FIELD_WORDS, variant->pos,
	    "'%s' has %zu words; it takes %u at most", field->key, words,
	    (unsigned)field->max_words);
	return false;
}

static bool
is_unit_sign(const char *text)
{
	static const char *const signs[] = { "%", "\u2030", "\u00b0",
	    "\u20ac" };
	size_t i;

	for (i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (strncmp(text, signs[i], strlen(signs[i])) == 0)
			return true;
	return false;
}

/* "57 %" stays on one line: the space becomes the no-break one that CLDR's
 * percent pattern has in the language. */
static void
keep_units(struct arena *arena, struct word *word, const char *lang)
{
	const char *space = strncmp(lang, "fr", 2) == 0 ? "\u202f" : "\u00a0";
	struct strbuf text = { 0 };
	const char *run = word->chars, *at;

	for (at = strchr(run, ' '); at != NULL; at = strchr(at + 1, ' ')) {
		if (at == word->chars || at[-1] < '0' || at[-1] > '9' ||
		    !is_unit_sign(at + 1))
			continue;
		strbuf_add(&text, run, (size_t)(at - run));
		strbuf_add_string(&text, space);
		run = at + 1;
	}
	if (text.len > 0) {
		strbuf_add_string(&text, run);
		word->chars = arena_copy(arena, text.bytes, text.len);
		word->len = text.len;
	}
	strbuf_release(&text);
}

bool
bind_variant(struct bind *bind, const struct field *field,
    const struct yaml_node *node, const char *lang,
    struct variant *ret_variant)
{
	struct word word;

	*ret_variant = (struct variant){ .pos = node->pos, .lang = lang };
	if (field->type == FIELD_MARKDOWN) {
		struct markdown_input input =
		    markdown_input_of_scalar(node, bind->sources);

		input.bundle = bind->folder;
		input.lang = lang;
		input.is_story = bind->schema == &schema_case_study;
		ret_variant->chars = node->scalar;
		ret_variant->len = node->scalar_len;
		ret_variant->tree =
		    markdown_parse(bind->arena, &input, bind->diags);
		return true;
	}
	if (!bind_check_line(bind, field->key, node,
	    field_is_one_line(field)))
		return false;
	bind_look_for_slips(bind, field, node);
	word = yaml_trim(bind->arena, node);
	keep_units(bind->arena, &word, lang);
	ret_variant->chars = word.chars;
	ret_variant->len = (uint32_t)word.len;
	return check_text_bounds(bind, field, ret_variant);
}

static const char *
read_lang_key(struct bind *bind, const struct field *field,
    const struct yaml_node *node)
{
	char tag[TAG_CHARS + 1];

	if (tag_lang(node->key, strlen(node->key), tag)) {
		if (strcmp(tag, node->key) == 0)
			return node->key;
		return arena_strdup(bind->arena, tag);
	}
	diag_report(bind->diags, DIAG_LANG_INVALID, node->key_pos,
	    "'%s' takes a text or a map of languages to texts, and '%s' is no "
	    "language; write a tag such as de, en-GB or zh-Hans", field->key,
	    node->key);
	lang_suggest(bind->arena, bind->diags, node->key);
	return NULL;
}

bool
bind_text(struct bind *bind, const struct field *field,
    const struct yaml_node *node, struct text *text)
{
	const struct yaml_node *child;
	struct variant variant;

	if (node->kind == YAML_SEQUENCE) {
		report_shape(bind, field, node);
		return false;
	}
	if (node->kind == YAML_SCALAR) {
		if (yaml_is_empty(node)) {
			report_empty(bind, field->key, node);
			return false;
		}
		return bind_variant(bind, field, node, bind->locale,
		    &variant) &&
		    text_add_variant(bind, field->key, text, &variant);
	}
	for (child = node->first_child; child != NULL; child = child->next) {
		const char *lang = read_lang_key(bind, field, child);

		if (lang == NULL)
			continue;
		if (child->kind != YAML_SCALAR)
			diag_report(bind->diags, DIAG_FIELD_TYPE, child->pos,
			    "'%s' takes one text for each language",
			    field->key);
		else if (yaml_is_empty(child))
			report_empty(bind, child->key, child);
		else if (bind_variant(bind, field, child, lang, &variant))
			text_add_variant(bind, field->key, text, &variant);
	}
	if (text->count > 0)
		text->pos = node->pos;
	else if (node->count == 0)
		report_empty(bind, field->key, node);
	return text->count > 0;
}

bool
bind_image(struct bind *bind, const struct field *field,
    const struct yaml_node *node, struct image *image)
{
	const struct yaml_node *child;
	size_t errors = bind->diags->errors;

	if (node->kind != YAML_MAPPING) {
		report_shape(bind, field, node);
		return false;
	}
	for (child = node->first_child; child != NULL; child = child->next) {
		if (strcmp(child->key, "file") == 0) {
			bind_scalar(bind, &image_file_field, child,
			    &image->file);
		} else if (strcmp(child->key, "alt") == 0) {
			bind_text(bind, &image_alt_field, child, &image->alt);
		} else {
			const char *const keys[] = { "file", "alt" };

			diag_report(bind->diags, DIAG_FIELD_UNKNOWN,
			    child->key_pos, "'%s' is no key of '%s'; it takes "
			    "file and alt", child->key, field->key);
			diag_suggest(bind->diags, child->key, keys, 2);
		}
	}
	if (yaml_find(node, "file") == NULL)
		report_missing(bind, &image_file_field, node->pos,
		    arena_printf(bind->arena, "'%s'", field->key));
	if (yaml_find(node, "alt") == NULL)
		diag_report(bind->diags, DIAG_IMAGE_ALT, node->pos,
		    "'%s' needs 'alt': a text for those who cannot see the "
		    "picture", field->key);
	if (is_given(&image->file)) {
		image->file.chars += strlen(DOC_BUNDLE_SCHEME);
		image->file.len -= (uint32_t)strlen(DOC_BUNDLE_SCHEME);
	}
	image->pos = node->pos;
	return bind->diags->errors == errors;
}
