/* The versions of libharu and libdeflate. */
#include "fieldkit/versions.h"

#include <hpdf.h>
#include <libdeflate.h>

const char *
version_of_libdeflate(void)
{
	return LIBDEFLATE_VERSION_STRING;
}

const char *
version_of_libharu(void)
{
	return HPDF_GetVersion();
}
