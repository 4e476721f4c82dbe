/*
 * setting.h - a paragraph on its way from text to lines.
 *
 *	itemize.c	spans → characters → words with their glyphs
 *	cjk.c		spacing of Chinese and Japanese
 *	bonds.c		what stays together beyond Unicode's rules
 *	breaks.c	words → the places where a line may end
 *	fit.c		those places → the best ones (total fit)
 *	lines.c		the best ones → lines of placed glyphs
 *	paragraph.c	the public functions
 */
#ifndef FIELDKIT_RENDER_TYPE_SETTING_H
#define FIELDKIT_RENDER_TYPE_SETTING_H

#include "shape.h"

enum word_kind { WORD_TEXT, WORD_SPACE, WORD_BOX, WORD_NEWLINE, WORD_MISSING };

/* Characters that are shaped at once. Words partition the text. */
struct word {
	enum word_kind kind;
	uint32_t start, end;		/* characters */
	uint32_t span;
	const struct type_face *face;
	struct shaped_word *shaped;	/* TEXT, SPACE */
	int64_t width;
	fixed gap;			/* after it, but at a line end */
	fixed stretch, shrink;		/* when lines are justified */
	uint8_t level;
	bool has_context;
	bool is_trimmed;		/* half a square: cjk.c */
	bool is_opening;
	fixed trim;			/* what it loses at the start of a line
					 * (opening) or at the end */
};

struct setting {
	struct type_context *context;
	const struct type_paragraph *paragraph;
	struct diags *diags;		/* NULL: report nothing */
	struct arena *scratch;		/* until the next paragraph */
	char *text;			/* of all spans, in the caller's arena */
	uint32_t text_len;
	struct segment_text segments;
	struct word *words;
	uint32_t word_count, word_size;
	bool has_ideographs;
	int64_t *x;			/* before each character, and at the end */
};

/* Where a line may end, and what the next one starts with. */
struct line_break {
	uint32_t end;			/* after its last character to show */
	uint32_t next;			/* first character of the next line */
	int64_t x_end, x_next;		/* with hyphen and reshaping */
	int64_t stretch_end, stretch_next;
	int64_t shrink_end, shrink_next;
	int32_t penalty;
	bool is_hyphen, is_forced;
};

struct line_breaks {
	struct line_break *items;	/* items[0] is the paragraph's start */
	uint32_t count;
};

static inline const struct type_style *
setting_style(const struct setting *setting, const struct word *word)
{
	return setting->paragraph->spans[word->span].style;
}

/* itemize.c: fills text, segments, words, x. The text lives in `arena`. */
void setting_itemize(struct setting *setting, struct arena *arena);
/* Letter spacing of a word; scripts whose letters join have none. */
fixed setting_spacing(const struct setting *setting, const struct word *word);
/* A part of a word by itself, as it is when a line ends in the word. */
struct shaped_word *setting_shape_part(const struct setting *setting,
    const struct word *word, uint32_t start, uint32_t end);

/* cjk.c: whether character `i` loses its empty half; the gap after a word
 * where scripts meet. */
bool cjk_is_trimmed(const struct setting *setting, uint32_t i,
    const char *lang);
/* A bullet, or a middle dot that spaces set off: those of a Chinese face stand
 * in the middle of a square, and would add half of it to the space. */
bool cjk_is_separator(const struct segment_text *text, uint32_t i,
    const char *lang);
fixed cjk_gap_after(const struct setting *setting, const struct word *word);
/* Whether a character is a bracket or stop that may lose its empty half where a
 * line starts (opening) or ends. */
enum cjk_edge { CJK_NO_EDGE, CJK_OPENING, CJK_CLOSING };
enum cjk_edge cjk_edge_of(uint32_t c, const char *lang);

/* bonds.c: whether a line that may end before character `i` by Unicode must not
 * (a unit behind its number, a quotation mark of French), or had better not (a
 * word behind a number). `i` is not 0; `lang` of the paragraph. */
enum bond { BOND_NONE, BOND_LOOSE, BOND_FIRM };
enum bond bond_find(const struct segment_text *text, uint32_t i,
    const char *lang);

/* breaks.c: between words only, or inside them too: words of styles that ask
 * for it divided, what is wider than a line split anywhere. */
enum break_scope { BREAKS_BETWEEN, BREAKS_INSIDE };
void setting_find_breaks(const struct setting *setting,
    enum break_scope scope, struct line_breaks *ret_breaks);

/* A justified line whose gaps would have to grow by more than this many times
 * their stretch is left ragged. */
#define SPREAD_MAX 6

/* How bad a line may be, in TeX's badness: 100 is a line whose spaces are as
 * wide as they should ever be. */
#define FIT_GOOD 160
#define FIT_FAIR 1000
#define FIT_ANYTHING 1000000

/* fit.c: which breaks to take, as indexes in order, the last break included.
 * False when every way has a line beyond the tolerance; never so with
 * FIT_ANYTHING. */
bool setting_fit(const struct setting *setting,
    const struct line_breaks *breaks, int64_t tolerance,
    uint32_t **ret_taken, uint32_t *ret_count);

/* lines.c: the line between two breaks. */
void setting_place_line(const struct setting *setting, struct arena *arena,
    const struct line_break *from, const struct line_break *to,
    bool is_first, struct type_line *ret_line);

#endif
