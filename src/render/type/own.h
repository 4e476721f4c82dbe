/*
 * own.h - faces that a theme brings along, for face.c. The caller holds the
 * lock of the faces.
 */
#ifndef FIELDKIT_RENDER_TYPE_OWN_H
#define FIELDKIT_RENDER_TYPE_OWN_H

#include "face.h"

/* Where a face of the theme is. */
struct own_choice {
	struct face_file *file;		/* borrowed */
	uint32_t index;
	int weight;
};

/* False: no file of the theme has a face of the family. */
bool own_face_find(const struct type_faces *faces, const char *family,
    uint16_t weight, bool is_italic, struct own_choice *ret_choice);
/* "did you mean '…'?": the family of the theme's whose name is nearest. */
void own_faces_suggest(const struct type_faces *faces, const char *family,
    struct diags *diags);
void own_faces_release(struct type_faces *faces);

/* face.c: what was found is looked for again. */
void faces_forget_requests(struct type_faces *faces);

#endif
