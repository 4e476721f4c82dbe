/*
 * The command line. In: argv. Out: struct cli_options.
 * A table gives each option its name, kind and help; a command names the
 * options it takes, so `--help` and the parser cannot disagree.
 */
#include "options.h"

#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "fieldkit/date.h"
#include "fieldkit/pool.h"

enum option_kind {
	OPTION_FLAG, OPTION_STRING, OPTION_DATE, OPTION_THREADS,
	OPTION_FORMAT, OPTION_EDITION, OPTION_PORT, OPTION_COUNT
};

struct option_row {
	const char *name;
	char letter;			/* or 0 */
	enum option_kind kind;
	size_t offset;
	const char *argument;
	const char *help;
};

#define AT(member) offsetof(struct cli_options, member)

static const struct option_row rows[] = {
	{ "content", 0, OPTION_STRING, AT(content_dir), "DIR",
	    "the content folder (default: content)" },
	{ "output", 'o', OPTION_STRING, AT(output_dir), "DIR",
	    "the output folder (default: output)" },
	{ "themes", 0, OPTION_STRING, AT(themes_dir), "DIR",
	    "the folder of themes (default: themes, or the installed one)" },
	{ "edition", 'e', OPTION_EDITION, 0, "ID",
	    "only this edition; may be given several times" },
	{ "as-of", 0, OPTION_DATE, AT(as_of_days), "DATE",
	    "the day that dates are compared with (default: "
	    "SOURCE_DATE_EPOCH, else today)" },
	{ "drafts", 0, OPTION_FLAG, AT(has_drafts), NULL,
	    "build records without approval too, marked as drafts" },
	{ "jobs", 'j', OPTION_THREADS, AT(threads), "N",
	    "threads (default: the number of processors)" },
	{ "format", 0, OPTION_FORMAT, AT(format), "FORMAT",
	    "of messages: text, json (one object a line) or sarif" },
	{ "previous", 0, OPTION_STRING, AT(previous), "DIR",
	    "a copy of an earlier output folder, or of one edition in it: "
	    "campaign kits say what changed since" },
	{ "stage", 0, OPTION_STRING, AT(stage), "STAGE",
	    "what to print: tree, html or pages" },
	{ "target", 0, OPTION_STRING, AT(target), "NAME",
	    "the publishing target of site.yaml (default: its first)" },
	{ "port", 'p', OPTION_PORT, AT(port), "N",
	    "the port to listen on; 0 for any that is free (default: 8017, or "
	    "the next that is free)" },
	{ "open", 0, OPTION_FLAG, AT(opens_browser), NULL,
	    "open the preview in the browser" },
	{ "poll", 0, OPTION_FLAG, AT(has_polling), NULL,
	    "look for changes every second, for folders that tell of none" },
	{ "dry-run", 'n', OPTION_FLAG, AT(is_dry_run), NULL,
	    "print the plan and change nothing" },
	{ "rollback", 0, OPTION_FLAG, AT(has_rollback), NULL,
	    "point to the release before the current one, or to RELEASE" },
	{ "max-deletes", 0, OPTION_COUNT, AT(max_deletes), "N",
	    "files that may be gone with the release (default: half)" },
	{ "list", 0, OPTION_FLAG, AT(is_list), NULL,
	    "list the releases of the target" },
	{ "gate", 0, OPTION_FLAG, AT(has_gate), NULL,
	    "report every unmet need of a campaign as an error" },
	{ "exit-code", 0, OPTION_FLAG, AT(has_exit_code), NULL,
	    "exit with 1 where something differs" },
	{ "kit", 0, OPTION_STRING, AT(kit), "ID",
	    "only this kit, by its id; for diff also by its file's name" },
	{ "office", 0, OPTION_STRING, AT(office), "ID",
	    "only this office" },
	{ "recipient", 0, OPTION_STRING, AT(recipient), "ADDRESS",
	    "only rows of this address" },
	{ "stamp", 0, OPTION_STRING, AT(stamp), "STAMP",
	    "only rows of the office whose copies carry this stamp" },
	{ "current", 0, OPTION_FLAG, AT(is_current), NULL,
	    "only the last row of each delivery" },
	{ "verify", 0, OPTION_FLAG, AT(has_verify), NULL,
	    "check that no row was changed, removed or added by another hand" },
	{ "purge", 0, OPTION_STRING, AT(purged), "ADDRESS",
	    "forget this address; the rows stay, without it" },
	{ "reason", 0, OPTION_STRING, AT(reason), "TEXT",
	    "why; those who hold the kit are told" },
	{ "retire", 0, OPTION_FLAG, AT(retires), NULL,
	    "say what would break if the record were retired today" },
	{ "lang", 0, OPTION_STRING, AT(lang), "LANG",
	    "the language of the reasons, one of the theme's (default: en)" },
	{ "send", 0, OPTION_FLAG, AT(is_sent), NULL,
	    "send what is due, and note it in the ledger" },
	{ "only", 0, OPTION_STRING, AT(only), "OFFICE",
	    "only to this office" },
	{ "transport", 0, OPTION_STRING, AT(transport), "ADDRESS",
	    "smtp://HOST:PORT, smtps://HOST:PORT, sendmail:/PROGRAM or "
	    "maildir:FOLDER (default: mail.transport of site.yaml)" },
	{ "rate", 0, OPTION_COUNT, AT(rate), "N",
	    "messages a minute at most (default: mail.rate of site.yaml)" },
	{ "max-wait", 0, OPTION_COUNT, AT(max_wait), "SECONDS",
	    "how long to ask a server again that says \"later\" (default: "
	    "600)" },
	{ "resend-uncertain", 0, OPTION_FLAG, AT(is_uncertain_resent), NULL,
	    "send again what may have been sent" },
	{ "resend-refused", 0, OPTION_FLAG, AT(is_refused_resent), NULL,
	    "send again what was refused for good" },
	{ "quiet", 'q', OPTION_FLAG, AT(is_quiet), NULL,
	    "print nothing unless there are errors" },
	{ "help", 'h', OPTION_FLAG, AT(wants_help), NULL,
	    "print this" },
};

#define ROW_COUNT (sizeof(rows) / sizeof(rows[0]))

static bool
takes(const struct cli_command *command, const char *name)
{
	const char *word = command->options;
	size_t len = strlen(name);

	if (strcmp(name, "help") == 0)
		return true;
	while (word != NULL && *word != '\0') {
		if (strncmp(word, name, len) == 0 &&
		    (word[len] == ' ' || word[len] == '\0'))
			return true;
		word = strchr(word, ' ');
		if (word != NULL)
			word++;
	}
	return false;
}

static int usage(const struct cli_command *command, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static int
usage(const struct cli_command *command, const char *format, ...)
{
	va_list args;

	fputs("fieldkit: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fprintf(stderr, "; see 'fieldkit %s --help'\n", command->name);
	return EXIT_USAGE;
}

/* Digits and nothing else; false where it is more than `most`. */
static bool
read_number(const char *value, unsigned long most, int64_t *ret_number)
{
	char *end;
	unsigned long number;

	errno = 0;
	number = strtoul(value, &end, 10);
	if (errno != 0 || *value < '0' || *value > '9' || *end != '\0' ||
	    number > most)
		return false;
	*ret_number = (int64_t)number;
	return true;
}

static int
set_threads(struct cli_options *options, const struct cli_command *command,
    const char *value)
{
	int64_t threads;

	if (!read_number(value, 256, &threads) || threads == 0)
		return usage(command,
		    "-j takes a number from 1 to 256, not '%s'", value);
	options->threads = (unsigned)threads;
	return EXIT_FINE;
}

static int
set_port(struct cli_options *options, const struct cli_command *command,
    const char *value)
{
	int64_t port;

	if (!read_number(value, 65535, &port))
		return usage(command,
		    "--port takes a number from 0 to 65535, not '%s'", value);
	options->port = (int)port;
	return EXIT_FINE;
}

static int
set_count(const struct cli_command *command, const struct option_row *row,
    const char *value, int64_t *ret_count)
{
	if (read_number(value, INT32_MAX, ret_count))
		return EXIT_FINE;
	return usage(command, "--%s takes a number, not '%s'", row->name,
	    value);
}

static int
set_format(struct cli_options *options, const struct cli_command *command,
    const char *value)
{
	static const char *const names[] = {
		[DIAG_FORMAT_TEXT] = "text",
		[DIAG_FORMAT_JSON] = "json",
		[DIAG_FORMAT_SARIF] = "sarif",
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i], value) == 0) {
			options->format = (enum diag_format)i;
			return EXIT_FINE;
		}
	return usage(command,
	    "--format takes text, json or sarif, not '%s'", value);
}

static int
add_edition(struct cli_options *options, const struct cli_command *command,
    const char *value)
{
	if (options->edition_count == CLI_MAX_EDITIONS)
		return usage(command, "too many editions at '%s'", value);
	options->editions[options->edition_count++] = value;
	return EXIT_FINE;
}

static int
set_option(struct cli_options *options, const struct cli_command *command,
    const struct option_row *row, const char *value)
{
	char *place = (char *)options + row->offset;

	switch (row->kind) {
	case OPTION_FLAG:
		*(bool *)(void *)place = true;
		return EXIT_FINE;
	case OPTION_STRING:
		*(const char **)(void *)place = value;
		return EXIT_FINE;
	case OPTION_DATE:
		options->has_as_of = true;
		if (date_parse(value, strlen(value),
		    (int32_t *)(void *)place))
			return EXIT_FINE;
		return usage(command,
		    "a date is written 2026-11-22, not '%s'", value);
	case OPTION_THREADS:
		return set_threads(options, command, value);
	case OPTION_FORMAT:
		return set_format(options, command, value);
	case OPTION_EDITION:
		return add_edition(options, command, value);
	case OPTION_COUNT:
		return set_count(command, row, value,
		    (int64_t *)(void *)place);
	case OPTION_PORT:
		return set_port(options, command, value);
	}
	return EXIT_USAGE;
}

static const struct option_row *
find_row(const struct cli_command *command, const char *argument, size_t len)
{
	size_t i;

	for (i = 0; i < ROW_COUNT; i++) {
		bool is_long = strncmp(argument, "--", 2) == 0 &&
		    strlen(rows[i].name) == len - 2 &&
		    strncmp(argument + 2, rows[i].name, len - 2) == 0;
		bool is_short = rows[i].letter != 0 && argument[1] != '-' &&
		    argument[1] == rows[i].letter;

		if ((is_long || is_short) && takes(command, rows[i].name))
			return &rows[i];
	}
	return NULL;
}

/* One argument that starts with a hyphen; *next is what follows it. */
static int
refuse_option(const struct cli_command *command, const char *argument,
    size_t len)
{
	const char *names[ROW_COUNT], *meant = NULL;
	char word[64];
	size_t i, count = 0;

	for (i = 0; i < ROW_COUNT; i++)
		if (takes(command, rows[i].name))
			names[count++] = rows[i].name;
	if (len > 3 && len < sizeof(word) && argument[1] == '-') {
		memcpy(word, argument + 2, len - 2);
		word[len - 2] = '\0';
		meant = diag_nearest(word, names, count);
	}
	if (meant != NULL)
		return usage(command, "unknown option '%s', perhaps '--%s'",
		    argument, meant);
	return usage(command, "unknown option '%s'", argument);
}

static int
parse_option(struct cli_options *options, const struct cli_command *command,
    const char *argument, char **argv, int *next, int argc)
{
	const char *equals = argument[1] == '-' ? strchr(argument, '=') : NULL;
	size_t len = equals != NULL ? (size_t)(equals - argument) :
	    strlen(argument);
	const struct option_row *row = find_row(command, argument, len);
	const char *value = equals != NULL ? equals + 1 : NULL;

	if (row == NULL)
		return refuse_option(command, argument, len);
	if (row->kind == OPTION_FLAG) {
		if (value != NULL || (argument[1] != '-' && argument[2] != 0))
			return usage(command, "'%s' takes no value", argument);
	} else if (argument[1] != '-' && argument[2] != '\0') {
		value = argument + 2;
	} else if (value == NULL) {
		if (*next >= argc)
			return usage(command, "'%s' needs a value", argument);
		value = argv[(*next)++];
	}
	return set_option(options, command, row, value);
}

/* SOURCE_DATE_EPOCH (reproducible-builds.org), else the clock, in UTC. */
static int
default_clock(struct cli_options *options)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	long long seconds;
	char *end;

	if (epoch == NULL) {
		options->as_of_days = (int32_t)(time(NULL) / 86400);
		return EXIT_FINE;
	}
	errno = 0;
	seconds = strtoll(epoch, &end, 10);
	if (errno != 0 || *epoch == '\0' || *end != '\0' || seconds < 0 ||
	    seconds / 86400 > 3000000) {
		fprintf(stderr, "fieldkit: SOURCE_DATE_EPOCH takes seconds "
		    "since 1970, not '%s'\n", epoch);
		return EXIT_USAGE;
	}
	options->as_of_days = (int32_t)(seconds / 86400);
	options->has_as_of = true;
	return EXIT_FINE;
}

/* "themes" where there is one, else those installed beside the program:
 * <prefix>/bin/fieldkit and <prefix>/share/fieldkit/themes. */
static const char *
default_themes(struct cli_options *options)
{
	static const char beside[] = "/../share/fieldkit/themes";
	char *path = options->installed_themes;
	size_t room = sizeof(options->installed_themes) - sizeof(beside);
	ssize_t len;
	char *slash;

	if (access("themes", R_OK) == 0)
		return "themes";
	len = readlink("/proc/self/exe", path, room);
	if (len <= 0 || (size_t)len == room)
		return "themes";
	path[len] = '\0';
	slash = strrchr(path, '/');
	strcpy(slash != NULL ? slash : path, beside);
	return path;
}

static int
check_operands(const struct cli_options *options,
    const struct cli_command *command)
{
	if (options->wants_help)
		return EXIT_FINE;
	if (options->operand_count < command->min_operands)
		return usage(command, "the command takes %s",
		    command->operands);
	if (options->operand_count > command->max_operands)
		return usage(command, "too much on the command line: '%s'",
		    options->operands[command->max_operands]);
	return EXIT_FINE;
}

int
cli_parse(struct cli_options *ret_options, const struct cli_command *command,
    int argc, char **argv, int first)
{
	bool are_operands = false;
	int status, next = first;

	*ret_options = (struct cli_options){
		.content_dir = "content", .output_dir = "output",
		.threads = pool_default_threads(), .port = -1,
		.max_deletes = -1, .rate = -1, .max_wait = -1,
	};
	ret_options->themes_dir = default_themes(ret_options);
	status = default_clock(ret_options);
	while (status == EXIT_FINE && next < argc) {
		const char *argument = argv[next++];

		if (!are_operands && strcmp(argument, "--") == 0)
			are_operands = true;
		else if (!are_operands && argument[0] == '-' &&
		    argument[1] != '\0')
			status = parse_option(ret_options, command, argument,
			    argv, &next, argc);
		else if (ret_options->operand_count == CLI_MAX_OPERANDS)
			status = usage(command, "too many operands at '%s'",
			    argument);
		else
			ret_options->operands[ret_options->operand_count++] =
			    argument;
	}
	return status == EXIT_FINE ? check_operands(ret_options, command) :
	    status;
}

int64_t
cli_time(const struct cli_options *options)
{
	return options->has_as_of ? (int64_t)options->as_of_days * 86400 :
	    (int64_t)time(NULL);
}

bool
cli_wants_edition(const struct cli_options *options, const char *id)
{
	unsigned i;

	for (i = 0; i < options->edition_count; i++)
		if (strcmp(options->editions[i], id) == 0)
			return true;
	return options->edition_count == 0;
}

void
cli_command_help(const struct cli_command *command)
{
	size_t i;

	printf("Usage: fieldkit %s [OPTION]...%s%s\n\n%s\n\nOptions:\n",
	    command->name, command->operands[0] != '\0' ? " " : "",
	    command->operands, command->help);
	for (i = 0; i < ROW_COUNT; i++) {
		char name[40];

		if (!takes(command, rows[i].name))
			continue;
		snprintf(name, sizeof(name), "--%s%s%s", rows[i].name,
		    rows[i].argument != NULL ? " " : "",
		    rows[i].argument != NULL ? rows[i].argument : "");
		if (rows[i].letter != 0)
			printf("  -%c, %-16s %s\n", rows[i].letter, name,
			    rows[i].help);
		else
			printf("      %-16s %s\n", name, rows[i].help);
	}
}

void
cli_print_options(const struct cli_command *command, const char *before,
    const char *after)
{
	size_t i;

	for (i = 0; i < ROW_COUNT; i++)
		if (takes(command, rows[i].name))
			printf("%s%s%s", before, rows[i].name, after);
}
