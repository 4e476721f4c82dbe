/*
 * What the kits of a run have in common. In: pictures and the size they are
 * wanted in; the colour profile's file. Out: bytes ready to be embedded, made
 * once a run, since a logo stands in every kit.
 *
 * One lock guards the list, another each entry while it is made: the first
 * thread that wants a picture encodes it, others that want the same one wait
 * and others go on.
 */
#include "shared.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "object.h"

#define PROFILE_PATH "/usr/share/color/icc/sRGB.icc"

struct entry {
	struct entry *next;
	char digest[65];
	uint32_t max_width, max_height;
	pthread_mutex_t lock;
	bool is_made;
	struct encoded_picture picture;
};

struct pdf_shared {
	pthread_mutex_t lock;		/* of the list and the profile */
	struct entry *entries;
	struct strbuf profile;
};

struct pdf_shared *
pdf_shared_new(void)
{
	struct pdf_shared *shared = mem_alloc(sizeof(*shared));

	*shared = (struct pdf_shared){ 0 };
	pthread_mutex_init(&shared->lock, NULL);
	return shared;
}

void
pdf_shared_free(struct pdf_shared *shared)
{
	if (shared == NULL)
		return;
	while (shared->entries != NULL) {
		struct entry *entry = shared->entries;

		shared->entries = entry->next;
		pthread_mutex_destroy(&entry->lock);
		pdf_picture_release(&entry->picture);
		free(entry);
	}
	pthread_mutex_destroy(&shared->lock);
	strbuf_release(&shared->profile);
	free(shared);
}

static struct entry *
entry_find(struct pdf_shared *shared, const struct image_asset *asset,
    uint32_t max_width, uint32_t max_height)
{
	struct entry *entry;

	pthread_mutex_lock(&shared->lock);
	for (entry = shared->entries; entry != NULL; entry = entry->next)
		if (strcmp(entry->digest, asset->digest) == 0 &&
		    entry->max_width == max_width &&
		    entry->max_height == max_height)
			break;
	if (entry == NULL) {
		entry = mem_alloc(sizeof(*entry));
		*entry = (struct entry){
			.next = shared->entries, .max_width = max_width,
			.max_height = max_height,
		};
		memcpy(entry->digest, asset->digest, sizeof(entry->digest));
		pthread_mutex_init(&entry->lock, NULL);
		shared->entries = entry;
	}
	pthread_mutex_unlock(&shared->lock);
	return entry;
}

const struct encoded_picture *
pdf_shared_picture(struct pdf_shared *shared, const struct image_asset *asset,
    uint32_t max_width, uint32_t max_height, struct diags *diags)
{
	/* What is larger than the picture comes to the same. */
	uint32_t width = max_width < asset->width_px ? max_width :
	    asset->width_px;
	uint32_t height = max_height < asset->height_px ? max_height :
	    asset->height_px;
	struct entry *entry = entry_find(shared, asset, width, height);
	bool is_made;

	pthread_mutex_lock(&entry->lock);
	if (!entry->is_made)
		entry->is_made = pdf_picture_encode(&entry->picture, asset,
		    width, height, diags);
	is_made = entry->is_made;
	pthread_mutex_unlock(&entry->lock);
	return is_made ? &entry->picture : NULL;
}

static bool
profile_read(const char *path, struct strbuf *ret_packed, struct diags *diags)
{
	char bytes[64 * 1024];
	FILE *file = fopen(path, "rbe");
	size_t len = 0;

	if (file != NULL) {
		len = fread(bytes, 1, sizeof(bytes), file);
		fclose(file);
	}
	/* ICC.1, section 7.2: the signature at 36, the colour space at 16. */
	if (len >= 128 && len < sizeof(bytes) &&
	    memcmp(bytes + 36, "acsp", 4) == 0 &&
	    memcmp(bytes + 16, "RGB ", 4) == 0) {
		deflate_add(bytes, len, ret_packed);
		return true;
	}
	diag_report(diags, DIAG_IO_FAILED, SOURCE_NOWHERE,
	    "the colour profile '%s' cannot be read: %s; "
	    "install the package icc-profiles-free", path,
	    file == NULL ? strerror(errno) : "it is no RGB profile");
	return false;
}

const struct strbuf *
pdf_shared_profile(struct pdf_shared *shared, const char *path,
    struct diags *diags)
{
	bool is_read = true;

	pthread_mutex_lock(&shared->lock);
	if (shared->profile.len == 0)
		is_read = profile_read(path != NULL ? path : PROFILE_PATH,
		    &shared->profile, diags);
	pthread_mutex_unlock(&shared->lock);
	return is_read ? &shared->profile : NULL;
}
