/*
 * Folding for search, over ICU. In: UTF-8. Out: UTF-8 made of letters, marks
 * and numbers between single spaces; see fold.h for the rule.
 *
 * The rule asks nothing but what every browser's script knows as well: two
 * normal forms, lower case of one character, general categories. All else is
 * in the two tables below, which a search index hands to the script.
 */
#include "fieldkit/fold.h"

#include <assert.h>
#include <stdlib.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>

#include "fieldkit/arena.h"
#include "fieldkit/utf8.h"

/* What is left out: nobody types it, or not everybody does. Sorted. */
static const struct {
	UChar32 first, last;
} dropped[] = {
	{ 0x00ad, 0x00ad },	/* soft hyphen */
	{ 0x0300, 0x036f },	/* diacritics of Latin, Greek, Cyrillic */
	{ 0x0483, 0x0489 },
	{ 0x0591, 0x05bd },	/* Hebrew accents and points */
	{ 0x05bf, 0x05bf },
	{ 0x05c1, 0x05c2 },
	{ 0x05c4, 0x05c5 },
	{ 0x05c7, 0x05c7 },
	{ 0x05f3, 0x05f4 },	/* geresh, gershayim: inside abbreviations */
	{ 0x0610, 0x061a },	/* Arabic signs and vowels */
	{ 0x061c, 0x061c },
	{ 0x0640, 0x0640 },	/* tatweel */
	{ 0x064b, 0x065f },
	{ 0x0670, 0x0670 },
	{ 0x06d6, 0x06dc },
	{ 0x06df, 0x06e4 },
	{ 0x06e7, 0x06e8 },
	{ 0x06ea, 0x06ed },
	{ 0x08d3, 0x08e1 },
	{ 0x08e3, 0x08ff },
	{ 0x093c, 0x093c },	/* nukta of Devanagari */
	{ 0x1ab0, 0x1aff },
	{ 0x1dc0, 0x1dff },
	{ 0x200c, 0x200f },	/* joiners and directions */
	{ 0x202a, 0x202e },
	{ 0x2060, 0x2064 },
	{ 0x2066, 0x2069 },
	{ 0x20d0, 0x20ff },
	{ 0xfe00, 0xfe0f },	/* variation selectors */
	{ 0xfe20, 0xfe2f },
	{ 0xfeff, 0xfeff },
	{ 0xe0100, 0xe01ef },
};

/* What stands for a letter that no normal form takes apart. Sorted. */
static const struct {
	UChar32 from;
	char to[4];
} replaced[] = {
	{ 0x00df, "ss" }, { 0x00e6, "ae" }, { 0x00f0, "d" }, { 0x00f8, "o" },
	{ 0x00fe, "th" }, { 0x0111, "d" }, { 0x0127, "h" }, { 0x0131, "i" },
	{ 0x0142, "l" }, { 0x014b, "n" }, { 0x0153, "oe" }, { 0x0167, "t" },
	{ 0x03c2, "σ" },
	{ 0x05da, "כ" }, { 0x05dd, "מ" }, { 0x05df, "נ" },	/* Hebrew finals */
	{ 0x05e3, "פ" }, { 0x05e5, "צ" },
	{ 0x0629, "ه" },			/* teh marbuta: heh */
	{ 0x0649, "ي" },			/* alef maksura: yeh */
	{ 0x0660, "0" }, { 0x0661, "1" }, { 0x0662, "2" }, { 0x0663, "3" },
	{ 0x0664, "4" }, { 0x0665, "5" }, { 0x0666, "6" }, { 0x0667, "7" },
	{ 0x0668, "8" }, { 0x0669, "9" },
	{ 0x0671, "ا" },			/* alef wasla: alef */
	{ 0x06a9, "ك" },			/* Persian and Urdu letters */
	{ 0x06be, "ه" }, { 0x06c1, "ه" }, { 0x06cc, "ي" }, { 0x06d0, "ي" },
	{ 0x06d5, "ه" },
	{ 0x06f0, "0" }, { 0x06f1, "1" }, { 0x06f2, "2" }, { 0x06f3, "3" },
	{ 0x06f4, "4" }, { 0x06f5, "5" }, { 0x06f6, "6" }, { 0x06f7, "7" },
	{ 0x06f8, "8" }, { 0x06f9, "9" },
	{ 0x0901, "ं" },			/* chandrabindu: anusvara */
	{ 0x0966, "0" }, { 0x0967, "1" }, { 0x0968, "2" }, { 0x0969, "3" },
	{ 0x096a, "4" }, { 0x096b, "5" }, { 0x096c, "6" }, { 0x096d, "7" },
	{ 0x096e, "8" }, { 0x096f, "9" },
	{ 0x0e50, "0" }, { 0x0e51, "1" }, { 0x0e52, "2" }, { 0x0e53, "3" },
	{ 0x0e54, "4" }, { 0x0e55, "5" }, { 0x0e56, "6" }, { 0x0e57, "7" },
	{ 0x0e58, "8" }, { 0x0e59, "9" },
};

/* NFKD would make letters of them: "acmetm". */
#define SERVICE_MARK 0x2120
#define TRADE_MARK 0x2122

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static bool
is_dropped(UChar32 c)
{
	size_t low = 0, high = COUNT(dropped);

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (c > dropped[middle].last)
			low = middle + 1;
		else if (c < dropped[middle].first)
			high = middle;
		else
			return true;
	}
	return false;
}

/* What the table has for a letter, or NULL. */
static const char *
replacement(UChar32 c)
{
	size_t low = 0, high = COUNT(replaced);

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (c == replaced[middle].from)
			return replaced[middle].to;
		if (c > replaced[middle].from)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static void
add_code_point(struct strbuf *out, UChar32 c)
{
	char bytes[U8_MAX_LENGTH];
	int32_t len = 0;

	U8_APPEND_UNSAFE(bytes, len, c);
	strbuf_add(out, bytes, (size_t)len);
}

static void
add_space(struct strbuf *folded)
{
	if (folded->len == 0 || folded->bytes[folded->len - 1] != ' ')
		strbuf_add_char(folded, ' ');
}

/* Step 2 of the rule, for one character. */
static void
add_char(struct strbuf *folded, UChar32 c)
{
	const uint32_t in_words = U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK;
	const char *words;

	if (is_dropped(c))
		return;
	c = u_tolower(c);
	words = replacement(c);
	if (words != NULL) {
		strbuf_add_string(folded, words);
	} else if ((U_GET_GC_MASK(c) & in_words) != 0) {
		add_code_point(folded, c);
	} else {
		add_space(folded);
	}
}

/* A text in a normal form, as UTF-16 that the caller frees. */
static UChar *
normal_form(const UNormalizer2 *form, const char *text, size_t len,
    int32_t *ret_len)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar *wide = mem_alloc((len + 1) * sizeof(UChar)), *normal;
	int32_t wide_len, size, i;

	u_strFromUTF8WithSub(wide, (int32_t)len + 1, &wide_len, text,
	    (int32_t)len, ' ', NULL, &status);
	assert(U_SUCCESS(status));
	for (i = 0; i < wide_len; i++)
		if (wide[i] == SERVICE_MARK || wide[i] == TRADE_MARK)
			wide[i] = ' ';
	size = unorm2_normalize(form, wide, wide_len, NULL, 0, &status) + 1;
	normal = mem_alloc((size_t)size * sizeof(UChar));
	status = U_ZERO_ERROR;
	*ret_len = unorm2_normalize(form, wide, wide_len, normal, size,
	    &status);
	assert(U_SUCCESS(status));
	free(wide);
	return normal;
}

static void
fold_decomposed(struct strbuf *folded, const char *text, size_t len)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t count, i = 0;
	UChar *apart = normal_form(unorm2_getNFKDInstance(&status), text, len,
	    &count);

	while (i < count) {
		UChar32 c;

		U16_NEXT(apart, i, count, c);
		add_char(folded, c);
	}
	free(apart);
}

static void
add_composed(struct strbuf *folded, const struct strbuf *apart)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t count, len;
	UChar *whole = normal_form(unorm2_getNFCInstance(&status),
	    strbuf_string(apart), apart->len, &count);
	size_t room = (size_t)count * 3 + 1;

	u_strToUTF8(strbuf_reserve(folded, room), (int32_t)room, &len, whole,
	    count, &status);
	assert(U_SUCCESS(status));
	folded->len += (size_t)len;
	free(whole);
}

static void
fold_ascii(struct strbuf *folded, const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		char c = text[i];

		if (c >= 'A' && c <= 'Z')
			strbuf_add_char(folded, (char)(c - 'A' + 'a'));
		else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			strbuf_add_char(folded, c);
		else
			add_space(folded);
	}
}

void
text_fold_words(struct strbuf *folded, const char *text, size_t len)
{
	struct strbuf apart = { 0 };

	add_space(folded);
	if (utf8_is_ascii(text, len)) {
		fold_ascii(folded, text, len);
	} else {
		strbuf_add_char(&apart, ' ');
		fold_decomposed(&apart, text, len);
		folded->len--;		/* `apart` starts with the space */
		add_composed(folded, &apart);
		strbuf_release(&apart);
	}
	add_space(folded);
}

void
text_fold_rules(struct strbuf *dropped_list, struct strbuf *replaced_list)
{
	size_t i;

	for (i = 0; i < COUNT(dropped); i++)
		strbuf_printf(dropped_list, "%s%x-%x", i > 0 ? " " : "",
		    (unsigned)dropped[i].first, (unsigned)dropped[i].last);
	for (i = 0; i < COUNT(replaced); i++) {
		if (i > 0)
			strbuf_add_char(replaced_list, ' ');
		add_code_point(replaced_list, replaced[i].from);
		strbuf_add_string(replaced_list, replaced[i].to);
	}
}
