/*
 * HTTP. In: requests. Out: answers (answer.h), and the stream of events that
 * open pages listen to (HTML Living Standard, section 9.2).
 *
 * Each connection has a thread: one that is slow to read, or waits for an
 * event, holds up no other. Their number is limited so that files can still
 * be opened, and those that stay silent are closed.
 */
#include "http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "answer.h"
#include "fieldkit/serve.h"
#include "page.h"

#define EVENTS_URL PREVIEW_FOLDER "events"
#define NEAR_PORTS 50
#define MAX_CONNECTIONS 400u
/* Files that loading and making may have open at once, of all threads. */
#define OTHER_FILES 128u
#define SILENT_SECONDS 60u
/* A comment is sent this often: so a page that has gone is noticed. */
#define BEAT_SECONDS 5
#define EVENT_BLOCK 8192

struct http {
	struct preview *preview;
	struct MHD_Daemon *daemon;
	char hosts[3][32];		/* "127.0.0.1:8017" … */
};

/* One open page that listens. */
struct listener {
	struct preview *preview;
	unsigned seen;
	struct strbuf waiting;		/* not sent yet, from `sent` on */
	size_t sent;
};

static void
add_event(struct listener *listener)
{
	struct strbuf report = { 0 };

	strbuf_clear(&listener->waiting);
	listener->sent = 0;
	switch (preview_wait_report(listener->preview, &listener->seen,
	    BEAT_SECONDS, &report)) {
	case PREVIEW_REPORT:
		strbuf_printf(&listener->waiting, "event: report\ndata: %s"
		    "\n\n", strbuf_string(&report));
		break;
	case PREVIEW_SILENCE:
		strbuf_add_string(&listener->waiting, ": here\n\n");
		break;
	case PREVIEW_END:
		break;
	}
	strbuf_release(&report);
}

static ssize_t
read_events(void *context, uint64_t position, char *bytes, size_t max)
{
	struct listener *listener = context;
	size_t len;

	(void)position;
	if (listener->sent == listener->waiting.len)
		add_event(listener);
	len = listener->waiting.len - listener->sent;
	if (len == 0)
		return MHD_CONTENT_READER_END_OF_STREAM;
	if (len > max)
		len = max;
	memcpy(bytes, listener->waiting.bytes + listener->sent, len);
	listener->sent += len;
	return (ssize_t)len;
}

static void
free_listener(void *context)
{
	struct listener *listener = context;

	strbuf_release(&listener->waiting);
	free(listener);
}

/* Sent with everything: what is shown here is for this origin alone. */
static void
add_headers(struct MHD_Response *response)
{
	static const char *const headers[][2] = {
		{ "X-Content-Type-Options", "nosniff" },
		{ "Cross-Origin-Resource-Policy", "same-origin" },
		{ "Cross-Origin-Opener-Policy", "same-origin" },
		{ "Referrer-Policy", "no-referrer" },
		{ "Content-Security-Policy", "frame-ancestors 'self'" },
	};
	size_t i;

	for (i = 0; i < sizeof(headers) / sizeof(headers[0]); i++)
		MHD_add_response_header(response, headers[i][0],
		    headers[i][1]);
}

/* Takes `response`, which may be NULL where there is no memory for it. */
static enum MHD_Result
send_response(struct MHD_Connection *connection, unsigned status,
    struct MHD_Response *response)
{
	enum MHD_Result result;

	if (response == NULL)
		return MHD_NO;
	add_headers(response);
	result = MHD_queue_response(connection, status, response);
	MHD_destroy_response(response);
	return result;
}

static enum MHD_Result
send_events(struct http *http, struct MHD_Connection *connection)
{
	struct listener *listener = mem_alloc(sizeof(*listener));
	struct MHD_Response *response;

	*listener = (struct listener){ .preview = http->preview };
	response = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN,
	    EVENT_BLOCK, read_events, listener, free_listener);
	if (response == NULL) {
		free_listener(listener);
		return MHD_NO;
	}
	MHD_add_response_header(response, "Content-Type",
	    "text/event-stream");
	MHD_add_response_header(response, "Cache-Control", "no-store");
	return send_response(connection, MHD_HTTP_OK, response);
}

static enum MHD_Result
send_answer(struct http *http, struct MHD_Connection *connection,
    const char *url)
{
	struct MHD_Response *response;
	struct answer answer;

	answer_make(http->preview, url, &answer);
	strbuf_reserve(&answer.body, 1);
	response = MHD_create_response_from_buffer(answer.body.len,
	    answer.body.bytes, MHD_RESPMEM_MUST_FREE);
	if (response != NULL) {
		answer.body = (struct strbuf){ 0 };	/* the response's now */
		MHD_add_response_header(response, "Content-Type",
		    answer.type);
		MHD_add_response_header(response, "Cache-Control",
		    answer.is_lasting ? "private, max-age=86400, immutable" :
		    "no-store");
		if (answer.location.len > 0)
			MHD_add_response_header(response, "Location",
			    answer.location.bytes);
	}
	answer_release(&answer);
	return send_response(connection, answer.status, response);
}

static enum MHD_Result
send_refusal(struct MHD_Connection *connection, unsigned status,
    const char *text)
{
	char *copy = strdup(text);
	struct MHD_Response *response;

	if (copy == NULL)
		mem_exhausted();
	response = MHD_create_response_from_buffer(strlen(copy), copy,
	    MHD_RESPMEM_MUST_FREE);
	if (response != NULL) {
		MHD_add_response_header(response, "Content-Type",
		    "text/plain; charset=utf-8");
		MHD_add_response_header(response, "Cache-Control",
		    "no-store");
	}
	if (response != NULL && status == MHD_HTTP_METHOD_NOT_ALLOWED)
		MHD_add_response_header(response, "Allow", "GET, HEAD");
	return send_response(connection, status, response);
}

/* Decodes percent signs, but not in a path with a NUL in it, which would end
 * there: such a path is none of ours. */
static size_t
decode(void *context, struct MHD_Connection *connection, char *text)
{
	(void)context;
	(void)connection;
	return strstr(text, "%00") != NULL ? strlen(text) :
	    MHD_http_unescape(text);
}

static bool
is_own_host(const struct http *http, struct MHD_Connection *connection)
{
	const char *host = MHD_lookup_connection_value(connection,
	    MHD_HEADER_KIND, "Host");
	size_t i;

	for (i = 0; i < sizeof(http->hosts) / sizeof(http->hosts[0]); i++)
		if (host != NULL && strcasecmp(host, http->hosts[i]) == 0)
			return true;
	return false;
}

static enum MHD_Result
answer_request(void *context, struct MHD_Connection *connection,
    const char *url, const char *method, const char *version,
    const char *upload, size_t *upload_len, void **state)
{
	static char has_headers;	/* marks what was called once */
	struct http *http = context;

	(void)version;
	(void)upload;
	if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
		return send_refusal(connection, MHD_HTTP_METHOD_NOT_ALLOWED,
		    "This preview answers GET and HEAD only.\n");
	if (*state == NULL) {
		*state = &has_headers;
		return MHD_YES;
	}
	if (*upload_len > 0) {
		*upload_len = 0;
		return MHD_YES;
	}
	if (!is_own_host(http, connection))
		return send_refusal(connection,
		    MHD_HTTP_MISDIRECTED_REQUEST,
		    "This preview answers at the address that it printed "
		    "only.\n");
	if (strcmp(url, EVENTS_URL) == 0)
		return send_events(http, connection);
	return send_answer(http, connection, url);
}

/* A listening socket on a port of 127.0.0.1, or -1 and errno. */
static int
listen_on(unsigned port, unsigned *ret_port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t len = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), yes = 1;

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (bind(fd, (const struct sockaddr *)&address, len) != 0 ||
	    listen(fd, SOMAXCONN) != 0 ||
	    getsockname(fd, (struct sockaddr *)&address, &len) != 0) {
		int error = errno;

		close(fd);
		errno = error;
		return -1;
	}
	*ret_port = ntohs(address.sin_port);
	return fd;
}

static int
listen_near(int port, unsigned *ret_port)
{
	unsigned first = port < 0 ? SERVE_PORT : (unsigned)port;
	unsigned last = port < 0 ? first + NEAR_PORTS : first;
	unsigned next = first;
	int fd = -1;

	while (fd < 0 && next <= last)
		fd = listen_on(next++, ret_port);
	if (fd < 0)
		fprintf(stderr, "fieldkit: cannot listen on 127.0.0.1:%u: "
		    "%s\n", first, strerror(errno));
	return fd;
}

/* How many connections leave enough files to be opened. */
static unsigned
connection_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return MAX_CONNECTIONS / 4;
	if (limit.rlim_cur < limit.rlim_max) {
		limit.rlim_cur = limit.rlim_max < 4096 ? limit.rlim_max : 4096;
		setrlimit(RLIMIT_NOFILE, &limit);
		getrlimit(RLIMIT_NOFILE, &limit);
	}
	if (limit.rlim_cur >= MAX_CONNECTIONS + OTHER_FILES)
		return MAX_CONNECTIONS;
	return limit.rlim_cur > 2 * OTHER_FILES ?
	    (unsigned)limit.rlim_cur - OTHER_FILES :
	    (unsigned)limit.rlim_cur / 2 + 1;
}

static void
fill_hosts(struct http *http, unsigned port)
{
	static const char *const names[] = { "127.0.0.1", "localhost",
		"[::1]" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		snprintf(http->hosts[i], sizeof(http->hosts[i]), "%s:%u",
		    names[i], port);
}

struct http *
http_start(struct preview *preview, int port, unsigned *ret_port)
{
	struct http *http;
	unsigned connections = connection_limit();
	int fd = listen_near(port, ret_port);

	if (fd < 0)
		return NULL;
	http = mem_alloc(sizeof(*http));
	*http = (struct http){ .preview = preview };
	fill_hosts(http, *ret_port);
	http->daemon = MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD |
	    MHD_USE_THREAD_PER_CONNECTION | MHD_USE_POLL, 0, NULL, NULL,
	    answer_request, http, MHD_OPTION_LISTEN_SOCKET, fd,
	    MHD_OPTION_UNESCAPE_CALLBACK, decode, NULL,
	    MHD_OPTION_CONNECTION_LIMIT, connections,
	    MHD_OPTION_CONNECTION_TIMEOUT, SILENT_SECONDS, MHD_OPTION_END);
	if (http->daemon != NULL)
		return http;
	fprintf(stderr, "fieldkit: cannot serve: %s\n", strerror(errno));
	close(fd);
	free(http);
	return NULL;
}

void
http_stop(struct http *http)
{
	MHD_stop_daemon(http->daemon);
	free(http);
}
