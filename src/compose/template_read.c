/*
 * Reading a template. In: the bytes of an XHTML file. Out: a tree whose
 * every node knows its place in the file.
 *
 * libxml2's push parser says whether the bytes are well-formed and in which
 * order elements open and close; it reports no column of an attribute and no
 * place of a character behind an entity. So a cursor walks the same bytes in
 * step with its events: between two tags lies text, and `<` cannot stand in
 * a value. Texts and values stay as written until template_decode().
 *
 * Invariant: `at` is the first byte that no event has covered yet.
 *
 * Refused before or while parsing: other encodings, DOCTYPE (so there are no
 * entities but HTML's own), CDATA, processing instructions, other
 * namespaces; and whatever passes a limit.
 */
#include "template_tree.h"

#include <assert.h>
#include <string.h>

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>

#include "fieldkit/limits.h"
#include "fieldkit/utf8.h"

#define NAMESPACE_HTML "http://www.w3.org/1999/xhtml"
#define NAMESPACE_K "https://fieldkit.example/template"

struct reader {
	struct arena *arena;
	struct diags *diags;
	struct template_file *file;
	const char *bytes;
	uint32_t len;
	uint32_t at;
	struct template_node *current;	/* the open element */
	uint32_t depth;
	bool is_closed;			/* the current tag ended in `/>` */
	bool has_failed;
	xmlParserCtxtPtr parser;
	xmlEntity entity;		/* what getEntity last answered */
	xmlChar entity_text[2];
};

struct source_pos
template_pos(const struct template_file *file, uint32_t offset)
{
	const char *bytes = file->source->bytes;
	uint32_t low = 0, high = file->line_count;

	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (file->lines[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	return (struct source_pos){
		.file = file->source->file,
		.line = low + 1,
		.col = 1 + (uint32_t)utf8_count(bytes + file->lines[low],
		    offset - file->lines[low]),
	};
}

static void
find_lines(struct template_file *file, struct arena *arena)
{
	const char *bytes = file->source->bytes;
	uint32_t len = (uint32_t)file->source->len, i;
	uint32_t *lines;

	file->line_count = 1;
	for (i = 0; i < len; i++)
		file->line_count += bytes[i] == '\n';
	lines = ARENA_ARRAY(arena, uint32_t, file->line_count);
	file->lines = lines;
	for (i = 0; i < len; i++)
		if (bytes[i] == '\n')
			*++lines = i + 1;
}

__attribute__((format(printf, 4, 5)))
static void
refuse(struct reader *reader, enum diag_id id, uint32_t at,
    const char *format, ...)
{
	va_list args;

	if (reader->has_failed)
		return;
	reader->has_failed = true;
	va_start(args, format);
	diag_report(reader->diags, id, template_pos(reader->file, at), "%s",
	    arena_vprintf(reader->arena, format, args));
	va_end(args);
	xmlStopParser(reader->parser);
}

static struct template_node *
add_node(struct reader *reader, uint32_t at)
{
	struct template_node *node = ARENA_NEW(reader->arena,
	    struct template_node);
	struct template_node *parent = reader->current;

	node->at = at;
	node->parent = parent;
	node->tag = DOC_TEXT;
	if (parent == NULL) {
		reader->file->root = node;
		return node;
	}
	node->prev = parent->last_child;
	if (parent->last_child != NULL)
		parent->last_child->next = node;
	else
		parent->first_child = node;
	parent->last_child = node;
	return node;
}

/* Moves to the next `<`; what lies before it is text of the open element. */
static void
take_text(struct reader *reader)
{
	const char *start = reader->bytes + reader->at;
	const char *end = memchr(start, '<', reader->len - reader->at);
	uint32_t len = end != NULL ? (uint32_t)(end - start)
				   : reader->len - reader->at;

	if (len > 0 && reader->current != NULL)
		add_node(reader, reader->at)->len = len;
	reader->at += len;
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void
skip_space(struct reader *reader)
{
	while (is_space(reader->bytes[reader->at]))
		reader->at++;
}

/* Moves behind the name at the cursor and returns its bytes. */
static uint32_t
skip_name(struct reader *reader)
{
	uint32_t start = reader->at;

	while (reader->at < reader->len &&
	    strchr(" \t\r\n=/>", reader->bytes[reader->at]) == NULL)
		reader->at++;
	return reader->at - start;
}

/* The attribute at the cursor: the parser has found it well-formed. */
static struct template_attr
take_attr(struct reader *reader)
{
	struct template_attr attr = { .at = reader->at };
	const char *name = reader->bytes + reader->at, *end;
	uint32_t name_len = skip_name(reader);
	char quote;

	attr.is_directive = name_len > 2 && memcmp(name, "k:", 2) == 0;
	if (attr.is_directive)
		attr.name = arena_copy(reader->arena, name + 2, name_len - 2);
	else
		attr.name = arena_copy(reader->arena, name, name_len);
	skip_space(reader);
	reader->at++;			/* = */
	skip_space(reader);
	quote = reader->bytes[reader->at++];
	attr.value_at = reader->at;
	end = memchr(reader->bytes + reader->at, quote,
	    reader->len - reader->at);
	assert(end != NULL);
	attr.value_len = (uint32_t)(end - reader->bytes) - attr.value_at;
	reader->at = attr.value_at + attr.value_len + 1;
	return attr;
}

static bool
is_namespace_attr(const struct template_attr *attr)
{
	return !attr->is_directive && strncmp(attr->name, "xmlns", 5) == 0 &&
	    (attr->name[5] == '\0' || attr->name[5] == ':');
}

/* Reads the tag at the cursor into `node`. */
static void
take_tag(struct reader *reader, struct template_node *node, int attr_count)
{
	const char *name = reader->bytes + ++reader->at;
	uint32_t len = skip_name(reader);
	struct template_attr attr;

	node->name = arena_copy(reader->arena, name, len);
	node->tag = doc_tag_find(node->name, len);
	node->attrs = ARENA_ARRAY(reader->arena, struct template_attr,
	    (size_t)attr_count);
	for (skip_space(reader); strchr("/>", reader->bytes[reader->at]) ==
	    NULL; skip_space(reader)) {
		attr = take_attr(reader);
		if (is_namespace_attr(&attr))
			continue;
		assert(node->attr_count < (uint32_t)attr_count);
		node->attrs[node->attr_count++] = attr;
	}
	/* A tag that the file ends in is reported by the parser next. */
	reader->is_closed = reader->bytes[reader->at] == '/';
	reader->at += reader->is_closed ? 2 : 1;
	if (reader->at > reader->len)
		reader->at = reader->len;
}

static bool
is_namespace_of(const xmlChar *prefix, const xmlChar *uri, const char *want)
{
	if (prefix != NULL && xmlStrcmp(prefix, (const xmlChar *)"k") == 0)
		want = NAMESPACE_K;
	else if (prefix != NULL)
		return false;
	return want == NULL ? uri == NULL
			    : xmlStrcmp(uri, (const xmlChar *)want) == 0;
}

static void
check_namespaces(struct reader *reader, const struct template_node *node,
    const xmlChar *prefix, const xmlChar *uri, int attr_count,
    const xmlChar **attrs)
{
	int i;

	if (!is_namespace_of(prefix, uri, NAMESPACE_HTML))
		refuse(reader, DIAG_TEMPLATE_ELEMENT, node->at,
		    "element '%s' is not of HTML; the root element carries "
		    "xmlns=\"" NAMESPACE_HTML "\" and xmlns:k=\"" NAMESPACE_K
		    "\"", node->name);
	for (i = 0; i < attr_count; i++)
		if (!is_namespace_of(attrs[5 * i + 1], attrs[5 * i + 2],
		    NULL))
			refuse(reader, DIAG_TEMPLATE_ELEMENT, node->at,
			    "attribute '%s:%s' of '%s' is of another "
			    "namespace than HTML's and k:",
			    (const char *)attrs[5 * i + 1],
			    (const char *)attrs[5 * i], node->name);
}

static void
on_start(void *context, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri, int namespace_count, const xmlChar **namespaces,
    int attr_count, int defaulted_count, const xmlChar **attrs)
{
	struct reader *reader = context;
	struct template_node *node;

	(void)name, (void)namespace_count, (void)namespaces;
	(void)defaulted_count;
	if (reader->has_failed)
		return;
	take_text(reader);
	node = add_node(reader, reader->at);
	take_tag(reader, node, attr_count);
	check_namespaces(reader, node, prefix, uri, attr_count, attrs);
	reader->current = node;
	if (++reader->depth > LIMIT_TEMPLATE_DEPTH)
		refuse(reader, DIAG_LIMIT_PASSED, node->at,
		    "elements of a template are nested %d deep at most",
		    LIMIT_TEMPLATE_DEPTH);
}

static void
skip_past(struct reader *reader, const char *string)
{
	size_t len = strlen(string);
	const char *end = memmem(reader->bytes + reader->at,
	    reader->len - reader->at, string, len);

	assert(end != NULL);
	reader->at = (uint32_t)((size_t)(end - reader->bytes) + len);
}

static void
on_end(void *context, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri)
{
	struct reader *reader = context;

	(void)name, (void)prefix, (void)uri;
	if (reader->has_failed)
		return;
	if (!reader->is_closed) {
		take_text(reader);
		skip_past(reader, ">");
	}
	reader->is_closed = false;
	reader->current = reader->current->parent;
	reader->depth--;
}

static void
on_comment(void *context, const xmlChar *text)
{
	struct reader *reader = context;

	(void)text;
	if (reader->has_failed)
		return;
	take_text(reader);
	skip_past(reader, "-->");
}

static void
on_cdata(void *context, const xmlChar *text, int len)
{
	struct reader *reader = context;

	(void)text, (void)len;
	take_text(reader);
	refuse(reader, DIAG_TEMPLATE_SYNTAX, reader->at,
	    "CDATA may not stand in a template; write &lt; and &amp;");
}

static void
on_instruction(void *context, const xmlChar *target, const xmlChar *text)
{
	struct reader *reader = context;

	(void)text;
	take_text(reader);
	refuse(reader, DIAG_TEMPLATE_SYNTAX, reader->at,
	    "the processing instruction <?%s may not stand in a template",
	    (const char *)target);
}

static void
on_doctype(void *context, const xmlChar *name, const xmlChar *public_id,
    const xmlChar *system_id)
{
	struct reader *reader = context;

	(void)name, (void)public_id, (void)system_id;
	take_text(reader);
	refuse(reader, DIAG_TEMPLATE_SYNTAX, reader->at,
	    "DOCTYPE may not stand in a template; HTML's entities are known "
	    "without it");
}

/* Answers for every name that HTML 4 has, so that the parser is content; the
 * text itself is decoded from the file's bytes. */
static xmlEntityPtr
on_entity(void *context, const xmlChar *name)
{
	struct reader *reader = context;

	if (htmlEntityLookup(name) == NULL &&
	    xmlStrcmp(name, (const xmlChar *)"apos") != 0)
		return NULL;
	reader->entity_text[0] = ' ';
	reader->entity = (xmlEntity){
		.type = XML_ENTITY_DECL,
		.name = name,
		.content = reader->entity_text,
		.length = 1,
		.etype = XML_INTERNAL_PREDEFINED_ENTITY,
	};
	return &reader->entity;
}

/* What libxml2 says in its own words, in an author's; NULL where its words
 * will do. */
static const char *
known_error(const xmlError *error)
{
	static const struct {
		int code;
		const char *text;
	} rows[] = {
		{ XML_ERR_NAME_REQUIRED,
		  "an ampersand or '<' in text is written &amp; or &lt;" },
		{ XML_ERR_ATTRIBUTE_NOT_STARTED,
		  "the value of an attribute goes in quotes" },
		{ XML_ERR_ATTRIBUTE_WITHOUT_VALUE,
		  "an attribute has a value: write name=\"\"" },
		{ XML_ERR_ATTRIBUTE_REDEFINED,
		  "an attribute stands twice in this element" },
		{ XML_ERR_ENTITYREF_SEMICOL_MISSING,
		  "an ampersand in text is written &amp;" },
		{ XML_ERR_LT_IN_ATTRIBUTE,
		  "'<' in an attribute is written &lt;" },
		{ XML_ERR_TAG_NOT_FINISHED,
		  "an element of this file is never closed" },
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].code == error->code)
			return rows[i].text;
	return NULL;
}

static void
on_error(void *context, xmlErrorPtr error)
{
	struct reader *reader = context;
	struct source_pos pos = {
		.file = reader->file->source->file, .line = 1, .col = 1,
	};
	size_t len = error->message != NULL ? strlen(error->message) : 0;

	if (reader->has_failed)
		return;
	reader->has_failed = true;
	if (error->line > 0)
		pos.line = (uint32_t)error->line;
	if (error->int2 > 0)
		pos.col = (uint32_t)error->int2;
	while (len > 0 && is_space(error->message[len - 1]))
		len--;
	if (reader->file->source->len == 0)
		diag_report(reader->diags, DIAG_TEMPLATE_SYNTAX, pos,
		    "the file is empty; its root is <html> or <k:part>");
	else if (known_error(error) != NULL)
		diag_report(reader->diags, DIAG_TEMPLATE_SYNTAX, pos,
		    "the file is not well-formed: %s", known_error(error));
	else if (error->code == XML_ERR_TAG_NAME_MISMATCH &&
	    error->str1 != NULL && error->str2 != NULL)
		diag_report(reader->diags, DIAG_TEMPLATE_SYNTAX, pos,
		    "</%s> stands where <%s> of line %d is still open; close "
		    "that first", error->str2, error->str1, error->int1);
	else
		diag_report(reader->diags, DIAG_TEMPLATE_SYNTAX, pos,
		    "the file is not well-formed: %.*s", (int)len,
		    error->message != NULL ? error->message : "");
	xmlStopParser(reader->parser);
}

/* Whether a tag has more `=` than attributes are allowed. Read once, from
 * left to right, before the parser sees the file. */
static bool
is_crowded(struct reader *reader, uint32_t *ret_at)
{
	uint32_t count = 0, i;

	for (i = 0; i < reader->len; i++) {
		if (reader->bytes[i] == '<') {
			count = 0;
			*ret_at = i;
		}
		count += reader->bytes[i] == '=' && i + 1 < reader->len &&
		    (reader->bytes[i + 1] == '"' ||
		    reader->bytes[i + 1] == '\'' ||
		    is_space(reader->bytes[i + 1]));
		if (count > LIMIT_TEMPLATE_ATTRIBUTES)
			return true;
	}
	return false;
}

static bool
check_bytes(struct reader *reader)
{
	size_t good = utf8_text_len(reader->bytes, reader->len);
	uint32_t at = 0;

	if (reader->len > LIMIT_TEMPLATE_BYTES) {
		diag_report(reader->diags, DIAG_LIMIT_PASSED,
		    template_pos(reader->file, 0),
		    "the template has %u bytes; %d are allowed",
		    (unsigned)reader->len, LIMIT_TEMPLATE_BYTES);
		return false;
	}
	if (good < reader->len) {
		diag_report(reader->diags, DIAG_UTF8_INVALID,
		    template_pos(reader->file, (uint32_t)good),
		    "byte 0x%02x is not UTF-8 text; save the file as UTF-8",
		    (unsigned char)reader->bytes[good]);
		return false;
	}
	if (is_crowded(reader, &at)) {
		diag_report(reader->diags, DIAG_LIMIT_PASSED,
		    template_pos(reader->file, at),
		    "an element has at most %d attributes",
		    LIMIT_TEMPLATE_ATTRIBUTES);
		return false;
	}
	return true;
}

static void
skip_declaration(struct reader *reader)
{
	if (strncmp(reader->bytes, "\xef\xbb\xbf", 3) == 0)
		reader->at = 3;
	if (strncmp(reader->bytes + reader->at, "<?xml ", 6) == 0 &&
	    strstr(reader->bytes, "?>") != NULL)
		skip_past(reader, "?>");
}

static void
parse(struct reader *reader)
{
	xmlSAXHandler sax = {
		.initialized = XML_SAX2_MAGIC,
		.startElementNs = on_start,
		.endElementNs = on_end,
		.comment = on_comment,
		.cdataBlock = on_cdata,
		.processingInstruction = on_instruction,
		.internalSubset = on_doctype,
		.getEntity = on_entity,
		.serror = on_error,
	};

	reader->parser = xmlCreatePushParserCtxt(&sax, reader, NULL, 0, NULL);
	if (reader->parser == NULL) {
		diag_report(reader->diags, DIAG_IO_FAILED, SOURCE_NOWHERE,
		    "the XML parser could not be started");
		reader->has_failed = true;
		return;
	}
	xmlCtxtUseOptions(reader->parser, XML_PARSE_NONET |
	    XML_PARSE_IGNORE_ENC);
	xmlParseChunk(reader->parser, reader->bytes, (int)reader->len, 0);
	if (!reader->has_failed)
		xmlParseChunk(reader->parser, NULL, 0, 1);
	xmlFreeDoc(reader->parser->myDoc);
	xmlFreeParserCtxt(reader->parser);
}

struct template_file *
template_read(struct arena *arena, const struct theme_file *source,
    struct diags *diags)
{
	struct reader reader = {
		.arena = arena, .diags = diags, .bytes = source->bytes,
		.len = (uint32_t)source->len,
	};

	reader.file = ARENA_NEW(arena, struct template_file);
	reader.file->source = source;
	find_lines(reader.file, arena);
	if (!check_bytes(&reader))
		return NULL;
	skip_declaration(&reader);
	parse(&reader);
	return reader.has_failed ? NULL : reader.file;
}

/* What the entity at `text`, behind its `&`, stands for; the parser knows
 * that it ends in a semicolon. */
static uint32_t
entity_code(const char *text, uint32_t len)
{
	const htmlEntityDesc *known;
	uint32_t code = 0, i;
	char name[16];
	bool is_hex;

	if (text[0] == '#') {
		is_hex = text[1] == 'x';
		for (i = is_hex ? 2 : 1; i < len; i++) {
			uint32_t digit = text[i] <= '9'
			    ? (uint32_t)(text[i] - '0')
			    : (uint32_t)((text[i] | 0x20) - 'a' + 10);

			code = code * (is_hex ? 16 : 10) + digit;
		}
		return code;
	}
	if (len >= sizeof(name))
		return 0xfffd;
	memcpy(name, text, len);
	name[len] = '\0';
	if (strcmp(name, "apos") == 0)
		return '\'';
	known = htmlEntityLookup((const xmlChar *)name);
	return known != NULL ? known->value : 0xfffd;
}

static uint32_t
encode(uint32_t code, char *to)
{
	static const unsigned char leads[] = { 0, 0xc0, 0xe0, 0xf0 };
	uint32_t more = code < 0x80 ? 0 : code < 0x800 ? 1 :
	    code < 0x10000 ? 2 : 3;
	uint32_t i;

	to[0] = (char)(leads[more] | code >> (6 * more));
	for (i = 1; i <= more; i++)
		to[i] = (char)(0x80 | (code >> (6 * (more - i)) & 0x3f));
	return more + 1;
}

struct template_text
template_decode(struct arena *arena, const struct template_file *file,
    uint32_t at, uint32_t len)
{
	const char *bytes = file->source->bytes;
	uint32_t end = at + len, size, used;
	struct template_text out = {
		/* No entity is shorter than what it stands for. */
		.text = arena_alloc(arena, len + 1),
		.offsets = ARENA_ARRAY(arena, uint32_t, len + 1),
	};
	const char *stop;

	while (at < end) {
		stop = bytes[at] != '&' ? NULL
		    : memchr(bytes + at, ';', end - at);
		out.offsets[out.len] = at;
		if (stop == NULL) {
			out.text[out.len++] = bytes[at++];
			continue;
		}
		used = (uint32_t)(stop - (bytes + at));
		for (size = encode(entity_code(bytes + at + 1, used - 1),
		    out.text + out.len); size > 0; size--)
			out.offsets[out.len++] = at;
		at += used + 1;
	}
	out.offsets[out.len] = at;
	out.text[out.len] = '\0';
	return out;
}

static const struct template_attr *
find(const struct template_node *node, const char *name, bool is_directive)
{
	uint32_t i;

	for (i = 0; i < node->attr_count; i++)
		if (node->attrs[i].is_directive == is_directive &&
		    strcmp(node->attrs[i].name, name) == 0)
			return &node->attrs[i];
	return NULL;
}

const struct template_attr *
template_directive(const struct template_node *node, const char *name)
{
	return find(node, name, true);
}

const struct template_attr *
template_attr_find(const struct template_node *node, const char *name)
{
	return find(node, name, false);
}

bool
template_is_space(const struct template_file *file,
    const struct template_node *node)
{
	const char *bytes = file->source->bytes + node->at;
	uint32_t i;

	if (node->name != NULL)
		return false;
	for (i = 0; i < node->len; i++)
		if (!is_space(bytes[i]))
			return false;
	return true;
}

const struct template_node *
template_next_element(const struct template_file *file,
    const struct template_node *node)
{
	const struct template_node *next = node->next;

	while (next != NULL && template_is_space(file, next))
		next = next->next;
	return next != NULL && next->name != NULL ? next : NULL;
}
