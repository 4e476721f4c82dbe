/* Any bytes as what lies beside an edition: the tree of a kit, the letter of
 * an office, the table of sources. The first byte says which. */
#include "fuzz.h"

#include "fieldkit/changes.h"
#include "fieldkit/emit.h"
#include "fieldkit/letter.h"
#include "fieldkit/strbuf.h"

/* What is read is written again, and read back to the same text. */
static void
read_tree(struct fuzz_run *run, const char *text, size_t len)
{
	struct strbuf first = { 0 }, second = { 0 };
	struct tree tree, again;
	uint32_t line;

	if (!tree_parse(&tree, &run->arena, text, len, &line))
		return;
	tree_format(&tree, &first);
	if (!tree_parse(&again, &run->arena, strbuf_string(&first), first.len,
	    &line))
		abort();
	tree_format(&again, &second);
	if (strcmp(strbuf_string(&first), strbuf_string(&second)) != 0)
		abort();
	strbuf_release(&first);
	strbuf_release(&second);
}

static void
read_letter(struct fuzz_run *run, const char *path)
{
	struct strbuf json = { 0 };
	struct letter letter;

	if (letter_read(&letter, &run->arena, path, &run->diags))
		letter_format(&letter, &json);
	strbuf_release(&json);
}

static void
read_table(struct fuzz_run *run, const char *path)
{
	struct manifest_file files[] = {
		{ .path = "a", .kind = "page" },
		{ .path = "b/c", .kind = "page" },
	};
	struct manifest manifest = manifest_none;
	struct strbuf json = { 0 };

	manifest.files = files;
	manifest.count = 2;
	if (sources_read(&manifest, &run->arena, path, &run->diags))
		manifest_format(&manifest, &json);
	strbuf_release(&json);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct fuzz_run run;
	char path[96];

	if (len == 0)
		return 0;
	fuzz_start(&run);
	snprintf(path, sizeof(path), "%s/built", fuzz_folder());
	fuzz_write("built", bytes + 1, len - 1);
	if (bytes[0] % 3 == 0)
		read_tree(&run, (const char *)bytes + 1, len - 1);
	else if (bytes[0] % 3 == 1)
		read_letter(&run, path);
	else
		read_table(&run, path);
	fuzz_end(&run);
	return 0;
}
