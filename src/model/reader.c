/*
 * Readers. In: the name of one, a type of records, a consent. Out: what holds
 * for that reader where no record says anything else. A name that is none of
 * ours is a reader like any other who is no customer.
 */
#include "fieldkit/model.h"

#include <string.h>

bool
reader_is_in(const struct list *readers, const char *reader)
{
	uint32_t i;

	for (i = 0; i < readers->count; i++)
		if (strcmp(LIST_AT(*readers, struct str, i)->chars,
		    reader) == 0)
			return true;
	return false;
}

bool
reader_is_customer(const char *reader)
{
	return strcmp(reader, "customer") == 0;
}

bool
reader_is_alliance(const char *reader)
{
	return strcmp(reader, "vendor-alliance") == 0 ||
	    strcmp(reader, "partner-alliance") == 0;
}

bool
reader_is_partner(const char *reader)
{
	return strncmp(reader, "partner-", strlen("partner-")) == 0;
}

bool
reader_is_vendor(const char *reader)
{
	return !reader_is_customer(reader) && !reader_is_partner(reader);
}

bool
reader_sees_type(const char *reader, enum record_type type)
{
	switch (type) {
	case RECORD_SITE:
	case RECORD_INDUSTRY:
	case RECORD_PRODUCT:
	case RECORD_AREA:
	case RECORD_REGION:
		return true;
	case RECORD_FUNDING:
	case RECORD_COMMITMENT:
		return reader_is_alliance(reader);
	case RECORD_PARTNER:
	case RECORD_SOLUTION:
	case RECORD_CASE_STUDY:
	case RECORD_CAMPAIGN:
	case RECORD_OFFICE:
	case RECORD_PERSON:
		return !reader_is_customer(reader);
	case RECORD_TYPE_COUNT:
		break;
	}
	return false;
}

bool
consent_has_use(const struct consent *consent, enum consent_use use)
{
	uint32_t i;

	for (i = 0; i < consent->uses.count; i++)
		if (LIST_AT(consent->uses, struct choice, i)->index ==
		    (int32_t)use)
			return true;
	return false;
}
