/*
 * The commands about record types: schema and new. In: a type's name. Out:
 * its JSON Schema, or a file to fill in; both from the schema tables. (`new
 * override` is about themes: override.c.)
 */
#include "commands.h"
#include "override.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fieldkit/file.h"
#include "fieldkit/limits.h"
#include "fieldkit/model.h"
#include "fieldkit/slug.h"
#include "fieldkit/strbuf.h"

static const struct schema *
find_schema(const char *name)
{
	int type;

	for (type = 0; type < RECORD_TYPE_COUNT; type++) {
		const struct schema *schema = record_schema(
		    (enum record_type)type);

		if (strcmp(schema->name, name) == 0)
			return schema;
	}
	return NULL;
}

/* Where the records of a type that is no folder stand. */
static int
refuse_list_type(const struct cli_options *options,
    const struct schema *schema)
{
	if (strcmp(schema->name, "site") == 0)
		fprintf(stderr, "fieldkit: the site is %s/%s; write there\n",
		    options->content_dir, schema->path);
	else
		fprintf(stderr, "fieldkit: %s are items of %s/%s; add yours "
		    "there\n", schema->name, options->content_dir,
		    schema->path);
	return EXIT_USAGE;
}

static int
refuse_id(const char *id)
{
	char *meant = mem_alloc(strlen(id) + 1);
	size_t len = 0, i;

	for (i = 0; id[i] != '\0'; i++) {
		char c = id[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			meant[len++] = c;
		else if (len > 0 && meant[len - 1] != '-' && id[i + 1] != '\0')
			meant[len++] = '-';
	}
	meant[len] = '\0';
	fprintf(stderr, "fieldkit: '%s' cannot be an id: use a-z, 0-9 and "
	    "hyphens, %d characters at most\n", id, LIMIT_ID_CHARS);
	if (slug_is_valid(meant, len))
		fprintf(stderr, "  = did you mean '%s'?\n", meant);
	free(meant);
	return EXIT_USAGE;
}

/* A record is one file; another form of it would be a second of its id. */
static bool
is_there(const char *folder, const char *id)
{
	static const char *const endings[] = { ".md", ".yaml", "/index.md",
		"/index.yaml" };
	bool is_so = false;
	size_t i;

	for (i = 0; i < sizeof(endings) / sizeof(endings[0]) && !is_so; i++) {
		struct strbuf path = { 0 };

		strbuf_printf(&path, "%s/%s%s", folder, id, endings[i]);
		is_so = access(strbuf_string(&path), F_OK) == 0;
		if (is_so)
			fprintf(stderr, "fieldkit: '%s' is there already; "
			    "nothing was written\n", strbuf_string(&path));
		strbuf_release(&path);
	}
	return is_so;
}

static int
unknown_type(const char *name)
{
	const char *names[RECORD_TYPE_COUNT];
	struct diag_print_options print = { .format = DIAG_FORMAT_TEXT };
	struct diags diags;
	int type;

	for (type = 0; type < RECORD_TYPE_COUNT; type++)
		names[type] = record_schema((enum record_type)type)->name;
	diags_init(&diags, NULL);
	diag_report(&diags, DIAG_TYPE_UNKNOWN, SOURCE_NOWHERE,
	    "there is no record type '%s'; 'fieldkit schema' lists them",
	    name);
	diag_suggest(&diags, name, names, RECORD_TYPE_COUNT);
	diags_print(&diags, &print, stderr);
	diags_release(&diags);
	return EXIT_USAGE;
}

int
command_schema(const struct cli_options *options)
{
	const struct schema *schema;
	int type;

	if (options->operand_count == 0) {
		for (type = 0; type < RECORD_TYPE_COUNT; type++)
			puts(record_schema((enum record_type)type)->name);
		return EXIT_FINE;
	}
	schema = find_schema(options->operands[0]);
	if (schema == NULL)
		return unknown_type(options->operands[0]);
	schema_write_json(schema, stdout);
	return EXIT_FINE;
}

static void
write_indent(struct strbuf *out, int depth, bool is_comment)
{
	if (is_comment)
		strbuf_add_string(out, "# ");
	strbuf_printf(out, "%*s", 2 * depth, "");
}

/* "# One of: service, software." for a field with words. */
static void
write_words(struct strbuf *out, const struct field *field, int depth,
    bool is_comment)
{
	size_t i;

	if (field->type != FIELD_ENUM || field->words == NULL)
		return;
	strbuf_printf(out, "%s%*s# %s:", is_comment ? "# " : "", 2 * depth,
	    "", field->is_list ? "Any of" : "One of");
	for (i = 0; field->words[i] != NULL; i++)
		strbuf_printf(out, "%s %s", i > 0 ? "," : "",
		    field->words[i]);
	strbuf_add_string(out, ".\n");
}

/* `key: [x]`, ready to be taken as it is: `%` alone is no YAML. */
static void
write_example(struct strbuf *out, const struct field *field)
{
	const char *quote = strchr("%@`", field->example[0]) != NULL ? "\"" :
	    "";

	strbuf_printf(out, field->is_list ? " [%s%s%s]\n" : " %s%s%s\n",
	    quote, field->example, quote);
}

static void
write_fields(struct strbuf *out, const struct schema *schema, int depth,
    bool is_comment)
{
	size_t i;

	for (i = 0; i < schema->field_count; i++) {
		const struct field *field = &schema->fields[i];
		bool is_optional = is_comment || !field->is_required;

		if (field->type == FIELD_MARKDOWN && field->is_common)
			continue;
		if (field->help != NULL)
			strbuf_printf(out, "%s%*s# %s\n",
			    is_comment ? "# " : "", 2 * depth, "",
			    field->help);
		write_words(out, field, depth, is_comment);
		write_indent(out, depth, is_optional);
		strbuf_printf(out, "%s:", field->key);
		if (field->type == FIELD_STRUCT && field->of != NULL) {
			strbuf_add_char(out, '\n');
			if (field->is_list) {
				write_indent(out, depth + 1, is_optional);
				strbuf_add_string(out, "-\n");
			}
			write_fields(out, field->of,
			    depth + 1 + field->is_list, is_optional);
		} else if (field->example != NULL && is_optional) {
			write_example(out, field);
		} else {
			strbuf_add_char(out, '\n');
		}
	}
}

/* Creates the file and its folder; never replaces one. */
static int
create_record(const char *folder, const char *path, const struct strbuf *text)
{
	int fd;

	if (mkdir(folder, 0777) != 0 && errno != EEXIST) {
		fprintf(stderr, "fieldkit: cannot make the folder '%s': %s\n",
		    folder, strerror(errno));
		return EXIT_IO;
	}
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (fd < 0 || !file_write_all(fd, text->bytes, text->len)) {
		fprintf(stderr, "fieldkit: cannot write '%s': %s\n", path,
		    strerror(errno));
		if (fd >= 0)
			close(fd);
		return errno == EEXIST ? EXIT_USAGE : EXIT_IO;
	}
	close(fd);
	return EXIT_FINE;
}

int
command_new(const struct cli_options *options)
{
	const struct schema *schema = find_schema(options->operands[0]);
	const char *id = options->operands[1];
	struct strbuf text = { 0 }, folder = { 0 }, path = { 0 };
	int status;

	if (strcmp(options->operands[0], "override") == 0)
		return command_new_override(options);
	if (schema == NULL)
		return unknown_type(options->operands[0]);
	if (schema->kind != SCHEMA_FOLDER)
		return refuse_list_type(options, schema);
	if (!slug_is_valid(id, strlen(id)))
		return refuse_id(id);
	strbuf_printf(&folder, "%s/%s", options->content_dir, schema->name);
	strbuf_printf(&path, "%s/%s.%s", strbuf_string(&folder), id,
	    schema->has_body ? "md" : "yaml");
	strbuf_add_string(&text, schema->has_body ? "---\n" : "");
	write_fields(&text, schema, 0, false);
	strbuf_add_string(&text, schema->has_body ?
	    "---\n\nWrite the text here.\n" : "");
	status = is_there(strbuf_string(&folder), id) ? EXIT_USAGE :
	    create_record(strbuf_string(&folder), strbuf_string(&path), &text);
	if (status == EXIT_FINE && !options->is_quiet)
		printf("%s\n", strbuf_string(&path));
	strbuf_release(&text);
	strbuf_release(&folder);
	strbuf_release(&path);
	return status;
}
