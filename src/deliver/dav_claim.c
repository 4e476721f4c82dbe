/*
 * Claims. In: generation.txt as it is on the server. Out: ours, while we
 * publish, and then one that says that nobody does.
 */
#include "dav_claim.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "fieldkit/strmap.h"

/* What a server has in place of ours may be anything: bytes that are read, and
 * those of a line that says something. */
#define MAX_GENERATION_BYTES (8 * 1024 * 1024)
#define LINE_LEAST strlen("new x\n")

/* "SECONDS KIND PATH". */
static void
take_kept(struct generation *generation, char *words)
{
	char *rest = NULL, *since = strtok_r(words, " ", &rest);
	char *kind = strtok_r(NULL, " ", &rest);
	struct carried *kept = &generation->kept.items[generation->kept.count];

	if (kind == NULL || !manifest_path_is_inside(rest))
		return;
	*kept = (struct carried){ .since = strtoll(since, NULL, 10),
		.file = { .kind = kind, .path = rest } };
	generation->kept.count++;
}

static void
take_line(struct generation *generation, char *line)
{
	if (strncmp(line, "token ", 6) == 0 &&
	    strlen(line + 6) == TOKEN_CHARS)
		strcpy(generation->token, line + 6);
	else if (strncmp(line, "publisher ", 10) == 0)
		generation->publisher = line + 10;
	else if (strncmp(line, "gone ", 5) == 0 &&
	    manifest_path_is_inside(line + 5))
		generation->gone[generation->gone_count++] = line + 5;
	else if (strncmp(line, "new ", 4) == 0 &&
	    manifest_path_is_inside(line + 4))
		generation->gone[generation->gone_count++] = line + 4;
	else if (strncmp(line, "kept ", 5) == 0)
		take_kept(generation, line + 5);
}

static void
parse(struct dav *dav, struct generation *generation, const char *bytes)
{
	char *text = arena_strdup(dav->arena, bytes), *line;
	size_t lines = 1;
	const char *c;

	for (c = bytes; *c != '\0'; c++)
		lines += *c == '\n';
	if (lines > (size_t)(c - bytes) / LINE_LEAST + 1)
		lines = (size_t)(c - bytes) / LINE_LEAST + 1;
	generation->gone = ARENA_ARRAY(dav->arena, const char *, lines);
	generation->kept.items = ARENA_ARRAY(dav->arena, struct carried,
	    lines);
	while ((line = strsep(&text, "\n")) != NULL)
		take_line(generation, line);
}

bool
generation_read(struct dav *dav, struct generation *ret_generation)
{
	const struct dav_ask ask = { .method = "GET",
		.path = GENERATION_NAME };
	struct dav_reply reply;
	bool is_done;

	*ret_generation = (struct generation){ .publisher = "" };
	is_done = dav_ask(dav, &ask, &reply);
	ret_generation->now = reply.date >= 0 ? reply.date :
	    (long long)time(NULL);
	if (is_done && reply.body.len > MAX_GENERATION_BYTES) {
		diag_report(dav->diags, DIAG_LIMIT_PASSED, SOURCE_NOWHERE,
		    "'%s%s/" GENERATION_NAME "' is none of ours: it has more "
		    "than %d bytes; remove it", dav->target->url,
		    dav->edition, MAX_GENERATION_BYTES);
		is_done = false;
	} else if (is_done && reply.status == 200) {
		ret_generation->is_there = true;
		strcpy(ret_generation->etag, reply.etag);
		if (reply.date >= 0 && reply.modified >= 0)
			ret_generation->age = reply.date - reply.modified;
		parse(dav, ret_generation, strbuf_string(&reply.body));
	} else if (is_done && reply.status != 404) {
		is_done = dav_refused(dav, &ask, reply.status);
	}
	dav_reply_release(&reply);
	return is_done;
}

/* A process that was killed may still be in the table (proc(5)). */
static bool
is_process(struct dav *dav, long pid)
{
	FILE *file = fopen(arena_printf(dav->arena, "/proc/%ld/stat", pid),
	    "re");
	char line[512] = "";
	const char *end;

	if (file == NULL)
		return kill((pid_t)pid, 0) == 0 || errno != ESRCH;
	if (fgets(line, sizeof(line), file) == NULL)
		line[0] = '\0';
	fclose(file);
	end = strrchr(line, ')');
	return end == NULL || end[1] != ' ' || strchr("ZX", end[2]) == NULL;
}

/* Whether a publisher of this machine is no more. */
static bool
is_dead(struct dav *dav, const char *publisher)
{
	const char *own = remote_publisher(dav->arena);
	const char *process = strstr(publisher, ", process ");
	size_t len;
	long pid;

	if (process == NULL)
		return false;
	len = (size_t)(process - publisher);
	pid = strtol(process + strlen(", process "), NULL, 10);
	return strncmp(own, publisher, len) == 0 && own[len] == ',' &&
	    pid > 0 && !is_process(dav, pid);
}

static bool
report_holder(struct dav *dav, const char *publisher)
{
	diag_report(dav->diags, DIAG_TARGET_INVALID, SOURCE_NOWHERE,
	    "%.200s is publishing '%s' to '%s'; try again when that is done",
	    publisher[0] != '\0' ? publisher : "another publisher",
	    dav->edition, dav->target->text);
	return false;
}

bool
generation_is_held(struct dav *dav, const struct generation *generation)
{
	if (generation->publisher[0] == '\0' ||
	    generation->age > CLAIM_SECONDS ||
	    is_dead(dav, generation->publisher))
		return false;
	report_holder(dav, generation->publisher);
	return true;
}

static void
format(const struct claim *claim, bool is_done, struct strbuf *text)
{
	size_t i;

	strbuf_printf(text, "fieldkit 1\ntoken %s\n", claim->token);
	if (!is_done)
		strbuf_printf(text, "publisher %s\n", claim->publisher);
	for (i = 0; !is_done && i < claim->gone_count; i++)
		strbuf_printf(text, "gone %s\n", claim->gone[i]);
	for (i = 0; !is_done && i < claim->shipment->count; i++)
		if (shipment_rank(&claim->shipment->steps[i]) <= RANK_START)
			strbuf_printf(text, "new %s\n", shipment_path(
			    &claim->shipment->steps[i]));
	for (i = 0; i < claim->kept->count; i++)
		strbuf_printf(text, "kept %lld %s %s\n",
		    claim->kept->items[i].since,
		    claim->kept->items[i].file.kind,
		    claim->kept->items[i].file.path);
}

static void
add_gone(struct claim *claim, struct strmap *seen, const char *path,
    const struct manifest *to)
{
	if (manifest_find(to, path) == NULL &&
	    strmap_add(seen, path, claim) == NULL)
		claim->gone[claim->gone_count++] = path;
}

/* What is to be deleted: what was before, and what the shipment deletes; but
 * nothing that the release has, or that is kept. */
static void
collect(struct claim *claim, const struct shipment *shipment,
    const struct manifest *to)
{
	const struct generation *before = &claim->before;
	struct strmap seen = { 0 };
	size_t i;

	claim->gone = ARENA_ARRAY(claim->dav->arena, const char *,
	    before->gone_count + before->kept.count + shipment->count);
	for (i = 0; i < claim->kept->count; i++)
		strmap_add(&seen, claim->kept->items[i].file.path, claim);
	for (i = 0; i < before->gone_count; i++)
		add_gone(claim, &seen, before->gone[i], to);
	for (i = 0; i < before->kept.count; i++)
		add_gone(claim, &seen, before->kept.items[i].file.path, to);
	for (i = 0; i < shipment->count; i++)
		if (shipment->steps[i].is_delete)
			add_gone(claim, &seen, shipment->steps[i].file->path,
			    to);
	strmap_release(&seen);
}

/* *ret_status: what the server says; false after a report. */
static bool
put(struct claim *claim, bool is_done, const char *condition,
    long *ret_status)
{
	struct strbuf text = { 0 };
	struct dav_reply reply;
	struct dav_ask ask = { .method = "PUT", .path = GENERATION_NAME,
		.condition = condition };
	bool is_told;

	format(claim, is_done, &text);
	ask.text = strbuf_string(&text);
	is_told = dav_ask(claim->dav, &ask, &reply);
	*ret_status = reply.status;
	if (is_told && reply.status != 412 && reply.status / 100 != 2)
		is_told = dav_refused(claim->dav, &ask, reply.status);
	dav_reply_release(&reply);
	strbuf_release(&text);
	claim->renewed = (long long)time(NULL);
	return is_told;
}

const char *
claim_condition(struct claim *claim, const char *path, bool *ret_is_done)
{
	const struct dav_ask ask = { .method = "HEAD", .path = path };
	const char *condition = NULL;
	struct dav_reply reply;
	int tries;

	*ret_is_done = true;
	/* A tag of what changed within the last second is weak, and matches
	 * nothing (Apache). */
	for (tries = 0; tries < 4 && claim->is_guarded; tries++) {
		*ret_is_done = dav_ask(claim->dav, &ask, &reply);
		if (*ret_is_done && reply.status == 404)
			condition = "If-None-Match: *";
		else if (*ret_is_done && reply.etag[0] == '"')
			condition = arena_printf(claim->dav->arena,
			    "If-Match: %s", reply.etag);
		dav_reply_release(&reply);
		if (!*ret_is_done || condition != NULL)
			break;
		usleep(600 * 1000);
	}
	return condition;
}

static bool
is_same(const struct generation *left, const struct generation *right)
{
	return left->is_there == right->is_there &&
	    strcmp(left->token, right->token) == 0;
}

/* What is there now is what was there when we looked, or what we put. */
static bool
is_unchanged(struct claim *claim, const struct generation *wanted)
{
	struct generation now;

	if (!generation_read(claim->dav, &now))
		return false;
	return is_same(&now, wanted) || report_holder(claim->dav,
	    now.publisher);
}

static bool
is_ours(struct claim *claim)
{
	struct generation own = { .is_there = true };

	strcpy(own.token, claim->token);
	return is_unchanged(claim, &own);
}

/* On a server that honours conditions. */
static bool
take_guarded(struct claim *claim)
{
	bool is_done;
	const char *condition = claim_condition(claim, GENERATION_NAME,
	    &is_done);
	long status;

	/* The tag is asked for anew: what it stands for must not be. */
	if (!is_done || !is_unchanged(claim, &claim->before) ||
	    !put(claim, false, condition, &status))
		return false;
	return status != 412 || is_ours(claim);
}

bool
claim_take(struct claim *claim, struct dav *dav,
    const struct generation *before, const struct shipment *shipment,
    const struct manifest *to, const struct carried_list *kept)
{
	unsigned char random[TOKEN_CHARS / 2];
	long status;
	size_t i;

	*claim = (struct claim){ .dav = dav, .before = *before, .kept = kept,
		.shipment = shipment,
		.publisher = remote_publisher(dav->arena) };
	if (getrandom(random, sizeof(random), 0) != (ssize_t)sizeof(random))
		return false;
	for (i = 0; i < sizeof(random); i++)
		sprintf(claim->token + 2 * i, "%02x", random[i]);
	collect(claim, shipment, to);
	/* No file ever has this tag: who honours If-Match refuses. */
	if (!put(claim, false, "If-Match: \"fieldkit-nothing\"", &status))
		return false;
	claim->is_guarded = status == 412;
	return claim->is_guarded ? take_guarded(claim) : is_ours(claim);
}

bool
claim_check(struct claim *claim)
{
	long long now = (long long)time(NULL);
	long status;

	if (!is_ours(claim))
		return false;
	return now - claim->renewed < CLAIM_RENEW_SECONDS ||
	    put(claim, false, NULL, &status);
}

bool
claim_finish(struct claim *claim)
{
	struct dav_ask ask = { .method = "DELETE" };
	struct dav_reply reply;
	long status;
	bool is_done = true;
	size_t i;

	for (i = 0; is_done && i < claim->gone_count; i++) {
		ask.path = claim->gone[i];
		is_done = dav_ask(claim->dav, &ask, &reply) &&
		    (reply.status / 100 == 2 || reply.status == 404 ||
		    dav_refused(claim->dav, &ask, reply.status));
		dav_reply_release(&reply);
	}
	return is_done && is_ours(claim) && put(claim, true, NULL, &status);
}
