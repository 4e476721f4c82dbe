/*
 * From words to where they stand. In: entries with their texts. Out: an
 * inverted index, its terms in the order of their UTF-16.
 *
 * A site's index travels whole to the reader, so it is bounded: an entry is
 * found by all of its title, and by as many of the other words as leaves the
 * whole below POSTINGS_MAX, those that say most first. A site of a few
 * hundred records never comes near.
 */
#include "index_parts.h"

#include <stdlib.h>
#include <string.h>

#define POSTINGS_MAX 280000	/* 10,000 entries stay below 1 MB compressed */
#define ENTRY_POSTINGS_MIN 24

static struct term *
term_of(struct word_index *index, const char *word, size_t len)
{
	struct term *term;
	const void *found = strmap_find_len(&index->map, word, len);
	uint32_t number;

	if (found != NULL) {
		memcpy(&number, found, sizeof(number));
		return index->terms[number];
	}
	if (index->count == index->size) {
		index->size = 2 * index->size + 1024;
		index->terms = mem_realloc(index->terms,
		    index->size * sizeof(*index->terms));
	}
	term = ARENA_NEW(&index->arena, struct term);
	term->word = arena_copy(&index->arena, word, len);
	term->len = len;
	number = index->count;
	found = memcpy(ARENA_NEW(&index->arena, uint32_t), &number,
	    sizeof(number));
	strmap_add_len(&index->map, term->word, len, found);
	index->terms[index->count++] = term;
	return term;
}

/* False where the entry has the word already: texts that say more are read
 * first. */
static bool
term_add(struct term *term, uint32_t entry, enum search_weight weight)
{
	if (term->count > 0 && term->postings[term->count - 1].entry == entry)
		return false;
	if (term->count == term->size) {
		term->size = 2 * term->size + 2;
		term->postings = mem_realloc(term->postings,
		    term->size * sizeof(*term->postings));
	}
	term->postings[term->count++] = (struct posting){
		.entry = entry, .weight = (unsigned)weight & 3u,
	};
	return true;
}

/* The words of one text; `room` counts down what may still be added. */
static void
add_text(struct word_index *index, struct strbuf *words, uint32_t entry,
    const struct search_text *text, uint32_t *room)
{
	const char *word, *end;

	strbuf_clear(words);
	search_words(words, text->chars, text->len, SEARCH_INDEXED);
	end = strbuf_string(words) + words->len;
	for (word = strbuf_string(words); word < end; word++) {
		size_t len = (size_t)((const char *)memchr(word, '\n',
		    (size_t)(end - word)) - word);
		bool is_title = text->weight == SEARCH_TITLE;

		if ((is_title || *room > 0) && term_add(term_of(index, word,
		    len), entry, text->weight) && *room > 0)
			--*room;
		word += len;
	}
}

static void
add_entry(struct word_index *index, struct strbuf *words, uint32_t number,
    const struct search_entry *entry, uint32_t room)
{
	int weight;
	uint32_t i;

	for (weight = 0; weight < SEARCH_WEIGHT_COUNT; weight++)
		for (i = 0; i < entry->text_count; i++)
			if ((int)entry->texts[i].weight == weight)
				add_text(index, words, number,
				    &entry->texts[i], &room);
}

/* UTF-8 orders code points; UTF-16 has those above U+FFFF, whose first byte
 * is F0 and up, before U+E000, whose first byte is EE. */
static int
utf16_order(unsigned char byte)
{
	return byte == 0xee || byte == 0xef ? byte + 0x10 : byte;
}

static int
compare_terms(const void *left, const void *right)
{
	const struct term *const *a = left, *const *b = right;
	const char *x = (*a)->word, *y = (*b)->word;

	while (*x != '\0' && *x == *y)
		x++, y++;
	return utf16_order((unsigned char)*x) - utf16_order((unsigned char)*y);
}

void
word_index_make(struct word_index *index,
    const struct search_content *content)
{
	struct strbuf words = { 0 };
	uint32_t room = ENTRY_POSTINGS_MIN, i;

	*index = (struct word_index){ 0 };
	if (content->count > 0 && POSTINGS_MAX / content->count > room)
		room = POSTINGS_MAX / content->count;
	for (i = 0; i < content->count; i++)
		add_entry(index, &words, i, &content->entries[i], room);
	strbuf_release(&words);
	if (index->count > 0)
		qsort(index->terms, index->count, sizeof(*index->terms),
		    compare_terms);
}

void
word_index_release(struct word_index *index)
{
	uint32_t i;

	for (i = 0; i < index->count; i++)
		free(index->terms[i]->postings);
	free(index->terms);
	strmap_release(&index->map);
	arena_release(&index->arena);
}
