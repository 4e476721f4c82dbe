/* A theme on disk: files and overrides, tokens, interface words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "fieldkit/limits.h"
#include "fieldkit/theme.h"

struct world {
	char folder[64];
	struct arena arena;
	struct sources sources;
	struct diags diags;
	struct theme theme;
};

static void
write_file(const struct world *world, const char *path, const char *bytes)
{
	char full[256], *slash;
	FILE *file;

	snprintf(full, sizeof(full), "%s/%s", world->folder, path);
	for (slash = strchr(full + strlen(world->folder) + 1, '/');
	    slash != NULL; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(full, 0777);
		*slash = '/';
	}
	file = fopen(full, "w");
	assert_non_null(file);
	fputs(bytes, file);
	assert_int_equal(fclose(file), 0);
}

static void
set_up(struct world *world)
{
	*world = (struct world){ .folder = "/tmp/fieldkit-test-XXXXXX" };
	assert_non_null(mkdtemp(world->folder));
	diags_init(&world->diags, &world->sources);
	write_file(world, "themes/plain/theme.yaml", "palette: {ink: black}\n");
	write_file(world, "themes/plain/i18n/en.yaml", "a: A\n");
}

static bool
load(struct world *world)
{
	char themes[80], content[80];

	snprintf(themes, sizeof(themes), "%s/themes", world->folder);
	snprintf(content, sizeof(content), "%s/content", world->folder);
	return theme_load(&world->theme, &world->arena, &world->sources,
	    arena_strdup(&world->arena, themes), "plain",
	    arena_strdup(&world->arena, content), &world->diags);
}

static void
tear_down(struct world *world)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -r %s", world->folder);
	assert_int_equal(system(command), 0);
	diags_release(&world->diags);
	sources_release(&world->sources);
	arena_release(&world->arena);
}

static void
test_files(void **state)
{
	struct world world;
	const struct theme_file *file;

	(void)state;
	set_up(&world);
	write_file(&world, "themes/plain/site/home.html", "old");
	write_file(&world, "themes/plain/site/.home.html.swp", "\x01");
	write_file(&world, "themes/plain/site/home.html~", "older");
	write_file(&world, "themes/plain/assets/dot.png", "\x89PNG\r\n");
	write_file(&world, "content/theme/site/home.html", "new");
	write_file(&world, "content/theme/site/parts/own.html", "own");
	assert_true(load(&world));
	assert_int_equal(world.theme.file_count, 5);
	file = theme_file_find(&world.theme, "site/home.html");
	assert_string_equal(file->bytes, "new");
	assert_true(file->is_override);
	assert_int_not_equal(file->file, 0);
	file = theme_file_find(&world.theme, "assets/dot.png");
	assert_int_equal(file->len, 6);
	assert_int_not_equal(file->file, 0);
	assert_false(file->is_override);
	assert_non_null(theme_file_find(&world.theme,
	    "site/parts/own.html"));
	assert_null(theme_file_find(&world.theme, "site/none.html"));
	tear_down(&world);
}

static void
test_tokens(void **state)
{
	struct world world;

	(void)state;
	set_up(&world);
	write_file(&world, "themes/plain/theme.yaml",
	    "palette:\n  accent: {base: '#0b57d0', soft: pink}\n"
	    "scale: {h1: 2rem}\nfaces: [{family: Serif}]\n");
	assert_true(load(&world));
	assert_int_equal(world.theme.token_count, 3);
	assert_string_equal(theme_token(&world.theme, "palette-accent-base"),
	    "#0b57d0");
	assert_string_equal(theme_token(&world.theme, "scale-h1"), "2rem");
	assert_null(theme_token(&world.theme, "palette-accent"));
	assert_int_equal(world.theme.faces->kind, YAML_SEQUENCE);
	tear_down(&world);
}

/* A theme that stands on another one, under the site's own files. */
static void
test_layers(void **state)
{
	struct world world;
	const struct theme_file *file;

	(void)state;
	set_up(&world);
	write_file(&world, "themes/plain/theme.yaml",
	    "extends: base\npalette: {ink: black}\n"
	    "dark: {palette: {ink: white}}\n"
	    "faces: {body: {any: [Upper]}}\n");
	write_file(&world, "themes/base/theme.yaml",
	    "palette: {ink: brown, paper: cream}\n"
	    "dark: {palette: {ink: gray, paper: night}}\n"
	    "faces: {body: {any: [Lower]}, mono: {any: [Mono]}}\n");
	write_file(&world, "themes/base/i18n/en.yaml", "a: Lower\nb: B\n");
	write_file(&world, "themes/base/site/home.html", "base");
	write_file(&world, "themes/base/site/case.html", "base");
	write_file(&world, "themes/plain/site/home.html", "plain");
	write_file(&world, "content/theme/site/home.html", "own");
	write_file(&world, "content/theme/theme.yaml",
	    "palette: {paper: white}\n");
	assert_true(load(&world));
	file = theme_file_find(&world.theme, "site/home.html");
	assert_string_equal(file->bytes, "own");
	assert_string_equal(file->below->bytes, "plain");
	assert_string_equal(theme_file_find(&world.theme,
	    "site/case.html")->bytes, "base");
	assert_int_equal(world.theme.token_count, 2);
	assert_string_equal(theme_token(&world.theme, "palette-ink"), "black");
	assert_string_equal(theme_token(&world.theme, "palette-paper"),
	    "white");
	assert_int_equal(world.theme.dark_count, 2);
	assert_string_equal(world.theme.dark[0].value, "white");
	assert_string_equal(world.theme.dark[1].value, "night");
	assert_int_equal(world.theme.faces->count, 2);
	assert_string_equal(yaml_find(yaml_find(world.theme.faces, "body"),
	    "any")->first_child->scalar, "Upper");
	assert_non_null(yaml_find(world.theme.faces, "mono"));
	tear_down(&world);
}

static void
test_layered_words(void **state)
{
	struct world world;
	const struct messages *english, *german;

	(void)state;
	set_up(&world);
	write_file(&world, "themes/plain/i18n/en.yaml", "a: A\nb: B\n");
	write_file(&world, "themes/plain/i18n/de.yaml", "a: AA\nb: BB\n");
	write_file(&world, "themes/plain/i18n/fr.yaml", "a: AAA\nb: BBB\n");
	write_file(&world, "content/theme/i18n/en.yaml", "c: C\nb: own\n");
	write_file(&world, "content/theme/i18n/de.yaml", "c: CC\n");
	assert_true(load(&world));
	english = theme_messages(&world.theme, "en", "en");
	german = theme_messages(&world.theme, "de", "en");
	assert_string_equal(message_format(english, &world.arena, "b", NULL,
	    0), "own");
	assert_string_equal(message_format(german, &world.arena, "b", NULL,
	    0), "BB");
	assert_string_equal(message_format(german, &world.arena, "c", NULL,
	    0), "CC");
	assert_string_equal(message_format(theme_messages(&world.theme, "fr",
	    "en"), &world.arena, "c", NULL, 0), "C");
	tear_down(&world);
}

/* The one diagnostic that loading gives. */
static void
expect_diag(struct world *world, const char *slug, const char *says)
{
	const struct diag *diag = world->diags.items;
	const struct diag_print_options options = { DIAG_FORMAT_TEXT, false };

	assert_false(load(world));
	diag = world->diags.items;
	if (world->diags.count != 1 ||
	    strcmp(diag_rule(diag->id)->slug, slug) != 0 ||
	    strstr(diag->message, says) == NULL)
		diags_print(&world->diags, &options, stderr);
	assert_int_equal(world->diags.count, 1);
	assert_string_equal(diag_rule(diag->id)->slug, slug);
	assert_non_null(strstr(diag->message, says));
	tear_down(world);
}

static void
expect_file_diag(const char *path, const char *bytes, const char *slug,
    const char *says)
{
	struct world world;

	set_up(&world);
	write_file(&world, path, bytes);
	expect_diag(&world, slug, says);
}

static void
test_refused_files(void **state)
{
	struct world world;
	char from[128], to[128];

	(void)state;
	set_up(&world);
	snprintf(to, sizeof(to), "%s/themes/plain/theme.yaml", world.folder);
	unlink(to);
	expect_diag(&world, "theme-missing", "theme.yaml");

	set_up(&world);
	snprintf(from, sizeof(from), "%s/themes/plain", world.folder);
	snprintf(to, sizeof(to), "%s/themes/other", world.folder);
	assert_int_equal(rename(from, to), 0);
	expect_diag(&world, "theme-missing", "'plain'");

	set_up(&world);
	snprintf(to, sizeof(to), "%s/themes/plain/passwd", world.folder);
	assert_int_equal(symlink("/etc/passwd", to), 0);
	expect_diag(&world, "file-kind", "passwd is a link");

	expect_file_diag("themes/plain/a/b/c/d/e/f/g/h/i", "x",
	    "limit-passed", "deep");
	expect_file_diag("themes/plain/site/home.html", "a\n b\xff",
	    "utf8-invalid", "0xff");
}

static void
test_refused_tokens(void **state)
{
	(void)state;
	expect_file_diag("themes/plain/theme.yaml", "a: '1; } b'\n",
	    "style-value", "token 'a'");
	expect_file_diag("themes/plain/theme.yaml", "A b: 1\n",
	    "slug-invalid", "'A b'");
	expect_file_diag("themes/plain/theme.yaml", "a: [1]\n",
	    "field-type", "list");
	expect_file_diag("themes/plain/theme.yaml", "a-b: 1\na: {b: 2}\n",
	    "value-duplicate", "'a-b'");
	expect_file_diag("themes/plain/theme.yaml", "just text\n",
	    "field-type", "map");
}

static const char *
format(const struct world *world, const char *lang, const char *key,
    const struct message_arg *args, uint32_t count)
{
	static struct arena arena;
	const struct messages *messages = theme_messages(&world->theme, lang,
	    "de");

	return message_format(messages, &arena, key, args, count);
}

static void
test_messages(void **state)
{
	struct message_arg args[] = {
		{ "who", "Anna", false, 0 }, { "n", "1", true, 1 },
	};
	struct world world;

	(void)state;
	set_up(&world);
	write_file(&world, "themes/plain/i18n/en.yaml",
	    "nav: {home: Home}\nplain: 'No {{braces}}'\n"
	    "kits: {pages: {one: '{n} page by {who}',\n"
	    "  other: '{n} pages by {who}'}}\n");
	write_file(&world, "themes/plain/i18n/de.yaml",
	    "nav: {home: Start}\nplain: Keine\n"
	    "kits: {pages: '{n} S.'}\n");
	write_file(&world, "themes/plain/i18n/pl.yaml",
	    "nav: {home: Strona}\nplain: ''\n"
	    "kits: {pages: {few: '{n} strony', other: '{n} stron'}}\n");
	assert_true(load(&world));
	assert_string_equal(format(&world, "en", "nav.home", NULL, 0), "Home");
	assert_string_equal(format(&world, "de-AT", "nav.home", NULL, 0),
	    "Start");
	assert_string_equal(format(&world, "ja", "nav.home", NULL, 0),
	    "Start");
	assert_string_equal(format(&world, "en", "plain", NULL, 0),
	    "No {braces}");
	assert_string_equal(format(&world, "en", "kits.pages", args, 2),
	    "1 page by Anna");
	args[1].number = 3;
	args[1].text = "3";
	assert_string_equal(format(&world, "en", "kits.pages", args, 2),
	    "3 pages by Anna");
	assert_string_equal(format(&world, "de", "kits.pages", args, 2),
	    "3 S.");
	assert_string_equal(format(&world, "pl", "kits.pages", args, 2),
	    "3 strony");
	assert_null(format(&world, "en", "kits", NULL, 0));
	assert_true(message_has(theme_messages(&world.theme, "en", "en"),
	    "nav.home"));
	assert_false(message_has(theme_messages(&world.theme, "en", "en"),
	    "nav"));
	assert_string_equal(messages_lang(theme_messages(&world.theme, "fr",
	    "fr")), "en");
	assert_int_equal(message_index(&world.theme, "none"), MESSAGE_NONE);
	tear_down(&world);
}

/* A value that ends in a full stop ends the sentence, too. */
static void
test_full_stops(void **state)
{
	struct message_arg args[] = {
		{ "day", "8 травня 2026 р.", false, 0 },
		{ "who", "Anna", false, 0 },
	};
	struct world world;

	(void)state;
	set_up(&world);
	write_file(&world, "themes/plain/i18n/en.yaml",
	    "ends: '{who} until {day}.'\ngoes: '{day}; {who}.'\n"
	    "more: 'Since {day}... {who}.'\n");
	assert_true(load(&world));
	assert_string_equal(format(&world, "en", "ends", args, 2),
	    "Anna until 8 травня 2026 р.");
	assert_string_equal(format(&world, "en", "goes", args, 2),
	    "8 травня 2026 р.; Anna.");
	assert_string_equal(format(&world, "en", "more", args, 2),
	    "Since 8 травня 2026 р.... Anna.");
	tear_down(&world);
}

static void
test_refused_messages(void **state)
{
	struct world world;
	char path[128];

	(void)state;
	expect_file_diag("themes/plain/i18n/de.yaml", "", "message-missing",
	    "message 'a' is missing in language 'de'");
	expect_file_diag("themes/plain/i18n/de.yaml", "a: A\nb: B\n",
	    "message-missing", "message 'b' is missing in language 'en'");
	expect_file_diag("themes/plain/i18n/de.yaml", "a: 'A {n}'\n",
	    "message-invalid", "{n}");
	expect_file_diag("themes/plain/i18n/en.yaml", "a: 'A {n'\n",
	    "message-invalid", "brace");
	expect_file_diag("themes/plain/i18n/en.yaml", "a: 'A } b'\n",
	    "message-invalid", "brace");
	expect_file_diag("themes/plain/i18n/en.yaml", "a: [b]\n",
	    "field-type", "list");
	set_up(&world);
	snprintf(path, sizeof(path), "%s/themes/plain/i18n/en.yaml",
	    world.folder);
	unlink(path);
	expect_diag(&world, "theme-missing", "i18n/en.yaml");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_tokens),
		cmocka_unit_test(test_layers),
		cmocka_unit_test(test_layered_words),
		cmocka_unit_test(test_refused_files),
		cmocka_unit_test(test_refused_tokens),
		cmocka_unit_test(test_messages),
		cmocka_unit_test(test_full_stops),
		cmocka_unit_test(test_refused_messages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
