/*
 * A server that takes mail (RFC 5321). In: a message. Out: what became of it,
 * by how far the session came and what the server said last.
 *
 * libcurl speaks SMTP; the finished bytes are read from here with every LF as
 * CR LF, since libcurl doubles a leading dot only after CR LF. One connection
 * carries messages as long as nothing goes wrong.
 *
 *	before MAIL FROM    nothing was said about a message: the server cannot
 *	                    be used now, or not before a person looks at it
 *	MAIL                the sender is what the server minds, whoever gets
 *	                    it: 4xx nobody now, 5xx nobody before a person looks
 *	RCPT, DATA          4xx and silence: later; 5xx: never
 *	after 354           silence before the last byte was asked for: surely
 *	                    not sent. After it the final dot may have arrived:
 *	                    uncertain, unless the server said 2xx, 4xx or 5xx
 */
#include "carrier.h"

#include <string.h>
#include <sys/socket.h>

#include <curl/curl.h>

#include "credentials.h"
#include "patience.h"

#define WORDS_BYTES 400

enum phase { PHASE_GREETING, PHASE_MAIL, PHASE_RCPT, PHASE_DATA };

struct smtp {
	CURL *curl;
	char *url;
	/* The message under way. */
	const struct cargo *cargo;
	size_t at;			/* bytes of it that were read */
	bool owes_lf;			/* the CR before it was given */
	bool is_at_end;			/* the last byte was read */
	bool is_over;			/* QUIT was said */
	enum phase phase;
	long connect_s, answer_s;
	struct strbuf answer;		/* the server's last */
	bool is_answer_whole;
	char error[CURL_ERROR_SIZE];
};

static size_t
read_message(char *buffer, size_t size, size_t count, void *context)
{
	struct smtp *smtp = context;
	size_t room = size * count, len = 0, end = smtp->cargo->len;

	/* libcurl asks for the last byte when all before it are on their way,
	 * and having it sends the final dot without asking again. */
	if (end > 0 && smtp->at < end - 1)
		end--;
	else
		smtp->is_at_end = true;
	while (len < room && smtp->at < end) {
		const char *from = smtp->cargo->bytes + smtp->at;
		size_t most = end - smtp->at < room - len ? end - smtp->at :
		    room - len;
		const char *feed = memchr(from, '\n', most);
		size_t plain = feed != NULL ? (size_t)(feed - from) : most;

		memcpy(buffer + len, from, plain);
		len += plain;
		smtp->at += plain;
		if (feed == NULL || len == room)
			break;
		buffer[len++] = smtp->owes_lf ? '\n' : '\r';
		smtp->at += smtp->owes_lf;
		smtp->owes_lf = !smtp->owes_lf;
	}
	return len;
}

static size_t
take_answer(char *line, size_t size, size_t count, void *context)
{
	struct smtp *smtp = context;
	size_t len = size * count, i;

	if (smtp->is_over)
		return len;
	if (smtp->is_answer_whole)
		strbuf_clear(&smtp->answer);
	else if (smtp->answer.len > 0)
		strbuf_add_char(&smtp->answer, ' ');
	smtp->is_answer_whole = len < 4 || line[3] != '-';
	while (len > 0 && (line[len - 1] == '\n' || line[len - 1] == '\r'))
		len--;
	for (i = 0; i < len && smtp->answer.len < WORDS_BYTES; i++)
		strbuf_add_char(&smtp->answer, line[i] >= ' ' &&
		    line[i] <= '~' ? line[i] : '?');
	return size * count;
}

/* How far the session came, by the commands that libcurl says it sends. */
static int
watch(CURL *curl, curl_infotype type, char *bytes, size_t len, void *context)
{
	static const struct {
		const char *command;
		enum phase phase;
	} commands[] = {
		{ "MAIL FROM", PHASE_MAIL }, { "RCPT TO", PHASE_RCPT },
		{ "DATA", PHASE_DATA },
	};
	struct smtp *smtp = context;
	size_t i;

	(void)curl;
	if (type != CURLINFO_HEADER_OUT)
		return 0;
	if (len >= 4 && strncmp(bytes, "QUIT", 4) == 0)
		smtp->is_over = true;
	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		size_t command_len = strlen(commands[i].command);

		if (len >= command_len && strncmp(bytes, commands[i].command,
		    command_len) == 0)
			smtp->phase = commands[i].phase;
	}
	return 0;
}

static bool
is_loopback(const char *url)
{
	static const char *const hosts[] = { "localhost", "127.0.0.1",
		"[::1]" };
	const char *host = strstr(url, "://") + 3;
	size_t i;

	for (i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++) {
		size_t len = strlen(hosts[i]);

		if (strncmp(host, hosts[i], len) == 0 && (host[len] == '\0' ||
		    host[len] == ':' || host[len] == '/'))
			return true;
	}
	return false;
}

static void
set_tls(struct smtp *smtp, const struct carrier *carrier)
{
	const char *authority = credentials_setting(carrier->arena, "mail",
	    "CA");
	bool is_verified = authority != NULL || !is_loopback(smtp->url) ||
	    carrier->kind == &carrier_smtps;

	curl_easy_setopt(smtp->curl, CURLOPT_USE_SSL, is_verified ?
	    (long)CURLUSESSL_ALL : (long)CURLUSESSL_TRY);
	curl_easy_setopt(smtp->curl, CURLOPT_SSL_VERIFYPEER,
	    is_verified ? 1L : 0L);
	curl_easy_setopt(smtp->curl, CURLOPT_SSL_VERIFYHOST,
	    is_verified ? 2L : 0L);
	curl_easy_setopt(smtp->curl, CURLOPT_SSLVERSION,
	    (long)CURL_SSLVERSION_TLSv1_2);
	if (authority != NULL)
		curl_easy_setopt(smtp->curl, CURLOPT_CAINFO, authority);
}

static void
set_options(struct smtp *smtp)
{
	CURL *curl = smtp->curl;

	curl_easy_setopt(curl, CURLOPT_URL, smtp->url);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, smtp->connect_s);
	curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT,
	    smtp->answer_s);
	curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
	curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, smtp->answer_s);
	curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(curl, CURLOPT_READFUNCTION, read_message);
	curl_easy_setopt(curl, CURLOPT_READDATA, smtp);
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_answer);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, smtp);
	curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
	curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, watch);
	curl_easy_setopt(curl, CURLOPT_DEBUGDATA, smtp);
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, smtp->error);
}

/* NULL where there is none, or where a user is named: a password in the
 * address would stand in content. */
static const char *
host_of(const char *url, struct arena *arena)
{
	CURLU *parts = curl_url();
	char *user = NULL, *query = NULL, *part = NULL;
	const char *host = NULL;

	if (parts != NULL &&
	    curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK &&
	    curl_url_get(parts, CURLUPART_USER, &user, 0) != CURLUE_OK &&
	    curl_url_get(parts, CURLUPART_QUERY, &query, 0) != CURLUE_OK &&
	    curl_url_get(parts, CURLUPART_HOST, &part, 0) == CURLUE_OK)
		host = arena_strdup(arena, part);
	curl_free(user);
	curl_free(query);
	curl_free(part);
	curl_url_cleanup(parts);
	return host;
}

static bool
open_smtp(struct carrier *carrier, struct diags *diags)
{
	const char *host = host_of(carrier->address, carrier->arena);
	struct credentials credentials;
	struct patience patience;
	struct smtp *smtp;

	if (host == NULL) {
		/* It may hold a password, which no message shows. */
		diag_report(diags, DIAG_TRANSPORT_INVALID, SOURCE_NOWHERE,
		    "mail.transport is no server's address; write "
		    "smtp://HOST:PORT, and user and password into a file that "
		    "FIELDKIT_MAIL_CREDENTIALS names");
		return false;
	}
	if (!patience_find(&patience, carrier->arena, "mail",
	    DIAG_TRANSPORT_INVALID, diags) || !credentials_find(&credentials,
	    carrier->arena, "mail", host, diags))
		return false;
	smtp = ARENA_NEW(carrier->arena, struct smtp);
	smtp->connect_s = patience_within(&patience, PATIENCE_MAIL_CONNECT_S);
	smtp->answer_s = patience_for(&patience, PATIENCE_MAIL_S);
	smtp->url = arena_strdup(carrier->arena, carrier->address);
	smtp->curl = curl_easy_init();
	if (smtp->curl == NULL)
		mem_exhausted();
	carrier->state = smtp;
	set_options(smtp);
	set_tls(smtp, carrier);
	if (credentials.user != NULL) {
		curl_easy_setopt(smtp->curl, CURLOPT_USERNAME,
		    credentials.user);
		curl_easy_setopt(smtp->curl, CURLOPT_PASSWORD,
		    credentials.password);
	}
	credentials_forget(&credentials);
	return true;
}

static void
close_smtp(struct carrier *carrier)
{
	struct smtp *smtp = carrier->state;

	if (smtp == NULL)
		return;
	curl_easy_cleanup(smtp->curl);
	strbuf_release(&smtp->answer);
	carrier->state = NULL;
}

/* Of a session that never came to a message. */
static enum carried
judge_greeting(CURLcode result, long code)
{
	if (code / 100 == 4)
		return CARRIED_UNREACHABLE;
	if (code / 100 == 5)
		return CARRIED_UNUSABLE;
	switch ((int)result) {
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_CONNECT:
	case CURLE_OPERATION_TIMEDOUT:
	case CURLE_GOT_NOTHING:
	case CURLE_SEND_ERROR:
	case CURLE_RECV_ERROR:
	case CURLE_WEIRD_SERVER_REPLY:
		return CARRIED_UNREACHABLE;
	default:
		return CARRIED_UNUSABLE;
	}
}

static enum carried
judge(const struct smtp *smtp, CURLcode result, long code)
{
	bool is_body = smtp->phase == PHASE_DATA && smtp->is_at_end;

	if (result == CURLE_OK || (is_body && code / 100 == 2))
		return CARRIED_SENT;
	if (smtp->phase == PHASE_GREETING)
		return judge_greeting(result, code);
	/* But 552, which is about the length of this message. */
	if (smtp->phase == PHASE_MAIL && code / 100 == 5 && code != 552)
		return CARRIED_SENDER_REFUSED;
	if (smtp->phase == PHASE_MAIL && code / 100 == 4)
		return CARRIED_UNREACHABLE;
	if (code / 100 == 5)
		return CARRIED_REFUSED;
	if (is_body && code / 100 != 4)
		return CARRIED_UNCERTAIN;
	return CARRIED_RETRY;
}

/* Where the server fell silent. */
static void
add_silence(const struct smtp *smtp, struct strbuf *words)
{
	static const char *const after[] = {
		[PHASE_MAIL] = "MAIL FROM", [PHASE_RCPT] = "RCPT TO",
		[PHASE_DATA] = "DATA",
	};
	long port = 0;			/* ours: there was a connection */

	curl_easy_getinfo(smtp->curl, CURLINFO_LOCAL_PORT, &port);
	if (smtp->phase == PHASE_GREETING && port == 0)
		strbuf_printf(words, "no connection within %ld s",
		    smtp->connect_s);
	else if (smtp->phase == PHASE_GREETING)
		strbuf_printf(words, "it took the connection, but was not "
		    "ready for mail after %ld s", smtp->connect_s);
	else if (smtp->is_at_end)
		strbuf_printf(words, "no answer to the end of the message "
		    "within %ld s", smtp->answer_s);
	else if (smtp->at > 0)
		strbuf_printf(words, "it stopped taking the message for "
		    "%ld s", smtp->answer_s);
	else
		strbuf_printf(words, "no answer to %s within %ld s",
		    after[smtp->phase], smtp->answer_s);
}

/* What the server said, and where it said nothing what libcurl says. */
static void
add_words(const struct smtp *smtp, CURLcode result, long code,
    struct strbuf *words)
{
	if (result == CURLE_OPERATION_TIMEDOUT) {
		add_silence(smtp, words);
		return;
	}
	if (smtp->phase == PHASE_MAIL && code / 100 == 4)
		strbuf_printf(words, "to the sender '%s': ",
		    smtp->cargo->from);
	if (smtp->is_answer_whole && (result == CURLE_OK || code / 100 >= 4))
		strbuf_add_string(words, strbuf_string(&smtp->answer));
	if (result == CURLE_OK || code / 100 >= 4)
		return;
	strbuf_printf(words, "%s (curl %d, last answer %ld)",
	    smtp->error[0] != '\0' ? smtp->error :
	    curl_easy_strerror(result), (int)result, code);
}

/* libcurl would go on with a connection whose last answer is still due, take
 * that for the answer to its next command, or say QUIT and wait again. */
static void
give_up(const struct smtp *smtp)
{
	curl_socket_t fd = CURL_SOCKET_BAD;

	curl_easy_getinfo(smtp->curl, CURLINFO_ACTIVESOCKET, &fd);
	if (fd != CURL_SOCKET_BAD)
		shutdown(fd, SHUT_RDWR);
}

/* Bytes that go out: every LF takes a CR before it. */
static curl_off_t
wire_bytes(const struct cargo *cargo)
{
	const char *next = cargo->bytes, *end = cargo->bytes + cargo->len;
	curl_off_t count = (curl_off_t)cargo->len;

	while (next < end && (next = memchr(next, '\n',
	    (size_t)(end - next))) != NULL) {
		count++;
		next++;
	}
	return count;
}

static enum carried
send_smtp(struct carrier *carrier, const struct cargo *cargo,
    struct strbuf *words)
{
	struct smtp *smtp = carrier->state;
	struct curl_slist *to = curl_slist_append(NULL, cargo->to);
	enum carried carried;
	CURLcode result;
	long code = 0;

	if (to == NULL)
		mem_exhausted();
	smtp->cargo = cargo;
	smtp->at = 0;
	smtp->owes_lf = smtp->is_at_end = smtp->is_over = false;
	smtp->phase = PHASE_GREETING;
	smtp->is_answer_whole = true;
	smtp->error[0] = '\0';
	strbuf_clear(&smtp->answer);
	curl_easy_setopt(smtp->curl, CURLOPT_MAIL_FROM, cargo->from);
	curl_easy_setopt(smtp->curl, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(smtp->curl, CURLOPT_INFILESIZE_LARGE,
	    wire_bytes(cargo));
	result = curl_easy_perform(smtp->curl);
	curl_easy_getinfo(smtp->curl, CURLINFO_RESPONSE_CODE, &code);
	carried = judge(smtp, result, code);
	carrier->has_stalled = result == CURLE_OPERATION_TIMEDOUT;
	if (carrier->has_stalled)
		give_up(smtp);
	add_words(smtp, result, code, words);
	curl_easy_setopt(smtp->curl, CURLOPT_MAIL_RCPT, NULL);
	curl_slist_free_all(to);
	return carried;
}

const struct carrier_kind carrier_smtp = {
	.prefix = "smtp://", .open = open_smtp, .send = send_smtp,
	.close = close_smtp,
};

const struct carrier_kind carrier_smtps = {
	.prefix = "smtps://", .open = open_smtp, .send = send_smtp,
	.close = close_smtp,
};
