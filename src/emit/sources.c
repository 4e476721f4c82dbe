/*
 * Which content each output was made of. In: rows of a manifest. Out: lines
 * of tab-separated paths beside the editions, read back for `explain`. Paths
 * hold no tabs or line breaks: they are made of ids. A line that a terminal
 * should not get is passed over.
 */
#include "fieldkit/emit.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "fieldkit/file.h"
#include "fieldkit/limits.h"
#include "fieldkit/strbuf.h"
#include "fieldkit/utf8.h"
#include "sources.h"

void
sources_format(const struct manifest *manifest, struct strbuf *out)
{
	uint32_t k;
	size_t i;

	for (i = 0; i < manifest->count; i++) {
		const struct manifest_file *file = &manifest->files[i];

		if (file->source_count == 0)
			continue;
		strbuf_add_string(out, file->path);
		for (k = 0; k < file->source_count; k++) {
			strbuf_add_char(out, '\t');
			strbuf_add_string(out, file->sources[k]);
		}
		strbuf_add_char(out, '\n');
	}
}

/* Whether each word of a line may be shown. */
static bool
is_plain(const char *line)
{
	size_t len;

	for (; *line != '\0'; line += len + (line[len] == '\t')) {
		len = strcspn(line, "\t");
		if (!utf8_is_line(line, len))
			return false;
	}
	return true;
}

bool
table_read(const char *path, void (*take)(void *context, char *line),
    void *context, struct diags *diags)
{
	struct arena arena = { 0 };
	char *text, *line;
	size_t len;
	bool is_read;

	if (access(path, F_OK) != 0 && errno == ENOENT)
		return true;
	is_read = file_read(&arena, path, LIMIT_MANIFEST_BYTES, diags, &text,
	    &len);
	while (is_read && (line = strsep(&text, "\n")) != NULL)
		if (is_plain(line))
			take(context, line);
	arena_release(&arena);
	return is_read;
}

static size_t
count_tabs(const char *line)
{
	size_t count = 0;

	for (; *line != '\0'; line++)
		count += *line == '\t';
	return count;
}

struct reading {
	struct manifest *manifest;
	struct arena *arena;
};

/* Cuts the line at its tabs; the first word is the output's path. */
static void
read_line(void *context, char *line)
{
	struct manifest *manifest = ((struct reading *)context)->manifest;
	struct arena *arena = ((struct reading *)context)->arena;
	const char *tab = strchr(line, '\t');
	const struct manifest_file *found;
	struct manifest_file *file;
	const char **sources;
	uint32_t count = 0;

	if (tab == NULL)
		return;
	found = manifest_find(manifest, arena_copy(arena, line,
	    (size_t)(tab - line)));
	if (found == NULL)
		return;
	file = &manifest->files[found - manifest->files];
	sources = ARENA_ARRAY(arena, const char *, count_tabs(line));
	while (tab != NULL) {
		const char *word = tab + 1;

		tab = strchr(word, '\t');
		sources[count++] = arena_copy(arena, word,
		    tab != NULL ? (size_t)(tab - word) : strlen(word));
	}
	/* The last line of a path counts. */
	file->sources = sources;
	file->source_count = count;
}

const char *
sources_path(struct arena *arena, const char *output_dir,
    const char *edition)
{
	return arena_printf(arena, "%s/%s/%s.tsv", output_dir,
	    SOURCES_FOLDER, edition);
}

bool
sources_read(struct manifest *manifest, struct arena *arena,
    const char *path, struct diags *diags)
{
	struct reading reading = { manifest, arena };

	return table_read(path, read_line, &reading, diags);
}
