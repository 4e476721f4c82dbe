/*
 * What kits cost, part by part. In: rows of a manifest. Out: lines of
 * tab-separated words beside the editions, read back for `explain` and for the
 * budget of kits that are not made again. A line that says nothing that we
 * know is passed over: whoever reads compares the sum with the file's size.
 */
#include "fieldkit/emit.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "fieldkit/strbuf.h"
#include "sources.h"

static const char budget[] = "budget";

static void
put_part(struct strbuf *out, const char *path, const struct pdf_part *part)
{
	strbuf_printf(out, "%s\t%s\t%" PRId64 "\t%" PRIu32 "\t%" PRIu32
	    "\t%" PRIu32 "\t%" PRIu32 "\t%s\n", path,
	    pdf_part_word(part->kind), part->bytes, part->count,
	    part->width_px, part->height_px, part->dpi,
	    part->name != NULL ? part->name : "");
}

void
sizes_format(const struct manifest *manifest, struct strbuf *out)
{
	uint32_t k;
	size_t i;

	strbuf_printf(out, "%s\t%" PRId64 "\t%" PRId64 "\n", budget,
	    manifest->warn_bytes, manifest->max_bytes);
	for (i = 0; i < manifest->count; i++) {
		const struct manifest_file *file = &manifest->files[i];

		for (k = 0; k < file->sizes.count; k++)
			put_part(out, file->path, &file->sizes.parts[k]);
	}
}

/* The word up to the next tab, which is cut off; NULL behind the last. */
static char *
next_word(char **rest)
{
	return *rest != NULL ? strsep(rest, "\t") : NULL;
}

static int64_t
next_number(char **rest)
{
	const char *word = next_word(rest);

	return word != NULL ? strtoll(word, NULL, 10) : 0;
}

static bool
read_part(char *rest, struct arena *arena, struct pdf_part *ret_part)
{
	const char *word = next_word(&rest);

	*ret_part = (struct pdf_part){ 0 };
	if (word == NULL)
		return false;
	ret_part->kind = pdf_part_kind_of(word);
	ret_part->bytes = next_number(&rest);
	ret_part->count = (uint32_t)next_number(&rest);
	ret_part->width_px = (uint32_t)next_number(&rest);
	ret_part->height_px = (uint32_t)next_number(&rest);
	ret_part->dpi = (uint32_t)next_number(&rest);
	if (rest == NULL || ret_part->kind == PDF_PART_KIND_COUNT)
		return false;
	if (*rest != '\0')
		ret_part->name = arena_strdup(arena, rest);
	return true;
}

/* The lines of one kit stand together. */
struct reading {
	struct manifest *manifest;
	struct arena *arena;
	struct manifest_file *file;
	struct pdf_part *parts;		/* of the file at hand */
	uint32_t count, size;
};

static void
finish_file(struct reading *reading)
{
	struct pdf_sizes *sizes;

	if (reading->file == NULL || reading->count == 0)
		return;
	sizes = &reading->file->sizes;
	sizes->parts = ARENA_ARRAY(reading->arena, struct pdf_part,
	    reading->count);
	sizes->count = reading->count;
	memcpy(sizes->parts, reading->parts,
	    reading->count * sizeof(*sizes->parts));
}

static void
start_file(struct reading *reading, const char *path)
{
	const struct manifest_file *found =
	    manifest_find(reading->manifest, path);

	finish_file(reading);
	reading->file = found == NULL ? NULL :
	    &reading->manifest->files[found - reading->manifest->files];
	reading->count = 0;
}

static void
read_line(void *context, char *line)
{
	struct reading *reading = context;
	char *rest = line;
	const char *path = next_word(&rest);

	if (path == NULL || rest == NULL)
		return;
	if (strcmp(path, budget) == 0) {
		reading->manifest->warn_bytes = next_number(&rest);
		reading->manifest->max_bytes = next_number(&rest);
		return;
	}
	if (reading->file == NULL || strcmp(reading->file->path, path) != 0)
		start_file(reading, path);
	if (reading->count == reading->size) {
		reading->size = reading->size != 0 ? 2 * reading->size : 16;
		reading->parts = mem_realloc(reading->parts,
		    reading->size * sizeof(*reading->parts));
	}
	if (reading->file != NULL && read_part(rest, reading->arena,
	    &reading->parts[reading->count]))
		reading->count++;
}

bool
sizes_read(struct manifest *manifest, struct arena *arena,
    const char *output_dir, struct diags *diags)
{
	struct reading reading = { .manifest = manifest, .arena = arena };
	bool is_done;

	if (manifest->count == 0)
		return true;
	is_done = table_read(arena_printf(arena, "%s/%s/%s.sizes.tsv",
	    output_dir, SOURCES_FOLDER, manifest->edition), read_line,
	    &reading, diags);
	finish_file(&reading);
	free(reading.parts);
	return is_done;
}
