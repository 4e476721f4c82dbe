/*
 * xml_scan.h - a small, strict reader of XML for SVG files.
 *
 * Well-formedness is checked (tags match, attributes are quoted and stand
 * once, references are the predefined five or numbers); a DOCTYPE is refused,
 * so there are no entities to expand and nothing outside to fetch. Namespaces
 * are left to the caller. Depth and attributes are bounded, time is linear.
 * Source: XML 1.0, fifth edition.
 */
#ifndef IMAGE_XML_SCAN_H
#define IMAGE_XML_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "codec.h"

enum { XML_DEPTH_MAX = 64, XML_ATTRIBUTES_MAX = 64 };

enum xml_event { XML_START, XML_END, XML_TEXT, XML_DONE, XML_FAULT };

struct xml_attribute {
	const char *name, *value;
};

struct xml_scan {
	const char *start, *at, *end;
	struct arena *arena;		/* of names and values */
	struct image_fault *fault;
	/* What the last event was about. */
	const char *name;		/* START, END */
	struct xml_attribute attributes[XML_ATTRIBUTES_MAX];	/* START */
	uint32_t attribute_count;
	bool has_visible_text;		/* TEXT: more than white space */
	const char *text;		/* TEXT: as written, CDATA marks too */
	size_t text_len;
	/* Open elements, the root first. */
	const char *open[XML_DEPTH_MAX];
	uint32_t depth;
	bool is_empty;			/* START of <a/>: an END follows */
	bool has_root;
};

void xml_scan_init(struct xml_scan *scan, const struct image_bytes *file,
    struct arena *arena, struct image_fault *fault);
/* After XML_DONE and XML_FAULT it is not called again. */
enum xml_event xml_scan_next(struct xml_scan *scan);
/* The value of an attribute of the last XML_START, or NULL. */
const char *xml_scan_find(const struct xml_scan *scan, const char *name);
/* The line that is being read, from 1. */
uint32_t xml_scan_line(const struct xml_scan *scan);

#endif
