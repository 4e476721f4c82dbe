/*
 * A dry run. In: planned deliveries. Out: finished messages as files,
 * <outbox>/<edition>/<office>.eml; a second one to the same office is
 * <office>.2.eml, a notice <office>.notice.eml. What an earlier dry run left
 * there is removed first: the folder shows what would be sent now.
 */
#include "mail_parts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fieldkit/file.h"

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

/* A folder for us alone: what lies there names people, and kits that are not
 * for all. A link in its place is not followed. -1 after a report. */
static int
open_folder(struct mail *mail, int in, const char *name, const char *shown)
{
	int fd = -1;

	if (mkdirat(in, name, 0700) == 0 || errno == EEXIST)
		fd = openat(in, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW |
		    O_CLOEXEC);
	if (fd < 0 && (errno == ELOOP || errno == ENOTDIR))
		diag_report(mail->diags, DIAG_OUTPUT_FOREIGN, SOURCE_NOWHERE,
		    "'%s' is no folder, or a link to one; move it away",
		    shown);
	else if (fd < 0)
		fail_write(mail, shown);
	return fd;
}

static void
clear_folder(int fd)
{
	DIR *dir = fdopendir(fd);
	const struct dirent *entry;

	if (dir == NULL) {
		close(fd);
		return;
	}
	while ((entry = readdir(dir)) != NULL)
		if (is_message(entry->d_name))
			unlinkat(dirfd(dir), entry->d_name, 0);
	closedir(dir);
}

static void
clear_folders(struct mail *mail, int outbox)
{
	size_t i;

	for (i = 0; i < mail->options->edition_count; i++) {
		int fd = openat(outbox, mail->options->editions[i].name,
		    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

		if (fd >= 0)
			clear_folder(fd);
	}
}

static bool
write_bytes(struct mail *mail, int folder, const char *name,
    const char *path, const struct message *message)
{
	int fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL |
	    O_NOFOLLOW | O_CLOEXEC, 0600);
	bool is_written;

	if (fd < 0)
		return fail_write(mail, path);
	is_written = file_write_all(fd, message->bytes.bytes,
	    message->bytes.len);
	if (close(fd) != 0 || !is_written)
		return fail_write(mail, path);
	if (mail->options->out != NULL)
		fprintf(mail->options->out, "%s\n", path);
	return true;
}

/* The name of a delivery's file; those before it to the same office are
 * counted. */
static const char *
name_of(struct mail *mail, size_t index)
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
	return number == 1 ? arena_printf(mail->arena, "%s%s.eml",
	    request->office->id, suffix) : arena_printf(mail->arena,
	    "%s%s.%u.eml", request->office->id, suffix, number);
}

/* `path` is that of the outbox. */
static bool
write_file(struct mail *mail, int outbox, const char *path, size_t index,
    const struct message *message)
{
	const char *edition = mail->deliveries[index]->request.edition;
	const char *name = name_of(mail, index);
	const char *folder_path = arena_printf(mail->arena, "%s/%s", path,
	    edition);
	int folder = open_folder(mail, outbox, edition, folder_path);
	bool is_written;

	if (folder < 0)
		return false;
	is_written = write_bytes(mail, folder, name, arena_printf(mail->arena,
	    "%s/%s", folder_path, name), message);
	close(folder);
	return is_written;
}

bool
mail_write_outbox(struct mail *mail)
{
	const char *path = arena_printf(mail->arena, "%s/outbox",
	    mail->options->output_dir);
	int outbox = open_folder(mail, AT_FDCWD, path, path);
	bool is_done = outbox >= 0;
	size_t i;

	if (!is_done)
		return false;
	clear_folders(mail, outbox);
	for (i = 0; i < mail->delivery_count; i++) {
		struct delivery *delivery = mail->deliveries[i];
		struct arena arena = { 0 };
		struct message message = { 0 };

		if (message_build(&delivery->request, mail->press, &arena,
		    mail->diags, &message) && write_file(mail, outbox, path,
		    i, &message))
			delivery->class = MAIL_SENT;
		else
			is_done = false;
		message_release(&message);
		arena_release(&arena);
	}
	close(outbox);
	return is_done;
}
