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
};

/* Which code points the face maps: a bit each, in pages of 256. */
struct face_coverage {
	uint16_t page_of[0x1100];	/* 0 is the empty page */
	uint64_t (*pages)[4];
};

/* What of a face is made when first needed, under its own lock. */
struct face_lazy {
	pthread_mutex_t lock;
	char digest[DIGEST_HEX_CHARS + 1];	/* "" as yet */
	hb_face_t *subset_face;			/* NULL as yet; subset.c */
	_Atomic(struct face_coverage *) coverage;	/* NULL as yet */
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

struct type_faces {
	pthread_mutex_t lock;		/* of all below */
	struct _FcConfig *config;	/* NULL until first used */
	struct face_request *requests;
	struct type_face *faces;
	struct face_file *files;
	struct hyphen_dicts *dicts;
};

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
