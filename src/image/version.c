/* The versions of the libraries that read and write pictures. libjpeg-turbo
 * has no function that says it, so its headers' is given, and libwebp gives a
 * number. */
#include "fieldkit/versions.h"

#include <stddef.h>
#include <stdio.h>

#include <jpeglib.h>
#include <lcms2.h>
#include <png.h>
#include <webp/encode.h>
#include <zlib.h>

#define STRING_OF(text) #text
#define STRING_OF_VALUE(macro) STRING_OF(macro)

uint32_t
version_of_lcms(void)
{
	return (uint32_t)cmsGetEncodedCMMversion();
}

const char *
version_of_libjpeg(void)
{
	return STRING_OF_VALUE(LIBJPEG_TURBO_VERSION);
}

const char *
version_of_libpng(void)
{
	return png_get_libpng_ver(NULL);
}

uint32_t
version_of_libwebp(void)
{
	return (uint32_t)WebPGetEncoderVersion();
}

const char *
version_of_zlib(void)
{
	return zlibVersion();
}
