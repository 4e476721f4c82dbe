/*
 * The customer, by a word that stands for it. In: the copy of a case study
 * for one rung. Out: the same with `{customer}` in every text and body turned
 * into the name, or, where it may not be told, into what the customer is
 * called without it. So one text serves both, and no body needs a second
 * form for the sake of a name.
 *
 * What has no such word is shared with the whole model, as before; the rest
 * is copied. A first word of a text or sentence begins with a capital.
 */
#include <string.h>

#include "index.h"

#define PLACEHOLDER "{customer}"

struct naming {
	struct arena *arena;
	const struct customer *customer;	/* of the copy: with a name, or without */
};

/* What the customer is called in a text of a language, or NULL. */
static const char *
words_for(const struct naming *naming, const char *lang)
{
	const struct text *words = &naming->customer->anonymised;
	uint32_t i;

	if (is_given(&naming->customer->name))
		return naming->customer->name.chars;
	for (i = 0; i < words->count; i++)
		if (strcmp(words->variants[i].lang, lang) == 0)
			return words->variants[i].chars;
	return words->count > 0 ? words->variants[0].chars : NULL;
}

/* Whether a sentence begins behind `len` bytes of `text`. */
static bool
starts_sentence(const char *text, size_t len)
{
	while (len > 0 && (text[len - 1] == ' ' || text[len - 1] == '\n'))
		len--;
	return len == 0 || strchr(".!?", text[len - 1]) != NULL;
}

static void
add_words(struct strbuf *out, const char *words)
{
	bool is_first = starts_sentence(strbuf_string(out), out->len);
	size_t at = out->len;

	strbuf_add_string(out, words);
	if (is_first && out->bytes[at] >= 'a' && out->bytes[at] <= 'z')
		out->bytes[at] = (char)(out->bytes[at] - 'a' + 'A');
}

static bool
has_placeholder(const char *text, size_t len)
{
	return memmem(text, len, PLACEHOLDER, strlen(PLACEHOLDER)) != NULL;
}

/* The text with the customer's words put in, in the arena. */
static const char *
put_words(const struct naming *naming, const char *text, size_t len,
    const char *words, uint32_t *ret_len)
{
	struct strbuf out = { 0 };
	const char *end = text + len, *at, *put;

	while ((at = memmem(text, (size_t)(end - text), PLACEHOLDER,
	    strlen(PLACEHOLDER))) != NULL) {
		strbuf_add(&out, text, (size_t)(at - text));
		add_words(&out, words);
		text = at + strlen(PLACEHOLDER);
	}
	strbuf_add(&out, text, (size_t)(end - text));
	*ret_len = (uint32_t)out.len;
	put = arena_copy(naming->arena, strbuf_string(&out), out.len);
	strbuf_release(&out);
	return put;
}

static void
tree_put(const struct naming *naming, struct doc_node *tree,
    const char *words)
{
	struct doc_node *child;

	if (tree->tag == DOC_TEXT &&
	    has_placeholder(tree->text, tree->text_len)) {
		uint32_t len;

		tree->text = put_words(naming, tree->text, tree->text_len,
		    words, &len);
		tree->text_len = len;
	}
	for (child = tree->first_child; child != NULL; child = child->next)
		tree_put(naming, child, words);
}

static void
variant_put(const struct naming *naming, struct variant *variant)
{
	const char *words = words_for(naming, variant->lang);
	struct doc_node *tree;

	if (words == NULL || !has_placeholder(variant->chars, variant->len))
		return;
	variant->chars = put_words(naming, variant->chars, variant->len,
	    words, &variant->len);
	if (variant->tree == NULL)
		return;
	tree = doc_clone(naming->arena, variant->tree);
	tree_put(naming, tree, words);
	variant->tree = tree;
}

static void
text_put(const struct naming *naming, struct text *text)
{
	struct variant *variants;
	bool has_any = false;
	uint32_t i;

	for (i = 0; i < text->count; i++)
		if (has_placeholder(text->variants[i].chars,
		    text->variants[i].len))
			has_any = true;
	if (!has_any)
		return;
	variants = ARENA_ARRAY(naming->arena, struct variant, text->count);
	for (i = 0; i < text->count; i++) {
		variants[i] = text->variants[i];
		variant_put(naming, &variants[i]);
	}
	text->variants = variants;
}

static void struct_put(const struct naming *naming,
    const struct schema *schema, void *holder);

/* The items are copied: the list is the whole model's. */
static void
list_put(const struct naming *naming, const struct field *field,
    struct list *list)
{
	size_t size = field_item_size(field);
	char *items = arena_alloc_array(naming->arena, list->count, size);
	uint32_t i;

	if (list->count > 0)
		memcpy(items, list->items, list->count * size);
	for (i = 0; i < list->count; i++) {
		void *item = items + i * size;

		if (field->type == FIELD_STRUCT)
			struct_put(naming, field->of, item);
		else
			text_put(naming, item);
	}
	list->items = items;
}

static void
struct_put(const struct naming *naming, const struct schema *schema,
    void *holder)
{
	size_t i;

	for (i = 0; i < schema->field_count; i++) {
		const struct field *field = &schema->fields[i];
		void *value = field_place(field, holder);

		if (!is_given(value) || (field->type != FIELD_STRUCT &&
		    field->type != FIELD_TEXT &&
		    field->type != FIELD_MARKDOWN))
			continue;
		if (field->is_list)
			list_put(naming, field, value);
		else if (field->type == FIELD_STRUCT)
			struct_put(naming, field->of, value);
		else
			text_put(naming, value);
	}
}

void
case_name_customer(struct arena *arena, struct case_study *copy)
{
	const struct naming naming = { arena, &copy->customer };

	struct_put(&naming, &schema_case_study, copy);
}
