/*
 * Files in the program. In: preview.js and the styles beside this source. Out:
 * their bytes. They are put in by the assembler, so that each stays a file
 * of its own language; make is told to look at them (Makefile, EMBEDDED).
 */
#include "files.h"

#include <string.h>

/* Declares `symbol` to `symbol`_end, the bytes of a file. */
#define EMBED(symbol, file)                                               \
	extern const char symbol[], symbol##_end[];                       \
	__asm__(".pushsection .rodata\n"                                  \
	    ".global " #symbol "\n" #symbol ":\n"                         \
	    ".incbin \"src/serve/" file "\"\n"                            \
	    ".global " #symbol "_end\n" #symbol "_end:\n"                 \
	    ".byte 0\n.popsection\n")

EMBED(serve_preview_js, "preview.js");
EMBED(serve_overlay_css, "overlay.css");
EMBED(serve_own_css, "own.css");

bool
own_file_find(const char *name, struct own_file *ret_file)
{
	static const struct {
		const char *name, *bytes, *end;
	} files[] = {
		{ "preview.js", serve_preview_js, serve_preview_js_end },
		{ "overlay.css", serve_overlay_css, serve_overlay_css_end },
		{ "own.css", serve_own_css, serve_own_css_end },
	};
	size_t i;

	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (strcmp(files[i].name, name) == 0) {
			*ret_file = (struct own_file){ files[i].name,
				files[i].bytes,
				(size_t)(files[i].end - files[i].bytes) };
			return true;
		}
	return false;
}
