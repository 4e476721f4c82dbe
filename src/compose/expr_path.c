/*
 * Paths: page.title. In: names with dots between them. Out: where the value
 * stands, as a slot and steps from it, and its type.
 *
 * A path is followed through the schemas; adjoining steps are folded into
 * one, so that `page.title` is a single addition at run time.
 */
#include "compiler.h"

#include <string.h>

enum {
	MAX_STEPS = 24,		/* names of a path; the schemas need 8 */
	MAX_CANDIDATES = 128	/* offered to diag_suggest */
};

/* A path while it is followed. */
struct path {
	struct value_type type;
	uint32_t slot;
	bool has_record_slot;
	struct step steps[MAX_STEPS];
	uint32_t count;
};

static struct value_type
type_of_field(const struct field *field)
{
	return (struct value_type){
		.type = field->type, .of = field->of, .words = field->words,
		.is_list = field->is_list,
		.takes_worldwide = field->takes_worldwide,
	};
}

static void
add_step(struct path *path, enum step_kind kind, size_t offset)
{
	if (path->count == 0 ||
	    path->steps[path->count - 1].kind != STEP_FIELD)
		path->steps[path->count++] = (struct step){ STEP_FIELD, 0 };
	path->steps[path->count - 1].kind = kind;
	path->steps[path->count - 1].offset += (uint32_t)offset;
}

static void
add_field(struct path *path, const struct field *field)
{
	path->type = type_of_field(field);
	if (field->type == FIELD_RECORD && !field->is_list)
		add_step(path, STEP_RECORD, field->offset);
	else
		add_step(path, STEP_FIELD, field->offset);
}

static bool
is_record_schema(const struct schema *schema)
{
	return schema == NULL || record_type_of(schema) != RECORD_TYPE_COUNT;
}

/* Offers the fields of a schema, and with a context all names in sight. */
static void
suggest(const struct context *context, const struct schema *schema,
    bool is_first, const char *found)
{
	static const char *const globals[] = {
		"site", "edition", "page"
	};
	const char *candidates[MAX_CANDIDATES];
	const struct scope_name *name = is_first ? context->names : NULL;
	size_t count = 0, i;

	for (; name != NULL && count < MAX_CANDIDATES; name = name->outer)
		candidates[count++] = name->name;
	for (i = 0; is_first && i < 3 && count < MAX_CANDIDATES; i++)
		candidates[count++] = globals[i];
	for (i = 0; schema != NULL && i < schema->field_count &&
	    count < MAX_CANDIDATES; i++)
		if (schema->fields[i].audience != FIELD_AUTHORS)
			candidates[count++] = schema->fields[i].key;
	if (!is_first && is_record_schema(schema) && count < MAX_CANDIDATES)
		candidates[count++] = "id";
	diag_suggest(context->compiler->diags, found, candidates, count);
}

static bool
follow_record_key(struct path *path, const char *key)
{
	if (strcmp(key, "id") == 0) {
		add_step(path, STEP_ID, 0);
		path->type = (struct value_type){ .type = FIELD_SLUG };
	} else if (strcmp(key, "langs") == 0) {
		add_step(path, STEP_FIELD, offsetof(struct record, langs));
		path->type = (struct value_type){
			.type = FIELD_LANG, .is_list = true,
		};
	} else {
		return false;
	}
	return true;
}

/* Whether values of the type have fields; says why not. */
static bool
has_fields(struct scanner *scanner, const struct path *path, uint32_t at,
    const char *key)
{
	struct compiler *compiler = scanner->context->compiler;
	enum field_type type = path->type.type;

	if (path->type.is_list)
		diag_report(compiler->diags, DIAG_TEMPLATE_PATH,
		    scanner_pos(scanner, at), "'%s' is asked of a list; name "
		    "its items with k:each, or take one with '| first'", key);
	else if (type == FIELD_STRUCT || type == FIELD_RECORD ||
	    type == FIELD_REF || type == FIELD_ORG || type == FIELD_TERRITORY)
		return true;
	else
		diag_report(compiler->diags, DIAG_TEMPLATE_PATH,
		    scanner_pos(scanner, at),
		    "'%s' is asked of a value (%s) that has no fields", key,
		    type_name(compiler->arena, &path->type));
	return false;
}

/* Follows one name behind a dot. */
static bool
follow(struct scanner *scanner, struct path *path, uint32_t at,
    const char *key)
{
	struct compiler *compiler = scanner->context->compiler;
	const struct schema *schema = path->type.of;
	const struct field *field = NULL;

	/* What a name stands for may have been refused where it was given. */
	if (type_is_unknown(&path->type) ||
	    !has_fields(scanner, path, at, key))
		return false;
	if (path->type.type != FIELD_STRUCT &&
	    path->type.type != FIELD_RECORD)
		add_step(path, STEP_TARGET, 0);
	if (schema != NULL)
		field = schema_field(schema, key, strlen(key));
	if (field != NULL && field->audience == FIELD_AUTHORS) {
		diag_report(compiler->diags, DIAG_TEMPLATE_PATH,
		    scanner_pos(scanner, at), "'%s' of %s %s is the authors' "
		    "own and never printed", key, schema_article(schema),
		    schema->singular);
		return false;
	}
	if (field != NULL) {
		add_field(path, field);
		return true;
	}
	if (is_record_schema(schema) && follow_record_key(path, key))
		return true;
	diag_report(compiler->diags, DIAG_TEMPLATE_PATH,
	    scanner_pos(scanner, at), "'%s' is not a field of %s %s", key,
	    schema != NULL ? schema_article(schema) : "a",
	    schema != NULL ? schema->singular : "record of any type");
	suggest(scanner->context, schema, false, key);
	return false;
}

static bool
find_global(const struct context *context, const char *name,
    struct path *path)
{
	static const struct {
		const char *name;
		uint32_t slot;
		enum field_type type;
		const struct schema *schema;
	} globals[] = {
		{ "site", SLOT_SITE, FIELD_RECORD, &schema_site },
		{ "edition", SLOT_EDITION, FIELD_STRUCT, &schema_edition_view },
		{ "page", SLOT_PAGE, FIELD_STRUCT, &schema_page_view },
		{ "kit", SLOT_KIT, FIELD_STRUCT, &schema_kit_view },
	};
	size_t count = sizeof(globals) / sizeof(globals[0]), i;

	if (strcmp(name, "loop") == 0 && context->loop_slot != 0) {
		path->slot = context->loop_slot;
		path->type = (struct value_type){
			.type = FIELD_STRUCT, .of = &schema_loop_view,
		};
		return true;
	}
	if (!view_is_kit(context->compiler->kind))
		count--;
	for (i = 0; i < count && strcmp(globals[i].name, name) != 0; i++)
		continue;
	if (i == count)
		return false;
	path->slot = globals[i].slot;
	path->type = (struct value_type){
		.type = globals[i].type, .of = globals[i].schema,
	};
	return true;
}

/* Resolves the first name of a path. */
static bool
follow_first(struct scanner *scanner, struct path *path, uint32_t at,
    const char *key)
{
	const struct context *context = scanner->context;
	const struct schema *top = view_schema(context->compiler->kind);
	const struct scope_name *name = context->names;
	const struct field *field;

	while (name != NULL && strcmp(name->name, key) != 0)
		name = name->outer;
	if (name != NULL) {
		path->slot = name->slot;
		path->type = name->type;
		return true;
	}
	if (find_global(context, key, path))
		return true;
	field = schema_field(top, key, strlen(key));
	if (context->has_top && field != NULL) {
		path->slot = SLOT_TOP;
		add_field(path, field);
		return true;
	}
	diag_report(context->compiler->diags, DIAG_TEMPLATE_PATH,
	    scanner_pos(scanner, at), strcmp(key, "kit") == 0
	    ? "'%s' is known in kits only" : strcmp(key, "loop") == 0
	    ? "'%s' is known inside k:each only" : field != NULL
	    ? "'%s' is not in sight of a part; hand it in with k:with"
	    : "nothing here is named '%s'", key);
	if (strcmp(key, "kit") != 0 && strcmp(key, "loop") != 0)
		suggest(context, context->has_top ? top : NULL, true, key);
	return false;
}

void
path_parse(struct scanner *scanner, struct expr *expr)
{
	struct path path = { 0 };
	uint32_t at = scanner->at;
	const char *key = scanner_name(scanner);
	bool is_good = follow_first(scanner, &path, at, key);

	path.has_record_slot = path.count == 0 &&
	    path.type.type == FIELD_RECORD && !path.type.is_list;
	while (scanner->text.text[scanner->at] == '.') {
		at = ++scanner->at;
		key = scanner_name(scanner);
		if (is_good && path.count + 2 > MAX_STEPS) {
			diag_report(scanner->context->compiler->diags,
			    DIAG_TEMPLATE_PATH, scanner_pos(scanner, at),
			    "the path is longer than %d names", MAX_STEPS);
			is_good = false;
		}
		is_good = is_good && follow(scanner, &path, at, key);
	}
	if (!is_good)
		return;
	expr->type = path.type;
	expr->slot = path.slot;
	expr->has_record_slot = path.has_record_slot;
	expr->step_count = path.count;
	expr->steps = memcpy(ARENA_ARRAY(scanner->context->compiler->arena,
	    struct step, path.count), path.steps,
	    path.count * sizeof(*path.steps));
}
