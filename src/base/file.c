/*
 * Files and folders. In: a folder's descriptor and a relative path. Out:
 * bytes. No step of the path is followed out of the folder: each component is
 * opened with O_NOFOLLOW, and `..` is refused.
 *
 * What has a path alone (hash, write, make, remove) is ours, and its callers
 * say what failed.
 */
#include "fieldkit/file.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fieldkit/utf8.h"

#define COMPONENT_CHARS 255

int
dir_open(const char *path)
{
	return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static int
open_component(int dir_fd, const char *name, size_t len, int flags)
{
	char component[COMPONENT_CHARS + 1];

	if (len == 0 || len > COMPONENT_CHARS ||
	    (len <= 2 && strncmp(name, "..", len) == 0)) {
		errno = EINVAL;
		return -1;
	}
	memcpy(component, name, len);
	component[len] = '\0';
	return openat(dir_fd, component,
	    O_RDONLY | O_NOFOLLOW | O_CLOEXEC | flags);
}

static int
refuse(int fd)
{
	int saved = errno;

	if (fd >= 0)
		close(fd);
	errno = saved;
	return -1;
}

/* O_NONBLOCK, so that opening a FIFO returns; it means nothing to files. */
static int
file_open_beneath(int root_fd, const char *path)
{
	const char *slash;
	struct stat status;
	int dir_fd = root_fd, fd;

	while ((slash = strchr(path, '/')) != NULL) {
		fd = open_component(dir_fd, path, (size_t)(slash - path),
		    O_DIRECTORY);
		if (dir_fd != root_fd)
			refuse(dir_fd);
		if (fd < 0)
			return -1;
		dir_fd = fd;
		path = slash + 1;
	}
	fd = open_component(dir_fd, path, strlen(path), O_NONBLOCK);
	if (dir_fd != root_fd)
		refuse(dir_fd);
	if (fd >= 0 && (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))) {
		errno = EINVAL;
		return refuse(fd);
	}
	return fd;
}

static bool
read_all(int fd, char *bytes, size_t len)
{
	size_t done = 0;

	while (done < len) {
		ssize_t count = read(fd, bytes + done, len - done);

		if (count < 0 && errno == EINTR)
			continue;
		if (count == 0)
			errno = EIO;	/* it shrank while being read */
		if (count <= 0)
			return false;
		done += (size_t)count;
	}
	return true;
}

static void
report_failure(const char *shown_path, struct source_pos pos,
    struct diags *diags)
{
	if (errno == ELOOP || errno == EINVAL || errno == ENXIO)
		diag_report(diags, DIAG_FILE_KIND, pos,
		    "%s is a link, a pipe or a device; put a plain file there",
		    shown_path);
	else
		diag_report(diags, DIAG_IO_FAILED, pos, "cannot read %s: %s",
		    shown_path, strerror(errno));
}

static void
report_size(const char *shown_path, struct source_pos pos,
    const struct stat *status, size_t max_bytes, struct diags *diags)
{
	diag_report(diags, DIAG_LIMIT_PASSED, pos,
	    "%s has %jd bytes; at most %zu are read", shown_path,
	    (intmax_t)status->st_size, max_bytes);
}

bool
file_read_beneath(struct arena *arena, int root_fd, const char *path,
    const char *shown_path, size_t max_bytes, struct source_pos pos,
    struct diags *diags, char **ret_bytes, size_t *ret_len)
{
	int fd = file_open_beneath(root_fd, path);
	struct stat status;
	bool is_read;

	if (fd < 0 || fstat(fd, &status) != 0) {
		report_failure(shown_path, pos, diags);
		refuse(fd);
		return false;
	}
	if ((uintmax_t)status.st_size > max_bytes) {
		report_size(shown_path, pos, &status, max_bytes, diags);
		refuse(fd);
		return false;
	}
	*ret_len = (size_t)status.st_size;
	*ret_bytes = arena_alloc(arena, *ret_len + 1);
	is_read = read_all(fd, *ret_bytes, *ret_len);
	if (!is_read)
		report_failure(shown_path, pos, diags);
	refuse(fd);
	return is_read;
}

static void
fail_read(const char *path, const char *why, struct diags *diags)
{
	diag_report(diags, DIAG_IO_FAILED, SOURCE_NOWHERE,
	    "cannot read '%s': %s", path, why);
}

bool
file_read(struct arena *arena, const char *path, size_t max_bytes,
    struct diags *diags, char **ret_bytes, size_t *ret_len)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat status;
	bool is_read = false;

	if (fd < 0 || fstat(fd, &status) != 0) {
		fail_read(path, strerror(errno), diags);
	} else if (!S_ISREG(status.st_mode)) {
		fail_read(path, "it is no plain file", diags);
	} else if ((uintmax_t)status.st_size > max_bytes) {
		report_size(path, SOURCE_NOWHERE, &status, max_bytes, diags);
	} else {
		*ret_len = (size_t)status.st_size;
		*ret_bytes = arena_alloc(arena, *ret_len + 1);
		is_read = read_all(fd, *ret_bytes, *ret_len);
		if (!is_read)
			fail_read(path, strerror(errno), diags);
	}
	refuse(fd);
	return is_read;
}

bool
file_hash(const char *path, char ret_hex[DIGEST_HEX_CHARS + 1],
    int64_t *ret_bytes)
{
	char buffer[64 * 1024];
	struct digest *digest;
	struct stat status;
	ssize_t got;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

	if (fd < 0)
		return false;
	if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
		close(fd);
		return false;
	}
	digest = digest_new();
	*ret_bytes = 0;
	while ((got = read(fd, buffer, sizeof(buffer))) > 0) {
		digest_add(digest, buffer, (size_t)got);
		*ret_bytes += got;
	}
	digest_finish_hex(digest, ret_hex);
	digest_free(digest);
	close(fd);
	return got == 0;
}

bool
file_write_all(int fd, const void *bytes, size_t len)
{
	const char *rest = bytes;

	while (len > 0) {
		ssize_t done = write(fd, rest, len);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		rest += done;
		len -= (size_t)done;
	}
	return true;
}

/* From the deepest up: most often only one is missing. */
bool
folder_make(char *path)
{
	char *slash;

	if (mkdir(path, 0777) == 0 || errno == EEXIST)
		return true;
	slash = strrchr(path, '/');
	if (errno != ENOENT || slash == NULL || slash == path)
		return false;
	*slash = '\0';
	if (!folder_make(path))
		return false;
	*slash = '/';
	return mkdir(path, 0777) == 0 || errno == EEXIST;
}

static int
remove_entry(const char *path, const struct stat *status, int kind,
    struct FTW *place)
{
	(void)status, (void)kind, (void)place;
	return remove(path);
}

bool
tree_remove(const char *path)
{
	return nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS) == 0 ||
	    errno == ENOENT;
}

static struct source_pos
place_of(uint32_t file, uint32_t first_line, const char *bytes, size_t at)
{
	struct source_pos pos = { file, first_line, 1 };
	size_t i, line_start = 0;

	for (i = 0; i < at; i++) {
		if (bytes[i] != '\n')
			continue;
		pos.line++;
		line_start = i + 1;
	}
	pos.col = 1 + (uint32_t)utf8_count(bytes + line_start,
	    at - line_start);
	return pos;
}

/* What a word processor saved under the name of a text. */
static bool
report_document(uint32_t file, uint32_t first_line, const char *bytes,
    size_t len, struct diags *diags)
{
	static const struct { const char *start, *what; } kinds[] = {
		{ "{\\rtf", "a document in RTF" },
		{ "PK\003\004", "a document of Word or Excel, or an archive" },
		{ "\320\317\021\340", "a document of Word or Excel" },
		{ "%PDF-", "a PDF" },
	};
	struct source_pos pos = { file, first_line, 1 };
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		size_t start = strlen(kinds[i].start);

		if (len < start || memcmp(bytes, kinds[i].start, start) != 0)
			continue;
		diag_report(diags, DIAG_UTF8_INVALID, pos,
		    "this is %s under the name of a text; save it as plain "
		    "text in UTF-8", kinds[i].what);
		return true;
	}
	return false;
}

bool
text_check(uint32_t file, uint32_t first_line, const char *bytes, size_t len,
    struct diags *diags)
{
	size_t at = utf8_text_len(bytes, len);
	struct source_pos pos;
	unsigned char c;
	uint32_t code;

	if (report_document(file, first_line, bytes, len, diags))
		return false;
	if (at == len)
		return true;
	pos = place_of(file, first_line, bytes, at);
	c = (unsigned char)bytes[at];
	if (c == 0)
		diag_report(diags, DIAG_UTF8_INVALID, pos,
		    "a NUL byte stands here; save the file as UTF-8, not as "
		    "UTF-16");
	else if (utf8_next(bytes + at, len - at, &code) > 0)
		diag_report(diags, DIAG_UTF8_INVALID, pos,
		    "an invisible control character (U+%04X) stands here; "
		    "delete it", (unsigned)code);
	else
		diag_report(diags, DIAG_UTF8_INVALID, pos,
		    "the byte %02X is not UTF-8; save the file with the "
		    "encoding UTF-8", c);
	return false;
}
