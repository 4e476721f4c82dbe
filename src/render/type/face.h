/*
 * face.h - what the files of this folder share about a typeface.
 */
#ifndef FIELDKIT_RENDER_TYPE_FACE_H
#define FIELDKIT_RENDER_TYPE_FACE_H

#include <pthread.h>
#include <stdatomic.h>

#include <hb.h>

#include "fieldkit/digest.h"
#include "fieldkit/type.h"

struct hyphen_dicts;		/* hyphen.h */

/* A file, mapped once for all of its faces (a collection holds many). */
struct face_file {
	struct face_file *next;
	char *path;
	hb_blob_t *blob;
	pthread_mutex_t lock;
	char digest[DIGEST_HEX_CHARS + 1];	/* "" as yet */
};

/* Which code points the face maps: a bit each, in pages. */
enum { COVERAGE_CHARS = 256, COVERAGE_PAGES = 0x110000 / COVERAGE_CHARS };

struct coverage_page {
	uint64_t bits[COVERAGE_CHARS / 64];
};

/* What of a face is made when first needed, under its own lock. */
struct face_lazy {
	pthread_mutex_t lock;
	char digest[DIGEST_HEX_CHARS + 1];	/* "" as yet */
	hb_face_t *subset_face;			/* NULL as yet; subset.c */
	/* NULL as yet */
	_Atomic(struct coverage_page *) coverage[COVERAGE_PAGES];
};

/* What was asked for, and what answered; several may share a face. */
struct face_request {
	struct face_request *next;
	char *family;
	uint16_t weight;
	bool is_italic;
	const struct type_face *face;
};

/* Immutable once it is found. */
struct type_face {
	struct type_face *next;
	struct face_file *file;
	uint32_t index;			/* within the file */
	uint16_t weight;		/* what it has */
	char *name;			/* PostScript */
	hb_face_t *face;
	hb_font_t *font;		/* scaled to units per em; immutable */
	uint32_t upem;
	int32_t ascent, descent, line_gap, x_height, cap_height;
	int32_t underline_y, underline_thickness;	/* font units */
	uint32_t hyphen_gid;		/* 0: none */
	int32_t hyphen_advance;
	uint32_t space_gid;		/* 0: none */
	int32_t space_advance;
	uint32_t blank_gid;		/* no ink, no width; 0: none */
	struct face_lazy *lazy;
};

struct own_face;		/* own.c */

struct type_faces {
	pthread_mutex_t lock;		/* of all below */
	struct _FcConfig *config;	/* NULL until first used */
	struct face_request *requests;
	struct type_face *faces;
	struct face_file *files;
	struct own_face *own;			/* of the theme's files */
	char own_digest[DIGEST_HEX_CHARS + 1];	/* of those; "" as yet */
	struct hyphen_dicts *dicts;
};

const struct coverage_page *face_coverage_make(const struct type_face *face,
    uint32_t number);

/* type_face_has, in place. */
static inline bool
face_has(const struct type_face *face, uint32_t codepoint)
{
	const uint32_t number = codepoint / COVERAGE_CHARS;
	const struct coverage_page *page;

	if (number >= COVERAGE_PAGES)
		return false;
	page = atomic_load_explicit(&face->lazy->coverage[number],
	    memory_order_acquire);
	if (page == NULL)
		page = face_coverage_make(face, number);
	return page->bits[codepoint % COVERAGE_CHARS / 64] >>
	    (codepoint % 64) & 1;
}

/* Rounds half up, so that every machine places a glyph alike. */
static inline fixed
face_scale(const struct type_face *face, int32_t units, fixed size)
{
	int64_t twice = 2 * (int64_t)units * size + face->upem;
	int64_t divisor = 2 * (int64_t)face->upem;
	int64_t quotient = twice / divisor;

	return (fixed)(twice % divisor < 0 ? quotient - 1 : quotient);
}

#endif
