/*
 * The commands that build, check and show. In: parsed options. Out: what they
 * print; the stages do the work.
 */
#include "commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fieldkit/build.h"
#include "fieldkit/strbuf.h"

#define CONTENT_OPTIONS "content themes as-of drafts jobs format quiet"

static const struct cli_command commands[] = {
	{ "build", "", 0, 0, "build every edition: sites and kits",
	    "Builds every edition of the content under the output folder: "
	    "site/, kits/\nand manifest.json. Nothing is written while an "
	    "error stands; a second run\nwrites only what changed. With "
	    "--previous, a copy of an earlier output folder,\neach campaign "
	    "kit has a page of what changed for its reader since.",
	    CONTENT_OPTIONS " output edition previous", command_build },
	{ "check", "", 0, 0, "check content and theme, build nothing",
	    "Reads content and theme and reports every mistake in one run, "
	    "with file, line\nand column. Exit status 1 when there are "
	    "errors.",
	    CONTENT_OPTIONS, command_check },
	{ "clean", "", 0, 0, "remove what was built",
	    "Removes the files that the manifests under the output folder "
	    "own, and nothing\nelse.",
	    "output quiet", command_clean },
	{ "completion", "SHELL", 1, 1, "print completions for a shell",
	    "Prints a script that lets a shell (bash, fish or zsh) complete "
	    "commands and\noptions, to be put where the shell looks for "
	    "completions.",
	    "", command_completion },
	{ "coverage", "", 0, 0, "show what campaigns lack at their offices",
	    "Prints, for every edition of an alliance reader, how ready each "
	    "campaign is at\neach of its offices, what is missing, what ends "
	    "soon, and what to ask for next.\nWith --gate, a campaign whose "
	    "'needs' are not met is an error. --format json\nprints one "
	    "object an edition.",
	    "content as-of drafts jobs edition format gate quiet",
	    command_coverage },
	{ "diff", "OLD NEW", 2, 2, "say what two builds tell differently",
	    "Compares two builds of an edition, or of all in two output "
	    "folders: which kits\nsay something else, in the words of the "
	    "trade, and which pages are new, gone or\nchanged. OLD and NEW "
	    "are folders or their manifest.json. Exit status 0, also where\n"
	    "they differ, unless --exit-code asks for 1 then; 3 where they "
	    "cannot be compared.",
	    "edition kit office format exit-code quiet", command_diff },
	{ "dump", "OUTPUT...", 1, CLI_MAX_OPERANDS,
	    "print outputs at a stage",
	    "Prints an output, named as 'fieldkit list' does, at a stage on "
	    "its way: the\ndocument tree, the HTML of a page, or the laid-out "
	    "pages of a kit. Each of\nseveral follows a line '==> OUTPUT <=='; "
	    "those of an edition are named together.",
	    CONTENT_OPTIONS " stage", command_dump },
	{ "explain", "OUTPUT | RECORD | STAMP | CAMPAIGN OFFICE", 1, 2,
	    "say what an output is made of, where a record goes, or why",
	    "For an output, named as 'fieldkit list' does: its template, the "
	    "lines of content that\nstand in it, record by record, and for a "
	    "built kit what its bytes are spent on.\nFor a record, such as "
	    "partners/acme: every output that shows it or hangs on it, of\n"
	    "all editions or those asked for. With --retire, what would "
	    "follow if it expired\ntoday: references that lead nowhere, "
	    "places in campaigns and who takes them, cells\nof the coverage "
	    "that get worse, contacts lost, outputs that change.\n\n"
	    "For a stamp, the six characters at the foot of a kit's pages "
	    "that say whose copy it\nis: the office. 'fieldkit ledger "
	    "--stamp' then says what went there.\n\n"
	    "For a campaign and an office, such as campaigns/peak "
	    "offices/munich: the whole\ncomparison in the first edition "
	    "asked for, every solution and case study with\nits place in "
	    "each tier or the gate that kept it out.",
	    "content output themes edition as-of drafts jobs format retire "
	    "lang quiet", command_explain },
	{ "ledger", "", 0, 0, "show who got what, when and why",
	    "Prints what was sent, refused, held and withdrawn, from "
	    "ledger.db in the output\nfolder: a row a line, with tabs "
	    "between its number, time, event, kit, kind, edition,\noffice, "
	    "recipient, path, the server's words, and, where site.yaml asks "
	    "for stamps,\nthe stamp that the office's copies carry. --stamp "
	    "gives the rows of one of them.\n\n"
	    "--verify walks the chain of rows and prints the digest of the "
	    "last one: note it\nwhere nobody who can write the ledger can "
	    "write.",
	    "content output kit office recipient stamp edition current verify "
	    "purge format quiet",
	    command_ledger },
	{ "list", "", 0, 0, "list every output",
	    "Prints the path of every page and kit that a build makes, one a "
	    "line.",
	    CONTENT_OPTIONS " edition", command_list },
	{ "mail", "", 0, 0, "mail the offices what changed for them",
	    "Writes a finished message for every address of an office that "
	    "lacks a kit of its\nedition into the outbox under the output "
	    "folder. With --send the messages are\nsent instead, by "
	    "mail.transport of site.yaml, and the ledger notes what became "
	    "of\neach: a second run sends nothing twice. The last line "
	    "accounts for every recipient;\nthe exit status is 3 while one "
	    "of them lacks something.",
	    "content output edition as-of only send transport rate max-wait "
	    "resend-uncertain resend-refused quiet", command_mail },
	{ "new", "TYPE ID", 2, 2, "start a record, or a file of your own theme",
	    "Writes a record with its required fields to fill in and the "
	    "others as comments,\nsuch as 'fieldkit new partners acme'. TYPE "
	    "is partners, solutions, case-studies,\ncampaigns or offices; ID "
	    "a word of a-z, 0-9 and hyphens, the name of the file.\n\n"
	    "'fieldkit new override site/home.html' copies that file of the "
	    "theme to theme/ in\nthe content folder, to be changed for this "
	    "site, and notes what it was copied from.",
	    "content themes quiet", command_new },
	{ "publish", "[TARGET] [RELEASE]", 0, 2,
	    "put the editions where readers find them",
	    "Puts every built edition to a target of site.yaml's 'publish:' "
	    "(default: its first,\nelse published/ under the output folder), "
	    "as a release. Refuses an edition in\nwhich something started or "
	    "ended since it was built. Targets:\n\n"
	    "  file:FOLDER              a folder of this machine or a mount\n"
	    "  ssh://USER@HOST/FOLDER   the same on another machine, by rsync\n"
	    "  https://HOST/PATH/       a WebDAV server (http: on loopback)\n"
	    "  exec:/PATH/OF/PROGRAM    a program that is told the steps\n\n"
	    "No secret stands in site.yaml. For a target NAME, from the "
	    "environment:\n\n"
	    "  FIELDKIT_NAME_USER, FIELDKIT_NAME_PASSWORD\n"
	    "  FIELDKIT_NAME_CREDENTIALS  a file of mode 0600 with the lines\n"
	    "                             'user: X' and 'password: Y'\n"
	    "  FIELDKIT_NAME_CA           certificates to trust, of an intranet\n"
	    "  FIELDKIT_NAME_SSH_CONFIG   a configuration for ssh; without it, "
	    "your own\n\n"
	    "Exit status 3: the target or the way to it failed; what was "
	    "served is served.",
	    "content output edition as-of target dry-run max-deletes rollback list quiet",
	    command_publish },
	{ "recall", "KIT", 1, 1, "withdraw a kit",
	    "Marks a kit, by its id, as withdrawn in the ledger: no edition "
	    "that holds it leaves\nany more. Prints who got it.",
	    "output reason quiet", command_recall },
	{ "schema", "[TYPE]", 0, 1, "print the JSON Schema of a record type",
	    "Prints the JSON Schema (draft 2020-12) of a record type, for "
	    "editors and\nvalidators. Without a type, lists the types.",
	    "", command_schema },
	{ "serve", "", 0, 0, "show the editions in a browser as you write",
	    "Shows every edition at an address of this machine, follows every "
	    "change of content\nand themes, and shows mistakes over the page. "
	    "No edition is written; the output\nfolder keeps scaled pictures. Ends with Ctrl-C.",
	    "content themes output edition as-of drafts jobs port open poll quiet",
	    command_serve },
};

const struct cli_command *
cli_commands(size_t *ret_count)
{
	*ret_count = sizeof(commands) / sizeof(commands[0]);
	return commands;
}

struct build_options
cli_build_options(const struct cli_options *options)
{
	return (struct build_options){
		.content_dir = options->content_dir,
		.output_dir = options->output_dir,
		.themes_dir = options->themes_dir,
		.editions = options->editions,
		.edition_count = options->edition_count,
		.threads = options->threads,
		.clock = { options->as_of_days, options->has_drafts },
		.previous = options->previous,
	};
}

bool
cli_has_color(FILE *out)
{
	const char *term = getenv("TERM");
	const char *refused = getenv("NO_COLOR");

	return isatty(fileno(out)) && term != NULL &&
	    strcmp(term, "dumb") != 0 &&
	    (refused == NULL || refused[0] == '\0');
}

static const char *
plural(size_t count, const char *one, const char *many)
{
	return count == 1 ? one : many;
}

void
cli_print(struct strbuf *text)
{
	if (text->len > 0)
		fwrite(text->bytes, 1, text->len, stdout);
	strbuf_release(text);
}

void
cli_report(struct build *build, const struct cli_options *options)
{
	struct diags *diags = &build->diags;
	struct diag_print_options print = {
		.format = options->format, .in_color = cli_has_color(stderr),
	};

	if (options->is_quiet && diags->errors == 0)
		return;
	diags_sort(diags);
	diags_print(diags, &print, stderr);
	if (options->format != DIAG_FORMAT_TEXT || diags->count == 0)
		return;
	fprintf(stderr, "%zu %s, %zu %s\n", diags->errors,
	    plural(diags->errors, "error", "errors"), diags->warnings,
	    plural(diags->warnings, "warning", "warnings"));
}

static int
exit_status(enum build_status status)
{
	static const int statuses[] = {
		[BUILD_DONE] = EXIT_FINE, [BUILD_REJECTED] = EXIT_CONTENT,
		[BUILD_FAILED] = EXIT_IO,
	};

	return statuses[status];
}

int
command_build(const struct cli_options *options)
{
	struct build_options build_options = cli_build_options(options);
	enum build_status status = BUILD_REJECTED;
	struct build_totals totals = { 0 };
	struct build build;

	build_init(&build, &build_options);
	if (build_open(&build))
		status = build_editions(&build, &totals);
	cli_report(&build, options);
	if (status == BUILD_REJECTED)
		fprintf(stderr, "fieldkit: nothing was written\n");
	if (status == BUILD_DONE && !options->is_quiet)
		fprintf(stderr, "%u %s, %zu %s, %zu %s (%zu new): %zu files "
		    "written, %zu removed\n", totals.editions,
		    plural(totals.editions, "edition", "editions"),
		    totals.pages, plural(totals.pages, "page", "pages"),
		    totals.kits, plural(totals.kits, "kit", "kits"),
		    totals.rendered, totals.written, totals.removed);
	build_release(&build);
	return exit_status(status);
}

int
command_check(const struct cli_options *options)
{
	struct build_options build_options = cli_build_options(options);
	struct build build;
	bool is_good;

	build_init(&build, &build_options);
	is_good = build_open(&build);
	/* A site.yaml that could not be read names no theme. */
	if (build.model.site != NULL && is_given(&build.model.site->theme))
		is_good = build_check_theme(&build) && is_good;
	cli_report(&build, options);
	if (is_good && !options->is_quiet &&
	    options->format == DIAG_FORMAT_TEXT)
		fprintf(stderr, "%s: no errors\n", options->content_dir);
	build_release(&build);
	return is_good ? EXIT_FINE : EXIT_CONTENT;
}

int
command_list(const struct cli_options *options)
{
	struct build_options build_options = cli_build_options(options);
	struct strbuf out = { 0 };
	struct build build;
	bool is_good;

	build_init(&build, &build_options);
	is_good = build_open(&build);
	if (is_good)
		build_list(&build, &out);
	cli_report(&build, options);
	cli_print(&out);
	build_release(&build);
	return is_good ? EXIT_FINE : EXIT_CONTENT;
}

int
command_dump(const struct cli_options *options)
{
	static const char *const names[] = {
		[DUMP_TREE] = "tree", [DUMP_HTML] = "html",
		[DUMP_PAGES] = "pages",
	};
	struct build_options build_options = cli_build_options(options);
	enum build_status status = BUILD_REJECTED;
	struct strbuf out = { 0 };
	struct build build;
	int stage = DUMP_TREE;

	while (options->stage != NULL && stage <= DUMP_PAGES &&
	    strcmp(names[stage], options->stage) != 0)
		stage++;
	if (stage > DUMP_PAGES) {
		fprintf(stderr, "fieldkit: --stage takes tree, html or pages, "
		    "not '%s'\n", options->stage);
		return EXIT_USAGE;
	}
	build_init(&build, &build_options);
	if (build_open(&build))
		status = build_dump(&build, options->operands,
		    options->operand_count, (enum dump_stage)stage, &out);
	cli_report(&build, options);
	cli_print(&out);
	build_release(&build);
	return exit_status(status);
}
