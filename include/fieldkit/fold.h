/*
 * fold.h - text as it is compared when a name is looked for.
 *
 * Folded text is NFKD without marks and without what is not seen (soft hyphens,
 * joiners: Default_Ignorable_Code_Point), case folded (Unicode full case folding);
 * every run of what is neither letter nor digit is one space, one space stands
 * at either end. So "Mühlemann & Popp" and "MUHLEMANN-POPP" are the same.
 *
 * Text as it is searched for is folded by another rule, which a script on a
 * page can follow to the letter: see text_fold_words.
 */
#ifndef FIELDKIT_FOLD_H
#define FIELDKIT_FOLD_H

#include <stdbool.h>
#include <stddef.h>

#include "fieldkit/strbuf.h"

/* Appends `len` bytes of valid UTF-8, folded; what is not valid counts as no
 * letter. A text without letters or digits gives one space. */
void text_fold(struct strbuf *folded, const char *text, size_t len);

/*
 * Appends `len` bytes of valid UTF-8 as a searcher might have typed them:
 *
 *	1. NFKD (Unicode Standard Annex #15), trade and service marks as spaces
 *	2. each character on its own: vowel points, diacritics of Latin, Greek,
 *	   Cyrillic, Hebrew and Arabic, the nukta, and what joins or directs are
 *	   dropped;
 *	   others become lower case, then what a table has for them (German ss
 *	   for sharp s, one form of alef, of yeh, of heh, no final letters, the
 *	   digits 0 to 9, an anusvara for a chandrabindu); what is no letter,
 *	   mark or number becomes a space
 *	3. NFC, so that Hangul and voiced kana are whole again
 *
 * Spaces are single, with one at either end. themes/default/assets/search.js
 * does the same in the browser; tests/search/vectors.tsv holds both to it.
 */
void text_fold_words(struct strbuf *folded, const char *text, size_t len);
/* The rule's two tables, for who follows it elsewhere. Dropped: stretches of
 * code points in hexadecimal, "ad-ad 300-36f"; replaced: a letter and at once
 * what stands for it, "ßss æae". Both are parted by spaces. */
void text_fold_rules(struct strbuf *dropped_list,
    struct strbuf *replaced_list);

/*
 * Whether a folded name stands in a folded text: at the start of a word, and
 * ending with one, give or take an inflection of two letters ("Siemens'",
 * "Alaudas"). Scripts that write words together, or put particles before
 * them, have no such limits (Han, kana, Hangul, Thai, Arabic, Hebrew, …).
 */
bool folded_has_name(const char *text, const char *name);

#endif
