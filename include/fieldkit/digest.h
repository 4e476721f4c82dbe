/*
 * digest.h - SHA-256 (FIPS 180-4, through libcrypto).
 *
 * A struct digest is fed piece by piece; every piece may be preceded by its
 * length (digest_add_framed), so that two different sequences of pieces never
 * give the same input.
 */
#ifndef FIELDKIT_DIGEST_H
#define FIELDKIT_DIGEST_H

#include <stddef.h>
#include <stdint.h>

#define DIGEST_BYTES 32
#define DIGEST_HEX_CHARS 64

struct digest;

/* Never NULL. */
struct digest *digest_new(void);
void digest_free(struct digest *digest);
void digest_add(struct digest *digest, const void *bytes, size_t len);
/* The length as 8 bytes, little endian, then the bytes. */
void digest_add_framed(struct digest *digest, const void *bytes, size_t len);
void digest_add_string(struct digest *digest, const char *string);
void digest_add_number(struct digest *digest, uint64_t number);
/* The result; the digest starts anew. */
void digest_finish(struct digest *digest,
    unsigned char ret_bytes[DIGEST_BYTES]);
/* Lower-case hexadecimal, NUL-terminated. */
void digest_finish_hex(struct digest *digest,
    char ret_hex[DIGEST_HEX_CHARS + 1]);

/* All at once. */
void digest_of(const void *bytes, size_t len,
    char ret_hex[DIGEST_HEX_CHARS + 1]);

/* HMAC-SHA-256 (RFC 2104): who does not have the key cannot make it. */
void digest_keyed(const char *key, const char *text,
    unsigned char ret_bytes[DIGEST_BYTES]);

#define KIT_ID_CHARS 8
/* The first 40 bits as 8 characters of Crockford's base 32. */
void digest_kit_id(const unsigned char bytes[DIGEST_BYTES],
    char ret_id[KIT_ID_CHARS + 1]);

#endif
