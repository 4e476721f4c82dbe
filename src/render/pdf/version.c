/* The version of libharu that runs. */
#include "fieldkit/versions.h"

#include <hpdf.h>

const char *
version_of_libharu(void)
{
	return HPDF_GetVersion();
}
