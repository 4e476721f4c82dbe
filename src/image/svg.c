/*
 * The header of an SVG file. In: its bytes. Out: its size in CSS pixels,
 * rounded up. The whole file is read, so a picture that browsers would not
 * show, one with a DOCTYPE, a script or an address of somewhere else is refused
 * when the content is loaded.
 */
#include <math.h>

#include "fieldkit/utf8.h"
#include "svg_text.h"
#include "xml_scan.h"

static bool
size_from_root(const struct xml_scan *scan, struct image_header *ret_header)
{
	const struct svg_root root = {
		.name = scan->name,
		.xmlns = xml_scan_find(scan, "xmlns"),
		.width = xml_scan_find(scan, "width"),
		.height = xml_scan_find(scan, "height"),
		.view_box = xml_scan_find(scan, "viewBox"),
	};
	const char *wrong;
	struct svg_viewport view;

	wrong = svg_viewport_read(&root, &view);
	if (wrong != NULL)
		return image_fault_set(scan->fault, "%s", wrong);
	if (!(view.width_px < 1e6 && view.height_px < 1e6))
		return image_fault_set(scan->fault, "it is too large");
	ret_header->width_px = (uint32_t)ceil(view.width_px - 1e-6);
	ret_header->height_px = (uint32_t)ceil(view.height_px - 1e-6);
	ret_header->orientation = 1;
	if (ret_header->width_px == 0 || ret_header->height_px == 0)
		return image_fault_set(scan->fault, "it has no size");
	return true;
}

bool
svg_header(const struct image_bytes *file, struct image_header *ret_header,
    struct image_fault *fault)
{
	struct arena arena = { 0 };
	struct xml_scan scan;
	enum xml_event event;
	bool has_size = false, is_sound = true;
	size_t text_len;

	xml_scan_init(&scan, file, &arena, fault);
	text_len = utf8_text_len((const char *)file->bytes, file->len);
	if (text_len < file->len)
		return xml_scan_refuse(&scan, scan.start + text_len,
		    "there is a byte that is not UTF-8 text");
	do {
		event = xml_scan_next(&scan);
		if (event == XML_START && !has_size) {
			is_sound = size_from_root(&scan, ret_header);
			has_size = true;
		}
	} while (is_sound && event != XML_DONE && event != XML_FAULT);
	arena_release(&arena);
	return is_sound && event == XML_DONE && svg_clean(file, NULL, fault);
}
