/*
 * SVG drawings as form XObjects. In: the shapes of svg.h, whole units, y down.
 * Out: a form in the same space (its matrix turns it over), which any number
 * of pages draw. A see-through group is a form of its own inside.
 * Source: ISO 32000-1, sections 8.7.4.5 (shadings), 8.10 (forms), 11.6.6
 * (transparency groups).
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "fieldkit/svg.h"
#include "picture.h"
#include "syntax.h"

/* A form being written: contents and resources. */
struct form {
	struct pdf_file *file;
	const struct svg_drawing *drawing;
	struct strbuf out, states, shadings, forms;
	uint32_t shading_count, form_count;
	uint16_t fill_opacity, stroke_opacity;	/* now, thousandths */
};

static void
form_release(struct form *form)
{
	strbuf_release(&form->out);
	strbuf_release(&form->states);
	strbuf_release(&form->shadings);
	strbuf_release(&form->forms);
}

static void
put_real(struct strbuf *out, double number)
{
	pdf_put_decimal(out, llround(number * 1e6), 6);
	strbuf_add_char(out, ' ');
}

static void
put_units(struct strbuf *out, fixed x, fixed y)
{
	pdf_put_int(out, x);
	strbuf_add_char(out, ' ');
	pdf_put_int(out, y);
	strbuf_add_char(out, ' ');
}

static void
put_steps(struct strbuf *out, const struct svg_item *item)
{
	const struct path_step *step = item->steps;
	uint32_t i;

	for (i = 0; i < item->step_count; i++, step++) {
		if (step->verb == PATH_CLOSE) {
			strbuf_add_string(out, "h\n");
			continue;
		}
		if (step->verb == PATH_CURVE) {
			put_units(out, step->x1, step->y1);
			put_units(out, step->x2, step->y2);
		}
		put_units(out, step->x, step->y);
		strbuf_add_string(out, step->verb == PATH_MOVE ? "m\n" :
		    step->verb == PATH_LINE ? "l\n" : "c\n");
	}
}

static void
set_opacity(struct form *form, uint16_t fill, uint16_t stroke)
{
	char name[16];

	if (form->fill_opacity == fill && form->stroke_opacity == stroke)
		return;
	form->fill_opacity = fill;
	form->stroke_opacity = stroke;
	snprintf(name, sizeof(name), "/O%u-%u", fill, stroke);
	strbuf_printf(&form->out, "%s gs\n", name);
	if (strstr(strbuf_string(&form->states), name) != NULL)
		return;
	strbuf_printf(&form->states, "%s<</ca ", name);
	pdf_put_decimal(&form->states, fill, 3);
	strbuf_add_string(&form->states, "/CA ");
	pdf_put_decimal(&form->states, stroke, 3);
	strbuf_add_string(&form->states, ">>");
}

/* From one colour to the next, over one interval. */
static void
put_blend(struct strbuf *out, struct rgb from, struct rgb to)
{
	strbuf_add_string(out, "<</FunctionType 2/Domain[0 1]/N 1/C0[");
	pdf_put_rgb(out, from);
	strbuf_add_string(out, "]/C1[");
	pdf_put_rgb(out, to);
	strbuf_add_string(out, "]>>");
}

/* Blends stitched together. Bounds must ascend, so intervals without length
 * are left out: the colour jumps there, as it should. */
static void
put_blends(struct strbuf *out, const struct svg_gradient *gradient)
{
	struct strbuf bounds = { 0 }, encode = { 0 };
	struct svg_stop from = gradient->stops[0];
	uint32_t i;

	strbuf_add_string(out, "/Function<</FunctionType 3/Domain[0 1]"
	    "/Functions[");
	from.offset = 0;
	for (i = 0; i <= gradient->stop_count; i++) {
		bool is_last = i == gradient->stop_count;
		struct svg_stop to = gradient->stops[is_last ? i - 1 : i];

		if (is_last)
			to.offset = 1;
		if (to.offset - from.offset > 1e-5) {
			if (encode.len > 0)
				put_real(&bounds, from.offset);
			put_blend(out, from.color, to.color);
			strbuf_add_string(&encode, "0 1 ");
		}
		from = to;
	}
	strbuf_printf(out, "]/Bounds[%s]/Encode[%s]>>",
	    strbuf_string(&bounds), strbuf_string(&encode));
	strbuf_release(&bounds);
	strbuf_release(&encode);
}

static struct pdf_object *
add_shading(struct pdf_file *file, const struct svg_gradient *gradient)
{
	struct pdf_object *object;
	struct strbuf out = { 0 };

	strbuf_printf(&out, "/ShadingType %d/ColorSpace/DeviceRGB"
	    "/Extend[true true]/Coords[", gradient->is_radial ? 3 : 2);
	put_real(&out, gradient->x1);
	put_real(&out, gradient->y1);
	if (gradient->is_radial)
		put_real(&out, 0);
	put_real(&out, gradient->x2);
	put_real(&out, gradient->y2);
	if (gradient->is_radial)
		put_real(&out, gradient->radius);
	strbuf_add_char(&out, ']');
	put_blends(&out, gradient);
	object = pdf_object_add(file, &out);
	strbuf_release(&out);
	return object;
}

/* The shape is the clip, the gradient is painted through it. */
static void
fill_with_gradient(struct form *form, const struct svg_item *item)
{
	const struct svg_gradient *gradient = item->fill.gradient;
	size_t i;

	strbuf_printf(&form->shadings, "/S%u",
	    (unsigned int)++form->shading_count);
	pdf_put_ref(&form->shadings, add_shading(form->file, gradient));
	strbuf_add_string(&form->out, "q\n");
	put_steps(&form->out, item);
	strbuf_add_string(&form->out, item->is_even_odd ? "W* n\n" : "W n\n");
	for (i = 0; i < 6; i++)
		put_real(&form->out, gradient->matrix[i]);
	strbuf_printf(&form->out, "cm\n/S%u sh\nQ\n",
	    (unsigned int)form->shading_count);
}

static void
set_stroke(struct form *form, const struct svg_item *item)
{
	struct strbuf *out = &form->out;
	int32_t i;

	pdf_put_rgb(out, item->stroke.color);
	strbuf_add_string(out, "RG ");
	pdf_put_decimal(out, item->stroke_width, 2);
	strbuf_printf(out, " w %u J %u j ", item->cap, item->join);
	pdf_put_decimal(out, item->miter_limit, 2);
	strbuf_add_string(out, " M [");
	for (i = 0; i < item->dash_count; i++) {
		pdf_put_decimal(out, item->dashes[i], 2);
		strbuf_add_char(out, ' ');
	}
	strbuf_add_string(out, "] ");
	pdf_put_decimal(out, item->dash_count > 0 ? item->dash_offset : 0, 2);
	strbuf_add_string(out, " d\n");
}

static void
draw_shape(struct form *form, const struct svg_item *item)
{
	const bool is_filled = item->fill.kind == SVG_PAINT_COLOR;
	const bool is_stroked = item->stroke.kind != SVG_PAINT_NONE;
	/* Fill, stroke, both; the star is the even-odd rule. */
	static const char *const paints[] = { NULL, "f\n", "S\n", "B\n",
		NULL, "f*\n", "S\n", "B*\n" };

	set_opacity(form, item->fill.kind != SVG_PAINT_NONE ?
	    item->fill.opacity : form->fill_opacity, is_stroked ?
	    item->stroke.opacity : form->stroke_opacity);
	if (item->fill.kind == SVG_PAINT_GRADIENT)
		fill_with_gradient(form, item);
	if (!is_filled && !is_stroked)
		return;
	if (is_filled) {
		pdf_put_rgb(&form->out, item->fill.color);
		strbuf_add_string(&form->out, "rg\n");
	}
	if (is_stroked)
		set_stroke(form, item);
	put_steps(&form->out, item);
	strbuf_add_string(&form->out, paints[(is_filled ? 1 : 0) +
	    (is_stroked ? 2 : 0) + (item->is_even_odd ? 4 : 0)]);
}

static struct pdf_object *
form_write(struct form *form, const char *entries)
{
	struct strbuf head = { 0 };
	struct pdf_object *object;

	strbuf_printf(&head, "/Type/XObject/Subtype/Form/BBox[0 0 %u %u]%s"
	    "/Resources<<", (unsigned int)form->drawing->width,
	    (unsigned int)form->drawing->height, entries);
	if (form->states.len > 0)
		strbuf_printf(&head, "/ExtGState<<%s>>", form->states.bytes);
	if (form->shadings.len > 0)
		strbuf_printf(&head, "/Shading<<%s>>", form->shadings.bytes);
	if (form->forms.len > 0)
		strbuf_printf(&head, "/XObject<<%s>>", form->forms.bytes);
	strbuf_add_string(&head, ">>");
	object = pdf_stream_add(form->file, head.bytes,
	    strbuf_string(&form->out), form->out.len, true);
	strbuf_release(&head);
	return object;
}

/* Draws up to the end of the group and returns the item behind it. Depth is
 * that of the SVG's elements, which is bounded. */
static uint32_t
draw_items(struct form *form, uint32_t i)
{
	for (; i < form->drawing->item_count; i++) {
		const struct svg_item *item = &form->drawing->items[i];
		struct form group = { .file = form->file,
			.drawing = form->drawing, .fill_opacity = 1000,
			.stroke_opacity = 1000 };

		if (item->kind == SVG_GROUP_END)
			break;
		if (item->kind == SVG_SHAPE) {
			draw_shape(form, item);
			continue;
		}
		i = draw_items(&group, i + 1);
		set_opacity(form, item->fill.opacity, item->fill.opacity);
		strbuf_printf(&form->forms, "/X%u",
		    (unsigned int)++form->form_count);
		pdf_put_ref(&form->forms, form_write(&group,
		    "/Group<</S/Transparency>>"));
		strbuf_printf(&form->out, "/X%u Do\n",
		    (unsigned int)form->form_count);
		form_release(&group);
	}
	return i;
}

bool
pdf_drawing_embed(struct pdf_picture *picture, struct pdf_file *file,
    struct diags *diags)
{
	struct svg_drawing drawing;
	struct form form = { .file = file, .drawing = &drawing,
		.fill_opacity = 1000, .stroke_opacity = 1000 };
	struct strbuf entries = { 0 };

	if (!svg_load(picture->asset, file->arena, picture->pos, diags,
	    &drawing))
		return false;
	draw_items(&form, 0);
	strbuf_printf(&entries, "/Matrix[1 0 0 -1 0 %u]",
	    (unsigned int)drawing.height);
	picture->object = form_write(&form, entries.bytes);
	picture->units_wide = drawing.width;
	picture->units_high = drawing.height;
	strbuf_release(&entries);
	form_release(&form);
	return true;
}
