/*
 * fieldkit explain. In: the manifests of the last build, an output or a record
 * to look up. Out: what the output was made of and what a kit's bytes are
 * spent on, or every output of the record; as lines to read aloud, or as JSON
 * (RFC 8259), one object a line.
 */
#include "compare.h"
#include "outputs.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "fieldkit/strbuf.h"

/* What people call a part; the noun of its count, if it has one. */
static const struct {
	const char *label, *counted;
} labels[] = {
	[PDF_PART_REST] = { "file structure", NULL },
	[PDF_PART_FACE] = { "face", "glyph" },
	[PDF_PART_PICTURE] = { "picture", NULL },
	[PDF_PART_DRAWING] = { "drawing", NULL },
	[PDF_PART_CONTENTS] = { "page contents", "page" },
	[PDF_PART_TAGS] = { "tags", "element" },
	[PDF_PART_NAVIGATION] = { "links, anchors, outline", "link" },
	[PDF_PART_METADATA] = { "metadata", NULL },
	[PDF_PART_PROFILE] = { "colour profile", NULL },
};

static double
share(int64_t bytes, int64_t all)
{
	return all > 0 ? 100.0 * (double)bytes / (double)all : 0.0;
}

/* Whether the parts are those of this very file. */
static bool
is_accounted(const struct manifest_file *file)
{
	int64_t sum = 0;
	uint32_t i;

	for (i = 0; i < file->sizes.count; i++)
		sum += file->sizes.parts[i].bytes;
	return file->sizes.count > 0 && sum == file->bytes;
}

static void
print_part(const struct pdf_part *part, int64_t all, int width)
{
	const char *counted = labels[part->kind].counted;

	printf("  %*" PRId64 " bytes  %5.1f %%  %s", width, part->bytes,
	    share(part->bytes, all), labels[part->kind].label);
	if (part->name != NULL)
		printf(" %s", part->name);
	if (part->width_px > 0)
		printf(", %" PRIu32 " by %" PRIu32 " pixels at %" PRIu32
		    " dpi", part->width_px, part->height_px, part->dpi);
	if (counted != NULL)
		printf(", %" PRIu32 " %s%s", part->count, counted,
		    part->count == 1 ? "" : "s");
	putchar('\n');
}

static void
print_sizes(const struct manifest *manifest, const struct manifest_file *file)
{
	const int width = snprintf(NULL, 0, "%" PRId64, file->bytes);
	uint32_t i;

	if (!is_accounted(file)) {
		puts("  what its bytes are spent on is not known; build again");
		return;
	}
	printf("  %.1f %% of the %g MB that a kit may have; a warning comes "
	    "above %g MB\n", share(file->bytes, manifest->max_bytes),
	    (double)manifest->max_bytes / 1e6,
	    (double)manifest->warn_bytes / 1e6);
	for (i = 0; i < file->sizes.count; i++)
		print_part(&file->sizes.parts[i], file->bytes, width);
}

static void
print_output(const char *name, const struct manifest *manifest,
    const struct manifest_file *file)
{
	const struct manifest_kit *kit = file->kit;
	uint32_t i;

	printf("%s/%s: %s, %" PRId64 " bytes\n", name, file->path, file->kind,
	    file->bytes);
	if (kit != NULL) {
		printf("  kit %s, %" PRId64 " pages, %s", kit->id, kit->pages,
		    kit->lang);
		if (kit->valid_until[0] != '\0')
			printf(", valid until %s", kit->valid_until);
		putchar('\n');
		print_sizes(manifest, file);
	}
	for (i = 0; i < file->source_count; i++)
		printf("  from %s\n", file->sources[i]);
}

static void
put_member(struct strbuf *json, const char *key, const char *value)
{
	strbuf_printf(json, ",\"%s\":", key);
	strbuf_add_json(json, value, strlen(value));
}

static void
put_number(struct strbuf *json, const char *key, int64_t number)
{
	if (number > 0)
		strbuf_printf(json, ",\"%s\":%" PRId64, key, number);
}

static void
put_part(struct strbuf *json, const struct pdf_part *part, int64_t all)
{
	strbuf_printf(json, "{\"kind\":\"%s\"", pdf_part_word(part->kind));
	if (part->name != NULL)
		put_member(json, "name", part->name);
	strbuf_printf(json, ",\"bytes\":%" PRId64 ",\"percent\":%.1f",
	    part->bytes, share(part->bytes, all));
	put_number(json, "count", part->count);
	put_number(json, "width_px", part->width_px);
	put_number(json, "height_px", part->height_px);
	put_number(json, "dpi", part->dpi);
	strbuf_add_char(json, '}');
}

static void
put_kit(struct strbuf *json, const struct manifest *manifest,
    const struct manifest_file *file)
{
	uint32_t i;

	put_member(json, "id", file->kit->id);
	put_number(json, "pages", file->kit->pages);
	put_member(json, "lang", file->kit->lang);
	if (file->kit->valid_until[0] != '\0')
		put_member(json, "valid_until", file->kit->valid_until);
	strbuf_printf(json, ",\"warn_bytes\":%" PRId64 ",\"max_bytes\":%"
	    PRId64 ",\"parts\":[", manifest->warn_bytes, manifest->max_bytes);
	for (i = 0; is_accounted(file) && i < file->sizes.count; i++) {
		if (i > 0)
			strbuf_add_char(json, ',');
		put_part(json, &file->sizes.parts[i], file->bytes);
	}
	strbuf_add_char(json, ']');
}

static void
print_output_json(const char *name, const struct manifest *manifest,
    const struct manifest_file *file)
{
	struct strbuf json = { 0 }, path = { 0 };
	uint32_t i;

	strbuf_printf(&path, "%s/%s", name, file->path);
	strbuf_add_string(&json, "{\"output\":");
	strbuf_add_json(&json, path.bytes, path.len);
	put_member(&json, "kind", file->kind);
	strbuf_printf(&json, ",\"bytes\":%" PRId64, file->bytes);
	if (file->kit != NULL)
		put_kit(&json, manifest, file);
	strbuf_add_string(&json, ",\"sources\":[");
	for (i = 0; i < file->source_count; i++) {
		if (i > 0)
			strbuf_add_char(&json, ',');
		strbuf_add_json(&json, file->sources[i],
		    strlen(file->sources[i]));
	}
	strbuf_add_string(&json, "]}");
	puts(json.bytes);
	strbuf_release(&json);
	strbuf_release(&path);
}

/* Whether `source` is a file of the record `wanted`, such as partners/acme:
 * acme.md, acme.de.md, acme/index.md; or that very file. */
static bool
is_source_of(const char *source, const char *wanted)
{
	size_t len = strlen(wanted);

	return strncmp(source, wanted, len) == 0 && (source[len] == '\0' ||
	    source[len] == '.' || strncmp(source + len, "/index.", 7) == 0);
}

static void
print_use(const char *name, const char *path, const char *wanted,
    bool is_json)
{
	struct strbuf json = { 0 }, output = { 0 };

	strbuf_printf(&output, "%s/%s", name, path);
	if (is_json) {
		strbuf_add_string(&json, "{\"record\":");
		strbuf_add_json(&json, wanted, strlen(wanted));
		put_member(&json, "output", output.bytes);
		strbuf_add_char(&json, '}');
	}
	puts(is_json ? json.bytes : output.bytes);
	strbuf_release(&json);
	strbuf_release(&output);
}

static bool
explain_edition(struct visit *visit, const char *name,
    const struct manifest *manifest)
{
	const char *wanted = visit->options->operands[0];
	const bool is_json = visit->options->format == DIAG_FORMAT_JSON;
	size_t prefix = strlen(name), i;
	uint32_t k;

	if (strncmp(wanted, name, prefix) == 0 && wanted[prefix] == '/') {
		const struct manifest_file *file = manifest_find(manifest,
		    wanted + prefix + 1);

		if (file != NULL) {
			(is_json ? print_output_json : print_output)(name,
			    manifest, file);
			visit->count++;
		}
	}
	for (i = 0; i < manifest->count; i++)
		for (k = 0; k < manifest->files[i].source_count; k++)
			if (is_source_of(manifest->files[i].sources[k],
			    wanted)) {
				print_use(name, manifest->files[i].path,
				    wanted, is_json);
				visit->count++;
				break;
			}
	return true;
}

int
command_explain(const struct cli_options *options)
{
	struct visit visit = { .options = options,
		.edition = explain_edition };
	bool is_done;

	if (options->operand_count == 2)
		return explain_comparison(options);
	is_done = visit_editions(&visit);
	if (is_done && visit.count == 0) {
		fprintf(stderr, "fieldkit: '%s' is neither an output nor a "
		    "record of the last build in '%s'; 'fieldkit list' names "
		    "the outputs\n", options->operands[0],
		    options->output_dir);
		visit_finish(&visit, true);
		return EXIT_USAGE;
	}
	return visit_finish(&visit, is_done);
}
