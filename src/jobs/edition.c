/*
 * One edition, from its plan to staged files. In: a spec of site.yaml. Out:
 * everything staged, and the manifest that is to be committed. Results are
 * merged in the order of the plan, so no thread is seen in them.
 */
#include "extras.h"
#include "history.h"

#include <stdlib.h>
#include <string.h>

#include "fieldkit/pool.h"
#include "fieldkit/strbuf.h"
#include "fieldkit/strmap.h"

struct stretch {
	const struct run *run;
	size_t first;			/* job of index 0 */
};

static void
make_one(void *context, unsigned worker, size_t i)
{
	const struct stretch *stretch = context;

	job_make(stretch->run, worker_at(&stretch->run->workshop->tools,
	    worker),
	    stretch->first + i);
}

/* Jobs first … first + count - 1; false when one of them reported an error. */
static bool
make_jobs(const struct run *run, size_t first, size_t count,
    struct diags *diags)
{
	struct stretch stretch = { run, first };
	size_t errors = diags->errors, i;

	pool_run(run->workshop->tools.worker_count, count, make_one, &stretch);
	for (i = first; i < first + count; i++) {
		diags_merge(diags, &run->results[i].diags);
		diags_release(&run->results[i].diags);
	}
	return diags->errors == errors;
}

static const struct kit_result *
kit_results(const struct run *run, struct arena *arena)
{
	struct kit_result *kits = ARENA_ARRAY(arena, struct kit_result,
	    run->plan->kit_count);
	size_t i;

	for (i = 0; i < run->plan->kit_count; i++) {
		const struct job_result *result = &run->results[i];
		const struct past_kit *past = history_find(run->history,
		    result->kit.id);

		kits[i].is_withdrawn = past != NULL && past->is_withdrawn;
		kits[i].path = result->file.path;
		memcpy(kits[i].id, result->kit.id, sizeof(kits[i].id));
		kits[i].pages = (uint32_t)result->kit.pages;
		kits[i].bytes = (uint64_t)result->file.bytes;
		kits[i].valid_until = result->valid_until;
		kits[i].since = result->since;
		kits[i].changes = result->changes;
		kits[i].change_count = result->change_count;
	}
	return kits;
}

/* The kit in place, where it was made with the same digest. */
static const struct manifest_file *
find_in_place(void *context, const char *path, const char *digest)
{
	return emit_is_current(context, path, digest);
}

static bool
stage_assets(struct edition_build *build, const struct assets *assets,
    const char *kind, struct diags *diags)
{
	bool is_done = true;
	uint32_t i;

	for (i = 0; i < assets->count; i++) {
		struct manifest_file *file =
		    &build->manifest.files[build->manifest.count++];

		*file = (struct manifest_file){
			.path = arena_strdup(build->emit.arena,
			    assets->items[i].path), .kind = kind,
		};
		if (!emit_stage(&build->emit, file, assets->items[i].bytes,
		    assets->items[i].len, diags))
			is_done = false;
	}
	return is_done;
}

/* One picture's files, and where their rows of the manifest are. */
struct picture_stage {
	const struct media_picture *picture;
	const char **names;		/* of the content's files with it */
	uint32_t name_count;
	struct manifest_file *rows;
	struct diags diags;
	bool is_done;
};

struct media_stage {
	const struct edition_build *build;
	struct picture_stage *pictures;
	size_t count;
};

/* Whether all files in place are current; their rows are then full. */
static bool
picture_is_current(const struct emit *emit, struct picture_stage *stage)
{
	uint32_t i;

	for (i = 0; i < stage->picture->count; i++) {
		struct manifest_file *row = &stage->rows[i];
		const struct manifest_file *current = emit_is_current(emit,
		    row->path, row->digest);

		if (current == NULL)
			return false;
		row->bytes = current->bytes;
		memcpy(row->sha256, current->sha256, sizeof(row->sha256));
	}
	return true;
}

static bool
stage_files(const struct media_stage *all, struct picture_stage *stage)
{
	struct renditions renditions;
	bool is_done = true;
	uint32_t i;

	if (!media_renditions(all->build->workshop->media, stage->picture,
	    &renditions, &stage->diags))
		return false;
	for (i = 0; i < renditions.count && is_done; i++)
		is_done = emit_stage(&all->build->emit, &stage->rows[i],
		    renditions.items[i].bytes.bytes,
		    renditions.items[i].bytes.len, &stage->diags);
	renditions_release(&renditions);
	return is_done;
}

static void
stage_picture(void *context, unsigned worker, size_t number)
{
	const struct media_stage *all = context;
	struct picture_stage *stage = &all->pictures[number];
	uint32_t i;

	(void)worker;
	diags_init(&stage->diags, NULL);
	for (i = 0; i < stage->picture->count; i++) {
		stage->rows[i] = (struct manifest_file){
			.path = stage->picture->files[i].path,
			.kind = "media", .sources = stage->names,
			.source_count = stage->name_count,
		};
		memcpy(stage->rows[i].digest, stage->picture->key,
		    sizeof(stage->rows[i].digest));
	}
	stage->is_done = picture_is_current(&all->build->emit, stage) ||
	    stage_files(all, stage);
}

/* The same picture may lie in the content under several names. */
static void
add_name(struct picture_stage *stage, struct arena *arena, const char *name)
{
	const char **names;
	uint32_t i;

	for (i = 0; i < stage->name_count; i++)
		if (strcmp(stage->names[i], name) == 0)
			return;
	names = ARENA_ARRAY(arena, const char *, stage->name_count + 1);
	if (stage->name_count > 0)
		memcpy(names, stage->names,
		    stage->name_count * sizeof(*names));
	names[stage->name_count++] = name;
	stage->names = names;
}

/* The pictures that some page shows, each once. */
static void
gather_pictures(struct media_stage *stage, const struct run *run,
    struct diags *diags)
{
	struct media *media = run->workshop->media;
	struct strmap seen = { 0 };
	uint32_t k;
	size_t i;

	for (i = run->plan->kit_count; i < run->plan->count; i++)
		for (k = 0; k < run->results[i].media_count; k++) {
			const char *name = run->results[i].media_names[k];
			const struct media_picture *picture = media_publish(
			    media, media_find(media, name, SOURCE_NOWHERE,
			    diags), diags);
			struct picture_stage *next =
			    &stage->pictures[stage->count];
			const struct picture_stage *found = strmap_add(&seen,
			    picture->key, next);

			if (found == NULL) {
				next->picture = picture;
				stage->count++;
			} else
				next = &stage->pictures[found -
				    stage->pictures];
			add_name(next, stage->build->emit.arena, name);
		}
	strmap_release(&seen);
}

static bool
stage_media(struct edition_build *build, const struct run *run,
    struct picture_stage *pictures, struct diags *diags)
{
	struct media_stage stage = { .build = build, .pictures = pictures };
	bool is_done = true;
	size_t i;

	gather_pictures(&stage, run, diags);
	for (i = 0; i < stage.count; i++) {
		pictures[i].rows =
		    &build->manifest.files[build->manifest.count];
		build->manifest.count += pictures[i].picture->count;
	}
	pool_run(run->workshop->tools.worker_count, stage.count, stage_picture, &stage);
	for (i = 0; i < stage.count; i++) {
		is_done = is_done && pictures[i].is_done;
		diags_merge(diags, &pictures[i].diags);
		diags_release(&pictures[i].diags);
	}
	return is_done;
}

static size_t
count_media(const struct run *run)
{
	size_t count = 0, i;

	for (i = 0; i < run->plan->count; i++)
		count += run->results[i].media_count;
	return count;
}

static int
compare_files(const void *a, const void *b)
{
	const struct manifest_file *left = a, *right = b;

	return strcmp(left->path, right->path);
}

/* The offices that read this edition and that its reader may see. */
static void
fill_offices(struct manifest *manifest, const struct workshop *workshop,
    const struct edition *edition, struct arena *arena)
{
	const struct record_set *offices = &edition->model.sets[RECORD_OFFICE];
	struct compose_options langs = { 0 };
	static const char *const rhythms[] = {
		[DIGEST_EACH] = "", [DIGEST_WEEKLY] = "weekly",
		[DIGEST_MONTHLY] = "monthly",
	};
	uint32_t i, k;

	job_fallback_langs(workshop->site, arena, &langs);
	manifest->offices = ARENA_ARRAY(arena, struct manifest_office,
	    offices->count);
	for (i = 0; i < offices->count; i++) {
		const struct office *office =
		    (const struct office *)offices->items[i];
		struct manifest_office *row;

		/* Which edition an office reads may itself be hidden. */
		if (!is_given(&office->reader) ||
		    strcmp(office->reader.chars,
		    edition->spec->reader.chars) != 0)
			continue;
		row = &manifest->offices[manifest->office_count++];
		row->id = office->record.id;
		row->lang = LIST_AT(office->languages, struct str, 0)->chars;
		row->name = text_variant(&office->name, row->lang,
		    langs.fallback, langs.fallback_count)->chars;
		row->max_attachment_mb = office->max_attachment_mb.number;
		row->rhythm = rhythms[office->digest.index];
		row->emails = ARENA_ARRAY(arena, const char *,
		    office->email.count);
		for (k = 0; k < office->email.count; k++)
			row->emails[row->email_count++] =
			    LIST_AT(office->email, struct str, k)->chars;
	}
}

/* Makes what is neither page nor kit, and appends its rows. */
static bool
add_extras(struct edition_build *build, const struct run *run,
    struct arena *arena, struct diags *diags)
{
	struct manifest *manifest = &build->manifest;
	struct manifest_file *files, *all;
	size_t count;

	if (!extras_stage(run, arena, diags, &files, &count))
		return false;
	all = ARENA_ARRAY(arena, struct manifest_file,
	    manifest->count + count);
	if (manifest->count > 0)
		memcpy(all, manifest->files, manifest->count * sizeof(*all));
	if (count > 0)
		memcpy(all + manifest->count, files, count * sizeof(*all));
	manifest->files = all;
	manifest->count += count;
	return true;
}

/* The kits' trees, which stay beside the edition. */
static void
fill_kept(struct manifest *manifest, const struct run *run,
    struct arena *arena)
{
	size_t i;

	manifest->kept = ARENA_ARRAY(arena, struct manifest_file,
	    run->plan->kit_count);
	for (i = 0; i < run->plan->kit_count; i++)
		manifest->kept[manifest->kept_count++] = run->results[i].tree;
	if (manifest->kept_count > 0)
		qsort(manifest->kept, manifest->kept_count,
		    sizeof(*manifest->kept), compare_files);
}

/* The faces that kits embed, also those kits that were skipped, in the order
 * of the theme. To hash the files of all that styles may ask for would take
 * longer than to set a kit: the Chinese, Japanese and Korean are 90 MB. */
static void
fill_faces(struct manifest *manifest, const struct run *run,
    struct arena *arena)
{
	const struct workshop *workshop = run->workshop;
	struct manifest_face *faces = ARENA_ARRAY(arena,
	    struct manifest_face, workshop->face_count);
	struct strmap embedded = { 0 };
	uint32_t k;
	size_t i;

	for (i = 0; i < run->plan->kit_count; i++) {
		const struct pdf_sizes *sizes = &run->results[i].file.sizes;

		for (k = 0; k < sizes->count; k++)
			if (sizes->parts[k].kind == PDF_PART_FACE)
				strmap_add(&embedded, sizes->parts[k].name,
				    &sizes->parts[k]);
	}
	for (k = 0; k < workshop->face_count; k++) {
		const struct type_face *face = workshop->faces[k];
		const char *name = type_face_name(face);

		if (strmap_find(&embedded, name) != NULL)
			faces[manifest->face_count++] =
			    (struct manifest_face){
				.name = arena_strdup(arena, name),
				.digest = arena_strdup(arena,
				    type_face_file_digest(face)),
			};
	}
	manifest->faces = faces;
	strmap_release(&embedded);
}

static bool
fill_manifest(struct edition_build *build, const struct run *run,
    struct arena *arena, struct diags *diags)
{
	struct date change = edition_next_change(run->edition,
	    run->plan->coverage);
	struct manifest *manifest = &build->manifest;
	/* Freed with the run; the manifest lives longer. */
	const struct assets *generated = run->generated == NULL ? NULL :
	    generated_assets(run->generated);
	bool is_done;
	size_t i;

	*manifest = (struct manifest){
		.generator = GENERATOR,
		.edition = run->edition->spec->id.chars,
		.reader = run->edition->spec->reader.chars,
		.as_of = format_date_iso(arena,
		    run->edition->clock.as_of_days),
		.next_change = is_given(&change) ?
		    format_date_iso(arena, change.days) : "",
	};
	manifest->warn_bytes =
	    decimal_millionths(&run->workshop->site->kit.warn_mb);
	manifest->max_bytes =
	    decimal_millionths(&run->workshop->site->kit.max_mb);
	fill_offices(manifest, run->workshop, run->edition, arena);
	manifest->libraries = library_versions(arena,
	    &manifest->library_count);
	fill_faces(manifest, run, arena);
	manifest->files = ARENA_ARRAY(arena, struct manifest_file,
	    run->plan->count + run->workshop->assets.count +
	    (generated != NULL ? generated->count : 0) +
	    count_media(run) * RENDITIONS_MAX);
	for (i = 0; i < run->plan->count; i++)
		manifest->files[manifest->count++] = run->results[i].file;
	is_done = generated == NULL ||
	    (stage_assets(build, &run->workshop->assets, "asset", diags) &&
	    stage_assets(build, generated, "index", diags) &&
	    stage_media(build, run, ARENA_ARRAY(arena, struct picture_stage,
	    count_media(run)), diags));
	is_done = add_extras(build, run, arena, diags) && is_done;
	fill_kept(manifest, run, arena);
	if (manifest->count > 0)
		qsort(manifest->files, manifest->count,
		    sizeof(*manifest->files), compare_files);
	return is_done;
}

static void
add_totals(struct build_totals *totals, const struct run *run)
{
	size_t i;

	totals->editions++;
	totals->kits += run->plan->kit_count;
	totals->pages += run->plan->count - run->plan->kit_count;
	for (i = 0; i < run->plan->kit_count; i++) {
		totals->kit_pages += (size_t)run->results[i].kit.pages;
		totals->rendered += !run->results[i].is_skipped;
	}
}

void
edition_open(struct run *run, struct arena *arena,
    const struct build *build, const struct workshop *workshop,
    const struct edition_spec *spec, struct diags *diags)
{
	struct edition *edition = ARENA_NEW(arena, struct edition);
	struct plan *plan = ARENA_NEW(arena, struct plan);
	struct history *history = ARENA_NEW(arena, struct history);

	edition_project(edition, arena, &build->model, spec,
	    &build->options->clock);
	plan_jobs(plan, arena, edition, diags);
	history_read(history, arena, workshop->output_dir, spec->id.chars,
	    diags);
	*run = (struct run){
		.workshop = workshop, .edition = edition, .plan = plan,
		.history = history,
	};
	if (plan->count > plan->kit_count)
		run->generated = generated_new(run);
}

void
edition_close(struct run *run)
{
	generated_free(run->generated);
	run->generated = NULL;
}

/* Makes and stages all of an opened edition. */
static bool
make_edition(struct edition_build *edition_build, struct build *build,
    struct run *run, struct build_totals *totals)
{
	const struct plan *plan = run->plan;

	run->emit = &edition_build->emit;
	run->previous = previous_find(build, run->edition->spec);
	run->find_current = find_in_place;
	run->current_context = &edition_build->emit;
	run->results = ARENA_ARRAY(&build->arena, struct job_result,
	    plan->count);
	if (!make_jobs(run, 0, plan->kit_count, &build->diags))
		return false;
	run->kits = kit_results(run, &build->arena);
	run->kit_count = plan->kit_count;
	if (!make_jobs(run, plan->kit_count, plan->count - plan->kit_count,
	    &build->diags))
		return false;
	add_totals(totals, run);
	return fill_manifest(edition_build, run, &build->arena,
	    &build->diags);
}

bool
edition_make(struct edition_build *edition_build, struct build *build,
    struct workshop *workshop, const struct edition_spec *spec,
    struct build_totals *totals)
{
	struct run run;
	bool is_done = false;

	edition_build->workshop = workshop;
	edition_open(&run, &build->arena, build, workshop, spec,
	    &build->diags);
	if (build->diags.errors == 0 &&
	    emit_begin(&edition_build->emit, &build->arena,
	    build->options->output_dir, spec->id.chars, &build->diags)) {
		if (run.plan->kit_count > 0 && workshop->style_digest == NULL)
			workshop_digest_style(workshop, &build->arena);
		is_done = make_edition(edition_build, build, &run, totals);
	}
	edition_close(&run);
	return is_done;
}
