/*
 * Pages as the preview shows them. In: a page's document tree, or what the
 * server itself has to say. Out: HTML with the preview's script in it.
 *
 * Both digests are taken of the page as a build would write it, so that a
 * page which a change does not touch has the digests that it had.
 */
#include "page.h"

#include <string.h>

#include "fieldkit/digest.h"
#include "fieldkit/html.h"

#define SHORT_DIGEST 16

static struct doc_node *
find_head(struct doc_node *root)
{
	struct doc_node *child = root->first_child;

	while (child != NULL && child->tag != DOC_HEAD)
		child = child->next;
	return child;
}

static bool
is_stylesheet(const struct doc_node *node)
{
	const char *rel = doc_get(node, DOC_ATTR_REL);

	return node->tag == DOC_LINK && rel != NULL &&
	    strcmp(rel, "stylesheet") == 0;
}

static void
digest_html(const struct doc_node *root, char ret_hex[DIGEST_HEX_CHARS + 1])
{
	struct strbuf html = { 0 };

	html_render(root, &html);
	digest_of(html.bytes, html.len, ret_hex);
	strbuf_release(&html);
}

/* The digest of the page but for its stylesheets' addresses. */
static void
digest_shape(struct arena *arena, const struct doc_node *root,
    char ret_hex[DIGEST_HEX_CHARS + 1])
{
	struct doc_node *shape = doc_clone(arena, root);
	struct doc_node *head = find_head(shape), *child;

	if (head != NULL)
		for (child = head->first_child; child != NULL;
		    child = child->next)
			if (is_stylesheet(child))
				doc_set(arena, child, DOC_ATTR_HREF, "");
	digest_html(shape, ret_hex);
}

/* Whether a source list of a policy, `len` bytes, has a word. */
static bool
has_source(const char *list, size_t len, const char *word)
{
	const char *found = memmem(list, len, word, strlen(word));

	return found != NULL;
}

/* The directive of a name in a policy: where it starts, or NULL, and where it
 * ends. Policies are lists of directives between semicolons (CSP level 3,
 * section 2.2). */
static const char *
find_directive(const char *policy, const char *name, size_t *ret_len)
{
	while (*policy != '\0') {
		size_t len = strcspn(policy, ";");
		size_t start = strspn(policy, " ;");

		if (start > 0) {
			policy += start;
			continue;
		}
		if (strncmp(policy, name, strlen(name)) == 0 &&
		    strchr(" ;", policy[strlen(name)]) != NULL) {
			*ret_len = len;
			return policy;
		}
		policy += len;
	}
	return NULL;
}

/* The policy with leave to load what the directive is about from here. */
static const char *
allow_self(struct arena *arena, const char *policy, const char *name)
{
	size_t len, fallback_len;
	const char *directive = find_directive(policy, name, &len);

	if (directive == NULL && find_directive(policy, "default-src",
	    &fallback_len) == NULL)
		return policy;		/* everything is allowed */
	if (directive == NULL)
		return arena_printf(arena, "%s; %s 'self'", policy, name);
	if (has_source(directive, len, "'self'"))
		return policy;
	if (has_source(directive, len, "'none'"))
		return arena_printf(arena, "%.*s%s 'self'%s",
		    (int)(directive - policy), policy, name, directive + len);
	return arena_printf(arena, "%.*s 'self'%s",
	    (int)(directive - policy + (ptrdiff_t)len), policy,
	    directive + len);
}

static void
allow_preview(struct arena *arena, struct doc_node *head)
{
	static const char *const names[] = {
		"script-src", "style-src", "connect-src",
	};
	struct doc_node *child;
	size_t i;

	for (child = head->first_child; child != NULL; child = child->next) {
		const char *kind = doc_get(child, DOC_ATTR_HTTP_EQUIV);
		const char *policy = doc_get(child, DOC_ATTR_CONTENT);

		if (kind == NULL || policy == NULL ||
		    strcasecmp(kind, "Content-Security-Policy") != 0)
			continue;
		for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			policy = allow_self(arena, policy, names[i]);
		doc_set(arena, child, DOC_ATTR_CONTENT, policy);
	}
}

void
page_write_preview(void *context, struct arena *arena,
    const struct doc_node *root, struct strbuf *out)
{
	const char *stamp = context;
	char page[DIGEST_HEX_CHARS + 1], shape[DIGEST_HEX_CHARS + 1];
	struct doc_node *copy = doc_clone(arena, root), *head, *node;

	digest_html(root, page);
	digest_shape(arena, root, shape);
	head = find_head(copy);
	if (head != NULL) {
		allow_preview(arena, head);
		node = doc_add(arena, head, DOC_META, SOURCE_NOWHERE);
		doc_set(arena, node, DOC_ATTR_NAME, "fieldkit-preview");
		doc_set(arena, node, DOC_ATTR_CONTENT, arena_printf(arena,
		    "%s %.*s %.*s", stamp, SHORT_DIGEST, page, SHORT_DIGEST,
		    shape));
		node = doc_add(arena, head, DOC_SCRIPT, SOURCE_NOWHERE);
		doc_set(arena, node, DOC_ATTR_SRC,
		    PREVIEW_FOLDER "preview.js");
		doc_set(arena, node, DOC_ATTR_DEFER, "");
	}
	html_render(copy, out);
}

static void
add_escaped(struct strbuf *out, const char *text)
{
	html_escape(out, text, strlen(text));
}

/* A page of the server's own, around finished HTML. */
static void
write_own_page(const char *title, const struct strbuf *main,
    const char *stamp, struct strbuf *out)
{
	char hex[DIGEST_HEX_CHARS + 1];

	digest_of(strbuf_string(main), main->len, hex);
	strbuf_add_string(out, "<!DOCTYPE html>\n<html lang=\"en\"><head>"
	    "<meta charset=\"utf-8\"><meta name=\"viewport\" "
	    "content=\"width=device-width, initial-scale=1\"><title>");
	add_escaped(out, title);
	strbuf_printf(out, "</title><meta name=\"color-scheme\" "
	    "content=\"light dark\"><meta name=\"fieldkit-preview\" "
	    "content=\"%s %.*s %.*s\"><link rel=\"stylesheet\" href=\""
	    PREVIEW_FOLDER "own.css\"><script src=\"" PREVIEW_FOLDER
	    "preview.js\" defer></script></head>\n<body><main>", stamp,
	    SHORT_DIGEST, hex, SHORT_DIGEST, hex);
	strbuf_add(out, main->bytes, main->len);
	strbuf_add_string(out, "</main></body></html>\n");
}

static void
add_count(struct strbuf *out, size_t count, const char *one, const char *many)
{
	strbuf_printf(out, "%zu %s", count, count == 1 ? one : many);
}

static void
add_edition(struct strbuf *out, const struct shown *shown)
{
	const char *id = shown->spec->id.chars;
	const struct plan *plan = shown->run.plan;

	strbuf_printf(out, "<li><h2>%s</h2><p>for ", id);
	add_escaped(out, shown->spec->reader.chars);
	strbuf_add_string(out, "</p><p>");
	if (plan->count > plan->kit_count) {
		strbuf_printf(out, "<a href=\"/%s/site/\">Site</a> <span>",
		    id);
		add_count(out, plan->count - plan->kit_count, "page",
		    "pages");
		strbuf_add_string(out, "</span> ");
	}
	if (plan->kit_count > 0) {
		strbuf_printf(out, "<a href=\"/%s/kits/\">Kits</a> <span>",
		    id);
		add_count(out, plan->kit_count, "PDF", "PDFs");
		strbuf_add_string(out, "</span>");
	}
	strbuf_add_string(out, "</p></li>\n");
}

void
page_write_home(const struct generation *generation, const char *stamp,
    struct strbuf *out)
{
	const char *title = generation->build.model.site->title.chars;
	struct strbuf main = { 0 };
	unsigned i;

	strbuf_add_string(&main, "<h1>");
	add_escaped(&main, title);
	strbuf_add_string(&main, "</h1>\n<p>A preview of what is being "
	    "written. It follows every change; nothing is published.</p>\n"
	    "<ul class=\"editions\">\n");
	for (i = 0; i < generation->edition_count; i++)
		add_edition(&main, &generation->editions[i]);
	strbuf_add_string(&main, "</ul>\n");
	write_own_page(title, &main, stamp, out);
	strbuf_release(&main);
}

void
page_write_kits(const struct shown *shown, const char *stamp,
    struct strbuf *out)
{
	const struct plan *plan = shown->run.plan;
	const char *id = shown->spec->id.chars;
	struct strbuf main = { 0 };
	size_t i;

	strbuf_printf(&main, "<p><a href=\"/\">All editions</a></p>\n"
	    "<h1>Kits of %s</h1>\n<p>Each is made when it is opened.</p>\n"
	    "<ul class=\"kits\">\n", id);
	for (i = 0; i < plan->kit_count; i++)
		strbuf_printf(&main, "<li><a href=\"/%s/%s\">%s</a></li>\n",
		    id, plan->jobs[i].path,
		    plan->jobs[i].path + strlen("kits/"));
	strbuf_add_string(&main, "</ul>\n");
	write_own_page("Kits", &main, stamp, out);
	strbuf_release(&main);
}

void
page_write_message(const char *title, const char *message, const char *stamp,
    struct strbuf *out)
{
	struct strbuf main = { 0 };

	strbuf_add_string(&main, "<h1>");
	add_escaped(&main, title);
	strbuf_add_string(&main, "</h1>\n<p>");
	add_escaped(&main, message);
	strbuf_add_string(&main, "</p>\n<p><a href=\"/\">All editions</a>"
	    "</p>\n");
	write_own_page(title, &main, stamp, out);
	strbuf_release(&main);
}
