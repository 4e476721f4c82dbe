/*
 * The forms of a name. In: names as somebody wrote them. Out: each folded,
 * without its legal form, without a first "the", and written in one word; and
 * whether one of them stands in a text or in an id.
 */
#include "fieldkit/name_forms.h"

#include <stdio.h>
#include <string.h>

#include "fieldkit/fold.h"

#define FORMS_A_NAME 6
#define SLUG_NAME_CHARS 4	/* shorter names are looked for as words only */

void
name_forms_init(struct name_forms *forms, struct arena *arena,
    size_t name_count)
{
	*forms = (struct name_forms){ .arena = arena };
	strbuf_init(&forms->buffer);
	forms->names = ARENA_ARRAY(arena, const char *,
	    FORMS_A_NAME * name_count);
}

void
name_forms_release(struct name_forms *forms)
{
	strbuf_release(&forms->buffer);
}

/* A folded text without its spaces. */
static char *
run_together(struct arena *arena, const char *folded)
{
	char *joined = arena_alloc(arena, strlen(folded) + 1), *end = joined;

	for (; *folded != '\0'; folded++)
		if (*folded != ' ')
			*end++ = *folded;
	return joined;
}

static void
add_form(struct name_forms *forms, const char *folded)
{
	char *joined = run_together(forms->arena, folded);

	forms->names[forms->count++] = folded;
	forms->names[forms->count++] =
	    arena_printf(forms->arena, " %s ", joined);
}

static bool
is_legal_form(const char *word, size_t len)
{
	static const char words[] = " ab ag aps as asa bv co company corp "
	    "corporation gmbh inc incorporated kg kgaa kk lda limited llc llp "
	    "lp ltd ltda mbh nv ohg oy oyj plc pte pty pvt sa sarl sas sau se "
	    "sl spa srl ";
	char spaced[24];

	if (len + 3 > sizeof(spaced))
		return false;
	snprintf(spaced, sizeof(spaced), " %.*s ", (int)len, word);
	return strstr(words, spaced) != NULL;
}

/* Where the last word of " a b c " starts. */
static const char *
last_word(const char *folded, size_t len)
{
	const char *word = folded + len - 1;

	while (word > folded && word[-1] != ' ')
		word--;
	return word;
}

/* How much of a folded name stands before its legal form: "contoso s a",
 * "contoso ltd", "contoso gmbh co kg". */
static size_t
len_without_form(const char *folded)
{
	size_t len = strlen(folded) - 1;	/* without the last space */
	size_t kept = len;

	while (len > 1) {
		const char *word = last_word(folded, len);
		size_t word_len = (size_t)(folded + len - word);

		if (word_len > 1 && !is_legal_form(word, word_len))
			break;
		len = (size_t)(word - folded) - 1;
		if (word_len > 1 || kept - len >= 4)
			kept = len;	/* one letter alone is no legal form */
	}
	return kept > 2 ? kept : strlen(folded) - 1;
}

void
name_forms_add(struct name_forms *forms, const char *name, size_t name_len)
{
	struct arena *arena = forms->arena;
	const char *folded;
	size_t len;

	strbuf_clear(&forms->buffer);
	text_fold(&forms->buffer, name, name_len);
	folded = arena_strdup(arena, strbuf_string(&forms->buffer));
	if (strcmp(folded, " ") == 0) {
		forms->is_unsearchable = true;
		return;
	}
	add_form(forms, folded);
	len = len_without_form(folded);
	add_form(forms,
	    arena_printf(arena, "%.*s ", (int)len, folded));
	if (strncmp(folded, " the ", 5) == 0 && len > 5)
		add_form(forms, arena_printf(arena, "%.*s ",
		    (int)(len - 4), folded + 4));
}

bool
name_forms_in_text(struct name_forms *forms, const char *text, size_t len)
{
	uint32_t i;

	if (forms->is_unsearchable)
		return true;
	strbuf_clear(&forms->buffer);
	text_fold(&forms->buffer, text, len);
	for (i = 0; i < forms->count; i++)
		if (folded_has_name(strbuf_string(&forms->buffer),
		    forms->names[i]))
			return true;
	return false;
}

bool
name_forms_in_slug(struct name_forms *forms, const char *slug)
{
	const char *joined;
	uint32_t i;

	if (name_forms_in_text(forms, slug, strlen(slug)))
		return true;
	joined = run_together(forms->arena, strbuf_string(&forms->buffer));
	for (i = 0; i < forms->count; i++) {
		const char *name =
		    run_together(forms->arena, forms->names[i]);

		if (strlen(name) >= SLUG_NAME_CHARS &&
		    strstr(joined, name) != NULL)
			return true;
	}
	return false;
}
