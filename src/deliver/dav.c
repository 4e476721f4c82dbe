/*
 * WebDAV by libcurl. In: a method, a path, a file. Out: a status and what came
 * with it, or a report in our words of why there is none.
 */
#include "dav.h"

#include <curl/curl.h>
#include <errno.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <time.h>

#define MAX_BODY_BYTES (64 * 1024 * 1024)
/* Of an answer that nobody looks at. */
#define MAX_DROPPED_BYTES (1024 * 1024)
/* openssl/x509_vfy.h; the library's header is another folder's. */
enum { VERIFY_NOT_YET = 9, VERIFY_EXPIRED = 10 };
/* Slower than any line: a server that feeds a byte now and then. */
#define MIN_BYTES_A_SECOND 100L

static bool
report(struct dav *dav, const char *words)
{
	diag_report(dav->diags, DIAG_TARGET_INVALID, SOURCE_NOWHERE,
	    "cannot publish '%s' to '%s': %s", dav->edition,
	    dav->target->text, words);
	return false;
}

bool
dav_open(struct dav *dav, const struct target *target, const char *edition,
    struct arena *arena, struct diags *diags)
{
	*dav = (struct dav){ .target = target, .edition = edition,
		.arena = arena, .diags = diags };
	if (!credentials_find(&dav->credentials, arena, target->name,
	    target->host, diags) || !patience_find(&dav->patience, arena,
	    target->name, DIAG_TARGET_INVALID, diags))
		return false;
	dav->ca = credentials_setting(arena, target->name, "CA");
	dav->error = arena_alloc(arena, CURL_ERROR_SIZE);
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return report(dav, "libcurl does not start");
	dav->curl = curl_easy_init();
	return dav->curl != NULL || report(dav, "libcurl does not start");
}

void
dav_close(struct dav *dav)
{
	if (dav->curl != NULL) {
		curl_easy_cleanup(dav->curl);
		curl_global_cleanup();
	}
	credentials_forget(&dav->credentials);
	dav->curl = NULL;
}

void
dav_reply_release(struct dav_reply *reply)
{
	strbuf_release(&reply->body);
}

/* The address of a path: what is not plain is escaped (RFC 3986). */
static const char *
address(const struct dav *dav, const char *path)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
	struct strbuf url = { 0 };
	const char *copy;

	strbuf_printf(&url, "%s%s/", dav->target->url, dav->edition);
	for (; *path != '\0'; path++) {
		if (strchr(plain, *path) != NULL)
			strbuf_add_char(&url, *path);
		else
			strbuf_printf(&url, "%%%02X", (unsigned char)*path);
	}
	copy = arena_copy(dav->arena, url.bytes, url.len);
	strbuf_release(&url);
	return copy;
}

static size_t
take_body(char *bytes, size_t size, size_t count, void *context)
{
	struct dav_reply *reply = context;

	if (reply->body.len + size * count > MAX_BODY_BYTES)
		return 0;
	strbuf_add(&reply->body, bytes, size * count);
	return size * count;
}

static size_t
drop_body(char *bytes, size_t size, size_t count, void *context)
{
	struct dav_reply *reply = context;

	(void)bytes;
	reply->dropped += size * count;
	return reply->dropped > MAX_DROPPED_BYTES ? 0 : size * count;
}

/* The value of a header line, without what ends it; NULL for another one. */
static const char *
header_value(struct dav *dav, const char *line, size_t len, const char *name)
{
	size_t skip = strlen(name);

	if (len <= skip || strncasecmp(line, name, skip) != 0 ||
	    line[skip] != ':')
		return NULL;
	for (skip++; skip < len && line[skip] == ' '; skip++)
		;
	while (len > skip && (line[len - 1] == '\n' ||
	    line[len - 1] == '\r' || line[len - 1] == ' '))
		len--;
	return arena_copy(dav->arena, line + skip, len - skip);
}

/* What libcurl hands to the callback of headers. */
struct taking {
	struct dav *dav;
	struct dav_reply *reply;
};

static size_t
take_header(char *line, size_t size, size_t count, void *context)
{
	struct taking *taking = context;
	struct dav_reply *reply = taking->reply;
	size_t len = size * count;
	const char *value;

	value = header_value(taking->dav, line, len, "ETag");
	if (value != NULL && strlen(value) < sizeof(reply->etag))
		strcpy(reply->etag, value);
	value = header_value(taking->dav, line, len, "Date");
	if (value != NULL)
		reply->date = curl_getdate(value, NULL);
	value = header_value(taking->dav, line, len, "Last-Modified");
	if (value != NULL)
		reply->modified = curl_getdate(value, NULL);
	return len;
}

static void
set_connection(struct dav *dav)
{
	CURL *curl = dav->curl;

	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR,
	    dav->target->is_loopback ? "http,https" : "https");
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, dav->error);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT,
	    patience_within(&dav->patience, PATIENCE_CONNECT_S));
	curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, MIN_BYTES_A_SECOND);
	curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME,
	    patience_for(&dav->patience, PATIENCE_DAV_S));
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(curl, CURLOPT_SSLVERSION,
	    (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(curl, CURLOPT_HTTP_VERSION,
	    (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(curl, CURLOPT_USERAGENT, "fieldkit");
	if (dav->target->is_loopback)
		curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
	if (dav->ca != NULL)
		curl_easy_setopt(curl, CURLOPT_CAINFO, dav->ca);
	if (dav->credentials.user == NULL)
		return;
	curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
	curl_easy_setopt(curl, CURLOPT_USERNAME, dav->credentials.user);
	curl_easy_setopt(curl, CURLOPT_PASSWORD, dav->credentials.password);
}

/* What a certificate that was not accepted lacks. */
static const char *
certificate_fault(struct dav *dav)
{
	char day[16] = "";
	time_t now = time(NULL);
	struct tm tm;
	long fault = 0;

	curl_easy_getinfo(dav->curl, CURLINFO_SSL_VERIFYRESULT, &fault);
	gmtime_r(&now, &tm);
	strftime(day, sizeof(day), "%Y-%m-%d", &tm);
	if (fault == VERIFY_EXPIRED)
		return arena_printf(dav->arena, "its certificate has expired; "
		    "have it renewed, unless this machine's clock is wrong: "
		    "it says %s", day);
	if (fault == VERIFY_NOT_YET)
		return arena_printf(dav->arena, "its certificate is not valid "
		    "yet; set this machine's clock, which says %s, or have "
		    "the certificate issued anew", day);
	if (strstr(dav->error, "subject name") != NULL)
		return "its certificate is for another host; name the host as "
		    "the certificate does, or have it issued anew";
	return arena_printf(dav->arena, "its certificate is signed by nobody "
	    "who is trusted here; for an authority of your own, set %s to "
	    "the file of its certificate", credentials_variable(dav->arena,
	    dav->target->name, "CA"));
}

/* Where a server fell silent. */
static const char *
silence(struct dav *dav, const struct dav_ask *ask, long status)
{
	long connect_s = patience_within(&dav->patience, PATIENCE_CONNECT_S);
	long answer_s = patience_for(&dav->patience, PATIENCE_DAV_S);
	curl_off_t asked = 0;
	long port = 0;			/* ours: there was a connection */

	curl_easy_getinfo(dav->curl, CURLINFO_LOCAL_PORT, &port);
	curl_easy_getinfo(dav->curl, CURLINFO_PRETRANSFER_TIME_T, &asked);
	if (asked == 0 && port == 0)
		return arena_printf(dav->arena, "there was no connection "
		    "within %ld s; is the address right, and does a firewall "
		    "let us through?", connect_s);
	if (asked == 0)
		return arena_printf(dav->arena, "it took the connection and "
		    "then said nothing for %ld s", connect_s);
	return arena_printf(dav->arena, status != 0 ? "it stopped in the "
	    "middle of its answer to %s '%s' for %ld s; publish again, what "
	    "was sent is not sent twice" : "it has not answered %s '%s' for "
	    "%ld s; publish again, what was sent is not sent twice",
	    ask->method, ask->path, answer_s);
}

static bool
report_failure(struct dav *dav, const struct dav_ask *ask, CURLcode code,
    long status)
{
	const char *words = dav->error[0] != '\0' ? dav->error :
	    curl_easy_strerror(code);

	/* The other codes are told in libcurl's words. */
	if (code == CURLE_PEER_FAILED_VERIFICATION)
		words = certificate_fault(dav);
	else if (code == CURLE_SSL_CACERT_BADFILE)
		words = arena_printf(dav->arena, "the file that %s names has "
		    "no certificates", credentials_variable(dav->arena,
		    dav->target->name, "CA"));
	else if (code == CURLE_WRITE_ERROR)
		words = "its answer has no end; is that the address of a "
		    "WebDAV folder?";
	else if (code == CURLE_COULDNT_RESOLVE_HOST)
		words = "there is no host of that name";
	else if (code == CURLE_COULDNT_CONNECT)
		words = "no server listens there, or there is no way to it";
	else if (code == CURLE_OPERATION_TIMEDOUT)
		words = silence(dav, ask, status);
	else if (code == CURLE_GOT_NOTHING || code == CURLE_RECV_ERROR ||
	    code == CURLE_SEND_ERROR || code == CURLE_PARTIAL_FILE)
		words = "the connection broke off; publish again, what was "
		    "sent is not sent twice";
	return report(dav, words);
}

/* What is sent; NULL after a report. */
static FILE *
open_source(struct dav *dav, const struct dav_ask *ask, curl_off_t *ret_len)
{
	FILE *file = ask->file != NULL ? fopen(ask->file, "re") :
	    fmemopen((void *)(uintptr_t)ask->text, strlen(ask->text), "r");
	struct stat status;

	*ret_len = ask->file == NULL ? (curl_off_t)strlen(ask->text) : 0;
	if (file != NULL && ask->file != NULL &&
	    fstat(fileno(file), &status) == 0)
		*ret_len = status.st_size;
	if (file == NULL)
		report(dav, arena_printf(dav->arena, "cannot read '%s': %s",
		    ask->file != NULL ? ask->file : ask->path,
		    strerror(errno)));
	return file;
}

bool
dav_ask(struct dav *dav, const struct dav_ask *ask,
    struct dav_reply *ret_reply)
{
	bool is_get = strcmp(ask->method, "GET") == 0;
	bool is_put = strcmp(ask->method, "PUT") == 0;
	struct taking taking = { dav, ret_reply };
	struct curl_slist *headers = curl_slist_append(NULL, "Expect:");
	curl_off_t len = -1;
	FILE *source = NULL;
	CURLcode code;

	*ret_reply = (struct dav_reply){ .len = -1, .date = -1,
		.modified = -1 };
	dav->error[0] = '\0';
	if (is_put && (source = open_source(dav, ask, &len)) == NULL) {
		curl_slist_free_all(headers);
		return false;
	}
	if (ask->condition != NULL)
		headers = curl_slist_append(headers, ask->condition);
	/* Forgets options, not the connection. */
	curl_easy_reset(dav->curl);
	set_connection(dav);
	curl_easy_setopt(dav->curl, CURLOPT_URL, address(dav, ask->path));
	curl_easy_setopt(dav->curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(dav->curl, CURLOPT_HEADERFUNCTION, take_header);
	curl_easy_setopt(dav->curl, CURLOPT_HEADERDATA, &taking);
	curl_easy_setopt(dav->curl, CURLOPT_WRITEFUNCTION, is_get ?
	    take_body : drop_body);
	curl_easy_setopt(dav->curl, CURLOPT_WRITEDATA, ret_reply);
	if (strcmp(ask->method, "HEAD") == 0)
		curl_easy_setopt(dav->curl, CURLOPT_NOBODY, 1L);
	else if (!is_get && !is_put)
		curl_easy_setopt(dav->curl, CURLOPT_CUSTOMREQUEST,
		    ask->method);
	if (is_put) {
		curl_easy_setopt(dav->curl, CURLOPT_UPLOAD, 1L);
		curl_easy_setopt(dav->curl, CURLOPT_READDATA, source);
		curl_easy_setopt(dav->curl, CURLOPT_INFILESIZE_LARGE, len);
	}
	code = curl_easy_perform(dav->curl);
	curl_easy_getinfo(dav->curl, CURLINFO_RESPONSE_CODE,
	    &ret_reply->status);
	curl_easy_getinfo(dav->curl, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T,
	    &len);
	ret_reply->len = len;
	curl_slist_free_all(headers);
	if (source != NULL)
		fclose(source);
	/* A server may answer and close before it has read everything. */
	if (code == CURLE_SEND_ERROR && ret_reply->status >= 400)
		return true;
	return code == CURLE_OK || report_failure(dav, ask, code,
	    ret_reply->status);
}

bool
dav_refused(struct dav *dav, const struct dav_ask *ask, long status)
{
	static const struct {
		long first, last;
		const char *meaning;
	} meanings[] = {
		{ 300, 399, "it leads to another address; write that one in "
		    "site.yaml" },
		{ 403, 403, "it may not be written; let the server's user "
		    "write the folder" },
		{ 404, 404, "there is no such folder on the server; make it, "
		    "or allow create_full_put_path" },
		{ 405, 405, "it takes no such request; allow PUT, DELETE and "
		    "MKCOL there" },
		{ 409, 409, "its folder is not there; allow MKCOL or "
		    "create_full_put_path" },
		{ 412, 412, "another publisher has been there meanwhile; look "
		    "with --list, and publish again" },
		{ 413, 413, "the file is larger than the server takes; raise "
		    "its limit (client_max_body_size, LimitRequestBody)" },
		{ 423, 423, "it is locked by another program" },
		{ 501, 501, "it takes no such request; allow PUT, DELETE and "
		    "MKCOL there" },
		{ 507, 507, "the server's disk is full; make room there" },
		{ 500, 500, "the server failed, as nginx does when its disk "
		    "is full; its log says why" },
		{ 501, 599, "the server failed; its log says why" },
	};
	const char *meaning = "the server refused";
	size_t i;

	for (i = sizeof(meanings) / sizeof(meanings[0]); i-- > 0;)
		if (status >= meanings[i].first && status <= meanings[i].last)
			meaning = meanings[i].meaning;
	if (status == 401)
		meaning = arena_printf(dav->arena, dav->credentials.user !=
		    NULL ? "it refuses the user or the password that %s or "
		    "%s gives" : "it asks for a password; set %s and _PASSWORD"
		    ", or %s", credentials_variable(dav->arena,
		    dav->target->name, "USER"), credentials_variable(
		    dav->arena, dav->target->name, "CREDENTIALS"));
	return report(dav, arena_printf(dav->arena, "%s (%ld for %s '%s')",
	    meaning, status, ask->method, ask->path));
}
