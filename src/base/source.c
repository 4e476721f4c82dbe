/*
 * The table of files that were read. In: path and bytes of a file.
 * Out: its number, and single lines of it for messages.
 */
#include "fieldkit/source.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void
sources_release(struct sources *sources)
{
	free(sources->items);
	*sources = (struct sources){ 0 };
}

uint32_t
source_add(struct sources *sources, const char *path, const char *bytes,
    size_t len)
{
	if (sources->count == sources->size) {
		sources->size = sources->size != 0 ? 2 * sources->size : 256;
		sources->items = mem_realloc(sources->items,
		    sources->size * sizeof(*sources->items));
	}
	if (sources->count == 0)
		sources->items[sources->count++] =
		    (struct source){ "", "", 0 };
	sources->items[sources->count] = (struct source){ path, bytes, len };
	return sources->count++;
}

void
source_fill(struct sources *sources, uint32_t file, const char *bytes,
    size_t len)
{
	assert(file > 0 && file < sources->count);
	sources->items[file].bytes = bytes;
	sources->items[file].len = len;
}

const char *
source_path(const struct sources *sources, struct source_pos pos)
{
	if (sources == NULL || pos.file >= sources->count)
		return "";
	return sources->items[pos.file].path;
}

bool
source_line(const struct sources *sources, struct source_pos pos,
    const char **ret_line, size_t *ret_len)
{
	const struct source *source;
	const char *line, *end, *stop;
	uint32_t number;

	if (sources == NULL || pos.file == 0 || pos.file >= sources->count ||
	    pos.line == 0)
		return false;
	source = &sources->items[pos.file];
	line = source->bytes;
	end = line + source->len;
	for (number = 1; number < pos.line; number++) {
		line = memchr(line, '\n', (size_t)(end - line));
		if (line == NULL)
			return false;
		line++;
	}
	stop = memchr(line, '\n', (size_t)(end - line));
	if (stop == NULL)
		stop = end;
	if (stop > line && stop[-1] == '\r')
		stop--;
	*ret_line = line;
	*ret_len = (size_t)(stop - line);
	return true;
}
