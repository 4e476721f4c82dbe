/*
 * A maildir. In: a message. Out: a file in new/, whole and durable before its
 * name appears.
 *
 * The name is made of the run's time and the message's id, so that a message
 * that is carried again in the same run is the same file. Anything that fails
 * before the link is surely not delivered.
 */
#include "carrier.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "fieldkit/file.h"

static bool
open_maildir(struct carrier *carrier, struct diags *diags)
{
	static const char *const folders[] = { "tmp", "new", "cur" };
	size_t i;

	for (i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		char *path = arena_printf(carrier->arena, "%s/%s",
		    carrier->place, folders[i]);

		if (folder_make(path))
			continue;
		diag_report(diags, DIAG_TRANSPORT_INVALID, carrier->pos,
		    "cannot make the maildir's folder '%s': %s", path,
		    strerror(errno));
		return false;
	}
	return true;
}

static void
close_maildir(struct carrier *carrier)
{
	(void)carrier;
}

static bool
write_durably(const char *path, const struct cargo *cargo)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC |
	    O_NOFOLLOW, 0600);
	bool is_written;
	int error;

	if (fd < 0)
		return false;
	is_written = file_write_all(fd, cargo->bytes, cargo->len) &&
	    fsync(fd) == 0;
	error = errno;
	if (close(fd) != 0 && is_written)
		return false;
	errno = error;
	return is_written;
}

static bool
sync_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool is_synced = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return is_synced;
}

static enum carried
send_maildir(struct carrier *carrier, const struct cargo *cargo,
    struct strbuf *words)
{
	char *name = arena_printf(carrier->arena, "%" PRId64 ".%.*s.fieldkit",
	    carrier->time, (int)strcspn(cargo->message_id, "@"),
	    cargo->message_id);
	char *folder = arena_printf(carrier->arena, "%s/new", carrier->place);
	char *last = arena_printf(carrier->arena, "%s/%s", folder, name);
	char *first = arena_printf(carrier->arena, "%s/tmp/%s",
	    carrier->place, name);
	enum carried carried = CARRIED_UNUSABLE;

	if (!write_durably(first, cargo)) {
		strbuf_printf(words, "cannot write '%s': %s", first,
		    strerror(errno));
	} else if (link(first, last) != 0 && errno != EEXIST) {
		strbuf_printf(words, "cannot make '%s': %s", last,
		    strerror(errno));
	} else if (!sync_folder(folder)) {
		carried = CARRIED_UNCERTAIN;
		strbuf_printf(words, "cannot sync '%s': %s", folder,
		    strerror(errno));
	} else {
		carried = CARRIED_SENT;
		strbuf_add_string(words, name);
	}
	unlink(first);
	return carried;
}

const struct carrier_kind carrier_maildir = {
	.prefix = "maildir:", .open = open_maildir, .send = send_maildir,
	.close = close_maildir,
};
