/*
 * Sitemaps. In: addresses of pages and of their translations. Out: XML of the
 * sitemaps.org protocol. How much fits is found by writing each page alone:
 * a file is a frame, which all have, and the sum of its pages.
 */
#include "fieldkit/sitemap.h"

#include <assert.h>

#include "fieldkit/xml.h"

#define NAMESPACE "http://www.sitemaps.org/schemas/sitemap/0.9"
#define NAMESPACE_XHTML "http://www.w3.org/1999/xhtml"

static void
write_page(struct xml *xml, const struct sitemap_page *page)
{
	uint32_t i;

	xml_open(xml, "url");
	xml_leaf(xml, "loc", page->url);
	for (i = 0; i < page->link_count; i++) {
		xml_open(xml, "xhtml:link");
		xml_attr(xml, "rel", "alternate");
		xml_attr(xml, "hreflang", page->links[i].lang);
		xml_attr(xml, "href", page->links[i].url);
		xml_close(xml);
	}
	xml_close(xml);
}

void
sitemap_write(const struct sitemap_page *pages, size_t count,
    struct strbuf *out)
{
	struct xml xml;
	size_t i;

	xml_begin(&xml, out);
	xml_open(&xml, "urlset");
	xml_attr(&xml, "xmlns", NAMESPACE);
	xml_attr(&xml, "xmlns:xhtml", NAMESPACE_XHTML);
	for (i = 0; i < count; i++)
		write_page(&xml, &pages[i]);
	xml_close(&xml);
}

static size_t
file_bytes(struct strbuf *scratch, const struct sitemap_page *pages,
    size_t count)
{
	strbuf_clear(scratch);
	sitemap_write(pages, count, scratch);
	return scratch->len;
}

size_t
sitemap_fit(const struct sitemap_page *pages, size_t count, size_t max_urls,
    size_t max_bytes)
{
	struct strbuf scratch = { 0 };
	const struct sitemap_page twice[] = { pages[0], pages[0] };
	size_t frame, used, i;

	assert(count > 0 && max_urls > 0);
	frame = used = 2 * file_bytes(&scratch, twice, 1) -
	    file_bytes(&scratch, twice, 2);
	for (i = 0; i < count && i < max_urls; i++) {
		used += file_bytes(&scratch, &pages[i], 1) - frame;
		if (i > 0 && used > max_bytes)
			break;
	}
	strbuf_release(&scratch);
	return i;
}

void
sitemap_write_index(const char *const *urls, size_t count,
    struct strbuf *out)
{
	struct xml xml;
	size_t i;

	xml_begin(&xml, out);
	xml_open(&xml, "sitemapindex");
	xml_attr(&xml, "xmlns", NAMESPACE);
	for (i = 0; i < count; i++) {
		xml_open(&xml, "sitemap");
		xml_leaf(&xml, "loc", urls[i]);
		xml_close(&xml);
	}
	xml_close(&xml);
}
