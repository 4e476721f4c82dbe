/*
 * One message for each office. In: a parcel. Out: finished .eml files, which
 * a transport only has to carry.
 *
 * Everything in a message is made of the manifest and the clock: Message-ID,
 * boundaries and Date too, so the same parcel gives the same bytes. Control
 * characters and addresses that are not plain ASCII are refused before they
 * reach a header.
 */
#include "fieldkit/deliver.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include <gmime/gmime.h>

#include "fieldkit/strbuf.h"

#define MEGABYTE 1000000

/* One message being made. */
struct letter {
	const struct mail_options *options;
	const struct parcel *parcel;
	const struct manifest_office *office;
	struct arena *arena;
	int64_t attached_bytes;
};

static bool
is_for(const struct manifest_file *file,
    const struct manifest_office *office)
{
	return file->kit != NULL && strcmp(file->kit->office, office->id) == 0;
}

static size_t
count_kits(const struct letter *letter, int64_t *ret_bytes)
{
	const struct manifest *manifest = &letter->parcel->manifest;
	size_t count = 0, i;

	*ret_bytes = 0;
	for (i = 0; i < manifest->count; i++)
		if (is_for(&manifest->files[i], letter->office)) {
			*ret_bytes += manifest->files[i].bytes;
			count++;
		}
	return count;
}

/* Printable ASCII with one @: what may stand in a header as an address. */
static bool
is_address(const char *address)
{
	const char *at = strchr(address, '@'), *c;

	if (at == NULL || at == address || at[1] == '\0' ||
	    strchr(at + 1, '@') != NULL)
		return false;
	for (c = address; *c != '\0'; c++)
		if (*c <= ' ' || *c > '~' || strchr("<>()[],;:\\\"", *c))
			return false;
	return true;
}

static const char *
kit_link(const struct letter *letter, const struct manifest_file *file)
{
	if (letter->options->base_url[0] == '\0')
		return NULL;
	return arena_printf(letter->arena, "%s%s/%s",
	    letter->options->base_url, letter->parcel->name, file->path);
}

/* The message as text: the intro, then a paragraph for each kit. */
static const char *
letter_text(const struct letter *letter)
{
	const struct manifest *manifest = &letter->parcel->manifest;
	struct strbuf text = { 0 };
	const char *copy;
	size_t i;

	strbuf_printf(&text, "%s\n", letter->office->intro);
	for (i = 0; i < manifest->count; i++) {
		const struct manifest_file *file = &manifest->files[i];
		const char *link = kit_link(letter, file);

		if (!is_for(file, letter->office))
			continue;
		strbuf_printf(&text, "\n%s (%s, %s)\n", file->kit->title,
		    file->kit->id, file->kit->valid_until);
		if (link != NULL)
			strbuf_printf(&text, "%s\n", link);
	}
	copy = arena_copy(letter->arena, strbuf_string(&text), text.len);
	strbuf_release(&text);
	return copy;
}

static GMimeObject *
text_part(const char *text)
{
	GMimeTextPart *part = g_mime_text_part_new_with_subtype("plain");

	g_mime_text_part_set_charset(part, "utf-8");
	g_mime_text_part_set_text(part, text);
	g_mime_part_set_content_encoding(GMIME_PART(part),
	    GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
	return GMIME_OBJECT(part);
}

/* A kit as an attachment, or NULL when its file cannot be opened. */
static GMimeObject *
kit_part(const struct letter *letter, const struct manifest_file *file)
{
	const char *path = arena_printf(letter->arena, "%s/%s",
	    letter->parcel->dir, file->path);
	const char *slash = strrchr(file->path, '/');
	GMimeStream *stream = g_mime_stream_fs_open(path, 0, 0, NULL);
	GMimeDataWrapper *content;
	GMimePart *part;

	if (stream == NULL)
		return NULL;
	content = g_mime_data_wrapper_new_with_stream(stream,
	    GMIME_CONTENT_ENCODING_DEFAULT);
	g_object_unref(stream);
	part = g_mime_part_new_with_type("application", "pdf");
	g_mime_part_set_content(part, content);
	g_object_unref(content);
	g_mime_part_set_content_encoding(part, GMIME_CONTENT_ENCODING_BASE64);
	g_mime_object_set_disposition(GMIME_OBJECT(part), "attachment");
	g_mime_part_set_filename(part, slash != NULL ? slash + 1 :
	    file->path);
	return GMIME_OBJECT(part);
}

/* Attaches every kit where all of them together fit the office's limit. */
static bool
attach_kits(const struct letter *letter, GMimeMultipart *mixed)
{
	const struct manifest *manifest = &letter->parcel->manifest;
	size_t i;

	if (letter->attached_bytes >
	    letter->office->max_attachment_mb * MEGABYTE)
		return true;
	for (i = 0; i < manifest->count; i++) {
		GMimeObject *part;

		if (!is_for(&manifest->files[i], letter->office))
			continue;
		part = kit_part(letter, &manifest->files[i]);
		if (part == NULL)
			return false;
		g_mime_multipart_add(mixed, part);
		g_object_unref(part);
	}
	return true;
}

/* The digest of what the message brings: names it and its boundary. */
static void
letter_digest(const struct letter *letter,
    char ret_hex[DIGEST_HEX_CHARS + 1])
{
	const struct manifest *manifest = &letter->parcel->manifest;
	struct digest *digest = digest_new();
	size_t i;

	digest_add_string(digest, letter->parcel->name);
	digest_add_string(digest, letter->office->id);
	for (i = 0; i < manifest->count; i++)
		if (is_for(&manifest->files[i], letter->office))
			digest_add_string(digest, manifest->files[i].sha256);
	digest_finish_hex(digest, ret_hex);
	digest_free(digest);
}

static void
set_headers(const struct letter *letter, GMimeMessage *message,
    const char *hex)
{
	const struct mail_options *options = letter->options;
	const char *domain = strchr(options->from, '@') + 1;
	GDateTime *date = g_date_time_new_from_unix_utc(
	    (gint64)options->today_days * 86400);
	uint32_t i;

	g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_FROM, NULL,
	    options->from);
	for (i = 0; i < letter->office->email_count; i++)
		g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_TO,
		    NULL, letter->office->emails[i]);
	g_mime_message_set_subject(message, letter->office->subject, "utf-8");
	g_mime_message_set_date(message, date);
	g_date_time_unref(date);
	g_mime_message_set_message_id(message, arena_printf(letter->arena,
	    "%.32s@%s", hex, domain));
	g_mime_object_set_header(GMIME_OBJECT(message), "Auto-Submitted",
	    "auto-generated", NULL);
	g_mime_object_set_header(GMIME_OBJECT(message), "Content-Language",
	    letter->office->lang, NULL);
}

static GMimeMessage *
letter_message(const struct letter *letter)
{
	GMimeMessage *message = g_mime_message_new(FALSE);
	GMimeMultipart *mixed = g_mime_multipart_new_with_subtype("mixed");
	GMimeObject *text = text_part(letter_text(letter));
	char hex[DIGEST_HEX_CHARS + 1];
	bool is_done;

	letter_digest(letter, hex);
	set_headers(letter, message, hex);
	g_mime_multipart_set_boundary(mixed, arena_printf(letter->arena,
	    "=_%.24s", hex));
	g_mime_multipart_add(mixed, text);
	g_object_unref(text);
	is_done = attach_kits(letter, mixed);
	g_mime_message_set_mime_part(message, GMIME_OBJECT(mixed));
	g_object_unref(mixed);
	if (is_done)
		return message;
	g_object_unref(message);
	return NULL;
}

static bool
write_message(const struct letter *letter, GMimeMessage *message,
    struct diags *diags)
{
	const char *path = arena_printf(letter->arena, "%s/%s/%s.eml",
	    letter->options->outbox, letter->parcel->name,
	    letter->office->id);
	FILE *file = fopen(path, "we");
	GMimeStream *stream;
	bool is_done;

	if (file == NULL) {
		diag_report(diags, DIAG_OUTPUT_FAILED, SOURCE_NOWHERE,
		    "cannot write '%s': %s", path, strerror(errno));
		return false;
	}
	stream = g_mime_stream_file_new(file);
	g_mime_stream_file_set_owner(GMIME_STREAM_FILE(stream), FALSE);
	is_done = g_mime_object_write_to_stream(GMIME_OBJECT(message), NULL,
	    stream) >= 0;
	g_object_unref(stream);
	if (fclose(file) != 0 || !is_done) {
		diag_report(diags, DIAG_OUTPUT_FAILED, SOURCE_NOWHERE,
		    "cannot write '%s': %s", path, strerror(errno));
		return false;
	}
	fprintf(letter->options->out, "%s\n", path);
	return true;
}

static bool
are_addresses_good(const struct letter *letter, struct diags *diags)
{
	uint32_t i;

	for (i = 0; i < letter->office->email_count; i++)
		if (!is_address(letter->office->emails[i])) {
			diag_report(diags, DIAG_EMAIL_INVALID,
			    SOURCE_NOWHERE, "'%s' cannot be mailed to",
			    letter->office->emails[i]);
			return false;
		}
	return true;
}

static bool
write_letter(struct letter *letter, struct diags *diags)
{
	GMimeMessage *message;
	bool is_done;

	if (!are_addresses_good(letter, diags))
		return false;
	message = letter_message(letter);
	if (message == NULL) {
		diag_report(diags, DIAG_IO_FAILED, SOURCE_NOWHERE,
		    "cannot read the kits of office '%s'",
		    letter->office->id);
		return false;
	}
	is_done = write_message(letter, message, diags);
	g_object_unref(message);
	return is_done;
}

static bool
make_outbox(const struct mail_options *options, const char *edition,
    struct arena *arena, struct diags *diags)
{
	const char *folder = arena_printf(arena, "%s/%s", options->outbox,
	    edition);

	if ((mkdir(options->outbox, 0777) == 0 || errno == EEXIST) &&
	    (mkdir(folder, 0777) == 0 || errno == EEXIST))
		return true;
	diag_report(diags, DIAG_OUTPUT_FAILED, SOURCE_NOWHERE,
	    "cannot make the folder '%s': %s", folder, strerror(errno));
	return false;
}

bool
mail_write_outbox(const struct mail_options *options,
    const struct parcel *parcel, struct arena *arena, struct diags *diags,
    size_t *ret_messages)
{
	const struct manifest *manifest = &parcel->manifest;
	bool is_done = true;
	uint32_t i;

	*ret_messages = 0;
	if (!is_address(options->from)) {
		diag_report(diags, DIAG_EMAIL_INVALID, SOURCE_NOWHERE,
		    "site.yaml: mail.from '%s' is not an email address",
		    options->from);
		return false;
	}
	if (!make_outbox(options, parcel->name, arena, diags))
		return false;
	/* Never shut down: it would not start again for the next edition. */
	g_mime_init();
	for (i = 0; i < manifest->office_count; i++) {
		struct letter letter = {
			.options = options, .parcel = parcel,
			.office = &manifest->offices[i], .arena = arena,
		};

		if (count_kits(&letter, &letter.attached_bytes) == 0)
			continue;
		if (write_letter(&letter, diags))
			++*ret_messages;
		else
			is_done = false;
	}
	return is_done;
}
