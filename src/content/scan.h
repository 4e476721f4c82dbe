/*
 * scan.h - what the walk over content/ shares. Private to src/content.
 *
 * Everything lives in the run's arena but the lists of names and the maps by
 * id, which the walk (scan.c) frees.
 */
#ifndef FIELDKIT_SCAN_H
#define FIELDKIT_SCAN_H

#include "fieldkit/content.h"

/* A record that is being put together. */
struct draft {
	struct draft *next;
	enum record_type type;
	const char *id;
	const char *folder;
	struct content_file *main;
	struct content_file *translations;
};

struct name_list {
	const char **items;
	size_t count, size;
};

struct scan {
	struct content *content;
	struct arena *arena;
	struct sources *sources;
	struct diags *diags;
	struct draft *drafts;		/* newest first */
	size_t draft_count;
	struct strmap by_id[RECORD_TYPE_COUNT];
	struct name_list assets;
	size_t files;
	bool is_full;			/* LIMIT_FILES was passed; reported */
};

/* A file name in its parts: `acme.de.md` is acme, de, md. */
struct name_parts {
	size_t stem_len;
	const char *lang;
	size_t lang_len;
	const char *kind;		/* extension, "" when there is none */
};

/* REFUSED: was reported, and is passed over. */
enum entry_kind { ENTRY_FILE, ENTRY_FOLDER, ENTRY_REFUSED };

/* scan_name.c */

/* A file's number in the source table, by its path under content/. */
uint32_t scan_add_source(struct scan *scan, const char *path);
/* The file as a whole. */
struct source_pos scan_place(struct scan *scan, const char *path);
/* What stands at a name of an open folder; links are not followed. */
enum entry_kind scan_entry_kind(struct scan *scan, int dir_fd,
    const char *name, const char *path);
/* Whether a name's stem is an id; if not, reports `id-invalid`. */
bool scan_check_id(struct scan *scan, const char *path, const char *chars,
    size_t len);
/* The parts point into `name`. */
struct name_parts name_split(const char *name);
/* Whether an extension is that of a file that may lie beside a record. */
bool kind_is_asset(const char *kind);
/* Whether it is that of a record: yaml, md. */
bool kind_is_record(const char *kind);
/* The type whose records stand at a path, or RECORD_TYPE_COUNT. */
enum record_type record_type_at(const char *path, enum entry_kind kind);
/* Remembers the id that a refused file would have given: what leads to it is
 * no second mistake. */
void scan_note_refused(struct scan *scan, const char *name, size_t stem_len);
/* Report `file-unexpected`: in a record's folder, in the folder of a type, and
 * at content/ itself or in vocab/. */
void scan_refuse_asset(struct scan *scan, const char *path, const char *kind);
void scan_refuse_file(struct scan *scan, const char *path,
    enum record_type type, const struct name_parts *parts);
void scan_refuse_root_entry(struct scan *scan, const char *path,
    enum entry_kind kind);

/* scan_record.c */

/* The draft of a record, made where there is none yet. */
struct draft *scan_draft(struct scan *scan, enum record_type type,
    const char *id);
/* Gives a draft its main file; `folder` is its bundle, or NULL. */
void scan_add_main(struct scan *scan, struct draft *draft, const char *path,
    const char *folder);
/* A .yaml or .md file whose stem is the record's id (or `index`): the main
 * file, or a translation. */
void scan_add_file(struct scan *scan, struct draft *draft, const char *path,
    const char *folder, const struct name_parts *parts);
/* Makes content->records of the drafts. */
void scan_gather(struct scan *scan);

#endif
