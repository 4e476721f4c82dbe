/*
 * Any bytes as a YAML file of a theme: its tokens, the words of English, or
 * those of another language. What loads is printed, with arguments. The first
 * byte says which file.
 */
#include "fuzz.h"

#include "fieldkit/theme.h"

static const char *const places[] = {
	"themes/own/i18n/en.yaml", "themes/own/i18n/ar.yaml",
	"themes/own/theme.yaml",
};
static const char *const bases[] = {
	"a: '{n} of {who}'\nb: {one: One, other: '{n}'}\n",
	"a: A\nb: {zero: a, one: b, two: c, few: d, many: e, other: f}\n",
	"palette: {ink: black}\n",
};

static void
print_messages(const struct theme *theme, struct arena *arena)
{
	const struct message_arg args[] = {
		{ .name = "n", .text = "3", .is_number = true, .number = 3 },
		{ .name = "who", .text = "Acme" },
	};
	uint32_t i, j;

	for (i = 0; i < theme->message_count; i++)
		for (j = 0; j < theme->key_count; j++)
			message_format(theme->messages[i], arena,
			    theme->keys[j], args, 2);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct fuzz_run run;
	struct theme theme = { 0 };
	char themes[80];
	size_t i, chosen;

	if (len == 0)
		return 0;
	chosen = bytes[0] % 3;
	for (i = 0; i < 3; i++) {
		if (i == chosen)
			fuzz_write(places[i], bytes + 1, len - 1);
		else
			fuzz_write(places[i], bases[i], strlen(bases[i]));
	}
	fuzz_start(&run);
	snprintf(themes, sizeof(themes), "%s/themes", fuzz_folder());
	if (theme_load(&theme, &run.arena, &run.sources, themes, "own",
	    "/nonexistent", &run.diags))
		print_messages(&theme, &run.arena);
	fuzz_end(&run);
	return 0;
}
