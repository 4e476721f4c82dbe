/*
 * What fell back to which face, in words. In: a kit's pages. Out: parts of its
 * sizes that cost nothing, for `explain`; they are kept with the sizes, so that
 * a kit that is not made again tells them too.
 */
#include "jobs.h"

#include <string.h>

#include "fieldkit/strbuf.h"
#include "fieldkit/type.h"

/* " (campaigns/peak.md:12)", where it is content's; words of the theme have
 * paths that differ from machine to machine. */
static void
put_place(struct strbuf *out, const struct workshop *workshop,
    struct source_pos pos)
{
	size_t prefix = strlen(workshop->content_dir);
	const char *path;

	if (pos.line == 0 || pos.file >= workshop->sources->count)
		return;
	path = source_path(workshop->sources, pos);
	if (strncmp(path, workshop->content_dir, prefix) == 0 &&
	    path[prefix] == '/')
		strbuf_printf(out, " (%s:%u)", path + prefix + 1,
		    (unsigned)pos.line);
}

static const char *
words_of(const struct workshop *workshop, struct arena *arena,
    const struct page_fallback *fallback)
{
	struct strbuf out = { 0 };
	const char *words;
	uint32_t i;

	strbuf_printf(&out, "%s for %s, first '",
	    type_face_name(fallback->face), type_face_name(fallback->wanted));
	for (i = 0; i < fallback->text_len; i++)
		strbuf_add_char(&out, (unsigned char)fallback->text[i] < ' '
		    ? ' ' : fallback->text[i]);
	strbuf_add_char(&out, '\'');
	put_place(&out, workshop, fallback->pos);
	words = arena_copy(arena, out.bytes, out.len);
	strbuf_release(&out);
	return words;
}

void
fallbacks_keep(struct pdf_sizes *sizes, const struct workshop *workshop,
    struct worker *worker, const struct page_list *pages)
{
	struct arena *kept = worker_kept(worker);
	struct page_fallback *fallbacks;
	uint32_t count = pages_find_fallbacks(pages, worker_arena(worker),
	    &fallbacks), i;
	struct pdf_part *parts = ARENA_ARRAY(kept, struct pdf_part,
	    (size_t)sizes->count + count);

	memcpy(parts, sizes->parts, sizes->count * sizeof(*parts));
	for (i = 0; i < count; i++)
		parts[sizes->count + i] = (struct pdf_part){
			.kind = PDF_PART_FALLBACK,
			.name = words_of(workshop, kept, &fallbacks[i]),
			.count = fallbacks[i].count,
		};
	sizes->parts = parts;
	sizes->count += count;
}
