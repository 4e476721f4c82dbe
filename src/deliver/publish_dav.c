/*
 * Publishing to a WebDAV server. In: a parcel. Out: the server's folder of the
 * edition holds what the parcel does.
 *
 * The server's manifest says what it holds. What it lacks is put in the order
 * of the shipment, assets first, so a page never names what is not there; then
 * the lengths of all that was put are asked for, the pages that lead to the
 * others follow, the manifest, and it is read back; deletes come last. A run
 * that ended in between left its claim with what was to be deleted, and here a
 * journal of what was put: the next one goes on from there.
 *
 * Releases to go back to are kept under the output folder, by place.h.
 */
#include "carry.h"
#include "dav_claim.h"
#include "place.h"
#include "publish_note.h"
#include "shipment.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fieldkit/emit.h"
#include "fieldkit/file.h"
#include "fieldkit/strmap.h"

/* One edition's way to the server. */
struct post {
	const struct publish_options *options;
	struct place place;		/* kept releases, and a lock */
	struct dav dav;
	struct ledger *ledger;		/* NULL in a dry run */
	struct manifest remote;
	char release[RELEASE_CHARS + 1];	/* of that, or "" */
	struct generation generation;
	struct claim claim;
	struct strmap sent;		/* paths, by an earlier run */
	FILE *journal;
	struct arena *arena;
	struct diags *diags;
};

static bool
read_remote(struct post *post)
{
	const struct dav_ask ask = { .method = "GET",
		.path = MANIFEST_NAME };
	struct dav_reply reply;
	bool is_done;

	post->remote = manifest_none;
	post->release[0] = '\0';
	is_done = dav_ask(&post->dav, &ask, &reply);
	if (is_done && reply.status == 200)
		is_done = manifest_parse(&post->remote, post->arena,
		    arena_printf(post->arena, "%s%s/" MANIFEST_NAME,
		    post->options->remote->url, post->place.edition),
		    reply.body.bytes, reply.body.len, post->diags);
	else if (is_done && reply.status != 404)
		is_done = dav_refused(&post->dav, &ask, reply.status);
	dav_reply_release(&reply);
	if (is_done && post->remote.count > 0)
		manifest_release(&post->remote, post->release);
	manifest_drop_letters(&post->remote);
	return is_done;
}

static bool
post_open(struct post *post, const struct publish_options *options,
    const char *edition, struct arena *arena, struct diags *diags)
{
	*post = (struct post){ .options = options, .arena = arena,
		.diags = diags };
	return place_open(&post->place, options, edition, arena, diags) &&
	    (options->is_dry_run || place_clean(&post->place)) &&
	    publish_open_ledger(options, arena, diags, &post->ledger) &&
	    dav_open(&post->dav, options->remote, edition, arena, diags) &&
	    generation_read(&post->dav, &post->generation) &&
	    read_remote(post);
}

static void
post_close(struct post *post)
{
	if (post->journal != NULL)
		fclose(post->journal);
	strmap_release(&post->sent);
	dav_close(&post->dav);
	ledger_close(post->ledger);
	place_close(&post->place);
}

static bool
ask_plainly(struct post *post, const struct dav_ask *ask, long fine)
{
	struct dav_reply reply;
	bool is_done = dav_ask(&post->dav, ask, &reply) &&
	    (reply.status / 100 == 2 || reply.status == fine ||
	    dav_refused(&post->dav, ask, reply.status));

	dav_reply_release(&reply);
	return is_done;
}

/* One folder: 405 says that it is there, or that the server makes folders by
 * itself. */
static bool
make_folder(struct post *post, const char *path)
{
	const struct dav_ask ask = { .method = "MKCOL", .path = path };

	return ask_plainly(post, &ask, 405);
}

static bool
make_folders_of(struct post *post, struct strmap *made, const char *path,
    bool is_known)
{
	const char *slash = path;

	while ((slash = strchr(slash, '/')) != NULL) {
		const char *folder = arena_copy(post->arena, path,
		    (size_t)(++slash - path));

		if (strmap_add(made, folder, post) == NULL && !is_known &&
		    !make_folder(post, folder))
			return false;
	}
	return true;
}

/* Those of the shipment that the server's manifest does not imply. */
static bool
make_folders(struct post *post, const struct shipment *shipment)
{
	struct strmap made = { 0 };
	bool is_done = true;
	size_t i;

	for (i = 0; i < post->remote.count; i++)
		make_folders_of(post, &made, post->remote.files[i].path,
		    true);
	for (i = 0; is_done && i < shipment->count; i++)
		if (!shipment->steps[i].is_delete)
			is_done = make_folders_of(post, &made,
			    shipment_path(&shipment->steps[i]), false);
	strmap_release(&made);
	return is_done;
}

static const char *
journal_path(const struct post *post)
{
	return arena_printf(post->arena, "%s/sent.journal",
	    post->place.releases);
}

/* What an interrupted run of the same way put, if nobody came in between:
 * its claim still stands on the server. */
static void
read_journal(struct post *post, const char *way)
{
	FILE *file = fopen(journal_path(post), "re");
	const char *head = arena_printf(post->arena, "%s %s\n",
	    post->generation.token, way);
	char *line = NULL;
	size_t size = 0;
	ssize_t len;

	if (file == NULL)
		return;
	if (getline(&line, &size, file) > 0 && strcmp(line, head) == 0)
		while ((len = getline(&line, &size, file)) > 1)
			if (line[len - 1] == '\n')
				strmap_add(&post->sent, arena_copy(post->arena,
				    line, (size_t)len - 1), post);
	free(line);
	fclose(file);
}

/* Ours, beginning with what was put before. */
static bool
start_journal(struct post *post, const struct shipment *shipment,
    const char *way)
{
	const char *fresh = arena_printf(post->arena, "%s.tmp",
	    journal_path(post));
	size_t i;

	post->journal = fopen(fresh, "we");
	if (post->journal == NULL)
		return place_fail(&post->place, "create", fresh);
	fprintf(post->journal, "%s %s\n", post->claim.token, way);
	for (i = 0; i < shipment->count; i++)
		if (strmap_find(&post->sent,
		    shipment_path(&shipment->steps[i])) != NULL)
			fprintf(post->journal, "%s\n",
			    shipment_path(&shipment->steps[i]));
	return (fflush(post->journal) == 0 &&
	    rename(fresh, journal_path(post)) == 0) ||
	    place_fail(&post->place, "write", fresh);
}

/* What is sent is what the manifest says, at this moment. */
static bool
is_intact(struct post *post, const struct manifest_file *file,
    const char *path)
{
	char hex[DIGEST_HEX_CHARS + 1];
	int64_t bytes;

	if (file_hash(path, hex, &bytes) && strcmp(hex, file->sha256) == 0)
		return true;
	diag_report(post->diags, DIAG_TARGET_INVALID, SOURCE_NOWHERE,
	    "'%s' is not as it was kept; remove that release", path);
	return false;
}

static bool
put_file(struct post *post, const struct shipment *shipment,
    const struct shipment_step *step)
{
	const char *path = shipment_path(step);
	const struct dav_ask ask = { .method = "PUT", .path = path,
		.file = arena_printf(post->arena, "%s/%s", shipment->folder,
		path) };

	if (!is_intact(post, step->file, ask.file) ||
	    !ask_plainly(post, &ask, 200))
		return false;
	fprintf(post->journal, "%s\n", path);
	return fflush(post->journal) == 0 ||
	    place_fail(&post->place, "write", journal_path(post));
}

/* The steps of some ranks. */
static bool
put_files(struct post *post, const struct shipment *shipment,
    enum shipment_rank first, enum shipment_rank last,
    struct progress *progress)
{
	bool is_done = true;
	size_t i;

	for (i = 0; is_done && i < shipment->count; i++) {
		const struct shipment_step *step = &shipment->steps[i];
		enum shipment_rank rank = shipment_rank(step);

		if (rank < first || rank > last)
			continue;
		if (strmap_find(&post->sent, shipment_path(step)) == NULL)
			is_done = put_file(post, shipment, step);
		if (progress->done % 64 == 63)
			is_done = is_done && claim_check(&post->claim);
		progress_step(progress);
	}
	return is_done;
}

/* Whether what was put lies there, in full length. */
static bool
verify(struct post *post, const struct shipment *shipment)
{
	struct dav_ask ask = { .method = "HEAD" };
	struct dav_reply reply;
	bool is_done = true;
	size_t i;

	for (i = 0; is_done && i < shipment->count; i++) {
		const struct shipment_step *step = &shipment->steps[i];

		if (shipment_rank(step) > RANK_PAGE)
			break;
		ask.path = shipment_path(step);
		is_done = dav_ask(&post->dav, &ask, &reply) &&
		    (reply.status == 200 || dav_refused(&post->dav, &ask,
		    reply.status));
		if (is_done && reply.len >= 0 &&
		    reply.len != step->file->bytes) {
			diag_report(post->diags, DIAG_TARGET_INVALID,
			    SOURCE_NOWHERE, "'%s%s/%s' has %lld bytes and not "
			    "the %lld that were sent; is another program "
			    "changing it?", post->options->remote->url,
			    post->place.edition, ask.path, reply.len,
			    (long long)step->file->bytes);
			is_done = false;
		}
		dav_reply_release(&reply);
	}
	return is_done;
}

/* The manifest, and then through the server that it is so. */
static bool
put_manifest(struct post *post, const struct shipment *shipment)
{
	struct dav_ask ask = { .method = "PUT", .path = MANIFEST_NAME,
		.file = arena_printf(post->arena, "%s/" MANIFEST_NAME,
		shipment->folder) };
	bool is_done;

	ask.condition = claim_condition(&post->claim, MANIFEST_NAME,
	    &is_done);
	if (!is_done || !claim_check(&post->claim) ||
	    !ask_plainly(post, &ask, 200) || !read_remote(post))
		return false;
	if (strcmp(post->release, shipment->release) == 0)
		return true;
	diag_report(post->diags, DIAG_TARGET_INVALID, SOURCE_NOWHERE,
	    "'%s' was sent release %s but does not give it back; is another "
	    "publisher at work?", post->options->remote->text,
	    shipment->release);
	return false;
}

static bool
put_all(struct post *post, const struct shipment *shipment)
{
	struct progress progress = { .edition = shipment->edition,
		.verb = "sent", .total = shipment->added + shipment->changed,
		.is_shown = post->options->shows_progress };
	bool is_done = make_folders(post, shipment) &&
	    put_files(post, shipment, RANK_NAMED, RANK_PAGE, &progress) &&
	    verify(post, shipment) && claim_check(&post->claim) &&
	    put_files(post, shipment, RANK_START, RANK_START, &progress);

	progress_end(&progress);
	return is_done && put_manifest(post, shipment);
}

/* A release with what it is made of, as far as that is kept here. */
static bool
read_kept(struct post *post, const char *id, struct manifest *ret_manifest)
{
	return place_manifest(&post->place, id, ret_manifest) &&
	    sources_read(ret_manifest, post->arena, place_sources(
	    &post->place, id), post->diags);
}

/* Fills in what the kept files are made of, by the newest release here that
 * has them; what none has says nothing, and is not kept. */
static bool
find_sources(struct post *post, struct carried_list *kept)
{
	struct release *releases = ARENA_ARRAY(post->arena, struct release,
	    MAX_RELEASES);
	size_t count = place_releases(&post->place, releases), i, k;
	struct manifest manifest;

	for (i = 0; i < count; i++) {
		if (!read_kept(post, releases[i].id, &manifest))
			return false;
		for (k = 0; k < kept->count; k++) {
			struct manifest_file *file = &kept->items[k].file;
			const struct manifest_file *found = manifest_find(
			    &manifest, file->path);

			if (found != NULL && file->source_count == 0)
				*file = *found;
		}
	}
	return true;
}

/* What of the server's release outlives it when it holds the release `id`. */
static bool
choose_kept(struct post *post, const char *id,
    struct carried_list *ret_list)
{
	struct generation *before = &post->generation;
	struct manifest old = post->remote, new;

	if (!read_kept(post, id, &new) || !sources_read(&old, post->arena,
	    place_sources(&post->place, post->release), post->diags) ||
	    (before->kept.count > 0 && !find_sources(post, &before->kept)))
		return false;
	carried_choose(ret_list, &before->kept, &old, &new, before->now,
	    post->options->today_days, post->arena);
	return true;
}

/* Makes the server hold `to`, whose files lie in the kept release `id`. */
static bool
send_release(struct post *post, const char *id, const struct manifest *to)
{
	struct carried_list kept;
	const char *way = arena_printf(post->arena, "%s %s",
	    post->release[0] != '\0' ? post->release : "-", id);
	struct shipment shipment = { .edition = post->place.edition,
		.release = id, .folder = arena_printf(post->arena, "%s/%s",
		post->place.releases, id) };

	shipment_plan(&shipment, &post->remote, to, post->arena);
	if (generation_is_held(&post->dav, &post->generation))
		return false;
	read_journal(post, way);
	if (!choose_kept(post, id, &kept) || !make_folder(post, "") ||
	    !claim_take(&post->claim, &post->dav, &post->generation,
	    &shipment, to, &kept))
		return false;
	if (!post->claim.is_guarded)
		fprintf(post->options->out, "%s: warning: the server does not "
		    "honour If-Match; two publishers from two machines at "
		    "once are not kept apart\n", shipment.edition);
	if (!start_journal(post, &shipment, way) ||
	    !put_all(post, &shipment) || !claim_finish(&post->claim))
		return false;
	unlink(journal_path(post));
	return true;
}

static bool
note(struct post *post, const struct manifest *manifest, const char *words)
{
	return publish_note(post->options, post->ledger, manifest, words,
	    post->arena, post->diags);
}

/* What an earlier run put there but could not note. */
static bool
note_found(struct post *post)
{
	return post->remote.count == 0 ||
	    note(post, &post->remote, "found served");
}

/* Nothing is to be done on the server, not even to be deleted. */
static bool
is_settled(const struct post *post, const char *release)
{
	const struct generation *generation = &post->generation;
	size_t i;

	for (i = 0; i < generation->kept.count; i++)
		if (generation->kept.items[i].since <= generation->now -
		    CARRIED_SECONDS)
			return false;
	return strcmp(post->release, release) == 0 &&
	    generation->publisher[0] == '\0';
}

/* The release here, to be sent and to go back to. */
static bool
keep(struct post *post, const struct parcel *parcel)
{
	const char *kept = place_served(&post->place);
	struct manifest last;

	return strcmp(kept, parcel->release) == 0 ||
	    (place_manifest(&post->place, kept, &last) &&
	    place_write(&post->place, parcel, sources_path(post->arena,
	    post->options->output_dir, parcel->name), kept, &last, false));
}

static bool
publish(struct post *post, const struct parcel *parcel)
{
	const struct publish_options *options = post->options;
	struct shipment shipment = { .edition = parcel->name,
		.release = parcel->release };

	/* Another machine may have sent it. */
	if (is_settled(post, parcel->release)) {
		fprintf(options->out, "%s: release %s is served already\n",
		    parcel->name, parcel->release);
		return options->is_dry_run || (note_found(post) &&
		    keep(post, parcel) &&
		    place_switch(&post->place, parcel->release));
	}
	shipment_plan(&shipment, &post->remote, &parcel->manifest,
	    post->arena);
	if (!shipment_is_meant(&shipment, options->max_deletes, post->diags))
		return false;
	shipment_print(&shipment, options->is_dry_run, options->out);
	if (options->is_dry_run)
		return true;
	if (!note_found(post) || !keep(post, parcel) ||
	    !send_release(post, parcel->release, &parcel->manifest) ||
	    !place_switch(&post->place, parcel->release) ||
	    !note(post, &parcel->manifest, "publish") ||
	    !place_prune(&post->place, parcel->release))
		return false;
	fprintf(options->out, "%s: release %s is served at %s\n",
	    parcel->name, parcel->release, options->remote->text);
	return true;
}

bool
publish_dav(const struct publish_options *options,
    const struct parcel *parcel, struct arena *arena, struct diags *diags)
{
	struct post post;
	bool is_done;

	is_done = post_open(&post, options, parcel->name, arena, diags) &&
	    publish(&post, parcel);
	post_close(&post);
	return is_done;
}

/* Back to a release that is kept here and may be read today. */
static bool
roll_back(struct post *post, const char *id)
{
	const struct publish_options *options = post->options;
	struct manifest manifest;

	if (!place_whole_manifest(&post->place, id, &manifest) ||
	    !parcel_may_leave(&manifest, post->arena, options->output_dir,
	    options->today_days, post->diags))
		return false;
	manifest_drop_letters(&manifest);
	return options->is_dry_run || (note_found(post) &&
	    send_release(post, id, &manifest) &&
	    place_switch(&post->place, id) &&
	    note(post, &manifest, "publish --rollback"));
}

bool
publish_dav_rollback(const struct publish_options *options,
    const char *edition, struct arena *arena, struct diags *diags)
{
	const char *id = NULL;
	struct post post;
	bool is_done;

	is_done = post_open(&post, options, edition, arena, diags) &&
	    (id = place_earlier(&post.place, post.release,
	    options->release)) != NULL && roll_back(&post, id);
	if (is_done)
		fprintf(options->out, "%s: release %s %s\n", edition, id,
		    options->is_dry_run ? "would be served again" :
		    "is served again");
	post_close(&post);
	return is_done;
}

bool
publish_dav_list(const struct publish_options *options, const char *edition,
    struct arena *arena, struct diags *diags)
{
	struct release *releases = ARENA_ARRAY(arena, struct release,
	    MAX_RELEASES);
	struct publish_options look = *options;
	bool is_done, is_kept = false;
	struct post post;
	size_t count, i;

	look.is_dry_run = true;
	is_done = post_open(&post, &look, edition, arena, diags);
	count = is_done ? place_releases(&post.place, releases) : 0;
	for (i = 0; i < count; i++)
		is_kept = is_kept || strcmp(releases[i].id, post.release) ==
		    0;
	if (is_done && post.release[0] != '\0' && !is_kept)
		fprintf(options->out, "%s %s (served, not kept here)\n",
		    edition, post.release);
	for (i = 0; i < count; i++)
		fprintf(options->out, "%s %s%s\n", edition, releases[i].id,
		    strcmp(releases[i].id, post.release) == 0 ? " (served)" :
		    "");
	post_close(&post);
	return is_done;
}
