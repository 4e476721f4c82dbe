/*
 * The assets that an edition has of its own. In: the edition and its plan.
 * Out: files that pages link as asset:NAME, like the theme's.
 */
#include "jobs.h"

#include "fieldkit/search.h"

void
generated_prepare(struct run *run, struct arena *arena)
{
	struct arena scratch = { 0 };
	struct search_content content;
	struct strbuf script = { 0 };

	view_search_content(&content, &scratch, run->edition, run->plan);
	search_index(&script, &content);
	assets_add(&run->generated, arena, SEARCH_INDEX_NAME,
	    strbuf_string(&script), script.len);
	strbuf_release(&script);
	arena_release(&scratch);
}
