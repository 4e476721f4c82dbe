/*
 * Names of hosts through ICU. In: a name as written. Out: its ASCII form, or
 * what it may be taken for. ICU's objects are opened for each name: addresses
 * in other letters are rare.
 */
#include "fieldkit/domain.h"

#include <string.h>

#include <unicode/uidna.h>
#include <unicode/uspoof.h>

#include "fieldkit/utf8.h"

#define NAME_BYTES 1024
#define OPTIONS (UIDNA_NONTRANSITIONAL_TO_ASCII | \
	UIDNA_NONTRANSITIONAL_TO_UNICODE | UIDNA_CHECK_BIDI | \
	UIDNA_CHECK_CONTEXTJ | UIDNA_USE_STD3_RULES)

typedef int32_t converter(const UIDNA *idna, const char *name, int32_t len,
    char *dest, int32_t capacity, UIDNAInfo *info, UErrorCode *error);

static const char *
convert(struct arena *arena, const char *name, size_t len,
    converter *to_form)
{
	char form[NAME_BYTES];
	UIDNAInfo info = UIDNA_INFO_INITIALIZER;
	UErrorCode error = U_ZERO_ERROR;
	UIDNA *idna = uidna_openUTS46(OPTIONS, &error);
	int32_t written = 0;

	if (U_SUCCESS(error) && len < NAME_BYTES)
		written = to_form(idna, name, (int32_t)len, form, NAME_BYTES,
		    &info, &error);
	uidna_close(idna);
	if (U_FAILURE(error) || info.errors != 0 || written <= 0 ||
	    written >= NAME_BYTES)
		return NULL;
	return arena_copy(arena, form, (size_t)written);
}

const char *
domain_to_ascii(struct arena *arena, const char *name, size_t len)
{
	return convert(arena, name, len, uidna_nameToASCII_UTF8);
}

/* What a label looks like, written with the plainest letters. */
static const char *
skeleton(struct arena *arena, const USpoofChecker *checker,
    const char *label, size_t len)
{
	char plain[NAME_BYTES];
	UErrorCode error = U_ZERO_ERROR;
	int32_t written = uspoof_getSkeletonUTF8(checker, 0, label,
	    (int32_t)len, plain, NAME_BYTES, &error);

	if (U_FAILURE(error) || written <= 0 || written >= NAME_BYTES)
		return NULL;
	return arena_copy(arena, plain, (size_t)written);
}

static bool
is_label_confusable(struct arena *arena, const USpoofChecker *checker,
    const char *label, size_t len, const char **ret_seen)
{
	UErrorCode error = U_ZERO_ERROR;
	const char *plain;

	if (utf8_is_ascii(label, len))
		return false;
	plain = skeleton(arena, checker, label, len);
	*ret_seen = plain != NULL ? plain : arena_copy(arena, label, len);
	if (plain != NULL && utf8_is_ascii(plain, strlen(plain)))
		return true;
	return uspoof_check2UTF8(checker, label, (int32_t)len, NULL,
	    &error) != 0 || U_FAILURE(error);
}

bool
domain_is_confusable(struct arena *arena, const char *name, size_t len,
    const char **ret_seen)
{
	const char *unicode = convert(arena, name, len,
	    uidna_nameToUnicodeUTF8), *label = unicode;
	UErrorCode error = U_ZERO_ERROR;
	USpoofChecker *checker;
	bool is_confusable = false;

	*ret_seen = NULL;
	/* Not a name at all: others say so. */
	if (unicode == NULL || utf8_is_ascii(unicode, strlen(unicode)))
		return false;
	checker = uspoof_open(&error);
	uspoof_setRestrictionLevel(checker, USPOOF_HIGHLY_RESTRICTIVE);
	uspoof_setChecks(checker, USPOOF_RESTRICTION_LEVEL |
	    USPOOF_INVISIBLE | USPOOF_MIXED_NUMBERS, &error);
	while (U_SUCCESS(error) && !is_confusable && *label != '\0') {
		size_t label_len = strcspn(label, ".");

		is_confusable = is_label_confusable(arena, checker, label,
		    label_len, ret_seen);
		label += label_len + (label[label_len] == '.');
	}
	uspoof_close(checker);
	return is_confusable;
}
