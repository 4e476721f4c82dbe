/* Any bytes as a YAML file. */
#include "fuzz.h"

#include "fieldkit/yaml.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct fuzz_run run;
	struct yaml_input input = { .len = len, .first_line = 1 };
	char *text;

	fuzz_start(&run);
	text = fuzz_source(&run, bytes, len, &input.file);
	input.bytes = text;
	yaml_parse(&run.arena, &input, &run.diags);
	fuzz_end(&run);
	free(text);
	return 0;
}
