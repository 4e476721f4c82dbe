/*
 * An Atom feed. In: entries, newest first. Out: RFC 4287 in XML.
 */
#include "fieldkit/atom.h"

#include "fieldkit/date.h"
#include "fieldkit/xml.h"

#define NAMESPACE "http://www.w3.org/2005/Atom"
/* Section 3.3: a date construct. */
static void
write_date(struct xml *xml, const char *name, int32_t days)
{
	char day[DATE_CHARS + 1];

	date_format(days, day);
	xml_open(xml, name);
	xml_text(xml, day);
	xml_text(xml, "T00:00:00Z");
	xml_close(xml);
}

/* Section 3.1: a text construct of plain text. */
static void
write_text(struct xml *xml, const char *name, const char *text,
    const char *lang)
{
	if (text == NULL)
		return;
	xml_open(xml, name);
	xml_attr(xml, "xml:lang", lang);
	xml_text(xml, text);
	xml_close(xml);
}

static void
write_link(struct xml *xml, const char *rel, const char *type,
    const char *lang, const char *url)
{
	xml_open(xml, "link");
	xml_attr(xml, "rel", rel);
	xml_attr(xml, "type", type);
	xml_attr(xml, "hreflang", lang);
	xml_attr(xml, "href", url);
	xml_close(xml);
}

static void
write_entry(struct xml *xml, const struct atom_feed *feed,
    const struct atom_entry *entry)
{
	xml_open(xml, "entry");
	xml_leaf(xml, "id", entry->url);
	write_text(xml, "title", entry->title, entry->title_lang);
	write_date(xml, "updated", entry->updated_days);
	write_link(xml, "alternate", "text/html", entry->url_lang, entry->url);
	xml_open(xml, "category");
	xml_attr(xml, "xml:lang", feed->words_lang);
	xml_attr(xml, "term", entry->category);
	xml_attr(xml, "label", entry->category_label);
	xml_close(xml);
	write_text(xml, "summary", entry->summary, entry->summary_lang);
	xml_close(xml);
}

void
atom_write(const struct atom_feed *feed, struct strbuf *out)
{
	struct xml xml;
	size_t i;

	xml_begin(&xml, out);
	xml_open(&xml, "feed");
	xml_attr(&xml, "xmlns", NAMESPACE);
	xml_attr(&xml, "xml:lang", feed->lang);
	xml_leaf(&xml, "id", feed->url);
	write_text(&xml, "title", feed->title, feed->words_lang);
	write_text(&xml, "subtitle", feed->subtitle, feed->subtitle_lang);
	write_date(&xml, "updated",
	    feed->count > 0 ? feed->entries[0].updated_days : 0);
	xml_open(&xml, "author");
	xml_leaf(&xml, "name", feed->author);
	xml_close(&xml);
	xml_leaf(&xml, "generator", feed->generator);
	write_link(&xml, "self", "application/atom+xml", feed->lang,
	    feed->url);
	write_link(&xml, "alternate", "text/html", feed->lang,
	    feed->home_url);
	for (i = 0; i < feed->count; i++)
		write_entry(&xml, feed, &feed->entries[i]);
	xml_close(&xml);
}
