/*
 * letter.h - the message to an office, composed when the edition is built:
 * letters/<office>.json of the edition's folder, a file of the kind "letter".
 * It is never published; mail is put together from it and the manifest alone.
 *
 * A letter is a frame with a place for sections, and a section for each kit of
 * the office. Which kits a message brings, and whether they are attached, is
 * decided when it is mailed; so every form that may be needed is here, as HTML
 * and as text. Texts may hold marks (views.h, LETTER_MARK), which are replaced
 * then: in frames `sections`, `preview`, `campaign`, `title`; in notices
 * `campaign`, `id`, `reason`. Sections of kits hold none.
 */
#ifndef FIELDKIT_LETTER_H
#define FIELDKIT_LETTER_H

#include <stdbool.h>
#include <stdint.h>

#include "fieldkit/arena.h"
#include "fieldkit/diag.h"
#include "fieldkit/strbuf.h"

#define LETTER_KIND "letter"
#define LETTERS_FOLDER "letters/"
#define LETTER_FORMAT 1
/* Kits that one message brings at most: twenty sections stay below the
 * 102 kB from which mail programs cut a message off. */
#define LETTER_KITS_MAX 20

struct letter_text {
	const char *html, *text;	/* "" where the form is not there */
};

struct letter_frame {
	const char *subject;
	struct letter_text body;	/* the HTML is a whole document */
};

/* How a section may have to say it. */
enum letter_form {
	LETTER_ATTACHED,
	LETTER_LINKED,			/* too large for the office */
	LETTER_ATTACHED_CHANGES,	/* with what changed since `since` */
	LETTER_LINKED_CHANGES,
	LETTER_REPLACES,		/* notice: this kit takes the place */
	LETTER_FORM_COUNT
};

struct letter_section {
	const char *kit;		/* its id */
	const char *path;		/* its file */
	const char *campaign;		/* its name, for the subject */
	const char *preview;		/* some words for lists of messages */
	const char *since;		/* the kit that changes are against, or "" */
	struct letter_text forms[LETTER_FORM_COUNT];
};

struct letter {
	const char *office;
	const char *lang;
	const char *sender;		/* what From calls who publishes */
	/* frames[i] is for i + 1 kits; none where all were withdrawn. */
	struct letter_frame *frames;
	uint32_t frame_count;
	struct letter_frame notice;	/* its sections are notices */
	struct letter_text withdrawn;	/* notice: no kit takes the place */
	struct letter_section *sections;	/* by path */
	uint32_t section_count;
};

/* "letters/munich.json" */
const char *letter_path(struct arena *arena, const char *office);
/* JSON text, ending in a line feed. */
void letter_format(const struct letter *letter, struct strbuf *json);
/* False after `letter-invalid` or `io-failed`. */
bool letter_read(struct letter *letter, struct arena *arena,
    const char *path, struct diags *diags);
/* The section of a kit's id, or NULL. */
const struct letter_section *letter_find(const struct letter *letter,
    const char *kit);

#endif
