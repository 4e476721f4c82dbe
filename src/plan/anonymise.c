/*
 * A case study without its customer.
 *
 * In: the projected copy, and the names to look for from the whole record
 * (name, aliases; each also without its legal form and written in one word).
 * Out: a copy with {customer} filled in, with no name, logo, picture or quote,
 * under a neutral id where the id names the customer. Every other value is
 * looked at through the schema: a text that names the customer in any language
 * goes as a whole, a list loses the item, a value of a type unknown here goes
 * as well.
 */
#include "index.h"

#include <stdio.h>
#include <string.h>

#include "fieldkit/digest.h"
#include "fieldkit/fold.h"

#define SLUG_NAME_CHARS 4	/* shorter names are looked for as words only */

struct needles {
	struct arena *arena;
	struct strbuf buffer;		/* of the text being looked at */
	const char **names;		/* folded */
	uint32_t count;
	bool is_unsearchable;		/* a name without letters or digits */
};

/* A folded text without its spaces. */
static char *
run_together(struct arena *arena, const char *folded)
{
	char *joined = arena_alloc(arena, strlen(folded) + 1), *end = joined;

	for (; *folded != '\0'; folded++)
		if (*folded != ' ')
			*end++ = *folded;
	return joined;
}

static void
needles_add_form(struct needles *needles, const char *folded)
{
	char *joined = run_together(needles->arena, folded);

	needles->names[needles->count++] = folded;
	needles->names[needles->count++] =
	    arena_printf(needles->arena, " %s ", joined);
}

static bool
is_legal_form(const char *word, size_t len)
{
	static const char words[] = " ab ag aps as asa bv co company corp "
	    "corporation gmbh inc incorporated kg kgaa kk lda limited llc llp "
	    "lp ltd ltda mbh nv ohg oy oyj plc pte pty pvt sa sarl sas sau se "
	    "sl spa srl ";
	char spaced[24];

	if (len + 3 > sizeof(spaced))
		return false;
	snprintf(spaced, sizeof(spaced), " %.*s ", (int)len, word);
	return strstr(words, spaced) != NULL;
}

/* Where the last word of " a b c " starts. */
static const char *
last_word(const char *folded, size_t len)
{
	const char *word = folded + len - 1;

	while (word > folded && word[-1] != ' ')
		word--;
	return word;
}

/* How much of a folded name stands before its legal form: "contoso s a",
 * "contoso ltd", "contoso gmbh co kg". */
static size_t
len_without_form(const char *folded)
{
	size_t len = strlen(folded) - 1;	/* without the last space */
	size_t kept = len;

	while (len > 1) {
		const char *word = last_word(folded, len);
		size_t word_len = (size_t)(folded + len - word);

		if (word_len > 1 && !is_legal_form(word, word_len))
			break;
		len = (size_t)(word - folded) - 1;
		if (word_len > 1 || kept - len >= 4)
			kept = len;	/* one letter alone is no legal form */
	}
	return kept > 2 ? kept : strlen(folded) - 1;
}

static void
needles_add(struct needles *needles, const struct str *name)
{
	struct arena *arena = needles->arena;
	const char *folded;
	size_t len;

	strbuf_clear(&needles->buffer);
	text_fold(&needles->buffer, name->chars, name->len);
	folded = arena_strdup(arena, strbuf_string(&needles->buffer));
	if (strcmp(folded, " ") == 0) {
		needles->is_unsearchable = true;
		return;
	}
	needles_add_form(needles, folded);
	len = len_without_form(folded);
	needles_add_form(needles,
	    arena_printf(arena, "%.*s ", (int)len, folded));
	if (strncmp(folded, " the ", 5) == 0 && len > 5)
		needles_add_form(needles, arena_printf(arena, "%.*s ",
		    (int)(len - 4), folded + 4));
}

static void
needles_init(struct needles *needles, struct arena *arena,
    const struct customer *customer)
{
	uint32_t i;

	*needles = (struct needles){ .arena = arena };
	strbuf_init(&needles->buffer);
	needles->names = ARENA_ARRAY(arena, const char *,
	    6 * ((size_t)customer->aliases.count + 1));
	if (is_given(&customer->name))
		needles_add(needles, &customer->name);
	for (i = 0; i < customer->aliases.count; i++)
		needles_add(needles, LIST_AT(customer->aliases, struct str, i));
}

static bool
names_customer(struct needles *needles, const char *text, size_t len)
{
	uint32_t i;

	if (needles->is_unsearchable)
		return true;
	strbuf_clear(&needles->buffer);
	text_fold(&needles->buffer, text, len);
	for (i = 0; i < needles->count; i++)
		if (folded_has_name(strbuf_string(&needles->buffer),
		    needles->names[i]))
			return true;
	return false;
}

/* An id or an address runs words together: look inside them too. */
static bool
slug_names_customer(struct needles *needles, const char *slug)
{
	const char *joined;
	uint32_t i;

	if (names_customer(needles, slug, strlen(slug)))
		return true;
	joined = run_together(needles->arena, strbuf_string(&needles->buffer));
	for (i = 0; i < needles->count; i++) {
		const char *name =
		    run_together(needles->arena, needles->names[i]);

		if (strlen(name) >= SLUG_NAME_CHARS &&
		    strstr(joined, name) != NULL)
			return true;
	}
	return false;
}

static bool
text_names_customer(struct needles *needles, const struct text *text)
{
	uint32_t i;

	for (i = 0; i < text->count; i++)
		if (names_customer(needles, text->variants[i].chars,
		    text->variants[i].len))
			return true;
	return false;
}

/* The text of a tree with its blocks apart, so that no name is hidden in the
 * seam of a heading and a paragraph, and none made up there. */
static void
add_tree_text(struct strbuf *text, const struct doc_node *tree)
{
	struct doc_iter iter = doc_iter_start(tree);

	while (doc_iter_next(&iter)) {
		const struct doc_node *node = iter.node;

		if (node->tag == DOC_TEXT)
			strbuf_add(text, node->text, node->text_len);
		else if ((doc_tag_flags(node->tag) & DOC_PHRASING) == 0 ||
		    node->tag == DOC_BR)
			strbuf_add_char(text, '\n');
	}
}

static bool
is_safe_link(struct needles *needles, const struct doc_node *node)
{
	const char *href = doc_get(node, DOC_ATTR_HREF);

	if (href == NULL)
		return true;
	if (href[0] != '#' &&
	    strncmp(href, DOC_RECORD_SCHEME, strlen(DOC_RECORD_SCHEME)) != 0)
		return false;
	return !slug_names_customer(needles, href);
}

static bool
is_dropped(const struct doc_node *node)
{
	return node->tag == DOC_IMG || node->tag == DOC_FIGURE;
}

/* A copy without pictures; links that lead out, or name the customer, become
 * plain text. Depth is bounded by the Markdown reader. */
static struct doc_node *
copy_tree(struct needles *needles, const struct doc_node *node)
{
	struct doc_node *copy = doc_new(needles->arena, node->tag, node->pos);
	const struct doc_attr *attr;
	const struct doc_node *child;

	copy->text = node->text;
	copy->text_len = node->text_len;
	copy->class_list = node->class_list;
	copy->id = node->id;
	copy->lang = node->lang;
	if (node->tag == DOC_A && !is_safe_link(needles, node))
		copy->tag = DOC_SPAN;
	else
		for (attr = node->attrs; attr != NULL; attr = attr->next)
			if (!slug_names_customer(needles, attr->value))
				doc_set(needles->arena, copy, attr->name,
				    attr->value);
	for (child = node->first_child; child != NULL; child = child->next) {
		struct doc_node *kept;

		if (is_dropped(child))
			continue;
		kept = copy_tree(needles, child);
		/* A paragraph that held but a picture goes with it; a cell
		 * of a table keeps its place. */
		if (child->first_child == NULL || kept->first_child != NULL ||
		    child->tag == DOC_TD || child->tag == DOC_TH)
			doc_append(copy, kept);
	}
	return copy;
}

static bool
variant_scrub(struct needles *needles, struct variant *variant)
{
	struct strbuf text;
	bool is_clean;

	if (variant->tree == NULL)
		return !names_customer(needles, variant->chars, variant->len);
	variant->tree = copy_tree(needles, variant->tree);
	strbuf_init(&text);
	add_tree_text(&text, variant->tree);
	is_clean = !names_customer(needles, strbuf_string(&text), text.len);
	/* The source would bring addresses and picture names back. */
	variant->chars = arena_copy(needles->arena, strbuf_string(&text),
	    text.len);
	variant->len = (uint32_t)text.len;
	strbuf_release(&text);
	return is_clean;
}

static void
markdown_scrub(struct needles *needles, struct text *text)
{
	struct variant *variants =
	    ARENA_ARRAY(needles->arena, struct variant, text->count);
	uint32_t i;

	for (i = 0; i < text->count; i++) {
		variants[i] = text->variants[i];
		if (!variant_scrub(needles, &variants[i])) {
			*text = (struct text){ 0 };
			return;
		}
	}
	text->variants = variants;
}

static bool
map_names_customer(struct needles *needles, const struct map *map)
{
	uint32_t i, j;

	for (i = 0; i < map->count; i++) {
		const struct map_entry *entry = &map->entries[i];

		if (slug_names_customer(needles, entry->key) ||
		    (entry->value != NULL &&
		    slug_names_customer(needles, entry->value)))
			return true;
		for (j = 0; j < entry->words.count; j++)
			if (slug_names_customer(needles, LIST_AT(entry->words,
			    struct str, j)->chars))
				return true;
	}
	return false;
}

static void struct_scrub(struct needles *needles, const struct schema *schema,
    void *holder);

/* Cleans one value in place; false: it has to go. */
static bool
value_scrub(struct needles *needles, const struct field *field, void *value)
{
	const struct str *str = value;

	switch (field->type) {
	case FIELD_TEXT:
		return !text_names_customer(needles, value);
	case FIELD_MARKDOWN:
		markdown_scrub(needles, value);
		return true;
	case FIELD_LINE:
		return str->chars == NULL ||
		    !names_customer(needles, str->chars, str->len);
	case FIELD_SLUG:
	case FIELD_URL:
	case FIELD_EMAIL:
		return str->chars == NULL ||
		    !slug_names_customer(needles, str->chars);
	case FIELD_MAP:
		return !map_names_customer(needles, value);
	case FIELD_STRUCT:
		struct_scrub(needles, field->of, value);
		return true;
	case FIELD_DATE:
	case FIELD_MONTH_DAY:
	case FIELD_COUNTRY:
	case FIELD_SUBDIVISION:
	case FIELD_CURRENCY:
	case FIELD_LANG:
	case FIELD_TZ:
	case FIELD_READER:
	case FIELD_INT:
	case FIELD_DECIMAL:
	case FIELD_BOOL:
	case FIELD_ENUM:
	case FIELD_REF:
	case FIELD_TERRITORY:
	case FIELD_ORG:
		return true;
	case FIELD_PHONE:	/* would be the customer's own */
	case FIELD_IMAGE:
	case FIELD_RECORD:
	case FIELD_TYPE_COUNT:
		break;
	}
	return false;
}

/* Whether a map inside a list lost a field that it cannot do without. */
static bool
is_broken(const struct field *field, const void *item)
{
	size_t i;

	if (field->type != FIELD_STRUCT)
		return false;
	for (i = 0; i < field->of->field_count; i++)
		if (field->of->fields[i].is_required &&
		    !is_given(field_value(&field->of->fields[i], item)))
			return true;
	return false;
}

static void
list_scrub(struct needles *needles, const struct field *field,
    struct list *list)
{
	size_t size = field_item_size(field);
	char *items = arena_alloc_array(needles->arena, list->count, size);
	uint32_t i, kept = 0;

	for (i = 0; i < list->count; i++) {
		char *item = items + kept * size;

		memcpy(item, (const char *)list->items + i * size, size);
		if (value_scrub(needles, field, item) &&
		    !is_broken(field, item))
			kept++;
	}
	list->items = items;
	list->count = kept;
}

static void
struct_scrub(struct needles *needles, const struct schema *schema,
    void *holder)
{
	size_t i;

	for (i = 0; i < schema->field_count; i++) {
		const struct field *field = &schema->fields[i];
		void *value = field_place(field, holder);

		if (!is_given(value))
			continue;
		if (field->is_list)
			list_scrub(needles, field, value);
		else if (!value_scrub(needles, field, value))
			memset(value, 0, field_item_size(field));
	}
}

/* The same for everybody who may not read the name, and no key to it. */
static const char *
neutral_id(struct arena *arena, const char *id)
{
	struct digest *digest = digest_new();
	unsigned char bytes[DIGEST_BYTES];
	char chars[KIT_ID_CHARS + 1], *c;

	digest_add_string(digest, schema_case_study.name);
	digest_add_string(digest, id);
	digest_finish(digest, bytes);
	digest_free(digest);
	digest_kit_id(bytes, chars);
	for (c = chars; *c != '\0'; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	return arena_printf(arena, "ref-%s", chars);
}

struct case_study *
case_anonymise(struct arena *arena, const struct case_study *projected,
    const struct case_study *source)
{
	struct case_study *copy = ARENA_NEW(arena, struct case_study);
	struct needles needles;

	needles_init(&needles, arena, &source->customer);
	*copy = *projected;
	copy->customer.name = (struct str){ 0 };
	copy->customer.aliases = (struct list){ 0 };
	copy->quotes = (struct list){ 0 };
	if (is_given(&copy->anonymised_body))
		copy->record.body = copy->anonymised_body;
	copy->anonymised_body = (struct text){ 0 };
	case_name_customer(arena, copy);
	struct_scrub(&needles, &schema_case_study, copy);
	copy->record.folder = NULL;
	if (slug_names_customer(&needles, copy->record.id))
		copy->record.id = neutral_id(arena, copy->record.id);
	strbuf_release(&needles.buffer);
	return is_given(&copy->customer.anonymised) ? copy : NULL;
}

struct text
case_label(struct arena *arena, const struct case_study *source)
{
	struct needles needles;
	struct text label = source->customer.anonymised;

	needles_init(&needles, arena, &source->customer);
	if (text_names_customer(&needles, &label))
		label = (struct text){ 0 };
	strbuf_release(&needles.buffer);
	return label;
}
