/*
 * SVG drawings as form XObjects. In: the shapes of svg.h, whole units, y down.
 * Out: a form in the same space (its matrix turns it over), which any number
 * of pages draw. A see-through group is a form of its own inside.
 *
 * A gradient is a pattern. Where its stops are see-through, their opacity is a
 * gradient of grays, the luminosity of a soft mask; shapes to clip by that
 * overlap are the alpha of one. What is drawn under a mask stands between q
 * and Q.
 * Source: ISO 32000-1, sections 8.7.4 (shadings, patterns), 8.10 (forms),
 * 11.6.5 (soft masks), 11.6.6 (transparency groups).
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
	struct strbuf out, states, patterns, shadings, forms;
	uint32_t pattern_count, form_count, mask_count;
	uint16_t fill_opacity, stroke_opacity;	/* now, thousandths */
};

static void
form_init(struct form *form, const struct form *around)
{
	*form = (struct form){ .file = around->file,
		.drawing = around->drawing, .fill_opacity = 1000,
		.stroke_opacity = 1000 };
}

static void
form_release(struct form *form)
{
	strbuf_release(&form->out);
	strbuf_release(&form->states);
	strbuf_release(&form->patterns);
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
put_steps(struct strbuf *out, const struct path_step *step, uint32_t count)
{
	uint32_t i;

	for (i = 0; i < count; i++, step++) {
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
	char name[24];

	if (form->fill_opacity == fill && form->stroke_opacity == stroke)
		return;
	form->fill_opacity = fill;
	form->stroke_opacity = stroke;
	strbuf_printf(&form->out, "/O%u-%u gs\n", fill, stroke);
	snprintf(name, sizeof(name), "/O%u-%u<</ca ", fill, stroke);
	if (strstr(strbuf_string(&form->states), name) != NULL)
		return;
	strbuf_add_string(&form->states, name);
	pdf_put_decimal(&form->states, fill, 3);
	strbuf_add_string(&form->states, "/CA ");
	pdf_put_decimal(&form->states, stroke, 3);
	strbuf_add_string(&form->states, ">>");
}

/* The colour of a stop, or its opacity as a gray. */
static void
put_stop(struct strbuf *out, const struct svg_stop *stop, bool is_opacity)
{
	if (is_opacity)
		pdf_put_decimal(out, stop->opacity, 3);
	else
		pdf_put_rgb(out, stop->color);
}

/* Blends from stop to stop, stitched together. Bounds must ascend, so intervals
 * without length are left out: the colour jumps there, as it should. */
static void
put_blends(struct strbuf *out, const struct svg_gradient *gradient,
    bool is_opacity)
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
			strbuf_add_string(out,
			    "<</FunctionType 2/Domain[0 1]/N 1/C0[");
			put_stop(out, &from, is_opacity);
			strbuf_add_string(out, "]/C1[");
			put_stop(out, &to, is_opacity);
			strbuf_add_string(out, "]>>");
			strbuf_add_string(&encode, "0 1 ");
		} else {
			to.offset = from.offset;
		}
		from = to;
	}
	strbuf_printf(out, "]/Bounds[%s]/Encode[%s]>>",
	    strbuf_string(&bounds), strbuf_string(&encode));
	strbuf_release(&bounds);
	strbuf_release(&encode);
}

static struct pdf_object *
add_shading(struct pdf_file *file, const struct svg_gradient *gradient,
    bool is_opacity)
{
	struct pdf_object *object;
	struct strbuf out = { 0 };

	strbuf_printf(&out, "/ShadingType %d/ColorSpace/Device%s"
	    "/Extend[true true]/Coords[", gradient->is_radial ? 3 : 2,
	    is_opacity ? "Gray" : "RGB");
	put_real(&out, gradient->x1);
	put_real(&out, gradient->y1);
	if (gradient->is_radial)
		put_real(&out, 0);
	put_real(&out, gradient->x2);
	put_real(&out, gradient->y2);
	if (gradient->is_radial)
		put_real(&out, gradient->radius);
	strbuf_add_char(&out, ']');
	put_blends(&out, gradient, is_opacity);
	object = pdf_object_add(file, &out);
	strbuf_release(&out);
	return object;
}

/* "/P3", whose space is that of the form. */
static void
put_pattern(struct form *form, const struct svg_gradient *gradient,
    bool is_stroke)
{
	struct pdf_object *object;
	struct strbuf entries = { 0 };
	size_t i;

	strbuf_add_string(&entries, "/Type/Pattern/PatternType 2/Matrix[");
	for (i = 0; i < 6; i++)
		put_real(&entries, gradient->matrix[i]);
	strbuf_add_string(&entries, "]/Shading");
	pdf_put_ref(&entries, add_shading(form->file, gradient, false));
	object = pdf_object_add(form->file, &entries);
	strbuf_release(&entries);
	strbuf_printf(&form->patterns, "/P%u",
	    (unsigned int)++form->pattern_count);
	pdf_put_ref(&form->patterns, object);
	strbuf_printf(&form->out, is_stroke ? "/Pattern CS /P%u SCN\n" :
	    "/Pattern cs /P%u scn\n", (unsigned int)form->pattern_count);
}

static void
set_paint(struct form *form, const struct svg_paint *paint, bool is_stroke)
{
	if (paint->kind == SVG_PAINT_COLOR) {
		pdf_put_rgb(&form->out, paint->color);
		strbuf_add_string(&form->out, is_stroke ? "RG\n" : "rg\n");
		return;
	}
	put_pattern(form, paint->gradient, is_stroke);
}

static void
set_line(struct form *form, const struct svg_item *item)
{
	struct strbuf *out = &form->out;
	int32_t i;

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
	if (form->patterns.len > 0)
		strbuf_printf(&head, "/Pattern<<%s>>", form->patterns.bytes);
	if (form->shadings.len > 0)
		strbuf_printf(&head, "/Shading<<%s>>", form->shadings.bytes);
	if (form->forms.len > 0)
		strbuf_printf(&head, "/XObject<<%s>>", form->forms.bytes);
	strbuf_add_string(&head, ">>");
	object = pdf_stream_add(form->file, head.bytes,
	    strbuf_string(&form->out), form->out.len, PACK_WELL);
	strbuf_release(&head);
	return object;
}

/* Makes a soft mask of a form and sets it. */
static void
set_mask(struct form *form, const char *kind, const struct pdf_object *group)
{
	strbuf_printf(&form->out, "/M%u gs\n",
	    (unsigned int)++form->mask_count);
	strbuf_printf(&form->states, "/M%u<</SMask<</S/%s/G",
	    (unsigned int)form->mask_count, kind);
	pdf_put_ref(&form->states, group);
	strbuf_add_string(&form->states, ">>>>");
}

/* The opacity of a gradient's stops. */
static void
set_gradient_mask(struct form *form, const struct svg_gradient *gradient)
{
	struct form mask;
	size_t i;

	form_init(&mask, form);
	for (i = 0; i < 6; i++)
		put_real(&mask.out, gradient->matrix[i]);
	strbuf_add_string(&mask.out, "cm\n/S1 sh\n");
	strbuf_add_string(&mask.shadings, "/S1");
	pdf_put_ref(&mask.shadings,
	    add_shading(form->file, gradient, true));
	set_mask(form, "Luminosity", form_write(&mask,
	    "/Group<</S/Transparency/CS/DeviceGray>>"));
	form_release(&mask);
}

static bool
is_see_through(const struct svg_paint *paint)
{
	return paint->kind == SVG_PAINT_GRADIENT &&
	    paint->gradient->is_see_through;
}

/* What is set up between q and Q is over behind it. */
static void
fill_alone(struct form *form, const struct svg_item *item)
{
	set_opacity(form, item->fill.opacity, form->stroke_opacity);
	if (is_see_through(&item->fill)) {
		strbuf_add_string(&form->out, "q\n");
		set_gradient_mask(form, item->fill.gradient);
	}
	set_paint(form, &item->fill, false);
	put_steps(&form->out, item->steps, item->step_count);
	strbuf_add_string(&form->out, item->is_even_odd ? "f*\n" : "f\n");
	if (is_see_through(&item->fill))
		strbuf_add_string(&form->out, "Q\n");
}

static void
stroke_alone(struct form *form, const struct svg_item *item)
{
	const bool is_masked = is_see_through(&item->stroke);
	const bool has_pen = item->pen_steps != NULL;
	size_t i;

	set_opacity(form, form->fill_opacity, item->stroke.opacity);
	if (is_masked || has_pen)
		strbuf_add_string(&form->out, "q\n");
	if (is_masked)
		set_gradient_mask(form, item->stroke.gradient);
	set_paint(form, &item->stroke, true);
	for (i = 0; i < 4 && has_pen; i++)
		put_real(&form->out, item->pen[i]);
	if (has_pen)
		strbuf_add_string(&form->out, "0 0 cm\n");
	set_line(form, item);
	put_steps(&form->out, has_pen ? item->pen_steps : item->steps,
	    item->step_count);
	strbuf_add_string(&form->out, "S\n");
	if (is_masked || has_pen)
		strbuf_add_string(&form->out, "Q\n");
}

static void
draw_shape(struct form *form, const struct svg_item *item)
{
	const bool is_filled = item->fill.kind != SVG_PAINT_NONE;
	const bool is_stroked = item->stroke.kind != SVG_PAINT_NONE;

	if (is_filled && is_stroked && item->pen_steps == NULL &&
	    !is_see_through(&item->fill) && !is_see_through(&item->stroke)) {
		set_opacity(form, item->fill.opacity, item->stroke.opacity);
		set_paint(form, &item->fill, false);
		set_paint(form, &item->stroke, true);
		set_line(form, item);
		put_steps(&form->out, item->steps, item->step_count);
		strbuf_add_string(&form->out,
		    item->is_even_odd ? "B*\n" : "B\n");
		return;
	}
	if (is_filled)
		fill_alone(form, item);
	if (is_stroked)
		stroke_alone(form, item);
}

static uint32_t draw_items(struct form *, uint32_t);

static uint32_t
draw_group(struct form *form, uint32_t i)
{
	const struct svg_item *item = &form->drawing->items[i];
	struct form group;

	form_init(&group, form);
	i = draw_items(&group, i + 1);
	set_opacity(form, item->fill.opacity, item->fill.opacity);
	strbuf_printf(&form->forms, "/X%u", (unsigned int)++form->form_count);
	pdf_put_ref(&form->forms, form_write(&group,
	    "/Group<</S/Transparency>>"));
	strbuf_printf(&form->out, "/X%u Do\n",
	    (unsigned int)form->form_count);
	form_release(&group);
	return i;
}

/* By a path, or by a mask of the shapes up to its end. */
static uint32_t
draw_clipped(struct form *form, uint32_t i)
{
	const struct svg_item *item = &form->drawing->items[i];
	const uint16_t fill = form->fill_opacity;
	const uint16_t stroke = form->stroke_opacity;
	struct form mask;

	strbuf_add_string(&form->out, "q\n");
	if (item->kind == SVG_CLIP_START) {
		put_steps(&form->out, item->steps, item->step_count);
		if (item->step_count == 0)
			strbuf_add_string(&form->out, "0 0 0 0 re\n");
		strbuf_add_string(&form->out,
		    item->is_even_odd ? "W* n\n" : "W n\n");
	} else {
		form_init(&mask, form);
		i = draw_items(&mask, i + 1);
		set_mask(form, "Alpha", form_write(&mask,
		    "/Group<</S/Transparency>>"));
		form_release(&mask);
	}
	i = draw_items(form, i + 1);
	strbuf_add_string(&form->out, "Q\n");
	form->fill_opacity = fill;
	form->stroke_opacity = stroke;
	return i;
}

/* Draws up to the end of what was opened and returns the item that ends it.
 * Depth is bounded by that of groups and clips. */
static uint32_t
draw_items(struct form *form, uint32_t i)
{
	for (; i < form->drawing->item_count; i++)
		switch (form->drawing->items[i].kind) {
		case SVG_SHAPE:
			draw_shape(form, &form->drawing->items[i]);
			break;
		case SVG_GROUP_START:
			i = draw_group(form, i);
			break;
		case SVG_CLIP_START:
		case SVG_MASK_START:
			i = draw_clipped(form, i);
			break;
		case SVG_GROUP_END:
		case SVG_MASK_END:
		case SVG_CLIP_END:
			return i;
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
