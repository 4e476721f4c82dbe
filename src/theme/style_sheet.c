/*
 * The style sheets of the site. In: the files assets/….css that are used, the
 * tokens. Out: what of a sheet names another asset, so that its published name
 * can be put there; reports of what a browser would pass over in silence.
 *
 * A browser says nothing of a brace that is not closed, a file that is not
 * there or a custom property that nobody sets: the page merely looks wrong.
 * So a sheet is read here as far as that takes, by the tokens of CSS (CSS
 * Syntax, section 4): comments, strings, brackets, names, url(…). What
 * properties and selectors there are is the browser's to know.
 *
 * Custom properties are looked up in all sheets of the theme and in its
 * tokens; a script may set others, so a name that stands in a script counts.
 */
#include "theme_parts.h"

#include <string.h>
#include <strings.h>

#include "fieldkit/strmap.h"

#define SHEET_FOLDER "assets/"
#define SHEET_KITS "assets/kits/"

struct open_bracket {
	struct source_pos pos;
	char kind;			/* { ( [ */
};

/* A var(--name) without a value to take instead. */
struct property_use {
	struct property_use *next;
	const char *name;
	struct source_pos pos;
};

struct sheet_reader {
	const struct theme_loader *loader;
	const struct theme *theme;
	struct theme_file *file;
	size_t at;
	struct source_pos pos;		/* of byte `at` */
	struct open_bracket open[LIMIT_SHEET_DEPTH];
	uint32_t depth;
	bool is_given_up;
	bool has_open_string;		/* which hid a bracket, perhaps */
	uint32_t link_size;
	struct theme_link *links;
	/* Of all sheets. */
	struct strmap defined, used;
	struct property_use *uses, **last_use;
	uint32_t unset;			/* names that were looked for longest */
};

static bool
is_name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '-' || c == '_' ||
	    (unsigned char)c >= 0x80;
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* The byte `ahead` of the cursor; 0 past the end. */
static char
peek(const struct sheet_reader *reader, size_t ahead)
{
	return reader->at + ahead < reader->file->len ?
	    reader->file->bytes[reader->at + ahead] : '\0';
}

static bool
is_at_end(const struct sheet_reader *reader)
{
	return reader->at >= reader->file->len;
}

/* All movement is by it, so that the position costs one pass. */
static void
step(struct sheet_reader *reader)
{
	unsigned char c = (unsigned char)peek(reader, 0);

	reader->at++;
	if (c == '\n') {
		reader->pos.line++;
		reader->pos.col = 1;
	} else if ((c & 0xc0) != 0x80) {
		reader->pos.col++;
	}
}

static void
skip(struct sheet_reader *reader, size_t count)
{
	while (count-- > 0 && !is_at_end(reader))
		step(reader);
}

__attribute__((format(printf, 3, 4)))
static void
report(const struct sheet_reader *reader, struct source_pos pos,
    const char *format, ...)
{
	va_list args;

	va_start(args, format);
	diag_report(reader->loader->diags, DIAG_STYLE_SHEET, pos, "%s",
	    arena_vprintf(reader->loader->arena, format, args));
	va_end(args);
}

static void
read_comment(struct sheet_reader *reader)
{
	struct source_pos start = reader->pos;

	skip(reader, 2);
	while (!is_at_end(reader) &&
	    (peek(reader, 0) != '*' || peek(reader, 1) != '/'))
		step(reader);
	if (is_at_end(reader)) {
		report(reader, start, "this comment is not closed: all "
		    "behind it is without effect; end it with */");
		reader->is_given_up = true;
	}
	skip(reader, 2);
}

static void
skip_blank(struct sheet_reader *reader)
{
	while (!is_at_end(reader)) {
		if (peek(reader, 0) == '/' && peek(reader, 1) == '*')
			read_comment(reader);
		else if (is_space(peek(reader, 0)))
			step(reader);
		else
			return;
	}
}

/* A string with its quotes; false where its line ends first. */
static bool
read_string(struct sheet_reader *reader)
{
	struct source_pos start = reader->pos;
	char quote = peek(reader, 0), c;

	step(reader);
	while (!is_at_end(reader) && (c = peek(reader, 0)) != quote) {
		if (c == '\n') {
			report(reader, start, "this string is not closed on "
			    "its line; end it with %c", quote);
			reader->has_open_string = true;
			return false;
		}
		skip(reader, c == '\\' ? 2 : 1);
	}
	if (is_at_end(reader)) {
		report(reader, start, "this string is not closed; end it "
		    "with %c", quote);
		return false;
	}
	step(reader);
	return true;
}

static bool
has_ending(const char *name, const char *ending)
{
	size_t name_len = strlen(name), len = strlen(ending);

	return name_len > len && strcmp(name + name_len - len, ending) == 0;
}

static const char *
read_name(struct sheet_reader *reader)
{
	size_t start = reader->at;

	while (!is_at_end(reader) && is_name_byte(peek(reader, 0)))
		step(reader);
	return arena_copy(reader->loader->arena, reader->file->bytes + start,
	    reader->at - start);
}

static char
closing(char kind)
{
	return kind == '{' ? '}' : kind == '(' ? ')' : ']';
}

static void
open_bracket(struct sheet_reader *reader)
{
	if (reader->depth == LIMIT_SHEET_DEPTH) {
		diag_report(reader->loader->diags, DIAG_LIMIT_PASSED,
		    reader->pos, "brackets of a style sheet are nested %d "
		    "deep at most", LIMIT_SHEET_DEPTH);
		reader->is_given_up = true;
		return;
	}
	reader->open[reader->depth++] = (struct open_bracket){
		reader->pos, peek(reader, 0),
	};
	step(reader);
}

static void
close_bracket(struct sheet_reader *reader)
{
	char c = peek(reader, 0);
	const struct open_bracket *top;

	/* A '}' ends what a forgotten ')' would leave open. */
	while (reader->depth > 0 && c == '}' &&
	    reader->open[reader->depth - 1].kind != '{') {
		top = &reader->open[--reader->depth];
		report(reader, top->pos, "this '%c' is not closed; end it "
		    "with '%c'", top->kind, closing(top->kind));
	}
	if (reader->depth > 0 &&
	    closing(reader->open[reader->depth - 1].kind) == c)
		reader->depth--;
	else
		report(reader, reader->pos, "this '%c' closes nothing; "
		    "remove it", c);
	step(reader);
}

/* --- url(…) --- */

static void
add_link(struct sheet_reader *reader, const struct theme_link *link)
{
	struct theme_file *file = reader->file;

	if (file->link_count == reader->link_size) {
		uint32_t size = reader->link_size * 2 + 8;
		struct theme_link *grown = ARENA_ARRAY(reader->loader->arena,
		    struct theme_link, size);

		if (file->link_count > 0)
			memcpy(grown, file->links,
			    file->link_count * sizeof(*grown));
		reader->links = grown;
		reader->link_size = size;
		file->links = grown;
	}
	reader->links[file->link_count++] = *link;
}

/* What to type for an address that is no asset:NAME. */
static void
refuse_address(const struct sheet_reader *reader, struct source_pos pos,
    const char *address)
{
	const char *name = strrchr(address, '/');

	name = name != NULL ? name + 1 : address;
	if (strncasecmp(address, "data:", 5) == 0)
		report(reader, pos, "a page loads no data: address; put a "
		    "file into assets/ and write url(\"asset:NAME\")");
	else if (strstr(address, "//") != NULL)
		report(reader, pos, "'%.120s' is on another host, from which "
		    "a page loads nothing; put the file into assets/ and "
		    "write url(\"asset:%.60s\")", address, name);
	else
		report(reader, pos, "'%.120s' leads nowhere once the sheet is "
		    "published; a file of assets/ is named "
		    "url(\"asset:%.60s\")", address, name);
}

static void
check_address(struct sheet_reader *reader, struct source_pos pos,
    size_t start, size_t len)
{
	const char *bytes = reader->file->bytes;
	const char *address = arena_copy(reader->loader->arena, bytes + start,
	    len);
	struct theme_link link = { .start = start };

	if (address[0] == '#')
		return;
	if (strncmp(address, "asset:", 6) != 0) {
		refuse_address(reader, pos, address);
		return;
	}
	link.len = strcspn(address, "#");
	link.name = arena_copy(reader->loader->arena, address + 6,
	    link.len - 6);
	if (has_ending(link.name, ".css"))
		report(reader, pos, "a style sheet is linked in a layout: "
		    "<link rel=\"stylesheet\" href=\"asset:%s\"/>",
		    link.name);
	else if (theme_asset_require(reader->theme, link.name, true, pos,
	    reader->loader->diags))
		add_link(reader, &link);
}

/* Behind "url("; the ")" stays. */
static void
read_address(struct sheet_reader *reader)
{
	struct source_pos pos;
	size_t start;

	while (is_space(peek(reader, 0)))
		step(reader);
	start = reader->at;
	pos = reader->pos;
	if (peek(reader, 0) == '"' || peek(reader, 0) == '\'') {
		pos.col++;
		if (read_string(reader))
			check_address(reader, pos, start + 1,
			    reader->at - start - 2);
		return;
	}
	while (!is_at_end(reader) && peek(reader, 0) != ')' &&
	    !is_space(peek(reader, 0)))
		step(reader);
	check_address(reader, pos, start, reader->at - start);
}

/* --- names --- */

/* Behind "var(". */
static void
read_use(struct sheet_reader *reader)
{
	struct source_pos pos;
	struct property_use *use;
	const char *name;

	skip_blank(reader);
	pos = reader->pos;
	name = read_name(reader);
	if (strncmp(name, "--", 2) != 0)
		return;
	strmap_add(&reader->used, name, name);
	skip_blank(reader);
	if (peek(reader, 0) == ',')
		return;
	use = ARENA_NEW(reader->loader->arena, struct property_use);
	*use = (struct property_use){ .name = name, .pos = pos };
	*reader->last_use = use;
	reader->last_use = &use->next;
}

static void
read_word(struct sheet_reader *reader)
{
	const char *name = read_name(reader);

	if (strncmp(name, "--", 2) == 0) {
		skip_blank(reader);
		if (peek(reader, 0) == ':')
			strmap_add(&reader->defined, name, name);
	} else if (peek(reader, 0) == '(') {
		open_bracket(reader);
		if (strcasecmp(name, "url") == 0)
			read_address(reader);
		else if (strcasecmp(name, "var") == 0)
			read_use(reader);
	}
}

static void
read_at_word(struct sheet_reader *reader)
{
	struct source_pos pos = reader->pos;
	const char *name;

	step(reader);
	name = read_name(reader);
	if (strcasecmp(name, "import") == 0)
		report(reader, pos, "a style sheet imports no other; link "
		    "both in the layout: <link rel=\"stylesheet\" "
		    "href=\"asset:NAME\"/>");
	while (strcasecmp(name, "namespace") == 0 && !is_at_end(reader) &&
	    peek(reader, 0) != ';')
		step(reader);	/* its address names no file */
	if (strcasecmp(name, "property") != 0)
		return;
	skip_blank(reader);
	name = read_name(reader);
	strmap_add(&reader->defined, name, name);
}

static void
read_token(struct sheet_reader *reader)
{
	char c = peek(reader, 0);

	if (c == '/' && peek(reader, 1) == '*')
		read_comment(reader);
	else if (c == '"' || c == '\'')
		read_string(reader);
	else if (c == '\\')
		skip(reader, 2);
	else if (c == '@')
		read_at_word(reader);
	else if (c == '{' || c == '(' || c == '[')
		open_bracket(reader);
	else if (c == '}' || c == ')' || c == ']')
		close_bracket(reader);
	else if (is_name_byte(c))
		read_word(reader);
	else
		step(reader);
}

static void
read_sheet(struct sheet_reader *reader, struct theme_file *file)
{
	if (file->len > LIMIT_SHEET_BYTES) {
		diag_report(reader->loader->diags, DIAG_LIMIT_PASSED,
		    (struct source_pos){ file->file, 0, 0 },
		    "a style sheet has at most %d bytes, and this one %zu",
		    LIMIT_SHEET_BYTES, file->len);
		return;
	}
	reader->file = file;
	reader->at = 0;
	reader->pos = (struct source_pos){ file->file, 1, 1 };
	reader->depth = 0;
	reader->is_given_up = reader->has_open_string = false;
	reader->links = NULL;
	reader->link_size = 0;
	while (!is_at_end(reader) && !reader->is_given_up)
		read_token(reader);
	if (reader->depth > 0 && !reader->is_given_up &&
	    !reader->has_open_string)
		report(reader, reader->open[0].pos, "this '%c' is not closed; "
		    "end it with '%c'", reader->open[0].kind,
		    closing(reader->open[0].kind));
}

/* --- custom properties --- */

static bool
is_published(const struct theme_file *file)
{
	return strncmp(file->name, SHEET_FOLDER, strlen(SHEET_FOLDER)) == 0 &&
	    strncmp(file->name, SHEET_KITS, strlen(SHEET_KITS)) != 0;
}

static bool
stands_in_script(const struct theme *theme, const char *name)
{
	uint32_t i;

	for (i = 0; i < theme->file_count; i++)
		if (is_published(&theme->files[i]) &&
		    has_ending(theme->files[i].name, ".js") &&
		    memmem(theme->files[i].bytes, theme->files[i].len, name,
		    strlen(name)) != NULL)
			return true;
	return false;
}

/* Told of one that nothing sets, and not of those behind it once there are
 * more than anybody reads: each costs a look through all scripts. */
static void
check_use(struct sheet_reader *reader, const struct property_use *use)
{
	const struct theme *theme = reader->theme;
	const char **names;
	uint32_t i;

	if (theme_token(theme, use->name + 2) != NULL ||
	    strmap_find(&reader->defined, use->name) != NULL ||
	    reader->unset == LIMIT_ERRORS_PRINTED)
		return;
	reader->unset++;
	if (stands_in_script(theme, use->name)) {
		strmap_add(&reader->defined, use->name, use->name);
		return;
	}
	names = ARENA_ARRAY(reader->loader->arena, const char *,
	    theme->token_count + 1);
	for (i = 0; i < theme->token_count; i++)
		names[i] = arena_printf(reader->loader->arena, "--%s",
		    theme->tokens[i].name);
	diag_report(reader->loader->diags, DIAG_STYLE_TOKEN, use->pos,
	    "no token and no style sheet sets '%s'", use->name);
	diag_suggest(reader->loader->diags, use->name, names, i);
}

/* Whether the bytes have "$name", and no longer name. */
static bool
has_dollar(const struct theme *theme, const char *file_name,
    const char *name)
{
	const struct theme_file *file = theme_file_find(theme, file_name);
	const char *at = file != NULL ? file->bytes : NULL, *end;
	size_t len = strlen(name);

	if (file == NULL)
		return false;
	end = file->bytes + file->len;
	while ((at = memmem(at, (size_t)(end - at), name, len)) != NULL) {
		const char *before = at;

		at += len;
		if (before > file->bytes && (at == end || !is_name_byte(*at)) &&
		    (before[-1] == '$' || (before - file->bytes > 6 &&
		    memcmp(before - 6, "$dark-", 6) == 0)))
			return true;
	}
	return false;
}

/* A token of the site's own that nothing reads: perhaps a slip in the name of
 * one of the theme's, whose value stays in place. */
static void
check_own_token(struct sheet_reader *reader, const struct theme_token *token)
{
	const struct theme *theme = reader->theme;
	struct arena *arena = reader->loader->arena;
	const char **names;
	uint32_t i, count = 0;

	if (!token->is_new || reader->unset == LIMIT_ERRORS_PRINTED)
		return;
	reader->unset++;
	if (strmap_find(&reader->used, arena_printf(arena, "--%s",
	    token->name)) != NULL ||
	    has_dollar(theme, "print.yaml", token->name) ||
	    has_dollar(theme, LETTER_STYLE_FILE, token->name) ||
	    stands_in_script(theme, token->name))
		return;
	names = ARENA_ARRAY(arena, const char *, theme->token_count);
	for (i = 0; i < theme->token_count; i++)
		if (!theme->tokens[i].is_new)
			names[count++] = theme->tokens[i].name;
	diag_report(reader->loader->diags, DIAG_TOKEN_UNUSED, token->pos,
	    "nothing uses the token '%s', which the theme does not have",
	    token->name);
	diag_suggest(reader->loader->diags, token->name, names, count);
}

void
theme_read_sheets(struct theme *theme, const struct theme_loader *loader)
{
	struct sheet_reader reader = { .loader = loader, .theme = theme };
	const struct property_use *use;
	uint32_t i;

	reader.last_use = &reader.uses;
	for (i = 0; i < theme->file_count; i++)
		if (is_published(&theme->files[i]) &&
		    has_ending(theme->files[i].name, ".css"))
			read_sheet(&reader, &theme->files[i]);
	for (use = reader.uses; use != NULL; use = use->next)
		check_use(&reader, use);
	for (i = 0; i < theme->token_count; i++)
		check_own_token(&reader, &theme->tokens[i]);
	strmap_release(&reader.defined);
	strmap_release(&reader.used);
}
