/*
 * fold.h - text as it is compared when a name is looked for.
 *
 * Folded text is NFKD without marks, case folded (Unicode full case folding);
 * every run of what is neither letter nor digit is one space, one space stands
 * at either end. So "Mühlemann & Popp" and "MUHLEMANN-POPP" are the same.
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
 * Whether a folded name stands in a folded text: at the start of a word, and
 * ending with one, give or take an inflection of two letters ("Siemens'",
 * "Alaudas"). Scripts that write words together, or put particles before
 * them, have no such limits (Han, kana, Hangul, Thai, Arabic, Hebrew, …).
 */
bool folded_has_name(const char *text, const char *name);

#endif
