/*
 * The assets that an edition has of its own. In: the edition and its plan.
 * Out: files that pages link as asset:NAME, like the theme's.
 *
 * A search index of a large site takes longer than all else about an edition
 * that is not a page, and few pages link it: so it is made when the first of
 * them asks for its name, which has a digest of its bytes.
 */
#include "jobs.h"

#include <pthread.h>
#include <stdlib.h>

#include "fieldkit/search.h"

struct generated {
	const struct edition *edition;
	const struct plan *plan;
	pthread_mutex_t lock;		/* guards the rest */
	struct arena arena;
	struct assets assets;
	bool is_made;
};

struct generated *
generated_new(const struct run *run)
{
	struct generated *generated = mem_alloc(sizeof(*generated));

	*generated = (struct generated){
		.edition = run->edition, .plan = run->plan,
	};
	pthread_mutex_init(&generated->lock, NULL);
	return generated;
}

void
generated_free(struct generated *generated)
{
	if (generated == NULL)
		return;
	pthread_mutex_destroy(&generated->lock);
	arena_release(&generated->arena);
	free(generated);
}

static void
make_search_index(struct generated *generated)
{
	struct arena scratch = { 0 };
	struct search_content content;
	struct strbuf script = { 0 };

	view_search_content(&content, &scratch, generated->edition,
	    generated->plan);
	search_index(&script, &content);
	assets_add(&generated->assets, &generated->arena, SEARCH_INDEX_NAME,
	    strbuf_string(&script), script.len);
	strbuf_release(&script);
	arena_release(&scratch);
}

const struct assets *
generated_assets(struct generated *generated)
{
	pthread_mutex_lock(&generated->lock);
	if (!generated->is_made)
		make_search_index(generated);
	generated->is_made = true;
	pthread_mutex_unlock(&generated->lock);
	return &generated->assets;
}
