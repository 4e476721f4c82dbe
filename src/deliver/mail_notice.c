/*
 * Who has to hear that a kit was withdrawn. In: the holders of withdrawn kits,
 * by the ledger. Out: a delivery for each that was not told yet, with all its
 * withdrawn kits of an edition together.
 *
 * Neither rhythm nor allow-list holds a notice up: it goes to whom the kit
 * went, and nowhere else. It leaves when the edition itself cannot.
 */
#include "mail_parts.h"

#include <stdlib.h>
#include <string.h>

#include "fieldkit/slug.h"

#include "message_draft.h"

/* The manifests of editions as they were built last, read once each. */
struct notices {
	struct mail *mail;
	struct strmap manifests;
};

static int
compare_holders(const void *a, const void *b)
{
	const struct holder *left = a, *right = b;
	int order = strcmp(left->edition, right->edition);

	if (order == 0)
		order = strcmp(left->office, right->office);
	if (order == 0)
		order = strcmp(left->recipient, right->recipient);
	return order != 0 ? order : strcmp(left->kit, right->kit);
}

static const struct manifest *
manifest_of(struct notices *notices, const char *edition)
{
	const struct manifest *known = strmap_find(&notices->manifests,
	    edition);
	struct mail *mail = notices->mail;
	struct manifest *manifest;

	if (known != NULL)
		return known;
	manifest = ARENA_NEW(mail->arena, struct manifest);
	if (!manifest_read(manifest, mail->arena, arena_printf(mail->arena,
	    "%s/%s/%s", mail->options->output_dir, edition, MANIFEST_NAME),
	    mail->diags))
		return NULL;
	strmap_add(&notices->manifests, edition, manifest);
	return manifest;
}

/* The office as it is, or what can be said of one that is gone. */
static const struct manifest_office *
office_of(struct mail *mail, const struct manifest *manifest,
    const char *id)
{
	struct manifest_office *office;
	uint32_t i;

	for (i = 0; i < manifest->office_count; i++)
		if (strcmp(manifest->offices[i].id, id) == 0)
			return &manifest->offices[i];
	office = ARENA_NEW(mail->arena, struct manifest_office);
	office->id = office->name = id;
	office->rhythm = "";
	office->lang = mail->options->lang;
	return office;
}

static struct message_kit
kit_of(const struct manifest *manifest, const struct holder *holder)
{
	const char *slash = strrchr(holder->path, '/');
	struct message_kit kit = { .id = holder->kit,
		.title = slash != NULL ? slash + 1 : holder->path,
		.reason = holder->reason };
	size_t i;

	for (i = 0; i < manifest->count; i++) {
		const struct manifest_file *file = &manifest->files[i];

		if (file->kit == NULL || strcmp(file->path, holder->path) != 0)
			continue;
		/* What follows at the same place has the same title. */
		kit.title = file->kit->title;
		if (strcmp(file->kit->id, holder->kit) == 0)
			kit.file = file;
		else
			kit.successor = file;
	}
	return kit;
}

/* Plans the notice of holders[0 … count), which are one recipient's. */
static bool
plan_recipient(struct notices *notices, const struct holder *holders,
    size_t count)
{
	struct mail *mail = notices->mail;
	const struct manifest *manifest = manifest_of(notices,
	    holders->edition);
	struct message_kit *kits = ARENA_ARRAY(mail->arena,
	    struct message_kit, count);
	struct recipient *recipient = mail_meet_recipient(mail,
	    holders->edition, holders->office, holders->recipient);
	struct delivery *delivery;
	size_t due = 0, i;

	if (manifest == NULL)
		return false;
	for (i = 0; i < count; i++) {
		const struct ledger_key key = { holders[i].recipient,
			holders[i].kit, "notice" };
		struct message_kit kit = kit_of(manifest, &holders[i]);

		if (mail_is_due(mail, recipient, &kit,
		    holdings_event(&mail->holdings, &key)))
			kits[due++] = kit;
	}
	if (due == 0)
		return true;
	delivery = mail_add_delivery(mail, recipient);
	delivery->request.kind = MESSAGE_NOTICE;
	delivery->request.dir = arena_printf(mail->arena, "%s/%s",
	    mail->options->output_dir, holders->edition);
	delivery->request.manifest = manifest;
	delivery->request.office = office_of(mail, manifest,
	    holders->office);
	delivery->request.kits = kits;
	delivery->request.kit_count = due;
	return true;
}

/* A row that was changed would name a folder, a header or a person of its
 * own choice. */
static bool
is_row_good(struct mail *mail, const struct holder *holder)
{
	if (slug_is_valid(holder->edition, strlen(holder->edition)) &&
	    slug_is_valid(holder->office, strlen(holder->office)) &&
	    message_takes_line(holder->kit) &&
	    message_takes_address(holder->recipient))
		return true;
	diag_report(mail->diags, DIAG_LEDGER_TAMPERED, SOURCE_NOWHERE,
	    "a row says that kit '%s' went to '%s' of office '%s' in edition "
	    "'%s', which nobody could have; ask 'fieldkit ledger --verify'",
	    holder->kit, holder->recipient, holder->office, holder->edition);
	return false;
}

static bool
is_asked_for(const struct mail *mail, const struct holder *holder)
{
	const char *only = mail->options->only_office;

	return holder->recipient[0] != '\0' &&
	    (only == NULL || strcmp(only, holder->office) == 0);
}

bool
mail_plan_notices(struct mail *mail)
{
	struct holdings *holdings = &mail->holdings;
	struct notices notices = { .mail = mail };
	size_t first = 0, next;
	bool is_planned = true;

	if (holdings->holder_count > 0)
		qsort(holdings->holders, holdings->holder_count,
		    sizeof(*holdings->holders), compare_holders);
	while (first < holdings->holder_count) {
		const struct holder *holder = &holdings->holders[first];

		next = first + 1;
		while (next < holdings->holder_count &&
		    strcmp(holdings->holders[next].edition,
		    holder->edition) == 0 &&
		    strcmp(holdings->holders[next].office,
		    holder->office) == 0 &&
		    strcmp(holdings->holders[next].recipient,
		    holder->recipient) == 0)
			next++;
		if (is_asked_for(mail, holder))
			is_planned = is_row_good(mail, holder) &&
			    plan_recipient(&notices, holder,
			    next - first) && is_planned;
		first = next;
	}
	strmap_release(&notices.manifests);
	return is_planned;
}
