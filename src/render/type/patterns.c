/*
 * Patterns of division. In: a dictionary file. Out: libhyphen's automaton.
 *
 * A level of a dictionary is a trie of all beginnings of its patterns (Liang).
 * Nodes are found by parent and byte in a hash table. Where a node has no way
 * on, matching goes on at the longest ending of what it stands for that is a
 * node too; that is found breadth first, from the one of its parent (Aho and
 * Corasick), not by looking up every ending.
 *
 * A file with a line NEXTLEVEL has a level for the parts of compounds before
 * that for syllables; for all others libhyphen puts one before that divides at
 * hyphens and apostrophes. Source: README.compound, README.nonstandard and
 * hyphen.h of libhyphen.
 */
#include "patterns.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "fieldkit/arena.h"
#include "fieldkit/strbuf.h"

enum { ROOT = 0, NONE = -1, LINE_MAX_BYTES = MAX_CHARS - 2 };

struct node {
	uint32_t parent;
	unsigned char byte;
	bool has_match;
	signed char replace_index, replace_cut;
	uint32_t match;			/* offsets into `strings` */
	uint32_t replacement;		/* 0: none */
};

struct trie {
	struct node *nodes;
	uint32_t count, size;
	uint32_t *slots;		/* numbers of nodes; 0: empty */
	uint32_t slot_mask;
	struct strbuf strings;		/* each ended by NUL */
	/* The letters of the last pattern and the nodes behind each: patterns
	 * are sorted, so most of the next one's are the same. */
	char last[MAX_CHARS];
	uint32_t path[MAX_CHARS];
	bool is_utf8;
};

/* A dictionary with what it is made of: freed at once. */
struct level {
	HyphenDict dict;		/* first: a level is found by it */
	HyphenTrans *ways;
	char *strings;
};

static uint32_t *
slot_of(const struct trie *trie, uint32_t parent, unsigned char byte)
{
	uint32_t at = (parent * 256 + byte) * 2654435761u;

	for (at ^= at >> 15;; at++) {
		uint32_t *slot = &trie->slots[at & trie->slot_mask];
		const struct node *node = &trie->nodes[*slot];

		if (*slot == 0 ||
		    (node->parent == parent && node->byte == byte))
			return slot;
	}
}

static void
grow(struct trie *trie)
{
	uint32_t i;

	trie->size = trie->size != 0 ? 2 * trie->size : 1024;
	trie->nodes = mem_realloc(trie->nodes,
	    trie->size * sizeof(*trie->nodes));
	free(trie->slots);
	trie->slot_mask = 2 * trie->size - 1;
	trie->slots = mem_alloc((trie->slot_mask + (size_t)1) *
	    sizeof(*trie->slots));
	memset(trie->slots, 0,
	    (trie->slot_mask + (size_t)1) * sizeof(*trie->slots));
	for (i = 1; i < trie->count; i++)
		*slot_of(trie, trie->nodes[i].parent, trie->nodes[i].byte) = i;
}

static void
trie_init(struct trie *trie, bool is_utf8)
{
	*trie = (struct trie){ .is_utf8 = is_utf8 };
	grow(trie);
	trie->nodes[trie->count++] = (struct node){ 0 };
	strbuf_add_char(&trie->strings, '\0');
}

static void
trie_release(struct trie *trie)
{
	free(trie->nodes);
	free(trie->slots);
	strbuf_release(&trie->strings);
}

static uint32_t
child_of(struct trie *trie, uint32_t parent, unsigned char byte)
{
	uint32_t *slot = slot_of(trie, parent, byte);

	if (*slot != 0)
		return *slot;
	if (trie->count == trie->size) {
		grow(trie);
		slot = slot_of(trie, parent, byte);
	}
	*slot = trie->count;
	trie->nodes[trie->count] =
	    (struct node){ .parent = parent, .byte = byte };
	return trie->count++;
}

/* The node of a word, made with all on the way to it. */
static uint32_t
node_of(struct trie *trie, const char *word, size_t len)
{
	uint32_t at = ROOT;
	size_t i = 0;

	for (; i < len && trie->last[i] == word[i]; i++)
		at = trie->path[i];
	for (; i < len; i++) {
		at = child_of(trie, at, (unsigned char)word[i]);
		trie->last[i] = word[i];
		trie->path[i] = at;
	}
	trie->last[len] = '\0';
	return at;
}

static uint32_t
keep_string(struct trie *trie, const char *bytes, size_t len)
{
	uint32_t at = (uint32_t)trie->strings.len;

	strbuf_add(&trie->strings, bytes, len);
	strbuf_add_char(&trie->strings, '\0');
	return at;
}

/* What stands behind the slash of "f1f/ff=f,1,2": a replacement, where it
 * starts in the word, counted from 1, and how much it takes the place of. */
struct replacement {
	const char *text;
	size_t len;
	int index, cut;
};

static struct replacement
read_replacement(const char *text, size_t pattern_len)
{
	struct replacement read = { .text = text,
		.cut = (int)pattern_len };
	const char *comma = strchr(text, ',');
	const char *second = comma != NULL ? strchr(comma + 1, ',') : NULL;

	read.len = comma != NULL ? (size_t)(comma - text) :
	    strcspn(text, "\r\n");
	if (comma != NULL)
		read.cut = 0;
	if (second != NULL) {
		read.index = atoi(comma + 1) - 1;
		read.cut = atoi(second + 1);
	}
	return read;
}

/* Characters to bytes. */
static void
count_in_bytes(struct replacement *replacement, const char *word)
{
	const size_t len = strlen(word);
	const bool has_dot = word[0] == '.';
	int character = -1, start = -1;
	size_t at;

	for (at = has_dot ? 1 : 0; at <= len; at++) {
		if (((unsigned char)word[at] >> 6) != 2)
			character++;
		if (start < 0 && replacement->index == character) {
			start = character;
			replacement->index = (int)at;
		}
		if (start >= 0 && character - start == replacement->cut) {
			replacement->cut = (int)at - replacement->index;
			break;
		}
	}
	if (has_dot)
		replacement->index--;
}

/* "f1f": the letters, and a digit before each and behind the last. */
static size_t
split(const char *line, size_t line_len, char *ret_word, char *ret_digits)
{
	size_t i, len = 0;

	ret_digits[0] = '0';
	for (i = 0; i < line_len && (unsigned char)line[i] > ' ' &&
	    len < LINE_MAX_BYTES; i++) {
		if (line[i] >= '0' && line[i] <= '9') {
			ret_digits[len] = line[i];
			continue;
		}
		ret_word[len] = line[i];
		ret_digits[++len] = '0';
	}
	ret_word[len] = '\0';
	ret_digits[len + 1] = '\0';
	return len;
}

static void
add_pattern(struct trie *trie, const char *line)
{
	const char *slash = strchr(line, '/');
	const size_t line_len = slash != NULL ? (size_t)(slash - line) :
	    strlen(line);
	char word[MAX_CHARS], digits[MAX_CHARS];
	struct replacement replacement = { 0 };
	size_t len = split(line, line_len, word, digits), first;
	struct node *node;
	uint32_t at;

	if (len == 0)
		return;
	if (slash == NULL) {
		first = strspn(digits, "0");
	} else {
		replacement = read_replacement(slash + 1, line_len);
		first = word[0] == '.';
		if (trie->is_utf8)
			count_in_bytes(&replacement, word);
	}
	at = node_of(trie, word, len);
	node = &trie->nodes[at];
	node->has_match = true;
	node->match = keep_string(trie, digits + first, len + 1 - first);
	node->replacement = slash == NULL ? 0 :
	    keep_string(trie, replacement.text, replacement.len);
	node->replace_index = (signed char)replacement.index;
	node->replace_cut = (signed char)(replacement.cut != 0 ?
	    replacement.cut : (int)len);
}

/* "',-": what no hyphen may stand beside, as strings behind each other; the
 * count is that of the commas. */
static void
set_no_hyphen(HyphenDict *dict, const char *words)
{
	size_t len = strcspn(words, "\r\n"), i;

	free(dict->nohyphen);
	dict->nohyphen = NULL;
	dict->nohyphenl = 0;
	if (len == 0)
		return;
	dict->nohyphen = mem_alloc(len + 1);
	memcpy(dict->nohyphen, words, len);
	dict->nohyphen[len] = '\0';
	for (i = len - 1; i > 0; i--)
		if (dict->nohyphen[i] == ',') {
			dict->nohyphen[i] = '\0';
			dict->nohyphenl++;
		}
}

/* A line that sets something, or a pattern. */
static void
add_line(struct trie *trie, HyphenDict *dict, const char *line)
{
	const struct {
		const char *word;
		char *place;
	} numbers[] = {
		{ "LEFTHYPHENMIN", &dict->lhmin },
		{ "RIGHTHYPHENMIN", &dict->rhmin },
		{ "COMPOUNDLEFTHYPHENMIN", &dict->clhmin },
		{ "COMPOUNDRIGHTHYPHENMIN", &dict->crhmin },
	};
	size_t i;

	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		size_t len = strlen(numbers[i].word);

		if (strncmp(line, numbers[i].word, len) == 0) {
			*numbers[i].place = (char)atoi(line + len);
			return;
		}
	}
	if (strncmp(line, "NOHYPHEN", 8) == 0)
		set_no_hyphen(dict, line + 8 + strspn(line + 8, " \t"));
	else if (line[0] != '%')
		add_pattern(trie, line);
}

/* The nodes' ways on, those of a node side by side. */
static void
fill_ways(const struct trie *trie, struct level *level)
{
	HyphenState *states = level->dict.states;
	uint32_t i, next = 0;

	for (i = 1; i < trie->count; i++)
		states[trie->nodes[i].parent].num_trans++;
	for (i = 0; i < trie->count; i++) {
		states[i].trans = level->ways + next;
		next += (uint32_t)states[i].num_trans;
		states[i].num_trans = 0;
	}
	for (i = 1; i < trie->count; i++) {
		HyphenState *parent = &states[trie->nodes[i].parent];

		parent->trans[parent->num_trans++] = (HyphenTrans){
			.ch = (char)trie->nodes[i].byte, .new_state = (int)i };
	}
}

/* Where matching goes on: from the ending that holds for the parent. */
static int
fallback_of(const struct trie *trie, const HyphenState *states, uint32_t node)
{
	int from = states[trie->nodes[node].parent].fallback_state;

	for (; from != NONE; from = states[from].fallback_state) {
		uint32_t to = *slot_of(trie, (uint32_t)from,
		    trie->nodes[node].byte);

		if (to != 0)
			return (int)to;
	}
	return ROOT;
}

static void
fill_fallbacks(const struct trie *trie, HyphenState *states)
{
	uint32_t *queue = mem_alloc(trie->count * sizeof(*queue));
	uint32_t first, last = 1;
	int i;

	queue[0] = ROOT;
	states[ROOT].fallback_state = NONE;
	for (first = 0; first < last; first++) {
		const HyphenState *state = &states[queue[first]];

		for (i = 0; i < state->num_trans; i++) {
			uint32_t child = (uint32_t)state->trans[i].new_state;

			states[child].fallback_state =
			    fallback_of(trie, states, child);
			queue[last++] = child;
		}
	}
	free(queue);
}

/* The trie as libhyphen wants it; the trie is emptied. */
static void
finish(struct level *level, struct trie *trie)
{
	HyphenState *states = mem_alloc(trie->count * sizeof(*states));
	uint32_t i;

	level->strings = trie->strings.bytes;
	trie->strings = (struct strbuf){ 0 };
	for (i = 0; i < trie->count; i++) {
		const struct node *node = &trie->nodes[i];

		states[i] = (HyphenState){
			.match = node->has_match ?
			    level->strings + node->match : NULL,
			.repl = node->replacement != 0 ?
			    level->strings + node->replacement : NULL,
			.replindex = node->replace_index,
			.replcut = node->replace_cut,
		};
	}
	level->ways = mem_alloc(trie->count * sizeof(*level->ways));
	level->dict.states = states;
	level->dict.num_states = (int)trie->count;
	fill_ways(trie, level);
	fill_fallbacks(trie, states);
	trie_release(trie);
}

static struct level *
level_new(const char *encoding)
{
	struct level *level = mem_alloc(sizeof(*level));

	*level = (struct level){ 0 };
	memcpy(level->dict.cset, encoding, strlen(encoding) + 1);
	level->dict.utf8 = strcmp(level->dict.cset, "UTF-8") == 0;
	return level;
}

/* Reads a level; true when it ended at NEXTLEVEL. Lines too long for
 * libhyphen are passed over. */
static bool
read_level(struct level *level, FILE *file)
{
	char line[MAX_CHARS];
	bool is_whole = true, has_next = false;
	struct trie trie;

	trie_init(&trie, level->dict.utf8);
	while (!has_next && fgets(line, sizeof(line), file) != NULL) {
		bool starts = is_whole;

		is_whole = strchr(line, '\n') != NULL;
		has_next = starts && strncmp(line, "NEXTLEVEL", 9) == 0;
		if (starts && !has_next && (is_whole || feof(file)))
			add_line(&trie, &level->dict, line);
	}
	finish(level, &trie);
	return has_next;
}

/* Hyphens and apostrophes part words; what is between them is divided as
 * words are, with the limits of the syllables' level. */
static struct level *
default_first_level(HyphenDict *syllables)
{
	static const char *const lines[] = { "1-1", "1'1",
		"1\xe2\x80\x93" "1", "1\xe2\x80\x99" "1" };
	struct level *level = level_new(syllables->cset);
	HyphenDict *dict = &level->dict;
	struct trie trie;
	size_t i;

	trie_init(&trie, dict->utf8);
	set_no_hyphen(dict, dict->utf8 ?
	    "',\xe2\x80\x93,\xe2\x80\x99,-" : "',-");
	for (i = 0; i < (dict->utf8 ? 4u : 2u); i++)
		add_line(&trie, dict, lines[i]);
	finish(level, &trie);
	dict->nextlevel = syllables;
	dict->lhmin = syllables->lhmin;
	dict->rhmin = syllables->rhmin;
	dict->clhmin = syllables->clhmin != 0 ? syllables->clhmin :
	    syllables->lhmin != 0 ? syllables->lhmin : 3;
	dict->crhmin = syllables->crhmin != 0 ? syllables->crhmin :
	    syllables->rhmin != 0 ? syllables->rhmin : 3;
	return level;
}

HyphenDict *
patterns_load(const char *path)
{
	char encoding[MAX_NAME] = "";
	FILE *file = fopen(path, "re");
	struct level *first;

	if (file == NULL)
		return NULL;
	if (fgets(encoding, sizeof(encoding), file) == NULL)
		encoding[0] = '\0';
	encoding[strcspn(encoding, "\r\n")] = '\0';
	first = level_new(encoding);
	if (read_level(first, file)) {
		struct level *second = level_new(encoding);

		read_level(second, file);
		first->dict.nextlevel = &second->dict;
	} else {
		first = default_first_level(&first->dict);
	}
	fclose(file);
	return &first->dict;
}

void
patterns_free(HyphenDict *dict)
{
	while (dict != NULL) {
		struct level *level = (struct level *)dict;

		dict = dict->nextlevel;
		free(level->dict.states);
		free(level->dict.nohyphen);
		free(level->ways);
		free(level->strings);
		free(level);
	}
}
