/* The versions of libharu, libdeflate and libqrencode. */
#include "fieldkit/versions.h"

#include <hpdf.h>
#include <libdeflate.h>
#include <qrencode.h>

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

const char *
version_of_libqrencode(void)
{
	return QRcode_APIVersionString();
}
