/*
 * A kit built here by hand is written, and read back by other programs: qpdf
 * says that the file is sound, poppler gives the text, the structure, the
 * links. The same pages give the same bytes. What is not accessible is refused
 * with the line to blame.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#include "kit.h"

static void
text_comes_back(void **state)
{
	struct kit *kit = *state;
	int32_t p = element(kit, ELEMENT_P, 0);

	line(kit, p, "Noto Sans", 10.5, "Kerning: AVATAR To We. Na\xc3\xafve "
	    "\xe2\x82\xac 12.50 (a\\b) \xef\xac\x81ne.");
	line(kit, p, "DejaVu Serif", 9.3, "Efficient affluent office.");
	line(kit, element(kit, ELEMENT_P, 0), "Noto Sans CJK JP", 12,
	    "\xe6\x9d\xb1\xe4\xba\xac\xe9\x83\xbd \xf0\xa0\xae\x9f\xe3\x82\x8b");
	line(kit, element(kit, ELEMENT_P, 0), "Noto Sans Arabic", 12,
	    "\xd9\x85\xd8\xb1\xd8\xad\xd8\xa8\xd8\xa7");
	kit->y = FIXED_FROM_PT(800);
	line(kit, -1, "Noto Sans", 8, "Footer line");
	write_kit(kit);
	assert_says(kit, "mutool show -b @ pages/1/Contents | "
	    "tr -d '\\000'",
	    "/Artifact<</Type/Pagination/Subtype/Footer>>BDC");
	assert_says(kit, "qpdf --check @", "No syntax or stream encoding "
	    "errors found");
	assert_says(kit, "pdftotext @ -", "Office fiction");
	assert_says(kit, "pdftotext @ -", "Kerning: AVATAR To We. "
	    "Na\xc3\xafve \xe2\x82\xac 12.50 (a\\b)");
	assert_says(kit, "pdftotext @ -", "Efficient affluent office.");
	assert_says(kit, "pdftotext @ -", "\xe6\x9d\xb1\xe4\xba\xac\xe9\x83\xbd "
	    "\xf0\xa0\xae\x9f\xe3\x82\x8b");
	assert_says(kit, "pdftotext @ -",
	    "\xd9\x85\xd8\xb1\xd8\xad\xd8\xa8\xd8\xa7");
	assert_says(kit, "pdffonts @", "yes yes yes");
	assert_null(strstr(tool(kit, "pdffonts @"), " no "));
	assert_says(kit, "pdfinfo @", "Tagged:          yes");
	assert_says(kit, "pdfinfo -meta @", "Sample kit \xe2\x80\x94 "
	    "\xe6\x9d\xb1\xe4\xba\xac &amp; co");
	assert_says(kit, "pdfinfo @", "Sample kit \xe2\x80\x94 "
	    "\xe6\x9d\xb1\xe4\xba\xac & co");
	assert_says(kit, "mutool draw -F text @", "Efficient affluent");
}

/* A glyph that stands for several texts has a code for each: the space, the
 * brackets of a line from right to left. Letters that the face moves come back
 * in the order of the text. */
static void
each_use_of_a_glyph_comes_back(void **state)
{
	static const char *const readers[] = { "pdftotext @ -",
		"mutool draw -F txt @" };
	struct kit *kit = *state;
	size_t i;

	line(kit, element(kit, ELEMENT_P, 0), "Noto Sans", 12,
	    "a b c\u00a0d e\u202ff (g)");
	line(kit, element(kit, ELEMENT_P, 0), "Noto Sans Devanagari", 12,
	    "कि क्षत्रिय र्क्त त");
	line(kit, element(kit, ELEMENT_P, 0), "Noto Sans Thai", 12,
	    "\u0e17\u0e33 \u0e17\u0e32");
	line(kit, element(kit, ELEMENT_P, 0), "Noto Sans Hebrew", 12,
	    "(\u05d0) x");
	write_kit(kit);
	/* Both give every space as the plain one; the file tells them apart. */
	assert_says(kit, "qpdf --qdf @ - | tr -d '\\000'", "><00A0>");
	assert_says(kit, "qpdf --qdf @ - | tr -d '\\000'", "><202F>");
	for (i = 0; i < 2; i++) {
		assert_says(kit, readers[i], "a b c d e f (g)");
		assert_says(kit, readers[i], "कि क्षत्रिय र्क्त त");
		assert_says(kit, readers[i],
		    "\u0e17\u0e4d\u0e32 \u0e17\u0e32");
	}
	assert_says(kit, "qpdf --check @", "No syntax or stream encoding "
	    "errors found");
}

/* The same in a CID-keyed face, by a CMap; mupdf reads the commoner text. */
static void
each_use_of_an_ideograph_comes_back(void **state)
{
	struct kit *kit = *state;

	line(kit, element(kit, ELEMENT_P, 0), "Noto Sans CJK JP", 12,
	    "見る ⾒る 見\u00a0る");
	write_kit(kit);
	assert_says(kit, "pdftotext @ -", "見る ⾒る 見 る");
	assert_says(kit, "mutool draw -F txt @", "見る 見る 見 る");
	assert_says(kit, "pdffonts @", "Custom           yes yes yes");
	assert_says(kit, "qpdf --check @", "No syntax or stream encoding "
	    "errors found");
}

/* From right to left readers turn characters around, not glyphs. */
static void
ligature_from_right_to_left_comes_back(void **state)
{
	struct kit *kit = *state;

	line(kit, element(kit, ELEMENT_P, 0), "Noto Sans Arabic", 12,
	    "ولا الأول");
	line(kit, element(kit, ELEMENT_P, 0), "Noto Sans Arabic", 12,
	    "می\u200cخواهم");
	write_kit(kit);
	assert_says(kit, "pdftotext @ -", "ولا الأول");
	assert_says(kit, "pdftotext @ -", "می\u200cخواهم");
	/* mutool leaves lines as they are seen. */
	assert_says(kit, "mutool draw -F txt @", "لوألا الو");
}

/* What reads a file by its structure knows no lines. */
static void
words_stay_apart_between_lines(void **state)
{
	struct kit *kit = *state;

	line(kit, element(kit, ELEMENT_P, 0), "Noto Sans", 24,
	    "A paragraph of two lines, the second of which starts here and "
	    "ends there");
	line(kit, element(kit, ELEMENT_P, 0), "Noto Sans CJK JP", 30,
	    "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe3\x81\xae"
	    "\xe6\x96\x87\xe7\xab\xa0\xe3\x81\xab\xe3\x81\xaf"
	    "\xe7\xa9\xba\xe7\x99\xbd\xe3\x81\x8c\xe3\x81\x82"
	    "\xe3\x82\x8a\xe3\x81\xbe\xe3\x81\x9b\xe3\x82\x93");
	write_kit(kit);
	assert_says(kit, "pdfinfo -struct-text @", "\"A paragraph of two "
	    "lines, the second of which starts here and ends there\"");
	assert_says(kit, "pdfinfo -struct-text @",
	    "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe3\x81\xae"
	    "\xe6\x96\x87\xe7\xab\xa0\xe3\x81\xab\xe3\x81\xaf"
	    "\xe7\xa9\xba\xe7\x99\xbd\xe3\x81\x8c\xe3\x81\x82"
	    "\xe3\x82\x8a\xe3\x81\xbe\xe3\x81\x9b\xe3\x82\x93");
}

static void
structure_is_read(void **state)
{
	struct kit *kit = *state;
	int32_t note;
	const char *said;

	linked_paragraph(kit);
	table(kit);
	list(kit);
	note = element(kit, ELEMENT_NOTE, element(kit, ELEMENT_P, 0));
	kit->elements[note].id = "note-1";
	kit->elements[note].lang = "de";
	line(kit, note, "Noto Sans", 8, "Fu\xc3\x9fnote");
	kit->outline[kit->list.outline_count++] =
	    (struct outline_item){ "One", 1, "end (1)" };
	kit->outline[kit->list.outline_count++] =
	    (struct outline_item){ "Zw\xc3\xb6lf", 2, "end (1)" };
	kit->outline[kit->list.outline_count++] =
	    (struct outline_item){ "Two", 1, "end (1)" };
	write_kit(kit);
	assert_says(kit, "qpdf --check @", "No syntax or stream encoding "
	    "errors found");
	said = tool(kit, "pdfinfo -struct-text @");
	if (strstr(said,
	    "Document\n"
	    "  H1 (block)\n"
	    "    \"Office fiction\"\n"
	    "  P (block)\n"
	    "    \"Before\"\n"
	    "    Link (inline)\n"
	    "      \"Middle\"\n") == NULL)
		fail_msg("%s", said);
	assert_true(strstr(said, "\"Middle\"") < strstr(said, "\"After\""));
	assert_true(strstr(said, "\"After\"") < strstr(said, "Table"));
	assert_non_null(strstr(said, "/RowSpan 2"));
	assert_non_null(strstr(said, "/Scope /Column"));
	assert_non_null(strstr(said, "Note <note-1>"));
	assert_non_null(strstr(said, "/ListNumbering /Decimal"));
	assert_says(kit, "pdfinfo -dests @", "\"end (1)\"");
	assert_says(kit, "pdfinfo -url @", "https://example.com/a(b)?c=d&e");
	assert_says(kit, "mutool show @ outline", "Zw\xc3\xb6lf");
	assert_says(kit, "qpdf --json --json-key=pagelabels @", "\"/r\"");
}

static void
same_bytes_every_time(void **state)
{
	struct kit *kit = *state;
	struct strbuf first;
	const char *id;

	table(kit);
	place(kit, picture(kit, "a.png", 30, true), 100);
	setenv("TZ", "Pacific/Auckland", 1);
	tzset();
	write_kit(kit);
	first = kit->pdf;
	strbuf_init(&kit->pdf);
	setenv("TZ", "America/New_York", 1);
	tzset();
	write_kit(kit);
	unsetenv("TZ");
	assert_int_equal(first.len, kit->pdf.len);
	assert_memory_equal(first.bytes, kit->pdf.bytes, first.len);
	assert_says(kit, "pdfinfo -isodates @", "2026-11-22T00:00:00Z");
	kit->list.title = "Another";
	strbuf_clear(&kit->pdf);
	write_kit(kit);
	id = memmem(first.bytes, first.len, "/ID[<", 5);
	assert_non_null(id);
	assert_null(memmem(kit->pdf.bytes, kit->pdf.len, id, 37));
	strbuf_release(&first);
}

static const struct pdf_part *
part_find(const struct pdf_sizes *sizes, enum pdf_part_kind kind)
{
	uint32_t i = 0;

	while (i < sizes->count && sizes->parts[i].kind != kind)
		i++;
	assert_in_range(i, 0, sizes->count - 1);
	return &sizes->parts[i];
}

static void
every_byte_is_accounted_for(void **state)
{
	struct kit *kit = *state;
	struct arena arena = { 0 };
	struct pdf_sizes sizes;
	const struct pdf_options with_sizes = { .producer = "fieldkit test",
		.sizes = &sizes };
	const struct pdf_part *part;
	int64_t sum = 0;
	uint32_t i;

	linked_paragraph(kit);
	table(kit);
	place(kit, picture(kit, "a.png", 300, true), 36);
	place(kit, drawing(kit, SVG_ROOT "viewBox='0 0 10 10'>"
	    "<rect width='4' height='4'/></svg>"), 50);
	strbuf_add_string(&kit->pdf, "what stood there before");
	assert_true(pdf_write(&kit->list, &with_sizes, &arena, &kit->diags,
	    &kit->pdf));
	for (i = 0; i < sizes.count; i++) {
		sum += sizes.parts[i].bytes;
		assert_true(sizes.parts[i].bytes > 0);
		assert_true(i == 0 || sizes.parts[i].bytes <=
		    sizes.parts[i - 1].bytes);
	}
	assert_int_equal(sum, kit->pdf.len - 23);
	part = part_find(&sizes, PDF_PART_PICTURE);
	assert_string_equal(part->name, "a.png");
	/* Half an inch at 220 dpi. */
	assert_int_equal(part->width_px, 110);
	assert_int_equal(part->dpi, 220);
	assert_non_null(strstr(part_find(&sizes, PDF_PART_DRAWING)->name,
	    ".svg"));
	assert_int_equal(part_find(&sizes, PDF_PART_CONTENTS)->count,
	    kit->list.page_count);
	assert_int_equal(part_find(&sizes, PDF_PART_TAGS)->count,
	    kit->list.element_count);
	assert_true(part_find(&sizes, PDF_PART_FACE)->count > 5);
	part_find(&sizes, PDF_PART_NAVIGATION);
	part_find(&sizes, PDF_PART_METADATA);
	part_find(&sizes, PDF_PART_PROFILE);
	part_find(&sizes, PDF_PART_REST);
	arena_release(&arena);
}

static void
assert_blamed(struct kit *kit, int32_t of_element, const char *words)
{
	struct arena arena = { 0 };
	size_t i;
	bool is_blamed = false;

	assert_false(pdf_write(&kit->list, &options, &arena, &kit->diags,
	    &kit->pdf));
	arena_release(&arena);
	assert_int_equal(kit->pdf.len, 0);
	for (i = 0; i < kit->diags.count; i++) {
		const struct diag *diag = &kit->diags.items[i];

		assert_int_equal(diag->id, DIAG_KIT_STRUCTURE);
		is_blamed = is_blamed ||
		    (diag->pos.line == (uint32_t)of_element + 1 &&
		    strstr(diag->message, words) != NULL);
	}
	if (!is_blamed) {
		print_diags(kit);
		fail_msg("nobody says '%s' of line %d", words,
		    (int)of_element + 1);
	}
	diags_release(&kit->diags);
	diags_init(&kit->diags, NULL);
}

static void
inaccessible_is_refused(void **state)
{
	struct kit *kit = *state;
	int32_t e;

	e = element(kit, ELEMENT_H3, 0);
	line(kit, e, "Noto Sans", 10, "Too deep");
	assert_blamed(kit, e, "use level 2");
	kit->elements[e].type = ELEMENT_FIGURE;
	assert_blamed(kit, e, "alternative text");
	kit->elements[e].alt = "  ";
	assert_blamed(kit, e, "alternative text");
	kit->elements[e].alt = "A picture";
	assert_blamed(kit, e, "no place on its page");
	kit->elements[e].type = ELEMENT_LINK;
	assert_blamed(kit, e, "leads nowhere");
	kit->elements[e].type = ELEMENT_NOTE;
	assert_blamed(kit, e, "no id");
	kit->elements[e].type = ELEMENT_LI;
	assert_blamed(kit, e, "LI may not stand in Document");
	kit->elements[e].type = ELEMENT_P;
	kit->elements[e].lang = "en_GB";
	assert_blamed(kit, e, "'en_GB'");
	kit->elements[e].lang = NULL;
	e = element(kit, ELEMENT_P, 0);
	assert_blamed(kit, e, "empty");
	kit->list.element_count--;
	kit->list.title = "";
	assert_blamed(kit, 0, "title");
}

static void
bad_parts_are_refused(void **state)
{
	struct kit *kit = *state;
	int32_t list = element(kit, ELEMENT_L, 0);
	int32_t item = element(kit, ELEMENT_LI, list);
	int32_t label = element(kit, ELEMENT_LBL, item);
	int32_t body = element(kit, ELEMENT_LBODY, item);

	line(kit, label, "Noto Sans", 10, "1.");
	line(kit, body, "Noto Sans", 10, "Item");
	kit->elements[body].type = ELEMENT_LBL;
	assert_blamed(kit, item, "2 labels and 0 bodies");
	kit->elements[label].type = kit->elements[body].type = ELEMENT_CAPTION;
	kit->elements[item].type = ELEMENT_FIGURE;
	kit->elements[list].type = ELEMENT_SECT;
	assert_blamed(kit, body, "first or last, and once");
	kit->elements[list].type = ELEMENT_TOC;
	kit->elements[item].type = ELEMENT_TOCI;
	kit->elements[label].type = kit->elements[body].type = ELEMENT_P;
	assert_blamed(kit, item, "refers to nothing");
}

static void
bad_tables_are_refused(void **state)
{
	struct kit *kit = *state;
	int32_t t = table(kit);

	kit->elements[t + 3].type = kit->elements[t + 4].type = ELEMENT_TD;
	assert_blamed(kit, t, "header cell");
	kit->elements[t + 3].type = ELEMENT_TH;
	kit->elements[t + 7].row_span = 1;
	assert_blamed(kit, t + 9, "1 columns, the first has 2");
	kit->elements[t + 7].row_span = 3;
	assert_blamed(kit, t, "more rows");
	kit->elements[t + 7].row_span = 2;
	kit->elements[t + 4].col_span = 2;
	assert_blamed(kit, t + 6, "2 columns, the first has 3");
	kit->elements[t + 4].col_span = 300;
	assert_blamed(kit, t + 4, "256");
}

static void
bad_links_are_refused(void **state)
{
	struct kit *kit = *state;

	linked_paragraph(kit);
	kit->list.destination_count = 0;
	assert_blamed(kit, 3, "'end (1)' is no place");
	kit->list.destination_count = 1;
	kit->links[0][0].contents = "";
	assert_blamed(kit, 3, "no text");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PDF_TEST(text_comes_back),
		PDF_TEST(words_stay_apart_between_lines),
		PDF_TEST(each_use_of_a_glyph_comes_back),
		PDF_TEST(each_use_of_an_ideograph_comes_back),
		PDF_TEST(ligature_from_right_to_left_comes_back),
		PDF_TEST(structure_is_read),
		PDF_TEST(same_bytes_every_time),
		PDF_TEST(every_byte_is_accounted_for),
		PDF_TEST(inaccessible_is_refused),
		PDF_TEST(bad_parts_are_refused),
		PDF_TEST(bad_tables_are_refused),
		PDF_TEST(bad_links_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
