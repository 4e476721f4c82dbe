/*
 * fieldkit explain. In: an output or a record to look up, the content, the
 * manifests of the last build. Out: what the output is made of, line by line,
 * and what a kit's bytes are spent on; or what impact.c says of the record; as
 * lines to read aloud, or as JSON (RFC 8259), one object a line.
 *
 * Content with errors leaves what the last build noted of an output.
 */
#include "compare.h"
#include "impact.h"
#include "outputs.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "fieldkit/json.h"
#include "fieldkit/plan.h"
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
	[PDF_PART_FALLBACK] = { "fell back to", "character" },
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

	if (part->kind == PDF_PART_FALLBACK) {
		printf("  %s %s; %" PRIu32 " %s%s\n",
		    labels[part->kind].label, part->name, part->count,
		    counted, part->count == 1 ? "" : "s");
		return;
	}
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
print_lines(const struct origin *origin)
{
	uint32_t i, end;

	for (i = 0; i < origin->line_count; i = end) {
		for (end = i + 1; end < origin->line_count &&
		    origin->lines[end] == origin->lines[end - 1] + 1; )
			end++;
		printf("%s%" PRIu32, i > 0 ? ", " : origin->line_count > 1
		    ? " lines " : " line ", origin->lines[i]);
		if (end - i > 1)
			printf("-%" PRIu32, origin->lines[end - 1]);
	}
}

static void
print_anatomy(const struct anatomy *anatomy)
{
	uint32_t i;

	printf("  template %s\n", anatomy->template_name);
	for (i = 0; i < anatomy->count; i++) {
		const struct origin *origin = &anatomy->origins[i];

		if (origin->record == NULL) {
			printf("  theme %s:", origin->path);
		} else {
			struct strbuf name = { 0 };

			impact_add_name(&name, origin->record);
			printf("  from %s:%" PRIu32 ": %s:", origin->path,
			    origin->first_line, strbuf_string(&name));
			strbuf_release(&name);
		}
		print_lines(origin);
		putchar('\n');
	}
}

static void
print_output(const char *name, const struct manifest *manifest,
    const struct manifest_file *file, const struct anatomy *anatomy)
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
	if (anatomy != NULL) {
		print_anatomy(anatomy);
		return;
	}
	for (i = 0; i < file->source_count; i++)
		printf("  from %s\n", file->sources[i]);
}

static void
put_number(struct strbuf *json, const char *key, int64_t number)
{
	if (number > 0)
		json_add_number(json, key, number);
}

static void
put_part(struct strbuf *json, const struct pdf_part *part, int64_t all)
{
	strbuf_add_char(json, '{');
	json_add_member(json, "kind", pdf_part_word(part->kind));
	if (part->name != NULL)
		json_add_member(json, "name", part->name);
	json_add_number(json, "bytes", part->bytes);
	strbuf_printf(json, ",\"percent\":%.1f", share(part->bytes, all));
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

	json_add_member(json, "id", file->kit->id);
	put_number(json, "pages", file->kit->pages);
	json_add_member(json, "lang", file->kit->lang);
	json_add_optional(json, "valid_until", file->kit->valid_until);
	json_add_number(json, "warn_bytes", manifest->warn_bytes);
	json_add_number(json, "max_bytes", manifest->max_bytes);
	json_add_key(json, "parts");
	strbuf_add_char(json, '[');
	for (i = 0; is_accounted(file) && i < file->sizes.count; i++) {
		if (i > 0)
			strbuf_add_char(json, ',');
		put_part(json, &file->sizes.parts[i], file->bytes);
	}
	strbuf_add_char(json, ']');
}

static void
put_origin(struct strbuf *json, const struct origin *origin)
{
	struct strbuf name = { 0 };
	uint32_t i;

	strbuf_add_char(json, '{');
	json_add_member(json, "file", origin->path);
	if (origin->record != NULL) {
		impact_add_name(&name, origin->record);
		json_add_member(json, "record", strbuf_string(&name));
		json_add_number(json, "line", origin->first_line);
	}
	strbuf_release(&name);
	strbuf_add_string(json, ",\"lines\":[");
	for (i = 0; i < origin->line_count; i++)
		strbuf_printf(json, "%s%" PRIu32, i > 0 ? "," : "",
		    origin->lines[i]);
	strbuf_add_string(json, "]}");
}

static void
put_anatomy(struct strbuf *json, const struct anatomy *anatomy)
{
	uint32_t i;

	json_add_member(json, "template", anatomy->template_name);
	strbuf_add_string(json, ",\"origins\":[");
	for (i = 0; i < anatomy->count; i++) {
		strbuf_add_string(json, i > 0 ? "," : "");
		put_origin(json, &anatomy->origins[i]);
	}
	strbuf_add_char(json, ']');
}

static void
put_sources(struct strbuf *json, const struct manifest_file *file)
{
	uint32_t i;

	strbuf_add_string(json, ",\"sources\":[");
	for (i = 0; i < file->source_count; i++) {
		if (i > 0)
			strbuf_add_char(json, ',');
		json_add_string(json, file->sources[i]);
	}
	strbuf_add_char(json, ']');
}

static void
print_output_json(const char *name, const struct manifest *manifest,
    const struct manifest_file *file, const struct anatomy *anatomy)
{
	struct strbuf json = { 0 }, path = { 0 };

	strbuf_printf(&path, "%s/%s", name, file->path);
	strbuf_add_char(&json, '{');
	json_add_member(&json, "output", strbuf_string(&path));
	json_add_member(&json, "kind", file->kind);
	json_add_number(&json, "bytes", file->bytes);
	if (file->kit != NULL)
		put_kit(&json, manifest, file);
	put_sources(&json, file);
	if (anatomy != NULL)
		put_anatomy(&json, anatomy);
	strbuf_add_char(&json, '}');
	puts(json.bytes);
	strbuf_release(&json);
	strbuf_release(&path);
}

/* --- the command --- */

struct search {
	struct visit visit;
	const struct anatomy *anatomy;	/* of the output, or NULL */
};

static void
print_use(const char *name, const char *path, const char *wanted,
    bool is_json)
{
	struct strbuf json = { 0 }, output = { 0 };

	strbuf_printf(&output, "%s/%s", name, path);
	if (is_json) {
		strbuf_add_char(&json, '{');
		json_add_member(&json, "source", wanted);
		json_add_member(&json, "output", output.bytes);
		strbuf_add_char(&json, '}');
	}
	puts(is_json ? json.bytes : output.bytes);
	strbuf_release(&json);
	strbuf_release(&output);
}

/* The output of that name, or every output of a content file. */
static bool
explain_edition(struct visit *visit, const char *name,
    const struct manifest *manifest)
{
	const struct search *search = (const struct search *)visit;
	const char *wanted = visit->options->operands[0];
	const bool is_json = visit->options->format == DIAG_FORMAT_JSON;
	size_t prefix = strlen(name), i;
	uint32_t k;

	if (strncmp(wanted, name, prefix) == 0 && wanted[prefix] == '/') {
		const struct manifest_file *file = manifest_find(manifest,
		    wanted + prefix + 1);

		if (file != NULL) {
			(is_json ? print_output_json : print_output)(name,
			    manifest, file, search->anatomy);
			visit->count++;
		}
	}
	for (i = 0; i < manifest->count; i++)
		for (k = 0; k < manifest->files[i].source_count; k++)
			if (strcmp(manifest->files[i].sources[k],
			    wanted) == 0) {
				print_use(name, manifest->files[i].path,
				    wanted, is_json);
				visit->count++;
			}
	return true;
}

/* Composed, but never built: there is no row of a manifest. */
static void
print_unbuilt(const struct cli_options *options,
    const struct anatomy *anatomy)
{
	struct strbuf json = { 0 };

	if (options->format != DIAG_FORMAT_JSON) {
		printf("%s: not built yet\n", options->operands[0]);
		print_anatomy(anatomy);
		return;
	}
	strbuf_add_char(&json, '{');
	json_add_member(&json, "output", options->operands[0]);
	put_anatomy(&json, anatomy);
	strbuf_add_char(&json, '}');
	puts(json.bytes);
	strbuf_release(&json);
}

/* `anatomy`: NULL where the content says nothing of it. */
static int
explain_built(const struct cli_options *options,
    const struct anatomy *anatomy)
{
	struct search search = { .visit = { .options = options,
		.edition = explain_edition }, .anatomy = anatomy };
	bool is_done = visit_editions(&search.visit);

	if (is_done && search.visit.count == 0 && anatomy != NULL) {
		print_unbuilt(options, anatomy);
	} else if (is_done && search.visit.count == 0) {
		fprintf(stderr, "fieldkit: '%s' is neither a record, such as "
		    "partners/acme, nor an output; 'fieldkit list' names the "
		    "outputs\n", options->operands[0]);
		visit_finish(&search.visit, true);
		return EXIT_USAGE;
	}
	return visit_finish(&search.visit, is_done);
}

/* Whose copies of kits carry the stamp; false where it is none of ours. */
static bool
explain_stamp(const struct build *build, const struct cli_options *options)
{
	const struct record_set *offices = &build->model.sets[RECORD_OFFICE];
	const char *wanted = options->operands[0];
	char stamp[STAMP_CHARS + 1];
	uint32_t i;

	for (i = 0; i < offices->count; i++) {
		const char *id = offices->items[i]->id;

		if (!office_stamp(build->model.site, id, stamp) ||
		    strcasecmp(stamp, wanted) != 0)
			continue;
		if (options->format == DIAG_FORMAT_JSON)
			printf("{\"stamp\":\"%s\",\"office\":\"offices/%s\"}"
			    "\n", stamp, id);
		else
			printf("%s: the stamp of offices/%s, on its copies of "
			    "kits\n", stamp, id);
		return true;
	}
	return false;
}

static int
explain_one(struct build *build, const struct cli_options *options)
{
	const struct record *record = explain_find(build,
	    options->operands[0]);
	struct cli_options quiet = *options;
	struct anatomy anatomy;
	enum explain_status status;

	if (record != NULL)
		return explain_impact(build, options, record);
	if (options->retires) {
		fprintf(stderr, "fieldkit: there is no record '%s' to retire; "
		    "a record is written TYPE/ID, such as partners/acme\n",
		    options->operands[0]);
		return EXIT_USAGE;
	}
	if (explain_stamp(build, options))
		return EXIT_FINE;
	status = explain_output(build, options->operands[0], &anatomy);
	quiet.is_quiet = true;
	cli_report(build, &quiet);
	if (status == EXPLAIN_FAILED)
		return EXIT_CONTENT;
	return explain_built(options, status == EXPLAIN_DONE ? &anatomy
							     : NULL);
}

int
command_explain(const struct cli_options *options)
{
	struct build_options build_options = cli_build_options(options);
	struct build build;
	int status;

	if (options->operand_count == 2)
		return explain_comparison(options);
	build_init(&build, &build_options);
	if (build_open(&build)) {
		status = explain_one(&build, options);
	} else if (options->retires) {
		cli_report(&build, options);
		status = EXIT_CONTENT;
	} else {
		status = explain_built(options, NULL);
	}
	build_release(&build);
	return status;
}
