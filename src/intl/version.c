/* The version of ICU that this program was built for; its functions carry it
 * in their names, so no other can run. */
#include "fieldkit/versions.h"

#include <unicode/uvernum.h>

const char *
version_of_icu(void)
{
	return U_ICU_VERSION;
}
