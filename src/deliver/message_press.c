/*
 * The part of a message that all recipients get who are sent the same kits for
 * the same office. In: a request. Out: its words, and its body as MIME parts
 * whose content is encoded, ready to be written out many times.
 *
 * One slot: deliveries come office by office, so what the last message was
 * made of is what the next one is made of too. An office's letter stays when
 * other kits of it are asked for. What is kept was hashed when it was read;
 * the files are not looked at again as long as it is.
 */
#include "message_press.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fieldkit/plan.h"

struct message_press {
	struct office_letter letter;
	struct arena arena;		/* of all below */
	bool is_set;
	struct message_request request;	/* with a copy of the kits' array */
	struct message_draft draft;
	GMimeMultipart *texts;
	GMimeMultipart *mixed;		/* texts and kits; NULL without kits */
};

/* A body being made. */
struct setting {
	struct message_press *press;
	struct diags *diags;
};

static bool
fail_io(const struct setting *setting, const char *path)
{
	diag_report(setting->diags, DIAG_IO_FAILED, SOURCE_NOWHERE,
	    "cannot read '%s': %s", path, strerror(errno));
	return false;
}

/* All bytes of an open file; false and errno where it cannot be read. */
static bool
read_all(int fd, struct strbuf *bytes)
{
	struct stat status;
	ssize_t got = 1;

	if (fstat(fd, &status) != 0)
		return false;
	strbuf_reserve(bytes, (size_t)status.st_size + 1);
	while (got > 0) {
		char *place = strbuf_reserve(bytes, 65536);

		got = read(fd, place, 65536);
		if (got > 0)
			bytes->len += (size_t)got;
	}
	return got == 0;
}

/* A file's bytes, if they are still those of the manifest. */
static bool
read_kit(const struct setting *setting, const struct manifest_file *file,
    struct strbuf *bytes)
{
	const char *path = arena_printf(&setting->press->arena, "%s/%s",
	    setting->press->request.dir, file->path);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	char hex[DIGEST_HEX_CHARS + 1];
	bool is_read;

	if (fd < 0)
		return fail_io(setting, path);
	is_read = read_all(fd, bytes);
	if (!is_read)
		fail_io(setting, path);
	close(fd);
	if (!is_read)
		return false;
	digest_of(bytes->bytes, bytes->len, hex);
	if (strcmp(hex, file->sha256) == 0)
		return true;
	diag_report(setting->diags, DIAG_PARCEL_STALE, SOURCE_NOWHERE,
	    "edition '%s' cannot leave: '%s' is not what was built; build it "
	    "again", setting->press->request.edition, file->path);
	return false;
}

/* Replaces a part's content by its encoded form, which GMime then writes as it
 * is. */
static void
encode_part(GMimePart *part)
{
	GMimeContentEncoding encoding = g_mime_part_get_content_encoding(part);
	GMimeStream *encoded = g_mime_stream_mem_new();
	GMimeStream *encoder = g_mime_stream_filter_new(encoded);
	GMimeFilter *filter = g_mime_filter_basic_new(encoding, TRUE);
	GMimeDataWrapper *content;

	g_mime_stream_filter_add(GMIME_STREAM_FILTER(encoder), filter);
	g_mime_data_wrapper_write_to_stream(g_mime_part_get_content(part),
	    encoder);
	g_mime_stream_flush(encoder);
	content = g_mime_data_wrapper_new_with_stream(encoded, encoding);
	g_mime_part_set_content(part, content);
	g_object_unref(content);
	g_object_unref(filter);
	g_object_unref(encoder);
	g_object_unref(encoded);
}

static GMimeObject *
kit_part(const struct setting *setting, const struct manifest_file *file,
    const struct strbuf *bytes)
{
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes->bytes,
	    bytes->len);
	GMimeDataWrapper *content = g_mime_data_wrapper_new_with_stream(
	    stream, GMIME_CONTENT_ENCODING_DEFAULT);
	GMimePart *part = g_mime_part_new_with_type("application", "pdf");

	g_object_unref(stream);
	g_mime_part_set_content(part, content);
	g_object_unref(content);
	g_mime_part_set_content_encoding(part, GMIME_CONTENT_ENCODING_BASE64);
	g_mime_object_set_disposition(GMIME_OBJECT(part), "attachment");
	g_mime_part_set_filename(part, kit_attachment_name(&setting->press->arena,
	    file->path, file->kit->id));
	encode_part(part);
	return GMIME_OBJECT(part);
}

/* Attaches the kits that fit. */
static bool
attach_kits(const struct setting *setting, GMimeMultipart *mixed)
{
	const struct message_request *request = &setting->press->request;
	size_t i;

	for (i = 0; i < request->kit_count; i++) {
		const struct manifest_file *file = request->kits[i].file;
		struct strbuf bytes = { 0 };
		bool is_read;

		if (!setting->press->draft.is_attached[i])
			continue;
		is_read = read_kit(setting, file, &bytes);
		if (is_read) {
			GMimeObject *part = kit_part(setting, file, &bytes);

			g_mime_multipart_add(mixed, part);
			g_object_unref(part);
		}
		strbuf_release(&bytes);
		if (!is_read)
			return false;
	}
	return true;
}

/* Texts that are mostly beyond ASCII are shorter as base64. */
static GMimeContentEncoding
encoding_of(const char *text)
{
	size_t len = strlen(text), beyond = 0, i;

	for (i = 0; i < len; i++)
		beyond += (unsigned char)text[i] >= 0x80;
	return beyond * 5 > len ? GMIME_CONTENT_ENCODING_BASE64 :
	    GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE;
}

static void
add_text(const struct message_draft *draft, GMimeMultipart *parent,
    const char *subtype, const char *text)
{
	GMimeTextPart *part = g_mime_text_part_new_with_subtype(subtype);

	g_mime_text_part_set_charset(part, "utf-8");
	g_mime_text_part_set_text(part, text);
	g_mime_part_set_content_encoding(GMIME_PART(part), encoding_of(text));
	g_mime_object_set_header(GMIME_OBJECT(part), "Content-Language",
	    draft->lang, NULL);
	encode_part(GMIME_PART(part));
	g_mime_multipart_add(parent, GMIME_OBJECT(part));
	g_object_unref(part);
}

/* The body, and the kits beside it where there are any. The same words come
 * twice, the better form last (RFC 2046, 5.1.4). */
static bool
set_body(const struct setting *setting)
{
	struct message_press *press = setting->press;

	press->texts = g_mime_multipart_new_with_subtype("alternative");
	add_text(&press->draft, press->texts, "plain", press->draft.text);
	add_text(&press->draft, press->texts, "html", press->draft.html);
	if (!press->draft.has_attachment)
		return true;
	press->mixed = g_mime_multipart_new_with_subtype("mixed");
	g_mime_multipart_add(press->mixed, GMIME_OBJECT(press->texts));
	return attach_kits(setting, press->mixed);
}

static bool
is_same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool
is_same_kit(const struct message_kit *a, const struct message_kit *b)
{
	return strcmp(a->id, b->id) == 0 && strcmp(a->title, b->title) == 0 &&
	    a->file == b->file && a->successor == b->successor &&
	    is_same_text(a->previous, b->previous) &&
	    is_same_text(a->reason, b->reason);
}

/* Whether all of a request is the same that a body depends on. */
static bool
is_same_body(const struct message_request *a,
    const struct message_request *b)
{
	size_t i;

	if (a->kind != b->kind || a->manifest != b->manifest ||
	    a->office != b->office || a->kit_count != b->kit_count ||
	    strcmp(a->dir, b->dir) != 0)
		return false;
	for (i = 0; i < a->kit_count; i++)
		if (!is_same_kit(&a->kits[i], &b->kits[i]))
			return false;
	return true;
}

static void
forget_body(struct message_press *press)
{
	if (press->texts != NULL)
		g_object_unref(press->texts);
	if (press->mixed != NULL)
		g_object_unref(press->mixed);
	press->texts = press->mixed = NULL;
	press->is_set = false;
	arena_reset(&press->arena);
}

static void
remember_request(struct message_press *press,
    const struct message_request *request)
{
	struct message_kit *kits = ARENA_ARRAY(&press->arena,
	    struct message_kit, request->kit_count);

	memcpy(kits, request->kits, request->kit_count * sizeof(*kits));
	press->request = *request;
	press->request.kits = kits;
}

struct message_press *
message_press_new(void)
{
	struct message_press *press = mem_alloc(sizeof(*press));

	*press = (struct message_press){ 0 };
	/* Never shut down: it would not start again for the next press. */
	g_mime_init();
	return press;
}

void
message_press_free(struct message_press *press)
{
	if (press == NULL)
		return;
	forget_body(press);
	arena_release(&press->arena);
	arena_release(&press->letter.arena);
	free(press);
}

const struct message_draft *
message_press_set(struct message_press *press,
    const struct message_request *request, struct diags *diags)
{
	const struct setting setting = { press, diags };

	if (press->is_set && is_same_body(&press->request, request))
		return &press->draft;
	forget_body(press);
	remember_request(press, request);
	press->is_set = message_draft(&press->draft, request, &press->letter,
	    &press->arena, diags) && set_body(&setting);
	return press->is_set ? &press->draft : NULL;
}

GMimeObject *
message_press_body(struct message_press *press, const char *hex)
{
	char boundary[] = "=-0123456789abcdef01234567";

	memcpy(boundary + 2, hex, sizeof(boundary) - 3);
	g_mime_multipart_set_boundary(press->texts, boundary);
	if (press->mixed == NULL)
		return GMIME_OBJECT(press->texts);
	boundary[1] = '_';
	g_mime_multipart_set_boundary(press->mixed, boundary);
	return GMIME_OBJECT(press->mixed);
}
