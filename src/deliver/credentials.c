/*
 * Users and passwords. In: a name, the environment, a file that the
 * environment names. Out: both of them, or none.
 *
 * The file is opened first and then looked at, so what was checked is what is
 * read; a link, a pipe or a device is no file.
 */
#include "credentials.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

extern char **environ;

const char *
credentials_variable(struct arena *arena, const char *name,
    const char *suffix)
{
	char *variable = arena_printf(arena, "FIELDKIT_%s_%s", name, suffix);
	char *c;

	for (c = variable; *c != '\0'; c++) {
		if (*c >= 'a' && *c <= 'z')
			*c = (char)(*c - 'a' + 'A');
		else if (!(*c >= 'A' && *c <= 'Z') && !(*c >= '0' && *c <= '9'))
			*c = '_';
	}
	return variable;
}

const char *
credentials_setting(struct arena *arena, const char *name,
    const char *suffix)
{
	const char *value = getenv(credentials_variable(arena, name, suffix));

	return value != NULL && value[0] != '\0' ? value : NULL;
}

char **
credentials_environment(struct arena *arena)
{
	size_t count = 0, kept = 0;
	char **list;

	while (environ[count] != NULL)
		count++;
	list = ARENA_ARRAY(arena, char *, count + 2);
	for (count = 0; environ[count] != NULL; count++)
		if (strncmp(environ[count], "FIELDKIT_", 9) != 0)
			list[kept++] = environ[count];
	list[kept] = NULL;
	return list;
}

static bool
refuse(struct diags *diags, const char *path, const char *why)
{
	diag_report(diags, DIAG_CREDENTIALS_INVALID, SOURCE_NOWHERE,
	    "the credentials file '%s' %s", path, why);
	return false;
}

/* Whether only its owner can read it, and the owner is to be trusted. */
static bool
is_private(int fd, const char *path, struct arena *arena, struct diags *diags)
{
	struct stat status;

	if (fstat(fd, &status) != 0)
		return refuse(diags, path, strerror(errno));
	if (!S_ISREG(status.st_mode))
		return refuse(diags, path, "is no plain file");
	if (status.st_uid != geteuid() && status.st_uid != 0)
		return refuse(diags, path, "belongs to another user; 'chown' "
		    "it to the one who runs fieldkit");
	if ((status.st_mode & 077) != 0)
		return refuse(diags, path, arena_printf(arena, "can be read "
		    "or written by others (mode %04o); 'chmod 600' it, and "
		    "change the password if it was seen",
		    (unsigned)status.st_mode & 07777));
	if (status.st_size > CREDENTIALS_MAX_BYTES)
		return refuse(diags, path, "is too long to be one");
	return true;
}

/* The rest of a line that starts with the key; false for another line. */
static bool
take(char **ret_value, char *line, const char *key)
{
	size_t len = strlen(key);

	if (strncmp(line, key, len) != 0 || line[len] != ':')
		return false;
	line += len + 1;
	*ret_value = line + strspn(line, " \t");
	return true;
}

static bool
parse_file(struct credentials *credentials, char *text, const char *path,
    struct diags *diags)
{
	char *line, *rest = text;

	while ((line = strsep(&rest, "\n")) != NULL) {
		size_t len = strlen(line);

		if (len > 0 && line[len - 1] == '\r')
			line[len - 1] = '\0';
		if (!take(&credentials->user, line, "user") &&
		    !take(&credentials->password, line, "password") &&
		    !take(&credentials->host, line, "host") &&
		    line[0] != '\0' && line[0] != '#')
			return refuse(diags, path, "has a line that is "
			    "neither 'user: NAME' nor 'password: TEXT', nor "
			    "'host: NAME'");
	}
	return (credentials->user != NULL && credentials->password != NULL) ||
	    refuse(diags, path, "lacks a line 'user: NAME' or 'password: "
	    "TEXT'");
}

static bool
read_file(struct credentials *credentials, struct arena *arena,
    const char *path, struct diags *diags)
{
	char *text = arena_alloc(arena, CREDENTIALS_MAX_BYTES + 1);
	size_t len = 0;
	ssize_t got = 0;
	bool is_done;
	int fd;

	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		return refuse(diags, path, errno == ELOOP ?
		    "is a link; name the file itself" :
		    arena_printf(arena, "cannot be read: %s",
		    strerror(errno)));
	is_done = is_private(fd, path, arena, diags);
	while (is_done && len < CREDENTIALS_MAX_BYTES && (got = read(fd,
	    text + len, CREDENTIALS_MAX_BYTES - len)) > 0)
		len += (size_t)got;
	if (is_done && got < 0)
		is_done = refuse(diags, path, strerror(errno));
	close(fd);
	if (is_done && strlen(text) != len)
		is_done = refuse(diags, path, "has a NUL byte");
	return is_done && parse_file(credentials, text, path, diags);
}

/* Control characters would end a line of a protocol. */
static bool
is_plain(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text < 0x20 || *text == 0x7f)
			return false;
	return true;
}

static bool
from_environment(struct credentials *credentials, struct arena *arena,
    const char *name, struct diags *diags)
{
	const char *user = credentials_setting(arena, name, "USER");
	const char *password = credentials_setting(arena, name, "PASSWORD");
	const char *host = credentials_setting(arena, name, "HOST");

	if (user == NULL && password == NULL)
		return true;
	if (user == NULL || password == NULL) {
		diag_report(diags, DIAG_CREDENTIALS_INVALID, SOURCE_NOWHERE,
		    "%s is set but %s is not; set both, or neither",
		    credentials_variable(arena, name, user != NULL ? "USER" :
		    "PASSWORD"), credentials_variable(arena, name,
		    user != NULL ? "PASSWORD" : "USER"));
		return false;
	}
	credentials->user = arena_strdup(arena, user);
	credentials->password = arena_strdup(arena, password);
	if (host != NULL)
		credentials->host = arena_strdup(arena, host);
	return true;
}

/* Whether the host is the one they are for; a URL may write it in brackets. */
static bool
is_for(const struct credentials *credentials, const char *host)
{
	size_t len;

	if (credentials->host == NULL)
		return true;
	if (host[0] == '[')
		host++;
	len = strcspn(host, "]");
	return strncasecmp(credentials->host, host, len) == 0 &&
	    credentials->host[len] == '\0';
}

bool
credentials_find(struct credentials *ret_credentials, struct arena *arena,
    const char *name, const char *host, struct diags *diags)
{
	const char *path = credentials_setting(arena, name, "CREDENTIALS");

	*ret_credentials = (struct credentials){ 0 };
	if (!(path != NULL ? read_file(ret_credentials, arena, path, diags) :
	    from_environment(ret_credentials, arena, name, diags)))
		return false;
	if (ret_credentials->user == NULL)
		return true;
	if (!is_for(ret_credentials, host)) {
		diag_report(diags, DIAG_CREDENTIALS_INVALID, SOURCE_NOWHERE,
		    "the user and password of '%s' are for '%s', and its "
		    "address is now at '%s'; where that is right, write the "
		    "new host in %s", name, ret_credentials->host, host,
		    path != NULL ? path :
		    credentials_variable(arena, name, "HOST"));
		return false;
	}
	if (ret_credentials->user[0] != '\0' &&
	    is_plain(ret_credentials->user) &&
	    is_plain(ret_credentials->password))
		return true;
	diag_report(diags, DIAG_CREDENTIALS_INVALID, SOURCE_NOWHERE,
	    "the user or password of '%s' is empty or has control characters",
	    name);
	return false;
}

void
credentials_forget(struct credentials *credentials)
{
	if (credentials->user != NULL)
		explicit_bzero(credentials->user, strlen(credentials->user));
	if (credentials->password != NULL)
		explicit_bzero(credentials->password,
		    strlen(credentials->password));
	*credentials = (struct credentials){ 0 };
}
