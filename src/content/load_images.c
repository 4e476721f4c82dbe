/*
 * The pictures of a model. In: records whose pictures are names. Out: their
 * headers and digests, each file read once, on several threads.
 *
 * A file that is no picture is reported where it is used first, in the order
 * of the records.
 */
#include "load_record.h"

#include <stdlib.h>
#include <string.h>

#include "fieldkit/image.h"
#include "fieldkit/pool.h"

/* Pictures that one turn of the loop loads. */
#define CHUNK 16

struct use {
	const char *name;
	struct source_pos pos;		/* of the first use */
	const struct image_asset *asset;
};

struct chunk {
	struct arena arena;
	struct diags diags;
};

struct uses {
	const struct content *content;
	struct strmap seen;		/* name to struct use */
	struct use *items;
	size_t count;
	struct chunk *chunks;
};

static void
add_use(struct uses *uses, const char *name, struct source_pos pos)
{
	struct use *use = &uses->items[uses->count];

	/* What is not there was reported when the name was read. */
	if (!content_has_asset(uses->content, name) ||
	    strmap_add(&uses->seen, name, use) != NULL)
		return;
	use->name = name;
	use->pos = pos;
	uses->count++;
}

static void
add_images_of_tree(struct uses *uses, const struct doc_node *tree)
{
	const size_t skip = strlen(DOC_BUNDLE_SCHEME);
	struct doc_iter iter = doc_iter_start(tree);

	while (tree != NULL && doc_iter_next(&iter)) {
		const char *src;

		if (!iter.is_entering || iter.node->tag != DOC_IMG)
			continue;
		src = doc_get(iter.node, DOC_ATTR_SRC);
		if (src != NULL && strncmp(src, DOC_BUNDLE_SCHEME, skip) == 0)
			add_use(uses, src + skip, iter.node->pos);
	}
}

static void
visit_value(void *context, const struct field *field, const void *value)
{
	struct uses *uses = context;
	const struct image *image = value;
	const struct str *url = value;
	const struct text *text = value;
	uint32_t i;

	if (field->type == FIELD_IMAGE && is_given(&image->file))
		add_use(uses, image->file.chars, image->file.pos);
	else if (field->type == FIELD_URL && field->is_picture)
		add_use(uses, url->chars + strlen(DOC_BUNDLE_SCHEME),
		    url->pos);
	else if (field->type == FIELD_MARKDOWN)
		for (i = 0; i < text->count; i++)
			add_images_of_tree(uses, text->variants[i].tree);
}

static void
load_chunk(void *context, unsigned worker, size_t i)
{
	struct uses *uses = context;
	struct chunk *chunk = &uses->chunks[i];
	size_t at = i * CHUNK, end = at + CHUNK;

	(void)worker;
	for (; at < end && at < uses->count; at++) {
		struct use *use = &uses->items[at];

		use->asset = image_load(&chunk->arena, uses->content->dir,
		    use->name, use->pos, &chunk->diags);
	}
}

static void
load_uses(struct uses *uses, struct arena *arena, unsigned threads,
    struct diags *diags)
{
	size_t count = (uses->count + CHUNK - 1) / CHUNK, i;

	uses->chunks = ARENA_ARRAY(arena, struct chunk, count);
	for (i = 0; i < count; i++)
		diags_init(&uses->chunks[i].diags, diags->sources);
	pool_run(threads, count, load_chunk, uses);
	for (i = 0; i < count; i++) {
		arena_absorb(arena, &uses->chunks[i].arena);
		diags_merge(diags, &uses->chunks[i].diags);
		diags_release(&uses->chunks[i].diags);
	}
}

static int
compare_assets(const void *left, const void *right)
{
	const struct image_asset *const *a = left, *const *b = right;

	return strcmp((*a)->name, (*b)->name);
}

void
load_images(struct model *model, struct arena *arena,
    const struct content *content, unsigned threads, struct diags *diags)
{
	struct uses uses = { .content = content };
	enum record_type type;
	size_t i;

	/* One more than can be used: add_use looks at the next one. */
	uses.items = ARENA_ARRAY(arena, struct use, content->asset_count + 1);
	for (type = 0; type < RECORD_TYPE_COUNT; type++)
		for (i = 0; i < model->sets[type].count; i++)
			schema_visit(record_schema(type),
			    model->sets[type].items[i], visit_value, &uses);
	load_uses(&uses, arena, threads, diags);
	model->images = ARENA_ARRAY(arena, const struct image_asset *,
	    uses.count);
	for (i = 0; i < uses.count; i++)
		if (uses.items[i].asset != NULL)
			model->images[model->image_count++] =
			    uses.items[i].asset;
	if (model->image_count > 0)
		qsort(model->images, model->image_count,
		    sizeof(*model->images), compare_assets);
	strmap_release(&uses.seen);
}
