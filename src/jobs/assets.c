/*
 * The theme's files as a site publishes them. In: files below assets/ of the
 * theme, and its tokens. Out: paths with a digest of the bytes, so that a
 * browser may keep them for ever. The tokens go before style.css as custom
 * properties of :root.
 */
#include "jobs.h"

#include <string.h>

#include "fieldkit/strbuf.h"

#define FOLDER "assets/"

/* `:root{--palette-ink:#17212f;…}` */
static void
write_tokens(struct strbuf *css, const struct theme *theme)
{
	uint32_t i;

	strbuf_add_string(css, ":root{");
	for (i = 0; i < theme->token_count; i++)
		strbuf_printf(css, "--%s:%s;", theme->tokens[i].name,
		    theme->tokens[i].value);
	strbuf_add_string(css, "}\n");
}

static void
prepare(struct asset *asset, struct arena *arena, const struct theme *theme,
    const struct theme_file *file)
{
	char hex[DIGEST_HEX_CHARS + 1];
	const char *dot;
	struct strbuf bytes = { 0 };

	asset->name = file->name + strlen(FOLDER);
	if (strcmp(asset->name, "style.css") == 0)
		write_tokens(&bytes, theme);
	strbuf_add(&bytes, file->bytes, file->len);
	asset->bytes = arena_copy(arena, strbuf_string(&bytes), bytes.len);
	asset->len = bytes.len;
	strbuf_release(&bytes);
	digest_of(asset->bytes, asset->len, hex);
	dot = strrchr(asset->name, '.');
	if (dot == NULL)
		dot = asset->name + strlen(asset->name);
	asset->path = arena_printf(arena, "site/assets/%.*s.%.8s%s",
	    (int)(dot - asset->name), asset->name, hex, dot);
}

void
assets_prepare(struct assets *assets, struct arena *arena,
    const struct theme *theme)
{
	uint32_t i;

	assets->items = ARENA_ARRAY(arena, struct asset, theme->file_count);
	assets->count = 0;
	for (i = 0; i < theme->file_count; i++)
		if (strncmp(theme->files[i].name, FOLDER,
		    strlen(FOLDER)) == 0)
			prepare(&assets->items[assets->count++], arena, theme,
			    &theme->files[i]);
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
