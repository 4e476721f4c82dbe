/*
 * A mail run. In: the editions that may be mailed and the addresses that may
 * get them, as content has them now; what was built; the ledger. Out: sent
 * messages or the outbox, and every recipient in one class.
 */
#include "mail_parts.h"

#include <stdlib.h>
#include <string.h>

int
mail_address_compare(const void *a, const void *b)
{
	const struct mail_address *left = a, *right = b;
	int order = strcmp(left->edition, right->edition);

	if (order == 0)
		order = strcmp(left->office, right->office);
	return order != 0 ? order : strcmp(left->address, right->address);
}

const struct mail_address *
mail_find_address(const struct mail *mail, const struct recipient *recipient)
{
	const struct mail_address key = { .edition = recipient->edition,
		.office = recipient->office, .address = recipient->address };

	return mail->options->address_count == 0 ? NULL : bsearch(&key,
	    mail->options->addresses, mail->options->address_count,
	    sizeof(key), mail_address_compare);
}

struct source_pos
mail_pos(const struct mail *mail, const struct recipient *recipient)
{
	const struct mail_address *address = mail_find_address(mail,
	    recipient);

	return address != NULL ? address->pos : SOURCE_NOWHERE;
}

struct recipient *
mail_meet_recipient(struct mail *mail, const char *edition,
    const char *office, const char *address)
{
	const char *key = arena_printf(mail->arena, "%s\n%s\n%s", edition,
	    office, address);
	const size_t *at = strmap_find(&mail->by_address, key);
	struct recipient *recipient;
	size_t *index;

	if (at != NULL)
		return mail->recipients[*at];
	if (mail->recipient_count == mail->recipient_size) {
		mail->recipient_size = mail->recipient_size * 2 + 64;
		mail->recipients = mem_realloc(mail->recipients,
		    mail->recipient_size * sizeof(struct recipient *));
	}
	recipient = ARENA_NEW(mail->arena, struct recipient);
	*recipient = (struct recipient){ .edition = edition,
		.office = office, .address = address };
	index = ARENA_NEW(mail->arena, size_t);
	*index = mail->recipient_count;
	strmap_add(&mail->by_address, key, index);
	mail->recipients[mail->recipient_count++] = recipient;
	return recipient;
}

void
recipient_be(struct recipient *recipient, enum mail_class class)
{
	if (class > recipient->class)
		recipient->class = class;
}

struct delivery *
mail_add_delivery(struct mail *mail, struct recipient *recipient)
{
	const struct mail_options *options = mail->options;
	struct delivery *delivery = ARENA_NEW(mail->arena, struct delivery);

	if (mail->delivery_count == mail->delivery_size) {
		mail->delivery_size = mail->delivery_size * 2 + 64;
		mail->deliveries = mem_realloc(mail->deliveries,
		    mail->delivery_size * sizeof(struct delivery *));
	}
	mail->deliveries[mail->delivery_count++] = delivery;
	delivery->recipient = recipient;
	delivery->class = MAIL_RETRY;
	delivery->request.edition = recipient->edition;
	delivery->request.recipient = recipient->address;
	delivery->request.from = options->from;
	delivery->request.reply_to = options->reply_to;
	delivery->request.base_url = options->base_url;
	delivery->request.time = options->time;
	return delivery;
}

static bool
is_read_by_an_office(const struct mail *mail, const char *edition)
{
	const struct mail_options *options = mail->options;
	size_t i;

	for (i = 0; i < options->address_count; i++)
		if (strcmp(options->addresses[i].edition, edition) == 0)
			return true;
	return false;
}

/* Editions that may not leave keep the others from nothing. */
static bool
plan_editions(struct mail *mail)
{
	const struct mail_options *options = mail->options;
	bool is_planned = true;
	size_t i;

	mail->parcels = ARENA_ARRAY(mail->arena, struct parcel,
	    options->edition_count);
	for (i = 0; i < options->edition_count; i++) {
		const struct mail_edition *edition = &options->editions[i];
		struct parcel *parcel = &mail->parcels[mail->parcel_count];

		if (!is_read_by_an_office(mail, edition->name))
			continue;
		if (!parcel_open(parcel, mail->arena, options->output_dir,
		    edition->name, (int32_t)(options->time / 86400),
		    mail->diags)) {
			is_planned = false;
			continue;
		}
		mail->parcel_count++;
		mail_plan_edition(mail, edition, parcel);
	}
	return is_planned;
}

static bool
plan(struct mail *mail)
{
	bool is_planned;

	if (!holdings_read(&mail->holdings, mail->ledger, mail->arena,
	    mail->diags))
		return false;
	is_planned = mail_plan_notices(mail);
	return plan_editions(mail) && is_planned;
}

/* True when nobody lacks anything. */
static bool
count(struct mail *mail)
{
	struct mail_totals *totals = mail->totals;
	size_t i;

	for (i = 0; i < mail->delivery_count; i++) {
		const struct delivery *delivery = mail->deliveries[i];

		recipient_be(delivery->recipient, delivery->class);
		if (delivery->class != MAIL_SENT)
			continue;
		totals->messages++;
		totals->kits += delivery->request.kit_count;
	}
	totals->recipients = mail->recipient_count;
	for (i = 0; i < mail->recipient_count; i++)
		totals->by_class[mail->recipients[i]->class]++;
	return totals->by_class[MAIL_CURRENT] +
	    totals->by_class[MAIL_WAITING] + totals->by_class[MAIL_SENT] ==
	    totals->recipients;
}

static bool
are_senders_good(const struct mail_options *options, struct diags *diags)
{
	const char *const addresses[] = { options->from, options->reply_to };
	size_t i;

	for (i = 0; i < 2; i++)
		if (addresses[i] != NULL &&
		    !message_takes_address(addresses[i])) {
			diag_report(diags, DIAG_EMAIL_INVALID, options->pos,
			    "'%s' cannot send mail; write a plain address "
			    "such as kits@vendor.example", addresses[i]);
			return false;
		}
	return true;
}

bool
mail_run(const struct mail_options *options, struct arena *arena,
    struct diags *diags, struct mail_totals *ret_totals)
{
	struct mail mail = { .options = options, .arena = arena,
		.diags = diags, .totals = ret_totals };
	bool is_done;

	*ret_totals = (struct mail_totals){ 0 };
	if (!are_senders_good(options, diags) ||
	    !ledger_open(&mail.ledger, arena_printf(arena, "%s/%s",
	    options->output_dir, LEDGER_NAME), options->is_sent ?
	    LEDGER_WRITE : LEDGER_READ, diags))
		return false;
	mail.press = message_press_new();
	is_done = plan(&mail);
	is_done = (options->is_sent ? mail_send(&mail) :
	    mail_write_outbox(&mail)) && is_done;
	is_done = count(&mail) && is_done;
	message_press_free(mail.press);
	ledger_close(mail.ledger);
	holdings_release(&mail.holdings);
	strmap_release(&mail.by_address);
	free(mail.recipients);
	free(mail.deliveries);
	return is_done;
}
