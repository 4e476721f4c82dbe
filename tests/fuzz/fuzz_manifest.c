/* Any bytes as a manifest; what is read is written again and read back to the
 * same text. */
#include "fuzz.h"

#include "fieldkit/emit.h"
#include "fieldkit/strbuf.h"

static void
write_again(struct fuzz_run *run, const struct manifest *manifest,
    const char *path)
{
	struct strbuf first, second;
	struct manifest again;

	strbuf_init(&first);
	strbuf_init(&second);
	manifest_format(manifest, &first);
	fuzz_write(MANIFEST_NAME, first.bytes, first.len);
	if (!manifest_read(&again, &run->arena, path, &run->diags))
		abort();
	manifest_format(&again, &second);
	if (strcmp(strbuf_string(&first), strbuf_string(&second)) != 0)
		abort();
	strbuf_release(&first);
	strbuf_release(&second);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct fuzz_run run;
	struct manifest manifest;
	char path[96];

	fuzz_start(&run);
	snprintf(path, sizeof(path), "%s/%s", fuzz_folder(), MANIFEST_NAME);
	fuzz_write(MANIFEST_NAME, bytes, len);
	if (manifest_read(&manifest, &run.arena, path, &run.diags))
		write_again(&run, &manifest, path);
	fuzz_end(&run);
	return 0;
}
