/*
 * The command that mails. In: site.yaml and the offices, for who may get what
 * by what way; the manifests of the last build. Out: messages in the outbox,
 * or sent; a line that accounts for every recipient.
 */
#include "commands.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "fieldkit/build.h"
#include "fieldkit/mail.h"

#define MAX_WAIT_S 600

static void
fill_edition(struct arena *arena, const struct edition_spec *spec,
    struct mail_edition *edition)
{
	const char **domains = ARENA_ARRAY(arena, const char *,
	    spec->mail_domains.count);
	uint32_t i;

	for (i = 0; i < spec->mail_domains.count; i++)
		domains[i] = LIST_AT(spec->mail_domains, struct str, i)->chars;
	*edition = (struct mail_edition){
		.name = spec->id.chars, .domains = domains,
		.domain_count = spec->mail_domains.count,
		.pos = spec->mail_domains.count > 0 ?
		    spec->mail_domains.pos : spec->id.pos,
	};
}

static void
fill_editions(struct build *build, const struct cli_options *options,
    struct mail_options *mail)
{
	const struct list *specs = &build->model.site->editions;
	struct mail_edition *editions = ARENA_ARRAY(&build->arena,
	    struct mail_edition, specs->count);
	uint32_t i;

	for (i = 0; i < specs->count; i++) {
		const struct edition_spec *spec = LIST_AT(*specs,
		    struct edition_spec, i);

		if (cli_wants_edition(options, spec->id.chars))
			fill_edition(&build->arena, spec,
			    &editions[mail->edition_count++]);
	}
	mail->editions = editions;
}

/* Which office reads which edition, as the content has it now. */
static void
fill_addresses(struct build *build, struct mail_options *mail)
{
	const struct record_set *offices = &build->model.sets[RECORD_OFFICE];
	const struct list *specs = &build->model.site->editions;
	struct mail_address *addresses;
	size_t count = 0, k;
	uint32_t i, e;

	for (k = 0; k < offices->count; k++)
		count += ((const struct office *)offices->items[k])->
		    email.count;
	addresses = ARENA_ARRAY(&build->arena, struct mail_address,
	    count * specs->count);
	count = 0;
	for (e = 0; e < specs->count; e++)
		for (k = 0; k < offices->count; k++) {
			const struct edition_spec *spec = LIST_AT(*specs,
			    struct edition_spec, e);
			const struct office *office =
			    (const struct office *)offices->items[k];

			if (strcmp(spec->reader.chars,
			    office->reader.chars) != 0)
				continue;
			for (i = 0; i < office->email.count; i++) {
				const struct str *email = LIST_AT(
				    office->email, struct str, i);

				addresses[count++] = (struct mail_address){
					.edition = spec->id.chars,
					.office = office->record.id,
					.address = email->chars,
					.pos = email->pos,
				};
			}
		}
	if (count > 0)
		qsort(addresses, count, sizeof(*addresses),
		    mail_address_compare);
	mail->addresses = addresses;
	mail->address_count = count;
}

/* The settings of site.yaml, under those of the command line. */
static void
fill_settings(struct build *build, const struct cli_options *options,
    struct mail_options *mail)
{
	const struct site *site = build->model.site;
	const struct mail_settings *settings = &site->mail;

	mail->base_url = is_given(&site->base_url) ? site->base_url.chars :
	    "";
	mail->lang = site->locale.chars;
	mail->from = is_given(&settings->from) ? settings->from.chars :
	    "kits@localhost";
	mail->reply_to = is_given(&settings->reply_to) ?
	    settings->reply_to.chars : NULL;
	mail->transport = options->transport != NULL ? options->transport :
	    is_given(&settings->transport) ? settings->transport.chars : NULL;
	mail->rate = options->rate >= 0 ? options->rate :
	    is_given(&settings->rate) ? settings->rate.number : 0;
	mail->pos = is_given(&settings->transport) &&
	    options->transport == NULL ? settings->transport.pos :
	    settings->pos;
}

/* A dry run needs neither sender nor transport. */
static bool
can_send(struct build *build, const struct mail_options *mail)
{
	const struct mail_settings *settings = &build->model.site->mail;
	size_t errors = build->diags.errors;

	if (!is_given(&settings->from))
		diag_report(&build->diags, DIAG_FIELD_MISSING, mail->pos,
		    "site.yaml does not say who sends mail; type 'from: "
		    "kits@vendor.example' under 'mail:'");
	if (mail->transport == NULL)
		diag_report(&build->diags, DIAG_TRANSPORT_INVALID, mail->pos,
		    "site.yaml does not say how mail leaves; type "
		    "'transport: smtp://HOST:PORT' under 'mail:', or say "
		    "--transport");
	return build->diags.errors == errors;
}

static bool
is_office_known(const struct build *build, const char *id)
{
	const struct record_set *offices = &build->model.sets[RECORD_OFFICE];
	size_t i;

	for (i = 0; i < offices->count; i++)
		if (strcmp(offices->items[i]->id, id) == 0)
			return true;
	fprintf(stderr, "fieldkit: there is no office '%s'; 'fieldkit list' "
	    "shows pages of all\n", id);
	return false;
}

/* Every recipient stands in one of these. */
static void
print_totals(const struct mail_totals *totals,
    const struct cli_options *options)
{
	static const char *const words[MAIL_CLASS_COUNT] = {
		[MAIL_CURRENT] = "has everything",
		[MAIL_WAITING] = "waits for its day",
		[MAIL_SENT] = "sent", [MAIL_UNCERTAIN] = "uncertain",
		[MAIL_REFUSED] = "refused", [MAIL_RETRY] = "to be tried again",
		[MAIL_BARRED] = "barred",
	};
	int i;

	fprintf(stderr, "%zu %s %s; recipients: %zu", totals->messages,
	    totals->messages == 1 ? "message" : "messages",
	    options->is_sent ? "sent" : "written, none sent",
	    totals->recipients);
	for (i = 0; i < MAIL_CLASS_COUNT; i++)
		if (totals->by_class[i] > 0)
			fprintf(stderr, ", %zu %s", totals->by_class[i],
			    i == MAIL_SENT && !options->is_sent ? "written" :
			    words[i]);
	fputc('\n', stderr);
}

static int
run(struct build *build, const struct cli_options *options,
    struct mail_totals *totals)
{
	struct mail_options mail = {
		.output_dir = options->output_dir,
		.only_office = options->only,
		.time = options->has_as_of ?
		    (int64_t)options->as_of_days * 86400 :
		    (int64_t)time(NULL),
		.max_wait_s = options->max_wait >= 0 ? options->max_wait :
		    MAX_WAIT_S,
		.has_fixed_clock = options->has_as_of,
		.is_sent = options->is_sent,
		.is_uncertain_resent = options->is_uncertain_resent,
		.is_refused_resent = options->is_refused_resent,
		.out = options->is_quiet ? NULL : stdout,
	};

	if (options->only != NULL && !is_office_known(build, options->only))
		return EXIT_USAGE;
	fill_editions(build, options, &mail);
	fill_addresses(build, &mail);
	fill_settings(build, options, &mail);
	if (options->is_sent && !can_send(build, &mail))
		return EXIT_CONTENT;
	return mail_run(&mail, &build->arena, &build->diags, totals) ?
	    EXIT_FINE : EXIT_IO;
}

int
command_mail(const struct cli_options *options)
{
	struct build_options build_options = cli_build_options(options);
	struct cli_options quiet = *options;
	struct mail_totals totals = { 0 };
	int status = EXIT_CONTENT;
	struct build build;

	/* Warnings of the content were told when it was built. */
	quiet.is_quiet = true;
	build_init(&build, &build_options);
	if (build_open(&build)) {
		diags_drop_warnings(&build.diags);
		status = run(&build, options, &totals);
	}
	cli_report(&build, &quiet);
	if (!options->is_quiet && status != EXIT_USAGE)
		print_totals(&totals, options);
	build_release(&build);
	return status;
}
