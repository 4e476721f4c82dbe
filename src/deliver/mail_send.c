/*
 * Sending. In: planned deliveries. Out: each carried once, and in the ledger
 * what became of it.
 *
 * Deliveries go in batches. `sending` of a whole batch is durable before its
 * first message is carried, what became of all of them after its last: two
 * syncs a batch instead of two a message. A run that dies in a batch leaves
 * all of it `sending`, hence uncertain; that is never more than a sixteenth
 * of what was to be sent, and one message alone in small runs. What was not
 * begun when a run ends by itself is noted as surely not sent.
 *
 * A server that says "later", or says nothing before it has a message, is
 * asked again after a while that doubles, shortened by chance; chance is
 * seeded by the run's time. One that falls silent over messages is left after
 * a few of them: each silence is long, and the next run knows who lacks what.
 */
#include "mail_parts.h"

#include <signal.h>
#include <string.h>
#include <time.h>

#include "carrier.h"

#define BATCH_MAX 32
#define BATCH_SHARE 16
#define BATCH_BYTES (16 * 1000 * 1000)
#define FIRST_WAIT_MS 1000
#define LAST_WAIT_MS 300000
/* Between messages that are sent more slowly, a batch is one message. */
#define RATE_BATCHED 1200
/* Silences one after the other, of which one alone may be a recipient's. */
#define STALLS_MAX 3

/* Set by a signal; a handler has nowhere else to say it. */
static volatile sig_atomic_t is_interrupted;

struct item {
	struct delivery *delivery;
	struct message message;
	enum carried carried;
	const char *words;
};

struct sender {
	struct mail *mail;
	struct carrier carrier;
	struct arena arena;		/* of a batch */
	struct strbuf words;
	struct item items[BATCH_MAX];
	size_t item_count;
	uint64_t chance;
	int64_t began_ms;
	int64_t next_slot_ms;		/* of the rate; since the beginning */
	int64_t server_at_ms;		/* when to ask the server again */
	unsigned server_failures;
	unsigned stalls;		/* since the server last answered */
	bool has_ended;			/* nothing more is carried */
	bool has_failed;
	int32_t day;
};

static void
interrupt(int signal_number)
{
	(void)signal_number;
	is_interrupted = 1;
}

static int64_t
now_ms(const struct sender *sender)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000 -
	    sender->began_ms;
}

static void
sleep_until(const struct sender *sender, int64_t at_ms)
{
	int64_t left;

	while (!is_interrupted && (left = at_ms - now_ms(sender)) > 0) {
		struct timespec pause = { .tv_sec = left / 1000,
			.tv_nsec = left % 1000 * 1000000 };

		nanosleep(&pause, NULL);
	}
}

static int64_t
clock_of(const struct mail *mail)
{
	return mail->options->has_fixed_clock ? mail->options->time :
	    (int64_t)time(NULL);
}

/* Doubles from a second to five minutes, less up to a quarter by chance
 * (Marsaglia, "Xorshift RNGs", 2003). */
static int64_t
wait_after(struct sender *sender, unsigned failures)
{
	int64_t wait = FIRST_WAIT_MS;

	while (--failures > 0 && wait < LAST_WAIT_MS)
		wait *= 2;
	if (wait > LAST_WAIT_MS)
		wait = LAST_WAIT_MS;
	sender->chance ^= sender->chance << 13;
	sender->chance ^= sender->chance >> 7;
	sender->chance ^= sender->chance << 17;
	return wait - (int64_t)(sender->chance % (uint64_t)(wait / 4));
}

static bool
add_rows(const struct sender *sender, const struct item *item,
    enum ledger_event event, const char *words)
{
	const struct message_request *request = &item->delivery->request;
	size_t i;

	for (i = 0; i < request->kit_count; i++) {
		const struct message_kit *kit = &request->kits[i];
		const struct ledger_row row = {
			.time = clock_of(sender->mail), .event = event,
			.recipient = request->recipient, .kit = kit->id,
			.kind = request->kind == MESSAGE_NOTICE ? "notice" :
			    "kit",
			.edition = request->edition,
			.office = request->office->id,
			.path = kit->file != NULL ? kit->file->path : "",
			.sha256 = kit->file != NULL ? kit->file->sha256 : "",
			.message_id = item->message.message_id,
			.words = words,
		};

		if (!ledger_add(sender->mail->ledger, &row,
		    sender->mail->diags))
			return false;
	}
	return true;
}

static bool
note_sending(const struct sender *sender)
{
	struct mail *mail = sender->mail;
	size_t i;

	if (!ledger_begin(mail->ledger, mail->diags))
		return false;
	for (i = 0; i < sender->item_count; i++)
		if (!add_rows(sender, &sender->items[i], LEDGER_SENDING, ""))
			return false;
	return ledger_commit(mail->ledger, mail->diags);
}

static bool
note_carried(const struct sender *sender)
{
	static const enum ledger_event events[] = {
		[CARRIED_SENT] = LEDGER_SENT,
		[CARRIED_RETRY] = LEDGER_RETRY,
		[CARRIED_REFUSED] = LEDGER_REFUSED,
		[CARRIED_UNCERTAIN] = LEDGER_UNCERTAIN,
		[CARRIED_UNREACHABLE] = LEDGER_RETRY,
		[CARRIED_UNUSABLE] = LEDGER_RETRY,
		[CARRIED_SENDER_REFUSED] = LEDGER_RETRY,
	};
	struct mail *mail = sender->mail;
	size_t i;

	if (!ledger_begin(mail->ledger, mail->diags))
		return false;
	for (i = 0; i < sender->item_count; i++)
		if (!add_rows(sender, &sender->items[i],
		    events[sender->items[i].carried], sender->items[i].words))
			return false;
	return ledger_commit(mail->ledger, mail->diags);
}

/* A kit that cannot be read leaves its recipient without a message. */
static bool
add_item(struct sender *sender, struct delivery *delivery)
{
	struct item *item = &sender->items[sender->item_count];

	*item = (struct item){ .delivery = delivery, .words = "" };
	if (message_build(&delivery->request, sender->mail->press,
	    &sender->arena, sender->mail->diags, &item->message)) {
		sender->item_count++;
		return true;
	}
	message_release(&item->message);
	delivery->is_done = true;
	return false;
}

static size_t
batch_size(const struct sender *sender, size_t waiting)
{
	int64_t rate = sender->mail->options->rate;
	size_t size = waiting / BATCH_SHARE;

	if (rate > 0 && rate < RATE_BATCHED)
		return 1;
	return size < 1 ? 1 : size > BATCH_MAX ? BATCH_MAX : size;
}

static bool
is_ready(const struct sender *sender, const struct delivery *delivery)
{
	return !delivery->is_done &&
	    delivery->not_before_ms <= now_ms(sender);
}

/* Makes the next messages. False when none may be carried now. */
static bool
fill_batch(struct sender *sender)
{
	const struct mail *mail = sender->mail;
	size_t waiting = 0, bytes = 0, size, i;

	arena_reset(&sender->arena);
	sender->item_count = 0;
	if (sender->server_at_ms > now_ms(sender))
		return false;
	for (i = 0; i < mail->delivery_count; i++)
		waiting += !mail->deliveries[i]->is_done;
	size = batch_size(sender, waiting);
	for (i = 0; i < mail->delivery_count && sender->item_count < size &&
	    bytes < BATCH_BYTES; i++)
		if (is_ready(sender, mail->deliveries[i]) &&
		    add_item(sender, mail->deliveries[i]))
			bytes += sender->items[sender->item_count - 1].
			    message.bytes.len;
	return sender->item_count > 0;
}

static void
carry(struct sender *sender, struct item *item)
{
	const struct message_request *request = &item->delivery->request;
	const struct cargo cargo = {
		.from = request->from, .to = request->recipient,
		.message_id = item->message.message_id,
		.bytes = item->message.bytes.bytes,
		.len = item->message.bytes.len,
	};
	int64_t rate = sender->mail->options->rate;

	if (rate > 0) {
		sleep_until(sender, sender->next_slot_ms);
		sender->next_slot_ms = now_ms(sender) + 60000 / rate;
	}
	if (is_interrupted)
		return;
	item->carried = carrier_send(&sender->carrier, &cargo,
	    &sender->words);
	item->words = arena_strdup(&sender->arena,
	    strbuf_string(&sender->words));
	sender->stalls = sender->carrier.has_stalled ? sender->stalls + 1 : 0;
}

/* Whether a new try at this moment is still within the time of the run. */
static bool
is_in_time(const struct sender *sender, int64_t at_ms)
{
	return at_ms <= sender->mail->options->max_wait_s * 1000;
}

static void
report(const struct sender *sender, const struct item *item,
    const char *what, const char *advice)
{
	const struct recipient *recipient = item->delivery->recipient;

	diag_report(sender->mail->diags, DIAG_MAIL_UNDELIVERED,
	    mail_pos(sender->mail, recipient), "office '%s': %s %s: %s; %s",
	    recipient->office, recipient->address, what, item->words, advice);
}

static void
end(struct sender *sender, const struct item *item, const char *what)
{
	diag_report(sender->mail->diags, DIAG_MAIL_FAILED,
	    sender->mail->options->pos, "'%s' %s: %s",
	    sender->carrier.address, what, item->words);
	sender->has_ended = true;
	sender->has_failed = true;
}

static void
finish(struct delivery *delivery, enum mail_class class)
{
	delivery->class = class;
	delivery->is_done = true;
}

static void
settle_sent(const struct sender *sender, const struct item *item)
{
	const struct recipient *recipient = item->delivery->recipient;

	finish(item->delivery, MAIL_SENT);
	if (sender->mail->options->out != NULL)
		fprintf(sender->mail->options->out, "sent: %s %s <%s>\n",
		    recipient->office, recipient->address,
		    item->message.message_id);
}

static void
settle_retry(struct sender *sender, const struct item *item)
{
	struct delivery *delivery = item->delivery;

	delivery->not_before_ms = now_ms(sender) + wait_after(sender,
	    ++delivery->attempts);
	if (is_in_time(sender, delivery->not_before_ms))
		return;
	report(sender, item, "has not got it", "the next run tries again");
	finish(delivery, MAIL_RETRY);
}

static void
settle_unreachable(struct sender *sender, const struct item *item)
{
	sender->server_at_ms = now_ms(sender) + wait_after(sender,
	    ++sender->server_failures);
	if (!is_in_time(sender, sender->server_at_ms))
		end(sender, item, "takes no mail now");
}

static void
settle_sender_refused(struct sender *sender, const struct item *item)
{
	diag_report(sender->mail->diags, DIAG_MAIL_FAILED,
	    sender->mail->options->pos, "'%s' takes no mail from the sender "
	    "'%s': %s; have it allowed there, or write another as mail.from; "
	    "who has not got it is due in the next run",
	    sender->carrier.address, item->delivery->request.from,
	    item->words);
	sender->has_ended = true;
	sender->has_failed = true;
}

/* What follows from what became of one message. */
static void
settle(struct sender *sender, const struct item *item)
{
	switch (item->carried) {
	case CARRIED_SENT:
		settle_sent(sender, item);
		break;
	case CARRIED_RETRY:
		settle_retry(sender, item);
		break;
	case CARRIED_REFUSED:
		finish(item->delivery, MAIL_REFUSED);
		report(sender, item, "refused it for good",
		    "when that is mended, say --resend-refused");
		break;
	case CARRIED_UNCERTAIN:
		finish(item->delivery, MAIL_UNCERTAIN);
		report(sender, item, "may have got it", "ask there, and "
		    "where it did not, say --resend-uncertain");
		break;
	case CARRIED_UNREACHABLE:
		settle_unreachable(sender, item);
		break;
	case CARRIED_UNUSABLE:
		end(sender, item, "cannot be used");
		break;
	case CARRIED_SENDER_REFUSED:
		settle_sender_refused(sender, item);
		break;
	}
}

/* Whether what became of a message keeps the rest from being carried. */
static bool
is_of_all(const struct sender *sender, const struct item *item)
{
	return item->carried == CARRIED_UNREACHABLE ||
	    item->carried == CARRIED_UNUSABLE ||
	    item->carried == CARRIED_SENDER_REFUSED ||
	    sender->stalls == STALLS_MAX;
}

/* Carries a batch; what follows a failure of the server waits. */
static bool
carry_batch(struct sender *sender)
{
	size_t count = 0, i;
	bool is_noted;

	if (!note_sending(sender))
		return false;
	for (i = 0; i < sender->item_count; i++) {
		sender->items[i].carried = CARRIED_RETRY;
		sender->items[i].words = "not begun";
	}
	while (count < sender->item_count && !is_interrupted) {
		struct item *item = &sender->items[count];

		carry(sender, item);
		if (is_interrupted && strcmp(item->words, "not begun") == 0)
			break;
		count++;
		if (is_of_all(sender, item))
			break;
		sender->server_failures = 0;
	}
	is_noted = note_carried(sender);
	for (i = 0; i < count; i++)
		settle(sender, &sender->items[i]);
	if (sender->stalls == STALLS_MAX && !sender->has_ended)
		end(sender, &sender->items[count - 1], "has fallen silent");
	return is_noted;
}

static void
release_batch(struct sender *sender)
{
	size_t i;

	for (i = 0; i < sender->item_count; i++)
		message_release(&sender->items[i].message);
	sender->item_count = 0;
}

/* The moment at which something may be carried again; -1 when all is done. */
static int64_t
next_moment(const struct sender *sender)
{
	const struct mail *mail = sender->mail;
	int64_t next = -1;
	size_t i;

	for (i = 0; i < mail->delivery_count; i++) {
		const struct delivery *delivery = mail->deliveries[i];

		if (!delivery->is_done && (next < 0 ||
		    delivery->not_before_ms < next))
			next = delivery->not_before_ms;
	}
	return next >= 0 && next < sender->server_at_ms ?
	    sender->server_at_ms : next;
}

/* A run that lasts into another day asks again whether all may leave. */
static bool
may_go_on(struct sender *sender)
{
	struct mail *mail = sender->mail;
	int32_t day = (int32_t)(clock_of(mail) / 86400);
	size_t i;

	if (day == sender->day)
		return true;
	sender->day = day;
	for (i = 0; i < mail->parcel_count; i++)
		if (!parcel_may_leave(&mail->parcels[i].manifest, mail->arena,
		    mail->options->output_dir, day, mail->diags))
			return false;
	return true;
}

static void
run(struct sender *sender)
{
	int64_t next;

	while (!sender->has_ended && !is_interrupted &&
	    (next = next_moment(sender)) >= 0) {
		sleep_until(sender, next);
		if (!may_go_on(sender)) {
			sender->has_failed = sender->has_ended = true;
			break;
		}
		if (fill_batch(sender) && !carry_batch(sender))
			sender->has_failed = sender->has_ended = true;
		release_batch(sender);
	}
	if (is_interrupted)
		diag_report(sender->mail->diags, DIAG_MAIL_FAILED,
		    SOURCE_NOWHERE, "interrupted; the next run goes on where "
		    "this one was stopped");
}

static void
catch_signals(struct sigaction old[4], bool is_caught)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGPIPE };
	struct sigaction action = { .sa_flags = SA_RESTART };
	int i;

	for (i = 0; i < 4; i++) {
		action.sa_handler = signals[i] == SIGPIPE ? SIG_IGN :
		    interrupt;
		if (is_caught)
			sigaction(signals[i], &action, &old[i]);
		else
			sigaction(signals[i], &old[i], NULL);
	}
}

bool
mail_send(struct mail *mail)
{
	struct sender sender = { .mail = mail,
		.chance = (uint64_t)mail->options->time * 2 + 1,
		.day = (int32_t)(mail->options->time / 86400) };
	struct sigaction old[4];
	bool is_open;

	sender.carrier = (struct carrier){ .arena = mail->arena,
		.time = mail->options->time, .pos = mail->options->pos };
	if (mail->delivery_count == 0)
		return true;
	is_open = carrier_open(&sender.carrier, mail->options->transport,
	    mail->diags);
	if (is_open) {
		is_interrupted = 0;
		sender.began_ms = now_ms(&sender);
		catch_signals(old, true);
		run(&sender);
		catch_signals(old, false);
	}
	carrier_close(&sender.carrier);
	strbuf_release(&sender.words);
	arena_release(&sender.arena);
	return is_open && !sender.has_failed;
}
