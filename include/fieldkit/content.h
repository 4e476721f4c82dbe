/*
 * content.h - from the folder content/ to a model.
 *
 *	content_scan(&content, &arena, &sources, "content", &diags);
 *	model_load(&model, &arena, &sources, &content, threads, &diags);
 *	content_release(&content);
 *
 * Scanning finds the files of every record and reads none. Loading reads
 * them, file by file on several threads, binds them to the structs of model.h
 * by the schema tables, merges translations and resolves references. Both go
 * on after an author's mistake, so that one run reports them all; a model
 * loaded with errors is for further checks only, never to build from.
 */
#ifndef FIELDKIT_CONTENT_H
#define FIELDKIT_CONTENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fieldkit/arena.h"
#include "fieldkit/diag.h"
#include "fieldkit/model.h"
#include "fieldkit/source.h"
#include "fieldkit/strmap.h"

/* A file of a record: the record itself or one translation. */
struct content_file {
	struct content_file *next;	/* translations: sorted by lang */
	const char *path;		/* relative to content/ */
	const char *lang;		/* a translation's; else NULL */
	uint32_t file;			/* number in the source table */
	bool is_markdown;
};

/* A record, or a file that lists the records of a type (id is then ""). */
struct content_record {
	enum record_type type;
	const char *id;
	const char *folder;		/* its bundle, relative to content/, or
					 * NULL; "" for site.yaml */
	const struct content_file *main;	/* never NULL */
	const struct content_file *translations;
};

struct content {
	const char *dir;		/* without a slash at its end */
	int root_fd;
	struct content_record *records;	/* sorted by type, then id */
	size_t count;
	const char **assets;		/* files of bundles, under content/;
					 * sorted */
	size_t asset_count;
	struct strmap asset_map;	/* the same, each to itself */
	struct strmap refused;		/* ids that files would have given which
					 * were refused, and names of assets: what
					 * leads to them is not missing */
};

/* Walks the folder. false only when it cannot be read, which is reported. */
bool content_scan(struct content *content, struct arena *arena,
    struct sources *sources, const char *dir, struct diags *diags);
/* Closes the folder; the lists stay with the arena. */
void content_release(struct content *content);
bool content_has_asset(const struct content *content, const char *path);
/* Whether a file that would give the record, or the asset (its path), was
 * refused with an error of its own. */
bool content_has_refused(const struct content *content, const char *name);

/* Loads every record. false where there is no usable site.yaml: the model
 * then holds nothing. Everything lives in `arena`; `threads` as for
 * pool_run. */
bool model_load(struct model *model, struct arena *arena,
    struct sources *sources, const struct content *content,
    unsigned threads, struct diags *diags);

/* site.yaml alone, for what asks no more of a content; NULL where it cannot be
 * read. */
const struct site *site_load(struct arena *arena, struct sources *sources,
    const struct content *content, struct diags *diags);

#endif
