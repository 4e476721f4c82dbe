/*
 * Pieces of JSON. In: keys and values. Out: text at the end of a buffer.
 *
 * Whether a member is the first of its object is seen by the brace before it:
 * a brace within a value is never the last byte, since its quote follows.
 */
#include "fieldkit/json.h"

#include <inttypes.h>
#include <string.h>

#include "fieldkit/utf8.h"

void
json_add_string(struct strbuf *json, const char *value)
{
	strbuf_add_json(json, value, strlen(value));
}

void
json_add_bytes(struct strbuf *json, const char *bytes, size_t len)
{
	const char *end = bytes + len;
	struct strbuf valid = { 0 };

	while (bytes < end) {
		uint32_t code;
		size_t step = utf8_next(bytes, (size_t)(end - bytes), &code);

		if (step != 0)
			strbuf_add(&valid, bytes, step);
		else
			strbuf_add_string(&valid, "\uFFFD");
		bytes += step != 0 ? step : 1;
	}
	strbuf_add_json(json, strbuf_string(&valid), valid.len);
	strbuf_release(&valid);
}

void
json_add_key(struct strbuf *json, const char *key)
{
	if (json->len > 0 && json->bytes[json->len - 1] != '{')
		strbuf_add_char(json, ',');
	strbuf_add_char(json, '"');
	strbuf_add_string(json, key);
	strbuf_add_string(json, "\":");
}

void
json_add_member(struct strbuf *json, const char *key, const char *value)
{
	json_add_key(json, key);
	json_add_string(json, value);
}

void
json_add_optional(struct strbuf *json, const char *key, const char *value)
{
	if (value != NULL && value[0] != '\0')
		json_add_member(json, key, value);
}

void
json_add_number(struct strbuf *json, const char *key, int64_t number)
{
	json_add_key(json, key);
	strbuf_printf(json, "%" PRId64, number);
}

void
json_add_pair(struct strbuf *json, const char *key, const char *value)
{
	strbuf_printf(json, "\"%s\": ", key);
	json_add_string(json, value);
}
