/*
 * Pictures of the content. In: names relative to content/. Out: checked
 * assets, each loaded once for all threads; and the files that a site
 * publishes of them, each picture encoded once, at its first use, unless the
 * cache has it.
 *
 * One lock guards the lists, another each picture while it is made: the first
 * thread that wants one makes it, others that want the same one wait, and
 * others go on. Only names and sizes stay in memory; the bytes are in the cache
 * or are made again. What is being decoded at once has at most
 * LIMIT_IMAGE_PIXELS, or is one picture.
 */
#include "jobs.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "fieldkit/limits.h"
#include "fieldkit/strmap.h"
#include "media_cache.h"

#define FOLDER "site/media/"

enum { PATH_DIGITS = 16 };

struct entry {
	struct entry *self;		/* the map lends what is const */
	struct entry *next;
	struct media_picture picture;
	pthread_mutex_t lock;		/* guards the rest */
	bool is_tried;
	const char *fault;		/* why there is none */
	enum diag_id fault_id;
};

struct media {
	struct media_options options;
	const char *cache;		/* its folder, or NULL */
	pthread_mutex_t lock;		/* guards all below */
	struct arena arena;
	struct strmap assets;		/* by name */
	struct strmap entries;		/* by the first digits of the key */
	struct entry *first;
	bool is_indexed;		/* every picture of the model has one */
	uint64_t pixels;		/* being decoded */
	pthread_cond_t fewer_pixels;
};

struct media *
media_new(const struct media_options *options)
{
	struct media *media = mem_alloc(sizeof(*media));
	uint32_t i;

	*media = (struct media){ .options = *options };
	pthread_mutex_init(&media->lock, NULL);
	pthread_cond_init(&media->fewer_pixels, NULL);
	if (options->output_dir != NULL)
		media->cache = arena_printf(&media->arena,
		    "%s/.cache/pictures", options->output_dir);
	for (i = 0; i < options->image_count; i++)
		strmap_add(&media->assets, options->images[i]->name,
		    options->images[i]);
	return media;
}

void
media_free(struct media *media)
{
	struct entry *entry;

	if (media == NULL)
		return;
	for (entry = media->first; entry != NULL; entry = entry->next)
		pthread_mutex_destroy(&entry->lock);
	pthread_mutex_destroy(&media->lock);
	pthread_cond_destroy(&media->fewer_pixels);
	strmap_release(&media->assets);
	strmap_release(&media->entries);
	arena_release(&media->arena);
	free(media);
}

/* A picture of the theme: `name` is that of a file below assets/. */
static const struct image_asset *
load_of_theme(struct media *media, const char *name, struct source_pos pos,
    struct diags *diags)
{
	const struct theme_file *file = theme_file_find(media->options.theme,
	    arena_printf(&media->arena, "assets/%s", name));
	const char *base;

	if (file == NULL) {
		diag_report(diags, DIAG_THEME_MISSING, pos,
		    "the theme has no assets/%s", name);
		return NULL;
	}
	base = strrchr(file->path, '/') + 1;
	return image_load(&media->arena, arena_copy(&media->arena, file->path,
	    (size_t)(base - file->path) - 1), base, pos, diags);
}

static const struct image_asset *
load(struct media *media, const char *name, struct source_pos pos,
    struct diags *diags)
{
	const size_t len = strlen(MEDIA_THEME_SCHEME);

	if (strncmp(name, MEDIA_THEME_SCHEME, len) == 0)
		return load_of_theme(media, name + len, pos, diags);
	return image_load(&media->arena, media->options.content_dir, name,
	    pos, diags);
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

		asset = load(media, key, pos, diags);
		if (asset != NULL)
			strmap_add(&media->assets, key, asset);
	}
	pthread_mutex_unlock(&media->lock);
	return asset;
}

static void
make_key(const struct image_asset *asset, char ret_key[DIGEST_HEX_CHARS + 1])
{
	struct digest *digest = digest_new();

	renditions_digest(digest);
	digest_add_string(digest, asset->digest);
	digest_finish_hex(digest, ret_key);
	digest_free(digest);
}

/* With the lock held. */
static struct entry *
entry_known(struct media *media, const char *digits)
{
	const struct entry *found = strmap_find(&media->entries, digits);

	return found != NULL ? found->self : NULL;
}

/* The same, made where there is none. */
static struct entry *
entry_locked(struct media *media, const struct image_asset *asset)
{
	char key[DIGEST_HEX_CHARS + 1];
	const char *digits;
	struct entry *entry;

	make_key(asset, key);
	digits = arena_copy(&media->arena, key, PATH_DIGITS);
	entry = entry_known(media, digits);
	if (entry != NULL)
		return entry;
	entry = ARENA_NEW(&media->arena, struct entry);
	entry->self = entry;
	entry->picture.asset = asset;
	memcpy(entry->picture.key, key, sizeof(key));
	pthread_mutex_init(&entry->lock, NULL);
	entry->next = media->first;
	media->first = entry;
	strmap_add(&media->entries, digits, entry);
	return entry;
}

/* Waits until so many pixels more may be in memory. */
static void
pixels_take(struct media *media, uint64_t count)
{
	pthread_mutex_lock(&media->lock);
	while (media->pixels > 0 &&
	    media->pixels + count > LIMIT_IMAGE_PIXELS)
		pthread_cond_wait(&media->fewer_pixels, &media->lock);
	media->pixels += count;
	pthread_mutex_unlock(&media->lock);
}

static void
pixels_give_back(struct media *media, uint64_t count)
{
	pthread_mutex_lock(&media->lock);
	media->pixels -= count;
	pthread_cond_broadcast(&media->fewer_pixels);
	pthread_mutex_unlock(&media->lock);
}

static bool
make_renditions(struct media *media, const struct image_asset *asset,
    struct renditions *ret_renditions, struct diags *diags)
{
	const uint64_t count = asset->kind == IMAGE_SVG ? 0 :
	    (uint64_t)asset->width_px * asset->height_px;
	bool is_made;

	pixels_take(media, count);
	is_made = renditions_make(ret_renditions, asset, diags);
	pixels_give_back(media, count);
	return is_made;
}

static void
fill_files(struct media_picture *picture, const struct renditions *renditions)
{
	uint32_t i;

	picture->count = renditions->count;
	for (i = 0; i < renditions->count; i++) {
		const struct rendition *from = &renditions->items[i];
		struct media_file *file = &picture->files[i];

		file->kind = from->kind;
		file->width = from->width;
		file->height = from->height;
		file->bytes = from->bytes.len;
		digest_of(from->bytes.bytes, from->bytes.len, file->sha256);
	}
}

static void
name_files(struct media *media, struct media_picture *picture)
{
	static const char *const endings[] = {
		[IMAGE_PNG] = "png", [IMAGE_JPEG] = "jpg",
		[IMAGE_WEBP] = "webp", [IMAGE_SVG] = "svg",
	};
	uint32_t i;

	pthread_mutex_lock(&media->lock);
	for (i = 0; i < picture->count; i++) {
		struct media_file *file = &picture->files[i];

		file->path = arena_printf(&media->arena, FOLDER "%.*s-%u.%s",
		    PATH_DIGITS, picture->key, (unsigned)file->width,
		    endings[file->kind]);
		picture->common_count += file->kind != IMAGE_WEBP;
	}
	pthread_mutex_unlock(&media->lock);
}

/* Once for an entry, under its lock. */
static void
entry_make(struct media *media, struct entry *entry)
{
	struct media_picture *picture = &entry->picture;
	struct renditions renditions = { .count = 0 };
	struct diags diags;

	entry->is_tried = true;
	if (media_cache_find(media->cache, picture)) {
		name_files(media, picture);
		return;
	}
	diags_init(&diags, NULL);
	if (make_renditions(media, picture->asset, &renditions, &diags)) {
		fill_files(picture, &renditions);
		name_files(media, picture);
		media_cache_write(media->cache, picture, &renditions);
	} else {
		pthread_mutex_lock(&media->lock);
		entry->fault = arena_strdup(&media->arena,
		    diags.items[0].message);
		pthread_mutex_unlock(&media->lock);
		entry->fault_id = diags.items[0].id;
	}
	renditions_release(&renditions);
	diags_release(&diags);
}

/* The entry's picture, made if it must be; NULL after a diagnostic. */
static const struct media_picture *
publish_entry(struct media *media, struct entry *entry, struct diags *diags)
{
	pthread_mutex_lock(&entry->lock);
	if (!entry->is_tried)
		entry_make(media, entry);
	pthread_mutex_unlock(&entry->lock);
	if (entry->fault == NULL)
		return &entry->picture;
	diag_report(diags, entry->fault_id, entry->picture.asset->pos, "%s",
	    entry->fault);
	return NULL;
}

const struct media_picture *
media_publish(struct media *media, const struct image_asset *asset,
    struct diags *diags)
{
	struct entry *entry;

	pthread_mutex_lock(&media->lock);
	entry = entry_locked(media, asset);
	pthread_mutex_unlock(&media->lock);
	return publish_entry(media, entry, diags);
}

const struct media_file *
media_common(const struct media_picture *picture)
{
	return &picture->files[picture->common_count - 1];
}

/* The entry that a path's digits name, or NULL. The pictures of the model are
 * looked through where no page of this build has named it yet. */
static struct entry *
entry_of_path(struct media *media, const char *path)
{
	const char *name = strrchr(path, '/');
	char digits[PATH_DIGITS + 1];
	struct entry *entry;
	uint32_t i;

	name = name != NULL ? name + 1 : path;
	if (strlen(name) <= PATH_DIGITS || name[PATH_DIGITS] != '-')
		return NULL;
	memcpy(digits, name, PATH_DIGITS);
	digits[PATH_DIGITS] = '\0';
	pthread_mutex_lock(&media->lock);
	entry = entry_known(media, digits);
	for (i = 0; entry == NULL && !media->is_indexed &&
	    i < media->options.image_count; i++)
		entry_locked(media, media->options.images[i]);
	media->is_indexed = media->is_indexed || entry == NULL;
	entry = entry_known(media, digits);
	pthread_mutex_unlock(&media->lock);
	return entry;
}

const struct media_picture *
media_picture_of(struct media *media, const char *path, struct diags *diags)
{
	struct entry *entry = entry_of_path(media, path);

	return entry == NULL ? NULL : publish_entry(media, entry, diags);
}

bool
media_renditions(struct media *media, const struct media_picture *picture,
    struct renditions *ret_renditions, struct diags *diags)
{
	if (media_cache_read(media->cache, picture, ret_renditions))
		return true;
	if (!make_renditions(media, picture->asset, ret_renditions, diags))
		return false;
	media_cache_write(media->cache, picture, ret_renditions);
	return true;
}

bool
media_bytes(struct media *media, const char *path, struct strbuf *ret_bytes,
    struct diags *diags)
{
	const struct media_picture *picture = media_picture_of(media, path,
	    diags);
	struct renditions renditions;
	uint32_t i = 0;

	if (picture == NULL)
		return false;
	while (i < picture->count &&
	    strcmp(picture->files[i].path, path) != 0)
		i++;
	if (i == picture->count ||
	    !media_renditions(media, picture, &renditions, diags))
		return false;
	strbuf_add(ret_bytes, renditions.items[i].bytes.bytes,
	    renditions.items[i].bytes.len);
	renditions_release(&renditions);
	return true;
}

static int
compare_keys(const void *a, const void *b)
{
	const char *const *left = a, *const *right = b;

	return strcmp(*left, *right);
}

void
media_prune(struct media *media)
{
	const struct entry *entry;
	const char **keys;
	size_t count = 0;

	for (entry = media->first; entry != NULL; entry = entry->next)
		count += entry->is_tried;
	keys = ARENA_ARRAY(&media->arena, const char *, count);
	count = 0;
	for (entry = media->first; entry != NULL; entry = entry->next)
		if (entry->is_tried)
			keys[count++] = entry->picture.key;
	if (count > 0)
		qsort(keys, count, sizeof(*keys), compare_keys);
	media_cache_prune(media->cache, keys, count);
}
