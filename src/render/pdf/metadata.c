/*
 * What the kit says of itself. In: title, language, author, date of the page
 * list. Out: the information dictionary, the XMP packet that says the same and
 * claims PDF/A-2a and PDF/UA-1, the output intent.
 * Source: ISO 32000-1, 14.3; ISO 19005-2, 6.6; ISO 14289-1, 5; XMP part 1.
 */

#include "fieldkit/date.h"
#include "syntax.h"
#include "writer.h"

static void
put_info_text(struct strbuf *out, const char *key, const char *text)
{
	if (text == NULL || text[0] == '\0')
		return;
	strbuf_add_string(out, key);
	pdf_put_text(out, text);
}

/* Both dates, the same here and in the XMP packet; none without a day. */
static void
put_info_dates(struct strbuf *out, int32_t days)
{
	int32_t year, month, day;

	if (days == PAGES_NO_DATE)
		return;
	date_to_civil(days, &year, &month, &day);
	strbuf_printf(out, "/CreationDate(D:%04d%02d%02d000000Z)"
	    "/ModDate(D:%04d%02d%02d000000Z)", year, month, day, year, month,
	    day);
}

struct pdf_object *
pdf_write_information(struct pdf_writer *writer)
{
	const struct page_list *pages = writer->pages;
	struct pdf_object *object;
	struct strbuf out;

	strbuf_init(&out);
	put_info_text(&out, "/Title", pages->title);
	put_info_text(&out, "/Author", pages->author);
	put_info_text(&out, "/Subject", pages->subject);
	put_info_text(&out, "/Keywords", pages->keywords);
	put_info_text(&out, "/Producer", writer->options->producer);
	put_info_dates(&out, pages->date_days);
	object = pdf_object_add(&writer->file, &out);
	strbuf_release(&out);
	return object;
}

/* Text of XML; characters that XML cannot hold become spaces. */
static void
put_xml(struct strbuf *out, const char *text)
{
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '&')
			strbuf_add_string(out, "&amp;");
		else if (c == '<')
			strbuf_add_string(out, "&lt;");
		else if (c == '>')
			strbuf_add_string(out, "&gt;");
		else
			strbuf_add_char(out, c < 0x20 ? ' ' : *text);
	}
}

static void
put_element(struct strbuf *out, const char *open, const char *text,
    const char *close)
{
	if (text == NULL || text[0] == '\0')
		return;
	strbuf_add_string(out, open);
	put_xml(out, text);
	strbuf_add_string(out, close);
	strbuf_add_char(out, '\n');
}

/* Dublin Core: the types of the containers are checked by validators. */
static void
put_dublin_core(struct strbuf *out, const struct page_list *pages)
{
	put_element(out, "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">",
	    pages->title, "</rdf:li></rdf:Alt></dc:title>");
	put_element(out, "<dc:creator><rdf:Seq><rdf:li>", pages->author,
	    "</rdf:li></rdf:Seq></dc:creator>");
	put_element(out, "<dc:description><rdf:Alt>"
	    "<rdf:li xml:lang=\"x-default\">", pages->subject,
	    "</rdf:li></rdf:Alt></dc:description>");
	put_element(out, "<dc:language><rdf:Bag><rdf:li>", pages->lang,
	    "</rdf:li></rdf:Bag></dc:language>");
	put_element(out, "<pdf:Keywords>", pages->keywords,
	    "</pdf:Keywords>");
}

/* PDF/A must be told of the schema that it does not know: PDF/UA's. */
static const char claims[] =
    "<pdfaid:part>2</pdfaid:part>\n"
    "<pdfaid:conformance>A</pdfaid:conformance>\n"
    "<pdfuaid:part>1</pdfuaid:part>\n"
    "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\n"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/"
    "</pdfaSchema:namespaceURI>\n"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n"
    "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaProperty:name>part</pdfaProperty:name>\n"
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\n"
    "<pdfaProperty:category>internal</pdfaProperty:category>\n"
    "<pdfaProperty:description>Part of ISO 14289 the document conforms to"
    "</pdfaProperty:description>\n"
    "</rdf:li></rdf:Seq></pdfaSchema:property>\n"
    "</rdf:li></rdf:Bag></pdfaExtension:schemas>\n";

static const char packet_start[] =
    "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
    "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
    "<rdf:Description rdf:about=\"\"\n"
    " xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n"
    " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"\n"
    " xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\"\n"
    " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"\n"
    " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\"\n"
    " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\"\n"
    " xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\"\n"
    " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\"\n"
    " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n";

static const char packet_end[] =
    "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>";

static void
put_xmp_dates(struct strbuf *out, int32_t days)
{
	char date[DATE_CHARS + 1];

	if (days == PAGES_NO_DATE)
		return;
	date_format(days, date);
	strbuf_printf(out, "<xmp:CreateDate>%sT00:00:00Z</xmp:CreateDate>\n"
	    "<xmp:ModifyDate>%sT00:00:00Z</xmp:ModifyDate>\n", date, date);
}

struct pdf_object *
pdf_write_metadata(struct pdf_writer *writer)
{
	const struct page_list *pages = writer->pages;
	struct pdf_object *object;
	struct strbuf out;

	strbuf_init(&out);
	strbuf_add_string(&out, packet_start);
	put_dublin_core(&out, pages);
	put_xmp_dates(&out, pages->date_days);
	put_element(&out, "<pdf:Producer>", writer->options->producer,
	    "</pdf:Producer>");
	put_element(&out, "<xmpMM:DocumentID>fieldkit:", pages->kit_id,
	    "</xmpMM:DocumentID>");
	strbuf_add_string(&out, claims);
	strbuf_add_string(&out, packet_end);
	object = pdf_stream_add(&writer->file, "/Type/Metadata/Subtype/XML",
	    out.bytes, out.len, PACK_NOT);
	strbuf_release(&out);
	return object;
}

struct pdf_object *
pdf_write_output_intent(struct pdf_writer *writer)
{
	const struct strbuf *profile = pdf_shared_profile(writer->shared,
	    writer->options->profile_path, writer->diags);
	struct pdf_object *object;
	struct strbuf out;

	if (profile == NULL)
		return NULL;
	object = pdf_stream_add(&writer->file, "/N 3/Filter/FlateDecode",
	    profile->bytes, profile->len, PACK_NOT);
	strbuf_init(&out);
	strbuf_add_string(&out, "/Type/OutputIntent/S/GTS_PDFA1"
	    "/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2.1)"
	    "/DestOutputProfile");
	pdf_put_ref(&out, object);
	object = pdf_object_add(&writer->file, &out);
	strbuf_release(&out);
	return object;
}
