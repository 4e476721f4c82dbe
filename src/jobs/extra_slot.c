/*
 * Texts to paste, as files. In: what the pages of campaigns offer. Out: each
 * text as one line of plain UTF-8. A text on many pages is one file.
 */
#include "extras.h"

#include <string.h>

/* As a page shows it: white space between words is one space. */
static bool
write_slot(const struct extra_job *job, struct strbuf *out)
{
	static const char spaces[] = " \t\r\n";
	const struct variant *variant = job->extra->detail;
	const char *word = variant->chars + strspn(variant->chars, spaces);

	while (*word != '\0') {
		size_t len = strcspn(word, spaces);

		if (out->len > 0)
			strbuf_add_char(out, ' ');
		strbuf_add(out, word, len);
		word += len;
		word += strspn(word, spaces);
	}
	strbuf_add_char(out, '\n');
	return true;
}

void
plan_slots(struct extra_list *list)
{
	const struct plan *plan = list->run->plan;
	const struct view_context context = {
		.edition = list->run->edition, .plan = plan,
	};
	struct slot_text texts[SLOT_TEXTS_MAX];
	size_t i;

	for (i = plan->kit_count; i < plan->count; i++) {
		uint32_t count = view_slot_texts(list->arena, &context,
		    &plan->jobs[i], texts), k;

		for (k = 0; k < count; k++) {
			const struct extra extra = {
				.path = texts[k].path, .kind = "text",
				.write = write_slot,
				.record = texts[k].record,
				.detail = texts[k].words_in,
			};

			if (extra.path != NULL)
				extra_add(list, &extra);
		}
	}
}
