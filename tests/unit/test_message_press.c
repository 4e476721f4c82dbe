/*
 * What one message leaves for the next: the same bytes as without it, in every
 * order, and no file read again in vain.
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

#include "../../src/deliver/message.h"
#include "fieldkit/file.h"
#include "fieldkit/letter.h"
#include "fieldkit/views.h"

enum { FILES = 4, OFFICES = 2 };

struct fixture {
	char folder[32];
	struct manifest manifest;
	struct manifest_office offices[OFFICES];
	struct manifest_file files[FILES];
	struct manifest_kit kits[2];
	struct message_press *press;
	struct arena arena;
	struct diags diags;
};

/* Writes a file and describes it. */
static void
put(struct fixture *f, struct manifest_file *file, const char *path,
    const char *bytes, size_t len)
{
	char full[100];
	FILE *out;

	snprintf(full, sizeof(full), "%s/%s", f->folder, path);
	out = fopen(full, "w");
	assert_non_null(out);
	fwrite(bytes, 1, len, out);
	fclose(out);
	*file = (struct manifest_file){ .path = path,
		.bytes = (int64_t)len };
	digest_of(bytes, len, file->sha256);
}

static void
put_letter(struct fixture *f, struct manifest_file *file, const char *path,
    const char *office)
{
	struct letter_frame frames[] = {
		{ "One kit", { "<p>" LETTER_MARK("sections") "</p>",
		    LETTER_MARK("sections") "\n" } },
		{ "Two kits", { "<p>" LETTER_MARK("sections") "</p>",
		    LETTER_MARK("sections") "\n" } },
	};
	struct letter_section sections[2];
	struct letter letter = { .office = office, .lang = "en",
		.sender = office, .frames = frames, .frame_count = 2,
		.notice = frames[0], .withdrawn = { "gone: "
		LETTER_MARK("reason"), "gone: " LETTER_MARK("reason") },
		.sections = sections, .section_count = 2 };
	struct strbuf json = { 0 };
	int i, form;

	for (i = 0; i < 2; i++) {
		sections[i] = (struct letter_section){ .kit = f->kits[i].id,
			.path = "", .campaign = f->kits[i].title,
			.preview = "", .since = "OLDERKIT" };
		for (form = 0; form < LETTER_FORM_COUNT; form++)
			sections[i].forms[form] = (struct letter_text){
				arena_printf(&f->arena, "%d of %s", form,
				f->kits[i].title), "as text" };
	}
	letter_format(&letter, &json);
	put(f, file, path, json.bytes, json.len);
	strbuf_release(&json);
}

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	char path[64];
	int i;

	strcpy(f->folder, "/tmp/press-XXXXXX");
	if (mkdtemp(f->folder) == NULL)
		return -1;
	snprintf(path, sizeof(path), "%s/letters", f->folder);
	mkdir(path, 0777);
	diags_init(&f->diags, NULL);
	f->kits[0] = (struct manifest_kit){ .id = "7Q3M9V2K",
		.title = "Peak" };
	f->kits[1] = (struct manifest_kit){ .id = "5B4X7W9Q",
		.title = "Base" };
	put(f, &f->files[0], "a.pdf", "%PDF of Peak\n.\n", 15);
	put(f, &f->files[1], "b.pdf", "%PDF\0\xff of Base", 14);
	put_letter(f, &f->files[2], "letters/munich.json", "munich");
	put_letter(f, &f->files[3], "letters/riga.json", "riga");
	for (i = 0; i < 2; i++) {
		f->files[i].kit = &f->kits[i];
		f->offices[i] = (struct manifest_office){ .id = i == 0 ?
			"munich" : "riga", .lang = "en",
			.max_attachment_mb = 7 };
	}
	f->manifest = (struct manifest){ .edition = "field",
		.offices = f->offices, .office_count = OFFICES,
		.files = f->files, .count = FILES };
	f->press = message_press_new();
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	message_press_free(f->press);
	arena_release(&f->arena);
	diags_release(&f->diags);
	tree_remove(f->folder);
	free(f);
	return 0;
}

static struct message_request
request_of(struct fixture *f, int office, const char *recipient,
    const struct message_kit *kits, size_t count)
{
	return (struct message_request){ .edition = "field",
		.dir = f->folder, .manifest = &f->manifest,
		.office = &f->offices[office], .recipient = recipient,
		.from = "kits@vendor.example", .base_url = "",
		.time = 1795000000, .kits = kits, .kit_count = count };
}

/* Builds it on the used press and on one of its own. */
static void
same(struct fixture *f, const struct message_request *request)
{
	struct message_press *own = message_press_new();
	struct message used, fresh;

	assert_true(message_build(request, f->press, &f->arena, &f->diags,
	    &used));
	assert_true(message_build(request, own, &f->arena, &f->diags,
	    &fresh));
	assert_int_equal(used.bytes.len, fresh.bytes.len);
	assert_memory_equal(used.bytes.bytes, fresh.bytes.bytes,
	    fresh.bytes.len);
	assert_string_equal(used.message_id, fresh.message_id);
	assert_non_null(memmem(used.bytes.bytes, used.bytes.len,
	    request->recipient, strlen(request->recipient)));
	message_release(&used);
	message_release(&fresh);
	message_press_free(own);
}

static void
test_every_order(void **state)
{
	struct fixture *f = *state;
	const struct message_kit peak = { .file = &f->files[0],
		.id = f->kits[0].id, .title = "Peak" };
	struct message_kit lists[6][2] = {
		{ peak }, { { .file = &f->files[1], .id = f->kits[1].id,
		    .title = "Base" } }, { peak }, { peak }, { peak },
	};
	const size_t counts[6] = { 1, 1, 1, 1, 2, 1 };
	struct message_request requests[8];
	int i, k;

	lists[2][0].previous = "OLDERKIT";
	lists[3][0].reason = "a price was wrong";
	lists[4][1] = lists[1][0];
	lists[5][0] = peak;
	lists[5][0].reason = "a name was wrong";
	for (i = 0; i < 6; i++)
		requests[i] = request_of(f, 0, "a@vendor.example", lists[i],
		    counts[i]);
	requests[3].kind = requests[5].kind = MESSAGE_NOTICE;
	requests[6] = request_of(f, 0, "b@vendor.example", lists[0], 1);
	requests[7] = request_of(f, 1, "a@vendor.example", lists[0], 1);
	for (i = 0; i < 8; i++)
		for (k = 0; k < 8; k++) {
			same(f, &requests[i]);
			same(f, &requests[k]);
		}
}

/* The second of the office's addresses needs no file; other kits do, and what
 * failed leaves nothing behind. */
static void
test_files_are_read_once(void **state)
{
	struct fixture *f = *state;
	const struct message_kit kits[2] = {
		{ .file = &f->files[0], .id = f->kits[0].id,
		    .title = "Peak" },
		{ .file = &f->files[1], .id = f->kits[1].id,
		    .title = "Base" },
	};
	struct message_request request = request_of(f, 0,
	    "a@vendor.example", kits, 1);
	struct message message;

	same(f, &request);
	tree_remove(f->folder);
	request.recipient = "b@vendor.example";
	assert_true(message_build(&request, f->press, &f->arena, &f->diags,
	    &message));
	message_release(&message);
	request.kits = &kits[1];
	assert_false(message_build(&request, f->press, &f->arena, &f->diags,
	    &message));
	request.kits = kits;
	assert_false(message_build(&request, f->press, &f->arena, &f->diags,
	    &message));
	assert_int_equal(f->diags.count, 2);
}

/* An address is looked at even where all else is known. */
static void
test_addresses_are_checked_each_time(void **state)
{
	struct fixture *f = *state;
	const struct message_kit kit = { .file = &f->files[0],
		.id = f->kits[0].id, .title = "Peak" };
	struct message_request request = request_of(f, 0,
	    "a@vendor.example", &kit, 1);
	struct message message;

	same(f, &request);
	request.recipient = "a@vendor.example\nBcc: b@vendor.example";
	assert_false(message_build(&request, f->press, &f->arena, &f->diags,
	    &message));
	request.recipient = "a@vendor.example";
	same(f, &request);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_every_order, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_files_are_read_once,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_addresses_are_checked_each_time, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
