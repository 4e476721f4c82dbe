/*
 * The examples of the CommonMark specification against our reader and our
 * HTML renderer.
 *
 * In: the path of spec.txt (version 0.30). Out: each example that differs,
 * and "N passed, M failed". Both sides are normalized as the specification's
 * own test runner does: attributes sorted, entities written one way, white
 * space that means nothing removed.
 *
 * Examples that show raw HTML differ on purpose: for us it is an error, and
 * its report is what is expected of them. They are listed one by one, so that
 * nothing else may differ. HTML comments are dropped, on both sides.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fieldkit/html.h"
#include "fieldkit/markdown.h"

#define MAX_ATTRS 16

/* Examples with raw HTML: an error here. */
static const int raw_html[] = {
	21, 31, 148, 149, 150, 151, 152, 153, 154, 155, 156, 157, 158, 159,
	160, 161, 162, 163, 164, 165, 166, 167, 168, 169, 170, 171, 172, 173,
	174, 175, 176, 177, 178, 180, 181, 182, 184, 185, 186, 187, 188, 189,
	190, 191, 201, 344, 474, 475, 476, 490, 493, 523, 535, 612, 613, 614,
	615, 616, 622, 627, 628, 629, 630, 631, 642, 643,
};

static bool
is_listed(const int *list, size_t count, int number)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (list[i] == number)
			return true;
	return false;
}

static bool
is_block_tag(const char *name, size_t len)
{
	static const char *const names[] = {
		"article", "header", "aside", "hgroup", "blockquote", "hr",
		"iframe", "body", "li", "map", "button", "object", "canvas",
		"ol", "caption", "output", "col", "p", "colgroup", "pre", "dd",
		"progress", "div", "section", "dl", "table", "td", "dt",
		"tbody", "embed", "textarea", "fieldset", "tfoot",
		"figcaption", "th", "figure", "thead", "footer", "tr", "form",
		"ul", "h1", "h2", "h3", "h4", "h5", "h6", "video", "script",
		"style",
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strlen(names[i]) == len &&
		    strncmp(names[i], name, len) == 0)
			return true;
	return false;
}

/* Adds one character of text or value; *at moves behind it. */
static void
add_char(struct strbuf *out, const char **at)
{
	static const struct {
		const char *written, *normal;
	} entities[] = {
		{ "&amp;", "&amp;" }, { "&lt;", "&lt;" }, { "&gt;", "&gt;" },
		{ "&quot;", "&quot;" }, { "&#x27;", "'" }, { "&#39;", "'" },
	};
	size_t i;

	for (i = 0; i < sizeof(entities) / sizeof(entities[0]); i++) {
		size_t len = strlen(entities[i].written);

		if (strncmp(*at, entities[i].written, len) != 0)
			continue;
		strbuf_add_string(out, entities[i].normal);
		*at += len;
		return;
	}
	if (**at == '"')
		strbuf_add_string(out, "&quot;");
	else
		strbuf_add_char(out, **at);
	(*at)++;
}

static int
compare_strings(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Adds the attributes of a tag, sorted; *at moves to its end. */
static void
add_attrs(struct strbuf *out, const char **at)
{
	char *attrs[MAX_ATTRS];
	size_t count = 0, i;

	while (**at != '>' && **at != '\0' && count < MAX_ATTRS) {
		struct strbuf attr;

		while (isspace((unsigned char)**at) || **at == '/')
			(*at)++;
		strbuf_init(&attr);
		while (**at != '\0' && strchr("= \n/>", **at) == NULL)
			strbuf_add_char(&attr, *(*at)++);
		if (**at == '=') {
			*at += 2;
			strbuf_add_string(&attr, "=\"");
			while (**at != '"' && **at != '\0')
				add_char(&attr, at);
			*at += **at == '"';
			strbuf_add_char(&attr, '"');
		}
		if (attr.len > 0)
			attrs[count++] = attr.bytes;
	}
	qsort(attrs, count, sizeof(attrs[0]), compare_strings);
	for (i = 0; i < count; i++) {
		strbuf_add_char(out, ' ');
		strbuf_add_string(out, attrs[i]);
		free(attrs[i]);
	}
	*at += **at == '>';
}

static void
strip_end(struct strbuf *out)
{
	while (out->len > 0 && isspace((unsigned char)out->bytes[out->len - 1]))
		out->bytes[--out->len] = '\0';
}

static void
normalize(struct strbuf *out, const char *html)
{
	bool is_pre = false, is_after_block = true, is_after_br = false;
	const char *at = html;

	while (*at != '\0') {
		const char *name;
		size_t len;

		if (strncmp(at, "<!--", 4) == 0 && strstr(at, "-->") != NULL) {
			at = strstr(at, "-->") + 3;
			continue;
		}
		if (*at != '<') {
			bool is_space = isspace((unsigned char)*at) && !is_pre;

			if (!is_space) {
				add_char(out, &at);
				is_after_block = is_after_br = false;
				continue;
			}
			if (!is_after_block && !(is_after_br && *at == '\n') &&
			    (out->len == 0 || out->bytes[out->len - 1] != ' '))
				strbuf_add_char(out, ' ');
			at++;
			continue;
		}
		name = at + 1 + (at[1] == '/');
		len = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789");
		is_after_block = is_block_tag(name, len);
		is_after_br = len == 2 && strncmp(name, "br", 2) == 0;
		if (is_after_block && !is_pre)
			strip_end(out);
		if (len == 3 && strncmp(name, "pre", 3) == 0)
			is_pre = at[1] != '/';
		strbuf_add(out, at, (size_t)(name + len - at));
		at = name + len;
		add_attrs(out, &at);
		strbuf_add_char(out, '>');
		if (is_pre)
			is_after_block = false;
	}
	strip_end(out);
}

/* Runs one example. True when it is as it should be. */
static bool
run_example(int number, const char *markdown, size_t len, const char *html)
{
	struct arena arena = { 0 };
	struct sources sources = { 0 };
	struct diags diags;
	struct strbuf rendered = { 0 }, wanted = { 0 }, found = { 0 };
	struct markdown_input input = { .file = 1, .first_line = 1,
		.bytes = markdown, .len = len, .is_plain = true };
	bool is_right;

	source_add(&sources, "example", markdown, len);
	diags_init(&diags, &sources);
	html_render(markdown_parse(&arena, &input, &diags), &rendered);
	normalize(&wanted, html);
	normalize(&found, strbuf_string(&rendered));
	if (is_listed(raw_html, sizeof(raw_html) / sizeof(raw_html[0]), number))
		is_right = diags.count > 0 &&
		    diags.items[0].id == DIAG_HTML_RAW;
	else
		is_right = diags.count == 0 &&
		    strcmp(strbuf_string(&wanted), strbuf_string(&found)) == 0;
	if (!is_right)
		printf("example %d:\n%.*s--- wanted\n%s\n--- found (%zu "
		    "reports)\n%s\n\n", number, (int)len, markdown,
		    strbuf_string(&wanted), diags.count,
		    strbuf_string(&found));
	strbuf_release(&rendered);
	strbuf_release(&wanted);
	strbuf_release(&found);
	diags_release(&diags);
	sources_release(&sources);
	arena_release(&arena);
	return is_right;
}

/* The specification writes tabs as arrows. */
static void
replace_arrows(char *text)
{
	char *out = text;

	while (*text != '\0') {
		if (strncmp(text, "→", 3) == 0) {
			*out++ = '\t';
			text += 3;
		} else {
			*out++ = *text++;
		}
	}
	*out = '\0';
}

static char *
read_file(const char *path)
{
	struct strbuf text = { 0 };
	FILE *file = fopen(path, "r");
	size_t len;

	if (file == NULL)
		return NULL;
	while ((len = fread(strbuf_reserve(&text, 65536), 1, 65536, file)) > 0)
		text.len += len;
	fclose(file);
	strbuf_add_char(&text, '\0');
	return text.bytes;
}

int
main(int argc, char **argv)
{
	static const char fence[] = "\n```````````````````````````````` example\n";
	static const char end[] = "\n````````````````````````````````\n";
	char *text = argc == 2 ? read_file(argv[1]) : NULL, *at;
	int number = 0, failed = 0;

	if (text == NULL) {
		fprintf(stderr, "commonmark: no specification\n");
		return 2;
	}
	replace_arrows(text);
	for (at = text; (at = strstr(at, fence)) != NULL;) {
		char *markdown = at + strlen(fence), *html, *stop;

		html = strncmp(markdown, ".\n", 2) == 0 ? markdown
		    : strstr(markdown, "\n.\n") + 1;
		stop = strstr(html + 1, end);
		*html = '\0';
		*stop = '\0';
		number++;
		failed += !run_example(number, markdown,
		    (size_t)(html - markdown), stop > html + 2 ? html + 2
		    : "");
		at = stop + 1;
	}
	free(text);
	printf("%d passed, %d failed\n", number - failed, failed);
	return failed != 0;
}
