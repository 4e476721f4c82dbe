/*
 * What is due. In: an edition's manifest, what its recipients hold, the clock.
 * Out: a delivery for each address that lacks something and may get it now;
 * every other address of an office with kits in the class that says why not.
 */
#include "mail_parts.h"

#include <string.h>
#include <strings.h>

#include "fieldkit/date.h"
#include "fieldkit/letter.h"

#define DAY_S 86400

/* One address of an office being planned. */
struct asking {
	struct mail *mail;
	const struct mail_edition *edition;
	const struct parcel *parcel;
	const struct manifest_office *office;
	struct recipient *recipient;
};

int32_t
mail_next_day(const char *rhythm, int64_t time)
{
	int32_t day = (int32_t)(time / DAY_S), year, month, of_month;

	/* The first day of 1970 was a Thursday. */
	if (strcmp(rhythm, "weekly") == 0)
		return day - (day + 3) % 7 + 7;
	if (strcmp(rhythm, "monthly") != 0)
		return day;
	date_to_civil(day, &year, &month, &of_month);
	return day - of_month + 1 + date_days_of_month(year, month);
}

/* What to do about a delivery that was tried before. */
static bool
hold(struct mail *mail, struct recipient *recipient,
    const struct message_kit *kit, bool is_uncertain)
{
	recipient_be(recipient, is_uncertain ? MAIL_UNCERTAIN : MAIL_REFUSED);
	diag_report(mail->diags, DIAG_MAIL_UNDELIVERED,
	    mail_pos(mail, recipient), is_uncertain ? "office '%s': whether "
	    "%s got '%s' (%s) is uncertain; ask there, and where it did not, "
	    "say --resend-uncertain --only %s" : "office '%s': %s refused "
	    "'%s' (%s) for good, 'fieldkit ledger' says how; when that is "
	    "mended, say --resend-refused --only %s", recipient->office,
	    recipient->address, kit->title, kit->id, recipient->office);
	return false;
}

bool
mail_is_due(struct mail *mail, struct recipient *recipient,
    const struct message_kit *kit, enum ledger_event last)
{
	if (last == LEDGER_SENT)
		return false;
	if (last == LEDGER_SENDING || last == LEDGER_UNCERTAIN)
		return mail->options->is_uncertain_resent ||
		    hold(mail, recipient, kit, true);
	if (last == LEDGER_REFUSED)
		return mail->options->is_refused_resent ||
		    hold(mail, recipient, kit, false);
	return true;
}

/* The last event that counts for this kit at this place. What went out of the
 * same path since makes an older delivery of the kit count no more. */
static enum ledger_event
last_event(const struct asking *asking, const struct manifest_file *file,
    struct message_kit *kit)
{
	const struct holdings *holdings = &asking->mail->holdings;
	const char *address = asking->recipient->address;
	const struct holding *holding = holdings_find(holdings, address,
	    asking->parcel->name, file->path);
	const struct ledger_key key = { address, kit->id, "kit" };

	if (holding == NULL)
		return holdings_event(holdings, &key);
	if (holding->held_kit != NULL &&
	    strcmp(holding->held_kit, kit->id) != 0)
		kit->previous = holding->held_kit;
	return strcmp(holding->last_kit, kit->id) == 0 ? holding->last_event :
	    LEDGER_NONE;
}

static size_t
find_due(const struct asking *asking, struct message_kit *ret_kits)
{
	const struct manifest *manifest = &asking->parcel->manifest;
	size_t count = 0, i;

	for (i = 0; i < manifest->count; i++) {
		const struct manifest_file *file = &manifest->files[i];
		struct message_kit kit = { .file = file };

		if (file->kit == NULL ||
		    strcmp(file->kit->office, asking->office->id) != 0)
			continue;
		kit.id = file->kit->id;
		kit.title = file->kit->title;
		if (mail_is_due(asking->mail, asking->recipient, &kit,
		    last_event(asking, file, &kit)))
			ret_kits[count++] = kit;
	}
	return count;
}

static bool
has_kits(const struct parcel *parcel, const struct manifest_office *office)
{
	const struct manifest *manifest = &parcel->manifest;
	size_t i;

	for (i = 0; i < manifest->count; i++)
		if (manifest->files[i].kit != NULL && strcmp(
		    manifest->files[i].kit->office, office->id) == 0)
			return true;
	return false;
}

/* A kit that was called back is replaced at once. */
static bool
is_urgent(const struct asking *asking, const struct message_kit *kits,
    size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (kits[i].previous != NULL &&
		    strmap_find(&asking->mail->holdings.withdrawn,
		    kits[i].previous) != NULL)
			return true;
	return false;
}

static bool
must_wait(const struct asking *asking)
{
	const struct mail *mail = asking->mail;
	int64_t time;

	return holdings_last_time(&mail->holdings, asking->recipient->address,
	    asking->parcel->name, asking->office->id, &time) &&
	    mail->options->time / DAY_S <
	    mail_next_day(asking->office->rhythm, time);
}

static bool
bar(const struct asking *asking, struct source_pos pos, const char *why)
{
	recipient_be(asking->recipient, MAIL_BARRED);
	diag_report(asking->mail->diags, DIAG_RECIPIENT_BARRED, pos, "%s",
	    why);
	return false;
}

static bool
is_domain_allowed(const struct mail_edition *edition, const char *domain)
{
	size_t i;

	for (i = 0; i < edition->domain_count; i++)
		if (strcasecmp(edition->domains[i], domain) == 0)
			return true;
	return false;
}

static bool
may_get(const struct asking *asking)
{
	const struct recipient *recipient = asking->recipient;
	const struct mail_edition *edition = asking->edition;
	const struct mail *mail = asking->mail;
	const char *domain;

	if (!message_takes_address(recipient->address))
		return bar(asking, mail_pos(mail, recipient), arena_printf(
		    mail->arena, "'%s' cannot be mailed to; write a plain "
		    "address such as sales-munich@vendor.example",
		    recipient->address));
	if (mail_find_address(mail, recipient) == NULL)
		return bar(asking, edition->pos, arena_printf(mail->arena,
		    "%s is no longer an address of office '%s' that gets "
		    "edition '%s'; build the edition again",
		    recipient->address, recipient->office, edition->name));
	domain = strchr(recipient->address, '@') + 1;
	if (is_domain_allowed(edition, domain))
		return true;
	if (edition->domain_count == 0)
		return bar(asking, edition->pos, arena_printf(mail->arena,
		    "edition '%s' is mailed to nobody before it says to which "
		    "domains; type 'mail_domains: [%s]' here if its kits may "
		    "go there", edition->name, domain));
	return bar(asking, mail_pos(mail, recipient), arena_printf(mail->arena,
	    "'%s' is at none of the domains that edition '%s' may be mailed "
	    "to; where it may, add '%s' to its 'mail_domains' in site.yaml",
	    recipient->address, edition->name, domain));
}

static void
plan_address(struct asking *asking)
{
	struct mail *mail = asking->mail;
	const struct parcel *parcel = asking->parcel;
	struct message_kit *kits = ARENA_ARRAY(mail->arena,
	    struct message_kit, parcel->manifest.count);
	struct delivery *delivery;
	size_t count, first;

	if (!may_get(asking))
		return;
	count = find_due(asking, kits);
	if (count == 0)
		return;
	if (must_wait(asking) && !is_urgent(asking, kits, count)) {
		recipient_be(asking->recipient, MAIL_WAITING);
		return;
	}
	for (first = 0; first < count; first += LETTER_KITS_MAX) {
		delivery = mail_add_delivery(mail, asking->recipient);
		delivery->request.kind = MESSAGE_KIT;
		delivery->request.dir = parcel->dir;
		delivery->request.manifest = &parcel->manifest;
		delivery->request.office = asking->office;
		delivery->request.kits = kits + first;
		delivery->request.kit_count = count - first < LETTER_KITS_MAX ?
		    count - first : LETTER_KITS_MAX;
	}
}

/* Whether an address was named before. */
static bool
is_repeated(const struct manifest_office *office, uint32_t index)
{
	uint32_t i;

	for (i = 0; i < index; i++)
		if (strcmp(office->emails[i], office->emails[index]) == 0)
			return true;
	return false;
}

void
mail_plan_edition(struct mail *mail, const struct mail_edition *edition,
    const struct parcel *parcel)
{
	const char *only = mail->options->only_office;
	uint32_t i, k;

	for (i = 0; i < parcel->manifest.office_count; i++) {
		struct asking asking = { .mail = mail, .edition = edition,
			.parcel = parcel,
			.office = &parcel->manifest.offices[i] };

		if ((only != NULL && strcmp(only, asking.office->id) != 0) ||
		    !has_kits(parcel, asking.office))
			continue;
		for (k = 0; k < asking.office->email_count; k++) {
			if (is_repeated(asking.office, k))
				continue;
			asking.recipient = mail_meet_recipient(mail,
			    parcel->name, asking.office->id,
			    asking.office->emails[k]);
			plan_address(&asking);
		}
	}
}
