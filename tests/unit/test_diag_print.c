/* Diagnostics as text, JSON and SARIF. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "fieldkit/diag.h"
#include "fieldkit/limits.h"

static struct sources sources;
static struct diags diags;

static uint32_t
start(const char *path, const char *text)
{
	diags_init(&diags, &sources);
	return source_add(&sources, path, text, strlen(text));
}

static char *
print(enum diag_format format, bool in_color)
{
	struct diag_print_options options = { format, in_color };
	FILE *out = tmpfile();
	size_t len;
	char *text;

	assert_non_null(out);
	diags_print(&diags, &options, out);
	len = (size_t)ftell(out);
	rewind(out);
	text = calloc(1, len + 1);
	assert_int_equal(fread(text, 1, len, out), len);
	fclose(out);
	return text;
}

static void
finish(void)
{
	diags_release(&diags);
	sources_release(&sources);
}

static void
assert_text(bool in_color, const char *wanted)
{
	char *text = print(DIAG_FORMAT_TEXT, in_color);

	assert_string_equal(text, wanted);
	free(text);
	finish();
}

#define AT(file, line, col) ((struct source_pos){ (file), (line), (col) })

static void
test_text(void **state)
{
	uint32_t file = start("in/a.yaml", "one: 1\nnaem: Acme\n");

	(void)state;
	diag_report(&diags, DIAG_FIELD_UNKNOWN, AT(file, 2, 1),
	    "there is no field '%s'", "naem");
	diag_hint(&diags, "did you mean 'name'?");
	diag_report(&diags, DIAG_RETIRED_PRODUCT, AT(file, 1, 6), "old");
	assert_text(false,
	    "in/a.yaml:2:1: error: there is no field 'naem' [field-unknown]\n"
	    "    2 | naem: Acme\n"
	    "      | ^\n"
	    "  = did you mean 'name'?\n"
	    "in/a.yaml:1:6: warning: old [retired-product]\n"
	    "    1 | one: 1\n"
	    "      |      ^\n");
}

static void
test_places(void **state)
{
	uint32_t file = start("a.yaml", "x");

	(void)state;
	diag_report(&diags, DIAG_SITE_MISSING, SOURCE_NOWHERE, "nowhere");
	diag_report(&diags, DIAG_IO_FAILED, AT(file, 0, 0), "the file");
	diag_report(&diags, DIAG_IO_FAILED, AT(file, 1, 2), "behind the end");
	diag_report(&diags, DIAG_IO_FAILED, AT(file, 9, 1), "no such line");
	assert_text(false,
	    "fieldkit: error: nowhere [site-missing]\n"
	    "a.yaml: error: the file [io-failed]\n"
	    "a.yaml:1:2: error: behind the end [io-failed]\n"
	    "    1 | x\n"
	    "      |  ^\n"
	    "a.yaml:9:1: error: no such line [io-failed]\n");
}

static void
test_color(void **state)
{
	uint32_t file = start("a", "x");

	(void)state;
	diag_report(&diags, DIAG_ID_INVALID, AT(file, 1, 1), "m");
	assert_text(true, "\033[1ma:1:1: \033[1;31merror: \033[0mm "
	    "[id-invalid]\n    1 | x\n      | \033[1;32m^\033[0m\n");
}

static void
test_columns(void **state)
{
	uint32_t file = start("a", "\ta\t日本e\xcc\x81\x62<");

	(void)state;
	diag_report(&diags, DIAG_HTML_RAW, AT(file, 1, 8), "m");
	assert_text(false, "a:1:8: error: m [html-raw]\n"
	    "    1 |         a       日本e\xcc\x81\x62<\n"
	    "      |                      ^\n");
}

static void
test_harmful_characters(void **state)
{
	uint32_t file = start("a\x1b[2J", "\x1b[31mx\xff\xe2\x80\xaey");

	(void)state;
	diag_report(&diags, DIAG_UTF8_INVALID, AT(file, 1, 6), "m\a\nn");
	assert_text(false, "a\uFFFD[2J:1:6: error: m\uFFFD\uFFFDn "
	    "[utf8-invalid]\n    1 | \uFFFD[31mx\uFFFD\uFFFDy\n"
	    "      |      ^\n");
}

/* A line of `len` letters with one X at column `col`. */
static void
check_long_line(size_t len, uint32_t col, const char *wanted_start,
    const char *wanted_end, unsigned wanted_caret)
{
	char *line = malloc(len + 1), *text, *quoted, *end, *caret;
	uint32_t file;

	memset(line, 'a', len);
	line[len] = '\0';
	line[col - 1] = 'X';
	file = start("a", line);
	diag_report(&diags, DIAG_HTML_RAW, AT(file, 1, col), "m");
	text = print(DIAG_FORMAT_TEXT, false);
	quoted = strstr(text, "| ") + 2;
	end = strchr(quoted, '\n');
	caret = strstr(end, "| ") + 2;
	assert_memory_equal(quoted, wanted_start, strlen(wanted_start));
	assert_memory_equal(end - strlen(wanted_end), wanted_end,
	    strlen(wanted_end));
	assert_int_equal(strchr(caret, '^') - caret, wanted_caret);
	/* The ellipsis is one column and three bytes. */
	if (wanted_start[0] != 'a')
		quoted += 2;
	assert_int_equal(quoted[wanted_caret], 'X');
	free(text);
	free(line);
	finish();
}

static void
test_long_lines(void **state)
{
	(void)state;
	check_long_line(100, 90, "aaa", "aaa", 89);
	check_long_line(300, 10, "aaa", "a…", 9);
	check_long_line(300, 150, "…a", "a…", 51);
	check_long_line(300, 300, "…a", "aX", 100);
	check_long_line(100000, 16000, "…a", "a…", 51);
	check_long_line(100000, 20000, "…a", "a…", 51);
	check_long_line(100000, 100000, "…a", "aX", 100);
}

static void
test_errors_printed(void **state)
{
	uint32_t file = start("a", "x"), i;
	char *text, *at;
	size_t lines = 0;

	(void)state;
	for (i = 0; i < LIMIT_ERRORS_PRINTED + 5; i++)
		diag_report(&diags, DIAG_ID_INVALID, AT(file, 0, 0), "%u", i);
	text = print(DIAG_FORMAT_TEXT, false);
	for (at = text; (at = strchr(at, '\n')) != NULL; at++)
		lines++;
	assert_int_equal(lines, LIMIT_ERRORS_PRINTED);
	free(text);
	finish();
}

static void
test_nothing(void **state)
{
	char *text;

	(void)state;
	start("a", "x");
	text = print(DIAG_FORMAT_TEXT, false);
	assert_string_equal(text, "");
	free(text);
	text = print(DIAG_FORMAT_JSON, false);
	assert_string_equal(text, "");
	free(text);
	finish();
}

static void
test_json(void **state)
{
	uint32_t file = start("a\xff.yaml", "x");
	char *text;

	(void)state;
	diag_report(&diags, DIAG_ID_INVALID, AT(file, 3, 4), "say \"%s\"",
	    "a\\b");
	diag_hint(&diags, "h");
	diag_report(&diags, DIAG_REVIEW_DUE, SOURCE_NOWHERE, "m");
	text = print(DIAG_FORMAT_JSON, true);
	assert_string_equal(text,
	    "{\"file\":\"a\uFFFD.yaml\",\"line\":3,\"col\":4,"
	    "\"severity\":\"error\",\"slug\":\"id-invalid\","
	    "\"message\":\"say \\\"a\\\\b\\\"\",\"hint\":\"h\"}\n"
	    "{\"file\":null,\"line\":null,\"col\":null,"
	    "\"severity\":\"warning\",\"slug\":\"review-due\","
	    "\"message\":\"m\",\"hint\":null}\n");
	free(text);
	finish();
}

static void
test_sarif(void **state)
{
	uint32_t file = start("in/ä b.yaml", "x");
	json_t *sarif, *run, *result, *place, *rule;
	char *text;
	const char *message;

	(void)state;
	diag_report(&diags, DIAG_REVIEW_DUE, AT(file, 3, 4), "m");
	diag_hint(&diags, "h");
	diag_report(&diags, DIAG_SITE_MISSING, SOURCE_NOWHERE, "n");
	text = print(DIAG_FORMAT_SARIF, false);
	sarif = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(sarif);
	assert_string_equal(json_string_value(json_object_get(sarif,
	    "version")), "2.1.0");
	run = json_array_get(json_object_get(sarif, "runs"), 0);
	assert_int_equal(json_array_size(json_object_get(run, "results")), 2);
	result = json_array_get(json_object_get(run, "results"), 0);
	message = json_string_value(json_object_get(json_object_get(result,
	    "message"), "text"));
	assert_string_equal(message, "m (h)");
	assert_string_equal(json_string_value(json_object_get(result,
	    "level")), "warning");
	place = json_object_get(json_array_get(json_object_get(result,
	    "locations"), 0), "physicalLocation");
	assert_string_equal(json_string_value(json_object_get(
	    json_object_get(place, "artifactLocation"), "uri")),
	    "in/%C3%A4%20b.yaml");
	place = json_object_get(place, "region");
	assert_int_equal(json_integer_value(json_object_get(place,
	    "startLine")), 3);
	assert_int_equal(json_integer_value(json_object_get(place,
	    "startColumn")), 4);
	rule = json_array_get(json_object_get(json_object_get(
	    json_object_get(run, "tool"), "driver"), "rules"), (size_t)
	    json_integer_value(json_object_get(result, "ruleIndex")));
	assert_string_equal(json_string_value(json_object_get(rule, "id")),
	    "review-due");
	assert_null(json_object_get(json_array_get(json_object_get(run,
	    "results"), 1), "locations"));
	json_decref(sarif);
	free(text);
	finish();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_color),
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_harmful_characters),
		cmocka_unit_test(test_long_lines),
		cmocka_unit_test(test_errors_printed),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_sarif),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
