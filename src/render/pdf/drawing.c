/*
 * SVG drawings as forms.
 */
#include "picture.h"

bool
pdf_drawing_embed(struct pdf_picture *picture, struct pdf_file *file,
    struct diags *diags)
{
	(void)file;
	diag_report(diags, DIAG_IMAGE_INVALID, picture->pos,
	    "the picture '%s' cannot be printed", picture->asset->name);
	return false;
}
