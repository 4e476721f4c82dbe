/*
 * What outlives its release. In: two releases by their manifests, what the
 * served one carries, the clock. Out: a list.
 */
#include "carry.h"

#include <stdlib.h>
#include <string.h>

#include "fieldkit/date.h"
#include "fieldkit/strmap.h"

static bool
read_line(struct arena *arena, char *line, struct carried *ret_carried)
{
	const char **sources = ARENA_ARRAY(arena, const char *,
	    strlen(line));
	struct manifest_file *file = &ret_carried->file;
	char *rest = NULL, *word = strtok_r(line, "\t", &rest);

	*ret_carried = (struct carried){ 0 };
	if (word == NULL)
		return false;
	ret_carried->since = strtoll(word, NULL, 10);
	file->kind = strtok_r(NULL, "\t", &rest);
	file->path = strtok_r(NULL, "\t", &rest);
	while ((word = strtok_r(NULL, "\t", &rest)) != NULL)
		sources[file->source_count++] = word;
	file->sources = sources;
	return file->path != NULL && manifest_path_is_inside(file->path);
}

static size_t
count_lines(const char *text)
{
	size_t count = 1;

	for (; *text != '\0'; text++)
		count += *text == '\n';
	return count;
}

void
carried_read(struct carried_list *list, struct arena *arena, char *text)
{
	char *rest = NULL, *line;

	*list = (struct carried_list){ ARENA_ARRAY(arena, struct carried,
	    count_lines(text)), 0 };
	line = strtok_r(text, "\n", &rest);
	for (; line != NULL; line = strtok_r(NULL, "\n", &rest))
		list->count += read_line(arena, line,
		    &list->items[list->count]);
}

void
carried_write(const struct carried_list *list, struct strbuf *text)
{
	uint32_t k;
	size_t i;

	for (i = 0; i < list->count; i++) {
		const struct carried *carried = &list->items[i];

		strbuf_printf(text, "%lld\t%s\t%s", carried->since,
		    carried->file.kind, carried->file.path);
		for (k = 0; k < carried->file.source_count; k++)
			strbuf_printf(text, "\t%s", carried->file.sources[k]);
		strbuf_add_char(text, '\n');
	}
}

void
carried_split(struct carried_list *list, long long now, struct arena *arena,
    struct carried_list *ret_over)
{
	size_t count = 0, i;

	*ret_over = (struct carried_list){ ARENA_ARRAY(arena, struct carried,
	    list->count), 0 };
	for (i = 0; i < list->count; i++)
		if (list->items[i].since > now - CARRIED_SECONDS)
			list->items[count++] = list->items[i];
		else
			ret_over->items[ret_over->count++] = list->items[i];
	list->count = count;
}

/* Two releases, and what the new one is made of. */
struct change {
	const struct manifest *old, *new;
	struct strmap sources;		/* of the new one */
	bool has_lost;			/* a page, a source, a day */
};

static bool
are_sources_there(const struct change *change,
    const struct manifest_file *file)
{
	uint32_t i;

	for (i = 0; i < file->source_count; i++)
		if (strmap_find(&change->sources, file->sources[i]) == NULL)
			return false;
	return true;
}

static bool
has_lost(const struct change *change, int32_t today_days)
{
	const struct manifest *old = change->old;
	int32_t day;
	size_t i;

	if (date_parse(old->next_change, strlen(old->next_change), &day) &&
	    day <= today_days)
		return true;
	for (i = 0; i < old->count; i++)
		if ((strcmp(old->files[i].kind, "page") == 0 &&
		    (old->files[i].source_count == 0 ||
		    manifest_find(change->new, old->files[i].path) ==
		    NULL)) || !are_sources_there(change, &old->files[i]))
			return true;
	return false;
}

static bool
may_be_carried(const struct change *change, const struct manifest_file *file)
{
	if (manifest_find(change->new, file->path) != NULL)
		return false;
	if (strcmp(file->kind, "asset") == 0)
		return true;
	if (strcmp(file->kind, "media") == 0)
		return file->source_count > 0 &&
		    are_sources_there(change, file);
	return strcmp(file->kind, "index") == 0 && !change->has_lost;
}

static void
init_change(struct change *change, const struct manifest *old,
    const struct manifest *new, int32_t today_days)
{
	uint32_t k;
	size_t i;

	*change = (struct change){ .old = old, .new = new };
	for (i = 0; i < new->count; i++)
		for (k = 0; k < new->files[i].source_count; k++)
			strmap_add(&change->sources, new->files[i].sources[k],
			    change);
	change->has_lost = has_lost(change, today_days);
}

void
carried_choose(struct carried_list *ret_list,
    const struct carried_list *earlier, const struct manifest *old,
    const struct manifest *new, long long now, int32_t today_days,
    struct arena *arena)
{
	struct change change;
	size_t i;

	*ret_list = (struct carried_list){ ARENA_ARRAY(arena, struct carried,
	    old->count + earlier->count), 0 };
	if (old->count == 0)
		return;
	init_change(&change, old, new, today_days);
	for (i = 0; i < old->count; i++)
		if (may_be_carried(&change, &old->files[i]))
			ret_list->items[ret_list->count++] =
			    (struct carried){ now, old->files[i] };
	for (i = 0; i < earlier->count; i++)
		if (earlier->items[i].since > now - CARRIED_SECONDS &&
		    manifest_find(old, earlier->items[i].file.path) == NULL &&
		    may_be_carried(&change, &earlier->items[i].file))
			ret_list->items[ret_list->count++] =
			    earlier->items[i];
	strmap_release(&change.sources);
}
