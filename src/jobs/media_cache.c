/*
 * Encoded pictures between builds. In: keys. Out: files as media_cache.h
 * describes them. Nothing read here is trusted before its digest fits.
 */
#include "media_cache.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fieldkit/file.h"

#define TITLE "fieldkit pictures 1\n"

enum {
	NAME_DIGITS = 16,		/* of the key, a file's name */
	HEAD_MAX = 2048,		/* bytes of the lines */
	FILE_MAX = 256 * 1024 * 1024
};

static const char *const kind_names[] = {
	[IMAGE_PNG] = "png", [IMAGE_JPEG] = "jpeg", [IMAGE_WEBP] = "webp",
	[IMAGE_SVG] = "svg",
};

static const char *
place_of(struct strbuf *place, const char *folder, const char *key)
{
	strbuf_clear(place);
	strbuf_printf(place, "%s/%.*s", folder, NAME_DIGITS, key);
	return strbuf_string(place);
}

/* The lines, digest included. */
static void
put_head(struct strbuf *head, const struct media_picture *picture)
{
	char digest[DIGEST_HEX_CHARS + 1];
	uint32_t i;

	strbuf_printf(head, "%s%s\n", TITLE, picture->key);
	for (i = 0; i < picture->count; i++) {
		const struct media_file *file = &picture->files[i];

		strbuf_printf(head, "%s %u %u %zu %s\n",
		    kind_names[file->kind], (unsigned)file->width,
		    (unsigned)file->height, file->bytes, file->sha256);
	}
	digest_of(head->bytes, head->len, digest);
	strbuf_printf(head, "%s\n", digest);
}

static bool
read_line(const char *line, struct media_file *file)
{
	char kind[8];
	size_t i;

	if (sscanf(line, "%7s %u %u %zu %64[0-9a-f]", kind, &file->width,
	    &file->height, &file->bytes, file->sha256) != 5)
		return false;
	for (i = 0; i < sizeof(kind_names) / sizeof(kind_names[0]); i++)
		if (strcmp(kind, kind_names[i]) == 0) {
			file->kind = (enum image_kind)i;
			return file->bytes <= FILE_MAX;
		}
	return false;
}

/* Reads the lines leniently; what they say must then give the same lines. */
static bool
read_head(const char *text, struct media_picture *picture)
{
	const size_t skip = strlen(TITLE) + DIGEST_HEX_CHARS + 1;
	const char *line = text + skip;
	struct strbuf head = { 0 };
	bool is_same;

	picture->count = 0;
	if (strlen(text) < skip)
		return false;
	while (picture->count < RENDITIONS_MAX && strchr(line, '\n') != NULL &&
	    read_line(line, &picture->files[picture->count])) {
		picture->count++;
		line = strchr(line, '\n') + 1;
	}
	put_head(&head, picture);
	is_same = picture->count > 0 && strlen(text) >= head.len &&
	    memcmp(text, head.bytes, head.len) == 0;
	strbuf_release(&head);
	return is_same;
}

static size_t
bytes_of(const struct media_picture *picture)
{
	size_t sum = 0;
	uint32_t i;

	for (i = 0; i < picture->count; i++)
		sum += picture->files[i].bytes;
	return sum;
}

bool
media_cache_find(const char *folder, struct media_picture *picture)
{
	char text[HEAD_MAX + 1];
	struct strbuf place = { 0 }, head = { 0 };
	struct stat status;
	bool is_found = false;
	ssize_t len;
	int fd;

	if (folder == NULL)
		return false;
	fd = open(place_of(&place, folder, picture->key),
	    O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	strbuf_release(&place);
	if (fd < 0)
		return false;
	len = read(fd, text, HEAD_MAX);
	if (len > 0 && fstat(fd, &status) == 0) {
		text[len] = '\0';
		is_found = read_head(text, picture);
		put_head(&head, picture);
		is_found = is_found && (size_t)status.st_size ==
		    head.len + bytes_of(picture);
		strbuf_release(&head);
	}
	close(fd);
	if (!is_found)
		picture->count = 0;
	return is_found;
}

static bool
read_one(FILE *stream, const struct media_file *file,
    struct rendition *rendition)
{
	char digest[DIGEST_HEX_CHARS + 1];
	char *to = strbuf_reserve(&rendition->bytes, file->bytes);

	if (fread(to, 1, file->bytes, stream) != file->bytes)
		return false;
	rendition->bytes.len = file->bytes;
	rendition->kind = file->kind;
	rendition->width = file->width;
	rendition->height = file->height;
	digest_of(to, file->bytes, digest);
	return strcmp(digest, file->sha256) == 0;
}

bool
media_cache_read(const char *folder, const struct media_picture *picture,
    struct renditions *ret_renditions)
{
	struct strbuf place = { 0 }, head = { 0 };
	bool is_whole = true;
	FILE *stream;

	ret_renditions->count = 0;
	if (folder == NULL)
		return false;
	stream = fopen(place_of(&place, folder, picture->key), "re");
	strbuf_release(&place);
	if (stream == NULL)
		return false;
	put_head(&head, picture);
	is_whole = fseek(stream, (long)head.len, SEEK_SET) == 0;
	strbuf_release(&head);
	while (is_whole && ret_renditions->count < picture->count) {
		uint32_t i = ret_renditions->count++;

		ret_renditions->items[i] = (struct rendition){ 0 };
		is_whole = read_one(stream, &picture->files[i],
		    &ret_renditions->items[i]);
	}
	fclose(stream);
	if (!is_whole)
		renditions_release(ret_renditions);
	return is_whole;
}

static bool
write_file(int fd, const struct media_picture *picture,
    const struct renditions *renditions)
{
	struct strbuf head = { 0 };
	bool is_written;
	uint32_t i;

	put_head(&head, picture);
	is_written = file_write_all(fd, head.bytes, head.len);
	strbuf_release(&head);
	for (i = 0; i < renditions->count && is_written; i++)
		is_written = file_write_all(fd,
		    renditions->items[i].bytes.bytes,
		    renditions->items[i].bytes.len);
	return is_written;
}

void
media_cache_write(const char *folder, const struct media_picture *picture,
    const struct renditions *renditions)
{
	struct strbuf place = { 0 }, fresh = { 0 };
	char *made;
	int fd;

	if (folder == NULL)
		return;
	made = strdup(folder);
	strbuf_printf(&fresh, "%s/new-%s-XXXXXX", folder, picture->key);
	fd = made != NULL && folder_make(made) ?
	    mkostemp(fresh.bytes, O_CLOEXEC) : -1;
	free(made);
	if (fd >= 0) {
		bool is_written = write_file(fd, picture, renditions);

		is_written = fchmod(fd, 0644) == 0 && is_written;
		is_written = close(fd) == 0 && is_written;
		if (!is_written || rename(fresh.bytes, place_of(&place,
		    folder, picture->key)) != 0)
			unlink(fresh.bytes);
	}
	strbuf_release(&place);
	strbuf_release(&fresh);
}

static int
compare_prefix(const void *key, const void *item)
{
	const char *const *wanted = item;

	return strncmp(key, *wanted, NAME_DIGITS);
}

void
media_cache_prune(const char *folder, const char *const *keys, size_t count)
{
	DIR *dir = folder != NULL ? opendir(folder) : NULL;
	struct strbuf place = { 0 };
	struct dirent *entry;

	if (dir == NULL)
		return;
	while ((entry = readdir(dir)) != NULL) {
		const char *name = entry->d_name;

		if (name[0] == '.' || (strlen(name) == NAME_DIGITS &&
		    count > 0 && bsearch(name, keys, count, sizeof(*keys),
		    compare_prefix) != NULL))
			continue;
		strbuf_clear(&place);
		strbuf_printf(&place, "%s/%s", folder, name);
		unlink(strbuf_string(&place));
	}
	closedir(dir);
	strbuf_release(&place);
}
