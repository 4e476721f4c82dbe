/*
 * SHA-256 over libcrypto's EVP interface. In: bytes. Out: 32 bytes, their
 * hexadecimal form, or a kit id. libcrypto fails only when it has no memory
 * or no SHA-256 at all; both end the program as arena.h says of memory.
 */
#include "fieldkit/digest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "fieldkit/arena.h"

struct digest {
	EVP_MD_CTX *context;
};

static void
require(int is_done)
{
	if (is_done)
		return;
	fputs("fieldkit: libcrypto cannot compute SHA-256\n", stderr);
	exit(3);
}

struct digest *
digest_new(void)
{
	struct digest *digest = mem_alloc(sizeof(*digest));

	digest->context = EVP_MD_CTX_new();
	require(digest->context != NULL);
	require(EVP_DigestInit_ex(digest->context, EVP_sha256(), NULL));
	return digest;
}

void
digest_free(struct digest *digest)
{
	if (digest == NULL)
		return;
	EVP_MD_CTX_free(digest->context);
	free(digest);
}

void
digest_add(struct digest *digest, const void *bytes, size_t len)
{
	require(EVP_DigestUpdate(digest->context, bytes, len));
}

void
digest_add_number(struct digest *digest, uint64_t number)
{
	unsigned char bytes[8];
	int i;

	for (i = 0; i < 8; i++)
		bytes[i] = (unsigned char)(number >> (8 * i));
	digest_add(digest, bytes, sizeof(bytes));
}

void
digest_add_framed(struct digest *digest, const void *bytes, size_t len)
{
	digest_add_number(digest, len);
	digest_add(digest, bytes, len);
}

void
digest_add_string(struct digest *digest, const char *string)
{
	digest_add_framed(digest, string, strlen(string));
}

void
digest_finish(struct digest *digest, unsigned char ret_bytes[DIGEST_BYTES])
{
	require(EVP_DigestFinal_ex(digest->context, ret_bytes, NULL));
	require(EVP_DigestInit_ex(digest->context, EVP_sha256(), NULL));
}

static void
to_hex(const unsigned char bytes[DIGEST_BYTES],
    char ret_hex[DIGEST_HEX_CHARS + 1])
{
	static const char digits[] = "0123456789abcdef";
	int i;

	for (i = 0; i < DIGEST_BYTES; i++) {
		ret_hex[2 * i] = digits[bytes[i] >> 4];
		ret_hex[2 * i + 1] = digits[bytes[i] & 15];
	}
	ret_hex[DIGEST_HEX_CHARS] = '\0';
}

void
digest_finish_hex(struct digest *digest, char ret_hex[DIGEST_HEX_CHARS + 1])
{
	unsigned char bytes[DIGEST_BYTES];

	digest_finish(digest, bytes);
	to_hex(bytes, ret_hex);
}

void
digest_of(const void *bytes, size_t len, char ret_hex[DIGEST_HEX_CHARS + 1])
{
	unsigned char result[DIGEST_BYTES];

	require(EVP_Digest(bytes, len, result, NULL, EVP_sha256(), NULL));
	to_hex(result, ret_hex);
}

void
digest_keyed(const char *key, const char *text,
    unsigned char ret_bytes[DIGEST_BYTES])
{
	unsigned len = DIGEST_BYTES;

	require(HMAC(EVP_sha256(), key, (int)strlen(key),
	    (const unsigned char *)text, strlen(text), ret_bytes, &len) !=
	    NULL);
}

void
digest_kit_id(const unsigned char bytes[DIGEST_BYTES],
    char ret_id[KIT_ID_CHARS + 1])
{
	static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	uint64_t bits = 0;
	int i;

	for (i = 0; i < 5; i++)
		bits = bits << 8 | bytes[i];
	for (i = KIT_ID_CHARS - 1; i >= 0; i--, bits >>= 5)
		ret_id[i] = digits[bits & 31];
	ret_id[KIT_ID_CHARS] = '\0';
}
