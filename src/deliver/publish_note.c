/*
 * What publishing leaves in the ledger. In: the manifest of what a target
 * serves. Out: a row that says so, and rows for the kits that are new there.
 *
 * The target stands as the recipient. Rows are added after the switch: a run
 * that is killed in between is made good by the next one, which notes what it
 * finds served before it changes anything.
 */
#include "publish_note.h"

#include <string.h>

bool
publish_open_ledger(const struct publish_options *options,
    struct arena *arena, struct diags *diags, struct ledger **ret_ledger)
{
	*ret_ledger = NULL;
	return options->is_dry_run || ledger_open(ret_ledger, arena_printf(
	    arena, "%s/%s", options->output_dir, LEDGER_NAME), LEDGER_WRITE,
	    diags);
}

static bool
note_kits(const struct publish_options *options, struct ledger *ledger,
    const struct manifest *manifest, const struct ledger_row *release,
    struct diags *diags)
{
	struct ledger_row row = *release;
	size_t i;

	row.kind = "kit";
	for (i = 0; i < manifest->count; i++) {
		const struct manifest_file *file = &manifest->files[i];
		struct ledger_key key = { options->target, "", "kit" };

		if (file->kit == NULL)
			continue;
		key.kit = row.kit = file->kit->id;
		row.office = file->kit->office;
		row.path = file->path;
		row.sha256 = file->sha256;
		if (ledger_last(ledger, &key) == LEDGER_NONE &&
		    !ledger_add(ledger, &row, diags))
			return false;
	}
	return true;
}

bool
publish_note(const struct publish_options *options, struct ledger *ledger,
    const struct manifest *manifest, const char *words, struct arena *arena,
    struct diags *diags)
{
	char release[RELEASE_CHARS + 1], hex[DIGEST_HEX_CHARS + 1];
	struct ledger_row row = {
		.time = options->time, .event = LEDGER_PUBLISHED,
		.recipient = options->target, .kit = release,
		.kind = "release", .edition = manifest->edition,
		.office = "", .path = options->program != NULL ?
		    options->program : options->root,
		.sha256 = hex, .message_id = "", .words = words,
	};

	manifest_release(manifest, release);
	if (strcmp(ledger_served(ledger, arena, options->target,
	    manifest->edition), release) == 0)
		return true;
	manifest_release_digest(manifest, hex);
	return ledger_begin(ledger, diags) &&
	    ledger_add(ledger, &row, diags) &&
	    note_kits(options, ledger, manifest, &row, diags) &&
	    ledger_commit(ledger, diags);
}
