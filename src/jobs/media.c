/*
 * Pictures of the content. In: names relative to content/. Out: checked
 * assets, each loaded once for all threads, and the path that a picture is
 * published at. The path is made of the picture's digest alone: a file name
 * may say more than an edition's reader should know.
 *
 * Who asks by that path, asks after a page with the picture was made; but
 * where pages outlive the media that they were made with (see media_expect),
 * the names that were known then are looked through.
 */
#include "jobs.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fieldkit/strbuf.h"
#include "fieldkit/strmap.h"

/* The name of a picture that other media had. */
struct expected {
	struct expected *next;
	const char *name;
};

struct media {
	const char *content_dir;
	pthread_mutex_t lock;		/* guards all below */
	struct arena arena;
	struct strmap by_name;		/* to the asset */
	struct strmap by_path;		/* where published, to the asset */
	struct expected *found;		/* names of the assets above */
	struct expected *expected;	/* names not looked at yet */
};

struct media *
media_new(const char *content_dir)
{
	struct media *media = mem_alloc(sizeof(*media));

	*media = (struct media){ .content_dir = content_dir };
	pthread_mutex_init(&media->lock, NULL);
	return media;
}

void
media_free(struct media *media)
{
	if (media == NULL)
		return;
	pthread_mutex_destroy(&media->lock);
	strmap_release(&media->by_name);
	strmap_release(&media->by_path);
	arena_release(&media->arena);
	free(media);
}

static void
add_name(struct media *media, struct expected **list, const char *name)
{
	struct expected *entry = ARENA_NEW(&media->arena, struct expected);

	entry->name = name;
	entry->next = *list;
	*list = entry;
}

/* With the lock held. */
static const struct image_asset *
find_locked(struct media *media, const char *name, struct source_pos pos,
    struct diags *diags)
{
	const struct image_asset *asset = strmap_find(&media->by_name, name);
	const char *key;

	if (asset != NULL)
		return asset;
	key = arena_strdup(&media->arena, name);
	asset = image_load(&media->arena, media->content_dir, key, pos,
	    diags);
	if (asset != NULL) {
		strmap_add(&media->by_name, key, asset);
		strmap_add(&media->by_path, media_path(&media->arena, asset),
		    asset);
		add_name(media, &media->found, key);
	}
	return asset;
}

const struct image_asset *
media_find(struct media *media, const char *name, struct source_pos pos,
    struct diags *diags)
{
	const struct image_asset *asset;

	pthread_mutex_lock(&media->lock);
	asset = find_locked(media, name, pos, diags);
	pthread_mutex_unlock(&media->lock);
	return asset;
}

const struct image_asset *
media_find_published(struct media *media, const char *path)
{
	const struct image_asset *asset;
	struct diags ignored = { 0 };	/* it may be gone since */

	pthread_mutex_lock(&media->lock);
	asset = strmap_find(&media->by_path, path);
	while (asset == NULL && media->expected != NULL) {
		const char *name = media->expected->name;

		media->expected = media->expected->next;
		find_locked(media, name, SOURCE_NOWHERE, &ignored);
		asset = strmap_find(&media->by_path, path);
	}
	pthread_mutex_unlock(&media->lock);
	diags_release(&ignored);
	return asset;
}

static void
expect_names(struct media *media, const struct expected *names)
{
	for (; names != NULL; names = names->next)
		add_name(media, &media->expected,
		    arena_strdup(&media->arena, names->name));
}

void
media_expect(struct media *media, struct media *other)
{
	pthread_mutex_lock(&other->lock);
	expect_names(media, other->found);
	expect_names(media, other->expected);
	pthread_mutex_unlock(&other->lock);
}

bool
media_write(const struct image_asset *asset, struct strbuf *out,
    struct diags *diags)
{
	FILE *stream = fopen(asset->path, "re");
	bool is_done = stream != NULL && fread(strbuf_reserve(out,
	    asset->bytes), 1, asset->bytes, stream) == asset->bytes;

	if (is_done)
		out->len += asset->bytes;
	else
		diag_report(diags, DIAG_IO_FAILED, SOURCE_NOWHERE,
		    "cannot read '%s': %s", asset->path, stream == NULL ?
		    strerror(errno) : "it is shorter than it was");
	if (stream != NULL)
		fclose(stream);
	return is_done;
}

const char *
media_path(struct arena *arena, const struct image_asset *asset)
{
	static const char *const endings[] = {
		[IMAGE_PNG] = "png", [IMAGE_JPEG] = "jpg",
		[IMAGE_WEBP] = "webp", [IMAGE_SVG] = "svg",
	};

	return arena_printf(arena, "site/media/%.16s.%s", asset->digest,
	    endings[asset->kind]);
}
