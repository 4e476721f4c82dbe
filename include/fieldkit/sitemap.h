/*
 * sitemap.h - the pages of a site, for search engines.
 *
 * Source: sitemaps.org, "Sitemaps XML format" (protocol 0.9); pages in other
 * languages as xhtml:link elements, as search engines describe them. A file
 * holds at most 50,000 addresses and 50 MB; what is more goes into several,
 * which an index names.
 */
#ifndef FIELDKIT_SITEMAP_H
#define FIELDKIT_SITEMAP_H

#include <stddef.h>
#include <stdint.h>

#include "fieldkit/strbuf.h"

/* The bounds of the protocol. */
#define SITEMAP_URLS 50000
#define SITEMAP_BYTES (50 * 1024 * 1024)

/* The page in one language; "x-default" for all others. */
struct sitemap_link {
	const char *lang;
	const char *url;
};

/* A page: whole addresses. `links` are all its languages, its own too. */
struct sitemap_page {
	const char *url;
	const struct sitemap_link *links;
	uint32_t link_count;
};

/* How many of the pages, from the first, one file may hold; at least one. */
size_t sitemap_fit(const struct sitemap_page *pages, size_t count,
    size_t max_urls, size_t max_bytes);
/* Appends a file of all these pages. */
void sitemap_write(const struct sitemap_page *pages, size_t count,
    struct strbuf *out);
/* Appends an index of such files, named by their whole addresses. */
void sitemap_write_index(const char *const *urls, size_t count,
    struct strbuf *out);

#endif
