/*
 * What a kit may weigh. In: a kit's bytes and what they are spent on, the
 * budget of site.yaml. Out: a warning near the limit, an error above it, both
 * naming the causes, so that an author knows which file to make smaller.
 */
#include "jobs.h"

/* How many causes are named, and from which share of the kit on. */
enum { CAUSES_MAX = 3, CAUSE_TENTHS = 1 };

void
budget_keep(struct pdf_sizes *ret_sizes, struct arena *arena,
    const struct pdf_sizes *sizes)
{
	uint32_t i;

	ret_sizes->count = sizes->count;
	ret_sizes->parts = ARENA_ARRAY(arena, struct pdf_part, sizes->count);
	for (i = 0; i < sizes->count; i++) {
		ret_sizes->parts[i] = sizes->parts[i];
		if (sizes->parts[i].name != NULL)
			ret_sizes->parts[i].name =
			    arena_strdup(arena, sizes->parts[i].name);
	}
}

static void
put_size(struct strbuf *out, int64_t bytes)
{
	if (bytes < 100000)
		strbuf_printf(out, "%.1f kB", (double)bytes / 1e3);
	else
		strbuf_printf(out, "%.1f MB", (double)bytes / 1e6);
}

static void
put_cause(struct strbuf *out, const struct pdf_part *part)
{
	static const char *const nouns[] = {
		[PDF_PART_REST] = "the rest", [PDF_PART_FACE] = "the face",
		[PDF_PART_PICTURE] = "the picture",
		[PDF_PART_DRAWING] = "the drawing",
		[PDF_PART_CONTENTS] = "what the pages show",
		[PDF_PART_TAGS] = "the tags",
		[PDF_PART_NAVIGATION] = "links and outline",
		[PDF_PART_METADATA] = "the metadata",
		[PDF_PART_PROFILE] = "the colour profile",
		[PDF_PART_FALLBACK] = "text in another face",
	};

	strbuf_add_string(out, nouns[part->kind]);
	if (part->name != NULL)
		strbuf_printf(out, " %s", part->name);
}

/* "the picture a/b.png is 2.1 MB of it, the face Noto 0.4 MB". */
static void
put_causes(struct strbuf *out, const struct pdf_sizes *sizes, int64_t bytes)
{
	uint32_t i;

	for (i = 0; i < sizes->count && i < CAUSES_MAX &&
	    sizes->parts[i].bytes * 10 >= bytes * CAUSE_TENTHS; i++) {
		strbuf_add_string(out, i == 0 ? ": " : ", ");
		put_cause(out, &sizes->parts[i]);
		strbuf_add_string(out, i == 0 ? " is " : " ");
		put_size(out, sizes->parts[i].bytes);
		if (i == 0)
			strbuf_add_string(out, " of it");
	}
}

static void
report(struct job_result *result, enum diag_id id, const char *field,
    const struct decimal *limit)
{
	const struct pdf_sizes *sizes = &result->file.sizes;
	struct strbuf text = { 0 };

	strbuf_printf(&text, "%s has ", result->file.path);
	put_size(&text, result->file.bytes);
	strbuf_printf(&text, ", more than kit.%s (%g)", field,
	    (double)decimal_millionths(limit) / 1e6);
	put_causes(&text, sizes, result->file.bytes);
	diag_report(&result->diags, id, limit->pos, "%s", text.bytes);
	if (sizes->count > 0 && sizes->parts[0].kind == PDF_PART_PICTURE)
		diag_hint(&result->diags, "crop it, or save it with fewer pixels");
	strbuf_release(&text);
}

void
budget_check(const struct site *site, struct job_result *result)
{
	const struct kit_budget *budget = &site->kit;

	if (result->file.bytes > decimal_millionths(&budget->max_mb))
		report(result, DIAG_KIT_TOO_LARGE, "max_mb", &budget->max_mb);
	else if (result->file.bytes > decimal_millionths(&budget->warn_mb))
		report(result, DIAG_KIT_LARGE, "warn_mb", &budget->warn_mb);
}
