/*
 * The command that mails. In: the manifests of the last build, and site.yaml
 * for the sender. Out: finished messages in the outbox.
 */
#include "commands.h"

#include <string.h>

#include "fieldkit/build.h"
#include "fieldkit/deliver.h"

static const char *
sender_of(const struct site *site)
{
	uint32_t i;

	for (i = 0; i < site->mail.count; i++)
		if (strcmp(site->mail.entries[i].key, "from") == 0 &&
		    site->mail.entries[i].value != NULL)
			return site->mail.entries[i].value;
	return "kits@localhost";
}

static bool
mail_edition(struct build *build, const struct cli_options *options,
    const char *edition, size_t *messages)
{
	const struct site *site = build->model.site;
	const struct mail_options mail = {
		.outbox = arena_printf(&build->arena, "%s/outbox",
		    options->output_dir),
		.base_url = is_given(&site->base_url) ? site->base_url.chars :
		    "",
		.from = sender_of(site),
		.today_days = options->as_of_days,
		.out = stdout,
	};
	struct parcel parcel;
	size_t count = 0;
	bool is_done;

	is_done = parcel_open(&parcel, &build->arena, options->output_dir,
	    edition, options->as_of_days, &build->diags) &&
	    mail_write_outbox(&mail, &parcel, &build->arena, &build->diags,
	    &count);
	*messages += count;
	return is_done;
}

int
command_mail(const struct cli_options *options)
{
	struct build_options build_options = cli_build_options(options);
	struct cli_options quiet = *options;
	int status = EXIT_CONTENT;
	struct build build;
	size_t messages = 0;
	uint32_t i;

	/* Warnings of the content were told when it was built. */
	quiet.is_quiet = true;
	build_init(&build, &build_options);
	if (build_open(&build)) {
		const struct list *editions = &build.model.site->editions;

		status = EXIT_FINE;
		for (i = 0; i < editions->count; i++) {
			const char *id = LIST_AT(*editions,
			    struct edition_spec, i)->id.chars;

			if (cli_wants_edition(options, id) &&
			    !mail_edition(&build, options, id, &messages))
				status = EXIT_IO;
		}
	}
	cli_report(&build, &quiet);
	if (!options->is_quiet)
		fprintf(stderr, "%zu messages written to %s/outbox; none was "
		    "sent\n", messages, options->output_dir);
	build_release(&build);
	return status;
}
