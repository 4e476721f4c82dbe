/*
 * Folding for names, over ICU. In: UTF-8. Out: UTF-8 made of folded letters
 * and digits between single spaces; see fold.h.
 *
 * ASCII, nearly all of it, is folded here byte by byte; a piece with any
 * other character goes through ICU: decompose, fold case, drop marks.
 */
#include "fieldkit/fold.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>
#include <unicode/utf16.h>

#include "fieldkit/arena.h"
#include "fieldkit/utf8.h"

#define INFLECTION_CHARS 2
#define INFLECTED_NAME_BYTES 5		/* shorter names do not inflect */

static void
add_space(struct strbuf *folded)
{
	if (folded->len == 0 || folded->bytes[folded->len - 1] != ' ')
		strbuf_add_char(folded, ' ');
}

static void
add_code_point(struct strbuf *folded, UChar32 c)
{
	char bytes[U8_MAX_LENGTH];
	int32_t len = 0;

	/* A soft hyphen inside a name hides it from nobody who reads. */
	if ((U_GET_GC_MASK(c) & U_GC_M_MASK) ||
	    u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT))
		return;
	if (!u_isalnum(c)) {
		add_space(folded);
		return;
	}
	U8_APPEND_UNSAFE(bytes, len, c);
	strbuf_add(folded, bytes, (size_t)len);
}

static UChar *
to_utf16(const char *text, size_t len, int32_t *ret_len)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t size = (int32_t)len + 1;
	UChar *wide = mem_alloc((size_t)size * sizeof(UChar));

	u_strFromUTF8WithSub(wide, size, ret_len, text, (int32_t)len, ' ',
	    NULL, &status);
	assert(U_SUCCESS(status));
	return wide;
}

/* NFKD then full case folding; a second NFKD is not needed, since marks go
 * and nothing else folds into a composed form. */
static UChar *
decompose(const UChar *wide, int32_t len, int32_t *ret_len)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&status);
	int32_t size, folded_size;
	UChar *apart, *folded;

	size = unorm2_normalize(nfkd, wide, len, NULL, 0, &status) + 1;
	apart = mem_alloc((size_t)size * sizeof(UChar));
	status = U_ZERO_ERROR;
	size = unorm2_normalize(nfkd, wide, len, apart, size, &status);
	folded_size = size * 3 + 1;	/* full folding gives 3 units at most */
	folded = mem_alloc((size_t)folded_size * sizeof(UChar));
	*ret_len = u_strFoldCase(folded, folded_size, apart, size,
	    U_FOLD_CASE_DEFAULT, &status);
	assert(U_SUCCESS(status));
	free(apart);
	return folded;
}

static void
fold_through_icu(struct strbuf *folded, const char *text, size_t len)
{
	int32_t wide_len, out_len, i = 0;
	UChar *wide = to_utf16(text, len, &wide_len);
	UChar *out = decompose(wide, wide_len, &out_len);

	while (i < out_len) {
		UChar32 c;

		U16_NEXT(out, i, out_len, c);
		add_code_point(folded, c);
	}
	free(out);
	free(wide);
}

void
text_fold(struct strbuf *folded, const char *text, size_t len)
{
	size_t i;

	add_space(folded);
	if (!utf8_is_ascii(text, len)) {
		fold_through_icu(folded, text, len);
		add_space(folded);
		return;
	}
	for (i = 0; i < len; i++) {
		char c = text[i];

		if (c >= 'A' && c <= 'Z')
			strbuf_add_char(folded, (char)(c - 'A' + 'a'));
		else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			strbuf_add_char(folded, c);
		else
			add_space(folded);
	}
	add_space(folded);
}

/* Scripts whose words are not set apart by spaces on both sides. NFKD has
 * turned Hangul into Jamo and presentation forms into plain letters. */
static bool
is_run_together(UChar32 c)
{
	static const struct { UChar32 first, last; } blocks[] = {
		{ 0x0590, 0x08ff },	/* Hebrew, Arabic, Syriac, … */
		{ 0x0e00, 0x0fff },	/* Thai, Lao, Tibetan */
		{ 0x1000, 0x109f },	/* Myanmar */
		{ 0x1100, 0x11ff },	/* Jamo */
		{ 0x1780, 0x17ff },	/* Khmer */
		{ 0x3040, 0x9fff },	/* kana, Bopomofo, Han */
		{ 0xa960, 0xd7ff },	/* Jamo, Javanese, Hangul */
		{ 0x20000, 0x3ffff },	/* Han */
	};
	size_t i;

	for (i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++)
		if (c >= blocks[i].first && c <= blocks[i].last)
			return true;
	return false;
}

static bool
starts_word(const char *text, size_t at, const char *name)
{
	int32_t before = (int32_t)at, i = 0;
	UChar32 c, first;

	U8_NEXT(name, i, -1, first);
	U8_PREV((const uint8_t *)text, 0, before, c);
	return c == ' ' || is_run_together(c) || is_run_together(first);
}

static bool
ends_word(const char *text, size_t at, bool may_inflect)
{
	int32_t i = (int32_t)at, before = (int32_t)at;
	int chars;
	UChar32 c, last;

	U8_PREV((const uint8_t *)text, 0, before, last);
	for (chars = 0; chars <= (may_inflect ? INFLECTION_CHARS : 0); chars++) {
		U8_NEXT(text, i, -1, c);
		if (c <= ' ' || is_run_together(c) || is_run_together(last))
			return true;
	}
	return false;
}

bool
folded_has_name(const char *text, const char *name)
{
	size_t len = strlen(name);
	const char *found, *end = text + strlen(text);

	/* The spaces at the ends of a folded name are not part of it. */
	while (len > 0 && *name == ' ')
		name++, len--;
	while (len > 0 && name[len - 1] == ' ')
		len--;
	if (len == 0)
		return false;
	for (found = text; (found = memmem(found, (size_t)(end - found),
	    name, len)) != NULL; found++) {
		size_t at = (size_t)(found - text);

		if (at > 0 && starts_word(text, at, name) &&
		    ends_word(text, at + len, len >= INFLECTED_NAME_BYTES))
			return true;
	}
	return false;
}
