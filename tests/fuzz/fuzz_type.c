/*
 * Any text as a paragraph: itemized, shaped, broken into lines. The first four
 * bytes give width, size, alignment and language; the rest is UTF-8, in which
 * a byte that is none stands for a character that is hard to set.
 */
#include "fuzz.h"

#include "fieldkit/strbuf.h"
#include "fieldkit/type.h"
#include "fieldkit/utf8.h"

static const char *const hard[] = {
	" ", "\u00ad", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f",
	"\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067",
	"\u2068", "\u2069", "\u2060", "\u00a0", "\u0301", "\u0483", "\u20dd",
	"\u0644\u0627", "\u0640", "\u05e9\u05b8", "\u0e01\u0e33", "\u0e40",
	"\u0915\u094d\u0937", "\u0ba8\u0bbf", "\u17d2\u1780", "\u1039",
	"\u3042", "\u300c", "\u300d", "\u30fc", "\u6f22", "\uac00",
	"\u1100\u1161", "\U0001f468\u200d\U0001f469", "\U0001f1e9\U0001f1ea",
	"\ufe0f", "\U000e0100", "\u2028", "\ufffd", "\x07", "\U00020000",
	"fi", "1/2", "a-b", "\u2014", "\ufb01", "\ufdfa", "\u00df", "\n",
	"\t", "\r", "\u0149", "\U000e0067", "\uf8ff", "\U0010fffd",
	"\u0600\u0661", "\u0f7f", "\u1e9e", "supercalifragilistic", "  ",
};
static const char *const langs[] = { "en", "de", "ar", "ja", "th", "ko",
	"he", "hi" };
static const char *const families[] = { "Noto Sans", "Noto Sans Arabic",
	"Noto Sans Hebrew", "Noto Sans Devanagari", "Noto Sans Thai",
	"Noto Sans CJK JP" };

enum { FACE_COUNT = sizeof(families) / sizeof(families[0]), BYTES_MAX = 400 };

static struct type_faces *faces;
static struct type_context *context;
static const struct type_face *list[FACE_COUNT];
static uint32_t list_count;

static void
release_faces(void)
{
	type_context_free(context);
	type_faces_free(faces);
}

static char *
text_of(struct arena *arena, const uint8_t *bytes, size_t len)
{
	struct strbuf text;
	char *copy;
	size_t i, step;
	uint32_t code;

	strbuf_init(&text);
	for (i = 0; i < len && text.len < BYTES_MAX; i += step) {
		step = utf8_next((const char *)bytes + i, len - i, &code);
		if (step > 0 && code != 0) {
			strbuf_add(&text, bytes + i, step);
			continue;
		}
		step = 1;
		strbuf_add_string(&text, hard[bytes[i] % 64]);
	}
	copy = arena_copy(arena, strbuf_string(&text), text.len);
	strbuf_release(&text);
	return copy;
}

/* Three spans: the text's halves, at a character's border, around a box. */
static void
fill_spans(struct type_span *spans, const char *text,
    const struct type_style *style)
{
	size_t len = strlen(text), half = len / 2;

	while (half < len && ((unsigned char)text[half] & 0xc0) == 0x80)
		half++;
	spans[0] = (struct type_span){ .text = text,
		.text_len = (uint32_t)half, .style = style };
	spans[1] = (struct type_span){ .style = style,
		.box_width = FIXED_FROM_PT(8), .box_ascent = FIXED_FROM_PT(6) };
	spans[2] = (struct type_span){ .text = text + half,
		.text_len = (uint32_t)(len - half), .style = style,
		.is_forced_break = len % 3 == 0 };
}

static void
set(struct fuzz_run *run, const uint8_t *options, const char *text)
{
	const char *lang = langs[options[3] % 8];
	struct type_style style = { .faces = list, .face_count = list_count,
		.size = FIXED_FROM_PT(1 + options[1] % 40), .lang = lang,
		.has_hyphenation = (options[2] & 16) != 0,
		.letter_spacing = options[2] & 128 ? 20 : 0 };
	struct type_span spans[3];
	struct type_paragraph paragraph = { .spans = spans, .span_count = 3,
		.width = FIXED_FROM_PT(options[0] * 2),
		.first_indent = FIXED_FROM_PT(options[3] >> 3),
		.align = options[2] % 4, .is_rtl = (options[2] & 4) != 0,
		.is_single_line = (options[2] & 96) == 96,
		.is_balanced = (options[2] & 8) != 0, .lang = lang };
	struct type_lines lines;
	fixed narrow, wide;

	fill_spans(spans, text, &style);
	type_set_paragraph(context, &run->arena, &paragraph, &run->diags,
	    &lines);
	type_measure_paragraph(context, &run->arena, &paragraph, &narrow,
	    &wide);
}

/* Sets a word in every language: big dictionaries take seconds to load where
 * each of their words is compared under a sanitizer. */
static void
open_dictionaries(void)
{
	static const uint8_t options[] = { 9, 9, 16, 0 };
	struct fuzz_run run;
	uint8_t of_lang[4];
	uint8_t i;

	for (i = 0; i < 8; i++) {
		memcpy(of_lang, options, 4);
		of_lang[3] = i;
		fuzz_start(&run);
		set(&run, of_lang, "dictionaries");
		fuzz_end(&run);
	}
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct diags diags;
	size_t i;

	(void)argc;
	(void)argv;
	diags_init(&diags, NULL);
	faces = type_faces_new();
	context = type_context_new(faces);
	for (i = 0; i < FACE_COUNT; i++) {
		list[list_count] = type_face_find(faces, families[i], 400,
		    false, SOURCE_NOWHERE, &diags);
		list_count += list[list_count] != NULL;
	}
	diags_release(&diags);
	atexit(release_faces);
	if (list_count == 0)
		abort();
	open_dictionaries();
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct fuzz_run run;

	if (len < 4)
		return 0;
	fuzz_start(&run);
	set(&run, bytes, text_of(&run.arena, bytes + 4, len - 4));
	fuzz_end(&run);
	return 0;
}
