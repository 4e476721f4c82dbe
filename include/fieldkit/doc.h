/*
 * doc.h - the document tree: what templates and Markdown become, and all that
 * the renderers read. So a fact is composed once, and page and kit agree.
 *
 * Elements of HTML's vocabulary with class, id, lang and a few attributes;
 * text; nothing else. Nodes live in an arena and are never freed singly.
 * Names are interned: an element is an enum, an attribute's name a static
 * string, so comparing them is comparing numbers and pointers.
 */
#ifndef FIELDKIT_DOC_H
#define FIELDKIT_DOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fieldkit/arena.h"
#include "fieldkit/digest.h"
#include "fieldkit/source.h"

/* What an element may be, in bits. */
enum {
	DOC_PHRASING = 1,	/* stands inside a line of text */
	DOC_VOID = 2,		/* has no content and no end tag */
	DOC_PRINT_ONLY = 4,	/* k: elements that only kits may hold */
	DOC_METADATA = 8,	/* head and what stands in it: nothing is drawn */
	DOC_TRANSPARENT = 16	/* a, ins, del: hold what their parent may hold */
};

/* X(NAME, "name", flags). HTML Living Standard, section 4; K_* are ours. */
#define DOC_TAG_TABLE(X)                               \
	X(HTML, "html", 0)                             \
	X(HEAD, "head", DOC_METADATA)                  \
	X(TITLE, "title", DOC_METADATA)                \
	X(META, "meta", DOC_METADATA | DOC_VOID)       \
	X(LINK, "link", DOC_METADATA | DOC_VOID)       \
	X(SCRIPT, "script", DOC_METADATA)              \
	X(BODY, "body", 0)                             \
	X(HEADER, "header", 0)                         \
	X(FOOTER, "footer", 0)                         \
	X(MAIN, "main", 0)                             \
	X(NAV, "nav", 0)                               \
	X(ARTICLE, "article", 0)                       \
	X(SECTION, "section", 0)                       \
	X(ASIDE, "aside", 0)                           \
	X(ADDRESS, "address", 0)                       \
	X(DIV, "div", 0)                               \
	X(H1, "h1", 0)                                 \
	X(H2, "h2", 0)                                 \
	X(H3, "h3", 0)                                 \
	X(H4, "h4", 0)                                 \
	X(H5, "h5", 0)                                 \
	X(H6, "h6", 0)                                 \
	X(HGROUP, "hgroup", 0)                         \
	X(P, "p", 0)                                   \
	X(HR, "hr", DOC_VOID)                          \
	X(PRE, "pre", 0)                               \
	X(BLOCKQUOTE, "blockquote", 0)                 \
	X(OL, "ol", 0)                                 \
	X(UL, "ul", 0)                                 \
	X(LI, "li", 0)                                 \
	X(DL, "dl", 0)                                 \
	X(DT, "dt", 0)                                 \
	X(DD, "dd", 0)                                 \
	X(FIGURE, "figure", 0)                         \
	X(FIGCAPTION, "figcaption", 0)                 \
	X(TABLE, "table", 0)                           \
	X(CAPTION, "caption", 0)                       \
	X(COLGROUP, "colgroup", 0)                     \
	X(COL, "col", DOC_VOID)                        \
	X(THEAD, "thead", 0)                           \
	X(TBODY, "tbody", 0)                           \
	X(TFOOT, "tfoot", 0)                           \
	X(TR, "tr", 0)                                 \
	X(TH, "th", 0)                                 \
	X(TD, "td", 0)                                 \
	X(DETAILS, "details", 0)                       \
	X(SUMMARY, "summary", 0)                       \
	X(FORM, "form", 0)                             \
	X(FIELDSET, "fieldset", 0)                     \
	X(LEGEND, "legend", 0)                         \
	X(NOSCRIPT, "noscript", 0)                     \
	X(SEARCH, "search", 0)                         \
	X(A, "a", DOC_PHRASING | DOC_TRANSPARENT)      \
	X(EM, "em", DOC_PHRASING)                      \
	X(STRONG, "strong", DOC_PHRASING)              \
	X(SMALL, "small", DOC_PHRASING)                \
	X(S, "s", DOC_PHRASING)                        \
	X(CITE, "cite", DOC_PHRASING)                  \
	X(Q, "q", DOC_PHRASING)                        \
	X(ABBR, "abbr", DOC_PHRASING)                  \
	X(TIME, "time", DOC_PHRASING)                  \
	X(CODE, "code", DOC_PHRASING)                  \
	X(SUB, "sub", DOC_PHRASING)                    \
	X(SUP, "sup", DOC_PHRASING)                    \
	X(B, "b", DOC_PHRASING)                        \
	X(I, "i", DOC_PHRASING)                        \
	X(U, "u", DOC_PHRASING)                        \
	X(MARK, "mark", DOC_PHRASING)                  \
	X(BDI, "bdi", DOC_PHRASING)                    \
	X(SPAN, "span", DOC_PHRASING)                  \
	X(BR, "br", DOC_PHRASING | DOC_VOID)           \
	X(WBR, "wbr", DOC_PHRASING | DOC_VOID)         \
	X(IMG, "img", DOC_PHRASING | DOC_VOID)         \
	X(PICTURE, "picture", DOC_PHRASING)            \
	X(SOURCE, "source", DOC_PHRASING | DOC_VOID)   \
	X(BUTTON, "button", DOC_PHRASING)              \
	X(INPUT, "input", DOC_PHRASING | DOC_VOID)     \
	X(SELECT, "select", DOC_PHRASING)              \
	X(OPTION, "option", 0)                         \
	X(LABEL, "label", DOC_PHRASING)                \
	X(OUTPUT, "output", DOC_PHRASING)              \
	X(TEXTAREA, "textarea", DOC_PHRASING)          \
	X(K_BAR, "k:bar", DOC_VOID)                    \
	X(K_FOOTNOTE, "k:footnote", DOC_PHRASING)      \
	X(K_TOC, "k:toc", DOC_PRINT_ONLY | DOC_VOID)   \
	X(K_PAGE, "k:page", DOC_PRINT_ONLY | DOC_PHRASING | DOC_VOID)     \
	X(K_PAGES, "k:pages", DOC_PRINT_ONLY | DOC_PHRASING | DOC_VOID)   \
	X(K_PAGE_OF, "k:page-of", DOC_PRINT_ONLY | DOC_PHRASING | DOC_VOID) \
	X(K_RUNNING, "k:running", DOC_PRINT_ONLY | DOC_PHRASING | DOC_VOID) \
	X(K_QR, "k:qr", DOC_PRINT_ONLY | DOC_VOID)     \
	X(K_HEADER, "k:header", DOC_PRINT_ONLY)        \
	X(K_FOOTER, "k:footer", DOC_PRINT_ONLY)

enum doc_tag {
	DOC_TEXT,		/* a run of text: `text`, `text_len` */
	DOC_FRAGMENT,		/* a root without a tag: only its children count */
#define DOC_TAG_ENUM(name, string, flags) DOC_##name,
	DOC_TAG_TABLE(DOC_TAG_ENUM)
#undef DOC_TAG_ENUM
	DOC_TAG_COUNT
};

/* Every attribute but class, id and lang, which are fields of the node. */
#define DOC_ATTR_TABLE(X)                                                   \
	X(HREF, "href") X(SRC, "src") X(ALT, "alt") X(TITLE, "title")       \
	X(DIR, "dir") X(REL, "rel") X(TYPE, "type") X(NAME, "name")         \
	X(CONTENT, "content") X(CHARSET, "charset") X(HTTP_EQUIV, "http-equiv") \
	X(HREFLANG, "hreflang") X(MEDIA, "media") X(SIZES, "sizes")         \
	X(SRCSET, "srcset") X(WIDTH, "width") X(HEIGHT, "height")           \
	X(LOADING, "loading") X(DECODING, "decoding") X(DEFER, "defer")     \
	X(START, "start") X(VALUE, "value") X(SCOPE, "scope")               \
	X(COLSPAN, "colspan") X(ROWSPAN, "rowspan") X(HEADERS, "headers")   \
	X(DATETIME, "datetime") X(OPEN, "open") X(HIDDEN, "hidden")         \
	X(FOR, "for") X(PLACEHOLDER, "placeholder") X(AUTOCOMPLETE, "autocomplete") \
	X(METHOD, "method") X(ACTION, "action") X(ROLE, "role")             \
	X(TABINDEX, "tabindex") X(DOWNLOAD, "download") X(CITE, "cite")     \
	X(TRANSLATE, "translate") X(PROPERTY, "property") X(COLOR, "color") \
	X(ARIA_LABEL, "aria-label") X(ARIA_LABELLEDBY, "aria-labelledby")   \
	X(ARIA_DESCRIBEDBY, "aria-describedby") X(ARIA_CURRENT, "aria-current") \
	X(ARIA_HIDDEN, "aria-hidden") X(ARIA_LIVE, "aria-live")             \
	X(ARIA_EXPANDED, "aria-expanded") X(ARIA_CONTROLS, "aria-controls") \
	X(DATA_ALIGN, "data-align") X(DATA_STATE, "data-state")             \
	X(DATA_TEXT, "data-text") X(DATA_INDEX, "data-index")               \
	X(DATA_COPY, "data-copy") X(DATA_COPIED, "data-copied")             \
	X(DATA_SELECTED, "data-selected")                                   \
	X(DATA_FROM, "data-from") X(DATA_TO, "data-to")                     \
	X(DATA_ZERO, "data-zero") X(DATA_TICKS, "data-ticks")               \
	X(DATA_KIND, "data-kind") X(REF, "ref") X(DISABLED, "disabled")     \
	X(DATA_RECORD, "data-record") X(DATA_PART, "data-part")             \
	X(DATA_DATE, "data-date")                                           \
	X(STYLE, "style")	/* of letters; no template may set it */

enum doc_attr_name {
#define DOC_ATTR_ENUM(name, string) DOC_ATTR_##name,
	DOC_ATTR_TABLE(DOC_ATTR_ENUM)
#undef DOC_ATTR_ENUM
	DOC_ATTR_COUNT
};

struct doc_attr {
	struct doc_attr *next;		/* in the order they were set */
	enum doc_attr_name name;
	const char *value;
};

struct doc_node {
	enum doc_tag tag;
	uint32_t text_len;
	const char *text;		/* DOC_TEXT only; UTF-8 */
	struct doc_node *parent;
	struct doc_node *first_child;
	struct doc_node *last_child;
	struct doc_node *next;
	const char *class_list;		/* words between single spaces, or NULL */
	const char *id;
	const char *lang;		/* BCP 47; NULL inherits */
	struct doc_attr *attrs;
	struct source_pos pos;		/* the line that an author would mend */
};

/*
 * Links inside content. Markdown and templates name a record as
 * `record:TYPE/ID` (optionally `#fragment`); composing turns it into the
 * address that holds for the page or kit, or drops the link where the edition
 * has no such page. `bundle:PATH` names a file of a record's own folder in
 * the same way, PATH being relative to content/.
 */
#define DOC_RECORD_SCHEME "record:"
#define DOC_BUNDLE_SCHEME "bundle:"

/*
 * A k:footnote stands where its number goes and holds the note's text; one
 * with `ref` is the number of an earlier note, whose id it names. Composing
 * numbers them: on a page each becomes a link to a list (doc.h's elements
 * alone); in a kit it stays, with id, DOC_ATTR_VALUE (the number),
 * DOC_ATTR_ARIA_LABEL and DOC_ATTR_DATA_TEXT (what the links there and back
 * say), and `ref` without `#` is the note's named destination.
 */

const char *doc_tag_name(enum doc_tag tag);
unsigned doc_tag_flags(enum doc_tag tag);
/* The tag of an element name of `len` bytes, or DOC_TAG_COUNT. */
enum doc_tag doc_tag_find(const char *name, size_t len);
const char *doc_attr_string(enum doc_attr_name name);
enum doc_attr_name doc_attr_find(const char *name, size_t len);

struct doc_node *doc_new(struct arena *arena, enum doc_tag tag,
    struct source_pos pos);
/* A text node; the bytes are copied into the arena. */
struct doc_node *doc_new_text(struct arena *arena, const char *text,
    size_t len, struct source_pos pos);
/* Puts `child` (which has no parent) behind the last child of `parent`. */
void doc_append(struct doc_node *parent, struct doc_node *child);
/* doc_new and doc_append in one. */
struct doc_node *doc_add(struct arena *arena, struct doc_node *parent,
    enum doc_tag tag, struct source_pos pos);
/* Appends text, joined to a text node that already ends `parent`. */
void doc_add_text(struct arena *arena, struct doc_node *parent,
    const char *text, size_t len, struct source_pos pos);

/* Sets an attribute; a second value replaces the first. The value is
 * borrowed and must live as long as the tree. */
void doc_set(struct arena *arena, struct doc_node *node,
    enum doc_attr_name name, const char *value);
/* The value, or NULL. */
const char *doc_get(const struct doc_node *node, enum doc_attr_name name);
bool doc_has_class(const struct doc_node *node, const char *name);

/* A deep copy without a parent; strings are shared, not copied. */
struct doc_node *doc_clone(struct arena *arena, const struct doc_node *node);
/* All text below `node`, in order, copied into the arena; that of footnotes
 * is no part of it. */
char *doc_plain_text(struct arena *arena, const struct doc_node *node);

/* Walking: every element is entered and left, texts are entered only.
 *	struct doc_iter iter = doc_iter_start(root);
 *	while (doc_iter_next(&iter)) … iter.node, iter.is_entering …
 */
struct doc_iter {
	const struct doc_node *root;
	const struct doc_node *node;
	bool is_entering;
	bool is_started;
};

struct doc_iter doc_iter_start(const struct doc_node *root);
bool doc_iter_next(struct doc_iter *iter);
/* Passes over what is inside the element just entered, and its leaving. */
void doc_iter_skip(struct doc_iter *iter);

/* Feeds the tree to a digest: elements, attributes, texts; not positions, nor
 * the marks that only say what an element is about (fieldkit/changes.h). */
void doc_digest(struct digest *digest, const struct doc_node *root);

#endif
