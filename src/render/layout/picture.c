/*
 * Pictures and QR codes. In: img, k:qr; out: one item each, within the
 * column's width and the page's height, in proportion. A picture without an
 * alternative text is decoration and is not tagged.
 */
#include <string.h>

#include "flow.h"

/* A CSS pixel is 1/96 in. */
#define FIXED_PER_PX 48

static const struct image_asset *
find_asset(struct layout *layout, const struct doc_node *node)
{
	const struct layout_images *images = layout->options->images;
	const char *src = doc_get(node, DOC_ATTR_SRC);
	const size_t len = strlen(DOC_BUNDLE_SCHEME);

	if (src == NULL || images == NULL)
		return NULL;
	if (strncmp(src, DOC_BUNDLE_SCHEME, len) == 0)
		src += len;
	return images->find(images->context, src, node->pos, layout->diags);
}

/* Shrinks to `bound` in one direction and follows in the other. */
static void
shrink(fixed *side, fixed *other, fixed bound)
{
	if (*side <= bound)
		return;
	*other = (fixed)((int64_t)*other * bound / *side);
	*side = bound;
}

static fixed
natural_size(uint32_t px)
{
	return px > 40000 ? 40000 * FIXED_PER_PX : (fixed)px * FIXED_PER_PX;
}

const struct image_asset *
picture_size(struct layout *layout, const struct place *place,
    const struct doc_node *node, const struct style *style, fixed *ret_width,
    fixed *ret_height)
{
	const struct image_asset *asset = find_asset(layout, node);
	const struct box_style *box = &style->box;
	fixed page = page_text_height(layout, place->page);
	fixed width, height, given;

	if (asset == NULL || asset->width_px == 0 || asset->height_px == 0)
		return NULL;
	width = natural_size(asset->width_px);
	height = natural_size(asset->height_px);
	given = extent_of(box->width, place->width, 0);
	if (given > 0) {
		height = (fixed)((int64_t)height * given / width);
		width = given;
	}
	given = extent_of(box->height, page, 0);
	if (given > 0) {
		if (box->width.unit == EXTENT_AUTO)
			width = (fixed)((int64_t)width * given / height);
		height = given;
	}
	shrink(&width, &height, extent_of(box->max_width, place->width,
	    place->width));
	shrink(&width, &height, place->width);
	shrink(&height, &width, extent_of(box->max_height, page, page));
	shrink(&height, &width, page);
	*ret_width = width > 0 ? width : 1;
	*ret_height = height > 0 ? height : 1;
	return asset;
}

static fixed
aligned_x(const struct place *place, fixed width)
{
	fixed left = place->width - width;
	enum text_align align = (enum text_align)place->style->text.align;

	if (align == ALIGN_CENTER)
		return place->x + left / 2;
	return (align == ALIGN_END) != place->is_rtl ? place->x + left :
	    place->x;
}

void
flow_picture(struct layout *layout, struct column *column,
    const struct place *inner, const struct doc_node *node)
{
	const char *alt = doc_get(node, DOC_ATTR_ALT);
	struct place place = *inner;
	const struct image_asset *asset;
	struct item *item;
	fixed width, height, room;

	asset = picture_size(layout, inner, node, inner->style, &width,
	    &height);
	if (asset == NULL)
		return;
	room = page_text_height(layout, inner->page);
	if (column->open != NULL)
		room -= column->open->top_sum + column->open->bottom_sum;
	if (room > FIXED_ONE)
		shrink(&height, &width, room);
	if (alt != NULL && alt[0] != '\0')
		element_enter(layout, &place, ELEMENT_FIGURE, node);
	else
		place.element = -1;
	item = column_add(column, ITEM_PICTURE, height, node);
	item->x = aligned_x(inner, width);
	item->width = width;
	item->element = place.element;
	item->u.picture.asset = asset;
	item->u.picture.link = inner->link;
	item->u.picture.height = height;
}

const char *
qr_payload(const struct doc_node *node)
{
	static const enum doc_attr_name places[] = { DOC_ATTR_DATA_TEXT,
		DOC_ATTR_HREF, DOC_ATTR_VALUE };
	const char *payload;

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		payload = doc_get(node, places[i]);
		if (payload != NULL && payload[0] != '\0')
			return payload;
	}
	return NULL;
}

void
flow_qr(struct layout *layout, struct column *column,
    const struct place *inner, const struct doc_node *node)
{
	const char *payload = qr_payload(node);
	struct place place = *inner;
	struct item *item;
	fixed side;

	if (payload == NULL)
		return;
	side = extent_of(inner->style->box.width, inner->width, inner->width);
	if (side > inner->width)
		side = inner->width;
	element_enter(layout, &place, ELEMENT_FIGURE, node);
	item = column_add(column, ITEM_QR, side, node);
	item->x = aligned_x(inner, side);
	item->width = side;
	item->element = place.element;
	item->u.qr.payload = payload;
	item->u.qr.color = inner->style->text.color.rgb;
}
