/*
 * Records by id, texts by language. In: a loaded model. Out: what it holds,
 * lent.
 */
#include "fieldkit/model.h"

#include <string.h>

#include "fieldkit/format.h"

uint32_t
record_place(const struct record_set *set, const char *id)
{
	uint32_t low = 0, high = set->count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		int order = strcmp(id, set->items[middle]->id);

		if (order == 0)
			return middle;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return set->count;
}

const struct record *
model_find(const struct model *model, enum record_type type, const char *id)
{
	const struct record_set *set = &model->sets[type];
	uint32_t place = record_place(set, id);

	return place < set->count ? set->items[place] : NULL;
}

const struct variant *
text_find(const struct text *text, const char *lang)
{
	uint32_t i;

	for (i = 0; i < text->count; i++)
		if (strcmp(text->variants[i].lang, lang) == 0)
			return &text->variants[i];
	for (i = 0; i < text->count; i++)
		if (lang_serves(text->variants[i].lang, lang))
			return &text->variants[i];
	return NULL;
}
