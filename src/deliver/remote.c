/*
 * Who publishes, and how far it is. In: this process's user and machine. Out:
 * a name for others, a line for the terminal.
 */
#include "remote.h"

#include <pwd.h>
#include <string.h>
#include <unistd.h>

#define NAME_CHARS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" \
	"0123456789@._-, "

const char *
remote_publisher(struct arena *arena)
{
	const struct passwd *user = getpwuid(geteuid());
	char host[256] = "";
	char *name;

	if (gethostname(host, sizeof(host) - 1) != 0 || host[0] == '\0')
		strcpy(host, "localhost");
	name = arena_printf(arena, "%.64s@%.64s, process %ld", user != NULL ?
	    user->pw_name : "somebody", host, (long)getpid());
	for (char *c = name; *c != '\0'; c++)
		if (strchr(NAME_CHARS, *c) == NULL)
			*c = '_';
	return name;
}

void
progress_step(struct progress *progress)
{
	progress->done++;
	if (progress->is_shown)
		fprintf(stderr, "\r%s: %zu of %zu files %s", progress->edition,
		    progress->done, progress->total, progress->verb);
}

void
progress_end(struct progress *progress)
{
	if (progress->is_shown && progress->done > 0)
		fputs("\r\033[K", stderr);
}
