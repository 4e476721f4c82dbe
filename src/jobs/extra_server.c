/*
 * Snippets for web servers. In: the policy that the home page states in its
 * head - the theme's layout is where it is written, and nowhere else. Out:
 * server/nginx.conf and server/apache.conf, beside the site and not in it.
 */
#include "extras.h"

#include <string.h>

#include "fieldkit/server.h"

const char *
policy_find(const struct doc_node *root)
{
	struct doc_iter iter = doc_iter_start(root);

	while (doc_iter_next(&iter)) {
		const char *equiv;

		if (!iter.is_entering || iter.node->tag != DOC_META)
			continue;
		equiv = doc_get(iter.node, DOC_ATTR_HTTP_EQUIV);
		if (equiv != NULL &&
		    strcasecmp(equiv, "Content-Security-Policy") == 0)
			return doc_get(iter.node, DOC_ATTR_CONTENT);
	}
	return NULL;
}

/* The path of base_url on its host, with the edition's folder: where the
 * output folder is published as a whole. */
static const char *
find_prefix(const struct edition *edition, struct arena *arena)
{
	const char *id = edition->spec->id.chars;
	const char *url = edition_url(edition, arena, "");
	const char *path = url != NULL ? strstr(url, "://") : NULL;

	path = path != NULL ? strchr(path + 3, '/') : NULL;
	if (path != NULL && server_can_write(path, true))
		return path;
	return arena_printf(arena, "/%s/", id);
}

/* What the first page of the edition states. */
static const char *
find_policy(const struct run *run)
{
	size_t i;

	for (i = run->plan->kit_count; i < run->plan->count; i++) {
		const char *policy = run->results[i].policy;

		if (policy != NULL && server_can_write(policy, false))
			return policy;
	}
	return NULL;
}

static struct server_site
describe(const struct extra_job *job)
{
	static const char not_found[] = "site/404.html";
	const struct edition *edition = job->run->edition;

	return (struct server_site){
		.edition = edition->spec->id.chars,
		.prefix = find_prefix(edition, job->arena),
		.policy = find_policy(job->run),
		.not_found = plan_find(job->run->plan, not_found) != NULL
		    ? not_found : NULL,
		.is_open = edition->view.is_customer.is_true,
	};
}

static bool
write_nginx(const struct extra_job *job, struct strbuf *out)
{
	const struct server_site site = describe(job);

	server_write_nginx(&site, out);
	return true;
}

static bool
write_apache(const struct extra_job *job, struct strbuf *out)
{
	const struct server_site site = describe(job);

	server_write_apache(&site, out);
	return true;
}

/* Nothing is told where no page was made: the policy is theirs. */
void
plan_servers(struct extra_list *list)
{
	static const struct extra extras[] = {
		{ .path = "server/nginx.conf", .kind = "server",
		  .write = write_nginx },
		{ .path = "server/apache.conf", .kind = "server",
		  .write = write_apache },
	};
	size_t i;

	if (list->run->results == NULL ||
	    !list->run->edition->spec->site.is_true)
		return;
	for (i = 0; i < sizeof(extras) / sizeof(extras[0]); i++)
		extra_add(list, &extras[i]);
}
