/*
 * Answers. In: a path, percent signs already decoded. Out: status, type and
 * bytes.
 *
 *	/                          the editions
 *	/EDITION/                  its site, or its kits where it has no site
 *	/EDITION/kits/             a list of its kits
 *	/EDITION/PATH              an output as manifests name it
 *	/EDITION/FOLDER/           index.html in it
 *	/_fieldkit/…               the preview's own files
 *
 * A page that cannot be made any more is shown as it was, where it was asked
 * for before; the report says what is wrong with it.
 */
#include "answer.h"

#include <string.h>

#include "fieldkit/server.h"
#include "files.h"
#include "page.h"

/* What every page is called, for its type. */
static const char page_name[] = "index.html";

/* Everything that makes one answer. */
struct request {
	struct preview *preview;
	struct generation *generation;
	struct shown *shown;
	struct worker *worker;
	const char *url;
	char stamp[PREVIEW_STAMP_CHARS];
	struct answer *answer;
};

static void
say(struct request *request, unsigned status, const char *title,
    const char *message)
{
	request->answer->status = status;
	request->answer->type = server_type(page_name);
	page_write_message(title, message, request->stamp,
	    &request->answer->body);
}

static void
redirect(struct request *request, const char *first, const char *second)
{
	request->answer->status = 302;
	request->answer->type = server_type(page_name);
	strbuf_printf(&request->answer->location, "/%s/%s",
	    request->shown->spec->id.chars, first);
	strbuf_add_string(&request->answer->location, second);
}

/* A run of the edition that makes pages for the preview. */
static struct run
preview_run(struct request *request)
{
	struct run run = request->shown->run;

	run.kits = shown_kits(request->shown, worker_kept(request->worker),
	    &run.kit_count);
	run.write_page = page_write_preview;
	run.write_context = request->stamp;
	return run;
}

static void
reject(struct request *request, const struct job_result *result)
{
	struct answer *answer = request->answer;

	strbuf_clear(&answer->body);
	if (strcmp(result->file.kind, "page") == 0 &&
	    preview_find_page(request->preview, request->url, &answer->body))
		return;
	say(request, 500, "This cannot be made yet",
	    "The content has errors. They are listed below; what you asked "
	    "for appears as soon as they are mended.");
}

/* False where the edition has no such output. */
static bool
answer_output(struct request *request, const char *path)
{
	struct answer *answer = request->answer;
	struct run run = preview_run(request);
	struct job_result result;
	enum output_status status = output_make(&run, request->worker, path,
	    &result, &answer->body);

	answer->status = 200;
	answer->type = server_type(path);
	if (status == OUTPUT_MADE && strcmp(result.file.kind, "page") == 0)
		preview_keep_page(request->preview, request->url,
		    &answer->body);
	else if (status == OUTPUT_MADE)
		answer->is_lasting = strcmp(result.file.kind, "kit") != 0;
	if (status == OUTPUT_MADE)
		shown_learn(request->shown, &result);
	else if (status == OUTPUT_REJECTED)
		reject(request, &result);
	preview_found(request->preview, request->generation, &result.diags);
	diags_release(&result.diags);
	return status != OUTPUT_NONE;
}

/* The edition's own page for what it does not have, in the language of the
 * folder that was asked for; made for that address, so that its links hold. */
static bool
answer_missing(struct request *request, const char *path)
{
	const struct plan *plan = request->shown->run.plan;
	struct arena *arena = worker_kept(request->worker);
	const char *slash = strncmp(path, "site/", 5) == 0 ?
	    strchr(path + 5, '/') : NULL;
	const struct job *job = NULL;
	struct run run = preview_run(request);
	struct job_result result = { 0 };
	struct job here;

	if (slash != NULL)
		job = plan_find(plan, arena_printf(arena, "%.*s/404.html",
		    (int)(slash - path), path));
	if (job == NULL)
		job = plan_find(plan, "site/404.html");
	if (job == NULL)
		return false;
	here = *job;
	here.path = path;
	job_render(&run, request->worker, &here, &result,
	    &request->answer->body);
	request->answer->status = 404;
	request->answer->type = server_type(page_name);
	if (!result.is_done)
		strbuf_clear(&request->answer->body);
	diags_release(&result.diags);
	return result.is_done;
}

static void
answer_folder(struct request *request, const char *path)
{
	const struct plan *plan = request->shown->run.plan;

	if (path[0] == '\0' && plan->count > plan->kit_count) {
		redirect(request, "site/", "");
	} else if (path[0] == '\0') {
		redirect(request, "kits/", "");
	} else if (strcmp(path, "kits/") == 0) {
		request->answer->status = 200;
		request->answer->type = server_type(page_name);
		page_write_kits(request->shown, request->stamp,
		    &request->answer->body);
	} else if (!answer_output(request, arena_printf(
	    worker_kept(request->worker), "%sindex.html", path)) &&
	    !answer_missing(request, path)) {
		say(request, 404, "There is no such page", request->url);
	}
}

static void
answer_file(struct request *request, const char *path)
{
	const char *index = arena_printf(worker_kept(request->worker),
	    "%s/index.html", path);

	if (answer_output(request, path))
		return;
	if (plan_find(request->shown->run.plan, index) != NULL ||
	    strcmp(path, "kits") == 0)
		redirect(request, path, "/");
	else if (!answer_missing(request, path))
		say(request, 404, "There is no such page", request->url);
}

/* Below the edition that the path starts with. */
static void
answer_edition(struct request *request)
{
	const char *id = request->url + 1;
	size_t len = strcspn(id, "/");
	const char *path = id + len;

	request->shown = generation_find(request->generation, id, len);
	if (request->shown == NULL) {
		say(request, 404, "There is no such edition", request->url);
		return;
	}
	if (*path == '\0') {
		redirect(request, "", "");
		return;
	}
	path++;
	request->worker = preview_take_worker(request->preview);
	if (*path == '\0' || path[strlen(path) - 1] == '/')
		answer_folder(request, path);
	else
		answer_file(request, path);
	preview_give_worker(request->preview, request->worker);
}

static void
answer_own_file(struct request *request)
{
	struct own_file file;

	if (!own_file_find(request->url + strlen(PREVIEW_FOLDER), &file)) {
		say(request, 404, "There is no such page", request->url);
		return;
	}
	request->answer->status = 200;
	request->answer->type = server_type(file.name);
	strbuf_add(&request->answer->body, file.bytes, file.len);
}

void
answer_make(struct preview *preview, const char *url,
    struct answer *ret_answer)
{
	struct request request = {
		.preview = preview, .url = url, .answer = ret_answer,
	};

	*ret_answer = (struct answer){ 0 };
	request.generation = preview_use(preview);
	preview_stamp(preview, request.generation, request.stamp);
	if (strncmp(url, PREVIEW_FOLDER, strlen(PREVIEW_FOLDER)) == 0) {
		answer_own_file(&request);
	} else if (strcmp(url, "/favicon.ico") == 0) {
		ret_answer->status = 204;	/* asked for by itself */
		ret_answer->type = "image/x-icon";
	} else if (request.generation == NULL) {
		say(&request, 503, "Nothing to show yet",
		    "The content has errors. They are listed below; the site "
		    "appears as soon as they are mended.");
	} else if (strcmp(url, "/") == 0) {
		ret_answer->status = 200;
		ret_answer->type = server_type(page_name);
		page_write_home(request.generation, request.stamp,
		    &ret_answer->body);
	} else {
		answer_edition(&request);
	}
	if (request.generation != NULL)
		preview_drop(preview, request.generation);
}

void
answer_release(struct answer *answer)
{
	strbuf_release(&answer->location);
	strbuf_release(&answer->body);
}
