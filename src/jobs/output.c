/*
 * One file of an edition, asked for by its path and made now. In: a path as
 * manifests have it. Out: the bytes that a build would stage there. A path is
 * looked up in the plan, the theme, the pictures and the extras; no part of it
 * ever reaches a file system.
 */
#include "extras.h"

#include <string.h>

static enum output_status
make_asset(const struct asset *asset, struct job_result *result,
    struct strbuf *out)
{
	strbuf_add(out, asset->bytes, asset->len);
	result->file.kind = "asset";
	result->file.bytes = (int64_t)asset->len;
	result->is_done = true;
	return OUTPUT_MADE;
}

/* False: the path is no picture's. */
static bool
make_picture(struct media *media, struct job_result *result,
    struct strbuf *out)
{
	result->is_done = media_bytes(media, result->file.path, out,
	    &result->diags);
	if (!result->is_done && result->diags.errors == 0)
		return false;
	result->file.kind = "media";
	result->file.bytes = (int64_t)out->len;
	return true;
}

static const struct asset *
find_asset(const struct assets *assets, const char *path)
{
	uint32_t i;

	for (i = 0; i < assets->count; i++)
		if (strcmp(assets->items[i].path, path) == 0)
			return &assets->items[i];
	return NULL;
}

static enum output_status
make_extra(const struct run *run, struct worker *worker, const char *path,
    struct job_result *result, struct strbuf *out)
{
	struct extra_list list;
	const struct extra *extra;

	extras_plan(&list, run, worker_kept(worker));
	extra = extras_find(&list, path);
	if (extra == NULL)
		return OUTPUT_NONE;
	result->is_done = extra_make(run, worker, extra, &result->file,
	    &result->diags, out);
	return result->is_done ? OUTPUT_MADE : OUTPUT_REJECTED;
}

enum output_status
output_make(const struct run *run, struct worker *worker, const char *path,
    struct job_result *result, struct strbuf *out)
{
	const struct job *job = plan_find(run->plan, path);
	const struct asset *asset;

	*result = (struct job_result){ .file = { .path = path } };
	diags_init(&result->diags, run->workshop->sources);
	if (job != NULL) {
		job_render(run, worker, job, result, out);
		return result->is_done ? OUTPUT_MADE : OUTPUT_REJECTED;
	}
	asset = find_asset(&run->workshop->assets, path);
	if (asset == NULL && run->generated != NULL &&
	    strncmp(path, "site/assets/", strlen("site/assets/")) == 0)
		asset = find_asset(generated_assets(run->generated), path);
	if (asset != NULL)
		return make_asset(asset, result, out);
	if (make_picture(run->workshop->media, result, out))
		return result->is_done ? OUTPUT_MADE : OUTPUT_REJECTED;
	return make_extra(run, worker, path, result, out);
}
