/*
 * Division of words. In: letters. Out: the places where a hyphen may go.
 *
 * Debian's dictionaries come in the encoding that their first line names;
 * for the 8-bit ones a table from code point to byte is made when they are
 * loaded. libhyphen only reads a loaded dictionary, so threads share it.
 * Divisions that change the spelling (Hungarian asszony, asz-szony) are left
 * out: the text of a line stays the author's.
 */
#include "hyphenate.h"

#include <iconv.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <hyphen.h>

#include "fieldkit/arena.h"
#include "fieldkit/segment.h"
#include "fieldkit/utf8.h"
#include "patterns.h"

#define FOLDER "/usr/share/hyphen/"
#define LEAST_LETTERS 5		/* shorter words are not divided */

/* A language's dictionary, and the least letters before and after a division
 * (those of TeX's hyph-utf8; French has three after, by the rule of the
 * Imprimerie nationale). Rows with a region or script come before the one of
 * the language alone, which is what the language means elsewhere. Thai is in
 * Debian too, but is broken between words and has no hyphen. */
static const struct {
	const char *lang;
	const char *file;
	uint8_t least_before, least_after;
} files[] = {
	{ "af", "hyph_af_ZA.dic", 2, 2 },
	{ "as", "hyph_as_IN.dic", 2, 2 },
	{ "be", "hyph_be_BY.dic", 2, 2 },
	{ "bg", "hyph_bg_BG.dic", 2, 2 },
	{ "bn", "hyph_bn_IN.dic", 2, 2 },
	{ "ca", "hyph_ca_ES.dic", 2, 2 },
	{ "cs", "hyph_cs_CZ.dic", 2, 3 },
	{ "da", "hyph_da_DK.dic", 2, 2 },
	{ "de", "hyph_de_DE.dic", 2, 2 },
	{ "el", "hyph_el_GR.dic", 2, 2 },
	/* British spelling; who else writes English divides as Americans do. */
	{ "en-GB", "hyph_en_GB.dic", 2, 3 },
	{ "en-AU", "hyph_en_GB.dic", 2, 3 },
	{ "en-BD", "hyph_en_GB.dic", 2, 3 },
	{ "en-BW", "hyph_en_GB.dic", 2, 3 },
	{ "en-CY", "hyph_en_GB.dic", 2, 3 },
	{ "en-GH", "hyph_en_GB.dic", 2, 3 },
	{ "en-HK", "hyph_en_GB.dic", 2, 3 },
	{ "en-IE", "hyph_en_GB.dic", 2, 3 },
	{ "en-IN", "hyph_en_GB.dic", 2, 3 },
	{ "en-JM", "hyph_en_GB.dic", 2, 3 },
	{ "en-KE", "hyph_en_GB.dic", 2, 3 },
	{ "en-LK", "hyph_en_GB.dic", 2, 3 },
	{ "en-MT", "hyph_en_GB.dic", 2, 3 },
	{ "en-MY", "hyph_en_GB.dic", 2, 3 },
	{ "en-NG", "hyph_en_GB.dic", 2, 3 },
	{ "en-NZ", "hyph_en_GB.dic", 2, 3 },
	{ "en-PK", "hyph_en_GB.dic", 2, 3 },
	{ "en-SG", "hyph_en_GB.dic", 2, 3 },
	{ "en-TT", "hyph_en_GB.dic", 2, 3 },
	{ "en-TZ", "hyph_en_GB.dic", 2, 3 },
	{ "en-UG", "hyph_en_GB.dic", 2, 3 },
	{ "en-ZA", "hyph_en_GB.dic", 2, 3 },
	{ "en-ZM", "hyph_en_GB.dic", 2, 3 },
	{ "en-ZW", "hyph_en_GB.dic", 2, 3 },
	{ "en-001", "hyph_en_GB.dic", 2, 3 },
	{ "en-150", "hyph_en_GB.dic", 2, 3 },
	{ "en", "hyph_en_US.dic", 2, 3 },
	{ "es", "hyph_es_ES.dic", 2, 2 },
	{ "fr", "hyph_fr.dic", 2, 3 },
	{ "gl", "hyph_gl_ES.dic", 2, 2 },
	{ "gu", "hyph_gu_IN.dic", 2, 2 },
	{ "hi", "hyph_hi_IN.dic", 2, 2 },
	{ "hr", "hyph_hr_HR.dic", 2, 2 },
	{ "hu", "hyph_hu_HU.dic", 2, 2 },
	{ "id", "hyph_id_ID.dic", 2, 2 },
	{ "is", "hyph_is_IS.dic", 2, 2 },
	{ "it", "hyph_it_IT.dic", 2, 2 },
	{ "kn", "hyph_kn_IN.dic", 2, 2 },
	{ "lt", "hyph_lt_LT.dic", 2, 2 },
	{ "lv", "hyph_lv_LV.dic", 2, 2 },
	{ "ml", "hyph_ml_IN.dic", 2, 2 },
	{ "mn", "hyph_mn_MN.dic", 2, 2 },
	{ "mr", "hyph_mr_IN.dic", 2, 2 },
	{ "nb", "hyph_nb_NO.dic", 2, 2 },
	{ "nl", "hyph_nl_NL.dic", 2, 2 },
	{ "nn", "hyph_nn_NO.dic", 2, 2 },
	{ "no", "hyph_nb_NO.dic", 2, 2 },
	{ "or", "hyph_or_IN.dic", 2, 2 },
	{ "pa", "hyph_pa_IN.dic", 2, 2 },
	{ "pl", "hyph_pl_PL.dic", 2, 2 },
	{ "pt-BR", "hyph_pt_BR.dic", 2, 3 },
	{ "pt", "hyph_pt_PT.dic", 2, 3 },
	{ "ro", "hyph_ro_RO.dic", 2, 2 },
	{ "ru", "hyph_ru_RU.dic", 2, 2 },
	{ "sk", "hyph_sk_SK.dic", 2, 3 },
	{ "sl", "hyph_sl_SI.dic", 2, 2 },
	{ "sr-Latn", "hyph_sr-Latn_RS.dic", 2, 2 },
	{ "sr-ME", "hyph_sr-Latn_RS.dic", 2, 2 },
	{ "sr", "hyph_sr_RS.dic", 2, 2 },
	{ "sv", "hyph_sv_SE.dic", 2, 2 },
	{ "ta", "hyph_ta_IN.dic", 2, 2 },
	{ "te", "hyph_te_IN.dic", 2, 2 },
	{ "uk", "hyph_uk_UA.dic", 2, 2 },
	{ "zu", "hyph_zu_ZA.dic", 2, 2 },
};

#define FILE_COUNT (sizeof(files) / sizeof(files[0]))

struct hyphen_dict {
	HyphenDict *patterns;
	uint8_t least_before, least_after;
	uint16_t char_of_byte[256];	/* of an 8-bit dictionary; 0: none */
};

struct hyphen_dicts {
	pthread_mutex_t lock;
	struct hyphen_dict *loaded[FILE_COUNT];
	bool was_tried[FILE_COUNT];
};

struct hyphen_dicts *
hyphen_dicts_new(void)
{
	struct hyphen_dicts *dicts = mem_alloc(sizeof(*dicts));

	*dicts = (struct hyphen_dicts){ 0 };
	pthread_mutex_init(&dicts->lock, NULL);
	return dicts;
}

void
hyphen_dicts_free(struct hyphen_dicts *dicts)
{
	size_t i;

	for (i = 0; i < FILE_COUNT; i++)
		if (dicts->loaded[i] != NULL) {
			patterns_free(dicts->loaded[i]->patterns);
			free(dicts->loaded[i]);
		}
	pthread_mutex_destroy(&dicts->lock);
	free(dicts);
}

/* The table from bytes to characters; false when the encoding is unknown. */
static bool
read_encoding(struct hyphen_dict *dict, const char *encoding)
{
	iconv_t converter = iconv_open("UTF-16LE", encoding);
	int i;

	if (converter == (iconv_t)-1)
		return false;
	for (i = 0x20; i < 256; i++) {
		char in[1] = { (char)i }, out[8];
		char *from = in, *to = out;
		size_t in_left = 1, out_left = sizeof(out);

		if (iconv(converter, &from, &in_left, &to, &out_left) !=
		    (size_t)-1 && sizeof(out) - out_left == 2)
			dict->char_of_byte[i] =
			    (uint16_t)((unsigned char)out[0] |
			    (unsigned char)out[1] << 8);
		iconv(converter, NULL, NULL, NULL, NULL);
	}
	iconv_close(converter);
	return true;
}

static struct hyphen_dict *
dict_load(const char *file)
{
	char path[128] = FOLDER;
	struct hyphen_dict *dict;
	HyphenDict *patterns;

	strncat(path, file, sizeof(path) - sizeof(FOLDER));
	patterns = patterns_load(path);
	if (patterns == NULL)
		return NULL;
	dict = mem_alloc(sizeof(*dict));
	*dict = (struct hyphen_dict){ .patterns = patterns };
	if (!patterns->utf8 && !read_encoding(dict, patterns->cset)) {
		patterns_free(patterns);
		free(dict);
		return NULL;
	}
	return dict;
}

/* The tag, without its last subtag where it has none of the table: sr-Latn-RS,
 * sr-Latn, sr. */
static size_t
file_of(const char *lang)
{
	size_t len = strlen(lang), i;

	while (len > 0) {
		for (i = 0; i < FILE_COUNT; i++)
			if (strlen(files[i].lang) == len &&
			    strncasecmp(files[i].lang, lang, len) == 0)
				return i;
		while (len > 0 && lang[--len] != '-')
			;
	}
	return FILE_COUNT;
}

const struct hyphen_dict *
hyphen_dict_find(struct hyphen_dicts *dicts, const char *lang)
{
	const struct hyphen_dict *dict;
	size_t i = lang != NULL ? file_of(lang) : FILE_COUNT;

	if (i == FILE_COUNT)
		return NULL;
	pthread_mutex_lock(&dicts->lock);
	if (!dicts->was_tried[i]) {
		dicts->loaded[i] = dict_load(files[i].file);
		if (dicts->loaded[i] != NULL) {
			dicts->loaded[i]->least_before =
			    files[i].least_before;
			dicts->loaded[i]->least_after = files[i].least_after;
		}
	}
	dicts->was_tried[i] = true;
	dict = dicts->loaded[i];
	pthread_mutex_unlock(&dicts->lock);
	return dict;
}

static int
encode(const struct hyphen_dict *dict, uint32_t c, char *ret_bytes)
{
	int i;

	if (c > 0xffff)
		return 0;	/* no dictionary has such letters */
	if (dict->patterns->utf8 || c < 0x80)
		return (int)utf8_put(ret_bytes, c);
	for (i = 0x80; i < 256; i++)
		if (dict->char_of_byte[i] == c) {
			ret_bytes[0] = (char)i;
			return 1;
		}
	return 0;
}

static void
free_replacements(char **rep, int *pos, int *cut, int len)
{
	int i;

	for (i = 0; rep != NULL && i < len; i++)
		free(rep[i]);
	free(rep);
	free(pos);
	free(cut);
}

void
hyphen_word(const struct hyphen_dict *dict, const uint32_t *word,
    uint32_t count, bool *ret_can)
{
	char bytes[HYPHEN_WORD_CHARS * 3 + 1];
	char hyphens[sizeof(bytes) + 5] = { 0 };
	char **rep = NULL;
	int *pos = NULL, *cut = NULL;
	int len = 0;
	uint32_t i;

	memset(ret_can, 0, count * sizeof(*ret_can));
	if (count < LEAST_LETTERS || count > HYPHEN_WORD_CHARS)
		return;
	for (i = 0; i < count; i++) {
		int more = encode(dict, segment_lower(word[i]), bytes + len);

		if (more == 0)
			return;
		len += more;
	}
	bytes[len] = '\0';
	if (hnj_hyphen_hyphenate3(dict->patterns, bytes, len, hyphens, NULL,
	    &rep, &pos, &cut, dict->least_before, dict->least_after,
	    dict->least_before, dict->least_after) == 0)
		for (i = dict->least_before; i + dict->least_after <= count;
		    i++)
			ret_can[i] = (hyphens[i - 1] & 1) != 0 &&
			    (rep == NULL || rep[i - 1] == NULL);
	free_replacements(rep, pos, cut, len);
}
