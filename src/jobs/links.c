/*
 * Addresses. In: records, files and assets as content and templates name
 * them. Out: the address that holds where the job's page or kit will lie: a
 * relative path between pages (so that the folder works from anywhere), an
 * absolute address in a kit. NULL where the edition has no such page: what an
 * edition may not show cannot be linked to.
 */
#include "jobs.h"

#include <string.h>

/* The address of a path of the edition. */
static const char *
address(const struct links *links, struct arena *arena, const char *path)
{
	const char *url = NULL;

	if (path == NULL)
		return NULL;
	if (view_is_kit(links->job->kind) ||
	    view_is_letter(links->job->kind))
		return edition_url(links->run->edition, arena, path);
	/* Shown at any depth: whole addresses, where there are. */
	if (links->job->kind == VIEW_NOT_FOUND)
		url = edition_url(links->run->edition, arena, path);
	return url != NULL ? url : path_relative(arena, links->job->path,
	    path);
}

/* The lists of the result are kept by the worker, and grow by doubling. */
static void *
grow(struct links *links, const void *items, uint32_t count, size_t item_size,
    uint32_t *size)
{
	void *grown;

	*size = 2 * *size + 4;
	grown = arena_alloc_array(links->kept, *size, item_size);
	if (count > 0)
		memcpy(grown, items, count * item_size);
	return grown;
}

static void
remember_person(struct links *links, const struct record *person)
{
	struct job_result *result = links->result;
	uint32_t i;

	for (i = 0; i < result->people_count; i++)
		if (result->people[i] == person)
			return;
	if (result->people_count == links->people_size)
		result->people = grow(links, result->people,
		    result->people_count, sizeof(*result->people),
		    &links->people_size);
	result->people[result->people_count++] = person;
}

/* A person has no page but a card to save. */
static const char *
card_url(struct links *links, struct arena *arena,
    const struct record *person)
{
	const char *path = edition_card_path(links->run->edition, arena,
	    person, links->job->lang);

	if (path == NULL || view_is_kit(links->job->kind) ||
	    view_is_letter(links->job->kind))
		return NULL;
	remember_person(links, person);
	return address(links, arena, path);
}

static const char *
record_url(void *context, struct arena *arena, const struct record *record)
{
	struct links *links = context;

	if (record->type == RECORD_PERSON)
		return card_url(links, arena, record);
	return address(links, arena, edition_record_path(links->run->edition,
	    arena, record, links->job->lang));
}

/* `TYPE/ID` with an optional `#fragment`. */
static const char *
record_id_url(void *context, struct arena *arena, const char *type_and_id)
{
	const struct links *links = context;
	const char *fragment = strchr(type_and_id, '#');
	const struct record *record;
	const char *url;

	if (fragment == NULL)
		fragment = type_and_id + strlen(type_and_id);
	record = edition_find(links->run->edition, arena_copy(arena,
	    type_and_id, (size_t)(fragment - type_and_id)));
	if (record == NULL)
		return NULL;
	url = record_url(context, arena, record);
	return url == NULL ? NULL : arena_printf(arena, "%s%s", url, fragment);
}

static void
remember_media(struct links *links, const char *name)
{
	struct job_result *result = links->result;
	uint32_t i;

	for (i = 0; i < result->media_count; i++)
		if (strcmp(result->media_names[i], name) == 0)
			return;
	if (result->media_count == links->media_size)
		result->media_names = grow(links, result->media_names,
		    result->media_count, sizeof(*result->media_names),
		    &links->media_size);
	result->media_names[result->media_count++] =
	    arena_strdup(links->kept, name);
}

/* A page shows what is published of a picture; a kit is given its name. */
static const char *
file_url(void *context, struct arena *arena, const char *name,
    struct source_pos pos, uint32_t *ret_width, uint32_t *ret_height)
{
	struct links *links = context;
	struct media *media = links->run->workshop->media;
	struct diags *diags = &links->result->diags;
	const struct image_asset *asset = media_find(media, name, pos, diags);
	const struct media_picture *picture;
	const struct media_file *file;

	if (asset == NULL)
		return NULL;
	*ret_width = asset->width_px;
	*ret_height = asset->height_px;
	if (view_is_kit(links->job->kind)) {
		remember_media(links, name);
		return name;
	}
	if (view_is_letter(links->job->kind))	/* its alt text stays */
		return name;
	picture = media_publish(media, asset, diags);
	if (picture == NULL)
		return NULL;
	remember_media(links, name);
	file = media_common(picture);
	*ret_width = file->width;
	*ret_height = file->height;
	return path_relative(arena, links->job->path, file->path);
}

/* A kit is given the name of the picture. */
static const char *
theme_picture(struct links *links, struct arena *arena, const char *name)
{
	const char *file = arena_printf(arena, "assets/%s", name);
	const char *picture;

	if (theme_file_find(links->run->workshop->theme, file) == NULL)
		return NULL;
	picture = arena_printf(arena, MEDIA_THEME_SCHEME "%s", name);
	remember_media(links, picture);
	return picture;
}

static const char *
asset_url(void *context, struct arena *arena, const char *name)
{
	struct links *links = context;
	const struct asset *asset;

	if (view_is_kit(links->job->kind))
		return theme_picture(links, arena, name);
	asset = assets_find(&links->run->workshop->assets, name);
	if (asset == NULL && links->run->generated != NULL)
		asset = assets_find(generated_assets(links->run->generated),
		    name);
	return asset == NULL ? NULL : path_relative(arena, links->job->path,
	    asset->path);
}

struct link_resolver
links_resolver(struct links *links)
{
	return (struct link_resolver){
		.context = links,
		.record_url = record_url,
		.record_id_url = record_id_url,
		.file_url = file_url,
		.asset_url = asset_url,
	};
}
