/*
 * json.h - JSON text, written by hand (RFC 8259).
 *
 * Jansson reads. What is written has its order of keys and its line breaks as
 * part of its format, so it is put together from these pieces. Keys are ASCII
 * and need no escape; values are NUL-terminated UTF-8 where nothing else is
 * said.
 */
#ifndef FIELDKIT_JSON_H
#define FIELDKIT_JSON_H

#include <stddef.h>
#include <stdint.h>

#include "fieldkit/strbuf.h"

/* A string, quotes included. */
void json_add_string(struct strbuf *json, const char *value);
/* A string of any bytes: what is no UTF-8 in it becomes U+FFFD. */
void json_add_bytes(struct strbuf *json, const char *bytes, size_t len);

/* `"key":`, behind a comma where it is not the first of its object. */
void json_add_key(struct strbuf *json, const char *key);
/* The same, and a string. */
void json_add_member(struct strbuf *json, const char *key, const char *value);
/* The same, or nothing where the string is NULL or empty. */
void json_add_optional(struct strbuf *json, const char *key,
    const char *value);
void json_add_number(struct strbuf *json, const char *key, int64_t number);

/* `"key": "value"`, in files that are also read by eye; what stands between
 * two of them is the caller's. */
void json_add_pair(struct strbuf *json, const char *key, const char *value);

#endif
