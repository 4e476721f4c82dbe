/*
 * `explain RECORD` and `explain --retire RECORD`. In: what follows when a
 * record goes. Out: every output that shows it or hangs on it, a line each; or
 * what would break, in the order in which somebody has to act on it: errors,
 * references, campaigns, coverage, contacts, outputs. What follows alike at
 * several offices or in several editions is a line. JSON: an object a line for
 * outputs, one object for what would break.
 */
#include "impact.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "fieldkit/date.h"
#include "fieldkit/json.h"
#include "fieldkit/strbuf.h"

static const char *const impact_words[] = {
	[IMPACT_STAYS] = "stays", [IMPACT_CHANGES] = "changes",
	[IMPACT_GOES] = "goes", [IMPACT_COMES] = "comes",
};

void
impact_add_name(struct strbuf *out, const struct record *record)
{
	strbuf_add_string(out, record_schema(record->type)->name);
	if (record->type != RECORD_SITE)
		strbuf_printf(out, "/%s", record->id);
}

static const char *
in_content(const struct build *build, struct source_pos pos)
{
	const char *path = source_path(&build->sources, pos);
	size_t prefix = strlen(build->options->content_dir);

	return strncmp(path, build->options->content_dir, prefix) == 0
	    ? path + prefix + 1 : path;
}

/* --- text --- */

static void
text_references(struct strbuf *out, const struct build *build,
    const struct impact *impact)
{
	uint32_t i;

	strbuf_printf(out, "\nReferences that would lead nowhere: %u\n",
	    (unsigned)impact->reference_count);
	for (i = 0; i < impact->reference_count; i++) {
		const struct impact_reference *reference =
		    &impact->references[i];

		strbuf_printf(out, "  %s:%u:%u: %s of ",
		    in_content(build, reference->pos),
		    (unsigned)reference->pos.line,
		    (unsigned)reference->pos.col, reference->field);
		impact_add_name(out, reference->from);
		strbuf_add_char(out, '\n');
	}
}

static bool
is_same_slot(const struct impact_slot *a, const struct impact_slot *b)
{
	return strcmp(a->edition, b->edition) == 0 &&
	    strcmp(a->campaign->id, b->campaign->id) == 0 &&
	    a->gone == b->gone && a->heir == b->heir;
}

/* A line for the offices where the same follows. */
static void
text_slots(struct strbuf *out, const struct impact *impact)
{
	uint32_t i, k;

	strbuf_printf(out, "\nPlaces in campaigns: %u\n",
	    (unsigned)impact->slot_count);
	for (i = 0; i < impact->slot_count; i++) {
		const struct impact_slot *slot = &impact->slots[i];

		for (k = 0; k < i; k++)
			if (is_same_slot(&impact->slots[k], slot))
				break;
		if (k < i)
			continue;
		strbuf_printf(out, "  %s: campaigns/%s: ", slot->edition,
		    slot->campaign->id);
		impact_add_name(out, slot->gone);
		strbuf_add_string(out, slot->heir != NULL
		    ? " gives way to " : " leaves its place empty");
		if (slot->heir != NULL)
			impact_add_name(out, slot->heir);
		strbuf_add_string(out, " at");
		for (k = i; k < impact->slot_count; k++)
			if (is_same_slot(&impact->slots[k], slot))
				strbuf_printf(out, "%s %s", k > i ? "," : "",
				    impact->slots[k].office->id);
		strbuf_add_char(out, '\n');
	}
}

static void
text_cells(struct strbuf *out, const struct impact *impact)
{
	uint32_t i;

	strbuf_printf(out, "\nCoverage that gets worse: %u\n",
	    (unsigned)impact->cell_count);
	for (i = 0; i < impact->cell_count; i++) {
		const struct impact_cell *cell = &impact->cells[i];

		strbuf_printf(out, "  %s: campaigns/%s at offices/%s: %s: "
		    "%s, was %s\n", cell->edition, cell->campaign->id,
		    cell->office->id, cover_aspect_word(cell->aspect),
		    cover_state_word(cell->after),
		    cover_state_word(cell->before));
	}
}

static void
text_contacts(struct strbuf *out, const struct impact *impact)
{
	uint32_t i;

	strbuf_printf(out, "\nContacts lost: %u\n",
	    (unsigned)impact->contact_count);
	for (i = 0; i < impact->contact_count; i++) {
		const struct person *person =
		    (const struct person *)impact->contacts[i];

		strbuf_printf(out, "  people/%s <%s>\n", person->record.id,
		    person->email.chars);
	}
}

/* The path below the edition. */
static const char *
path_within(const struct impact_output *output)
{
	return strchr(output->path, '/') + 1;
}

/* The same path of several editions together, in their order. */
static int
compare_outputs(const void *left, const void *right)
{
	const struct impact_output *const *a = left, *const *b = right;
	int order = strcmp(path_within(*a), path_within(*b));

	if (order == 0)
		order = (int)(*a)->impact - (int)(*b)->impact;
	return order != 0 ? order : (*a < *b ? -1 : *a > *b);
}

/* A line for a path and the editions where the same follows. Returns how many
 * outputs it stands for. */
static uint32_t
text_output(struct strbuf *out, const struct impact_output *const *outputs,
    uint32_t count)
{
	const struct impact_output *first = outputs[0];
	uint32_t i;

	strbuf_printf(out, "  %-7s  %s (", impact_words[first->impact],
	    path_within(first));
	for (i = 0; i < count && outputs[i]->impact == first->impact &&
	    strcmp(path_within(outputs[i]), path_within(first)) == 0; i++)
		strbuf_printf(out, "%s%.*s", i > 0 ? ", " : "",
		    (int)(path_within(outputs[i]) - 1 - outputs[i]->path),
		    outputs[i]->path);
	strbuf_add_string(out, ")\n");
	return i;
}

static void
text_outputs(struct strbuf *out, struct build *build,
    const struct impact *impact)
{
	const struct impact_output **outputs = ARENA_ARRAY(&build->arena,
	    const struct impact_output *, impact->output_count);
	uint32_t counts[IMPACT_COMES + 1] = { 0 }, count = 0, i;
	bool has_kits = false;

	for (i = 0; i < impact->output_count; i++) {
		const struct impact_output *output = &impact->outputs[i];

		counts[output->impact]++;
		if (output->impact == IMPACT_STAYS)
			continue;
		outputs[count++] = output;
		has_kits |= strncmp(path_within(output), "kits/", 5) == 0;
	}
	strbuf_printf(out, "\nOutputs: %u change, %u go, %u come\n",
	    (unsigned)counts[IMPACT_CHANGES], (unsigned)counts[IMPACT_GOES],
	    (unsigned)counts[IMPACT_COMES]);
	if (count > 0)
		qsort(outputs, count, sizeof(*outputs), compare_outputs);
	for (i = 0; i < count; )
		i += text_output(out, outputs + i, count - i);
	if (has_kits)
		strbuf_add_string(out, "Each kit takes its tree (trees/) and "
		    "the page of its id (site/verify/) along.\n");
}

static void
print_retirement(struct strbuf *out, struct build *build,
    const struct impact *impact)
{
	char day[DATE_CHARS + 1];
	size_t i;

	date_format(build->options->clock.as_of_days, day);
	impact_add_name(out, impact->record);
	strbuf_printf(out, " retired, as of %s\n", day);
	if (impact->errors.errors > 0)
		strbuf_printf(out, "\nErrors of the build: %zu\n",
		    impact->errors.errors);
	for (i = 0; i < impact->errors.count; i++)
		strbuf_printf(out, "  %s\n", impact->errors.items[i].message);
	text_references(out, build, impact);
	text_slots(out, impact);
	text_cells(out, impact);
	text_contacts(out, impact);
	text_outputs(out, build, impact);
}

/* --- JSON --- */

static void
put_record(struct strbuf *out, const char *key, const struct record *record)
{
	struct strbuf name = { 0 };

	if (record != NULL)
		impact_add_name(&name, record);
	json_add_key(out, key);
	if (record != NULL)
		json_add_string(out, strbuf_string(&name));
	else
		strbuf_add_string(out, "null");
	strbuf_release(&name);
}

/* Before an item of an array, which stands on a line of its own. */
static void
begin_item(struct strbuf *out, uint32_t number)
{
	strbuf_add_string(out, number > 0 ? ",\n{" : "\n{");
}

static void
json_references(struct strbuf *out, const struct build *build,
    const struct impact *impact)
{
	uint32_t i;

	strbuf_add_string(out, ",\n\"references\":[");
	for (i = 0; i < impact->reference_count; i++) {
		const struct impact_reference *reference =
		    &impact->references[i];

		begin_item(out, i);
		put_record(out, "record", reference->from);
		json_add_member(out, "field", reference->field);
		json_add_member(out, "file", in_content(build, reference->pos));
		json_add_number(out, "line", reference->pos.line);
		json_add_number(out, "column", reference->pos.col);
		strbuf_add_char(out, '}');
	}
	strbuf_add_char(out, ']');
}

static void
json_slots(struct strbuf *out, const struct impact *impact)
{
	uint32_t i;

	strbuf_add_string(out, ",\n\"slots\":[");
	for (i = 0; i < impact->slot_count; i++) {
		const struct impact_slot *slot = &impact->slots[i];

		begin_item(out, i);
		json_add_member(out, "edition", slot->edition);
		json_add_member(out, "campaign", slot->campaign->id);
		json_add_member(out, "office", slot->office->id);
		put_record(out, "gone", slot->gone);
		put_record(out, "heir", slot->heir);
		strbuf_add_char(out, '}');
	}
	strbuf_add_char(out, ']');
}

static void
json_cells(struct strbuf *out, const struct impact *impact)
{
	uint32_t i;

	strbuf_add_string(out, ",\n\"coverage\":[");
	for (i = 0; i < impact->cell_count; i++) {
		const struct impact_cell *cell = &impact->cells[i];

		begin_item(out, i);
		json_add_member(out, "edition", cell->edition);
		json_add_member(out, "campaign", cell->campaign->id);
		json_add_member(out, "office", cell->office->id);
		json_add_member(out, "aspect", cover_aspect_word(cell->aspect));
		json_add_member(out, "before", cover_state_word(cell->before));
		json_add_member(out, "after", cover_state_word(cell->after));
		strbuf_add_char(out, '}');
	}
	strbuf_add_char(out, ']');
}

static void
json_rest(struct strbuf *out, const struct impact *impact)
{
	uint32_t count = 0, i;
	size_t k;

	strbuf_add_string(out, ",\n\"contacts\":[");
	for (i = 0; i < impact->contact_count; i++) {
		begin_item(out, i);
		put_record(out, "record", impact->contacts[i]);
		json_add_member(out, "email", ((const struct person *)
		    impact->contacts[i])->email.chars);
		strbuf_add_char(out, '}');
	}
	strbuf_add_string(out, "],\n\"errors\":[");
	for (k = 0; k < impact->errors.count; k++) {
		begin_item(out, (uint32_t)k);
		json_add_member(out, "text", impact->errors.items[k].message);
		strbuf_add_char(out, '}');
	}
	strbuf_add_string(out, "],\n\"outputs\":[");
	for (i = 0; i < impact->output_count; i++) {
		if (impact->outputs[i].impact == IMPACT_STAYS)
			continue;
		begin_item(out, count++);
		json_add_member(out, "output", impact->outputs[i].path);
		json_add_member(out, "kind", impact->outputs[i].kind);
		json_add_member(out, "impact",
		    impact_words[impact->outputs[i].impact]);
		strbuf_add_char(out, '}');
	}
	strbuf_add_string(out, "]}\n");
}

static void
json_retirement(struct strbuf *out, struct build *build,
    const struct impact *impact)
{
	char day[DATE_CHARS + 1];

	date_format(build->options->clock.as_of_days, day);
	strbuf_add_char(out, '{');
	put_record(out, "record", impact->record);
	json_add_member(out, "as_of", day);
	json_references(out, build, impact);
	json_slots(out, impact);
	json_cells(out, impact);
	json_rest(out, impact);
}

/* --- the command --- */

/* Every output that shows the record or hangs on it. */
static void
print_uses(struct strbuf *out, const struct impact *impact, bool is_json)
{
	uint32_t i;

	for (i = 0; i < impact->output_count; i++) {
		const struct impact_output *output = &impact->outputs[i];

		if (output->impact == IMPACT_COMES)
			continue;
		if (!is_json) {
			strbuf_printf(out, "%s\n", output->path);
			continue;
		}
		strbuf_add_char(out, '{');
		put_record(out, "record", impact->record);
		json_add_member(out, "output", output->path);
		strbuf_printf(out, ",\"shows\":%s}\n",
		    output->has_words ? "true" : "false");
	}
}

int
explain_impact(struct build *build, const struct cli_options *options,
    const struct record *record)
{
	const bool is_json = options->format == DIAG_FORMAT_JSON;
	struct cli_options quiet = *options;
	struct strbuf out = { 0 };
	struct impact impact;
	bool is_done;

	quiet.is_quiet = true;
	if (record->type == RECORD_SITE) {
		fprintf(stderr, "fieldkit: every output hangs on site.yaml\n");
		return EXIT_USAGE;
	}
	is_done = explain_record(build, record, &impact);
	cli_report(build, &quiet);
	if (is_done && options->retires)
		(is_json ? json_retirement : print_retirement)(&out, build,
		    &impact);
	else if (is_done)
		print_uses(&out, &impact, is_json);
	diags_release(&impact.errors);
	cli_print(&out);
	return is_done ? EXIT_FINE : EXIT_CONTENT;
}
