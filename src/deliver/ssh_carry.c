/*
 * What outlives its release on another machine. In: manifests, the lists and
 * sources that lie there. Out: links there, or fewer of them.
 *
 * The list is written before the first link, so that no kill leaves a link
 * that no list names.
 */
#include "ssh_carry.h"

#include <limits.h>
#include <stdlib.h>
#include <time.h>

#include "carry.h"

/* A file beside the releases; an empty text where there is none. */
static bool
read_note(struct ssh *ssh, const char *name, struct strbuf *ret_text)
{
	return ssh_ask(ssh, arena_printf(ssh->arena, "read %s", name), NULL,
	    ret_text);
}

/* An empty text removes it. */
static bool
write_note(struct ssh *ssh, const char *name, const struct strbuf *text)
{
	return ssh_ask(ssh, arena_printf(ssh->arena, "write %s", name),
	    text->len > 0 ? text->bytes : "", NULL);
}

static bool
read_list(struct ssh *ssh, const char *id, struct carried_list *ret_list)
{
	struct strbuf text = { 0 };
	bool is_done = read_note(ssh, arena_printf(ssh->arena, "%s.carried",
	    id), &text);

	carried_read(ret_list, ssh->arena, arena_strdup(ssh->arena,
	    strbuf_string(&text)));
	strbuf_release(&text);
	return is_done;
}

static bool
write_list(struct ssh *ssh, const char *id, const struct carried_list *list)
{
	struct strbuf text = { 0 };
	bool is_done;

	carried_write(list, &text);
	is_done = write_note(ssh, arena_printf(ssh->arena, "%s.carried", id),
	    &text);
	strbuf_release(&text);
	return is_done;
}

/* Sends a command with the paths of a list. */
static bool
ask_of(struct ssh *ssh, const char *command, const struct carried_list *list)
{
	struct strbuf paths = { 0 };
	bool is_done = true;
	size_t i;

	for (i = 0; i < list->count; i++)
		strbuf_printf(&paths, "%s\n", list->items[i].file.path);
	if (list->count > 0)
		is_done = ssh_ask(ssh, command, strbuf_string(&paths), NULL);
	strbuf_release(&paths);
	return is_done;
}

/* Fills in what the release is made of, as it is kept there. */
static bool
read_sources(struct ssh *ssh, const char *id, struct manifest *manifest)
{
	const char *path = arena_printf(ssh->arena, "%s/sources",
	    ssh->folder);
	struct strbuf text = { 0 };
	FILE *file = NULL;
	bool is_done;

	is_done = read_note(ssh, arena_printf(ssh->arena, "%s.sources", id),
	    &text);
	if (is_done && text.len > 0) {
		file = fopen(path, "we");
		is_done = file != NULL && fwrite(text.bytes, 1, text.len,
		    file) == text.len;
		is_done = (file == NULL || fclose(file) == 0) && is_done;
		if (is_done)
			is_done = sources_read(manifest, ssh->arena, path,
			    ssh->diags);
		else
			diag_report(ssh->diags, DIAG_TARGET_INVALID,
			    SOURCE_NOWHERE, "cannot write '%s'", path);
	}
	strbuf_release(&text);
	return is_done;
}

bool
ssh_keep_sources(struct ssh *ssh, const char *id, const char *path)
{
	struct strbuf text = { 0 };
	FILE *file = fopen(path, "re");
	char *line = NULL;
	size_t size = 0;
	ssize_t len;
	bool is_done;

	if (file == NULL)
		return true;
	while ((len = getline(&line, &size, file)) > 0)
		strbuf_add(&text, line, (size_t)len);
	free(line);
	fclose(file);
	is_done = write_note(ssh, arena_printf(ssh->arena, "%s.sources", id),
	    &text);
	strbuf_release(&text);
	return is_done;
}

bool
ssh_carry(struct ssh *ssh, const char *from, const struct manifest *old,
    const char *to, const char *into, const struct manifest *new,
    int32_t today_days)
{
	struct manifest with_sources[2] = { *old, *new };
	struct carried_list earlier, list;

	if (old->count == 0)
		return true;
	if (!read_sources(ssh, from, &with_sources[0]) ||
	    !read_sources(ssh, to, &with_sources[1]) ||
	    !read_list(ssh, from, &earlier))
		return false;
	carried_choose(&list, &earlier, &with_sources[0], &with_sources[1],
	    (long long)time(NULL), today_days, ssh->arena);
	return list.count == 0 || (write_list(ssh, to, &list) &&
	    ask_of(ssh, arena_printf(ssh->arena, "carry %s %s", from, into),
	    &list));
}

bool
ssh_drop_carried(struct ssh *ssh, const char *id, bool is_served)
{
	struct carried_list list, over;

	if (!read_list(ssh, id, &list))
		return false;
	carried_split(&list, is_served ? (long long)time(NULL) : LLONG_MAX,
	    ssh->arena, &over);
	return over.count == 0 || (ask_of(ssh, arena_printf(ssh->arena,
	    "drop %s", id), &over) && write_list(ssh, id, &list));
}
