/*
 * YAML as a tree: positions, bounds, and words for what is wrong.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "fieldkit/limits.h"
#include "fieldkit/strbuf.h"
#include "fieldkit/yaml.h"

struct parse {
	struct arena arena;
	struct sources sources;
	struct diags diags;
	const struct yaml_node *root;
};

static void
parse_start(struct parse *parse, const char *text, size_t len)
{
	struct yaml_input input = { .bytes = text, .len = len,
		.first_line = 1 };

	*parse = (struct parse){ 0 };
	diags_init(&parse->diags, &parse->sources);
	input.file = source_add(&parse->sources, "a.yaml", text, len);
	parse->root = yaml_parse(&parse->arena, &input, &parse->diags);
}

static void
parse_end(struct parse *parse)
{
	diags_release(&parse->diags);
	sources_release(&parse->sources);
	arena_release(&parse->arena);
}

static const struct {
	const char *text;
	const char *found;		/* slug line:col part of the message */
} mistakes[] = {
	{ "name:Acme\nurl: x\n", "yaml-syntax 1:6 write 'name: '" },
	{ "name: Acme\nurl:x\nhq: DE\n", "yaml-syntax 2:5 write 'url: '" },
	{ "a: 1\n\tb: 2\n", "yaml-syntax 2:1 a tab" },
	{ "a:\n\t- x\n", "yaml-syntax 2:1 a tab" },
	{ "sum: Fast: and cheap\n", "yaml-syntax 1:10 write sum: \"" },
	{ "a: \"x\nb: 1\n", "yaml-syntax 1:4 the quote that opens here" },
	{ "a: [x, y\nb: 1\n", "yaml-syntax 1:4 opens here with '['" },
	{ "a: {x: 1\nb: 1\n", "yaml-syntax 1:4 opens here with '{'" },
	{ "a: 1\n b: 2\n", "yaml-syntax 2:2 in the same column" },
	{ "a: @x\n", "yaml-syntax 1:4 put it in quotes" },
	{ "a: \"x\" y\n", "yaml-syntax 1:6 ends the text" },
	{ "a: \"\\q\"\n", "yaml-syntax 1:5 backslash" },
	{ "a: - b\n", "yaml-syntax 1:4 below the key" },
	{ "a: | b\n c\n", "yaml-syntax 1:6 on the next line" },
	{ "a: *\n", "yaml-syntax 1:4 in quotes" },
	{ "a: b\nc\nd: e\n", "yaml-syntax 2:1 add the colon" },
	{ "? [a]\n: b\n", "yaml-syntax 1:3 a key is a word" },
	{ "a: 1\nb: 2\na: 3\n", "yaml-duplicate-key 3:1 in line 1" },
	{ "\xC3\xA9\xE2\x82\xAC: 1\n\xC3\xA9\xE2\x82\xAC: 2\n",
	  "yaml-duplicate-key 2:1 in line 1" },
	{ "a: {\xC3\xA9: 1, b: 2, b: 3}\n", "yaml-duplicate-key 1:17 line 1" },
	{ "x: &a {b: 1}\ny:\n  <<: *a\n", "yaml-merge-key 3:3 write its" },
	{ "a: *b\n", "yaml-alias 1:4 no '&b' stands above" },
	{ "a: &b [*b]\n", "yaml-alias 1:8 inside what it repeats" },
	{ "a: &b x\n*b : y\n", "yaml-alias 2:1 cannot be a key" },
	{ "a: !!str x\n", "yaml-tag 1:4 '!!str' is a tag" },
	{ "a: !own x\n", "yaml-tag 1:4 '!own' is a tag" },
	{ "a: !own [x]\n", "yaml-tag 1:4 '!own' is a tag" },
	{ "a: 1\n---\nb: 2\n", "yaml-documents 2:1 a second document" },
	{ "a: x\x01y\n", "utf8-invalid 1:5 U+0001" },
	{ "a: \xC3\xA9\xFF\n", "utf8-invalid 1:5 FF" },
	{ "a: \"\\0\"\n", "utf8-invalid 1:4 NUL" },
};

static void
says_what_is_wrong_and_where(void **state)
{
	size_t i, failed = 0;

	(void)state;
	for (i = 0; i < sizeof(mistakes) / sizeof(*mistakes); i++) {
		struct parse parse;
		const struct diag *diag;
		const char *part = strchr(mistakes[i].found, ' ') + 1;
		char place[64];

		parse_start(&parse, mistakes[i].text,
		    strlen(mistakes[i].text));
		assert_null(parse.root);
		assert_int_equal(parse.diags.count, 1);
		diag = &parse.diags.items[0];
		part = strchr(part, ' ') + 1;
		snprintf(place, sizeof(place), "%s %u:%u ",
		    diag_rule(diag->id)->slug, (unsigned)diag->pos.line,
		    (unsigned)diag->pos.col);
		if (strncmp(place, mistakes[i].found, strlen(place)) != 0 ||
		    strstr(diag->message, part) == NULL) {
			print_error("%sfound %s%s\nwanted %s\n",
			    mistakes[i].text, place, diag->message,
			    mistakes[i].found);
			failed++;
		}
		parse_end(&parse);
	}
	assert_int_equal(failed, 0);
}

static void
gives_a_tree_with_positions(void **state)
{
	static const char text[] = "\xEF\xBB\xBF# comment\r\n"
	    "name: Acme\r\n"
	    "\xC3\xA9\xC3\xA9: [no, '1.10']\r\n"
	    "body: |\r\n"
	    "  one\r\n"
	    "  two\r\n";
	struct parse parse;
	const struct yaml_node *node;

	(void)state;
	parse_start(&parse, text, sizeof(text) - 1);
	assert_non_null(parse.root);
	assert_int_equal(parse.root->count, 3);
	node = yaml_find(parse.root, "name");
	assert_string_equal(node->scalar, "Acme");
	assert_true(node->is_plain);
	assert_int_equal(node->key_pos.line, 2);
	assert_int_equal(node->pos.col, 7);
	node = yaml_find(parse.root, "\xC3\xA9\xC3\xA9");
	assert_int_equal(node->pos.line, 3);
	assert_int_equal(node->pos.col, 5);
	assert_string_equal(node->first_child->scalar, "no");
	assert_false(node->first_child->next->is_plain);
	node = yaml_find(parse.root, "body");
	assert_true(node->is_block);
	assert_string_equal(node->scalar, "one\ntwo\n");
	assert_null(yaml_find(parse.root, "none"));
	parse_end(&parse);
}

static void
repeats_what_an_anchor_marks(void **state)
{
	static const char text[] = "a: &x {b: 1}\nc: *x\nd: &x 2\ne: *x\n";
	struct parse parse;
	const struct yaml_node *node;

	(void)state;
	parse_start(&parse, text, sizeof(text) - 1);
	assert_non_null(parse.root);
	node = yaml_find(parse.root, "c");
	assert_int_equal(node->kind, YAML_MAPPING);
	assert_int_equal(node->pos.line, 2);
	assert_string_equal(node->key, "c");
	assert_string_equal(yaml_find(node, "b")->scalar, "1");
	assert_string_equal(yaml_find(parse.root, "e")->scalar, "2");
	parse_end(&parse);
}

static void
takes_nothing_for_nothing(void **state)
{
	static const char *const texts[] = { "", "\n", "# later\n", "---\n" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct parse parse;

		parse_start(&parse, texts[i], strlen(texts[i]));
		assert_null(parse.root);
		assert_int_equal(parse.diags.count, 0);
		parse_end(&parse);
	}
}

static void
assert_limit(const struct strbuf *text)
{
	struct parse parse;

	parse_start(&parse, text->bytes, text->len);
	assert_null(parse.root);
	assert_int_equal(parse.diags.count, 1);
	assert_int_equal(parse.diags.items[0].id, DIAG_LIMIT_PASSED);
	parse_end(&parse);
}

static void
stops_at_its_limits(void **state)
{
	struct strbuf text = { 0 };
	int i, j;

	(void)state;
	for (i = 0; i < 80000; i++)
		strbuf_add_char(&text, '[');
	assert_limit(&text);

	strbuf_clear(&text);
	for (i = 0; i < 100; i++)
		strbuf_add_string(&text, "- ");
	assert_limit(&text);

	strbuf_clear(&text);
	for (i = 0; i <= LIMIT_YAML_NODES; i++)
		strbuf_add_string(&text, "-\n");
	assert_limit(&text);

	strbuf_clear(&text);
	strbuf_add_string(&text, "a: &a [1,1,1,1,1,1,1,1,1,1]\n");
	for (i = 0; i < 8; i++) {
		strbuf_printf(&text, "%c: &%c [", 'b' + i, 'b' + i);
		for (j = 0; j < 10; j++)
			strbuf_printf(&text, "%s*%c", j > 0 ? ", " : "",
			    'a' + i);
		strbuf_add_string(&text, "]\n");
	}
	assert_limit(&text);

	strbuf_clear(&text);
	strbuf_add_string(&text, "a: '");
	for (i = 0; i <= LIMIT_YAML_SCALAR_BYTES; i++)
		strbuf_add_char(&text, 'x');
	strbuf_add_string(&text, "'\n");
	assert_limit(&text);

	strbuf_clear(&text);
	for (i = 0; i <= LIMIT_YAML_BYTES; i++)
		strbuf_add_char(&text, '\n');
	assert_limit(&text);
	strbuf_release(&text);
}

static void
warns_where_a_comment_cuts_a_value(void **state)
{
	static const char *const cut[] = { "a: Acme #1\n", "a: [x #1\n ]\n",
		"\xC3\xA9: \xC3\xA9\t#1\n" };
	static const char *const whole[] = { "a: Acme # 1\n", "a: x#1\n",
		"a: 'x #1'\n", "#1\na: x\n", "a: |\n  x #1\n", "a: x\n  #1\n" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cut) / sizeof(*cut); i++) {
		struct parse parse;

		parse_start(&parse, cut[i], strlen(cut[i]));
		assert_non_null(parse.root);
		assert_int_equal(parse.diags.warnings, 1);
		assert_int_equal(parse.diags.items[0].id, DIAG_YAML_COMMENT);
		parse_end(&parse);
	}
	for (i = 0; i < sizeof(whole) / sizeof(*whole); i++) {
		struct parse parse;

		parse_start(&parse, whole[i], strlen(whole[i]));
		assert_non_null(parse.root);
		assert_int_equal(parse.diags.count, 0);
		parse_end(&parse);
	}
}

static void
finds_duplicates_among_many_keys(void **state)
{
	struct strbuf text = { 0 };
	struct parse parse;
	int i;

	(void)state;
	for (i = 0; i < 5000; i++)
		strbuf_printf(&text, "k%d: 1\n", i);
	parse_start(&parse, text.bytes, text.len);
	assert_non_null(parse.root);
	assert_int_equal(parse.root->count, 5000);
	parse_end(&parse);
	strbuf_add_string(&text, "k17: 2\n");
	parse_start(&parse, text.bytes, text.len);
	assert_int_equal(parse.diags.count, 1);
	assert_int_equal(parse.diags.items[0].pos.line, 5001);
	assert_non_null(strstr(parse.diags.items[0].message, "line 18"));
	parse_end(&parse);
	strbuf_release(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_a_tree_with_positions),
		cmocka_unit_test(repeats_what_an_anchor_marks),
		cmocka_unit_test(takes_nothing_for_nothing),
		cmocka_unit_test(says_what_is_wrong_and_where),
		cmocka_unit_test(warns_where_a_comment_cuts_a_value),
		cmocka_unit_test(stops_at_its_limits),
		cmocka_unit_test(finds_duplicates_among_many_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
