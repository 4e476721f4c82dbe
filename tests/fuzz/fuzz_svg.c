/* Any bytes as an SVG drawing: its size, its safety, its paths. */
#include "fuzz.h"

#include "fieldkit/svg.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct fuzz_run run;
	const struct image_asset *asset;
	struct svg_drawing drawing;

	fuzz_start(&run);
	fuzz_write("input.svg", bytes, len);
	asset = image_load(&run.arena, fuzz_folder(), "input.svg",
	    SOURCE_NOWHERE, &run.diags);
	if (asset != NULL && asset->kind == IMAGE_SVG)
		svg_load(asset, &run.arena, SOURCE_NOWHERE, &run.diags,
		    &drawing);
	fuzz_end(&run);
	return 0;
}
