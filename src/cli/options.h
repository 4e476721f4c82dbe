/*
 * options.h - the command line: one row per option, one per command.
 *
 * In: argc and argv. Out: a struct cli_options, or a usage error on stderr.
 */
#ifndef FIELDKIT_CLI_OPTIONS_H
#define FIELDKIT_CLI_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "fieldkit/diag.h"

/* Exit status. */
enum { EXIT_FINE = 0, EXIT_CONTENT = 1, EXIT_USAGE = 2, EXIT_IO = 3 };

#define CLI_MAX_EDITIONS 32
#define CLI_MAX_OPERANDS 1024

struct cli_options {
	const char *content_dir;
	const char *output_dir;
	const char *themes_dir;
	char installed_themes[4096];	/* where themes_dir may point */
	const char *stage;		/* dump --stage */
	const char *previous;		/* build */
	const char *lang;		/* explain --lang */
	const char *target;		/* publish */
	const char *kit, *office, *recipient, *stamp;	/* ledger */
	const char *purged;		/* ledger --purge */
	const char *reason;		/* recall */
	const char *only, *transport;	/* mail */
	const char *editions[CLI_MAX_EDITIONS];
	unsigned edition_count;
	const char *operands[CLI_MAX_OPERANDS];
	unsigned operand_count;
	int32_t as_of_days;
	int64_t max_deletes;		/* publish; -1: not given */
	int64_t rate, max_wait;		/* mail; -1: not given */
	int port;			/* serve; -1: not given */
	unsigned threads;
	enum diag_format format;
	bool has_as_of;			/* --as-of or SOURCE_DATE_EPOCH */
	bool has_drafts;
	bool has_polling;
	bool opens_browser;
	bool is_quiet;
	bool is_dry_run;
	bool has_rollback;
	bool is_list;
	bool has_gate;			/* coverage */
	bool retires;			/* explain */
	bool has_exit_code;		/* diff */
	bool is_current;		/* ledger */
	bool has_verify;
	bool is_sent;			/* mail */
	bool is_uncertain_resent, is_refused_resent;
	bool wants_help;
};

struct cli_command {
	const char *name;
	const char *operands;		/* "TYPE ID", or "" */
	unsigned min_operands, max_operands;
	const char *summary;		/* one line for `fieldkit --help` */
	const char *help;		/* a paragraph for `--help` */
	const char *options;		/* names of the options it takes, spaced */
	int (*run)(const struct cli_options *options);
};

/* Now, in seconds since 1970; the day of --as-of or SOURCE_DATE_EPOCH where
 * one is given. */
int64_t cli_time(const struct cli_options *options);

/* Reads argv[first …] for a command. Returns EXIT_FINE or EXIT_USAGE, after a
 * message on stderr. */
int cli_parse(struct cli_options *ret_options,
    const struct cli_command *command, int argc, char **argv, int first);
/* Whether an edition is one of those asked for, or none was. */
bool cli_wants_edition(const struct cli_options *options, const char *id);
/* `fieldkit COMMAND --help` on stdout. */
void cli_command_help(const struct cli_command *command);
/* The long names of the options that the command takes, on stdout, each
 * between two strings. */
void cli_print_options(const struct cli_command *command, const char *before,
    const char *after);

#endif
