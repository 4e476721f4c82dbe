/*
 * versions.h - the versions of the libraries that decide what is built. Kits
 * are the same bytes only with the same versions, so manifests name them and
 * every kit's digest holds them. Each function stands in the one folder that
 * includes its library.
 */
#ifndef FIELDKIT_VERSIONS_H
#define FIELDKIT_VERSIONS_H

#include <stdint.h>

/* Static strings such as "72.1". */
const char *version_of_cmark(void);
const char *version_of_harfbuzz(void);
const char *version_of_icu(void);
/* As 2140 for 2.14. */
uint32_t version_of_lcms(void);
/* As it was compiled against; it does not tell which one runs. */
const char *version_of_libdeflate(void);
const char *version_of_libharu(void);
const char *version_of_libjpeg(void);
const char *version_of_libpng(void);
const char *version_of_libqrencode(void);
/* As 0xMMmmrr. */
uint32_t version_of_libwebp(void);
const char *version_of_zlib(void);

#endif
