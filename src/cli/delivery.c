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
#include "fieldkit/target.h"

/* One delivery: the opened site, whose editions are delivered in turn. */
struct delivery {
	const struct cli_options *options;
	struct build_options build_options;
	struct build build;
	FILE *out;			/* what is told of its steps */
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

	/* Warnings of the content were told when it was built: not even beside
	 * an error of the delivery are they told again. */
	quiet.is_quiet = true;
	delivery->options = options;
	delivery->build_options = cli_build_options(options);
	build_init(build, &delivery->build_options);
	if (build_open(build)) {
		const struct list *editions = &build->model.site->editions;

		status = EXIT_FINE;
		diags_drop_warnings(&build->diags);
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

static bool
has_no_target(struct delivery *delivery, const char *name)
{
	const struct map *targets = &delivery->build.model.site->publish;

	diag_report(&delivery->build.diags, DIAG_TARGET_INVALID,
	    targets->pos, "there is no target '%s'; write it in site.yaml: "
	    "'publish: {%s: \"file:FOLDER\"}', or exec:/PATH/OF/PROGRAM, "
	    "ssh://USER@HOST/FOLDER, https://HOST/PATH/", name, name);
	return false;
}

/* The target asked for, or the first of site.yaml's `publish:`; published/
 * under the output folder where there is none. False after a report. */
static bool
find_target(struct delivery *delivery, const char *name,
    struct target *target, struct publish_options *publish)
{
	struct arena *arena = &delivery->build.arena;
	const struct map *targets = &delivery->build.model.site->publish;
	const char *output = delivery->options->output_dir, *text, *why;

	publish->remote = target;
	publish->target = "published";
	if (targets->count == 0 && name == NULL) {
		publish->root = arena_printf(arena, "%s/published", output);
		*target = (struct target){ .kind = TARGET_FOLDER };
		return true;
	}
	if (name == NULL)
		name = targets->entries[0].key;
	publish->target = name;
	text = map_word(targets, name);
	/* One that cannot be read was an error of the content already. */
	if (text == NULL || target_parse(target, arena, name, text, &why) !=
	    TARGET_FINE)
		return has_no_target(delivery, name);
	publish->root = target->kind == TARGET_FOLDER ? target->path :
	    arena_printf(arena, "%s/.published/%s", output, name);
	if (target->kind == TARGET_PROGRAM)
		publish->program = target->path;
	return true;
}

/* What each kind of target can do. */
struct publisher {
	bool (*publish)(const struct publish_options *options,
	    const struct parcel *parcel, struct arena *arena,
	    struct diags *diags);
	bool (*rollback)(const struct publish_options *options,
	    const char *edition, struct arena *arena, struct diags *diags);
	bool (*list)(const struct publish_options *options,
	    const char *edition, struct arena *arena, struct diags *diags);
};

static const struct publisher publishers[TARGET_KIND_COUNT] = {
	[TARGET_FOLDER] = { publish_file, publish_rollback, publish_list },
	[TARGET_PROGRAM] = { publish_file, publish_rollback, publish_list },
	[TARGET_SSH] = { publish_ssh, publish_ssh_rollback,
	    publish_ssh_list },
	[TARGET_DAV] = { publish_dav, publish_dav_rollback,
	    publish_dav_list },
};

/* Operands are [TARGET] [RELEASE]; a release is known by its digits. */
static bool
is_release(const char *operand)
{
	return strspn(operand, "0123456789abcdef") == RELEASE_CHARS &&
	    operand[RELEASE_CHARS] == '\0';
}

static const char *
target_operand(const struct cli_options *options)
{
	return options->operand_count > 0 && !is_release(
	    options->operands[0]) ? options->operands[0] : options->target;
}

static const char *
release_operand(const struct cli_options *options)
{
	unsigned last = options->operand_count - 1;

	return options->operand_count > 0 && is_release(
	    options->operands[last]) ? options->operands[last] : NULL;
}

static bool
publish_edition(struct delivery *delivery, const char *edition)
{
	const struct cli_options *options = delivery->options;
	struct build *build = &delivery->build;
	struct publish_options publish = {
		.output_dir = options->output_dir,
		.release = release_operand(options),
		.max_deletes = options->max_deletes,
		.today_days = options->as_of_days,
		.time = cli_time(options),
		.is_dry_run = options->is_dry_run, .out = delivery->out,
		.shows_progress = !options->is_quiet && isatty(STDERR_FILENO),
	};
	const struct publisher *publisher;
	struct target target;
	struct parcel parcel;

	if (!find_target(delivery, target_operand(options), &target,
	    &publish))
		return false;
	publisher = &publishers[target.kind];
	if (options->is_list)
		return publisher->list(&publish, edition, &build->arena,
		    &build->diags);
	if (options->has_rollback)
		return publisher->rollback(&publish, edition, &build->arena,
		    &build->diags);
	if (!parcel_open(&parcel, &build->arena, options->output_dir,
	    edition, options->as_of_days, &build->diags))
		return false;
	manifest_drop_letters(&parcel.manifest);
	return publisher->publish(&publish, &parcel, &build->arena,
	    &build->diags);
}

int
command_publish(const struct cli_options *options)
{
	struct delivery delivery = { .edition = publish_edition };
	const char *release = release_operand(options);
	int status;

	if (release != NULL && !options->has_rollback) {
		fprintf(stderr, "fieldkit: a release is named to go back to "
		    "it: publish --rollback %s\n", release);
		return EXIT_USAGE;
	}
	if (options->operand_count == 2 && release == NULL) {
		fprintf(stderr, "fieldkit: '%s' is no release: one is named "
		    "by %d digits, as 'fieldkit publish --list' shows\n",
		    options->operands[1], RELEASE_CHARS);
		return EXIT_USAGE;
	}
	if (options->is_quiet && !options->is_list)
		delivery.out = fopen("/dev/null", "w");
	if (delivery.out == NULL)
		delivery.out = stdout;
	status = deliver(&delivery, options);
	build_release(&delivery.build);
	if (delivery.out != stdout)
		fclose(delivery.out);
	return status;
}
