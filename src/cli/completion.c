/*
 * Completion of the command line, for the shells that ask for it. In: the
 * tables of commands and options. Out: a script to be sourced, such as
 *
 *	fieldkit completion bash >/etc/bash_completion.d/fieldkit
 *
 * so a shell can never offer what the program does not take.
 */
#include "commands.h"

#include <stdio.h>
#include <string.h>

/* "build check …" */
static void
print_commands(void)
{
	size_t count, i;
	const struct cli_command *commands = cli_commands(&count);

	for (i = 0; i < count; i++)
		printf("%s%s", i > 0 ? " " : "", commands[i].name);
}

static void
print_bash(void)
{
	size_t count, i;
	const struct cli_command *commands = cli_commands(&count);

	printf("_fieldkit() {\n\tlocal word=${COMP_WORDS[COMP_CWORD]} words\n"
	    "\tif [ \"$COMP_CWORD\" = 1 ]; then words=\"");
	print_commands();
	printf("\"\n\telse case ${COMP_WORDS[1]} in\n");
	for (i = 0; i < count; i++) {
		printf("\t%s) words=\"", commands[i].name);
		cli_print_options(&commands[i], "--", " ");
		printf("\" ;;\n");
	}
	printf("\tesac; fi\n"
	    "\tCOMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n}\n"
	    "complete -o default -F _fieldkit fieldkit\n");
}

/* zsh understands bash's completions. */
static void
print_zsh(void)
{
	printf("#compdef fieldkit\nautoload -U +X bashcompinit && "
	    "bashcompinit\n");
	print_bash();
}

static void
print_fish(void)
{
	size_t count, i;
	const struct cli_command *commands = cli_commands(&count);

	for (i = 0; i < count; i++) {
		char before[128];

		printf("complete -c fieldkit -n __fish_use_subcommand -a %s "
		    "-d '%s'\n", commands[i].name, commands[i].summary);
		snprintf(before, sizeof(before), "complete -c fieldkit -n "
		    "'__fish_seen_subcommand_from %s' -l ",
		    commands[i].name);
		cli_print_options(&commands[i], before, "\n");
	}
}

int
command_completion(const struct cli_options *options)
{
	static const struct {
		const char *shell;
		void (*print)(void);
	} shells[] = {
		{ "bash", print_bash }, { "fish", print_fish },
		{ "zsh", print_zsh },
	};
	size_t i;

	for (i = 0; i < sizeof(shells) / sizeof(shells[0]); i++)
		if (strcmp(shells[i].shell, options->operands[0]) == 0) {
			shells[i].print();
			return EXIT_FINE;
		}
	fprintf(stderr, "fieldkit: completion is for bash, fish or zsh, not "
	    "'%s'\n", options->operands[0]);
	return EXIT_USAGE;
}
