/*
 * Any bytes as one file of a small site: front matter, schema, references,
 * Markdown, translations, and the rules of more than one field. The first
 * byte says which file of the site the rest stands in for.
 */
#include "fuzz.h"

#include "fieldkit/check.h"
#include "fieldkit/content.h"

enum { AS_OF_DAYS = 20779 };

static const char *const places[] = {
	"partners/acme/index.md", "partners/acme/index.de.md",
	"solutions/care.yaml", "solutions/care.de.yaml", "solutions/more.md",
	"case-studies/shop.yaml", "case-studies/more.md", "campaigns/peak.md",
	"campaigns/peak.de.md", "offices/munich.yaml", "people.yaml",
	"funding.yaml", "commitments.yaml", "site.yaml",
	"vocab/industries.yaml", "vocab/products.yaml", "vocab/regions.yaml",
};

enum { PLACE_COUNT = sizeof(places) / sizeof(places[0]) };

static void
load(const char *dir)
{
	struct content content = { 0 };
	struct model model = { 0 };
	struct fuzz_run run;

	fuzz_start(&run);
	if (content_scan(&content, &run.arena, &run.sources, dir,
	    &run.diags) && model_load(&model, &run.arena, &run.sources,
	    &content, 1, &run.diags))
		model_check(&model, AS_OF_DAYS, &run.diags);
	content_release(&content);
	fuzz_end(&run);
}

/* Puts the base's own file back, or none where it has none. */
static void
restore(const char *place)
{
	char command[512];

	snprintf(command, sizeof(command), "tests/golden/base/minimal/%s",
	    place);
	if (access(command, R_OK) != 0) {
		fuzz_unlink(place);
		return;
	}
	snprintf(command, sizeof(command),
	    "cp 'tests/golden/base/minimal/%s' '%s/%s'", place,
	    fuzz_folder(), place);
	if (system(command) != 0)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static const char *last;
	const char *place;

	if (len == 0)
		return 0;
	if (last == NULL)
		fuzz_copy_folder("tests/golden/base/minimal", ".");
	place = places[bytes[0] % PLACE_COUNT];
	if (last != NULL && last != place)
		restore(last);
	last = place;
	fuzz_write(place, bytes + 1, len - 1);
	load(fuzz_folder());
	return 0;
}
