/*
 * load_record.h - one record, or one list of records, out of its files; the
 * pictures of all. Private to src/content.
 */
#ifndef FIELDKIT_LOAD_RECORD_H
#define FIELDKIT_LOAD_RECORD_H

#include "bind.h"

/* The records of one content_record: one, or those of a list file. */
struct loaded_records {
	struct record **items;
	uint32_t count;
	enum record_type meant;	/* where is_misplaced: the type that it is */
	bool is_incomplete;	/* a list file could not be read to its end */
	bool is_misplaced;
};

/* Reads the files and binds them. `bind` has arena, diags, sources, content
 * and, but for site.yaml, locale. */
void load_record(struct bind *bind, struct sources *sources,
    const struct content_record *from, struct loaded_records *ret_loaded);

/* Checks every picture that the records name, and gives the model the good
 * ones (load_images.c). */
void load_images(struct model *model, struct arena *arena,
    const struct content *content, unsigned threads, struct diags *diags);

#endif
