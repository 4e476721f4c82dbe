/*
 * Pictures. In: the places of pictures on all pages. Out: an image XObject per
 * picture (by digest), with a soft mask where it is transparent, in the size
 * that the largest place is worth at 220 dpi; a form per SVG.
 * Source: ISO 32000-1, sections 8.9.5 (images), 11.6.5.3 (soft masks).
 */
#include "picture.h"

#include <string.h>

enum { PLACED_DPI = 220, POINTS_PER_INCH = 72 };

void
pdf_pictures_init(struct pdf_pictures *pictures, struct arena *arena)
{
	*pictures = (struct pdf_pictures){ .arena = arena };
}

struct pdf_picture *
pdf_pictures_find(struct pdf_pictures *pictures,
    const struct image_asset *asset)
{
	uint32_t i;

	for (i = 0; i < pictures->count; i++)
		if (strcmp(pictures->items[i].asset->digest,
		    asset->digest) == 0)
			return &pictures->items[i];
	return NULL;
}

static uint32_t
pixels_for(fixed length)
{
	int64_t wanted = (int64_t)length * PLACED_DPI +
	    POINTS_PER_INCH * FIXED_ONE - 1;

	return length > 0 ?
	    (uint32_t)(wanted / (POINTS_PER_INCH * FIXED_ONE)) : 1;
}

static struct pdf_picture *
picture_add(struct pdf_pictures *pictures, const struct image_asset *asset)
{
	struct pdf_picture *picture;

	if (pictures->count == pictures->size) {
		uint32_t size = pictures->size != 0 ? 2 * pictures->size : 8;
		struct pdf_picture *items =
		    ARENA_ARRAY(pictures->arena, struct pdf_picture, size);

		if (pictures->count > 0)
			memcpy(items, pictures->items,
			    pictures->count * sizeof(*items));
		pictures->items = items;
		pictures->size = size;
	}
	picture = &pictures->items[pictures->count++];
	*picture = (struct pdf_picture){
		.asset = asset, .number = pictures->count,
		.units_wide = 1, .units_high = 1,
	};
	return picture;
}

void
pdf_pictures_gather(struct pdf_pictures *pictures, const struct page_op *op,
    struct source_pos pos)
{
	struct pdf_picture *picture =
	    pdf_pictures_find(pictures, op->u.image.asset);
	uint32_t width = pixels_for(op->width);
	uint32_t height = pixels_for(op->height);

	if (picture == NULL) {
		picture = picture_add(pictures, op->u.image.asset);
		picture->pos = pos;
	}
	if (width > picture->max_width)
		picture->max_width = width;
	if (height > picture->max_height)
		picture->max_height = height;
}

static void
put_image(struct strbuf *out, const struct encoded_picture *encoded,
    unsigned int bits, const char *color_space)
{
	strbuf_printf(out, "/Type/XObject/Subtype/Image/Width %u/Height %u"
	    "/BitsPerComponent %u/ColorSpace%s", (unsigned int)encoded->width,
	    (unsigned int)encoded->height, bits, color_space);
}

/* Rows with a PNG filter byte before each where there is a predictor. */
static void
put_flate(struct strbuf *out, uint32_t width, unsigned int channels,
    bool has_predictor)
{
	strbuf_add_string(out, "/Filter/FlateDecode");
	if (has_predictor)
		strbuf_printf(out, "/DecodeParms<</Predictor 15"
		    "/Colors %u/Columns %u>>", channels, (unsigned int)width);
}

static struct pdf_object *
mask_write(struct pdf_file *file, const struct encoded_picture *encoded)
{
	struct pdf_object *mask;
	struct strbuf out = { 0 };

	put_image(&out, encoded, encoded->alpha_bits, "/DeviceGray");
	put_flate(&out, encoded->width, 1, encoded->alpha_bits == 8);
	mask = pdf_stream_add(file, out.bytes, encoded->alpha.bytes,
	    encoded->alpha.len, PACK_NOT);
	strbuf_release(&out);
	return mask;
}

static struct pdf_object *
picture_write(struct pdf_file *file, const struct encoded_picture *encoded)
{
	struct pdf_object *mask = NULL, *object;
	struct strbuf out = { 0 };

	if (encoded->alpha.len > 0)
		mask = mask_write(file, encoded);
	put_image(&out, encoded, encoded->bits,
	    strbuf_string(&encoded->color_space));
	if (encoded->is_jpeg)
		strbuf_add_string(&out, "/Filter/DCTDecode");
	else
		put_flate(&out, encoded->width, encoded->channels,
		    encoded->has_predictor);
	if (mask != NULL) {
		strbuf_add_string(&out, "/SMask");
		pdf_put_ref(&out, mask);
	}
	object = pdf_stream_add(file, out.bytes, encoded->bytes.bytes,
	    encoded->bytes.len, PACK_NOT);
	strbuf_release(&out);
	return object;
}

static bool
picture_embed(struct pdf_picture *picture, struct pdf_file *file,
    struct pdf_shared *shared, struct diags *diags)
{
	const struct encoded_picture *encoded;
	struct pdf_part *part;

	if (picture->asset->kind == IMAGE_SVG) {
		pdf_parts_open(&file->parts, PDF_PART_DRAWING,
		    picture->asset->name);
		return pdf_drawing_embed(picture, file, diags);
	}
	encoded = pdf_shared_picture(shared, picture->asset,
	    picture->max_width, picture->max_height, diags);
	if (encoded == NULL)
		return false;
	part = pdf_parts_open(&file->parts, PDF_PART_PICTURE,
	    picture->asset->name);
	part->width_px = encoded->width;
	part->height_px = encoded->height;
	part->dpi = (encoded->width * PLACED_DPI + picture->max_width / 2) /
	    picture->max_width;
	picture->object = picture_write(file, encoded);
	return true;
}

bool
pdf_pictures_embed(struct pdf_pictures *pictures, struct pdf_file *file,
    struct pdf_shared *shared, struct diags *diags)
{
	bool is_embedded = true;
	uint32_t i;

	for (i = 0; i < pictures->count; i++)
		is_embedded = picture_embed(&pictures->items[i], file, shared,
		    diags) && is_embedded;
	return is_embedded;
}
