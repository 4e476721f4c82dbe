/*
 * One message. In: a recipient, an office and kits, and what the edition's
 * letter says to that office. Out: finished bytes, which a transport only has
 * to carry.
 *
 * Everything in a message is made of the request: Message-ID, boundaries and
 * Date too, so the same request gives the same bytes. What reaches a header is
 * looked at once more here, whatever was checked before: no control, no hidden
 * turn of direction, no line that is too long.
 */
#include "message.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gmime/gmime.h>

#include "fieldkit/plan.h"
#include "message_draft.h"

/* One message being made. */
struct letter {
	const struct message_request *request;
	const struct message_draft *draft;
	struct arena *arena;
	struct diags *diags;
};

bool
message_takes_address(const char *address)
{
	const char *at = strchr(address, '@'), *c;

	if (at == NULL || at == address || at[1] == '\0' ||
	    strchr(at + 1, '@') != NULL || strlen(address) > 254)
		return false;
	for (c = address; *c != '\0'; c++)
		if (*c <= ' ' || *c > '~' || strchr("<>()[],;:\\\"", *c))
			return false;
	return true;
}

static bool
fail_io(const struct letter *letter, const char *path)
{
	diag_report(letter->diags, DIAG_IO_FAILED, SOURCE_NOWHERE,
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
read_kit(const struct letter *letter, const struct manifest_file *file,
    struct strbuf *bytes)
{
	const char *path = arena_printf(letter->arena, "%s/%s",
	    letter->request->dir, file->path);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	char hex[DIGEST_HEX_CHARS + 1];
	bool is_read;

	if (fd < 0)
		return fail_io(letter, path);
	is_read = read_all(fd, bytes);
	if (!is_read)
		fail_io(letter, path);
	close(fd);
	if (!is_read)
		return false;
	digest_of(bytes->bytes, bytes->len, hex);
	if (strcmp(hex, file->sha256) == 0)
		return true;
	diag_report(letter->diags, DIAG_PARCEL_STALE, SOURCE_NOWHERE,
	    "edition '%s' cannot leave: '%s' is not what was built; build it "
	    "again", letter->request->edition, file->path);
	return false;
}

static GMimeObject *
kit_part(const struct letter *letter, const struct manifest_file *file,
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
	g_mime_part_set_filename(part, kit_attachment_name(letter->arena,
	    file->path, file->kit->id));
	return GMIME_OBJECT(part);
}

/* Attaches the kits that fit. */
static bool
attach_kits(const struct letter *letter, GMimeMultipart *mixed)
{
	const struct message_request *request = letter->request;
	size_t i;

	for (i = 0; i < request->kit_count; i++) {
		const struct manifest_file *file = request->kits[i].file;
		struct strbuf bytes = { 0 };
		bool is_read;

		if (!letter->draft->is_attached[i])
			continue;
		is_read = read_kit(letter, file, &bytes);
		if (is_read) {
			GMimeObject *part = kit_part(letter, file, &bytes);

			g_mime_multipart_add(mixed, part);
			g_object_unref(part);
		}
		strbuf_release(&bytes);
		if (!is_read)
			return false;
	}
	return true;
}

/* The digest of who gets what: names the message and its boundary. */
static void
letter_digest(const struct message_request *request,
    char ret_hex[DIGEST_HEX_CHARS + 1])
{
	struct digest *digest = digest_new();
	size_t i;

	digest_add_number(digest, request->kind);
	digest_add_string(digest, request->recipient);
	for (i = 0; i < request->kit_count; i++)
		digest_add_string(digest, request->kits[i].id);
	digest_finish_hex(digest, ret_hex);
	digest_free(digest);
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
add_text(const struct letter *letter, GMimeMultipart *parent,
    const char *subtype, const char *text)
{
	GMimeTextPart *part = g_mime_text_part_new_with_subtype(subtype);

	g_mime_text_part_set_charset(part, "utf-8");
	g_mime_text_part_set_text(part, text);
	g_mime_part_set_content_encoding(GMIME_PART(part), encoding_of(text));
	g_mime_object_set_header(GMIME_OBJECT(part), "Content-Language",
	    letter->draft->lang, NULL);
	g_mime_multipart_add(parent, GMIME_OBJECT(part));
	g_object_unref(part);
}

/* The same words twice; the better form comes last (RFC 2046, 5.1.4). */
static GMimeMultipart *
text_parts(const struct letter *letter, const char *hex)
{
	GMimeMultipart *parts = g_mime_multipart_new_with_subtype(
	    "alternative");

	g_mime_multipart_set_boundary(parts, arena_printf(letter->arena,
	    "=-%.24s", hex));
	add_text(letter, parts, "plain", letter->draft->text);
	add_text(letter, parts, "html", letter->draft->html);
	return parts;
}

static void
set_header(GMimeMessage *message, const char *name, const char *value)
{
	g_mime_object_set_header(GMIME_OBJECT(message), name, value, NULL);
}

static void
set_headers(const struct letter *letter, GMimeMessage *message,
    const char *message_id)
{
	const struct message_request *request = letter->request;
	GDateTime *date = g_date_time_new_from_unix_utc(request->time);

	g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_FROM,
	    letter->draft->sender, request->from);
	if (request->reply_to != NULL)
		g_mime_message_add_mailbox(message,
		    GMIME_ADDRESS_TYPE_REPLY_TO, NULL, request->reply_to);
	g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_TO, NULL,
	    request->recipient);
	g_mime_message_set_subject(message, letter->draft->subject, "utf-8");
	g_mime_message_set_date(message, date);
	g_date_time_unref(date);
	g_mime_message_set_message_id(message, message_id);
	set_header(message, "Auto-Submitted", "auto-generated");
	set_header(message, "List-Id", arena_printf(letter->arena,
	    "<%s.%s>", request->edition, strchr(request->from, '@') + 1));
	set_header(message, "Content-Language", letter->draft->lang);
}

static void
write_bytes(GMimeMessage *message, struct strbuf *bytes)
{
	GByteArray *array = g_byte_array_new();
	GMimeStream *stream = g_mime_stream_mem_new_with_byte_array(array);

	g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
	g_mime_object_write_to_stream(GMIME_OBJECT(message), NULL, stream);
	g_object_unref(stream);
	strbuf_add(bytes, array->data, array->len);
	g_byte_array_free(array, TRUE);
}

/* The body, and the kits beside it where there are any. */
static bool
set_body(const struct letter *letter, GMimeMessage *message,
    const char *hex)
{
	GMimeMultipart *texts = text_parts(letter, hex), *mixed;
	bool is_done = true;

	if (!letter->draft->has_attachment) {
		g_mime_message_set_mime_part(message, GMIME_OBJECT(texts));
		g_object_unref(texts);
		return true;
	}
	mixed = g_mime_multipart_new_with_subtype("mixed");
	g_mime_multipart_set_boundary(mixed, arena_printf(letter->arena,
	    "=_%.24s", hex));
	g_mime_multipart_add(mixed, GMIME_OBJECT(texts));
	g_object_unref(texts);
	is_done = attach_kits(letter, mixed);
	g_mime_message_set_mime_part(message, GMIME_OBJECT(mixed));
	g_object_unref(mixed);
	return is_done;
}

bool
message_build(const struct message_request *request, struct arena *arena,
    struct diags *diags, struct message *ret_message)
{
	struct message_draft draft;
	const struct letter letter = { .request = request, .draft = &draft,
		.arena = arena, .diags = diags };
	char hex[DIGEST_HEX_CHARS + 1];
	GMimeMessage *message;
	bool is_built;

	*ret_message = (struct message){ 0 };
	if (!message_draft(&draft, request, arena, diags))
		return false;
	letter_digest(request, hex);
	ret_message->message_id = arena_printf(arena, "%.32s@%s", hex,
	    strchr(request->from, '@') + 1);
	ret_message->is_attached = draft.has_attachment;
	message = g_mime_message_new(FALSE);
	set_headers(&letter, message, ret_message->message_id);
	is_built = set_body(&letter, message, hex);
	if (is_built)
		write_bytes(message, &ret_message->bytes);
	g_object_unref(message);
	return is_built;
}

void
message_release(struct message *message)
{
	strbuf_release(&message->bytes);
}
