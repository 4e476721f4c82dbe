/*
 * The command that compares two builds. In: paths of two editions, or of two
 * folders of editions. Out: which kits differ and what they say differently;
 * which pages are new, gone or other.
 *
 * Kits are matched by path; a kit that went and one that came for the same
 * campaign and office, or the same partner, is one that was renamed.
 */
#include "diff.h"

#include <stdlib.h>
#include <string.h>

#include "commands.h"

struct diffing {
	const struct cli_options *options;
	struct arena arena;
	struct diags diags;
	struct edition_diffs diffs;
};

static bool
refuse(struct diffing *diffing, const char *why)
{
	diag_report(&diffing->diags, DIAG_PREVIOUS_INVALID, SOURCE_NOWHERE,
	    "%s", why);
	return false;
}

bool
edition_diff_is_empty(const struct edition_diff *diff)
{
	return diff->before != NULL && diff->after != NULL &&
	    diff->count == 0 && diff->added.count == 0 &&
	    diff->removed.count == 0 && diff->changed.count == 0;
}

/* Whether --kit and --office ask for it: a kit by its id or its name. */
static bool
is_wanted(const struct diffing *diffing, const struct manifest_file *file)
{
	const char *kit = diffing->options->kit;
	const char *office = diffing->options->office;
	const char *name = strrchr(file->path, '/');
	size_t len = kit != NULL ? strlen(kit) : 0;

	name = name != NULL ? name + 1 : file->path;
	return (office == NULL || strcmp(file->kit->office, office) == 0) &&
	    (kit == NULL || strcmp(file->kit->id, kit) == 0 ||
	    (strncmp(name, kit, len) == 0 &&
	    (name[len] == '\0' || strcmp(name + len, ".pdf") == 0)));
}

static bool
is_same_kit(const struct manifest_kit *a, const struct manifest_kit *b)
{
	return strcmp(a->kind, b->kind) == 0 &&
	    strcmp(a->campaign, b->campaign) == 0 &&
	    strcmp(a->office, b->office) == 0 &&
	    strcmp(a->partner, b->partner) == 0;
}

/* The kit's counterpart: of its path, or one that no path matches. */
static const struct manifest_file *
find_counterpart(const struct manifest *there, const struct manifest *here,
    const struct manifest_file *file)
{
	const struct manifest_file *found = manifest_find(there, file->path);
	size_t i;

	if (found != NULL && found->kit != NULL)
		return found;
	for (i = 0; i < there->count; i++)
		if (there->files[i].kit != NULL &&
		    is_same_kit(there->files[i].kit, file->kit) &&
		    manifest_find(here, there->files[i].path) == NULL)
			return &there->files[i];
	return NULL;
}

static bool
compare_kit(struct diffing *diffing, const struct edition_diff *diff,
    struct kit_diff *kit)
{
	struct tree before, after;

	if (kit->before == NULL || kit->after == NULL ||
	    !built_has_trees(diff->before) || !built_has_trees(diff->after))
		return true;
	if (!built_tree(diff->before, kit->before->path, &diffing->arena,
	    &diffing->diags, &before) || !built_tree(diff->after,
	    kit->after->path, &diffing->arena, &diffing->diags, &after))
		return false;
	kit->has_trees = true;
	changes_find(&kit->changes, &diffing->arena, &before, &after);
	return true;
}

static bool
is_unchanged(const struct kit_diff *kit)
{
	return kit->before != NULL && kit->after != NULL &&
	    strcmp(kit->before->kit->id, kit->after->kit->id) == 0 &&
	    strcmp(kit->before->path, kit->after->path) == 0;
}

static int
compare_paths(const void *a, const void *b)
{
	const struct kit_diff *left = a, *right = b;

	return strcmp((left->after != NULL ? left->after : left->before)->path,
	    (right->after != NULL ? right->after : right->before)->path);
}

static bool
compare_kits(struct diffing *diffing, struct edition_diff *diff)
{
	const struct manifest *old = &diff->before->manifest;
	const struct manifest *new = &diff->after->manifest;
	bool is_good = true;
	size_t i;

	diff->kits = ARENA_ARRAY(&diffing->arena, struct kit_diff,
	    old->count + new->count);
	for (i = 0; i < new->count + old->count && is_good; i++) {
		const bool is_new = i < new->count;
		const struct manifest_file *file = is_new ? &new->files[i] :
		    &old->files[i - new->count];
		struct kit_diff kit = { 0 };

		if (file->kit == NULL || !is_wanted(diffing, file))
			continue;
		kit.after = is_new ? file : find_counterpart(new, old, file);
		kit.before = is_new ? find_counterpart(old, new, file) : file;
		/* Of the old ones, those that are gone. */
		if (is_unchanged(&kit) || (!is_new && kit.after != NULL))
			continue;
		is_good = compare_kit(diffing, diff, &kit);
		diff->kits[diff->count++] = kit;
	}
	if (diff->count > 0)
		qsort(diff->kits, diff->count, sizeof(*diff->kits),
		    compare_paths);
	return is_good;
}

static void
add_page(struct page_diff *pages, const char *path)
{
	pages->paths[pages->count++] = path;
}

static void
compare_pages(struct diffing *diffing, struct edition_diff *diff)
{
	const struct manifest *old = &diff->before->manifest;
	const struct manifest *new = &diff->after->manifest;
	struct arena *arena = &diffing->arena;
	size_t i;

	diff->added.paths = ARENA_ARRAY(arena, const char *, new->count);
	diff->changed.paths = ARENA_ARRAY(arena, const char *, new->count);
	diff->removed.paths = ARENA_ARRAY(arena, const char *, old->count);
	for (i = 0; i < new->count; i++) {
		const struct manifest_file *was = manifest_find(old,
		    new->files[i].path);

		if (strcmp(new->files[i].kind, "page") != 0)
			continue;
		if (was == NULL)
			add_page(&diff->added, new->files[i].path);
		else if (strcmp(was->sha256, new->files[i].sha256) != 0)
			add_page(&diff->changed, new->files[i].path);
	}
	for (i = 0; i < old->count; i++)
		if (strcmp(old->files[i].kind, "page") == 0 &&
		    manifest_find(new, old->files[i].path) == NULL)
			add_page(&diff->removed, old->files[i].path);
}

static bool
compare_edition(struct diffing *diffing, const struct built_edition *before,
    const struct built_edition *after)
{
	struct edition_diff *diff =
	    &diffing->diffs.items[diffing->diffs.count++];
	const struct cli_options *options = diffing->options;

	*diff = (struct edition_diff){ .before = before, .after = after };
	if (before == NULL || after == NULL)
		return true;
	if (strcmp(before->manifest.reader, after->manifest.reader) != 0)
		return refuse(diffing, arena_printf(&diffing->arena,
		    "'%s' is for the reader '%s' and '%s' for '%s': what one "
		    "reader sees is not compared with what another does",
		    before->dir, before->manifest.reader, after->dir,
		    after->manifest.reader));
	if (options->kit == NULL && options->office == NULL)
		compare_pages(diffing, diff);
	return compare_kits(diffing, diff);
}

/* The editions of both, by the order of the new ones, then those gone. */
static bool
compare_all(struct diffing *diffing, const struct built_edition *before,
    uint32_t before_count, const struct built_edition *after,
    uint32_t after_count)
{
	bool is_good = true;
	uint32_t i;

	diffing->diffs.items = ARENA_ARRAY(&diffing->arena,
	    struct edition_diff, (size_t)before_count + after_count);
	if (before_count == 1 && after_count == 1 &&
	    strcmp(before->manifest.edition, after->manifest.edition) != 0)
		return refuse(diffing, arena_printf(&diffing->arena,
		    "'%s' is the edition '%s' and '%s' is '%s'; give two "
		    "builds of one edition", before->dir,
		    before->manifest.edition, after->dir,
		    after->manifest.edition));
	for (i = 0; i < after_count; i++)
		if (cli_wants_edition(diffing->options,
		    after[i].manifest.edition))
			is_good = compare_edition(diffing, built_find(before,
			    before_count, after[i].manifest.edition),
			    &after[i]) && is_good;
	for (i = 0; i < before_count; i++)
		if (cli_wants_edition(diffing->options,
		    before[i].manifest.edition) && built_find(after,
		    after_count, before[i].manifest.edition) == NULL)
			is_good = compare_edition(diffing, &before[i], NULL) &&
			    is_good;
	return is_good;
}

/* An earlier build may be a stranger's. */
static void
print_lines(const struct strbuf *text)
{
	const char *line = strbuf_string(text);
	struct strbuf shown = { 0 };

	while (*line != '\0') {
		size_t len = strcspn(line, "\n");
		char *copy = mem_alloc(len + 1);

		memcpy(copy, line, len);
		copy[len] = '\0';
		diag_add_shown(&shown, copy);
		free(copy);
		if (line[len] == '\n')
			strbuf_add_char(&shown, '\n');
		line += len + (line[len] == '\n');
	}
	fputs(strbuf_string(&shown), stdout);
	strbuf_release(&shown);
}

static void
print_text(const struct strbuf *text, const struct cli_options *options)
{
	if (options->is_quiet)
		return;
	if (options->format == DIAG_FORMAT_JSON)
		fputs(strbuf_string(text), stdout);
	else
		print_lines(text);
}

/* Prints what was found; whether it was anything. */
static bool
print_diffs(struct diffing *diffing)
{
	struct strbuf out = { 0 };
	bool differs = false;
	uint32_t i;

	for (i = 0; i < diffing->diffs.count; i++)
		differs = differs ||
		    !edition_diff_is_empty(&diffing->diffs.items[i]);
	if (diffing->options->format == DIAG_FORMAT_JSON)
		diff_print_json(&diffing->diffs, &out);
	else
		diff_print_text(&diffing->diffs, &diffing->arena, &out);
	print_text(&out, diffing->options);
	strbuf_release(&out);
	return differs;
}

int
command_diff(const struct cli_options *options)
{
	struct diffing diffing = { .options = options };
	const struct diag_print_options print = {
		.format = DIAG_FORMAT_TEXT, .in_color = cli_has_color(stderr),
	};
	struct built_edition *before, *after;
	uint32_t before_count, after_count;
	int status = EXIT_IO;

	if (options->format == DIAG_FORMAT_SARIF) {
		fprintf(stderr, "fieldkit: diff prints text or json\n");
		return EXIT_USAGE;
	}
	diags_init(&diffing.diags, NULL);
	if (built_read(options->operands[0], &diffing.arena, &diffing.diags,
	    &before, &before_count) &&
	    built_read(options->operands[1], &diffing.arena, &diffing.diags,
	    &after, &after_count) && compare_all(&diffing, before,
	    before_count, after, after_count))
		status = print_diffs(&diffing) && options->has_exit_code ?
		    EXIT_CONTENT : EXIT_FINE;
	diags_print(&diffing.diags, &print, stderr);
	diags_release(&diffing.diags);
	arena_release(&diffing.arena);
	return status;
}
