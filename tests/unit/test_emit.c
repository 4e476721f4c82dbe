/* Units of src/emit: staging, commit, pruning, what is foreign, manifests. */
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

#include "fieldkit/emit.h"
#include "fieldkit/limits.h"
#include "fieldkit/strbuf.h"

struct fixture {
	char folder[64];
	struct arena arena;
	struct diags diags;
	struct emit emit;
	struct manifest_file files[8];
	struct manifest next;
};

static int
set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	strcpy(fixture->folder, "/tmp/fieldkit-emit-XXXXXX");
	assert_non_null(mkdtemp(fixture->folder));
	diags_init(&fixture->diags, NULL);
	fixture->next = (struct manifest){
		.generator = "fieldkit test", .edition = "field",
		.reader = "vendor-field", .as_of = "2026-11-22",
		.next_change = "", .files = fixture->files,
	};
	*state = fixture;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *fixture = *state;
	char command[128];

	snprintf(command, sizeof(command), "rm -rf %s", fixture->folder);
	assert_int_equal(system(command), 0);
	diags_release(&fixture->diags);
	arena_release(&fixture->arena);
	free(fixture);
	return 0;
}

static void
begin(struct fixture *fixture)
{
	fixture->next.count = 0;
	memset(fixture->files, 0, sizeof(fixture->files));
	assert_true(emit_begin(&fixture->emit, &fixture->arena,
	    fixture->folder, "field", &fixture->diags));
}

/* Paths are to be staged in the order of the manifest. */
static void
stage(struct fixture *fixture, const char *path, const char *text)
{
	struct manifest_file *file =
	    &fixture->files[fixture->next.count++];

	file->path = path;
	file->kind = "page";
	assert_true(emit_stage(&fixture->emit, file, text, strlen(text),
	    &fixture->diags));
}

static const char *
place(struct fixture *fixture, const char *path)
{
	return arena_printf(&fixture->arena, "%s/field/%s", fixture->folder,
	    path);
}

static const char *
read_back(struct fixture *fixture, const char *path)
{
	FILE *file = fopen(place(fixture, path), "r");
	char buffer[4096];
	size_t len;

	if (file == NULL)
		return NULL;
	len = fread(buffer, 1, sizeof(buffer), file);
	fclose(file);
	return arena_copy(&fixture->arena, buffer, len);
}

static struct emit_totals
commit(struct fixture *fixture)
{
	struct emit_totals totals;

	assert_true(emit_commit(&fixture->emit, &fixture->next,
	    &fixture->diags, &totals));
	return totals;
}

static void
nothing_is_there_before_the_commit(void **state)
{
	struct fixture *fixture = *state;

	begin(fixture);
	stage(fixture, "site/index.html", "hello");
	assert_null(read_back(fixture, "site/index.html"));
	emit_discard(&fixture->emit);
	assert_int_equal(access(fixture->emit.staging, F_OK), -1);
	assert_int_equal(access(place(fixture, ""), F_OK), -1);
}

static void
a_second_run_writes_nothing(void **state)
{
	struct fixture *fixture = *state;
	struct emit_totals totals;

	begin(fixture);
	stage(fixture, "site/a.html", "a");
	stage(fixture, "site/b.html", "b");
	totals = commit(fixture);
	assert_int_equal(totals.written, 2);
	assert_string_equal(read_back(fixture, "site/a.html"), "a");
	begin(fixture);
	stage(fixture, "site/a.html", "a");
	stage(fixture, "site/b.html", "changed");
	totals = commit(fixture);
	assert_int_equal(totals.written, 1);
	begin(fixture);
	stage(fixture, "site/a.html", "a");
	stage(fixture, "site/b.html", "changed");
	totals = commit(fixture);
	assert_int_equal(totals.written, 0);
	assert_int_equal(totals.removed, 0);
}

static void
what_is_made_no_more_is_removed(void **state)
{
	struct fixture *fixture = *state;
	struct emit_totals totals;

	begin(fixture);
	stage(fixture, "site/gone/deep/index.html", "x");
	stage(fixture, "site/stays.html", "y");
	commit(fixture);
	begin(fixture);
	stage(fixture, "site/stays.html", "y");
	totals = commit(fixture);
	assert_int_equal(totals.removed, 1);
	assert_int_equal(access(place(fixture, "site/gone"), F_OK), -1);
	assert_string_equal(read_back(fixture, "site/stays.html"), "y");
}

static void
write_foreign(struct fixture *fixture, const char *path, const char *text)
{
	FILE *file = fopen(place(fixture, path), "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void
foreign_files_are_left_alone(void **state)
{
	struct fixture *fixture = *state;
	struct emit_totals totals;

	begin(fixture);
	stage(fixture, "a.html", "a");
	commit(fixture);
	write_foreign(fixture, "b.html", "mine");
	begin(fixture);
	stage(fixture, "a.html", "new");
	stage(fixture, "b.html", "ours");
	assert_false(emit_commit(&fixture->emit, &fixture->next,
	    &fixture->diags, &totals));
	assert_int_equal(fixture->diags.items[0].id, DIAG_OUTPUT_FOREIGN);
	assert_string_equal(read_back(fixture, "b.html"), "mine");
	assert_string_equal(read_back(fixture, "a.html"), "a");
}

static void
a_commit_that_was_cut_off_is_owned(void **state)
{
	struct fixture *fixture = *state;
	struct strbuf json = { 0 };

	begin(fixture);
	stage(fixture, "a.html", "a");
	commit(fixture);
	/* As if a run had died after its renames: the next manifest lies
	 * there, its file too, the last manifest is still the old one. */
	begin(fixture);
	stage(fixture, "a.html", "a");
	stage(fixture, "b.html", "b");
	manifest_format(&fixture->next, &json);
	write_foreign(fixture, "b.html", "half");
	write_foreign(fixture, MANIFEST_NEXT_NAME, strbuf_string(&json));
	strbuf_release(&json);
	emit_discard(&fixture->emit);
	begin(fixture);
	stage(fixture, "a.html", "a");
	stage(fixture, "b.html", "b");
	commit(fixture);
	assert_string_equal(read_back(fixture, "b.html"), "b");
	assert_null(read_back(fixture, MANIFEST_NEXT_NAME));
}

static void
rendering_is_skipped_only_for_the_same_bytes(void **state)
{
	struct fixture *fixture = *state;
	char digest[DIGEST_HEX_CHARS + 1], other[DIGEST_HEX_CHARS + 1];

	digest_of("d", 1, digest);
	digest_of("e", 1, other);
	begin(fixture);
	stage(fixture, "kit.pdf", "pdf");
	memcpy(fixture->files[0].digest, digest, sizeof(digest));
	commit(fixture);
	begin(fixture);
	assert_non_null(emit_is_current(&fixture->emit, "kit.pdf", digest));
	assert_null(emit_is_current(&fixture->emit, "kit.pdf", other));
	assert_null(emit_is_current(&fixture->emit, "none.pdf", digest));
	write_foreign(fixture, "kit.pdf", "tampered");
	assert_null(emit_is_current(&fixture->emit, "kit.pdf", digest));
}

static void
a_manifest_reads_back(void **state)
{
	struct fixture *fixture = *state;
	const struct manifest_kit kit = {
		.id = "0123ABCD", .kind = "campaign", .campaign = "c",
		.office = "o", .partner = "", .lang = "ja",
		.title = "現場 \"kit\"", .valid_until = "2027-01-31",
		.pages = 12,
	};
	struct manifest again;
	struct strbuf one = { 0 }, two = { 0 };

	begin(fixture);
	stage(fixture, "kits/c_o_ja.pdf", "pdf");
	fixture->files[0].kit = &kit;
	commit(fixture);
	assert_true(manifest_read(&again, &fixture->arena,
	    place(fixture, MANIFEST_NAME), &fixture->diags));
	manifest_format(&fixture->next, &one);
	manifest_format(&again, &two);
	assert_string_equal(one.bytes, two.bytes);
	assert_string_equal(again.files[0].kit->title, kit.title);
	strbuf_release(&one);
	strbuf_release(&two);
}

static void
sizes_read_back(void **state)
{
	struct fixture *fixture = *state;
	const struct manifest_kit kit = {
		.id = "ABCD1234", .kind = "campaign", .campaign = "c",
		.office = "o", .partner = "", .lang = "en", .title = "T",
		.valid_until = "", .pages = 2,
	};
	struct pdf_part parts[] = {
		{ .kind = PDF_PART_PICTURE, .name = "a/one two.png",
		  .width_px = 800, .height_px = 600, .dpi = 219, .bytes = 90 },
		{ .kind = PDF_PART_CONTENTS, .count = 2, .bytes = 7 },
	};
	char digest[DIGEST_HEX_CHARS + 1];
	const struct manifest_file *row;

	digest_of("all that was read", 17, digest);
	begin(fixture);
	stage(fixture, "kits/a.pdf", "pdf");
	fixture->files[0].kit = &kit;
	memcpy(fixture->files[0].digest, digest, sizeof(digest));
	fixture->files[0].sizes = (struct pdf_sizes){ parts, 2 };
	stage(fixture, "kits/b.pdf", "pdf");
	fixture->files[1].kit = &kit;
	memcpy(fixture->files[1].digest, digest, sizeof(digest));
	fixture->next.warn_bytes = 1500000;
	fixture->next.max_bytes = 7000000;
	commit(fixture);
	begin(fixture);
	assert_int_equal(fixture->emit.last.warn_bytes, 1500000);
	assert_int_equal(fixture->emit.last.max_bytes, 7000000);
	row = emit_is_current(&fixture->emit, "kits/a.pdf", digest);
	assert_non_null(row);
	assert_int_equal(row->sizes.count, 2);
	assert_int_equal(row->sizes.parts[0].kind, PDF_PART_PICTURE);
	assert_string_equal(row->sizes.parts[0].name, "a/one two.png");
	assert_int_equal(row->sizes.parts[0].height_px, 600);
	assert_int_equal(row->sizes.parts[0].dpi, 219);
	assert_int_equal(row->sizes.parts[1].count, 2);
	assert_null(row->sizes.parts[1].name);
	/* Of which nothing is known is made again. */
	assert_null(emit_is_current(&fixture->emit, "kits/b.pdf", digest));
	/* What is no line of ours is passed over. */
	write_foreign(fixture, "../.sources/field.sizes.tsv",
	    "kits/a.pdf\tface\t12\nkits/a.pdf\n\n\tx\n"
	    "kits/a.pdf\tnoise\t1\t2\t3\t4\t5\tname\n"
	    "kits/c.pdf\tface\t1\t2\t3\t4\t5\tname\n"
	    "kits/a.pdf\tface\t1\t2\t3\t4\t5\tname");
	begin(fixture);
	row = emit_is_current(&fixture->emit, "kits/a.pdf", digest);
	assert_non_null(row);
	assert_int_equal(row->sizes.count, 1);
	assert_string_equal(row->sizes.parts[0].name, "name");
}

static void
a_manifest_cannot_point_outside(void **state)
{
	static const char *const paths[] = {
		"../x", "/etc/passwd", "a/../../x", "", "a//b", "./a",
	};
	struct fixture *fixture = *state;
	struct manifest manifest;
	size_t i;

	begin(fixture);
	stage(fixture, "a.html", "a");
	commit(fixture);
	for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		write_foreign(fixture, MANIFEST_NAME, arena_printf(
		    &fixture->arena, "{\"format\": 1, \"files\": [{\"path\": "
		    "\"%s\", \"bytes\": 1}]}", paths[i]));
		assert_false(manifest_read(&manifest, &fixture->arena,
		    place(fixture, MANIFEST_NAME), &fixture->diags));
	}
}

/* What becomes a path, a line of another program or words on a terminal. */
static void
a_manifest_is_not_believed(void **state)
{
	static const char *const manifests[] = {
		"\"files\": [{\"path\": \"a\\nserve x\", \"bytes\": 1}]",
		"\"files\": [{\"path\": \"a\\u001b[2J\", \"bytes\": 1}]",
		"\"files\": [{\"path\": \"a\\u202eb\", \"bytes\": 1}]",
		"\"files\": [{\"path\": \"a\", \"bytes\": 1}, "
		    "{\"path\": \"a\", \"bytes\": 1}]",
		"\"files\": [{\"path\": \"a\", \"bytes\": -1}]",
		"\"files\": [{\"path\": \"a\", \"bytes\": "
		    "9223372036854775807}]",
		"\"files\": [{\"path\": \"a\", \"bytes\": 1, \"kit\": "
		    "{\"id\": \"x\", \"office\": \"../x\", \"pages\": 1}}]",
		"\"edition\": \"../x\", \"files\": []",
		"\"files\": [], \"offices\": [{\"id\": \"../x\", "
		    "\"max_attachment_mb\": 1}]",
		"\"files\": [], \"offices\": [{\"id\": \"x\", "
		    "\"max_attachment_mb\": 1, \"emails\": "
		    "[\"a@b.example\\r\\nBcc: c@d.example\"]}]",
	};
	struct fixture *fixture = *state;
	struct manifest manifest;
	size_t i;

	begin(fixture);
	stage(fixture, "a.html", "a");
	commit(fixture);
	for (i = 0; i < sizeof(manifests) / sizeof(manifests[0]); i++) {
		write_foreign(fixture, MANIFEST_NAME, arena_printf(
		    &fixture->arena, "{\"format\": 1, %s}", manifests[i]));
		assert_false(manifest_read(&manifest, &fixture->arena,
		    place(fixture, MANIFEST_NAME), &fixture->diags));
	}
}

static void
a_manifest_that_is_no_file_is_not_waited_for(void **state)
{
	struct fixture *fixture = *state;
	struct manifest manifest;
	const char *path;

	begin(fixture);
	stage(fixture, "a.html", "a");
	commit(fixture);
	path = place(fixture, MANIFEST_NAME);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_false(manifest_read(&manifest, &fixture->arena, path,
	    &fixture->diags));
}

/* A path that has two lines, the second with more. */
static void
sources_of_a_path_come_twice(void **state)
{
	struct fixture *fixture = *state;
	struct strbuf table = { 0 };
	struct manifest manifest;
	const char *path;
	int i;

	begin(fixture);
	stage(fixture, "a.html", "a");
	commit(fixture);
	assert_true(manifest_read(&manifest, &fixture->arena,
	    place(fixture, MANIFEST_NAME), &fixture->diags));
	for (i = 0; i < 2000; i++)
		strbuf_add_string(&table, "a.html\tone\ttwo\n");
	strbuf_add_string(&table, "a.html\tlast\ta\033[2J\n");
	write_foreign(fixture, "../table", strbuf_string(&table));
	path = place(fixture, "../table");
	assert_true(sources_read(&manifest, &fixture->arena, path,
	    &fixture->diags));
	assert_int_equal(manifest.files[0].source_count, 2);
	assert_string_equal(manifest.files[0].sources[1], "two");
	strbuf_release(&table);
}

/* Eight million values are a few bytes each, and fifty in memory. */
static void
a_manifest_of_too_many_values_is_not_read(void **state)
{
	struct fixture *fixture = *state;
	size_t len = 2 * (size_t)LIMIT_MANIFEST_VALUES + 8, i;
	char *text = mem_alloc(len);
	struct manifest manifest;

	for (i = 0; i < len; i++)
		text[i] = i % 2 == 0 ? '1' : ',';
	text[0] = '[';
	assert_false(manifest_parse(&manifest, &fixture->arena, "far away",
	    text, len, &fixture->diags));
	assert_int_equal(fixture->diags.items[0].id, DIAG_LIMIT_PASSED);
	free(text);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nothing_is_there_before_the_commit),
		TEST(a_second_run_writes_nothing),
		TEST(what_is_made_no_more_is_removed),
		TEST(foreign_files_are_left_alone),
		TEST(a_commit_that_was_cut_off_is_owned),
		TEST(rendering_is_skipped_only_for_the_same_bytes),
		TEST(a_manifest_reads_back),
		TEST(sizes_read_back),
		TEST(a_manifest_cannot_point_outside),
		TEST(a_manifest_is_not_believed),
		TEST(a_manifest_that_is_no_file_is_not_waited_for),
		TEST(sources_of_a_path_come_twice),
		TEST(a_manifest_of_too_many_values_is_not_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
