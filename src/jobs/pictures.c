/*
 * The images of a page. In: a composed tree whose images have the address of
 * a picture's common file. Out: <picture> with every rendition to choose from,
 *
 *	<picture>
 *	<source type="image/webp" srcset="… 400w, … 800w" sizes="…">
 *	<img src="…" srcset="…" sizes="…" width="…" height="…" alt="…" …>
 *	</picture>
 *
 * or the <img> alone where there is no WebP. Width and height are always set,
 * so that nothing moves while a page loads. All images but a page's first
 * wait until they are near the window.
 *
 * What a template says itself is kept: its width, sizes, loading.
 */
#include "jobs.h"

#include <stdlib.h>
#include <string.h>

struct dresser {
	const struct workshop *workshop;
	struct arena *arena;
	struct diags *diags;
	struct strbuf text;
	uint32_t count;			/* images that were passed */
};

static void
set_default(struct dresser *dresser, struct doc_node *node,
    enum doc_attr_name name, const char *value)
{
	if (doc_get(node, name) == NULL)
		doc_set(dresser->arena, node, name, value);
}

/* A side in pixels as the template gives it; 0 where it does not. */
static uint32_t
side_given(const struct doc_node *image, enum doc_attr_name name)
{
	const char *text = doc_get(image, name);
	unsigned long px = text != NULL ? strtoul(text, NULL, 10) : 0;

	return px < 100000 ? (uint32_t)px : 0;
}

static const char *
number_text(struct dresser *dresser, uint64_t number)
{
	return arena_printf(dresser->arena, "%llu",
	    (unsigned long long)(number != 0 ? number : 1));
}

/* The side that is missing follows from the other. Returns the width. */
static uint32_t
set_size(struct dresser *dresser, struct doc_node *image, uint32_t own_width,
    uint32_t own_height)
{
	uint64_t width = side_given(image, DOC_ATTR_WIDTH);
	uint64_t height = side_given(image, DOC_ATTR_HEIGHT);

	if (width == 0)
		width = height == 0 ? own_width :
		    (height * own_width + own_height / 2) / own_height;
	if (height == 0)
		height = (width * own_height + own_width / 2) / own_width;
	set_default(dresser, image, DOC_ATTR_WIDTH,
	    number_text(dresser, width));
	set_default(dresser, image, DOC_ATTR_HEIGHT,
	    number_text(dresser, height));
	return (uint32_t)width;
}

/* "media/…-400.webp 400w, media/…-800.webp 800w"; a single file needs no
 * width. `folder` is that of the image's address. */
static const char *
candidates(struct dresser *dresser, const char *src,
    const struct media_file *files, uint32_t count, bool has_widths)
{
	const int folder = (int)(strrchr(src, '/') + 1 - src);
	struct strbuf *text = &dresser->text;
	uint32_t i;

	strbuf_clear(text);
	for (i = 0; i < count; i++) {
		strbuf_printf(text, "%s%.*s%s", i > 0 ? ", " : "", folder,
		    src, strrchr(files[i].path, '/') + 1);
		if (has_widths)
			strbuf_printf(text, " %uw", (unsigned)files[i].width);
	}
	return arena_copy(dresser->arena, text->bytes, text->len);
}

static void
set_candidates(struct dresser *dresser, struct doc_node *node,
    const char *src, const struct media_file *files, uint32_t count,
    const char *sizes)
{
	doc_set(dresser->arena, node, DOC_ATTR_SRCSET,
	    candidates(dresser, src, files, count, sizes != NULL));
	if (sizes != NULL)
		doc_set(dresser->arena, node, DOC_ATTR_SIZES, sizes);
}

/* Puts a copy of the image into what becomes a <picture> in its place. */
static struct doc_node *
wrap(struct dresser *dresser, struct doc_node *node)
{
	struct doc_node *image = doc_new(dresser->arena, DOC_IMG, node->pos);
	struct doc_node *source;

	image->id = node->id;
	image->class_list = node->class_list;
	image->lang = node->lang;
	image->attrs = node->attrs;
	node->id = node->class_list = node->lang = NULL;
	node->attrs = NULL;
	node->tag = DOC_PICTURE;
	source = doc_add(dresser->arena, node, DOC_SOURCE, node->pos);
	doc_set(dresser->arena, source, DOC_ATTR_TYPE, "image/webp");
	doc_append(node, image);
	return source;
}

static void
dress(struct dresser *dresser, struct doc_node *image,
    const struct media_picture *picture)
{
	const uint32_t common = picture->common_count;
	const char *src = doc_get(image, DOC_ATTR_SRC);
	const char *sizes = doc_get(image, DOC_ATTR_SIZES);
	uint32_t width = set_size(dresser, image,
	    media_common(picture)->width, media_common(picture)->height);

	if (sizes == NULL)
		sizes = arena_printf(dresser->arena,
		    "(max-width: %upx) 100vw, %upx", (unsigned)width,
		    (unsigned)width);
	if (doc_get(image, DOC_ATTR_SRCSET) == NULL && common > 1)
		set_candidates(dresser, image, src, picture->files, common,
		    sizes);
	if (picture->count > common && image->parent->tag != DOC_PICTURE)
		/* Both lists give widths, or none (HTML, "Images"). */
		set_candidates(dresser, wrap(dresser, image), src,
		    picture->files + common, picture->count - common,
		    picture->count > 2 ? sizes : NULL);
}

/* The size of a picture of the theme, where the address is one's. */
static void
size_asset(struct dresser *dresser, struct doc_node *image, const char *src)
{
	const struct assets *assets = &dresser->workshop->assets;
	const char *name = strrchr(src, '/');
	uint32_t width, height, i;

	for (i = 0; name != NULL && i < assets->count; i++) {
		const struct asset *asset = &assets->items[i];

		if (strcmp(strrchr(asset->path, '/'), name) != 0)
			continue;
		if (image_measure(asset->bytes, asset->len, &width, &height))
			set_size(dresser, image, width, height);
		return;
	}
}

static void
dress_image(struct dresser *dresser, struct doc_node *image)
{
	const char *src = doc_get(image, DOC_ATTR_SRC);
	const struct media_picture *picture = src == NULL ? NULL :
	    media_picture_of(dresser->workshop->media, src, dresser->diags);

	set_default(dresser, image, DOC_ATTR_ALT, "");
	if (dresser->count++ > 0)
		set_default(dresser, image, DOC_ATTR_LOADING, "lazy");
	set_default(dresser, image, DOC_ATTR_DECODING, "async");
	if (picture != NULL)
		dress(dresser, image, picture);
	else if (src != NULL)
		size_asset(dresser, image, src);
}

static void
dress_below(struct dresser *dresser, struct doc_node *parent)
{
	struct doc_node *node;

	for (node = parent->first_child; node != NULL; node = node->next)
		if (node->tag == DOC_IMG)
			dress_image(dresser, node);
		else
			dress_below(dresser, node);
}

void
pictures_dress(const struct workshop *workshop, struct arena *arena,
    struct doc_node *root, struct diags *diags)
{
	struct dresser dresser = { .workshop = workshop, .arena = arena,
		.diags = diags };

	dress_below(&dresser, root);
	strbuf_release(&dresser.text);
}
