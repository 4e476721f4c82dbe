/*
 * dav_claim.h - who publishes an edition to a WebDAV server, and what is left
 * to delete there: `generation.txt` beside the manifest, a line each:
 *
 *	fieldkit 1
 *	token 4f1c…			of the run that wrote it
 *	publisher ada@laptop, process 812	while it publishes
 *	gone PATH			to delete
 *	new PATH			while it publishes: what it puts, and
 *					another run deletes if it has no use
 *	kept SECONDS KIND PATH		what is carried (carry.h) since then, by
 *					the server's clock
 *
 * There are no kernel locks over HTTP. Where the server honours If-Match (RFC
 * 9110, section 13.1.1), two claims cannot both succeed; else the file is read
 * back, and a claim that was overwritten is given up. Only publish_dav.c and
 * dav_claim.c include it.
 */
#ifndef FIELDKIT_DELIVER_DAV_CLAIM_H
#define FIELDKIT_DELIVER_DAV_CLAIM_H

#include "carry.h"
#include "dav.h"
#include "shipment.h"

#define GENERATION_NAME "generation.txt"
/* A publisher on another machine that has not renewed its claim for so long,
 * by the server's clock, is taken for dead; one that lives renews sooner. */
#define CLAIM_SECONDS 600
#define CLAIM_RENEW_SECONDS 60
#define TOKEN_CHARS 32

struct generation {
	bool is_there;
	char token[TOKEN_CHARS + 1];
	const char *publisher;		/* "" when it was done */
	const char **gone;		/* and what is new */
	size_t gone_count;
	struct carried_list kept;	/* without their sources */
	char etag[256];
	long long now, age;		/* seconds, by the server's clock */
};

struct claim {
	struct dav *dav;
	const char *publisher;
	char token[TOKEN_CHARS + 1];
	bool is_guarded;		/* the server honours If-Match */
	struct generation before;	/* what was there */
	const char **gone;
	size_t gone_count;
	const struct carried_list *kept;
	const struct shipment *shipment;
	long long renewed;		/* this machine's seconds */
};

bool generation_read(struct dav *dav, struct generation *ret_generation);
/* Whether another publisher is at work; then it is reported. */
bool generation_is_held(struct dav *dav, const struct generation *generation);

/* Claims the edition for what the shipment puts and deletes, which the
 * release `to` has not; `kept` is left there. It outlives the claim, as the
 * shipment does. False after a report: who was faster. */
bool claim_take(struct claim *claim, struct dav *dav,
    const struct generation *before, const struct shipment *shipment,
    const struct manifest *to, const struct carried_list *kept);
/* Whether the claim is still ours; renews it in time. False after a report. */
bool claim_check(struct claim *claim);
/* Deletes what is gone, and says that we are done. */
bool claim_finish(struct claim *claim);

/* "If-Match: …" for what is there now, or "If-None-Match: *"; NULL where the
 * server honours neither, and after a report, when *ret_is_done is false. */
const char *claim_condition(struct claim *claim, const char *path,
    bool *ret_is_done);

#endif
