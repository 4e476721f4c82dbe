/*
 * Who gets what. In: a parcel. Out: finished .eml files, one for each address
 * of each office, with the kits that were made for it.
 */
#include "fieldkit/deliver.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include <gmime/gmime.h>

#include "message.h"

static size_t
find_kits(const struct parcel *parcel, const struct manifest_office *office,
    struct message_kit *ret_kits)
{
	const struct manifest *manifest = &parcel->manifest;
	size_t count = 0, i;

	for (i = 0; i < manifest->count; i++) {
		const struct manifest_file *file = &manifest->files[i];

		if (file->kit == NULL ||
		    strcmp(file->kit->office, office->id) != 0)
			continue;
		ret_kits[count++] = (struct message_kit){
			.id = file->kit->id, .title = file->kit->title,
			.file = file,
		};
	}
	return count;
}

static bool
write_file(const struct mail_options *options, const char *path,
    const struct message *message, struct diags *diags)
{
	FILE *file = fopen(path, "we");
	bool is_written;

	if (file == NULL) {
		diag_report(diags, DIAG_OUTPUT_FAILED, SOURCE_NOWHERE,
		    "cannot write '%s': %s", path, strerror(errno));
		return false;
	}
	is_written = fwrite(message->bytes.bytes, 1, message->bytes.len,
	    file) == message->bytes.len;
	if (fclose(file) != 0 || !is_written) {
		diag_report(diags, DIAG_OUTPUT_FAILED, SOURCE_NOWHERE,
		    "cannot write '%s': %s", path, strerror(errno));
		return false;
	}
	fprintf(options->out, "%s\n", path);
	return true;
}

static bool
write_letter(const struct message_request *request,
    const struct mail_options *options, const char *path,
    struct arena *arena, struct diags *diags)
{
	struct message message;
	bool is_written;

	if (!message_takes_address(request->recipient)) {
		diag_report(diags, DIAG_EMAIL_INVALID, SOURCE_NOWHERE,
		    "'%s' cannot be mailed to", request->recipient);
		return false;
	}
	is_written = message_build(request, arena, diags, &message) &&
	    write_file(options, path, &message, diags);
	message_release(&message);
	return is_written;
}

/* The first address gets <office>.eml, others <office>.2.eml and so on. */
static bool
write_office(const struct mail_options *options, const struct parcel *parcel,
    const struct manifest_office *office, struct arena *arena,
    struct diags *diags, size_t *messages)
{
	struct message_kit *kits = ARENA_ARRAY(arena, struct message_kit,
	    parcel->manifest.count);
	struct message_request request = {
		.edition = parcel->name, .dir = parcel->dir,
		.manifest = &parcel->manifest, .office = office,
		.from = options->from, .base_url = options->base_url,
		.time = (int64_t)options->today_days * 86400,
		.kits = kits,
	};
	bool is_done = true;
	uint32_t i;

	request.kit_count = find_kits(parcel, office, kits);
	for (i = 0; request.kit_count > 0 && i < office->email_count; i++) {
		const char *path = i == 0 ? arena_printf(arena,
		    "%s/%s/%s.eml", options->outbox, parcel->name,
		    office->id) : arena_printf(arena, "%s/%s/%s.%u.eml",
		    options->outbox, parcel->name, office->id, i + 1);

		request.recipient = office->emails[i];
		if (write_letter(&request, options, path, arena, diags))
			++*messages;
		else
			is_done = false;
	}
	return is_done;
}

static bool
make_outbox(const struct mail_options *options, const char *edition,
    struct arena *arena, struct diags *diags)
{
	const char *folder = arena_printf(arena, "%s/%s", options->outbox,
	    edition);

	if ((mkdir(options->outbox, 0777) == 0 || errno == EEXIST) &&
	    (mkdir(folder, 0777) == 0 || errno == EEXIST))
		return true;
	diag_report(diags, DIAG_OUTPUT_FAILED, SOURCE_NOWHERE,
	    "cannot make the folder '%s': %s", folder, strerror(errno));
	return false;
}

bool
mail_write_outbox(const struct mail_options *options,
    const struct parcel *parcel, struct arena *arena, struct diags *diags,
    size_t *ret_messages)
{
	const struct manifest *manifest = &parcel->manifest;
	bool is_done = true;
	uint32_t i;

	*ret_messages = 0;
	if (!message_takes_address(options->from)) {
		diag_report(diags, DIAG_EMAIL_INVALID, SOURCE_NOWHERE,
		    "site.yaml: mail.from '%s' is not an email address",
		    options->from);
		return false;
	}
	if (!make_outbox(options, parcel->name, arena, diags))
		return false;
	/* Never shut down: it would not start again for the next edition. */
	g_mime_init();
	for (i = 0; i < manifest->office_count; i++)
		if (!write_office(options, parcel, &manifest->offices[i],
		    arena, diags, ret_messages))
			is_done = false;
	return is_done;
}
