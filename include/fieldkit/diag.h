/*
 * diag.h - what an author did wrong, collected; nothing is printed before the
 * end of a stage.
 *
 * One row per diagnostic below: its slug is stable, is printed in brackets,
 * has a golden case under tests/golden and an entry in the manual. The text of
 * a row is the rule in general; the message of a report says what was found
 * and what to type instead.
 *
 * A struct diags belongs to one thread. Jobs collect into their own and the
 * main thread merges them in job order.
 */
#ifndef FIELDKIT_DIAG_H
#define FIELDKIT_DIAG_H

#include <stdio.h>

#include "fieldkit/arena.h"
#include "fieldkit/source.h"

enum diag_severity { DIAG_ERROR, DIAG_WARNING };

/* X(NAME, severity, "slug", "rule") */
#define DIAG_TABLE_FILES(X)                                                    \
	X(IO_FAILED, DIAG_ERROR, "io-failed",                                  \
	    "a file could not be read or written")                             \
	X(LIMIT_PASSED, DIAG_ERROR, "limit-passed",                            \
	    "the input passes a limit that protects the build")                \
	X(UTF8_INVALID, DIAG_ERROR, "utf8-invalid",                            \
	    "files are UTF-8 without control characters")                      \
	X(TEXT_GARBLED, DIAG_WARNING, "text-garbled",                          \
	    "letters of UTF-8 were read as another encoding and saved so")     \
	X(FILE_UNEXPECTED, DIAG_ERROR, "file-unexpected",                      \
	    "a file under content/ belongs to no record")                      \
	X(FILE_KIND, DIAG_ERROR, "file-kind",                                  \
	    "only plain files and folders beneath content/ are read")          \
	X(ID_INVALID, DIAG_ERROR, "id-invalid",                                \
	    "an id is made of a-z, 0-9 and hyphens, 64 at most")               \
	X(ID_DUPLICATE, DIAG_ERROR, "id-duplicate",                            \
	    "two records of one type share an id")                             \
	X(SITE_MISSING, DIAG_ERROR, "site-missing",                            \
	    "content/site.yaml is missing")

#define DIAG_TABLE_YAML(X)                                                     \
	X(YAML_SYNTAX, DIAG_ERROR, "yaml-syntax",                              \
	    "the file is not well-formed YAML")                                \
	X(YAML_DUPLICATE_KEY, DIAG_ERROR, "yaml-duplicate-key",                \
	    "a key stands twice in one map")                                   \
	X(YAML_MERGE_KEY, DIAG_ERROR, "yaml-merge-key",                        \
	    "merge keys (<<) are not allowed")                                 \
	X(YAML_ALIAS, DIAG_ERROR, "yaml-alias",                                \
	    "an alias names no anchor, or itself")                             \
	X(YAML_DOCUMENTS, DIAG_ERROR, "yaml-documents",                        \
	    "a file holds one YAML document")                                  \
	X(YAML_TAG, DIAG_ERROR, "yaml-tag",                                    \
	    "tags (!) are not allowed: the schema gives the type")             \
	X(YAML_COMMENT, DIAG_WARNING, "yaml-comment",                          \
	    "a comment that looks like the end of a value has a space after #") \
	X(FRONT_MATTER, DIAG_ERROR, "front-matter",                            \
	    "a .md record starts with front matter between --- lines")

#define DIAG_TABLE_FIELDS(X)                                                   \
	X(FIELD_MISSING, DIAG_ERROR, "field-missing",                          \
	    "a required field is missing")                                     \
	X(FIELD_UNKNOWN, DIAG_ERROR, "field-unknown",                          \
	    "this field is not in the schema")                                 \
	X(FIELD_TYPE, DIAG_ERROR, "field-type",                                \
	    "the value has another shape than the field")                      \
	X(FIELD_EMPTY, DIAG_ERROR, "field-empty",                              \
	    "a field that is given has a value")                               \
	X(FIELD_LENGTH, DIAG_ERROR, "field-length",                            \
	    "the text is longer than the field allows")                        \
	X(FIELD_WORDS, DIAG_ERROR, "field-words",                              \
	    "the text has more words than the field allows")                   \
	X(FIELD_RANGE, DIAG_ERROR, "field-range",                              \
	    "the number is outside its bounds")                                \
	X(FIELD_TRANSLATED, DIAG_ERROR, "field-translated",                    \
	    "a translation gives localizable fields only")                     \
	X(LINE_BREAK, DIAG_ERROR, "line-break",                                \
	    "the field takes one line")                                        \
	X(VALUE_DUPLICATE, DIAG_ERROR, "value-duplicate",                      \
	    "a list names the same thing twice")                               \
	X(QUOTES_PASTED, DIAG_WARNING, "quotes-pasted",                        \
	    "typographic quotes around a value are part of it and are printed") \
	X(DATE_INVALID, DIAG_ERROR, "date-invalid",                            \
	    "a date is written 2026-11-22")                                    \
	X(NUMBER_INVALID, DIAG_ERROR, "number-invalid",                        \
	    "a number is written 12 or 12.5")                                  \
	X(BOOL_INVALID, DIAG_ERROR, "bool-invalid",                            \
	    "a yes-or-no field takes true or false")                           \
	X(ENUM_INVALID, DIAG_ERROR, "enum-invalid",                            \
	    "the value is not one of the field's words")                       \
	X(SLUG_INVALID, DIAG_ERROR, "slug-invalid",                            \
	    "a slug is made of a-z, 0-9 and hyphens")                          \
	X(URL_INVALID, DIAG_ERROR, "url-invalid",                              \
	    "an address is https, http, mailto or a path in the bundle")       \
	X(DOMAIN_CONFUSABLE, DIAG_ERROR, "domain-confusable",                  \
	    "the name of a host reads like another one")                       \
	X(EMAIL_INVALID, DIAG_ERROR, "email-invalid",                          \
	    "an email address is name@domain in ASCII")                        \
	X(PHONE_INVALID, DIAG_ERROR, "phone-invalid",                          \
	    "a phone number is written +442079460000 (E.164)")                 \
	X(COUNTRY_INVALID, DIAG_ERROR, "country-invalid",                      \
	    "a country is two letters of ISO 3166-1")                          \
	X(SUBDIVISION_INVALID, DIAG_ERROR, "subdivision-invalid",              \
	    "a subdivision is a code of ISO 3166-2, such as DE-BY")            \
	X(CURRENCY_INVALID, DIAG_ERROR, "currency-invalid",                    \
	    "a currency is three letters of ISO 4217")                         \
	X(LANG_INVALID, DIAG_ERROR, "lang-invalid",                            \
	    "a language is a tag of BCP 47, such as de or pt-BR")              \
	X(TZ_INVALID, DIAG_ERROR, "tz-invalid",                                \
	    "a time zone is a name of the IANA list")                          \
	X(READER_UNKNOWN, DIAG_ERROR, "reader-unknown",                        \
	    "the reader is not one of the site's")                             \
	X(TYPE_UNKNOWN, DIAG_ERROR, "type-unknown",                            \
	    "there is no record type of this name")                            \
	X(FIELD_PATH_UNKNOWN, DIAG_ERROR, "field-path-unknown",                \
	    "audience_of names a field that the type does not have")

#define DIAG_TABLE_REFERENCES(X)                                               \
	X(REF_DANGLING, DIAG_ERROR, "ref-dangling",                            \
	    "a reference names a record that does not exist")                  \
	X(REF_CYCLE, DIAG_ERROR, "ref-cycle",                                  \
	    "a record is its own ancestor")                                    \
	X(ALIAS_DUPLICATE, DIAG_ERROR, "alias-duplicate",                      \
	    "two entries of a vocabulary share an alias")                      \
	X(TRANSLATION_ORPHAN, DIAG_ERROR, "translation-orphan",                \
	    "a translation has no record to translate")                        \
	X(TRANSLATION_ITEMS, DIAG_ERROR, "translation-items",                  \
	    "a translated list has as many items as the original")

#define DIAG_TABLE_MARKDOWN(X)                                                 \
	X(HTML_RAW, DIAG_ERROR, "html-raw",                                    \
	    "Markdown may not hold raw HTML")                                  \
	X(LINK_SCHEME, DIAG_ERROR, "link-scheme",                              \
	    "a link is https, http, mailto, a record or a file of the bundle") \
	X(LINK_SYNTAX, DIAG_ERROR, "link-syntax",                              \
	    "a link is written [text](address)")                               \
	X(MARKUP_SHOWN, DIAG_WARNING, "markup-shown",                          \
	    "what looks like markup is none and is printed as it stands")      \
	X(PLACEHOLDER_UNKNOWN, DIAG_WARNING, "placeholder-unknown",            \
	    "a word in braces stands for nothing and is printed as it stands") \
	X(LINK_DANGLING, DIAG_ERROR, "link-dangling",                          \
	    "a link names a record that does not exist")                       \
	X(IMAGE_MISSING, DIAG_ERROR, "image-missing",                          \
	    "an image is a file of the record's own folder")                   \
	X(IMAGE_ALT, DIAG_ERROR, "image-alt",                                  \
	    "an image has a text for those who cannot see it")                 \
	X(IMAGE_ALT_NAME, DIAG_WARNING, "image-alt-name",                      \
	    "a picture's text is the name of its file")                        \
	X(IMAGE_INVALID, DIAG_ERROR, "image-invalid",                          \
	    "the file is not an image that fieldkit reads")                    \
	X(IMAGE_PROFILE, DIAG_WARNING, "image-profile",                        \
	    "an image's colour profile cannot be used")                        \
	X(TABLE_SHAPE, DIAG_ERROR, "table-shape",                              \
	    "a table row has more cells than its header")                      \
	X(FOOTNOTE_UNDEFINED, DIAG_ERROR, "footnote-undefined",                \
	    "a footnote is called that is written nowhere")                    \
	X(FOOTNOTE_UNUSED, DIAG_ERROR, "footnote-unused",                      \
	    "a footnote is written that nothing calls")                        \
	X(FOOTNOTE_TWICE, DIAG_ERROR, "footnote-twice",                        \
	    "two footnotes have the same name")                                \
	X(FOOTNOTE_PLACE, DIAG_ERROR, "footnote-place",                        \
	    "a footnote stands where it cannot")

#define DIAG_TABLE_CHECKS(X)                                                   \
	X(DATES_ORDER, DIAG_ERROR, "dates-order",                              \
	    "a period ends before it starts")                                  \
	X(RETIRED_PRODUCT, DIAG_WARNING, "retired-product",                    \
	    "a record names a product that is retired")                        \
	X(REVIEW_DUE, DIAG_WARNING, "review-due",                              \
	    "the record's review date has passed")                             \
	X(DATE_AHEAD, DIAG_WARNING, "date-ahead",                              \
	    "what has happened is dated after this day")                       \
	X(PERSON_BASIS, DIAG_ERROR, "person-basis",                            \
	    "a person needs lawful_basis and notice_on")                       \
	X(METRIC_NUMBER, DIAG_ERROR, "metric-number",                          \
	    "a metric with a baseline has a number as value")                  \
	X(METRIC_UNIT, DIAG_ERROR, "metric-unit",                              \
	    "a metric's unit stands in 'unit', not in 'value' too")            \
	X(METRIC_WRITING, DIAG_WARNING, "metric-writing",                      \
	    "a metric's number is written 1,300 or 3.8 in every language")     \
	X(METRIC_RESULT, DIAG_WARNING, "metric-result",                        \
	    "a metric's value does not follow from baseline and result")                     \
	X(OFFICE_EDITION, DIAG_WARNING, "office-edition",                      \
	    "an office's reader has no edition, so it gets nothing")           \
	X(RECORD_TWIN, DIAG_WARNING, "record-twin",                            \
	    "two records of one type, and partner, have one name")             \
	X(TEXT_UNFINISHED, DIAG_WARNING, "text-unfinished",                    \
	    "an approved record has a text that waits to be written")          \
	X(EDITION_KITS, DIAG_ERROR, "edition-kits",                            \
	    "an edition asks for a kit that its reader may not see")           \
	X(EDITION_DUPLICATE, DIAG_ERROR, "edition-duplicate",                  \
	    "two editions share an id")                                        \
	X(PIN_EXCLUDED, DIAG_ERROR, "pin-excluded",                            \
	    "a solution is both pinned and excluded")                          \
	X(OUTPUT_COLLISION, DIAG_ERROR, "output-collision",                    \
	    "two outputs have the same path")                                  \
	X(NEEDS_UNMET, DIAG_ERROR, "needs-unmet",                              \
	    "an office lacks what its campaign needs (coverage --gate)")       \
	X(ANONYMISED_NAME, DIAG_ERROR, "anonymised-name",                      \
	    "a reference that may not be named still names its customer")      \
	X(ANONYMISED_FIELD, DIAG_WARNING, "anonymised-field",                  \
	    "a field that names its customer is left out for those who may not know") \
	X(SECRET_MISSING, DIAG_ERROR, "secret-missing",                        \
	    "an id names a customer, and the site has no secret to hide it with")

#define DIAG_TABLE_THEME(X)                                                    \
	X(THEME_MISSING, DIAG_ERROR, "theme-missing",                          \
	    "the theme or one of its files does not exist")                    \
	X(THEME_CYCLE, DIAG_ERROR, "theme-cycle",                              \
	    "a theme extends itself, perhaps through others")                  \
	X(OVERRIDE_OUTDATED, DIAG_WARNING, "override-outdated",                \
	    "the theme's file has changed since the site's own was made")      \
	X(TEMPLATE_SYNTAX, DIAG_ERROR, "template-syntax",                      \
	    "a template is well-formed XHTML")                                 \
	X(TEMPLATE_DIRECTIVE, DIAG_ERROR, "template-directive",                \
	    "a k: attribute or element is unknown or misused")                 \
	X(TEMPLATE_EXPRESSION, DIAG_ERROR, "template-expression",              \
	    "an expression cannot be read")                                    \
	X(TEMPLATE_PATH, DIAG_ERROR, "template-path",                          \
	    "a path names a field that does not exist")                        \
	X(TEMPLATE_TYPE, DIAG_ERROR, "template-type",                          \
	    "a value has another type than its place takes")                   \
	X(TEMPLATE_FILTER, DIAG_ERROR, "template-filter",                      \
	    "a filter is unknown or has the wrong arguments")                  \
	X(TEMPLATE_ELEMENT, DIAG_ERROR, "template-element",                    \
	    "an element or attribute may not stand in a template")             \
	X(TEMPLATE_USE, DIAG_ERROR, "template-use",                            \
	    "a part is missing, uses itself, or a slot does not match")        \
	X(VALUE_UNDEFINED, DIAG_ERROR, "value-undefined",                      \
	    "a template prints a value that the record does not give")         \
	X(MESSAGE_MISSING, DIAG_ERROR, "message-missing",                      \
	    "an interface word is missing in a language")                      \
	X(MESSAGE_INVALID, DIAG_ERROR, "message-invalid",                      \
	    "an interface word has a placeholder that nobody fills")           \
	X(STYLE_SHEET, DIAG_ERROR, "style-sheet",                              \
	    "a style sheet is closed CSS that names files as asset:NAME")      \
	X(STYLE_PROPERTY, DIAG_ERROR, "style-property",                        \
	    "a print style names an unknown property")                         \
	X(STYLE_VALUE, DIAG_ERROR, "style-value",                              \
	    "a print style gives a value of the wrong kind")                   \
	X(TOKEN_UNUSED, DIAG_WARNING, "token-unused",                          \
	    "a token of the site's own is named nowhere")                      \
	X(STYLE_TOKEN, DIAG_ERROR, "style-token",                              \
	    "a style names a token that theme.yaml does not have")

#define DIAG_TABLE_KITS(X)                                                     \
	X(FACE_MISSING, DIAG_ERROR, "face-missing",                            \
	    "a typeface of the theme is not installed")                        \
	X(FACE_INVALID, DIAG_ERROR, "face-invalid",                            \
	    "a font of the theme cannot be put into a kit")                    \
	X(GLYPH_MISSING, DIAG_ERROR, "glyph-missing",                          \
	    "no face of the theme has a character")                            \
	X(LAYOUT_OVERFLOW, DIAG_ERROR, "layout-overflow",                      \
	    "a block does not fit on a page")                                  \
	X(KIT_STRUCTURE, DIAG_ERROR, "kit-structure",                          \
	    "the kit's structure is not accessible")                           \
	X(KIT_LARGE, DIAG_WARNING, "kit-large",                                \
	    "a kit is larger than kit.warn_mb")                                \
	X(KIT_TOO_LARGE, DIAG_ERROR, "kit-too-large",                          \
	    "a kit is larger than kit.max_mb")

#define DIAG_TABLE_OUTPUT(X)                                                   \
	X(OUTPUT_FAILED, DIAG_ERROR, "output-failed",                          \
	    "an output could not be written")                                  \
	X(MANIFEST_INVALID, DIAG_ERROR, "manifest-invalid",                    \
	    "a manifest is not one that fieldkit wrote")                       \
	X(LETTER_INVALID, DIAG_ERROR, "letter-invalid",                        \
	    "a letter is not one that fieldkit wrote")                         \
	X(PREVIOUS_INVALID, DIAG_ERROR, "previous-invalid",                    \
	    "an earlier edition cannot be compared with")                      \
	X(OUTPUT_FOREIGN, DIAG_ERROR, "output-foreign",                        \
	    "a file stands in the way that fieldkit did not write")            \
	X(EDITION_UNKNOWN, DIAG_ERROR, "edition-unknown",                      \
	    "there is no edition of this name")                                \
	X(TARGET_INVALID, DIAG_ERROR, "target-invalid",                        \
	    "a publishing target cannot be used")                              \
	X(TRANSPORT_INVALID, DIAG_ERROR, "transport-invalid",                  \
	    "mail has no server, program or folder that takes it")             \
	X(RECIPIENT_BARRED, DIAG_ERROR, "recipient-barred",                    \
	    "kits go to addresses of their office in allowed domains only")    \
	X(MAIL_UNDELIVERED, DIAG_ERROR, "mail-undelivered",                    \
	    "a recipient has not got what was meant for it")                   \
	X(MAIL_FAILED, DIAG_ERROR, "mail-failed",                              \
	    "the mail server cannot be used, or not now")                      \
	X(SECRET_EXPOSED, DIAG_ERROR, "secret-exposed",                        \
	    "a secret has no place in content")                                \
	X(CREDENTIALS_INVALID, DIAG_ERROR, "credentials-invalid",              \
	    "a user and password are given whole, and to nobody else")         \
	X(PARCEL_STALE, DIAG_ERROR, "parcel-stale",                            \
	    "an edition leaves only as it was built, and while it holds")      \
	X(LEDGER_INVALID, DIAG_ERROR, "ledger-invalid",                        \
	    "the ledger of deliveries cannot be used")                         \
	X(LEDGER_TAMPERED, DIAG_ERROR, "ledger-tampered",                      \
	    "the ledger of deliveries is not as it was written")               \
	X(KIT_UNKNOWN, DIAG_ERROR, "kit-unknown",                              \
	    "no edition and no delivery has a kit of this id")

#define DIAG_TABLE(X)          \
	DIAG_TABLE_FILES(X)      \
	DIAG_TABLE_YAML(X)       \
	DIAG_TABLE_FIELDS(X)     \
	DIAG_TABLE_REFERENCES(X) \
	DIAG_TABLE_MARKDOWN(X)   \
	DIAG_TABLE_CHECKS(X)     \
	DIAG_TABLE_THEME(X)      \
	DIAG_TABLE_KITS(X)       \
	DIAG_TABLE_OUTPUT(X)

enum diag_id {
#define DIAG_ENUM(name, severity, slug, rule) DIAG_##name,
	DIAG_TABLE(DIAG_ENUM)
#undef DIAG_ENUM
	DIAG_COUNT
};

struct diag_rule {
	enum diag_severity severity;
	const char *slug;
	const char *rule;
};

struct diag {
	enum diag_id id;
	struct source_pos pos;
	const char *message;	/* what was found and what to do, one line */
	const char *hint;	/* "did you mean 'name'?", or NULL */
};

struct diags {
	struct arena arena;		/* owns messages and hints */
	const struct sources *sources;	/* borrowed, for printing and sorting */
	struct diag *items;
	size_t count;
	size_t size;
	size_t errors;
	size_t warnings;
};

void diags_init(struct diags *diags, const struct sources *sources);
void diags_release(struct diags *diags);

const struct diag_rule *diag_rule(enum diag_id id);

/* Reports one diagnostic. The message is lower case, has no full stop and no
 * line break, quotes what the author wrote in 'single quotes' and says what to
 * type. Position SOURCE_NOWHERE where no file is to blame. */
void diag_report(struct diags *diags, enum diag_id id, struct source_pos pos,
    const char *format, ...) __attribute__((format(printf, 4, 5)));
/* Adds a hint to the last report. */
void diag_hint(struct diags *diags, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The candidate that is nearest to `found`: edit distance at most a third of
 * its length, else NULL. */
const char *diag_nearest(const char *found, const char *const *candidates,
    size_t count);
/* "did you mean '…'?" on the last report, where a candidate is near. */
void diag_suggest(struct diags *diags, const char *found,
    const char *const *candidates, size_t count);

/* Drops what are no errors: for who was told of them before. */
void diags_drop_warnings(struct diags *diags);
/* Copies all of `from` to the end of `into`. */
void diags_merge(struct diags *into, const struct diags *from);
/* Sorts by path, line, column, slug, message and drops repetitions. */
void diags_sort(struct diags *diags);

/* Appends text of anybody's for a terminal: control characters, a line break
 * too, what turns the direction of what follows and what is no UTF-8 as
 * U+FFFD; a tab as a space. */
struct strbuf;
void diag_add_shown(struct strbuf *out, const char *text);

enum diag_format { DIAG_FORMAT_TEXT, DIAG_FORMAT_JSON, DIAG_FORMAT_SARIF };

struct diag_print_options {
	enum diag_format format;
	bool in_color;
};

/* Prints all, sorted already: text is GNU style `file:line:col: error: text
 * [slug]` with the source line and a caret; JSON one object a line; SARIF
 * 2.1.0 one document. Writes nothing for text and JSON when there are none. */
void diags_print(const struct diags *diags,
    const struct diag_print_options *options, FILE *out);

#endif
