/*
 * search.h - the search of an edition's site: words, and the index file.
 *
 * A page searches without a server, and also from file://: a script file of
 * the site holds the index, another one (assets/search.js of a theme) reads
 * it. Both sides part texts into words by the same rule.
 */
#ifndef FIELDKIT_SEARCH_H
#define FIELDKIT_SEARCH_H

#include <stddef.h>
#include <stdint.h>

#include "fieldkit/strbuf.h"
#include "fieldkit/view_search.h"

/* The asset's name: pages link it as asset:search-index.js. */
#define SEARCH_INDEX_NAME "search-index.js"

/*
 * The words of a text, each followed by a line feed, in the order of the
 * text. It is folded (text_fold_words), then parted at spaces and where a
 * script that is written without spaces begins or ends:
 *
 *	- a run of Han, kana or Hangul gives every two characters that stand
 *	  together, one of Thai, Lao, Khmer or Burmese every three; a run of
 *	  fewer gives itself
 *	- every other run is one word; of an Arabic one the article is left out
 *	  ("al-", also behind one of four particles, and "lil-") if three letters
 *	  stay
 *
 * A word has SEARCH_WORD_CHARS characters at most; the rest is left out.
 */
#define SEARCH_WORD_CHARS 32

enum search_use {
	SEARCH_ASKED,			/* the words to look for */
	/* The words to find it under: also the last one or two characters of
	 * such a run, and the Arabic word with its article. So one character,
	 * or a word half typed, is found as the beginning of a word. */
	SEARCH_INDEXED
};

void search_words(struct strbuf *words, const char *text, size_t len,
    enum search_use use);

/* The scripts of which `size` characters, 2 or 3, give a word: stretches of
 * code points in hexadecimal, parted by spaces. */
void search_unspaced(struct strbuf *list, uint32_t size);

/*
 * The index file's bytes (JavaScript; src/search/index_write.c describes it).
 * The same content gives the same bytes.
 */
void search_index(struct strbuf *script, const struct search_content *content);

#endif
