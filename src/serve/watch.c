/*
 * Watching folders. In: roots. Out: whether something changed below them.
 *
 * The kernel watches one folder at a time, so whenever a folder appears, goes
 * or moves, or events were lost, the whole tree is walked again and every
 * folder in it is watched; the kernel gives a folder that it knows the number
 * that it had. Who loads the tree after watch_take has said true therefore
 * sees every file that came before its folder was watched.
 */
#include "watch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fieldkit/arena.h"
#include "fieldkit/file.h"

#define EVENTS (IN_CLOSE_WRITE | IN_CREATE | IN_MOVED_FROM | IN_MOVED_TO |  \
	IN_DELETE | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR)
/* A folder that this happened to, or in, is walked again. */
#define FOLDER_EVENTS (IN_DELETE_SELF | IN_MOVE_SELF | IN_Q_OVERFLOW |       \
	IN_IGNORED | IN_UNMOUNT)

/* Content and themes are far flatter. */
#define DEEPEST 16
#define LOOK_MS 1000
#define MISSING_MS 500
#define SHOWN_NAMES 3

struct folder {
	int number;			/* the kernel's */
	const char *path;
};

struct watch {
	const char *const *roots;
	unsigned root_count;
	int fd;				/* -1: looks instead */
	bool is_missing;		/* a root is */
	struct arena arena;		/* of the last walk */
	struct folder *folders;
	size_t folder_count, folder_size;
	uint64_t seen;			/* of the last walk: a digest of it */
	struct strbuf names[SHOWN_NAMES + 1];	/* the last is for work */
	unsigned name_count;
	const char *problem;
};

/* What editors leave beside a file: Emacs' locks, copies and backups, Vim's
 * swap files and its test for writing, and whatever starts with a dot. */
static bool
is_passed_over(const char *name)
{
	size_t len = strlen(name);

	return name[0] == '.' || name[0] == '#' || name[len - 1] == '~' ||
	    strcmp(name, "4913") == 0 ||
	    (len > 4 && strcmp(name + len - 4, ".swp") == 0);
}

static void
add_seen(struct watch *watch, const void *bytes, size_t len)
{
	const unsigned char *at = bytes;

	/* FNV-1a: two states of a tree are told apart, nothing is proven. */
	for (; len > 0; len--)
		watch->seen = (watch->seen ^ *at++) * 0x100000001b3;
}

static void
look_at(struct watch *watch, const char *name, const struct stat *info)
{
	const int64_t facts[] = {
		(int64_t)info->st_ino, (int64_t)info->st_size,
		(int64_t)info->st_mode, info->st_mtim.tv_sec,
		info->st_mtim.tv_nsec, info->st_ctim.tv_sec,
		info->st_ctim.tv_nsec,
	};

	add_seen(watch, name, strlen(name) + 1);
	if (!S_ISDIR(info->st_mode))	/* its entries speak for a folder */
		add_seen(watch, facts, sizeof(facts));
}

/* From now on the tree is looked through. */
static void
give_up(struct watch *watch, const char *problem)
{
	if (watch->fd >= 0)
		close(watch->fd);
	watch->fd = -1;
	watch->problem = problem;
}

static void
watch_folder(struct watch *watch, const char *path)
{
	struct folder *folders;
	int number = inotify_add_watch(watch->fd, path, EVENTS);

	if (number < 0) {
		if (errno == ENOSPC)
			give_up(watch, "the kernel watches no more folders "
			    "(fs.inotify.max_user_watches)");
		else if (errno != ENOENT && errno != ENOTDIR &&
		    errno != EACCES)
			give_up(watch, strerror(errno));
		return;			/* gone again, or for no one to see */
	}
	if (watch->folder_count == watch->folder_size) {
		watch->folder_size = 2 * watch->folder_size + 32;
		folders = ARENA_ARRAY(&watch->arena, struct folder,
		    watch->folder_size);
		if (watch->folder_count > 0)
			memcpy(folders, watch->folders,
			    watch->folder_count * sizeof(*folders));
		watch->folders = folders;
	}
	watch->folders[watch->folder_count++] =
	    (struct folder){ number, path };
}

static int
open_folder(int parent, const char *name)
{
	return openat(parent, name,
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* Takes `fd`. The order of entries is the file system's; it stays the same
 * while nothing changes. */
static void
walk(struct watch *watch, int fd, const char *path, int depth)
{
	DIR *dir = fdopendir(fd);
	const struct dirent *entry;
	struct stat info;

	if (dir == NULL) {
		close(fd);
		return;
	}
	if (watch->fd >= 0)
		watch_folder(watch, path);
	while ((entry = readdir(dir)) != NULL) {
		if (is_passed_over(entry->d_name) || fstatat(fd,
		    entry->d_name, &info, AT_SYMLINK_NOFOLLOW) != 0)
			continue;
		look_at(watch, entry->d_name, &info);
		if (S_ISDIR(info.st_mode) && depth < DEEPEST) {
			int inner = open_folder(fd, entry->d_name);

			if (inner >= 0)
				walk(watch, inner, arena_printf(&watch->arena,
				    "%s/%s", path, entry->d_name), depth + 1);
		}
	}
	closedir(dir);
}

static void
walk_roots(struct watch *watch)
{
	unsigned i;

	arena_reset(&watch->arena);
	watch->folders = NULL;
	watch->folder_count = watch->folder_size = 0;
	watch->seen = 0xcbf29ce484222325;
	watch->is_missing = false;
	for (i = 0; i < watch->root_count; i++) {
		int fd = dir_open(watch->roots[i]);

		if (fd >= 0)
			walk(watch, fd, watch->roots[i], 0);
		else
			watch->is_missing = true;
	}
}

struct watch *
watch_new(const char *const *roots, unsigned root_count, bool has_polling)
{
	struct watch *watch = mem_alloc(sizeof(*watch));

	*watch = (struct watch){
		.roots = roots, .root_count = root_count, .fd = -1,
	};
	if (!has_polling) {
		watch->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
		if (watch->fd < 0)
			give_up(watch, strerror(errno));
	}
	walk_roots(watch);
	return watch;
}

void
watch_free(struct watch *watch)
{
	unsigned i;

	if (watch->fd >= 0)
		close(watch->fd);
	arena_release(&watch->arena);
	for (i = 0; i <= SHOWN_NAMES; i++)
		strbuf_release(&watch->names[i]);
	free(watch);
}

int
watch_fd(const struct watch *watch)
{
	return watch->fd;
}

int
watch_timeout_ms(const struct watch *watch)
{
	if (watch->is_missing)
		return MISSING_MS;
	return watch->fd < 0 ? LOOK_MS : -1;
}

/* An editor's saving is several events of one file: counted once while it
 * is among the names that are kept. */
static void
add_name(struct watch *watch, const char *folder, const char *name)
{
	struct strbuf *newest = &watch->names[SHOWN_NAMES];
	unsigned i;

	strbuf_clear(newest);
	strbuf_printf(newest, "%s/%s", folder, name);
	for (i = 0; i < watch->name_count && i < SHOWN_NAMES; i++)
		if (strcmp(watch->names[i].bytes, newest->bytes) == 0)
			return;
	if (i < SHOWN_NAMES) {
		strbuf_clear(&watch->names[i]);
		strbuf_add(&watch->names[i], newest->bytes, newest->len);
	}
	watch->name_count++;
}

static const char *
folder_path(const struct watch *watch, int number)
{
	size_t i;

	for (i = 0; i < watch->folder_count; i++)
		if (watch->folders[i].number == number)
			return watch->folders[i].path;
	return NULL;
}

/* Whether it matters; *ret_is_walk where the tree has to be walked. */
static bool
take_event(struct watch *watch, const struct inotify_event *event,
    bool *ret_is_walk)
{
	const char *path = folder_path(watch, event->wd);

	if ((event->mask & FOLDER_EVENTS) != 0) {
		*ret_is_walk = true;
		return (event->mask & IN_IGNORED) == 0;
	}
	if (path == NULL) {		/* a folder that was moved away */
		inotify_rm_watch(watch->fd, event->wd);
		return false;
	}
	if (event->len > 0 && is_passed_over(event->name))
		return false;
	if (event->len == 0 || (event->mask & IN_ISDIR) != 0)
		*ret_is_walk = true;
	add_name(watch, path, event->len > 0 ? event->name : "");
	return true;
}

static bool
take_events(struct watch *watch)
{
	_Alignas(struct inotify_event) char bytes[16384];
	bool has_change = false, is_walk = false;
	ssize_t len;

	while ((len = read(watch->fd, bytes, sizeof(bytes))) > 0) {
		const char *at = bytes, *end = bytes + len;

		while (at < end) {
			const struct inotify_event *event =
			    (const void *)at;

			has_change = take_event(watch, event, &is_walk) ||
			    has_change;
			at += sizeof(*event) + event->len;
		}
	}
	if (is_walk)
		walk_roots(watch);
	return has_change;
}

bool
watch_take(struct watch *watch)
{
	uint64_t seen = watch->seen;
	bool is_told = false;

	if (watch->fd >= 0)
		is_told = take_events(watch);
	if (watch->fd >= 0 && !watch->is_missing)
		return is_told;
	walk_roots(watch);
	return watch->seen != seen || is_told;
}

/* An editor may have written under another name first; such a name is
 * left out. */
void
watch_print_names(const struct watch *watch, struct strbuf *out)
{
	unsigned i;

	for (i = 0; i < watch->name_count && i < SHOWN_NAMES; i++)
		if (watch->name_count == 1 ||
		    access(watch->names[i].bytes, F_OK) == 0)
			strbuf_printf(out, "%s%s", out->len > 0 ? ", " : "",
			    watch->names[i].bytes);
	if (watch->name_count > SHOWN_NAMES)
		strbuf_printf(out, " and %u more",
		    watch->name_count - SHOWN_NAMES);
}

void
watch_forget_names(struct watch *watch)
{
	watch->name_count = 0;
}

const char *
watch_problem(const struct watch *watch)
{
	return watch->problem;
}
