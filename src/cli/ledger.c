/*
 * The commands that answer for deliveries: ledger and recall. In: ledger.db
 * in the output folder. Out: its rows, as lines or as JSON; or a row more.
 *
 * No row holds a stamp: it follows from the office and the secret that the
 * site has today, and who may not read the secret is told of none.
 */
#include "commands.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "fieldkit/build.h"
#include "fieldkit/content.h"
#include "fieldkit/deliver.h"
#include "fieldkit/json.h"
#include "fieldkit/ledger.h"
#include "fieldkit/strbuf.h"

#define TIME_CHARS 20

/* RFC 3339, in UTC. */
static void
format_time(int64_t seconds, char ret_text[TIME_CHARS + 1])
{
	time_t when = (time_t)seconds;
	struct tm parts;

	if (gmtime_r(&when, &parts) == NULL ||
	    strftime(ret_text, TIME_CHARS + 1, "%Y-%m-%dT%H:%M:%SZ",
	    &parts) == 0)
		strcpy(ret_text, "?");
}

/* The rows that were asked for, on their way to stdout. */
struct listing {
	const struct site *site;	/* that makes stamps, or NULL */
	const char *stamp;		/* of the rows wanted; NULL: of any */
	bool is_json;
};

/* What a changed row, or a server, may have made up. */
static void
print_shown(FILE *out, const char *text)
{
	struct strbuf shown = { 0 };

	diag_add_shown(&shown, text);
	fputs(strbuf_string(&shown), out);
	strbuf_release(&shown);
}

static void
print_line(const struct ledger_row *row, const char *stamp)
{
	const char *words[] = { row->kit, row->kind, row->edition,
		row->office, row->recipient, row->path, row->words, stamp };
	char when[TIME_CHARS + 1];
	size_t i;

	format_time(row->time, when);
	printf("%lld\t%s\t%s", (long long)row->number, when,
	    ledger_event_word(row->event));
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (words[i] != NULL) {
			putchar('\t');
			print_shown(stdout, words[i][0] != '\0' ? words[i] :
			    "-");
		}
	putchar('\n');
}

static void
print_json(const struct ledger_row *row, const char *stamp)
{
	const struct {
		const char *key, *value;
	} members[] = {
		{ "event", ledger_event_word(row->event) },
		{ "kit", row->kit }, { "kind", row->kind },
		{ "edition", row->edition }, { "office", row->office },
		{ "recipient", row->recipient }, { "path", row->path },
		{ "sha256", row->sha256 }, { "message_id", row->message_id },
		{ "words", row->words },
		{ "stamp", stamp != NULL ? stamp : "" },
	};
	char when[TIME_CHARS + 1];
	struct strbuf json = { 0 };
	size_t i;

	format_time(row->time, when);
	strbuf_add_char(&json, '{');
	json_add_number(&json, "number", row->number);
	json_add_member(&json, "time", when);
	for (i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		json_add_optional(&json, members[i].key, members[i].value);
	printf("%s}\n", strbuf_string(&json));
	strbuf_release(&json);
}

static void
print_row(void *context, const struct ledger_row *row)
{
	const struct listing *listing = context;
	char stamp[STAMP_CHARS + 1] = "";

	/* A notice brings no kit, and a release is nobody's copy. */
	if (listing->site != NULL && row->office[0] != '\0' &&
	    strcmp(row->kind, "kit") == 0)
		office_stamp(listing->site, row->office, stamp);
	if (listing->stamp != NULL && strcasecmp(listing->stamp, stamp) != 0)
		return;
	(listing->is_json ? print_json : print_line)(row,
	    listing->site != NULL ? stamp : NULL);
}

/* The site, where it makes stamps. What is wrong with the content is for
 * others to say. */
static const struct site *
stamping_site(struct build *build, const struct cli_options *options)
{
	struct content content;
	const struct site *site = NULL;
	char stamp[STAMP_CHARS + 1];
	struct diags unsaid;

	diags_init(&unsaid, &build->sources);
	if (content_scan(&content, &build->arena, &build->sources,
	    options->content_dir, &unsaid))
		site = site_load(&build->arena, &build->sources, &content,
		    &unsaid);
	content_release(&content);
	diags_release(&unsaid);
	return site != NULL && office_stamp(site, "", stamp) ? site : NULL;
}

static bool
verify(struct ledger *ledger, const struct cli_options *options,
    struct diags *diags)
{
	char head[DIGEST_HEX_CHARS + 1];
	int64_t count;

	if (!ledger_verify(ledger, diags, &count, head))
		return false;
	if (!options->is_quiet)
		printf("rows: %lld, all as they were written; the last is "
		    "%s\n", (long long)count, head);
	return true;
}

static bool
answer(struct ledger *ledger, const struct cli_options *options,
    struct build *build)
{
	struct diags *diags = &build->diags;
	struct listing listing = { .stamp = options->stamp,
		.is_json = options->format != DIAG_FORMAT_TEXT };
	const struct ledger_filter filter = {
		.recipient = options->recipient, .kit = options->kit,
		.office = options->office,
		.edition = options->edition_count > 0 ?
		    options->editions[0] : NULL,
		.is_current_only = options->is_current,
	};

	if (options->purged != NULL)
		return ledger_purge(ledger, options->purged, cli_time(options),
		    diags);
	if (options->has_verify)
		return verify(ledger, options, diags);
	listing.site = stamping_site(build, options);
	if (listing.stamp != NULL && listing.site == NULL) {
		diag_report(diags, DIAG_SECRET_MISSING, SOURCE_NOWHERE,
		    "nothing tells whose the stamp '%s' is: %s/site.yaml has "
		    "no 'kit: {stamp: true}' with a 'secret'; --content names "
		    "the folder that has them", listing.stamp,
		    options->content_dir);
		return false;
	}
	return ledger_list(ledger, &filter, print_row, &listing, diags);
}

int
command_ledger(const struct cli_options *options)
{
	struct build_options build_options = cli_build_options(options);
	struct ledger *ledger = NULL;
	struct build build;
	bool is_done;

	build_init(&build, &build_options);
	is_done = ledger_open(&ledger, arena_printf(&build.arena, "%s/%s",
	    options->output_dir, LEDGER_NAME), options->purged != NULL ?
	    LEDGER_WRITE : LEDGER_READ, &build.diags) &&
	    answer(ledger, options, &build);
	ledger_close(ledger);
	cli_report(&build, options);
	build_release(&build);
	return is_done ? EXIT_FINE : EXIT_IO;
}

/* A kit that is called back: where it lies, and who got it. */
struct recall {
	const char *kit;
	size_t built_count, holder_count;	/* or targets */
	FILE *out;
};

static void __attribute__((format(printf, 2, 3)))
tell(const struct recall *recall, const char *format, ...)
{
	struct strbuf line = { 0 };
	va_list args;

	if (recall->out == NULL)
		return;
	va_start(args, format);
	strbuf_vprintf(&line, format, args);
	va_end(args);
	print_shown(recall->out, strbuf_string(&line));
	fputc('\n', recall->out);
	strbuf_release(&line);
}

static void
note_built(void *context, const char *edition,
    const struct manifest_file *file)
{
	struct recall *recall = context;

	recall->built_count++;
	tell(recall, "built: %s/%s", edition, file->path);
}

static void
note_holder(void *context, const struct ledger_row *row)
{
	struct recall *recall = context;

	if (row->event == LEDGER_PUBLISHED) {
		recall->holder_count++;
		tell(recall, "published: %s, %s/%s", row->recipient,
		    row->edition, row->path);
	}
	if (row->event != LEDGER_SENT && row->event != LEDGER_SENDING &&
	    row->event != LEDGER_UNCERTAIN)
		return;
	recall->holder_count++;
	tell(recall, "%s: %s (%s), %s", row->event == LEDGER_SENT ?
	    "holds it" : "may hold it", row->recipient[0] != '\0' ?
	    row->recipient : "a forgotten recipient", row->office, row->path);
}

static bool
find_kit(struct ledger *ledger, struct recall *recall, struct build *build,
    const struct cli_options *options)
{
	const struct ledger_filter filter = { .kit = recall->kit,
		.kind = "kit", .is_current_only = true };

	if (!parcel_find_kit(options->output_dir, recall->kit, &build->arena,
	    note_built, recall, &build->diags) ||
	    !ledger_list(ledger, &filter, note_holder, recall, &build->diags))
		return false;
	if (recall->built_count + recall->holder_count > 0)
		return true;
	diag_report(&build->diags, DIAG_KIT_UNKNOWN, SOURCE_NOWHERE,
	    "no kit '%s' was built or sent; a kit's id stands on its cover "
	    "and at the foot of its pages", recall->kit);
	return false;
}

static bool
withdraw(struct ledger *ledger, const struct cli_options *options,
    struct build *build)
{
	const struct ledger_row row = {
		.time = cli_time(options), .event = LEDGER_WITHDRAWN,
		.recipient = "", .kit = options->operands[0],
		.kind = "recall", .edition = "", .office = "", .path = "",
		.sha256 = "", .message_id = "", .words = options->reason,
	};
	struct recall recall = { .kit = options->operands[0],
		.out = options->is_quiet ? NULL : stdout };

	if (!find_kit(ledger, &recall, build, options))
		return false;
	if (ledger_is_withdrawn(ledger, recall.kit)) {
		if (recall.out != NULL)
			printf("%s was withdrawn before\n", recall.kit);
		return true;
	}
	return ledger_add(ledger, &row, &build->diags);
}

int
command_recall(const struct cli_options *options)
{
	struct build_options build_options = cli_build_options(options);
	struct ledger *ledger = NULL;
	struct build build;
	bool is_done;

	if (options->reason == NULL || options->reason[0] == '\0') {
		fputs("fieldkit: recall needs --reason TEXT: those who hold "
		    "the kit are told why\n", stderr);
		return EXIT_USAGE;
	}
	build_init(&build, &build_options);
	is_done = ledger_open(&ledger, arena_printf(&build.arena, "%s/%s",
	    options->output_dir, LEDGER_NAME), LEDGER_WRITE, &build.diags) &&
	    withdraw(ledger, options, &build);
	ledger_close(ledger);
	cli_report(&build, options);
	build_release(&build);
	return is_done ? EXIT_FINE : EXIT_IO;
}
