/*
 * media_cache.h - encoded pictures, kept between builds in
 * <output>/.cache/pictures/, a file for each picture:
 *
 *	fieldkit pictures 1
 *	<key>
 *	webp 800 600 12345 <sha256>	one line a rendition
 *	<sha256 of the lines above>
 *	the bytes, one after the other
 *
 * A file that is not exactly that is as good as none: it is made anew. A file
 * appears by a rename. Where nothing can be written nothing is kept, and the
 * output is the same.
 */
#ifndef JOBS_MEDIA_CACHE_H
#define JOBS_MEDIA_CACHE_H

#include "jobs.h"

/* `folder` may be NULL: nothing is found and nothing kept. */

/* Fills kind, size, bytes and sha256 of the picture's files; false where they
 * are not known. */
bool media_cache_find(const char *folder, struct media_picture *picture);
/* The bytes of the files; false where they are not there or not whole. */
bool media_cache_read(const char *folder, const struct media_picture *picture,
    struct renditions *ret_renditions);
void media_cache_write(const char *folder, const struct media_picture *picture,
    const struct renditions *renditions);
/* Removes every file but those of the keys, which are sorted. */
void media_cache_prune(const char *folder, const char *const *keys,
    size_t count);

#endif
