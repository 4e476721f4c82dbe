/*
 * Pictures of the content. In: names relative to content/. Out: checked
 * assets, each loaded once for all threads, and the path that a picture is
 * published at. The path is made of the picture's digest alone: a file name
 * may say more than an edition's reader should know.
 */
#include "jobs.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "fieldkit/strmap.h"

struct media {
	const char *content_dir;
	pthread_mutex_t lock;		/* guards all below */
	struct arena arena;
	struct strmap assets;
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
	strmap_release(&media->assets);
	arena_release(&media->arena);
	free(media);
}

const struct image_asset *
media_find(struct media *media, const char *name, struct source_pos pos,
    struct diags *diags)
{
	const struct image_asset *asset;

	pthread_mutex_lock(&media->lock);
	asset = strmap_find(&media->assets, name);
	if (asset == NULL) {
		const char *key = arena_strdup(&media->arena, name);

		asset = image_load(&media->arena, media->content_dir, key,
		    pos, diags);
		if (asset != NULL)
			strmap_add(&media->assets, key, asset);
	}
	pthread_mutex_unlock(&media->lock);
	return asset;
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
