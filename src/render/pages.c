/*
 * Names of the structure types: in, an element type; out, its name in
 * ISO 32000-1, 14.8.4, as the PDF writer and the trace print it.
 */
#include "fieldkit/pages.h"

#include <assert.h>

static const char *const names[] = {
#define ELEMENT_NAME(name, string) [ELEMENT_##name] = string,
	ELEMENT_TYPE_TABLE(ELEMENT_NAME)
#undef ELEMENT_NAME
};

const char *
element_type_name(enum element_type type)
{
	assert(type < ELEMENT_TYPE_COUNT);
	return names[type];
}
