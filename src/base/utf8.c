/*
 * UTF-8, checked. In: bytes of anybody. Out: code points, or the place where
 * they end. Ill-formed are: overlong forms, surrogates, beyond U+10FFFF.
 */
#include "fieldkit/utf8.h"

#include <stdbool.h>

size_t
utf8_next(const char *bytes, size_t len, uint32_t *ret_code)
{
	const unsigned char *byte = (const unsigned char *)bytes;
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	uint32_t code;
	size_t size, i;

	if (byte[0] < 0x80) {
		*ret_code = byte[0];
		return 1;
	}
	size = byte[0] >= 0xf0 ? 4 : byte[0] >= 0xe0 ? 3 : 2;
	if (byte[0] < 0xc2 || byte[0] > 0xf4 || size > len)
		return 0;
	code = byte[0] & (0x7fu >> size);
	for (i = 1; i < size; i++) {
		if ((byte[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (byte[i] & 0x3f);
	}
	if (code < least[size] || code > 0x10ffff ||
	    (code >= 0xd800 && code <= 0xdfff))
		return 0;
	*ret_code = code;
	return size;
}

size_t
utf8_put(char *bytes, uint32_t code)
{
	size_t size = code < 0x80 ? 1 : code < 0x800 ? 2 :
	    code < 0x10000 ? 3 : 4, i;

	for (i = size - 1; i > 0; i--) {
		bytes[i] = (char)(0x80 | (code & 0x3f));
		code >>= 6;
	}
	bytes[0] = (char)(size == 1 ? code : (0xf00u >> size | code));
	return size;
}

static bool
is_text(uint32_t code)
{
	if (code < 0x20)
		return code == '\t' || code == '\n' || code == '\r';
	return !(code >= 0x7f && code < 0xa0) &&
	    !(code >= 0xfdd0 && code <= 0xfdef) && (code & 0xfffe) != 0xfffe;
}

size_t
utf8_text_len(const char *bytes, size_t len)
{
	size_t at = 0, size;
	uint32_t code;

	while (at < len) {
		if (bytes[at] >= 0x20 && bytes[at] < 0x7f) {
			at++;
			continue;
		}
		size = utf8_next(bytes + at, len - at, &code);
		if (size == 0 || !is_text(code))
			break;
		at += size;
	}
	return at;
}

bool
utf8_is_line(const char *bytes, size_t len)
{
	size_t at = 0, size;
	uint32_t code;

	for (; at < len; at += size) {
		size = utf8_next(bytes + at, len - at, &code);
		if (size == 0 || !is_text(code) || code < ' ' ||
		    code == 0x2028 || code == 0x2029 ||
		    utf8_is_bidi_control(code))
			return false;
	}
	return true;
}

size_t
utf8_count(const char *bytes, size_t len)
{
	size_t count = 0, i;

	for (i = 0; i < len; i++)
		count += ((unsigned char)bytes[i] & 0xc0) != 0x80;
	return count;
}
