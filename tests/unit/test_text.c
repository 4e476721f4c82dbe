/*
 * The writers of plain formats: XML, content lines, vCards, Atom, sitemaps.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fieldkit/atom.h"
#include "fieldkit/content_line.h"
#include "fieldkit/sitemap.h"
#include "fieldkit/utf8.h"
#include "fieldkit/vcard.h"
#include "fieldkit/xml.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

static void
assert_text(struct strbuf *out, const char *wanted)
{
	assert_string_equal(strbuf_string(out), wanted);
	strbuf_release(out);
}

static void
xml_nests_and_indents(void **state)
{
	struct strbuf out = { 0 };
	struct xml xml;

	(void)state;
	xml_begin(&xml, &out);
	xml_open(&xml, "a");
	xml_attr(&xml, "x", "1");
	xml_attr(&xml, "y", NULL);
	xml_open(&xml, "b");
	xml_close(&xml);
	xml_leaf(&xml, "c", "text");
	xml_leaf(&xml, "d", "");
	xml_close(&xml);
	assert_text(&out, XML_HEAD "<a x=\"1\">\n  <b/>\n  <c>text</c>\n"
	    "  <d></d>\n</a>\n");
}

static void
xml_escapes_text_and_attributes(void **state)
{
	struct strbuf out = { 0 };
	struct xml xml;

	(void)state;
	xml_begin(&xml, &out);
	xml_open(&xml, "a");
	xml_attr(&xml, "x", "<\"&'>\t\n\r");
	xml_text(&xml, "]]> <b> & \"c\"\t\n\r");
	xml_close(&xml);
	assert_text(&out, XML_HEAD
	    "<a x=\"&lt;&quot;&amp;'&gt;&#9;&#10;&#13;\">"
	    "]]&gt; &lt;b&gt; &amp; \"c\"\t\n&#13;</a>\n");
}

/* Characters that XML does not have, and bytes that are no text. */
static void
xml_replaces_what_it_cannot_hold(void **state)
{
	static const char *const hostile[] = { "a\x01" "b", "a\x1b" "b",
	    "a\xef\xbf\xbe" "b", "a\xef\xbf\xbf" "b", "a\xff" "b",
	    "a\xc3" "b" };
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(hostile); i++) {
		struct strbuf out = { 0 };
		struct xml xml;

		xml_begin(&xml, &out);
		xml_leaf(&xml, "a", hostile[i]);
		assert_text(&out, XML_HEAD "<a>a\uFFFDb</a>\n");
	}
}

static void
content_line_escapes(void **state)
{
	struct strbuf out = { 0 };

	(void)state;
	content_line_text(&out, "NOTE",
	    "one, two; three\\four\r\nEND:VCARD\x07\x7f\xff");
	content_line_text(&out, "NONE", NULL);
	content_line_text(&out, "NONE", "");
	content_line_value(&out, "URL", "https://x.example/?a;b,c\nEND:VCARD");
	assert_text(&out, "NOTE:one\\, two\\; three\\\\four\\nEND:VCARD\uFFFD"
	    "\r\nURL:https://x.example/?a;b,cEND:VCARD\r\n");
}

static void
content_line_joins_components(void **state)
{
	static const char *const units[] = { "Ac;me", "Desk", NULL };
	struct strbuf out = { 0 };

	(void)state;
	content_line_texts(&out, "ORG", units, 3);
	assert_text(&out, "ORG:Ac\\;me;Desk\r\n");
}

/* Undoes folding, and looks at each line on the way. */
static char *
unfold(const struct strbuf *out)
{
	char *text = calloc(1, out->len + 1);
	const char *line = out->bytes, *end = out->bytes + out->len;

	while (line < end) {
		const char *stop = strstr(line, "\r\n");

		assert_non_null(stop);
		assert_true(stop - line <= CONTENT_LINE_OCTETS);
		/* No character is cut: each line is UTF-8 by itself. */
		assert_int_equal(utf8_text_len(line, (size_t)(stop - line)),
		    stop - line);
		if (*line == ' ')
			line++;
		strncat(text, line, (size_t)(stop - line));
		line = stop + 2;
	}
	return text;
}

/* Characters of one to four bytes, at every place that a fold can fall on. */
static void
content_line_folds_between_characters(void **state)
{
	static const char *const chars[] = { "a", "\u00e9", "\u6f22",
	    "\U0001f680" };
	size_t c, shift, i;

	(void)state;
	for (c = 0; c < COUNT_OF(chars); c++)
		for (shift = 0; shift < 5; shift++) {
			struct strbuf out = { 0 }, text = { 0 };
			char *whole;

			for (i = 0; i < shift; i++)
				strbuf_add_char(&text, 'x');
			for (i = 0; i < 100; i++)
				strbuf_add_string(&text, chars[c]);
			content_line_text(&out, "FN", strbuf_string(&text));
			whole = unfold(&out);
			assert_int_equal(strncmp(whole, "FN:", 3), 0);
			assert_string_equal(whole + 3, strbuf_string(&text));
			free(whole);
			strbuf_release(&out);
			strbuf_release(&text);
		}
}

static void
content_line_keeps_75_octets_whole(void **state)
{
	struct strbuf out = { 0 };
	char text[75 - 3 + 2];

	(void)state;
	memset(text, 'x', sizeof(text));
	text[72] = '\0';
	content_line_text(&out, "FN", text);
	assert_int_equal(out.len, 75 + 2);
	strbuf_clear(&out);
	text[72] = 'x';
	text[73] = '\0';
	content_line_text(&out, "FN", text);
	assert_int_equal(out.len, 76 + 2 + 3);
	strbuf_release(&out);
}

static void
vcard_of_a_person(void **state)
{
	static const char *const langs[] = { "de", "en" };
	const struct vcard card = {
		.uid = "urn:uuid:0", .name = "Mara Beispiel", .org = "Acme",
		.title = "Leiterin", .title_lang = "de", .role = "Sales",
		.role_lang = "en", .email = "mara@acme.example",
		.phone = "+496990009117", .langs = langs, .lang_count = 2,
	};
	struct strbuf out = { 0 };

	(void)state;
	vcard_write(&card, &out);
	assert_text(&out, "BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:individual\r\n"
	    "FN:Mara Beispiel\r\nORG:Acme\r\nTITLE;LANGUAGE=de:Leiterin\r\n"
	    "ROLE;LANGUAGE=en:Sales\r\nEMAIL;TYPE=work:mara@acme.example\r\n"
	    "TEL;VALUE=uri;TYPE=\"voice,work\":tel:+496990009117\r\n"
	    "LANG;PREF=1:de\r\nLANG;PREF=2:en\r\nUID:urn:uuid:0\r\n"
	    "END:VCARD\r\n");
}

static void
vcard_of_a_desk_that_little_is_known_of(void **state)
{
	const struct vcard card = { .uid = "urn:uuid:0", .is_mailbox = true,
	    .name = "Partner desk", .org = "Acme" };
	struct strbuf out = { 0 };

	(void)state;
	vcard_write(&card, &out);
	assert_text(&out, "BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:org\r\n"
	    "FN:Partner desk\\, Acme\r\nORG:Acme;Partner desk\r\n"
	    "UID:urn:uuid:0\r\nEND:VCARD\r\n");
}

static void
atom_of_nothing_new(void **state)
{
	const struct atom_feed feed = {
		.lang = "en", .url = "https://k.example/feed.xml",
		.home_url = "https://k.example/", .title = "A & B",
		.author = "P", .generator = "fieldkit",
	};
	struct strbuf out = { 0 };

	(void)state;
	atom_write(&feed, &out);
	assert_non_null(strstr(strbuf_string(&out), "<title>A &amp; B</title>"));
	assert_non_null(strstr(strbuf_string(&out),
	    "<updated>1970-01-01T00:00:00Z</updated>"));
	assert_null(strstr(strbuf_string(&out), "<subtitle"));
	assert_null(strstr(strbuf_string(&out), "<entry"));
	strbuf_release(&out);
}

static void
atom_entry_in_another_language(void **state)
{
	const struct atom_entry entry = {
		.url = "https://k.example/x/?a=1&b=2", .url_lang = "de",
		.title = "Titel", .title_lang = "de", .summary = "Kurz",
		.category = "solutions", .category_label = "Solution",
		.updated_days = 20779,
	};
	const struct atom_feed feed = {
		.lang = "en", .url = "https://k.example/feed.xml",
		.home_url = "https://k.example/", .title = "News",
		.author = "P", .generator = "fieldkit", .entries = &entry,
		.count = 1,
	};
	struct strbuf out = { 0 };

	(void)state;
	atom_write(&feed, &out);
	assert_non_null(strstr(strbuf_string(&out), "  <entry>\n"
	    "    <id>https://k.example/x/?a=1&amp;b=2</id>\n"
	    "    <title xml:lang=\"de\">Titel</title>\n"
	    "    <updated>2026-11-22T00:00:00Z</updated>\n"
	    "    <link rel=\"alternate\" type=\"text/html\" hreflang=\"de\" "
	    "href=\"https://k.example/x/?a=1&amp;b=2\"/>\n"
	    "    <category term=\"solutions\" label=\"Solution\"/>\n"
	    "    <summary>Kurz</summary>\n"
	    "  </entry>\n"));
	strbuf_release(&out);
}

static void
sitemap_cuts_by_addresses_and_bytes(void **state)
{
	const struct sitemap_page pages[] = {
		{ .url = "https://k.example/a" },
		{ .url = "https://k.example/b" },
		{ .url = "https://k.example/c" },
	};
	struct strbuf out = { 0 };

	(void)state;
	assert_int_equal(sitemap_fit(pages, 3, 50000, 50000), 3);
	assert_int_equal(sitemap_fit(pages, 3, 2, 50000), 2);
	/* A file of two is exactly as long as is allowed, or one too long. */
	sitemap_write(pages, 2, &out);
	assert_int_equal(sitemap_fit(pages, 3, 50000, out.len), 2);
	assert_int_equal(sitemap_fit(pages, 3, 50000, out.len - 1), 1);
	/* What is too long alone still goes somewhere. */
	assert_int_equal(sitemap_fit(pages, 3, 50000, 1), 1);
	strbuf_release(&out);
}

static void
sitemap_index_names_files(void **state)
{
	static const char *const urls[] = { "https://k.example/s-1.xml",
	    "https://k.example/s-2.xml" };
	struct strbuf out = { 0 };

	(void)state;
	sitemap_write_index(urls, 2, &out);
	assert_text(&out, XML_HEAD "<sitemapindex "
	    "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
	    "  <sitemap>\n    <loc>https://k.example/s-1.xml</loc>\n"
	    "  </sitemap>\n"
	    "  <sitemap>\n    <loc>https://k.example/s-2.xml</loc>\n"
	    "  </sitemap>\n</sitemapindex>\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(xml_nests_and_indents),
		cmocka_unit_test(xml_escapes_text_and_attributes),
		cmocka_unit_test(xml_replaces_what_it_cannot_hold),
		cmocka_unit_test(content_line_escapes),
		cmocka_unit_test(content_line_joins_components),
		cmocka_unit_test(content_line_folds_between_characters),
		cmocka_unit_test(content_line_keeps_75_octets_whole),
		cmocka_unit_test(vcard_of_a_person),
		cmocka_unit_test(vcard_of_a_desk_that_little_is_known_of),
		cmocka_unit_test(atom_of_nothing_new),
		cmocka_unit_test(atom_entry_in_another_language),
		cmocka_unit_test(sitemap_cuts_by_addresses_and_bytes),
		cmocka_unit_test(sitemap_index_names_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
