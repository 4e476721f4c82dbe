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
	const char *at;			/* where its name stands in the file */
};

struct xml_scan {
	const char *start, *at, *end;
	struct arena *arena;		/* of names and values */
	struct image_fault *fault;
	/* What the last event was about. */
	const char *name;		/* START, END */
	const char *tag;		/* START: its '<' in the file */
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

/* False with the fault "line 3, column 7: …", a place of the file. */
bool xml_scan_refuse(const struct xml_scan *scan, const char *at,
    const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Text as it is meant, references replaced, and for each byte its offset in
 * the file. An all-zero one is empty. */
struct xml_text {
	struct strbuf bytes;
	uint32_t *places;
	size_t room;
};

/* Appends the text of the last XML_TEXT, without the marks of CDATA. */
void xml_scan_take_text(const struct xml_scan *scan, struct xml_text *text);
/* Appends an attribute's value; all of it stands where the attribute does. */
void xml_scan_take_value(const struct xml_scan *scan,
    const struct xml_attribute *attribute, struct xml_text *text);
void xml_text_release(struct xml_text *text);

#endif
