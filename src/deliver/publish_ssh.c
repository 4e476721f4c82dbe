/*
 * Publishing to another machine. In: a parcel. Out: a release there beside
 * the others, and readers get it.
 *
 * The lock is taken first and held by the conversation. rsync writes the
 * release as <id>.tmp, where files that a kept release has are linked to; all
 * of it is hashed there by what the manifest here says; then it gets its own
 * name, the link is replaced in one rename and read back. A kill or a lost
 * connection at any moment leaves the old release served or the new one, and
 * a .tmp with which the next run goes on.
 */
#include "publish_note.h"
#include "shipment.h"
#include "ssh_carry.h"

#include <string.h>

#include "fieldkit/file.h"

/* One edition's conversation. */
struct visit {
	struct ssh ssh;
	const struct publish_options *options;
	const char *edition;
	struct ledger *ledger;		/* NULL in a dry run */
	const char *served;		/* release, or "" */
	struct manifest manifest;	/* of that */
	struct arena *arena;
	struct diags *diags;
};

static bool
read_manifest(struct visit *visit, const char *id,
    struct manifest *ret_manifest)
{
	struct strbuf json = { 0 };
	bool is_done;

	*ret_manifest = manifest_none;
	if (id[0] == '\0')
		return true;
	is_done = ssh_ask(&visit->ssh, arena_printf(visit->arena,
	    "manifest %s", id), NULL, &json) && (json.len == 0 ||
	    manifest_parse(ret_manifest, visit->arena, arena_printf(
	    visit->arena, "%s: release %s", visit->options->remote->text, id),
	    json.bytes, json.len, visit->diags));
	strbuf_release(&json);
	manifest_drop_letters(ret_manifest);
	return is_done;
}

/* A word of the other machine that becomes part of a command again. */
static bool
is_release(const char *id)
{
	return strspn(id, "0123456789abcdef") == RELEASE_CHARS &&
	    id[RELEASE_CHARS] == '\0';
}

/* Connects, takes the lock unless it is only for a look, and asks what is
 * served. */
static bool
visit_open(struct visit *visit, const struct publish_options *options,
    const char *edition, bool is_look, struct arena *arena,
    struct diags *diags)
{
	*visit = (struct visit){ .options = options, .edition = edition,
		.arena = arena, .diags = diags };
	if (!ssh_open(&visit->ssh, options->remote, edition, arena, diags) ||
	    !ssh_ask(&visit->ssh, "look", NULL, NULL) || (!is_look &&
	    !ssh_ask(&visit->ssh, arena_printf(arena, "lock %s",
	    remote_publisher(arena)), NULL, NULL)) || (!is_look &&
	    !publish_open_ledger(options, arena, diags, &visit->ledger)))
		return false;
	visit->served = ssh_ask_word(&visit->ssh, "current");
	if (visit->served == NULL)
		return false;
	if (!is_release(visit->served))
		visit->served = "";
	return read_manifest(visit, visit->served, &visit->manifest);
}

/* Complete releases there, newest first; at most `max`. */
static size_t
list_releases(struct visit *visit, const char **ret_ids, size_t max,
    bool *ret_is_done)
{
	struct strbuf data = { 0 };
	char *text, *line;
	size_t count = 0;

	*ret_is_done = ssh_ask(&visit->ssh, "complete", NULL, &data);
	text = arena_copy(visit->arena, strbuf_string(&data), data.len);
	strbuf_release(&data);
	while ((line = strsep(&text, "\n")) != NULL && count < max)
		if (is_release(line))
			ret_ids[count++] = line;
	return count;
}

static void
add_name(struct strbuf *names, const char *path)
{
	strbuf_add(names, path, strlen(path) + 1);
}

/* Everything of the parcel into <id>.tmp. */
static bool
send_files(struct visit *visit, const struct parcel *parcel)
{
	const char *links[PUBLISH_KEPT_RELEASES + 1];
	struct progress progress = { .edition = parcel->name, .verb = "sent",
		.is_shown = visit->options->shows_progress };
	struct strbuf names = { 0 };
	struct ssh_copy copy = { .folder = parcel->dir, .names = &names,
		.link_folders = links, .progress = &progress };
	long long bytes;
	bool is_done;
	size_t i;

	copy.link_count = list_releases(visit, links, PUBLISH_KEPT_RELEASES,
	    &is_done);
	for (i = 0; i < copy.link_count; i++)
		links[i] = arena_printf(visit->arena, "releases/%s/%s",
		    parcel->name, links[i]);
	copy.into = arena_printf(visit->arena, "releases/%s/%s.tmp",
	    parcel->name, parcel->release);
	for (i = 0; i < parcel->manifest.count; i++)
		add_name(&names, parcel->manifest.files[i].path);
	add_name(&names, MANIFEST_NAME);
	progress.total = parcel->manifest.count + 1;
	is_done = is_done && ssh_copy(&visit->ssh, &copy, &bytes);
	strbuf_release(&names);
	if (is_done)
		fprintf(visit->options->out, "%s: %zu files sent, %lld "
		    "bytes\n", parcel->name, progress.done, bytes);
	return is_done;
}

/* Whether what lies there is what was built. */
static bool
verify(struct visit *visit, const struct parcel *parcel, bool is_fresh)
{
	struct strbuf sums = { 0 };
	char hex[DIGEST_HEX_CHARS + 1];
	int64_t bytes;
	bool is_done;
	size_t i;

	for (i = 0; i < parcel->manifest.count; i++)
		strbuf_printf(&sums, "%s  %s\n",
		    parcel->manifest.files[i].sha256,
		    parcel->manifest.files[i].path);
	if (file_hash(arena_printf(visit->arena, "%s/%s", parcel->dir,
	    MANIFEST_NAME), hex, &bytes))
		strbuf_printf(&sums, "%s  %s\n", hex, MANIFEST_NAME);
	is_done = ssh_ask(&visit->ssh, arena_printf(visit->arena,
	    "verify %s%s %zu", parcel->release, is_fresh ? ".tmp" : "",
	    parcel->manifest.count + 1), strbuf_string(&sums), NULL);
	strbuf_release(&sums);
	return is_done;
}

/* Assets that pages of the served release still ask for. What a release that
 * was served before carried then is of no use now. */
static bool
carry(struct visit *visit, const char *to, const struct manifest *manifest,
    bool is_fresh)
{
	return (is_fresh || ssh_drop_carried(&visit->ssh, to, false)) &&
	    ssh_carry(&visit->ssh, visit->served, &visit->manifest, to,
	    is_fresh ? arena_printf(visit->arena, "%s.tmp", to) : to,
	    manifest, visit->options->today_days);
}

static bool
write_release(struct visit *visit, const struct parcel *parcel)
{
	const char *there = ssh_ask_word(&visit->ssh, arena_printf(
	    visit->arena, "prepare %s", parcel->release));

	if (there == NULL)
		return false;
	/* It was served before. */
	if (strcmp(there, "there") == 0)
		return verify(visit, parcel, false) && carry(visit,
		    parcel->release, &parcel->manifest, false);
	return send_files(visit, parcel) && verify(visit, parcel, true) &&
	    ssh_keep_sources(&visit->ssh, parcel->release, sources_path(
	    visit->arena, visit->options->output_dir, parcel->name)) &&
	    carry(visit, parcel->release, &parcel->manifest, true);
}

static bool
serve(struct visit *visit, const char *id)
{
	return ssh_ask(&visit->ssh, arena_printf(visit->arena, "serve %s",
	    id), NULL, NULL);
}

static bool
note(struct visit *visit, const struct manifest *manifest, const char *words)
{
	return publish_note(visit->options, visit->ledger, manifest, words,
	    visit->arena, visit->diags);
}

/* What an earlier run put there but could not note. */
static bool
note_found(struct visit *visit)
{
	return visit->manifest.count == 0 ||
	    note(visit, &visit->manifest, "found served");
}

static void
visit_close(struct visit *visit)
{
	ledger_close(visit->ledger);
	ssh_close(&visit->ssh);
}

static bool
drop_carried(struct visit *visit)
{
	return visit->options->is_dry_run || (note_found(visit) &&
	    ssh_drop_carried(&visit->ssh, visit->served, true));
}

static bool
publish(struct visit *visit, const struct parcel *parcel)
{
	const struct publish_options *options = visit->options;
	struct shipment shipment = { .edition = parcel->name,
		.release = parcel->release };

	if (strcmp(visit->served, parcel->release) == 0) {
		fprintf(options->out, "%s: release %s is served already\n",
		    parcel->name, parcel->release);
		return drop_carried(visit);
	}
	shipment_plan(&shipment, &visit->manifest, &parcel->manifest,
	    visit->arena);
	if (!shipment_is_meant(&shipment, options->max_deletes, visit->diags))
		return false;
	shipment_print(&shipment, options->is_dry_run, options->out);
	if (options->is_dry_run)
		return true;
	if (!note_found(visit) || !write_release(visit, parcel) ||
	    !serve(visit, parcel->release) ||
	    !note(visit, &parcel->manifest, "publish") ||
	    !ssh_ask(&visit->ssh, arena_printf(visit->arena, "prune %d %s",
	    PUBLISH_KEPT_RELEASES, parcel->release), NULL, NULL))
		return false;
	fprintf(options->out, "%s: release %s is served at %s\n",
	    parcel->name, parcel->release, options->remote->text);
	return true;
}

bool
publish_ssh(const struct publish_options *options,
    const struct parcel *parcel, struct arena *arena, struct diags *diags)
{
	struct visit visit;
	bool is_done;

	is_done = visit_open(&visit, options, parcel->name,
	    options->is_dry_run, arena, diags) && publish(&visit, parcel);
	visit_close(&visit);
	return is_done;
}

/* The release to go back to: the one asked for, or the one before. */
static const char *
find_earlier(struct visit *visit)
{
	const char *wanted = visit->options->release;
	const char **ids = ARENA_ARRAY(visit->arena, const char *, 4096);
	bool is_done;
	size_t count = list_releases(visit, ids, 4096, &is_done), i = 0;

	while (i < count && strcmp(ids[i], wanted != NULL ? wanted :
	    visit->served) != 0)
		i++;
	i += wanted == NULL;
	if (i < count)
		return ids[i];
	if (is_done)
		diag_report(visit->diags, DIAG_TARGET_INVALID, SOURCE_NOWHERE,
		    wanted != NULL ? "'%s' has no release '%s' there; "
		    "'fieldkit publish --list' names those it has" :
		    "'%s' has no release before the one that is served",
		    visit->edition, wanted);
	return NULL;
}

static bool
serve_again(struct visit *visit, const char *id,
    const struct manifest *manifest)
{
	bool is_served = strcmp(id, visit->served) == 0;

	return note_found(visit) &&
	    (is_served || carry(visit, id, manifest, false)) &&
	    serve(visit, id) && note(visit, manifest, "publish --rollback");
}

/* Back to a release that is there and may be read today. */
static bool
roll_back(struct visit *visit, const char *id)
{
	const struct publish_options *options = visit->options;
	struct manifest manifest;

	if (!read_manifest(visit, id, &manifest))
		return false;
	if (manifest.count > 0)
		return parcel_may_leave(&manifest, visit->arena,
		    options->output_dir, options->today_days, visit->diags) &&
		    (options->is_dry_run || serve_again(visit, id,
		    &manifest));
	diag_report(visit->diags, DIAG_TARGET_INVALID, SOURCE_NOWHERE,
	    "release '%s' of '%s' has no manifest there; remove it", id,
	    visit->edition);
	return false;
}

bool
publish_ssh_rollback(const struct publish_options *options,
    const char *edition, struct arena *arena, struct diags *diags)
{
	const char *id = NULL;
	struct visit visit;
	bool is_done;

	is_done = visit_open(&visit, options, edition, options->is_dry_run,
	    arena, diags) && (id = find_earlier(&visit)) != NULL &&
	    roll_back(&visit, id);
	if (is_done)
		fprintf(options->out, options->is_dry_run ? "%s: release %s "
		    "would be served again\n" : "%s: release %s is served "
		    "again\n", edition, id);
	visit_close(&visit);
	return is_done;
}

bool
publish_ssh_list(const struct publish_options *options, const char *edition,
    struct arena *arena, struct diags *diags)
{
	const char **ids = ARENA_ARRAY(arena, const char *, 4096);
	struct visit visit;
	size_t count, i;
	bool is_done;

	is_done = visit_open(&visit, options, edition, true, arena, diags);
	count = is_done ? list_releases(&visit, ids, 4096, &is_done) : 0;
	for (i = 0; i < count; i++)
		fprintf(options->out, "%s %s%s\n", edition, ids[i],
		    strcmp(ids[i], visit.served) == 0 ? " (served)" : "");
	visit_close(&visit);
	return is_done;
}
