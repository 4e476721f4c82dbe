/* The version of HarfBuzz that runs. */
#include "fieldkit/versions.h"

#include <hb.h>

const char *
version_of_harfbuzz(void)
{
	return hb_version_string();
}
