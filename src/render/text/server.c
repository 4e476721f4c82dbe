/*
 * Snippets for web servers. In: where an edition lies on its host, and its
 * pages' policy. Out: configuration for nginx and for Apache.
 *
 * nginx forgets the headers of an outer block where an inner one sets any, so
 * each block there says all of them.
 */
#include "fieldkit/server.h"

#include <string.h>

/* Files with a digest in their names never change; all others are asked for
 * again, which costs little as long as they are the same. */
#define HASHED_FOLDERS "site/(assets|media)/"
#define ASSET "(assets/[^/]+)$"
#define FOR_EVER "max-age=31536000, immutable"
#define ASK_AGAIN "no-cache"
/* What tells about the edition and is no part of its site: who publishes what
 * in place of what, and, where the output folder itself is served, what is
 * written to whom. */
#define UNSERVED "(manifest(\\.next)?\\.json$|generation\\.txt$|" \
	"server/|letters/|trees/)"

/* Readers of PDF in browsers are pages of their own, which a policy for ours
 * would stop. */
#define KITS "kits/"

#define FEED "feed\\.xml$"
#define FEED_TYPE "application/atom+xml"

#define TEXT(type) type, type "; charset=utf-8", true
#define BINARY(type) type, type, false

static const struct {
	const char *type;
	const char *header;		/* what Content-Type says */
	bool is_text;
	const char *endings;
} types[] = {
	{ TEXT("text/html"), "html" },
	{ TEXT("text/css"), "css" },
	{ TEXT("text/javascript"), "js" },
	{ TEXT("text/plain"), "txt" },
	{ TEXT("text/vcard"), "vcf" },
	{ TEXT("text/calendar"), "ics" },
	{ TEXT("application/xml"), "xml" },
	{ TEXT("application/json"), "json" },
	{ TEXT("image/svg+xml"), "svg" },
	{ BINARY("image/png"), "png" },
	{ BINARY("image/jpeg"), "jpg jpeg" },
	{ BINARY("image/webp"), "webp" },
	{ BINARY("font/woff2"), "woff2" },
	{ BINARY("application/pdf"), "pdf" },
};

#define TYPE_COUNT (sizeof(types) / sizeof(types[0]))

/* Whether a list of words, with a space between them, has this one. */
static bool
has_word(const char *words, const char *word)
{
	size_t len = strlen(word);
	const char *at = words;

	while (at != NULL) {
		if (strncmp(at, word, len) == 0 &&
		    (at[len] == ' ' || at[len] == '\0'))
			return true;
		at = strchr(at, ' ');
		if (at != NULL)
			at++;
	}
	return false;
}

const char *
server_type(const char *name)
{
	const char *ending = strrchr(name, '.');
	size_t i;

	for (i = 0; ending != NULL && i < TYPE_COUNT; i++)
		if (has_word(types[i].endings, ending + 1))
			return types[i].header;
	return "application/octet-stream";
}

struct header {
	const char *name;
	const char *value;
};

#define HEADERS_MAX 4

/* What every answer says. */
static size_t
common_headers(const struct server_site *site,
    struct header headers[HEADERS_MAX])
{
	size_t count = 0;

	if (site->policy != NULL)
		headers[count++] = (struct header){
		    "Content-Security-Policy", site->policy };
	headers[count++] = (struct header){ "X-Content-Type-Options",
	    "nosniff" };
	headers[count++] = (struct header){ "Referrer-Policy",
	    "same-origin" };
	if (!site->is_open)
		headers[count++] = (struct header){ "X-Robots-Tag",
		    "noindex, nofollow" };
	return count;
}

bool
server_can_write(const char *text, bool is_path)
{
	for (; *text != '\0'; text++) {
		if (*text < ' ' || *text > '~' ||
		    strchr("\"\\$%`", *text) != NULL)
			return false;
		if (is_path && strchr(" '()*+?[]{}|^;#<>&", *text) != NULL)
			return false;
	}
	return true;
}

static void
write_opening(const struct server_site *site, const char *what,
    const char *file, struct strbuf *out)
{
	strbuf_printf(out, "# How %s serves the edition '%s'. Include it in "
	    "the block of the host whose\n# root holds the edition's folder "
	    "at %s:\n#\n#\t%s\n#\n# Written by fieldkit with the edition; "
	    "the next build writes it anew.\n\n", what, site->edition,
	    site->prefix, file);
}

static void
nginx_headers(const struct server_site *site, const char *indent,
    const char *cache, struct strbuf *out)
{
	struct header headers[HEADERS_MAX];
	size_t count = common_headers(site, headers), i;

	for (i = 0; i < count; i++)
		strbuf_printf(out, "%sadd_header %s \"%s\" always;\n", indent,
		    headers[i].name, headers[i].value);
	strbuf_printf(out, "%sadd_header Cache-Control \"%s\";\n", indent,
	    cache);
}

static void
nginx_types(struct strbuf *out)
{
	size_t i;

	strbuf_add_string(out, "\ttypes {\n");
	for (i = 0; i < TYPE_COUNT; i++)
		strbuf_printf(out, "\t\t%s %s;\n", types[i].type,
		    types[i].endings);
	strbuf_add_string(out, "\t}\n"
	    "\tdefault_type application/octet-stream;\n"
	    "\tcharset utf-8;\n\tcharset_types");
	for (i = 1; i < TYPE_COUNT; i++)	/* text/html is always one */
		if (types[i].is_text)
			strbuf_printf(out, " %s", types[i].type);
	strbuf_add_string(out, " " FEED_TYPE ";\n\tgzip on;\n\tgzip_vary on;\n"
	    "\tgzip_types");
	for (i = 1; i < TYPE_COUNT; i++)
		if (types[i].is_text)
			strbuf_printf(out, " %s", types[i].type);
	strbuf_add_string(out, " " FEED_TYPE ";\n");
}

void
server_write_nginx(const struct server_site *site, struct strbuf *out)
{
	const char *prefix = site->prefix;
	struct server_site kits = *site;

	kits.policy = NULL;
	write_opening(site, "nginx", "include \342\200\246/server/nginx.conf;",
	    out);
	strbuf_printf(out, "location = %s {\n\tabsolute_redirect off;\n"
	    "\treturn 302 %ssite/;\n}\n\n", prefix, prefix);
	strbuf_printf(out, "location ^~ %s {\n\tindex index.html;\n"
	    "\tautoindex off;\n\tabsolute_redirect off;\n", prefix);
	/* That page is shown at any depth, and asks for its style sheet from
	 * there. */
	if (site->not_found != NULL)
		strbuf_printf(out, "\terror_page 404 %s%s;\n"
		    "\trewrite ^%ssite/.+/" ASSET " %ssite/$1 last;\n", prefix,
		    site->not_found, prefix, prefix);
	nginx_types(out);
	nginx_headers(site, "\t", ASK_AGAIN, out);
	strbuf_printf(out, "\n\tlocation ~ ^%s" UNSERVED " {\n"
	    "\t\treturn 404;\n\t}\n", prefix);
	strbuf_printf(out, "\n\tlocation ~ ^%s" KITS " {\n", prefix);
	nginx_headers(&kits, "\t\t", ASK_AGAIN, out);
	strbuf_add_string(out, "\t}\n");
	strbuf_printf(out, "\n\tlocation ~ ^%s" HASHED_FOLDERS " {\n",
	    prefix);
	nginx_headers(site, "\t\t", FOR_EVER, out);
	strbuf_printf(out, "\t}\n\n\tlocation ~ ^%ssite/(.*/)?" FEED " {\n"
	    "\t\ttypes {\n\t\t}\n\t\tdefault_type " FEED_TYPE ";\n", prefix);
	nginx_headers(site, "\t\t", ASK_AGAIN, out);
	strbuf_add_string(out, "\t}\n}\n");
}

static void
apache_types(struct strbuf *out)
{
	size_t i;

	for (i = 0; i < TYPE_COUNT; i++)
		strbuf_printf(out, "\tAddType %s %s\n", types[i].type,
		    types[i].endings);
	strbuf_add_string(out, "\tAddDefaultCharset utf-8\n"
	    "\tAddCharset utf-8");
	for (i = 0; i < TYPE_COUNT; i++)
		if (types[i].is_text)
			strbuf_printf(out, " %s", types[i].endings);
	strbuf_add_string(out, "\n\t<IfModule mod_deflate.c>\n"
	    "\t\tAddOutputFilterByType DEFLATE");
	for (i = 0; i < TYPE_COUNT; i++)
		if (types[i].is_text)
			strbuf_printf(out, " %s", types[i].type);
	strbuf_add_string(out, " " FEED_TYPE "\n\t</IfModule>\n");
}

void
server_write_apache(const struct server_site *site, struct strbuf *out)
{
	struct header headers[HEADERS_MAX];
	size_t count = common_headers(site, headers), i;
	const char *prefix = site->prefix;

	write_opening(site, "Apache", "Include \342\200\246/server/apache.conf",
	    out);
	strbuf_printf(out, "# It needs mod_headers, mod_mime, mod_dir and "
	    "mod_alias.\n\nRedirectMatch 302 ^%s$ %ssite/\n"
	    "RedirectMatch 404 ^%s" UNSERVED "\n\n", prefix, prefix, prefix);
	if (site->not_found != NULL)
		strbuf_printf(out, "# The page of no page is shown at any "
		    "depth.\nRedirectMatch 302 ^%ssite/.+/" ASSET
		    " %ssite/$1\n\n", prefix, prefix);
	strbuf_printf(out, "<Location \"%s\">\n\tOptions -Indexes\n"
	    "\tDirectoryIndex index.html\n", prefix);
	if (site->not_found != NULL)
		strbuf_printf(out, "\tErrorDocument 404 %s%s\n", prefix,
		    site->not_found);
	apache_types(out);
	for (i = 0; i < count; i++)
		strbuf_printf(out, "\tHeader always set %s \"%s\"\n",
		    headers[i].name, headers[i].value);
	strbuf_add_string(out, "\tHeader set Cache-Control \"" ASK_AGAIN
	    "\"\n</Location>\n");
	strbuf_printf(out, "\n<LocationMatch \"^%s" KITS "\">\n"
	    "\tHeader always unset Content-Security-Policy\n"
	    "</LocationMatch>\n", prefix);
	strbuf_printf(out, "\n<LocationMatch \"^%s" HASHED_FOLDERS "\">\n"
	    "\tHeader set Cache-Control \"" FOR_EVER "\"\n"
	    "</LocationMatch>\n", prefix);
	strbuf_printf(out, "\n<LocationMatch \"^%ssite/(.*/)?" FEED "\">\n"
	    "\tForceType " FEED_TYPE "\n</LocationMatch>\n", prefix);
}
