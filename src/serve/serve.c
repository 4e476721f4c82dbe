/*
 * The preview, as a loop. In: what changed on the disk, signals, midnight.
 * Out: one generation after another, each loaded as a whole.
 *
 * Loading all of a site takes a tenth of a second, and pages are made when
 * they are asked for. So there is no graph of what depends on what, which
 * could be wrong: a change of anything gives a new generation, and an open
 * page finds out by its digest whether it is a new page too.
 */
#include "fieldkit/serve.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "fieldkit/diag.h"
#include "http.h"
#include "preview.h"
#include "verify.h"
#include "watch.h"

/* Saving is several events; the content is loaded when they have ceased for
 * the first time, or not ceased for the second. */
#define QUIET_MS 20
#define LONGEST_MS 500
/* A file that could not be read may be readable again. */
#define RETRY_MS 2000
#define DAY_SECONDS 86400

extern char **environ;

struct server {
	const struct serve_options *options;
	struct build_options build_options;
	struct tools tools;
	struct preview *preview;
	struct watch *watch;
	int signals;			/* readable when it shall end */
	bool is_retrying;		/* the last load met an unreadable file */
	bool is_ending;
};

static double
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static bool
has_io_failure(const struct diags *diags)
{
	size_t i;

	for (i = 0; i < diags->count; i++)
		if (diags->items[i].id == DIAG_IO_FAILED)
			return true;
	return false;
}

static void
print_diags(const struct server *server, const struct diags *diags)
{
	struct diag_print_options print = {
		.format = DIAG_FORMAT_TEXT,
		.in_color = server->options->in_color,
	};

	if (diags->errors > 0)
		diags_print(diags, &print, stderr);
}

/* "rebuilt in 93 ms: 0 errors, 2 warnings (content/site.yaml)" */
static void
print_summary(const struct server *server, const struct diags *diags,
    const char *what, double took_ms)
{
	struct strbuf names = { 0 };

	watch_print_names(server->watch, &names);
	fprintf(stderr, "%s in %.0f ms: %zu error%s, %zu warning%s%s%s%s\n",
	    what, took_ms, diags->errors, diags->errors == 1 ? "" : "s",
	    diags->warnings, diags->warnings == 1 ? "" : "s",
	    names.len > 0 ? " (" : "", strbuf_string(&names),
	    names.len > 0 ? ")" : "");
	strbuf_release(&names);
}

static void
load(struct server *server, const char *what)
{
	double started = now_ms();
	struct generation *last = preview_use(server->preview);
	struct generation *next = generation_new(&server->build_options,
	    &server->tools, last);
	bool was_retrying = server->is_retrying;

	if (last != NULL)
		preview_drop(server->preview, last);
	server->is_retrying = has_io_failure(&next->build.diags);
	if ((!server->options->is_quiet || !next->is_good) &&
	    !(was_retrying && server->is_retrying)) {
		print_diags(server, &next->build.diags);
		print_summary(server, &next->build.diags, what,
		    now_ms() - started);
	}
	watch_forget_names(server->watch);
	preview_show(server->preview, next);
}

static int
sooner(int a, int b)
{
	if (a < 0 || b < 0)
		return a < 0 ? b : a;
	return a < b ? a : b;
}

static int32_t
today(void)
{
	return (int32_t)(time(NULL) / DAY_SECONDS);
}

/* Waits for something to happen, `timeout_ms` at most. False at the end. */
static bool
wait_for(struct server *server, int timeout_ms)
{
	struct pollfd files[] = {
		{ .fd = server->signals, .events = POLLIN },
		{ .fd = watch_fd(server->watch), .events = POLLIN },
	};

	if (poll(files, 2, timeout_ms) > 0 && files[0].revents != 0)
		server->is_ending = true;
	return !server->is_ending;
}

/* Until whatever writes files takes a breath. */
static void
wait_for_quiet(struct server *server)
{
	double until = now_ms() + LONGEST_MS;

	do
		wait_for(server, QUIET_MS);
	while (!server->is_ending && watch_take(server->watch) &&
	    now_ms() < until);
}

static int
idle_timeout(const struct server *server)
{
	int timeout = watch_timeout_ms(server->watch);

	if (server->is_retrying)
		timeout = sooner(timeout, RETRY_MS);
	if (server->options->follows_today)
		timeout = sooner(timeout, (int)(DAY_SECONDS -
		    time(NULL) % DAY_SECONDS) * 1000);
	return timeout;
}

static void
follow_changes(struct server *server)
{
	while (wait_for(server, idle_timeout(server))) {
		bool is_new_day = server->options->follows_today &&
		    today() > server->build_options.clock.as_of_days;

		if (watch_take(server->watch)) {
			preview_await(server->preview);
			wait_for_quiet(server);
			load(server, "rebuilt");
		} else if (is_new_day) {
			server->build_options.clock.as_of_days = today();
			load(server, "a new day: rebuilt");
		} else if (server->is_retrying) {
			load(server, "rebuilt");
		}
	}
}

/* The signals that end the program, to be read and not to interrupt. Before
 * any thread starts, so that all threads leave them to us. */
static int
open_signals(void)
{
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGHUP);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	signal(SIGPIPE, SIG_IGN);
	return signalfd(-1, &signals, SFD_CLOEXEC);
}

/* As good as it goes: the address was printed. */
static void
open_browser(const char *address)
{
	char program[] = "xdg-open", url[64];
	char *arguments[] = { program, url, NULL };
	posix_spawnattr_t attributes;
	sigset_t none;
	pid_t pid;

	snprintf(url, sizeof(url), "%s", address);
	sigemptyset(&none);
	signal(SIGCHLD, SIG_IGN);	/* nobody waits for it */
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
	posix_spawnattr_setsigmask(&attributes, &none);
	if (posix_spawnp(&pid, program, NULL, &attributes, arguments,
	    environ) != 0)
		fprintf(stderr, "fieldkit: there is no xdg-open to open a "
		    "browser with\n");
	posix_spawnattr_destroy(&attributes);
}

static void
announce(const struct server *server, unsigned port)
{
	const char *problem = watch_problem(server->watch);
	char address[64];

	snprintf(address, sizeof(address), "http://127.0.0.1:%u/", port);
	printf("serving %s\n", address);
	fflush(stdout);
	if (problem != NULL)
		fprintf(stderr, "fieldkit: cannot be told of changes: %s; "
		    "looking for them every second instead\n", problem);
	if (server->options->opens_browser)
		open_browser(address);
}

static bool
serve(struct server *server)
{
	struct tools lent = server->tools;
	struct verify *verify;
	struct http *http;
	unsigned port;

	lent.worker_count--;		/* the last one checks */
	server->preview = preview_new(&lent);
	http = http_start(server->preview, server->options->port, &port);
	if (http != NULL) {
		load(server, "loaded");
		announce(server, port);
		verify = verify_start(server->preview, worker_at(
		    &server->tools, lent.worker_count),
		    server->options->is_quiet);
		follow_changes(server);
		preview_end(server->preview);
		verify_stop(verify);
		http_stop(http);
	}
	preview_free(server->preview);
	return http != NULL;
}

bool
serve_until_signal(const struct build_options *build_options,
    const struct serve_options *options)
{
	const char *const roots[] = {
		build_options->content_dir, build_options->themes_dir,
	};
	struct server server = {
		.options = options, .build_options = *build_options,
		.signals = open_signals(),
	};
	bool is_done = false;

	if (server.signals < 0) {
		fprintf(stderr, "fieldkit: cannot wait for signals: %s\n",
		    strerror(errno));
		return false;
	}
	tools_open(&server.tools, build_options->threads + 2);
	server.watch = watch_new(roots, 2, options->has_polling);
	is_done = serve(&server);
	watch_free(server.watch);
	tools_close(&server.tools);
	close(server.signals);
	return is_done;
}
