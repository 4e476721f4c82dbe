/*
 * Targets. In: a name and a text of site.yaml. Out: its parts, each of an
 * alphabet that no shell, program or server reads as anything else.
 */
#include "fieldkit/target.h"

#include <string.h>

#include "fieldkit/slug.h"

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"
#define PLAIN LETTERS DIGITS "._-"

/* The pieces of USER@HOST:PORT/PATH; user, port and path may be NULL. */
struct authority {
	char *user, *host, *port, *path;
	bool has_brackets;
};

static bool
is_of(const char *text, const char *alphabet)
{
	return text[0] != '\0' && text[0] != '-' &&
	    text[strspn(text, alphabet)] == '\0';
}

static bool
is_port(const char *text)
{
	return is_of(text, DIGITS) && strlen(text) <= 5;
}

/* Absolute, without empty, "." or ".." components; a slash may end it. */
static bool
is_path(const char *path, const char *alphabet)
{
	const char *at = path;

	if (path[0] != '/' || path[strspn(path, alphabet)] != '\0')
		return false;
	while (*at == '/') {
		size_t len = strcspn(at + 1, "/");

		if ((len == 0 && at[1] == '/') ||
		    (len == 1 && at[1] == '.') ||
		    (len == 2 && at[1] == '.' && at[2] == '.'))
			return false;
		at += len + 1;
	}
	return true;
}

/* Cuts the text into its pieces; false where there are no brackets' ends. */
static bool
split(struct authority *authority, char *text, struct arena *arena)
{
	char *slash = strchr(text, '/'), *at, *colon;

	*authority = (struct authority){ 0 };
	if (slash != NULL) {
		authority->path = arena_strdup(arena, slash);
		*slash = '\0';
	}
	at = strrchr(text, '@');
	if (at != NULL) {
		*at = '\0';
		authority->user = text;
		text = at + 1;
	}
	authority->host = text;
	colon = strchr(text, ':');
	if (text[0] == '[') {
		char *end = strchr(text, ']');

		if (end == NULL || (end[1] != '\0' && end[1] != ':'))
			return false;
		authority->has_brackets = true;
		authority->host = text + 1;
		colon = end[1] == ':' ? end + 1 : NULL;
		*end = '\0';
	}
	if (colon != NULL) {
		*colon = '\0';
		authority->port = colon + 1;
	}
	return true;
}

static bool
is_authority(const struct authority *authority)
{
	return is_of(authority->host, authority->has_brackets ?
	    DIGITS "abcdefABCDEF:" : LETTERS DIGITS ".-") &&
	    (authority->user == NULL || is_of(authority->user, PLAIN)) &&
	    (authority->port == NULL || is_port(authority->port));
}

static bool
is_loopback(const char *host)
{
	return strcmp(host, "localhost") == 0 || strcmp(host, "::1") == 0 ||
	    (strncmp(host, "127.", 4) == 0 &&
	    host[strspn(host, DIGITS ".")] == '\0');
}

static enum target_fault
has_secret(const char **ret_why)
{
	*ret_why = "holds a password, which is now no secret any more: change "
	    "it, and give it by the environment or a file (fieldkit publish "
	    "--help)";
	return TARGET_HAS_SECRET;
}

static enum target_fault
parse_ssh(struct target *target, char *text, struct arena *arena,
    const char **ret_why)
{
	struct authority parts;

	*ret_why = "a target on another machine is written "
	    "ssh://USER@HOST/FOLDER or ssh://USER@HOST:PORT/FOLDER, with "
	    "letters, digits, '.', '_' and '-', and a hyphen at no start";
	if (!split(&parts, text, arena))
		return TARGET_WRONG;
	if (parts.user != NULL && strchr(parts.user, ':') != NULL)
		return has_secret(ret_why);
	if (!is_authority(&parts) || parts.path == NULL ||
	    !is_path(parts.path, PLAIN "/") || parts.path[1] == '\0')
		return TARGET_WRONG;
	target->kind = TARGET_SSH;
	target->path = parts.path;
	if (parts.path[strlen(parts.path) - 1] == '/')
		parts.path[strlen(parts.path) - 1] = '\0';
	target->host = parts.host;
	target->port = parts.port != NULL ? parts.port : "";
	target->login = parts.user != NULL ? arena_printf(arena, "%s@%s",
	    parts.user, parts.host) : parts.host;
	return TARGET_FINE;
}

static enum target_fault
parse_dav(struct target *target, char *text, bool is_plain,
    struct arena *arena, const char **ret_why)
{
	struct authority parts;
	const char *path;

	*ret_why = "a WebDAV target is written https://HOST/PATH/, with "
	    "letters, digits, '.', '_', '~', '%' and '-'";
	if (!split(&parts, text, arena))
		return TARGET_WRONG;
	if (parts.user != NULL)
		return has_secret(ret_why);
	path = parts.path != NULL ? parts.path : "/";
	if (!is_authority(&parts) || !is_path(path, PLAIN "~%/"))
		return TARGET_WRONG;
	target->kind = TARGET_DAV;
	target->host = parts.host;
	target->is_loopback = is_loopback(parts.host);
	if (is_plain && !target->is_loopback) {
		*ret_why = "http:// sends passwords and pages for all to "
		    "read; write https://";
		return TARGET_WRONG;
	}
	target->url = arena_printf(arena, "%s://%s%s%s%s%s%s%s",
	    is_plain ? "http" : "https", parts.has_brackets ? "[" : "",
	    parts.host, parts.has_brackets ? "]" : "",
	    parts.port != NULL ? ":" : "", parts.port != NULL ? parts.port :
	    "", path, path[strlen(path) - 1] == '/' ? "" : "/");
	return TARGET_FINE;
}

enum target_fault
target_parse(struct target *ret_target, struct arena *arena,
    const char *name, const char *text, const char **ret_why)
{
	*ret_target = (struct target){ .name = name, .text = text,
		.kind = TARGET_FOLDER };
	/* The name becomes that of a folder and of variables. */
	*ret_why = "a target's name is of a-z, 0-9 and hyphens";
	if (!slug_is_valid(name, strlen(name)))
		return TARGET_WRONG;
	if (strncmp(text, "file:", 5) == 0 && text[5] != '\0') {
		ret_target->path = text + 5;
		return TARGET_FINE;
	}
	if (strncmp(text, "exec:/", 6) == 0) {
		ret_target->kind = TARGET_PROGRAM;
		ret_target->path = text + 5;
		return TARGET_FINE;
	}
	if (strncmp(text, "ssh://", 6) == 0)
		return parse_ssh(ret_target, arena_strdup(arena, text + 6),
		    arena, ret_why);
	if (strncmp(text, "https://", 8) == 0)
		return parse_dav(ret_target, arena_strdup(arena, text + 8),
		    false, arena, ret_why);
	if (strncmp(text, "http://", 7) == 0)
		return parse_dav(ret_target, arena_strdup(arena, text + 7),
		    true, arena, ret_why);
	*ret_why = "a target is file:FOLDER, exec:/PATH/OF/PROGRAM, "
	    "ssh://USER@HOST/FOLDER or https://HOST/PATH/";
	return TARGET_WRONG;
}
