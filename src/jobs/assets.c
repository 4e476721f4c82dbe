/*
 * The files that pages link as asset:NAME. In: files below assets/ of the
 * theme, and its tokens; files that were made for an edition. Out: paths with
 * a digest of the bytes, so that a browser may keep them for ever. The tokens
 * go before style.css as custom properties of :root; what a style sheet names
 * as asset:NAME gets the address it is published at. What lies in assets/kits/
 * is for kits, and not published.
 */
#include "jobs.h"

#include <string.h>

#include "fieldkit/strbuf.h"

#define FOLDER "assets/"
#define KITS_FOLDER "assets/kits/"

/* `:root{--palette-ink:#17212f;…}` */
static void
write_properties(struct strbuf *css, const struct theme_token *tokens,
    uint32_t count)
{
	uint32_t i;

	strbuf_add_string(css, ":root{");
	for (i = 0; i < count; i++)
		strbuf_printf(css, "--%s:%s;", tokens[i].name,
		    tokens[i].value);
	strbuf_add_string(css, "}");
}

/* The tokens, and the dark ones for screens that ask for them: paper is
 * white. */
static void
write_tokens(struct strbuf *css, const struct theme *theme)
{
	write_properties(css, theme->tokens, theme->token_count);
	strbuf_add_char(css, '\n');
	if (theme->dark_count == 0)
		return;
	strbuf_add_string(css,
	    "@media screen and (prefers-color-scheme:dark){");
	write_properties(css, theme->dark, theme->dark_count);
	strbuf_add_string(css, "}\n");
}

/* "site/assets/style.1a2b3c4d.css" */
static const char *
published_path(struct arena *arena, const char *name, const char *bytes,
    size_t len)
{
	char hex[DIGEST_HEX_CHARS + 1];
	const char *dot = strrchr(name, '.');

	digest_of(bytes, len, hex);
	if (dot == NULL)
		dot = name + strlen(name);
	return arena_printf(arena, "site/assets/%.*s.%.8s%s",
	    (int)(dot - name), name, hex, dot);
}

static void
assets_grow(struct assets *assets, struct arena *arena)
{
	struct asset *items;

	assets->size = assets->size == 0 ? 16 : 2 * assets->size;
	items = ARENA_ARRAY(arena, struct asset, assets->size);
	if (assets->count > 0)
		memcpy(items, assets->items, assets->count * sizeof(*items));
	assets->items = items;
}

void
assets_add(struct assets *assets, struct arena *arena, const char *name,
    const char *bytes, size_t len)
{
	struct asset *asset;

	if (assets->count == assets->size)
		assets_grow(assets, arena);
	asset = &assets->items[assets->count++];
	asset->name = name;
	asset->bytes = arena_copy(arena, bytes, len);
	asset->len = len;
	asset->path = published_path(arena, name, bytes, len);
}

const struct asset *
assets_find(const struct assets *assets, const char *name)
{
	uint32_t i;

	for (i = 0; i < assets->count; i++)
		if (strcmp(assets->items[i].name, name) == 0)
			return &assets->items[i];
	return NULL;
}

/* From the folder of a published sheet to another published file. */
static void
write_address(struct strbuf *bytes, const struct theme_file *sheet,
    const struct asset *asset)
{
	const char *at = sheet->name + strlen(FOLDER);

	for (; (at = strchr(at, '/')) != NULL; at++)
		strbuf_add_string(bytes, "../");
	strbuf_add_string(bytes, asset->path + strlen("site/" FOLDER));
}

/* The file's bytes, its links led to what is published. */
static void
write_bytes(struct strbuf *bytes, const struct assets *assets,
    const struct theme_file *file)
{
	size_t at = 0;
	uint32_t i;

	for (i = 0; i < file->link_count; i++) {
		const struct theme_link *link = &file->links[i];

		strbuf_add(bytes, file->bytes + at, link->start - at);
		write_address(bytes, file, assets_find(assets, link->name));
		at = link->start + link->len;
	}
	strbuf_add(bytes, file->bytes + at, file->len - at);
}

static bool
is_sheet(const struct theme_file *file)
{
	const char *ending = strrchr(file->name, '.');

	return ending != NULL && strcmp(ending, ".css") == 0;
}

static void
add_theme_file(struct assets *assets, struct arena *arena,
    const struct theme *theme, const struct theme_file *file)
{
	const char *name = file->name + strlen(FOLDER);
	struct strbuf bytes = { 0 };

	if (strcmp(name, "style.css") == 0)
		write_tokens(&bytes, theme);
	write_bytes(&bytes, assets, file);
	assets_add(assets, arena, name, strbuf_string(&bytes), bytes.len);
	strbuf_release(&bytes);
}

/* The style sheets, or all other files. */
static void
add_theme_files(struct assets *assets, struct arena *arena,
    const struct theme *theme, bool are_sheets)
{
	uint32_t i;

	for (i = 0; i < theme->file_count; i++) {
		const struct theme_file *file = &theme->files[i];

		if (strncmp(file->name, FOLDER, strlen(FOLDER)) == 0 &&
		    strncmp(file->name, KITS_FOLDER,
		    strlen(KITS_FOLDER)) != 0 && is_sheet(file) == are_sheets)
			add_theme_file(assets, arena, theme, file);
	}
}

void
assets_prepare(struct assets *assets, struct arena *arena,
    const struct theme *theme)
{
	*assets = (struct assets){ 0 };
	add_theme_files(assets, arena, theme, false);
	add_theme_files(assets, arena, theme, true);
}
