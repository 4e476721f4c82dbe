/*
 * Links and pictures of Markdown. In: the trees of a text. Out: a report for
 * each link to a record that does not exist, and each file that is not there.
 */
#include "resolve.h"

#include <string.h>

static enum record_type
type_named(const char *name, size_t len)
{
	enum record_type type;

	for (type = 0; type < RECORD_TYPE_COUNT; type++) {
		const char *candidate = record_schema(type)->name;

		if (strlen(candidate) == len &&
		    memcmp(candidate, name, len) == 0)
			break;
	}
	return type;
}

static void
suggest_type(struct resolve *resolve, const char *name)
{
	const char *names[RECORD_TYPE_COUNT];
	enum record_type type;

	for (type = 0; type < RECORD_TYPE_COUNT; type++)
		names[type] = record_schema(type)->name;
	diag_suggest(resolve->diags, name, names, RECORD_TYPE_COUNT);
}

/* `TYPE/ID` or `TYPE/ID#fragment`. */
static void
check_record_link(struct resolve *resolve, const struct doc_node *node,
    const char *target)
{
	const char *slash = strchr(target, '/');
	size_t type_len = slash != NULL ? (size_t)(slash - target)
					: strlen(target);
	enum record_type type = type_named(target, type_len);
	const char *id;

	if (type == RECORD_TYPE_COUNT || slash == NULL) {
		const char *name =
		    arena_copy(resolve->arena, target, type_len);

		diag_report(resolve->diags, DIAG_LINK_DANGLING, node->pos,
		    "the link '%s' names no record: there is no record type "
		    "'%s'", target, name);
		suggest_type(resolve, name);
		return;
	}
	id = arena_copy(resolve->arena, slash + 1, strcspn(slash + 1, "#"));
	if (resolve->is_incomplete[type] ||
	    content_has_refused(resolve->content, id) ||
	    model_find(resolve->model, type, id) != NULL)
		return;
	diag_report(resolve->diags, DIAG_LINK_DANGLING, node->pos,
	    "the link '%s' leads nowhere: there is no %s '%s'", target,
	    record_schema(type)->singular, id);
	resolve_suggest(resolve, type, id);
}

/* A file of the record's folder, or a record whose type was misspelt. */
static void
suggest_file(struct resolve *resolve, const char *file)
{
	const char *folder = resolve->record->folder, *name, *slash;
	size_t skip = folder != NULL ? strlen(folder) + 1 : 0, i, count = 0;
	const char **names = ARENA_ARRAY(resolve->arena, const char *,
	    resolve->content->asset_count + RECORD_TYPE_COUNT);
	enum record_type type;

	if (skip < 2 || strncmp(file, folder, skip - 1) != 0)
		return;
	name = file + skip;
	for (i = 0; i < resolve->content->asset_count; i++)
		if (strncmp(resolve->content->assets[i], file, skip) == 0)
			names[count++] = resolve->content->assets[i] + skip;
	slash = strchr(name, '/');
	for (type = 0; slash != NULL && type < RECORD_TYPE_COUNT; type++)
		names[count++] = arena_printf(resolve->arena, "%s%s",
		    record_schema(type)->name, slash);
	diag_suggest(resolve->diags, name, names, count);
}

static void
check_file_link(struct resolve *resolve, const struct doc_node *node,
    const char *path)
{
	const char *file =
	    arena_copy(resolve->arena, path, strcspn(path, "#?"));

	if (content_has_asset(resolve->content, file) ||
	    content_has_refused(resolve->content, file))
		return;
	diag_report(resolve->diags,
	    node->tag == DOC_IMG ? DIAG_IMAGE_MISSING : DIAG_LINK_DANGLING,
	    node->pos, "there is no file %s/%s; put it there, or mend the %s",
	    resolve->content->dir, file,
	    node->tag == DOC_IMG ? "picture's name" : "link");
	suggest_file(resolve, file);
}

static void
check_node(struct resolve *resolve, const struct doc_node *node)
{
	static const enum doc_attr_name attrs[] = { DOC_ATTR_HREF,
		DOC_ATTR_SRC };
	size_t i;

	for (i = 0; i < sizeof(attrs) / sizeof(*attrs); i++) {
		const char *target = doc_get(node, attrs[i]);

		if (target == NULL)
			continue;
		if (strncmp(target, DOC_RECORD_SCHEME,
		    strlen(DOC_RECORD_SCHEME)) == 0)
			check_record_link(resolve, node,
			    target + strlen(DOC_RECORD_SCHEME));
		else if (strncmp(target, DOC_BUNDLE_SCHEME,
		    strlen(DOC_BUNDLE_SCHEME)) == 0)
			check_file_link(resolve, node,
			    target + strlen(DOC_BUNDLE_SCHEME));
	}
}

void
resolve_links(struct resolve *resolve, const struct text *text)
{
	uint32_t i;

	for (i = 0; i < text->count; i++) {
		struct doc_iter iter = doc_iter_start(text->variants[i].tree);

		while (text->variants[i].tree != NULL && doc_iter_next(&iter))
			if (iter.is_entering && iter.node->attrs != NULL)
				check_node(resolve, iter.node);
	}
}
