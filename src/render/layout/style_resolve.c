/*
 * The cascade. In: a parent's style, a tag, classes; out: the computed style
 * of the child, from a trie of all paths met so far, so each is computed once
 * a kit.
 *
 * Font size first, since em of everything else is its multiple; then the
 * declarations of the matching selectors in the order of their rank.
 */
#include "computed.h"

#include <string.h>


#define MATCHES_MAX 64
#define ONE 10000
#define LENGTH_MAX FIXED_FROM_PT(4000)
#define FONT_SIZE_MIN FIXED_FROM_PT(1)
#define FONT_SIZE_MAX FIXED_FROM_PT(400)

struct type_variant {
	struct type_style type;
	struct type_variant *next;
};

uint64_t
style_class_bits(const char *class_list)
{
	uint64_t bits = 0;
	uint32_t hash = 0;

	for (; class_list != NULL && *class_list != '\0'; class_list++) {
		hash = *class_list == ' ' ? 0 :
		    hash * 31 + (unsigned char)*class_list;
		if (hash != 0 && (class_list[1] == ' ' ||
		    class_list[1] == '\0'))
			bits |= (uint64_t)1 << (hash * 0x9e3779b1u >> 26);
	}
	return bits;
}

static bool
has_word(const char *list, const char *word)
{
	size_t len = strlen(word);
	const char *at = list;

	while (at != NULL && (at = strstr(at, word)) != NULL) {
		if ((at == list || at[-1] == ' ') &&
		    (at[len] == ' ' || at[len] == '\0'))
			return true;
		at += len;
	}
	return false;
}

static bool
matches(const struct compound *compound, const struct style *style)
{
	if (compound->class_bits & ~style->class_bits)
		return false;
	if (compound->tag != DOC_TAG_COUNT && compound->tag != style->tag)
		return false;
	for (size_t i = 0; i < 3 && compound->classes[i] != NULL; i++) {
		if (!has_word(style->class_list, compound->classes[i]))
			return false;
	}
	return true;
}

static bool
selector_matches(const struct selector *selector, const struct style *style)
{
	if (!matches(&selector->subject, style))
		return false;
	if (!selector->has_ancestor)
		return true;
	if (selector->ancestor.class_bits & ~style->ancestor_bits)
		return false;
	for (style = style->parent; style != NULL; style = style->parent) {
		if (matches(&selector->ancestor, style))
			return true;
	}
	return false;
}

/* Matching selectors, by rank. Of more than MATCHES_MAX the first met hold. */
static size_t
collect(const struct print_style *sheet, const struct style *style,
    const struct selector **found)
{
	const enum doc_tag buckets[] = { style->tag, DOC_TAG_COUNT };
	size_t count = 0, place;

	for (size_t b = 0; b < 2; b++) {
		for (const struct selector *at = sheet->buckets[buckets[b]];
		    at != NULL && count < MATCHES_MAX; at = at->next) {
			if (!selector_matches(at, style))
				continue;
			for (place = count++; place > 0 &&
			    found[place - 1]->rank > at->rank; place--)
				found[place] = found[place - 1];
			found[place] = at;
		}
	}
	return count;
}

/* base * amount, within bounds that sums of lengths never leave. */
static fixed
scaled(fixed base, int64_t amount)
{
	int64_t length = base * amount / ONE;

	if (length > LENGTH_MAX)
		return LENGTH_MAX;
	return length < -LENGTH_MAX ? -LENGTH_MAX : (fixed)length;
}

static fixed
root_size(const struct style *style)
{
	while (style->parent != NULL)
		style = style->parent;
	return style->text.font_size;
}

/* A length with a font to be relative to. */
static fixed
length_of(const struct style_value *value, const struct style *style)
{
	if (value->unit == UNIT_EM)
		return scaled(style->text.font_size, value->amount);
	if (value->unit == UNIT_REM)
		return scaled(root_size(style), value->amount);
	return (fixed)value->amount;
}

static struct extent
extent_from(const struct style_value *value, const struct style *style)
{
	if (value->unit == UNIT_AUTO)
		return (struct extent){ EXTENT_AUTO, 0 };
	if (value->unit == UNIT_PERCENT)
		return (struct extent){ EXTENT_PERCENT,
			(int32_t)value->amount };
	if (value->unit == UNIT_FRACTION)
		return (struct extent){ EXTENT_FRACTION,
			(int32_t)value->amount };
	return (struct extent){ EXTENT_FIXED, length_of(value, style) };
}

static void
apply_length(struct style *style, const struct declaration *declaration)
{
	const struct style_value *value = &declaration->value;
	size_t offset = declaration->row->offset;
	fixed *place = (fixed *)(void *)((char *)style + offset);

	*place = value->unit == UNIT_AUTO ? 0 : length_of(value, style);
	if (offset == offsetof(struct style, box.margin[SIDE_TOP]))
		style->box.is_auto_top =
		    value->unit == UNIT_AUTO ? WORD_ON : WORD_OFF;
}

static void
apply_font_size(struct style *style, const struct declaration *declaration)
{
	const struct style_value *value = &declaration->value;
	fixed parent = style->parent != NULL ?
	    style->parent->text.font_size : style->text.font_size;

	if (value->unit == UNIT_FIXED)
		style->text.font_size = (fixed)value->amount;
	else if (value->unit == UNIT_REM)
		style->text.font_size = scaled(root_size(style),
		    value->amount);
	else
		style->text.font_size = scaled(parent, value->amount);
	if (style->text.font_size < FONT_SIZE_MIN)
		style->text.font_size = FONT_SIZE_MIN;
	if (style->text.font_size > FONT_SIZE_MAX)
		style->text.font_size = FONT_SIZE_MAX;
}

static void
apply_line_height(struct style *style, const struct declaration *declaration)
{
	const struct style_value *value = &declaration->value;

	style->text.line_factor = value->unit == UNIT_NONE ?
	    (int32_t)value->amount : 0;
	if (value->unit == UNIT_PERCENT)
		style->text.line_length = scaled(style->text.font_size,
		    value->amount);
	else if (value->unit != UNIT_NONE)
		style->text.line_length = length_of(value, style);
}

static void
apply_tracks(struct style *style, const struct declaration *declaration)
{
	const struct tracks_value *tracks = declaration->value.tracks;

	style->box.columns = 0;
	style->box.tracks.count = tracks->count;
	for (uint8_t i = 0; i < tracks->count; i++) {
		style->box.tracks.widths[i] =
		    extent_from(&tracks->widths[i], style);
		style->box.tracks.least[i] =
		    extent_from(&tracks->least[i], style);
	}
}

static void
apply_columns(struct style *style, const struct declaration *declaration)
{
	apply_tracks(style, declaration);
	style->box.columns = style->box.tracks.count;
}

static void
apply_extent(struct style *style, const struct declaration *declaration)
{
	struct extent *place = (struct extent *)(void *)((char *)style +
	    declaration->row->offset);

	*place = extent_from(&declaration->value, style);
}

static void
apply_color(struct style *style, const struct declaration *declaration)
{
	struct paint *place = (struct paint *)(void *)((char *)style +
	    declaration->row->offset);

	*place = declaration->value.color;
}

static void
apply_byte(struct style *style, const struct declaration *declaration)
{
	int64_t amount = declaration->value.amount;

	if (declaration->row->kind == VALUE_COUNT)
		amount /= ONE;
	*((uint8_t *)style + declaration->row->offset) = (uint8_t)amount;
}

static void
apply_number(struct style *style, const struct declaration *declaration)
{
	uint16_t *place = (uint16_t *)(void *)((char *)style +
	    declaration->row->offset);

	*place = (uint16_t)declaration->value.amount;
}

static void
apply_page(struct style *style, const struct declaration *declaration)
{
	style->box.page = (int16_t)declaration->value.amount;
}

static void (*const appliers[])(struct style *, const struct declaration *) = {
	[VALUE_LENGTH] = apply_length,
	[VALUE_EXTENT] = apply_extent,
	[VALUE_FONT_SIZE] = NULL,	/* applied before the others */
	[VALUE_LINE_HEIGHT] = apply_line_height,
	[VALUE_COUNT] = apply_byte,
	[VALUE_COLOR] = apply_color,
	[VALUE_WORD] = apply_byte,
	[VALUE_FLAGS] = apply_byte,
	[VALUE_WEIGHT] = apply_number,
	[VALUE_ROLE] = apply_number,
	[VALUE_TRACKS] = apply_tracks,
	[VALUE_COLUMNS] = apply_columns,
	[VALUE_PAGE] = apply_page,
	[VALUE_SIDES] = NULL, [VALUE_PAIR] = NULL, [VALUE_BORDER] = NULL,
	[VALUE_SIDE_COLORS] = NULL,	/* never in a declaration */
};

static void
cascade(const struct print_style *sheet, struct style *style)
{
	const struct selector *found[MATCHES_MAX];
	size_t count = collect(sheet, style, found);
	const struct declaration *at;

	for (size_t i = 0; i < count; i++) {
		for (at = found[i]->declarations; at != NULL; at = at->next) {
			if (at->row->kind == VALUE_FONT_SIZE)
				apply_font_size(style, at);
		}
	}
	for (size_t i = 0; i < count; i++) {
		for (at = found[i]->declarations; at != NULL; at = at->next) {
			if (appliers[at->row->kind] != NULL)
				appliers[at->row->kind](style, at);
		}
	}
}

static const struct text_style initial_text = {
	.weight = 400, .font_size = 10 * 64, .line_factor = 14000,
	.color = { true, { 0, 0, 0 } }, .orphans = 2, .widows = 2,
};

/* Children of an inline element start inline, whatever the sheet gives it. */
static uint8_t
initial_display(enum doc_tag tag)
{
	unsigned flags = doc_tag_flags(tag);

	if (flags & DOC_METADATA)
		return DISPLAY_NONE;
	return flags & DOC_PHRASING ? DISPLAY_INLINE : DISPLAY_BLOCK;
}

static struct style *
new_style(struct style_cache *cache, struct style *parent, enum doc_tag tag,
    const char *class_list)
{
	struct style *style = ARENA_NEW(cache->arena, struct style);

	style->tag = tag;
	style->class_list = class_list;
	style->class_bits = style_class_bits(class_list);
	if (parent != NULL)
		style->ancestor_bits = parent->class_bits |
		    parent->ancestor_bits;
	style->parent = parent;
	style->text = parent != NULL ? parent->text : initial_text;
	style->box.display = initial_display(tag);
	style->box.page = -1;
	style->box.column_span = 1;
	if (tag != DOC_TEXT && tag != DOC_FRAGMENT)
		cascade(cache->sheet, style);
	for (int side = 0; side < SIDE_COUNT; side++) {
		if (!style->box.border_color[side].is_given)
			style->box.border_color[side] = style->text.color;
	}
	return style;
}

void
style_cache_init(struct style_cache *cache, struct arena *arena,
    const struct print_style *sheet, struct type_faces *faces,
    struct diags *diags)
{
	*cache = (struct style_cache){ .sheet = sheet, .arena = arena,
		.faces = faces, .diags = diags };
	cache->root = new_style(cache, NULL, DOC_HTML, NULL);
}

static bool
is_same_class(const char *a, const char *b)
{
	if (a == b)
		return true;
	return a != NULL && b != NULL && strcmp(a, b) == 0;
}

struct style *
style_child(struct style_cache *cache, struct style *parent, enum doc_tag tag,
    const char *class_list)
{
	struct style **link = &parent->first_child;

	for (; *link != NULL; link = &(*link)->next) {
		if ((*link)->tag == tag &&
		    is_same_class((*link)->class_list, class_list))
			return *link;
	}
	*link = new_style(cache, parent, tag, class_list);
	return *link;
}

static const struct yaml_node *
families_of(const struct yaml_node *role, const char *lang)
{
	const struct yaml_node *found;
	char primary[9] = "";
	size_t len = strcspn(lang, "-");

	if (role == NULL || role->kind != YAML_MAPPING)
		return NULL;
	found = yaml_find(role, lang);
	if (found == NULL && len < sizeof(primary)) {
		memcpy(primary, lang, len);
		found = yaml_find(role, primary);
	}
	return found;
}

static void
add_families(struct style_cache *cache, struct face_list *list,
    const struct yaml_node *families)
{
	const struct yaml_node *at = families;
	const struct type_face *face;

	if (families == NULL)
		return;
	if (families->kind == YAML_SEQUENCE)
		at = families->first_child;
	for (; at != NULL; at = families == at ? NULL : at->next) {
		if (at->kind != YAML_SCALAR)
			continue;
		face = type_face_find(cache->faces, at->scalar, list->weight,
		    list->is_italic == WORD_ON, at->pos, cache->diags);
		if (face != NULL)
			list->faces[list->count++] = face;
	}
}

static uint32_t
family_count(const struct yaml_node *families)
{
	if (families == NULL)
		return 0;
	return families->kind == YAML_SEQUENCE ? families->count : 1;
}

/* Families of the language first, then those for any. */
static struct face_list *
new_face_list(struct style_cache *cache, const struct text_style *text,
    const char *lang)
{
	const struct yaml_node *role = cache->sheet->roles[text->role].families;
	const struct yaml_node *own = families_of(role, lang);
	const struct yaml_node *any = role;
	struct face_list *list = ARENA_NEW(cache->arena, struct face_list);

	if (role != NULL && role->kind == YAML_MAPPING)
		any = yaml_find(role, "any");
	*list = (struct face_list){ .role = text->role,
		.weight = text->weight, .is_italic = text->is_italic,
		.lang = lang };
	list->faces = ARENA_ARRAY(cache->arena, const struct type_face *,
	    family_count(own) + family_count(any) + 1);
	add_families(cache, list, own);
	add_families(cache, list, any);
	if (family_count(own) + family_count(any) == 0)
		diag_report(cache->diags, DIAG_FACE_MISSING, role != NULL ?
		    role->pos : SOURCE_NOWHERE, "theme.yaml names no typeface "
		    "for '%s' in '%s': list families under faces",
		    cache->sheet->roles[text->role].name, lang);
	return list;
}

static const struct face_list *
find_faces(struct style_cache *cache, const struct text_style *text,
    const char *lang)
{
	struct face_list **link = &cache->face_lists;

	for (; *link != NULL; link = &(*link)->next) {
		if ((*link)->role == text->role &&
		    (*link)->weight == text->weight &&
		    (*link)->is_italic == text->is_italic &&
		    strcmp((*link)->lang, lang) == 0)
			return *link;
	}
	*link = new_face_list(cache, text, lang);
	return *link;
}

const struct type_style *
style_type(struct style_cache *cache, struct style *style, const char *lang)
{
	struct type_variant **link = &style->variants;
	const struct face_list *faces;
	const struct text_style *text = &style->text;

	for (; *link != NULL; link = &(*link)->next) {
		if (strcmp((*link)->type.lang, lang) == 0)
			return &(*link)->type;
	}
	faces = find_faces(cache, text, lang);
	*link = ARENA_NEW(cache->arena, struct type_variant);
	(*link)->type = (struct type_style){ .faces = faces->faces,
		.face_count = faces->count, .size = text->font_size,
		.lang = lang, .letter_spacing = text->letter_spacing,
		.has_hyphenation = text->has_hyphens == WORD_ON,
		.features = (uint8_t)(text->figures |
		    (text->is_unkerned ? TYPE_NO_KERNING : 0)),
		.color = text->color.rgb };
	return &(*link)->type;
}

fixed
style_line_height(const struct style *style)
{
	const struct text_style *text = &style->text;

	if (text->line_factor == 0)
		return text->line_length;
	return scaled(text->font_size, text->line_factor);
}

fixed
extent_of(struct extent extent, fixed whole, fixed otherwise)
{
	if (extent.unit == EXTENT_FIXED)
		return extent.amount;
	if (extent.unit == EXTENT_PERCENT)
		return scaled(whole, extent.amount);
	return otherwise;
}
