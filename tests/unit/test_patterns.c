/*
 * Dictionaries as libhyphen itself loads them are the oracle: words made of
 * the patterns themselves, alone and joined, are divided alike. The German and
 * the Hungarian one, which it takes seconds to load, only with SOAK.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../src/render/type/patterns.h"
#include "fieldkit/strbuf.h"

#ifndef __has_feature
#define __has_feature(feature) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#include <sanitizer/lsan_interface.h>
#else
#define __lsan_disable() (void)0
#define __lsan_enable() (void)0
#endif

#define FOLDER "/usr/share/hyphen/"

enum { WORD_MAX = 200 };

struct division {
	int status;			/* 1: the word is no UTF-8 */
	char hyphens[WORD_MAX + 8];
	char **rep;
	int *pos, *cut;
};

static struct division
divide(HyphenDict *dict, const char *word)
{
	struct division division = { .rep = NULL };

	__lsan_disable();	/* it loses some replacements */
	division.status = hnj_hyphen_hyphenate3(dict, word,
	    (int)strlen(word), division.hyphens, NULL, &division.rep,
	    &division.pos, &division.cut, 2, 2, 2, 2);
	__lsan_enable();
	return division;
}

static void
division_release(struct division *division, size_t len)
{
	size_t i;

	for (i = 0; division->rep != NULL && i < len; i++)
		free(division->rep[i]);
	free(division->rep);
	free(division->pos);
	free(division->cut);
}

/* libhyphen allocates replacements when it meets the first. */
static bool
is_same_replacement(const struct division *a, const struct division *b,
    size_t i)
{
	const char *left = a->rep != NULL ? a->rep[i] : NULL;
	const char *right = b->rep != NULL ? b->rep[i] : NULL;

	if (left == NULL || right == NULL)
		return left == right;
	return strcmp(left, right) == 0 && a->pos[i] == b->pos[i] &&
	    a->cut[i] == b->cut[i];
}

static void
compare(const char *file, HyphenDict *ours, HyphenDict *theirs,
    const char *word)
{
	struct division a = divide(ours, word), b = divide(theirs, word);
	const size_t len = strlen(word);
	size_t i;

	assert_int_equal(a.status, b.status);
	if (a.status == 0 && strcmp(a.hyphens, b.hyphens) != 0)
		fail_msg("%s: '%s' is divided %s, by libhyphen %s", file, word,
		    a.hyphens, b.hyphens);
	for (i = 0; a.status == 0 && i < len; i++)
		if (!is_same_replacement(&a, &b, i))
			fail_msg("%s: '%s' is changed otherwise", file, word);
	division_release(&a, len);
	division_release(&b, len);
}

/* The letters of the pattern in a line. */
static void
letters_of(const char *line, char *ret_letters)
{
	size_t len = 0;

	for (; (unsigned char)*line > ' ' && *line != '/' && len < 90; line++)
		if ((*line < '0' || *line > '9') && *line != '.')
			ret_letters[len++] = *line;
	ret_letters[len] = '\0';
}

static void
compare_files(const char *file, int step)
{
	char path[128], line[256], letters[100], last[100] = "";
	char joined[WORD_MAX + 1];
	HyphenDict *ours, *theirs;
	FILE *stream;
	int number = 0;

	snprintf(path, sizeof(path), FOLDER "%s", file);
	ours = patterns_load(path);
	__lsan_disable();	/* it loses what stands twice in a file */
	theirs = hnj_hyphen_load(path);
	__lsan_enable();
	assert_non_null(ours);
	assert_non_null(theirs);
	assert_string_equal(ours->cset, theirs->cset);
	assert_int_equal(ours->utf8, theirs->utf8);
	stream = fopen(path, "r");
	assert_non_null(stream);
	while (fgets(line, sizeof(line), stream) != NULL) {
		if (number++ % step != 0 || line[0] == '%')
			continue;
		letters_of(line, letters);
		snprintf(joined, sizeof(joined), "%s%s%s", last,
		    number % 7 == 0 ? "-" : number % 5 == 0 ? "'" : "",
		    letters);
		if (letters[0] == '\0')
			continue;
		compare(file, ours, theirs, letters);
		compare(file, ours, theirs, joined);
		strcpy(last, letters);
	}
	fclose(stream);
	patterns_free(ours);
	hnj_hyphen_free(theirs);
}

static void
words_are_divided_as_libhyphen_does(void **state)
{
	/* 8-bit; levels of its own, replacements; apostrophes; digits of
	 * every kind; lines of three kinds of ends. */
	static const char *const files[] = { "hyph_ca_ES.dic", "hyph_cs_CZ.dic",
		"hyph_en_US.dic", "hyph_fr.dic", "hyph_hr_HR.dic",
		"hyph_lv_LV.dic", "hyph_nl_NL.dic", "hyph_ru_RU.dic" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		compare_files(files[i], 3);
	if (getenv("SOAK") == NULL)
		return;
	compare_files("hyph_de_DE.dic", 1);
	compare_files("hyph_hu_HU.dic", 1);
}

static void
odd_files_are_read(void **state)
{
	char path[] = "/tmp/test-patterns-XXXXXX";
	const int file = mkstemp(path);
	static const char text[] = "UTF-8\n\n \n%1a\n/a=,1,1\nb/\nNOHYPHEN \n"
	    "NOHYPHEN\nNEXTLEVEL\n1c";
	HyphenDict *dict;

	(void)state;
	assert_null(patterns_load("/nowhere/hyph.dic"));
	assert_true(file >= 0);
	dict = patterns_load(path);
	assert_non_null(dict);
	patterns_free(dict);
	assert_int_equal(write(file, text, sizeof(text) - 1),
	    sizeof(text) - 1);
	close(file);
	dict = patterns_load(path);
	assert_non_null(dict);
	assert_non_null(dict->nextlevel);
	assert_int_equal(dict->nextlevel->num_states, 2);
	patterns_free(dict);
	unlink(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_divided_as_libhyphen_does),
		cmocka_unit_test(odd_files_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
