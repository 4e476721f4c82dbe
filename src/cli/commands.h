/*
 * commands.h - what `fieldkit` can do: one row per command (commands.c), one
 * function per row. A command prints its data on stdout and messages on
 * stderr, and returns the exit status.
 */
#ifndef FIELDKIT_CLI_COMMANDS_H
#define FIELDKIT_CLI_COMMANDS_H

#include <stdio.h>

#include "options.h"

const struct cli_command *cli_commands(size_t *ret_count);

int command_build(const struct cli_options *options);
int command_check(const struct cli_options *options);
int command_clean(const struct cli_options *options);
int command_completion(const struct cli_options *options);
int command_coverage(const struct cli_options *options);
int command_diff(const struct cli_options *options);
int command_dump(const struct cli_options *options);
int command_explain(const struct cli_options *options);
int command_ledger(const struct cli_options *options);
int command_list(const struct cli_options *options);
int command_mail(const struct cli_options *options);
int command_new(const struct cli_options *options);
int command_publish(const struct cli_options *options);
int command_recall(const struct cli_options *options);
int command_schema(const struct cli_options *options);
int command_serve(const struct cli_options *options);

struct build;
struct build_options;
struct strbuf;

/* The build's options, from the command line's. */
struct build_options cli_build_options(const struct cli_options *options);
/* Whether what is printed there may be painted. */
bool cli_has_color(FILE *out);
/* Writes the text to stdout and releases it. */
void cli_print(struct strbuf *text);
/* Sorts and prints what was reported, with a line that counts it. */
void cli_report(struct build *build, const struct cli_options *options);

#endif
