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

#include <string.h>

#include "fieldkit/digest.h"
#include "fieldkit/name_forms.h"

static void
forms_of(struct name_forms *forms, struct arena *arena,
    const struct customer *customer)
{
	uint32_t i;

	name_forms_init(forms, arena, (size_t)customer->aliases.count + 1);
	if (is_given(&customer->name))
		name_forms_add(forms, customer->name.chars, customer->name.len);
	for (i = 0; i < customer->aliases.count; i++) {
		const struct str *alias = LIST_AT(customer->aliases,
		    struct str, i);

		name_forms_add(forms, alias->chars, alias->len);
	}
}

static bool
text_names_customer(struct name_forms *forms, const struct text *text)
{
	uint32_t i;

	for (i = 0; i < text->count; i++)
		if (name_forms_in_text(forms, text->variants[i].chars,
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
is_safe_link(struct name_forms *forms, const struct doc_node *node)
{
	const char *href = doc_get(node, DOC_ATTR_HREF);

	if (href == NULL)
		return true;
	if (href[0] != '#' &&
	    strncmp(href, DOC_RECORD_SCHEME, strlen(DOC_RECORD_SCHEME)) != 0)
		return false;
	return !name_forms_in_slug(forms, href);
}

static bool
is_dropped(const struct doc_node *node)
{
	return node->tag == DOC_IMG || node->tag == DOC_FIGURE;
}

/* A copy without pictures; links that lead out, or name the customer, become
 * plain text. Depth is bounded by the Markdown reader. */
static struct doc_node *
copy_tree(struct name_forms *forms, const struct doc_node *node)
{
	struct doc_node *copy = doc_new(forms->arena, node->tag, node->pos);
	const struct doc_attr *attr;
	const struct doc_node *child;

	copy->text = node->text;
	copy->text_len = node->text_len;
	copy->class_list = node->class_list;
	copy->id = node->id;
	copy->lang = node->lang;
	if (node->tag == DOC_A && !is_safe_link(forms, node))
		copy->tag = DOC_SPAN;
	else
		for (attr = node->attrs; attr != NULL; attr = attr->next)
			if (!name_forms_in_slug(forms, attr->value))
				doc_set(forms->arena, copy, attr->name,
				    attr->value);
	for (child = node->first_child; child != NULL; child = child->next) {
		struct doc_node *kept;

		if (is_dropped(child))
			continue;
		kept = copy_tree(forms, child);
		/* A paragraph that held but a picture goes with it; a cell
		 * of a table keeps its place. */
		if (child->first_child == NULL || kept->first_child != NULL ||
		    child->tag == DOC_TD || child->tag == DOC_TH)
			doc_append(copy, kept);
	}
	return copy;
}

static bool
variant_scrub(struct name_forms *forms, struct variant *variant)
{
	struct strbuf text;
	bool is_clean;

	if (variant->tree == NULL)
		return !name_forms_in_text(forms, variant->chars, variant->len);
	variant->tree = copy_tree(forms, variant->tree);
	strbuf_init(&text);
	add_tree_text(&text, variant->tree);
	is_clean = !name_forms_in_text(forms, strbuf_string(&text), text.len);
	/* The source would bring addresses and picture names back. */
	variant->chars = arena_copy(forms->arena, strbuf_string(&text),
	    text.len);
	variant->len = (uint32_t)text.len;
	strbuf_release(&text);
	return is_clean;
}

static void
markdown_scrub(struct name_forms *forms, struct text *text)
{
	struct variant *variants =
	    ARENA_ARRAY(forms->arena, struct variant, text->count);
	uint32_t i;

	for (i = 0; i < text->count; i++) {
		variants[i] = text->variants[i];
		if (!variant_scrub(forms, &variants[i])) {
			*text = (struct text){ 0 };
			return;
		}
	}
	text->variants = variants;
}

static bool
map_names_customer(struct name_forms *forms, const struct map *map)
{
	uint32_t i, j;

	for (i = 0; i < map->count; i++) {
		const struct map_entry *entry = &map->entries[i];

		if (name_forms_in_slug(forms, entry->key) ||
		    (entry->value != NULL &&
		    name_forms_in_slug(forms, entry->value)))
			return true;
		for (j = 0; j < entry->words.count; j++)
			if (name_forms_in_slug(forms, LIST_AT(entry->words,
			    struct str, j)->chars))
				return true;
	}
	return false;
}

static void struct_scrub(struct name_forms *forms, const struct schema *schema,
    void *holder);

/* Cleans one value in place; false: it has to go. */
static bool
value_scrub(struct name_forms *forms, const struct field *field, void *value)
{
	const struct str *str = value;

	switch (field->type) {
	case FIELD_TEXT:
		return !text_names_customer(forms, value);
	case FIELD_MARKDOWN:
		markdown_scrub(forms, value);
		return true;
	case FIELD_LINE:
		return str->chars == NULL ||
		    !name_forms_in_text(forms, str->chars, str->len);
	case FIELD_SLUG:
	case FIELD_URL:
	case FIELD_EMAIL:
		return str->chars == NULL ||
		    !name_forms_in_slug(forms, str->chars);
	case FIELD_MAP:
		return !map_names_customer(forms, value);
	case FIELD_STRUCT:
		struct_scrub(forms, field->of, value);
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
list_scrub(struct name_forms *forms, const struct field *field,
    struct list *list)
{
	size_t size = field_item_size(field);
	char *items = arena_alloc_array(forms->arena, list->count, size);
	uint32_t i, kept = 0;

	for (i = 0; i < list->count; i++) {
		char *item = items + kept * size;

		memcpy(item, (const char *)list->items + i * size, size);
		if (value_scrub(forms, field, item) &&
		    !is_broken(field, item))
			kept++;
	}
	list->items = items;
	list->count = kept;
}

static void
struct_scrub(struct name_forms *forms, const struct schema *schema,
    void *holder)
{
	size_t i;

	for (i = 0; i < schema->field_count; i++) {
		const struct field *field = &schema->fields[i];
		void *value = field_place(field, holder);

		if (!is_given(value))
			continue;
		if (field->is_list)
			list_scrub(forms, field, value);
		else if (!value_scrub(forms, field, value))
			memset(value, 0, field_item_size(field));
	}
}

/*
 * The same for everybody who may not read the name, on every machine. Without
 * the site's secret it would be no more than a riddle: whoever guesses an id
 * could make this of it, and compare. The digest is cut, so that nothing can
 * be added to what was digested.
 */
static const char *
neutral_id(struct arena *arena, const struct str *secret, const char *id)
{
	struct digest *digest = digest_new();
	unsigned char bytes[DIGEST_BYTES];
	char chars[KIT_ID_CHARS + 1], *c;

	digest_add_framed(digest, secret->chars, secret->len);
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
    const struct case_study *source, const struct str *secret)
{
	struct case_study *copy = ARENA_NEW(arena, struct case_study);
	struct name_forms forms;
	bool has_id;

	forms_of(&forms, arena, &source->customer);
	*copy = *projected;
	copy->customer.name = (struct str){ 0 };
	copy->customer.aliases = (struct list){ 0 };
	copy->quotes = (struct list){ 0 };
	/* Also where the reader may not see the other body: then none. */
	if (is_given(&source->anonymised_body))
		copy->record.body = copy->anonymised_body;
	copy->anonymised_body = (struct text){ 0 };
	case_name_customer(arena, copy);
	struct_scrub(&forms, &schema_case_study, copy);
	copy->record.folder = NULL;
	has_id = !name_forms_in_slug(&forms, copy->record.id);
	name_forms_release(&forms);
	if (!has_id && is_given(secret)) {
		copy->record.id = neutral_id(arena, secret, copy->record.id);
		has_id = true;
	}
	return has_id && is_given(&copy->customer.anonymised) ? copy : NULL;
}

struct text
case_label(struct arena *arena, const struct case_study *source)
{
	struct name_forms forms;
	struct text label = source->customer.anonymised;

	forms_of(&forms, arena, &source->customer);
	if (text_names_customer(&forms, &label))
		label = (struct text){ 0 };
	name_forms_release(&forms);
	return label;
}
