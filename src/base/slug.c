/*
 * The alphabet of ids. In: characters. Out: whether they may name a record,
 * in a file's name as well as in an address.
 */
#include "fieldkit/slug.h"

#include "fieldkit/limits.h"

bool
slug_is_valid(const char *chars, size_t len)
{
	size_t i;

	if (len == 0 || len > LIMIT_ID_CHARS || chars[0] == '-')
		return false;
	for (i = 0; i < len; i++)
		if ((chars[i] < 'a' || chars[i] > 'z') &&
		    (chars[i] < '0' || chars[i] > '9') && chars[i] != '-')
			return false;
	return true;
}
