/* Units of src/base and src/doc: memory, buffers, digests, threads, trees. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "fieldkit/arena.h"
#include "fieldkit/diag.h"
#include "fieldkit/digest.h"
#include "fieldkit/doc.h"
#include "fieldkit/file.h"
#include "fieldkit/json.h"
#include "fieldkit/limits.h"
#include "fieldkit/pool.h"
#include "fieldkit/slug.h"
#include "fieldkit/strbuf.h"

static void
arena_memory_is_zeroed_and_aligned(void **state)
{
	static const size_t sizes[] = { 1, 3, 17, 1000, 20000, 70000, 200000 };
	struct arena arena = { 0 };
	size_t round, i, k;

	(void)state;
	for (round = 0; round < 20; round++)
		for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
			unsigned char *memory = arena_alloc(&arena, sizes[i]);

			assert_int_equal((uintptr_t)memory %
			    _Alignof(max_align_t), 0);
			for (k = 0; k < sizes[i]; k++)
				assert_int_equal(memory[k], 0);
			memset(memory, 0xff, sizes[i]);
		}
	arena_reset(&arena);
	assert_int_equal(*(char *)arena_alloc(&arena, 100), 0);
	arena_release(&arena);
	assert_null(arena.blocks);
	assert_non_null(arena_alloc(&arena, 0));	/* an empty arena too */
	arena_release(&arena);
}

static void
arena_strings_are_copies(void **state)
{
	struct arena arena = { 0 };
	char *long_string = arena_printf(&arena, "%0*d", 100000, 7);

	(void)state;
	assert_int_equal(strlen(long_string), 100000);
	assert_string_equal(arena_copy(&arena, "abcdef", 3), "abc");
	assert_string_equal(arena_printf(&arena, "%s-%d", "kit", 4), "kit-4");
	arena_release(&arena);
}

static void
strbuf_grows_and_stays_terminated(void **state)
{
	struct strbuf buffer = { 0 };
	int i;

	(void)state;
	assert_string_equal(strbuf_string(&buffer), "");
	for (i = 0; i < 10000; i++)
		strbuf_add_char(&buffer, (char)('a' + i % 26));
	assert_int_equal(buffer.len, 10000);
	assert_int_equal(strlen(buffer.bytes), 10000);
	strbuf_clear(&buffer);
	strbuf_printf(&buffer, "%s", "again");
	assert_string_equal(buffer.bytes, "again");
	strbuf_release(&buffer);
}

static void
json_strings_are_escaped(void **state)
{
	static const char raw[] = "a\"b\\c\n\x01 é";
	struct strbuf buffer = { 0 };

	(void)state;
	strbuf_add_json(&buffer, raw, strlen(raw));
	assert_string_equal(buffer.bytes, "\"a\\\"b\\\\c\\n\\u0001 é\"");
	strbuf_release(&buffer);
}

static void
json_members_are_joined_by_commas(void **state)
{
	struct strbuf json = { 0 };

	(void)state;
	strbuf_add_char(&json, '{');
	json_add_optional(&json, "none", NULL);
	json_add_optional(&json, "empty", "");
	json_add_member(&json, "brace", "{");
	json_add_number(&json, "least", INT64_MIN);
	json_add_key(&json, "inner");
	strbuf_add_char(&json, '{');
	json_add_optional(&json, "some", "\n");
	strbuf_add_char(&json, '}');
	json_add_key(&json, "bytes");
	json_add_bytes(&json, "a\xff\xc3\xa9\xc3", 5);
	strbuf_add_char(&json, '}');
	assert_string_equal(json.bytes, "{\"brace\":\"{\","
	    "\"least\":-9223372036854775808,\"inner\":{\"some\":\"\\n\"},"
	    "\"bytes\":\"a\uFFFD\u00E9\uFFFD\"}");
	strbuf_release(&json);
}

/* FIPS 180-4's example, and Crockford's alphabet. */
static void
digests_are_sha_256(void **state)
{
	unsigned char bytes[DIGEST_BYTES] = { 0xff, 0xff, 0xff, 0xff, 0xff };
	struct digest *digest = digest_new();
	char hex[DIGEST_HEX_CHARS + 1];
	char id[KIT_ID_CHARS + 1];

	(void)state;
	digest_add(digest, "abc", 3);
	digest_finish_hex(digest, hex);
	assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223"
	    "b00361a396177a9cb410ff61f20015ad");
	digest_of("", 0, hex);
	assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb924"
	    "27ae41e4649b934ca495991b7852b855");
	digest_kit_id(bytes, id);
	assert_string_equal(id, "ZZZZZZZZ");
	memset(bytes, 0, 4);
	bytes[4] = 33;
	digest_kit_id(bytes, id);
	assert_string_equal(id, "00000011");
	digest_free(digest);
}

static void
framed_pieces_do_not_run_together(void **state)
{
	char one[DIGEST_HEX_CHARS + 1], two[DIGEST_HEX_CHARS + 1];
	struct digest *digest = digest_new();

	(void)state;
	digest_add_string(digest, "ab");
	digest_add_string(digest, "c");
	digest_finish_hex(digest, one);
	digest_add_string(digest, "a");
	digest_add_string(digest, "bc");
	digest_finish_hex(digest, two);
	assert_string_not_equal(one, two);
	digest_free(digest);
}

static void
count_visit(void *context, unsigned worker, size_t i)
{
	unsigned char *visits = context;

	assert_true(worker < 4);
	visits[i]++;
}

static void
pool_visits_every_index_once(void **state)
{
	unsigned char visits[5000] = { 0 };
	size_t i;

	(void)state;
	pool_run(4, sizeof(visits), count_visit, visits);
	for (i = 0; i < sizeof(visits); i++)
		assert_int_equal(visits[i], 1);
	pool_run(4, 0, count_visit, visits);
}

static void
diagnostics_suggest_what_is_near(void **state)
{
	static const char *const keys[] = { "name", "summary", "partner" };
	struct diags diags;

	(void)state;
	diags_init(&diags, NULL);
	diag_report(&diags, DIAG_FIELD_UNKNOWN, SOURCE_NOWHERE, "'%s'", "x");
	diag_suggest(&diags, "nmae", keys, 3);
	assert_string_equal(diags.items[0].hint, "did you mean 'name'?");
	diag_report(&diags, DIAG_FIELD_UNKNOWN, SOURCE_NOWHERE, "y");
	diag_suggest(&diags, "colour", keys, 3);
	assert_null(diags.items[1].hint);
	diags_release(&diags);
}

static void
diagnostics_are_sorted_and_told_once(void **state)
{
	struct sources sources = { 0 };
	struct diags diags, more;
	struct source_pos late, early;

	(void)state;
	late.file = source_add(&sources, "b.yaml", "", 0);
	late.line = late.col = 1;
	early.file = source_add(&sources, "a.yaml", "", 0);
	early.line = 9;
	early.col = 2;
	diags_init(&diags, &sources);
	diags_init(&more, &sources);
	diag_report(&diags, DIAG_DATE_INVALID, late, "late");
	diag_report(&more, DIAG_REVIEW_DUE, early, "early");
	diag_report(&more, DIAG_DATE_INVALID, late, "late");
	diags_merge(&diags, &more);
	assert_int_equal(diags.errors, 2);
	diags_sort(&diags);
	assert_int_equal(diags.count, 2);
	assert_int_equal(diags.errors, 1);
	assert_int_equal(diags.warnings, 1);
	assert_string_equal(diags.items[0].message, "early");
	diags_release(&more);
	diags_release(&diags);
	sources_release(&sources);
}

static void
trees_are_walked_in_order(void **state)
{
	struct arena arena = { 0 };
	struct doc_node *root = doc_new(&arena, DOC_DIV, SOURCE_NOWHERE);
	struct doc_node *p = doc_add(&arena, root, DOC_P, SOURCE_NOWHERE);
	struct doc_iter iter;
	struct strbuf seen = { 0 };

	(void)state;
	doc_add_text(&arena, p, "a", 1, SOURCE_NOWHERE);
	doc_add_text(&arena, p, "b", 1, SOURCE_NOWHERE);
	doc_add(&arena, root, DOC_HR, SOURCE_NOWHERE);
	for (iter = doc_iter_start(root); doc_iter_next(&iter);)
		strbuf_printf(&seen, "%s%s ", iter.is_entering ? "" : "/",
		    iter.node->tag == DOC_TEXT ? iter.node->text :
		    doc_tag_name(iter.node->tag));
	assert_string_equal(seen.bytes, "div p ab /p hr /hr /div ");
	assert_string_equal(doc_plain_text(&arena, root), "ab");
	strbuf_release(&seen);
	arena_release(&arena);
}

static void
tree_digest(const struct doc_node *root, char ret_hex[DIGEST_HEX_CHARS + 1])
{
	struct digest *digest = digest_new();

	doc_digest(digest, root);
	digest_finish_hex(digest, ret_hex);
	digest_free(digest);
}

static void
tree_digests_see_content_but_not_places(void **state)
{
	const struct source_pos here = { 1, 2, 3 };
	char one[DIGEST_HEX_CHARS + 1], two[DIGEST_HEX_CHARS + 1];
	struct arena arena = { 0 };
	struct doc_node *root = doc_new(&arena, DOC_P, SOURCE_NOWHERE);
	struct doc_node *copy;

	(void)state;
	doc_add_text(&arena, root, "text", 4, here);
	doc_set(&arena, root, DOC_ATTR_TITLE, "title");
	copy = doc_clone(&arena, root);
	copy->pos = here;
	tree_digest(root, one);
	tree_digest(copy, two);
	assert_string_equal(one, two);
	doc_set(&arena, copy, DOC_ATTR_TITLE, "other");
	tree_digest(copy, two);
	assert_string_not_equal(one, two);
	arena_release(&arena);
}

static void
slugs_are_small_letters_digits_and_hyphens(void **state)
{
	char longest[LIMIT_ID_CHARS + 1];

	(void)state;
	memset(longest, 'a', sizeof(longest));
	assert_true(slug_is_valid("case-2a", 7));
	assert_true(slug_is_valid("a.de", 1));
	assert_true(slug_is_valid(longest, LIMIT_ID_CHARS));
	assert_false(slug_is_valid(longest, LIMIT_ID_CHARS + 1));
	assert_false(slug_is_valid("", 0));
	assert_false(slug_is_valid("-a", 2));
	assert_false(slug_is_valid("Case", 4));
	assert_false(slug_is_valid("a_b", 3));
	assert_false(slug_is_valid("\xc3\xa4", 2));
}

static void
folders_are_made_and_trees_removed(void **state)
{
	char root[] = "/tmp/test_base_XXXXXX", path[64], below[80];
	char hex[DIGEST_HEX_CHARS + 1], wanted[DIGEST_HEX_CHARS + 1];
	int64_t bytes;
	int fd;

	(void)state;
	assert_non_null(mkdtemp(root));
	snprintf(path, sizeof(path), "%s/a/b", root);
	assert_true(folder_make(path));
	assert_true(folder_make(path));
	snprintf(path, sizeof(path), "%s/a/b/file", root);
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
	assert_true(file_write_all(fd, "bytes", 5));
	close(fd);
	digest_of("bytes", 5, wanted);
	assert_true(file_hash(path, hex, &bytes));
	assert_string_equal(hex, wanted);
	assert_int_equal(bytes, 5);
	snprintf(below, sizeof(below), "%s/under", path);
	assert_false(folder_make(below));
	assert_int_equal(errno, ENOTDIR);
	snprintf(below, sizeof(below), "%s/link", root);
	assert_int_equal(symlink(path, below), 0);
	assert_false(file_hash(below, hex, &bytes));
	assert_false(file_hash(root, hex, &bytes));
	assert_true(tree_remove(below));
	assert_true(file_hash(path, hex, &bytes));
	assert_true(tree_remove(root));
	assert_int_equal(access(root, F_OK), -1);
	assert_true(tree_remove(root));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arena_memory_is_zeroed_and_aligned),
		cmocka_unit_test(arena_strings_are_copies),
		cmocka_unit_test(strbuf_grows_and_stays_terminated),
		cmocka_unit_test(json_strings_are_escaped),
		cmocka_unit_test(json_members_are_joined_by_commas),
		cmocka_unit_test(digests_are_sha_256),
		cmocka_unit_test(framed_pieces_do_not_run_together),
		cmocka_unit_test(pool_visits_every_index_once),
		cmocka_unit_test(diagnostics_suggest_what_is_near),
		cmocka_unit_test(diagnostics_are_sorted_and_told_once),
		cmocka_unit_test(trees_are_walked_in_order),
		cmocka_unit_test(tree_digests_see_content_but_not_places),
		cmocka_unit_test(folders_are_made_and_trees_removed),
		cmocka_unit_test(slugs_are_small_letters_digits_and_hyphens),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
