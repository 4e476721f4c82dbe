/*
 * The command that publishes. In: the manifests of the last build, and
 * site.yaml for names of targets. Out: a served release.
 */
#include "commands.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "fieldkit/build.h"
#include "fieldkit/deliver.h"
#include "fieldkit/slug.h"

/* One delivery: the opened site, whose editions are delivered in turn. */
struct delivery {
	const struct cli_options *options;
	struct build_options build_options;
	struct build build;
	bool (*edition)(struct delivery *delivery, const char *edition);
};

static const char *
map_word(const struct map *map, const char *key)
{
	uint32_t i;

	for (i = 0; i < map->count; i++)
		if (strcmp(map->entries[i].key, key) == 0)
			return map->entries[i].value;
	return NULL;
}

static int
deliver(struct delivery *delivery, const struct cli_options *options)
{
	struct build *build = &delivery->build;
	struct cli_options quiet = *options;
	int status = EXIT_CONTENT;
	uint32_t i;

	/* Warnings of the content were told when it was built. */
	quiet.is_quiet = true;
	delivery->options = options;
	delivery->build_options = cli_build_options(options);
	build_init(build, &delivery->build_options);
	if (build_open(build)) {
		const struct list *editions = &build->model.site->editions;

		status = EXIT_FINE;
		for (i = 0; i < editions->count; i++) {
			const char *id = LIST_AT(*editions,
			    struct edition_spec, i)->id.chars;

			if (cli_wants_edition(options, id) &&
			    !delivery->edition(delivery, id))
				status = EXIT_IO;
		}
	}
	cli_report(build, &quiet);
	return status;
}

/* The target asked for, or the first of site.yaml's `publish:`; published/
 * under the output folder where there is none. False after a report. */
static bool
find_target(struct delivery *delivery, struct publish_options *publish)
{
	struct arena *arena = &delivery->build.arena;
	const struct map *targets = &delivery->build.model.site->publish;
	const char *output = delivery->options->output_dir;
	const char *name = delivery->options->target, *target;

	publish->target = "published";
	publish->root = arena_printf(arena, "%s/published", output);
	if (targets->count == 0 && name == NULL)
		return true;
	if (name == NULL)
		name = targets->entries[0].key;
	publish->target = name;
	target = map_word(targets, name);
	if (target != NULL && strncmp(target, "file:", 5) == 0) {
		publish->root = target + 5;
		return true;
	}
	/* The name becomes that of a folder. */
	if (target != NULL && strncmp(target, "exec:/", 6) == 0 &&
	    slug_is_valid(name, strlen(name))) {
		publish->program = target + 5;
		publish->root = arena_printf(arena, "%s/.published/%s",
		    output, name);
		return true;
	}
	diag_report(&delivery->build.diags, DIAG_TARGET_INVALID,
	    targets->pos, "publish: there is no target '%s' that is "
	    "file:FOLDER or exec:/PATH/OF/PROGRAM (its name in a-z, 0-9 and "
	    "hyphens)", name);
	return false;
}

static bool
publish_edition(struct delivery *delivery, const char *edition)
{
	const struct cli_options *options = delivery->options;
	struct build *build = &delivery->build;
	struct publish_options publish = {
		.output_dir = options->output_dir,
		.release = options->operand_count > 0 ? options->operands[0] :
		    NULL,
		.max_deletes = options->max_deletes,
		.today_days = options->as_of_days,
		.time = cli_time(options),
		.is_dry_run = options->is_dry_run, .out = stdout,
	};
	struct parcel parcel;

	if (!find_target(delivery, &publish))
		return false;
	if (options->is_list)
		return publish_list(&publish, edition, &build->arena,
		    &build->diags);
	if (options->has_rollback)
		return publish_rollback(&publish, edition, &build->arena,
		    &build->diags);
	if (!parcel_open(&parcel, &build->arena, options->output_dir,
	    edition, options->as_of_days, &build->diags))
		return false;
	manifest_drop_letters(&parcel.manifest);
	return publish_file(&publish, &parcel, &build->arena, &build->diags);
}

int
command_publish(const struct cli_options *options)
{
	struct delivery delivery = { .edition = publish_edition };
	int status;

	if (options->operand_count > 0 && !options->has_rollback) {
		fprintf(stderr, "fieldkit: a release is named to go back to "
		    "it: publish --rollback %s\n", options->operands[0]);
		return EXIT_USAGE;
	}
	status = deliver(&delivery, options);
	build_release(&delivery.build);
	return status;
}
