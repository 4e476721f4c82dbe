/*
 * A dry run. In: planned deliveries. Out: finished messages as files,
 * <outbox>/<edition>/<office>.eml; a second one to the same office is
 * <office>.2.eml, a notice <office>.notice.eml. What an earlier dry run left
 * there is removed first: the folder shows what would be sent now.
 */
#include "mail_parts.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
fail_write(struct mail *mail, const char *path)
{
	diag_report(mail->diags, DIAG_OUTPUT_FAILED, SOURCE_NOWHERE,
	    "cannot write '%s': %s", path, strerror(errno));
	return false;
}

static bool
is_message(const char *name)
{
	size_t len = strlen(name);

	return len > 4 && strcmp(name + len - 4, ".eml") == 0;
}

static void
clear_folder(struct mail *mail, const char *folder)
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;

	if (dir == NULL)
		return;
	while ((entry = readdir(dir)) != NULL)
		if (is_message(entry->d_name))
			unlink(arena_printf(mail->arena, "%s/%s", folder,
			    entry->d_name));
	closedir(dir);
}

static bool
make_folders(struct mail *mail, const char *outbox)
{
	size_t i;

	if (mkdir(outbox, 0777) != 0 && errno != EEXIST)
		return fail_write(mail, outbox);
	for (i = 0; i < mail->options->edition_count; i++)
		clear_folder(mail, arena_printf(mail->arena, "%s/%s", outbox,
		    mail->options->editions[i].name));
	for (i = 0; i < mail->delivery_count; i++) {
		const char *folder = arena_printf(mail->arena, "%s/%s",
		    outbox, mail->deliveries[i]->request.edition);

		if (mkdir(folder, 0777) != 0 && errno != EEXIST)
			return fail_write(mail, folder);
	}
	return true;
}

static bool
write_file(struct mail *mail, const char *path,
    const struct message *message)
{
	FILE *file = fopen(path, "we");
	bool is_written;

	if (file == NULL)
		return fail_write(mail, path);
	is_written = fwrite(message->bytes.bytes, 1, message->bytes.len,
	    file) == message->bytes.len;
	if (fclose(file) != 0 || !is_written)
		return fail_write(mail, path);
	if (mail->options->out != NULL)
		fprintf(mail->options->out, "%s\n", path);
	return true;
}

/* The file of a delivery; `first` and what is before have the same office. */
static const char *
path_of(struct mail *mail, const char *outbox, size_t index)
{
	const struct message_request *request =
	    &mail->deliveries[index]->request;
	const char *suffix = request->kind == MESSAGE_NOTICE ? ".notice" : "";
	unsigned number = 1;
	size_t i;

	for (i = index; i > 0; i--) {
		const struct message_request *before =
		    &mail->deliveries[i - 1]->request;

		if (before->kind != request->kind ||
		    strcmp(before->edition, request->edition) != 0 ||
		    strcmp(before->office->id, request->office->id) != 0)
			break;
		number++;
	}
	if (number == 1)
		return arena_printf(mail->arena, "%s/%s/%s%s.eml", outbox,
		    request->edition, request->office->id, suffix);
	return arena_printf(mail->arena, "%s/%s/%s%s.%u.eml", outbox,
	    request->edition, request->office->id, suffix, number);
}

bool
mail_write_outbox(struct mail *mail)
{
	const char *outbox = arena_printf(mail->arena, "%s/outbox",
	    mail->options->output_dir);
	bool is_done = true;
	size_t i;

	if (!make_folders(mail, outbox))
		return false;
	for (i = 0; i < mail->delivery_count; i++) {
		struct delivery *delivery = mail->deliveries[i];
		struct arena arena = { 0 };
		struct message message = { 0 };

		if (message_build(&delivery->request, mail->press, &arena,
		    mail->diags, &message) && write_file(mail, path_of(mail, outbox, i),
		    &message))
			delivery->class = MAIL_SENT;
		else
			is_done = false;
		message_release(&message);
		arena_release(&arena);
	}
	return is_done;
}
