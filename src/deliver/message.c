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

#include <string.h>

#include "message_press.h"

/* One message being made. */
struct writing {
	const struct message_request *request;
	const struct message_draft *draft;
	struct arena *arena;
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

static void
set_header(GMimeMessage *message, const char *name, const char *value)
{
	g_mime_object_set_header(GMIME_OBJECT(message), name, value, NULL);
}

static void
set_headers(const struct writing *writing, GMimeMessage *message,
    const char *message_id)
{
	const struct message_request *request = writing->request;
	GDateTime *date = g_date_time_new_from_unix_utc(request->time);

	g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_FROM,
	    writing->draft->sender, request->from);
	if (request->reply_to != NULL)
		g_mime_message_add_mailbox(message,
		    GMIME_ADDRESS_TYPE_REPLY_TO, NULL, request->reply_to);
	g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_TO, NULL,
	    request->recipient);
	g_mime_message_set_subject(message, writing->draft->subject, "utf-8");
	g_mime_message_set_date(message, date);
	g_date_time_unref(date);
	g_mime_message_set_message_id(message, message_id);
	set_header(message, "Auto-Submitted", "auto-generated");
	set_header(message, "List-Id", arena_printf(writing->arena,
	    "<%s.%s>", request->edition, strchr(request->from, '@') + 1));
	set_header(message, "Content-Language", writing->draft->lang);
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

/* They come from a command's line, too. */
static bool
check_addresses(const struct message_request *request, struct diags *diags)
{
	if (message_takes_address(request->recipient) &&
	    message_takes_address(request->from) &&
	    (request->reply_to == NULL ||
	    message_takes_address(request->reply_to)))
		return true;
	diag_report(diags, DIAG_EMAIL_INVALID, SOURCE_NOWHERE,
	    "edition '%s', office '%s': an address of the message is none "
	    "that mail can go to or come from", request->edition,
	    request->office->id);
	return false;
}

bool
message_build(const struct message_request *request,
    struct message_press *press, struct arena *arena, struct diags *diags,
    struct message *ret_message)
{
	struct writing writing = { .request = request, .arena = arena };
	char hex[DIGEST_HEX_CHARS + 1];
	GMimeMessage *message;

	*ret_message = (struct message){ 0 };
	writing.draft = message_press_set(press, request, diags);
	if (writing.draft == NULL || !check_addresses(request, diags))
		return false;
	letter_digest(request, hex);
	ret_message->message_id = arena_printf(arena, "%.32s@%s", hex,
	    strchr(request->from, '@') + 1);
	ret_message->is_attached = writing.draft->has_attachment;
	message = g_mime_message_new(FALSE);
	set_headers(&writing, message, ret_message->message_id);
	g_mime_message_set_mime_part(message, message_press_body(press, hex));
	write_bytes(message, &ret_message->bytes);
	g_object_unref(message);
	return true;
}

void
message_release(struct message *message)
{
	strbuf_release(&message->bytes);
}
