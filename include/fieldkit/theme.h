/*
 * theme.h - what a web designer gives: files, tokens and interface words.
 *
 * A theme is a folder themes/<name>/. It may stand on another one (`extends:
 * default` in its theme.yaml): what it lacks is taken from there. A file at the
 * same path under content/theme/ takes the place of both; tokens and interface
 * words do so one by one, other files as a whole.
 * Loaded once a run, read-only afterwards.
 *
 *	theme.yaml              tokens: palette, scale, faces, spacing
 *	print.yaml              print style (style.h)
 *	i18n/<lang>.yaml        interface words
 *	site/<page>.html        templates of pages; site/parts/<part>.html
 *	kits/<kit>.html         templates of kits; kits/parts/<part>.html
 *	letters/<part>.html     templates of mail; letters/parts/<part>.html
 *	parts/<part>.html       parts that they share
 *	letters.yaml            how mail looks (letter_style.h)
 *	assets/…                files the site links: css, js, svg, woff2
 */
#ifndef FIELDKIT_THEME_H
#define FIELDKIT_THEME_H

#include "fieldkit/arena.h"
#include "fieldkit/diag.h"
#include "fieldkit/format.h"
#include "fieldkit/source.h"
#include "fieldkit/yaml.h"

/* A token: `palette: {accent: "#0b57d0"}` is "palette-accent". In CSS it is
 * var(--palette-accent), in print.yaml $palette-accent. */
struct theme_token {
	const char *name;
	const char *value;
	struct source_pos pos;
	bool is_new;			/* only content/theme gives it */
};

/* Bytes of a style sheet that name another asset, "asset:logo.svg". */
struct theme_link {
	size_t start, len;
	const char *name;		/* "logo.svg" */
};

struct theme_file {
	const char *name;		/* "site/home.html" */
	const char *path;		/* as opened; the site's own where it has one */
	/* The file that it takes the place of, or NULL. Read for those of
	 * content/theme, theme.yaml, print.yaml and interface words only. */
	const struct theme_file *below;
	const char *bytes;
	size_t len;
	uint32_t file;			/* number in the source table, without
					 * the lines of what is no text */
	const struct theme_link *links;	/* of a style sheet, in their order */
	uint32_t link_count;
	uint32_t layer;			/* 0 content/theme, 1 the theme, 2 … */
	bool is_override;
};

#define LETTER_STYLE_FILE "letters.yaml"

struct messages;			/* interface words of one language */
struct message;

struct theme {
	const char *name;
	struct theme_file *files;	/* sorted by name */
	uint32_t file_count;
	struct theme_token *tokens;	/* sorted by name */
	uint32_t token_count;
	struct theme_token *dark;	/* for dark screens, some of the tokens */
	uint32_t dark_count;
	const struct yaml_node *faces;	/* theme.yaml `faces:`, for style.h */
	const struct messages *const *messages;	/* sorted by language */
	uint32_t message_count;
	const char *const *keys;	/* of every message, sorted */
	uint32_t key_count;
};

/* Reads every file of the theme and of those that it extends. themes_dir is
 * "themes", or where the program was installed; content_dir gives the
 * overrides. False after errors:
 * the theme is then not to be used. Links are not followed; files whose names
 * start with a dot or end in a tilde are not read. */
bool theme_load(struct theme *theme, struct arena *arena,
    struct sources *sources, const char *themes_dir, const char *name,
    const char *content_dir, struct diags *diags);

const struct theme_file *theme_file_find(const struct theme *theme,
    const char *name);
/* Whether there is a file assets/NAME, which is_published unless only kits
 * show it; what is wrong is reported. */
bool theme_asset_require(const struct theme *theme, const char *name,
    bool is_published, struct source_pos pos, struct diags *diags);
const struct theme_token *theme_token_find(const struct theme *theme,
    const char *name);
/* The value of a token, or NULL. */
const char *theme_token(const struct theme *theme, const char *name);

/*
 * content/theme/upstream.yaml: for each file of the site's own, what the
 * theme's file was like when it was made from it.
 */
#define THEME_UPSTREAM_FILE "upstream.yaml"
#define THEME_UPSTREAM_CHARS 16		/* hexadecimal, of SHA-256 */
void theme_upstream_digest(const struct theme_file *file,
    char ret_hex[THEME_UPSTREAM_CHARS + 1]);

/* The words for a language: its own, those of a language that serves it, the
 * site's locale's, English. Never NULL in a loaded theme. */
const struct messages *theme_messages(const struct theme *theme,
    const char *lang, const char *site_locale);
const char *messages_lang(const struct messages *messages);

/* One argument of a message: {name} in its text. A number chooses the plural
 * form where the message has forms (CLDR plural rules). */
struct message_arg {
	const char *name;
	const char *text;		/* what {name} becomes */
	bool is_number;
	double number;
};

/* The message with its arguments put in, in the arena; NULL when the
 * language and its fallbacks do not have the key (checked at load for every
 * key that a template or the program uses). */
const char *message_format(const struct messages *messages,
    struct arena *arena, const char *key, const struct message_arg *args,
    uint32_t arg_count);
/* Whether a key exists. */
bool message_has(const struct messages *messages, const char *key);

/*
 * For who looks up a key once and prints it often. The index of a key is the
 * same in every language of a theme; a language without the key (an error of
 * theme_load) has the English words there.
 */
#define MESSAGE_NONE UINT32_MAX
uint32_t message_index(const struct theme *theme, const char *key);
/* The message in one language: never NULL. */
const struct message *message_at(const struct messages *messages,
    uint32_t index);
/* `locale`, of any language, is used where it is the message's own; NULL
 * opens one where the message has plural forms. */
const char *message_print(const struct message *message, struct arena *arena,
    struct format_locale *locale, const struct message_arg *args,
    uint32_t arg_count);
/* Whether some form of the message has a placeholder that is none of the
 * names; the first such, without a NUL. */
bool message_lacks(const struct message *message, const char *const *names,
    uint32_t name_count, const char **ret_name, size_t *ret_len);
/* The language that the message is written in. */
const char *message_lang(const struct message *message);

#endif
