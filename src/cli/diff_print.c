/*
 * Differences in words, and as JSON. In: what differs between two builds.
 * Out: sentences that a seller would say, or one JSON document with all of it.
 *
 * Who compares two builds has both: so the old words are printed here too.
 */
#include "diff.h"

#include <string.h>

#include "fieldkit/format.h"
#include "fieldkit/json.h"
#include "fieldkit/model.h"

/* Pages that are named; the rest are counted. */
#define PAGES_NAMED 8

static const char *
noun_of(const char *record)
{
	const char *slash = strchr(record, '/');
	size_t len = slash != NULL ? (size_t)(slash - record) : 0;
	int type;

	if (strncmp(record, "people/", 7) == 0)
		return "contact";
	for (type = 0; type < RECORD_TYPE_COUNT; type++) {
		const struct schema *schema =
		    record_schema((enum record_type)type);

		if (strlen(schema->name) == len &&
		    strncmp(schema->name, record, len) == 0)
			return schema->singular;
	}
	return "entry";
}

static const char *
ordinal_ending(uint32_t number)
{
	static const char *const endings[] = { "th", "st", "nd", "rd" };

	return number % 100 / 10 == 1 || number % 10 > 3 ? "th" :
	    endings[number % 10];
}

/* What a text or a part is of: 'solution "X"', or '"Talk track"'. */
static void
add_subject(const struct change *change, struct strbuf *out)
{
	if (change->record[0] != '\0')
		strbuf_printf(out, "%s \"%s\"", noun_of(change->record),
		    change->label);
	else
		strbuf_printf(out, "\"%s\"", change->unit_title);
}

static void
add_words(const struct change *change, struct strbuf *out)
{
	if (change->before[0] == '\0')
		strbuf_printf(out, "new: «%s»", change->after);
	else if (change->after[0] == '\0')
		strbuf_printf(out, "gone: «%s»", change->before);
	else
		strbuf_printf(out, "«%s» → «%s»", change->before,
		    change->after);
}

static const char *
or_none(const char *date)
{
	return date[0] != '\0' ? date : "no end";
}

/* The reason that can be seen in the trees: what allowed it is over. */
static void
add_gone(const struct change *change, const char *as_of, struct strbuf *out)
{
	bool is_case = strncmp(change->record, "case-studies/", 13) == 0;

	add_subject(change, out);
	strbuf_add_string(out, " left");
	if (change->until[0] != '\0' && strcmp(change->until, as_of) < 0)
		strbuf_printf(out, ": %s on %s", is_case ?
		    "its consent ended" : "it ended", change->until);
	if (change->successor[0] != '\0')
		strbuf_printf(out, "; \"%s\", the deputy, answers now",
		    change->successor);
}

static void
add_change(const struct change *change, const char *as_of,
    struct strbuf *out)
{
	switch (change->kind) {
	case CHANGE_VALID:
		strbuf_printf(out, "valid until moved from %s to %s",
		    or_none(change->before), or_none(change->after));
		break;
	case CHANGE_GONE:
		add_gone(change, as_of, out);
		break;
	case CHANGE_ADDED:
		add_subject(change, out);
		strbuf_add_string(out, " was added");
		if (change->why[0] != '\0')
			strbuf_printf(out, ": %s", change->why);
		break;
	case CHANGE_DATE:
		add_subject(change, out);
		strbuf_printf(out, ": %s %s instead of %s", change->part,
		    or_none(change->after), or_none(change->before));
		break;
	case CHANGE_PART:
		add_subject(change, out);
		strbuf_printf(out, ": %s ", change->part);
		add_words(change, out);
		break;
	case CHANGE_RENAMED:
		strbuf_printf(out, "%s \"%s\" is called \"%s\" now",
		    noun_of(change->record), change->before, change->after);
		break;
	case CHANGE_MOVED:
		add_subject(change, out);
		strbuf_printf(out, " moved from %u%s to %u%s", change->from,
		    ordinal_ending(change->from), change->to,
		    ordinal_ending(change->to));
		break;
	case CHANGE_UNIT_GONE:
	case CHANGE_UNIT_ADDED:
		strbuf_printf(out, "section \"%s\" was %s",
		    change->unit_title, change->kind == CHANGE_UNIT_ADDED ?
		    "added" : "removed");
		break;
	case CHANGE_TEXT:
		strbuf_add_string(out, "text of ");
		add_subject(change, out);
		strbuf_add_string(out, " changed: ");
		add_words(change, out);
		break;
	case CHANGE_KIND_COUNT:
		break;
	}
}

static const char *
kind_words(const struct manifest_kit *kit)
{
	if (strcmp(kit->kind, "campaign") == 0)
		return "Campaign kit";
	if (strcmp(kit->kind, "partner") == 0)
		return "Partner kit";
	return strcmp(kit->kind, "coverage") == 0 ? "Coverage" :
	    "Leave-behind";
}

static void
add_kit_head(const struct kit_diff *diff, struct format_locale *english,
    struct arena *arena, struct strbuf *out)
{
	const struct manifest_file *file = diff->after != NULL ? diff->after :
	    diff->before;
	const struct manifest_kit *kit = file->kit;

	strbuf_printf(out, "%s \"%s\", %s", kind_words(kit), kit->title,
	    format_language(english, arena, kit->lang));
	if (diff->before == NULL)
		strbuf_printf(out, ": new (%s, kit %s)\n", file->path,
		    kit->id);
	else if (diff->after == NULL)
		strbuf_printf(out, ": no longer made (%s, kit %s)\n",
		    file->path, kit->id);
	else
		strbuf_printf(out, " (%s, kit %s, before %s)\n", file->path,
		    kit->id, diff->before->kit->id);
}

/* What manifests tell without trees. */
static void
add_manifest_changes(const struct kit_diff *diff, struct strbuf *out)
{
	const struct manifest_kit *was = diff->before->kit;
	const struct manifest_kit *is = diff->after->kit;

	if (strcmp(was->valid_until, is->valid_until) != 0)
		strbuf_printf(out, "  - valid until moved from %s to %s\n",
		    or_none(was->valid_until), or_none(is->valid_until));
	if (was->pages != is->pages)
		strbuf_printf(out, "  - %lld pages instead of %lld\n",
		    (long long)is->pages, (long long)was->pages);
	strbuf_add_string(out, "  - what it says cannot be compared: a "
	    "published release has no trees of its kits\n");
}

static void
add_kit(const struct kit_diff *diff, const char *as_of, struct strbuf *out)
{
	uint32_t i;

	if (diff->before == NULL || diff->after == NULL)
		return;
	if (strcmp(diff->before->path, diff->after->path) != 0)
		strbuf_printf(out, "  - was %s\n", diff->before->path);
	for (i = 0; i < diff->changes.count; i++) {
		strbuf_add_string(out, "  - ");
		add_change(&diff->changes.items[i], as_of, out);
		strbuf_add_char(out, '\n');
	}
	if (!diff->has_trees)
		add_manifest_changes(diff, out);
	else if (diff->changes.count == 0)
		strbuf_add_string(out, "  - nothing that it says: its look, "
		    "what repeats it, or its language\n");
}

static void
add_pages(const char *word, const struct page_diff *pages,
    struct strbuf *out)
{
	size_t i;

	for (i = 0; i < pages->count && i < PAGES_NAMED; i++)
		strbuf_printf(out, "Page %s: %s\n", word, pages->paths[i]);
	if (pages->count > PAGES_NAMED)
		strbuf_printf(out, "Pages %s: %zu more\n", word,
		    pages->count - PAGES_NAMED);
}

static void
add_edition(const struct edition_diff *diff, struct format_locale *english,
    struct arena *arena, struct strbuf *out)
{
	const struct manifest *manifest = diff->after != NULL ?
	    &diff->after->manifest : &diff->before->manifest;
	size_t i;

	if (diff->before == NULL || diff->after == NULL) {
		strbuf_printf(out, "Edition %s: %s\n", manifest->edition,
		    diff->before == NULL ? "new" : "no longer there");
		return;
	}
	strbuf_printf(out, "Edition %s, as of %s, before %s\n",
	    manifest->edition, manifest->as_of,
	    diff->before->manifest.as_of);
	for (i = 0; i < diff->count; i++) {
		strbuf_add_char(out, '\n');
		add_kit_head(&diff->kits[i], english, arena, out);
		add_kit(&diff->kits[i], manifest->as_of, out);
	}
	if (diff->added.count + diff->removed.count + diff->changed.count > 0)
		strbuf_add_char(out, '\n');
	add_pages("added", &diff->added, out);
	add_pages("removed", &diff->removed, out);
	if (diff->changed.count > 0)
		strbuf_printf(out, "Pages changed: %zu\n",
		    diff->changed.count);
}

void
diff_print_text(const struct edition_diffs *diffs, struct arena *arena,
    struct strbuf *out)
{
	struct format_locale *english = format_locale_new("en");
	uint32_t i;

	for (i = 0; i < diffs->count; i++) {
		if (edition_diff_is_empty(&diffs->items[i]))
			continue;
		if (out->len > 0)
			strbuf_add_char(out, '\n');
		add_edition(&diffs->items[i], english, arena, out);
	}
	format_locale_free(english);
}

static void
add_json_change(const struct change *change, struct strbuf *out)
{
	strbuf_add_char(out, '{');
	json_add_member(out, "kind", change_kind_slug(change->kind));
	json_add_optional(out, "unit", change->unit);
	json_add_optional(out, "unit_title", change->unit_title);
	json_add_optional(out, "record", change->record);
	json_add_optional(out, "label", change->label);
	json_add_optional(out, "part", change->part);
	json_add_optional(out, "before", change->before);
	json_add_optional(out, "after", change->after);
	json_add_optional(out, "why", change->why);
	json_add_optional(out, "until", change->until);
	json_add_optional(out, "successor", change->successor_record);
	if (change->kind == CHANGE_MOVED) {
		json_add_number(out, "from", change->from);
		json_add_number(out, "to", change->to);
	}
	strbuf_add_char(out, '}');
}

static void
add_json_side(const char *key, const struct manifest_file *file,
    struct strbuf *out)
{
	if (file == NULL)
		return;
	json_add_key(out, key);
	strbuf_add_char(out, '{');
	json_add_member(out, "path", file->path);
	json_add_optional(out, "id", file->kit->id);
	json_add_optional(out, "title", file->kit->title);
	json_add_optional(out, "lang", file->kit->lang);
	json_add_optional(out, "valid_until", file->kit->valid_until);
	json_add_number(out, "pages", file->kit->pages);
	strbuf_add_char(out, '}');
}

static void
add_json_kit(const struct kit_diff *diff, struct strbuf *out)
{
	const struct manifest_kit *kit = diff->after != NULL ?
	    diff->after->kit : diff->before->kit;
	uint32_t i;

	strbuf_add_char(out, '{');
	json_add_member(out, "state", diff->before == NULL ? "added" :
	    diff->after == NULL ? "removed" : "changed");
	json_add_optional(out, "kind", kit->kind);
	json_add_optional(out, "campaign", kit->campaign);
	json_add_optional(out, "office", kit->office);
	json_add_optional(out, "partner", kit->partner);
	add_json_side("before", diff->before, out);
	add_json_side("after", diff->after, out);
	if (diff->has_trees) {
		json_add_key(out, "changes");
		strbuf_add_char(out, '[');
		for (i = 0; i < diff->changes.count; i++) {
			strbuf_add_string(out, i == 0 ? "\n" : ",\n");
			add_json_change(&diff->changes.items[i], out);
		}
		strbuf_add_char(out, ']');
	}
	strbuf_add_char(out, '}');
}

static void
add_json_pages(const char *key, const struct page_diff *pages,
    struct strbuf *out)
{
	size_t i;

	json_add_key(out, key);
	strbuf_add_char(out, '[');
	for (i = 0; i < pages->count; i++) {
		strbuf_add_string(out, i == 0 ? "" : ",");
		json_add_string(out, pages->paths[i]);
	}
	strbuf_add_char(out, ']');
}

static void
add_json_edition(const struct edition_diff *diff, struct strbuf *out)
{
	const struct manifest *manifest = diff->after != NULL ?
	    &diff->after->manifest : &diff->before->manifest;
	size_t i;

	strbuf_add_char(out, '{');
	json_add_member(out, "state", diff->before == NULL ? "added" :
	    diff->after == NULL ? "removed" :
	    edition_diff_is_empty(diff) ? "same" : "changed");
	json_add_optional(out, "edition", manifest->edition);
	json_add_optional(out, "reader", manifest->reader);
	if (diff->before != NULL)
		json_add_optional(out, "before", diff->before->manifest.as_of);
	if (diff->after != NULL)
		json_add_optional(out, "after", diff->after->manifest.as_of);
	json_add_key(out, "kits");
	strbuf_add_char(out, '[');
	for (i = 0; i < diff->count; i++) {
		strbuf_add_string(out, i == 0 ? "\n" : ",\n");
		add_json_kit(&diff->kits[i], out);
	}
	strbuf_add_string(out, "],\n\"pages\":{");
	add_json_pages("added", &diff->added, out);
	add_json_pages("removed", &diff->removed, out);
	add_json_pages("changed", &diff->changed, out);
	strbuf_add_string(out, "}}");
}

void
diff_print_json(const struct edition_diffs *diffs, struct strbuf *out)
{
	uint32_t i;

	strbuf_add_string(out, "{\"editions\":[");
	for (i = 0; i < diffs->count; i++) {
		strbuf_add_string(out, i == 0 ? "\n" : ",\n");
		add_json_edition(&diffs->items[i], out);
	}
	strbuf_add_string(out, "]}\n");
}
