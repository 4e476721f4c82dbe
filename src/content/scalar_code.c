/*
 * Codes that a standard lists: countries, states, currencies, languages, time
 * zones. In: the trimmed text of a scalar. Out: the code, or a diagnostic
 * that names the code which was meant, where it can be told.
 */
#include "scalar.h"

#include <string.h>

#include "fieldkit/tags.h"

bool
scalar_read_country(const struct scalar *scalar, void *ret_value)
{
	const char *meant;
	char name[128];

	if (tag_country(scalar->word.chars, scalar->word.len))
		return scalar_take_word(scalar, ret_value);
	if (scalar->field->takes_worldwide &&
	    strcmp(scalar->word.chars, "worldwide") == 0) {
		SCALAR_REFUSE(scalar, DIAG_COUNTRY_INVALID,
		    "'worldwide' is no item of a list; write '%s: worldwide'",
		    scalar->field->key);
		return false;
	}
	meant = tag_country_meant(scalar->word.chars);
	if (meant != NULL && tag_country_name(meant, name, sizeof(name)))
		SCALAR_REFUSE(scalar, DIAG_COUNTRY_INVALID,
		    "'%s' is no country code; %s is %s", scalar->word.chars,
		    name, meant);
	else
		SCALAR_REFUSE(scalar, DIAG_COUNTRY_INVALID,
		    "'%s' is no country; write the two letters of ISO 3166, "
		    "such as DE or JP", scalar->word.chars);
	return false;
}

bool
scalar_read_subdivision(const struct scalar *scalar, void *ret_value)
{
	if (tag_subdivision(scalar->word.chars, scalar->word.len))
		return scalar_take_word(scalar, ret_value);
	SCALAR_REFUSE(scalar, DIAG_SUBDIVISION_INVALID,
	    "'%s' is no state or province; write the code of ISO 3166-2, such "
	    "as DE-BY or US-CA", scalar->word.chars);
	return false;
}

bool
scalar_read_currency(const struct scalar *scalar, void *ret_value)
{
	if (tag_currency(scalar->word.chars, scalar->word.len))
		return scalar_take_word(scalar, ret_value);
	SCALAR_REFUSE(scalar, DIAG_CURRENCY_INVALID,
	    "'%s' is no currency; write the three letters of ISO 4217, such as "
	    "EUR or JPY", scalar->word.chars);
	return false;
}

/* en_GB is how systems name a language. */
void
lang_suggest(struct arena *arena, struct diags *diags, const char *written)
{
	char *word = arena_strdup(arena, written), *at;
	char tag[TAG_CHARS + 1];

	for (at = word; *at != '\0'; at++)
		if (*at == '_')
			*at = '-';
	if (tag_lang(word, strlen(word), tag) || tag_lang_meant(word, tag))
		diag_hint(diags, "did you mean '%s'?", tag);
}

bool
scalar_read_lang(const struct scalar *scalar, void *ret_value)
{
	char tag[TAG_CHARS + 1];
	size_t len;

	if (!tag_lang(scalar->word.chars, scalar->word.len, tag)) {
		SCALAR_REFUSE(scalar, DIAG_LANG_INVALID,
		    "'%s' is no language; write a tag such as de, en-GB or "
		    "zh-Hans", scalar->word.chars);
		lang_suggest(scalar->bind->arena, scalar->bind->diags,
		    scalar->word.chars);
		return false;
	}
	len = strlen(tag);
	return scalar_take_chars(scalar,
	    arena_copy(scalar->bind->arena, tag, len), len, ret_value);
}

bool
scalar_read_tz(const struct scalar *scalar, void *ret_value)
{
	char meant[64];

	if (tag_tz(scalar->word.chars, scalar->word.len))
		return scalar_take_word(scalar, ret_value);
	SCALAR_REFUSE(scalar, DIAG_TZ_INVALID,
	    "'%s' is no time zone; write area and city, such as Europe/Berlin",
	    scalar->word.chars);
	if (tag_tz_meant(scalar->word.chars, meant, sizeof(meant)))
		diag_hint(scalar->bind->diags, "did you mean '%s'?", meant);
	return false;
}
