/*
 * The program. In: a command line. Out: what the command prints, and an exit
 * status: 0 fine, 1 content errors, 2 usage, 3 I/O or internal.
 */
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "fieldkit/build.h"

static int
print_help(FILE *out)
{
	size_t count, i;
	const struct cli_command *commands = cli_commands(&count);

	fputs("Usage: fieldkit COMMAND [OPTION]...\n\n"
	    "Builds field-readiness kits: YAML and Markdown in, one site and "
	    "its PDF kits\nout for each reader.\n\nCommands:\n", out);
	for (i = 0; i < count; i++)
		fprintf(out, "  %-10s %s\n", commands[i].name,
		    commands[i].summary);
	fputs("\n'fieldkit COMMAND --help' says more; 'man fieldkit' says "
	    "all.\n", out);
	return EXIT_FINE;
}

static const struct cli_command *
find_command(const char *name)
{
	size_t count, i;
	const struct cli_command *commands = cli_commands(&count);

	for (i = 0; i < count; i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

static void
refuse_command(const char *name)
{
	const char *names[64], *meant;
	size_t count, i;
	const struct cli_command *commands = cli_commands(&count);

	for (i = 0; i < count && i < sizeof(names) / sizeof(names[0]); i++)
		names[i] = commands[i].name;
	meant = diag_nearest(name, names, i);
	if (meant != NULL)
		fprintf(stderr, "fieldkit: there is no command '%s'; did you "
		    "mean '%s'?\n", name, meant);
	else
		fprintf(stderr, "fieldkit: there is no command '%s'; see "
		    "'fieldkit --help'\n", name);
}

int
main(int argc, char **argv)
{
	const struct cli_command *command;
	struct cli_options options;
	int status;

	if (argc < 2) {
		print_help(stderr);
		return EXIT_USAGE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
	    strcmp(argv[1], "help") == 0)
		return print_help(stdout);
	if (strcmp(argv[1], "--version") == 0) {
		puts("fieldkit " FIELDKIT_VERSION);
		return EXIT_FINE;
	}
	command = find_command(argv[1]);
	if (command == NULL) {
		refuse_command(argv[1]);
		return EXIT_USAGE;
	}
	status = cli_parse(&options, command, argc, argv, 2);
	if (status != EXIT_FINE)
		return status;
	if (options.wants_help) {
		cli_command_help(command);
		return EXIT_FINE;
	}
	status = command->run(&options);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		perror("fieldkit: standard output");
		return EXIT_IO;
	}
	return status;
}
