/*
 * Where an output comes from. In: a page or kit, composed, and the places that
 * its nodes remember. Out: the template, and the lines of content and theme
 * that stand in it, record by record.
 *
 * A line of a list file belongs to the last record that begins at or before
 * it; a file in a folder of records to the record that it is named after.
 */
#include <stdlib.h>
#include <string.h>

#include "fieldkit/explain.h"
#include "fieldkit/limits.h"
#include "outline.h"

/* The file's path relative to content/, or NULL: another file. */
static const char *
content_path(const struct build *build, uint32_t file)
{
	const char *dir = build->options->content_dir;
	const char *path = build->sources.items[file].path;
	size_t prefix = strlen(dir);

	return strncmp(path, dir, prefix) == 0 && path[prefix] == '/'
	    ? path + prefix + 1 : NULL;
}

static const struct record *
find_named(const struct build *build, const char *type, size_t type_len,
    const char *id, size_t id_len)
{
	char name[LIMIT_ID_CHARS + 1];
	int number;

	if (id_len == 0 || id_len >= sizeof(name))
		return NULL;
	memcpy(name, id, id_len);
	name[id_len] = '\0';
	for (number = 0; number < RECORD_TYPE_COUNT; number++) {
		const char *candidate =
		    record_schema((enum record_type)number)->name;

		if (strlen(candidate) == type_len &&
		    memcmp(candidate, type, type_len) == 0)
			return model_find(&build->model,
			    (enum record_type)number, name);
	}
	return NULL;
}

const struct record *
explain_find(const struct build *build, const char *type_and_id)
{
	const char *slash = strchr(type_and_id, '/');

	if (slash == NULL)
		return NULL;
	return find_named(build, type_and_id, (size_t)(slash - type_and_id),
	    slash + 1, strlen(slash + 1));
}

/* The last record of the file that begins at or before a line. */
static const struct record *
last_before(const struct build *build, struct source_pos pos)
{
	const struct record *best = NULL;
	int type;
	uint32_t i;

	for (type = 0; type < RECORD_TYPE_COUNT; type++) {
		const struct record_set *set = &build->model.sets[type];

		if (record_schema((enum record_type)type)->kind !=
		    SCHEMA_LIST || set->count == 0 ||
		    set->items[0]->pos.file != pos.file)
			continue;
		for (i = 0; i < set->count; i++)
			if (set->items[i]->pos.line <= pos.line &&
			    (best == NULL ||
			    best->pos.line < set->items[i]->pos.line))
				best = set->items[i];
	}
	return best;
}

/* The record that a line of a content file belongs to, or NULL. `path` is
 * that of the file, relative to content/. */
static const struct record *
record_at(const struct build *build, const char *path, struct source_pos pos)
{
	const struct record *site = &build->model.site->record;
	const char *slash = strchr(path, '/');

	if (pos.file == site->pos.file)
		return site;
	if (slash != NULL) {
		const struct record *named = find_named(build, path,
		    (size_t)(slash - path), slash + 1,
		    strcspn(slash + 1, "./"));

		if (named != NULL)
			return named;
	}
	return last_before(build, pos);
}

struct span_list
record_spans(struct arena *arena, const struct build *build,
    const struct record *record)
{
	struct span_list spans = { 0 };
	const struct record_set *set = &build->model.sets[record->type];
	bool is_list = record_schema(record->type)->kind == SCHEMA_LIST;
	uint32_t last = UINT32_MAX, i;

	if (is_list) {
		for (i = 0; i < set->count; i++)
			if (set->items[i]->pos.line > record->pos.line &&
			    set->items[i]->pos.line <= last)
				last = set->items[i]->pos.line - 1;
		spans.items = ARENA_NEW(arena, struct span);
		spans.items[spans.count++] = (struct span){ record->pos.file,
		    record->pos.line, last };
		return spans;
	}
	spans.items = ARENA_ARRAY(arena, struct span, build->sources.count);
	for (i = 1; i < build->sources.count; i++) {
		const char *path = content_path(build, i);

		if (path != NULL && record_at(build, path,
		    (struct source_pos){ i, 1, 1 }) == record)
			spans.items[spans.count++] = (struct span){ i, 1,
			    UINT32_MAX };
	}
	return spans;
}

/* --- the anatomy of an output --- */

struct line {
	uint32_t file, number;
};

static int
compare_lines(const void *left, const void *right)
{
	const struct line *a = left, *b = right;

	if (a->file != b->file)
		return a->file < b->file ? -1 : 1;
	return (a->number > b->number) - (a->number < b->number);
}

static int
compare_origins(const void *left, const void *right)
{
	const struct origin *a = left, *b = right;
	int order = strcmp(a->path, b->path);

	if (order != 0)
		return order;
	return (a->first_line > b->first_line) -
	    (a->first_line < b->first_line);
}

/* The lines of all nodes, sorted, each once. */
static uint32_t
find_lines(const struct doc_node *root, struct arena *arena,
    struct line **ret_lines)
{
	struct doc_iter iter = doc_iter_start(root);
	struct line *lines;
	uint32_t count = 0, kept = 0, i;

	while (doc_iter_next(&iter))
		count += iter.is_entering && iter.node->pos.line != 0;
	*ret_lines = lines = ARENA_ARRAY(arena, struct line, count);
	iter = doc_iter_start(root);
	for (i = 0; doc_iter_next(&iter); )
		if (iter.is_entering && iter.node->pos.line != 0)
			lines[i++] = (struct line){ iter.node->pos.file,
			    iter.node->pos.line };
	if (count > 0)
		qsort(lines, count, sizeof(*lines), compare_lines);
	for (i = 0; i < count; i++)
		if (kept == 0 || compare_lines(&lines[kept - 1],
		    &lines[i]) != 0)
			lines[kept++] = lines[i];
	return kept;
}

static struct origin
origin_of(const struct build *build, const struct line *line)
{
	const char *path = content_path(build, line->file);
	const struct source_pos pos = { line->file, line->number, 1 };
	struct origin origin = { .first_line = 1,
		.path = build->sources.items[line->file].path };

	if (path == NULL)
		return origin;
	origin.record = record_at(build, path, pos);
	if (origin.record != NULL)
		origin.path = path;
	if (origin.record != NULL && origin.record->pos.file == line->file)
		origin.first_line = origin.record->pos.line;
	return origin;
}

/* Consecutive lines of one record make one origin. */
static void
find_origins(const struct build *build, struct arena *arena,
    const struct doc_node *root, struct anatomy *anatomy)
{
	struct line *lines;
	uint32_t count = find_lines(root, arena, &lines), i;
	struct origin *origins = ARENA_ARRAY(arena, struct origin, count);
	uint32_t *numbers = ARENA_ARRAY(arena, uint32_t, count);

	for (i = 0; i < count; i++) {
		struct origin origin = origin_of(build, &lines[i]);
		struct origin *last = anatomy->count == 0 ? NULL
		    : &origins[anatomy->count - 1];

		numbers[i] = lines[i].number;
		if (last == NULL || i == 0 ||
		    lines[i - 1].file != lines[i].file ||
		    last->record != origin.record) {
			origin.lines = &numbers[i];
			origins[anatomy->count++] = origin;
			last = &origins[anatomy->count - 1];
		}
		last->line_count++;
	}
	if (anatomy->count > 0)
		qsort(origins, anatomy->count, sizeof(*origins),
		    compare_origins);
	anatomy->origins = origins;
}

static bool
describe(struct build *build, const struct run *run, const struct job *job,
    struct anatomy *anatomy)
{
	struct job_result result;
	struct view view;
	const struct doc_node *root = job_compose_alone(run, job, &result,
	    &view);

	anatomy->template_name = view_template(job->kind);
	if (root != NULL)
		find_origins(build, &build->arena, root, anatomy);
	diags_merge(&build->diags, &result.diags);
	diags_release(&result.diags);
	return root != NULL;
}

static const struct edition_spec *
spec_of(const struct site *site, const char *output)
{
	size_t len = strcspn(output, "/");
	uint32_t i;

	for (i = 0; i < site->editions.count; i++) {
		const struct edition_spec *spec = LIST_AT(site->editions,
		    struct edition_spec, i);

		if (strlen(spec->id.chars) == len && output[len] == '/' &&
		    strncmp(spec->id.chars, output, len) == 0)
			return spec;
	}
	return NULL;
}

enum explain_status
explain_output(struct build *build, const char *output,
    struct anatomy *ret_anatomy)
{
	const struct edition_spec *spec = spec_of(build->model.site, output);
	enum explain_status status = EXPLAIN_FAILED;
	struct workshop workshop;

	*ret_anatomy = (struct anatomy){ 0 };
	if (spec == NULL)
		return EXPLAIN_NONE;
	if (workshop_open(&workshop, build, NULL)) {
		struct run run;
		const struct job *job;

		edition_open(&run, &build->arena, build, &workshop, spec,
		    &build->diags);
		job = plan_find(run.plan, output + strcspn(output, "/") + 1);
		if (job == NULL)
			status = EXPLAIN_NONE;
		else if (describe(build, &run, job, ret_anatomy))
			status = EXPLAIN_DONE;
		edition_close(&run);
	}
	workshop_close(&workshop);
	return status;
}
