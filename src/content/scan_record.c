/*
 * Records put together from their files. In: paths, one by one, in any order.
 * Out: the records of a content, sorted by type and id, each with its main
 * file and its translations sorted by language. Two files that claim the same
 * place, and translations of nothing, are reported.
 */
#include "bind.h"
#include "scan.h"

#include <stdlib.h>
#include <string.h>

#include "fieldkit/tags.h"

struct draft *
scan_draft(struct scan *scan, enum record_type type, const char *id)
{
	const struct draft *old = strmap_find(&scan->by_id[type], id);
	struct draft *draft;

	if (old != NULL)
		return (struct draft *)(uintptr_t)old;
	draft = ARENA_NEW(scan->arena, struct draft);
	draft->type = type;
	draft->id = id;
	draft->next = scan->drafts;
	scan->drafts = draft;
	scan->draft_count++;
	strmap_add(&scan->by_id[type], id, draft);
	return draft;
}

static struct content_file *
file_new(struct scan *scan, const char *path, const char *lang)
{
	struct content_file *file =
	    ARENA_NEW(scan->arena, struct content_file);

	file->path = path;
	file->lang = lang;
	file->file = scan_add_source(scan, path);
	file->is_markdown = strcmp(strrchr(path, '.'), ".md") == 0;
	return file;
}

void
scan_add_main(struct scan *scan, struct draft *draft, const char *path,
    const char *folder)
{
	if (draft->main != NULL) {
		diag_report(scan->diags, DIAG_ID_DUPLICATE,
		    scan_place(scan, path),
		    "'%s' stands in %s/%s already; keep one of the two files",
		    draft->id, scan->content->dir, draft->main->path);
		return;
	}
	draft->main = file_new(scan, path, NULL);
	draft->folder = folder;
}

static void
add_translation(struct scan *scan, struct draft *draft, const char *path,
    const char *lang)
{
	struct content_file **link = &draft->translations, *file;

	while (*link != NULL && strcmp((*link)->lang, lang) < 0)
		link = &(*link)->next;
	if (*link != NULL && strcmp((*link)->lang, lang) == 0) {
		diag_report(scan->diags, DIAG_ID_DUPLICATE,
		    scan_place(scan, path),
		    "'%s' is translated to %s in %s/%s already; keep one of "
		    "the two files", draft->id, lang, scan->content->dir,
		    (*link)->path);
		return;
	}
	file = file_new(scan, path, lang);
	file->next = *link;
	*link = file;
}

void
scan_add_file(struct scan *scan, struct draft *draft, const char *path,
    const char *folder, const struct name_parts *parts)
{
	char lang[TAG_CHARS + 1];

	if (parts->lang == NULL) {
		scan_add_main(scan, draft, path, folder);
		return;
	}
	if (!tag_lang(parts->lang, parts->lang_len, lang)) {
		diag_report(scan->diags, DIAG_LANG_INVALID,
		    scan_place(scan, path),
		    "'%.*s' is no language; a translation is named like "
		    "%s.de.md or %s.pt-BR.md", (int)parts->lang_len,
		    parts->lang, draft->id, draft->id);
		lang_suggest(scan->arena, scan->diags, arena_copy(scan->arena,
		    parts->lang, parts->lang_len));
		return;
	}
	add_translation(scan, draft, path, arena_strdup(scan->arena, lang));
}

static int
compare_records(const void *left, const void *right)
{
	const struct content_record *a = left, *b = right;

	if (a->type != b->type)
		return a->type < b->type ? -1 : 1;
	return strcmp(a->id, b->id);
}

static void
report_orphans(struct scan *scan, const struct draft *draft)
{
	const struct content_file *file;

	for (file = draft->translations; file != NULL; file = file->next)
		diag_report(scan->diags, DIAG_TRANSLATION_ORPHAN,
		    (struct source_pos){ file->file, 1, 1 },
		    "this translates '%s', but there is no %s '%s': add "
		    "%s/%s/%s.md, or rename this file", draft->id,
		    record_schema(draft->type)->singular, draft->id,
		    scan->content->dir, record_schema(draft->type)->name,
		    draft->id);
}

void
scan_gather(struct scan *scan)
{
	struct content *content = scan->content;
	const struct draft *draft;

	content->records = ARENA_ARRAY(scan->arena, struct content_record,
	    scan->draft_count);
	for (draft = scan->drafts; draft != NULL; draft = draft->next) {
		if (draft->main == NULL)
			report_orphans(scan, draft);
		else
			content->records[content->count++] =
			    (struct content_record){ draft->type, draft->id,
				draft->folder, draft->main,
				draft->translations };
	}
	if (content->count > 0)
		qsort(content->records, content->count,
		    sizeof(*content->records), compare_records);
}
