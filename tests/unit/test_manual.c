/* The manual of themes: its examples compile, its tables are complete. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fieldkit/compose.h"
#include "fieldkit/strbuf.h"
#include "fieldkit/letter_style.h"
#include "fieldkit/style.h"

#define ROOT "<html xmlns='http://www.w3.org/1999/xhtml' " \
	"xmlns:k='https://fieldkit.example/template'><body>"

struct manual {
	char *text;
	struct arena arena;
	struct sources sources;
	struct diags diags;
	struct theme theme;
};

static char *
read_manual(void)
{
	FILE *file = fopen("themes/README.md", "r");
	struct strbuf text = { 0 };
	char line[1024];

	assert_non_null(file);
	while (fgets(line, sizeof(line), file) != NULL)
		strbuf_add_string(&text, line);
	fclose(file);
	return text.bytes;
}

static void
set_file(struct manual *manual, const char *name, const char *bytes)
{
	struct theme *theme = &manual->theme;
	uint32_t i = 0;

	while (i < theme->file_count && strcmp(theme->files[i].name, name) < 0)
		i++;
	if (i == theme->file_count || strcmp(theme->files[i].name, name) != 0) {
		struct theme_file *files = ARENA_ARRAY(&manual->arena,
		    struct theme_file, theme->file_count + 1);

		memcpy(files, theme->files, i * sizeof(*files));
		memcpy(files + i + 1, theme->files + i,
		    (theme->file_count - i) * sizeof(*files));
		theme->files = files;
		theme->file_count++;
	}
	theme->files[i] = (struct theme_file){
		.name = name, .path = name, .bytes = bytes,
		.len = strlen(bytes),
	};
	theme->files[i].file = source_add(&manual->sources, name, bytes,
	    theme->files[i].len);
}

static void
compile_example(struct manual *manual, const char *kind, const char *code)
{
	const struct diag_print_options options = { DIAG_FORMAT_TEXT, false };
	enum view_kind view = strcmp(kind, "kit") == 0 ? VIEW_KIT_CAMPAIGN :
	    strcmp(kind, "letter") == 0 ? VIEW_LETTER_KIT : VIEW_CAMPAIGN;
	const char *page = code;

	if (strcmp(kind, "part") == 0) {
		set_file(manual, "site/parts/example.html", code);
		return;
	}
	if (strcmp(kind, "page") != 0)
		page = arena_printf(&manual->arena, ROOT "%s</body></html>",
		    code);
	set_file(manual, view_template(view), page);
	if (template_compile(&manual->arena, &manual->theme, view,
	    &manual->diags) == NULL) {
		diags_print(&manual->diags, &options, stderr);
		fail_msg("this example does not compile:\n%s", code);
	}
}

__attribute__((format(printf, 1, 2)))
static void
shell(const char *format, ...)
{
	char command[512];
	va_list args;

	va_start(args, format);
	vsnprintf(command, sizeof(command), format, args);
	va_end(args);
	assert_int_equal(system(command), 0);
}

/* The files that a style sheet names. */
static void
lay_assets(const char *folder, const char *code)
{
	const char *at = code;
	char name[64];

	while ((at = strstr(at, "asset:")) != NULL) {
		at += strlen("asset:");
		assert_int_equal(sscanf(at, "%63[^\")]", name), 1);
		shell("echo > %s/content/theme/assets/%s", folder, name);
	}
}

/* A style sheet or a file of YAML as a site's own; `ours/…` as a theme's. */
static void
load_example(const char *name, const char *code)
{
	const struct diag_print_options options = { DIAG_FORMAT_TEXT, false };
	const bool is_theme = strncmp(name, "ours/", 5) == 0;
	struct arena arena = { 0 };
	struct sources sources = { 0 };
	struct diags diags;
	struct theme theme;
	char folder[] = "/tmp/fieldkit-manual-XXXXXX", path[128];
	FILE *file;

	diags_init(&diags, &sources);
	assert_non_null(mkdtemp(folder));
	shell("cd %s && mkdir -p themes/ours content/theme/assets "
	    "content/theme/i18n && ln -s \"$OLDPWD/themes/default\" themes",
	    folder);
	snprintf(path, sizeof(path), "%s/%s/%s", folder,
	    is_theme ? "themes" : "content/theme", name);
	file = fopen(path, "w");
	assert_non_null(file);
	assert_int_not_equal(fputs(code, file), EOF);
	assert_int_equal(fclose(file), 0);
	lay_assets(folder, code);
	if (theme_load(&theme, &arena, &sources,
	    arena_printf(&arena, "%s/themes", folder),
	    is_theme ? "ours" : "default",
	    arena_printf(&arena, "%s/content", folder), &diags)) {
		print_style_load(&arena, &theme, &diags);
		letter_style_load(&arena, &theme, &diags);
	}
	diags_print(&diags, &options, stderr);
	assert_int_equal(diags.count, 0);
	shell("rm -r %s", folder);
	diags_release(&diags);
	sources_release(&sources);
	arena_release(&arena);
}

static void
test_examples(void **state)
{
	struct manual manual = { .text = read_manual() };
	char *at = manual.text, *end, *code;
	int count = 0;

	(void)state;
	diags_init(&manual.diags, &manual.sources);
	assert_true(theme_load(&manual.theme, &manual.arena, &manual.sources,
	    "themes", "default", "/nonexistent", &manual.diags));
	while ((at = strstr(at, "```")) != NULL) {
		char kind[16] = "", name[32] = "";

		assert_int_not_equal(sscanf(at + 3, "%15s%31s", kind, name),
		    0);
		code = strchr(at, '\n') + 1;
		end = strstr(code, "```");
		assert_non_null(end);
		code = arena_copy(&manual.arena, code, (size_t)(end - code));
		if (strcmp(kind, "css") == 0)
			load_example("assets/own.css", code);
		else if (strcmp(kind, "yaml") == 0)
			load_example(name, code);
		else
			compile_example(&manual, kind, code);
		at = end + 3;
		count++;
	}
	assert_true(count >= 16);
	free(manual.text);
	diags_release(&manual.diags);
	sources_release(&manual.sources);
	arena_release(&manual.arena);
}

/* Every field of a schema of views has a row with its help. */
static void
expect_rows(const char *text, const struct schema *schema)
{
	char row[256];
	size_t i;

	for (i = 0; i < schema->field_count; i++) {
		const struct field *field = &schema->fields[i];

		snprintf(row, sizeof(row), " | %s |\n", field->help);
		if (strstr(text, row) == NULL)
			fail_msg("'%s' of a %s is not in the manual",
			    field->key, schema->singular);
		if (field->of != NULL && field->of->kind == SCHEMA_VIEW)
			expect_rows(text, field->of);
	}
}

static void
test_tables(void **state)
{
	char *text = read_manual();
	enum view_kind kind;

	(void)state;
	for (kind = 0; kind < VIEW_KIND_COUNT; kind++) {
		assert_non_null(strstr(text, view_template(kind)));
		expect_rows(text, view_schema(kind));
	}
	expect_rows(text, &schema_page_view);
	expect_rows(text, &schema_edition_view);
	expect_rows(text, &schema_kit_view);
	expect_rows(text, &schema_loop_view);
	free(text);
}

/* Every property of a print style has a row, as the program knows it. */
static void
test_properties(void **state)
{
	const struct style_property *property;
	char *text = read_manual(), row[512];
	size_t index = 0;

	(void)state;
	for (; (property = style_property_at(index)) != NULL; index++) {
		snprintf(row, sizeof(row), "| `%s` | %s | %s | %s |\n",
		    property->name, property->value,
		    property->is_inherited ? "yes" : "", property->help);
		if (strstr(text, row) == NULL)
			fail_msg("this row is not in the manual:\n%s", row);
	}
	free(text);
}

/* So is every property of letters named. */
static void
test_letter_properties(void **state)
{
	char *text = read_manual(), name[64];
	size_t index = 0;

	(void)state;
	for (; letter_style_property(index) != NULL; index++) {
		snprintf(name, sizeof(name), "`%s`",
		    letter_style_property(index));
		if (strstr(text, name) == NULL)
			fail_msg("%s is not in the manual", name);
	}
	assert_true(index > 20);
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_examples),
		cmocka_unit_test(test_tables),
		cmocka_unit_test(test_properties),
		cmocka_unit_test(test_letter_properties),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
