/* The version of libcmark that runs. */
#include "fieldkit/versions.h"

#include <cmark.h>

const char *
version_of_cmark(void)
{
	return cmark_version_string();
}
