/*
 * Users and passwords: found by name in the environment or in a file that
 * only its owner reads; refused otherwise, and never shown.
 */
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

#include "../../src/deliver/credentials.h"
#include "fieldkit/file.h"

struct fixture {
	char folder[32];
	char path[64];
	struct arena arena;
	struct diags diags;
};

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	strcpy(f->folder, "/tmp/credentials-XXXXXX");
	if (mkdtemp(f->folder) == NULL)
		return -1;
	snprintf(f->path, sizeof(f->path), "%s/secret", f->folder);
	diags_init(&f->diags, NULL);
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	unsetenv("FIELDKIT_HILL_2_USER");
	unsetenv("FIELDKIT_HILL_2_PASSWORD");
	unsetenv("FIELDKIT_HILL_2_HOST");
	unsetenv("FIELDKIT_HILL_2_CREDENTIALS");
	arena_release(&f->arena);
	diags_release(&f->diags);
	tree_remove(f->folder);
	free(f);
	return 0;
}

static bool
find(struct fixture *f, struct credentials *ret)
{
	return credentials_find(ret, &f->arena, "hill-2", "dav.example",
	    &f->diags);
}

static bool
find_in_file(struct fixture *f, const char *text, size_t len, mode_t mode,
    struct credentials *ret)
{
	FILE *file = fopen(f->path, "w");

	assert_non_null(file);
	fwrite(text, 1, len, file);
	fclose(file);
	chmod(f->path, mode);
	setenv("FIELDKIT_HILL_2_CREDENTIALS", f->path, 1);
	return find(f, ret);
}

/* The last message has this, and never the password. */
static void
assert_told(const struct fixture *f, const char *part)
{
	assert_true(f->diags.count > 0);
	assert_non_null(strstr(f->diags.items[f->diags.count - 1].message,
	    part));
	assert_null(strstr(f->diags.items[f->diags.count - 1].message,
	    "hunter2"));
}

static void
environment(void **state)
{
	struct fixture *f = *state;
	struct credentials found;

	assert_true(find(f, &found));
	assert_null(found.user);
	setenv("FIELDKIT_HILL_2_PASSWORD", "hunter2", 1);
	assert_false(find(f, &found));
	assert_told(f, "FIELDKIT_HILL_2_PASSWORD is set but "
	    "FIELDKIT_HILL_2_USER is not");
	setenv("FIELDKIT_HILL_2_USER", "ada", 1);
	assert_true(find(f, &found));
	assert_string_equal(found.user, "ada");
	assert_string_equal(found.password, "hunter2");
	credentials_forget(&found);
	assert_null(found.password);
	setenv("FIELDKIT_HILL_2_PASSWORD", "hunter2\r\nQUIT", 1);
	assert_false(find(f, &found));
	assert_told(f, "control characters");
}

static bool
find_for(struct fixture *f, const char *host)
{
	struct credentials found;

	return credentials_find(&found, &f->arena, "hill-2", host, &f->diags);
}

/* Whoever may write content may not send the password to another machine. */
static void
of_one_host(void **state)
{
	struct fixture *f = *state;
	const char *const others[] = { "dav.example.evil.example",
		"dav.exampl", "evil.example", "" };
	size_t i;

	setenv("FIELDKIT_HILL_2_USER", "ada", 1);
	setenv("FIELDKIT_HILL_2_PASSWORD", "hunter2", 1);
	assert_true(find_for(f, "evil.example"));
	setenv("FIELDKIT_HILL_2_HOST", "dav.example", 1);
	assert_true(find_for(f, "dav.example"));
	assert_true(find_for(f, "DAV.example"));
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		assert_false(find_for(f, others[i]));
		assert_told(f, "FIELDKIT_HILL_2_HOST");
	}
	setenv("FIELDKIT_HILL_2_HOST", "::1", 1);
	assert_true(find_for(f, "[::1]"));
	assert_true(find_for(f, "::1"));
	assert_false(find_for(f, "[::1%lo]"));
}

#define TEXT "# of the intranet\nuser: ada\r\npassword:  hunter2 : x\n"

static void
file(void **state)
{
	struct fixture *f = *state;
	struct credentials found;
	char link[80];

	assert_true(find_in_file(f, TEXT, strlen(TEXT), 0600, &found));
	assert_string_equal(found.user, "ada");
	assert_string_equal(found.password, "hunter2 : x");
	assert_false(find_in_file(f, TEXT, strlen(TEXT), 0640, &found));
	assert_told(f, "(mode 0640); 'chmod 600' it");
	assert_false(find_in_file(f, TEXT, strlen(TEXT), 0602, &found));
	assert_false(find_in_file(f, "user: ada\n", 10, 0600, &found));
	assert_told(f, "lacks a line");
	assert_false(find_in_file(f, "hunter2\n", 8, 0600, &found));
	assert_told(f, "neither");
	assert_false(find_in_file(f, "hosts: x\n", 9, 0600, &found));
	assert_told(f, "nor 'host: NAME'");
	assert_false(find_in_file(f, "user: ada\0x", 11, 0600, &found));
	assert_told(f, "NUL");
	snprintf(link, sizeof(link), "%s/link", f->folder);
	assert_int_equal(symlink(f->path, link), 0);
	setenv("FIELDKIT_HILL_2_CREDENTIALS", link, 1);
	assert_false(find(f, &found));
	assert_told(f, "is a link");
	setenv("FIELDKIT_HILL_2_CREDENTIALS", f->folder, 1);
	assert_false(find(f, &found));
	assert_told(f, "no plain file");
	setenv("FIELDKIT_HILL_2_CREDENTIALS", "/nowhere/at/all", 1);
	assert_false(find(f, &found));
	assert_told(f, "No such file");
	unlink(f->path);
	assert_int_equal(mkfifo(f->path, 0600), 0);
	setenv("FIELDKIT_HILL_2_CREDENTIALS", f->path, 1);
	assert_false(find(f, &found));
	assert_told(f, "no plain file");
}

static void
file_of_one_host(void **state)
{
	static const char text[] = TEXT "host: dav.example\r\n";
	struct fixture *f = *state;
	struct credentials found;

	assert_true(find_in_file(f, text, strlen(text), 0600, &found));
	assert_string_equal(found.password, "hunter2 : x");
	assert_false(find_for(f, "evil.example"));
	assert_told(f, "of 'hill-2' are for 'dav.example', and its address is "
	    "now at 'evil.example'");
	assert_told(f, f->path);
}

static void
too_long(void **state)
{
	struct fixture *f = *state;
	char *text = calloc(1, CREDENTIALS_MAX_BYTES + 2);
	struct credentials found;

	memset(text, '#', CREDENTIALS_MAX_BYTES + 1);
	assert_false(find_in_file(f, text, CREDENTIALS_MAX_BYTES + 1, 0600,
	    &found));
	assert_told(f, "too long");
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(environment, setup, teardown),
		cmocka_unit_test_setup_teardown(of_one_host, setup, teardown),
		cmocka_unit_test_setup_teardown(file, setup, teardown),
		cmocka_unit_test_setup_teardown(file_of_one_host, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(too_long, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
