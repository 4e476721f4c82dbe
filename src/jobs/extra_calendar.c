/*
 * Calendars of what ends. In: the coverage of an alliance reader's edition.
 * Out: one iCalendar file for each owner of a record, with every end of the
 * records that they answer for.
 *
 * An event keeps its UID while its date moves, so a calendar that subscribes
 * moves it; its stamp is the day of the record's approval, never of a build.
 */
#include "extras.h"

#include <string.h>

#include "fieldkit/calendar.h"
#include "fieldkit/coverage.h"

/* "consent.case-studies.acme@kits.example": stable and the record's alone. A
 * certificate's name is part of it, as a partner has several. */
static const char *
event_uid(const struct extra_job *job, const struct cover_end *end)
{
	const char *base = edition_url(job->run->edition, job->arena, "");
	const char *host = base != NULL ? strstr(base, "://") : NULL;
	struct strbuf uid = { 0 };
	const char *at, *kept;

	strbuf_printf(&uid, "%s.%s.%s", end_slug(end->kind),
	    record_schema(end->record->type)->name, end->record->id);
	for (at = end->word; at != NULL && *at != '\0'; at++)
		strbuf_printf(&uid, at == end->word ? ".%02x" : "%02x",
		    (unsigned)(unsigned char)*at);
	strbuf_printf(&uid, "@%.*s",
	    host != NULL ? (int)strcspn(host + 3, "/:") : 8,
	    host != NULL ? host + 3 : "fieldkit");
	kept = arena_strdup(job->arena, strbuf_string(&uid));
	strbuf_release(&uid);
	return kept;
}

/* "Consent: Example Shop (ISO 27001)" */
static const char *
event_summary(const struct extra_job *job, const struct coverage_end *end)
{
	const struct variant *title = extra_variant(job, &end->title);
	const char *name = title != NULL ? title->chars : end->record->id;

	if (is_given(&end->word))
		return arena_printf(job->arena, "%s: %s (%s)",
		    end->what.chars, name, end->word.chars);
	return arena_printf(job->arena, "%s: %s", end->what.chars, name);
}

static const char *
page_url(const struct extra_job *job, const struct record *record)
{
	const char *path = edition_record_path(job->run->edition, job->arena,
	    record, format_locale_lang(job->locale));

	return path != NULL ? edition_url(job->run->edition, job->arena, path)
			    : NULL;
}

static void
fill_event(const struct extra_job *job, const struct cover_end *end,
    const struct coverage_end *view, struct calendar_event *event)
{
	struct date approved = edition_approved_on(job->run->edition,
	    end->record);

	*event = (struct calendar_event){
		.uid = event_uid(job, end),
		.summary = event_summary(job, view),
		.url = page_url(job, end->record),
		.category = view->what.chars,
		.day = end->on.days,
		.stamp_days = is_given(&approved) ? approved.days
						  : end->on.days,
	};
}

static bool
write_calendar(const struct extra_job *job, struct strbuf *out)
{
	const struct edition *edition = job->run->edition;
	const struct coverage *coverage = job->run->plan->coverage;
	const char *owner = job->extra->detail;
	const struct view_context context = {
		.edition = edition, .plan = job->run->plan,
		.messages = job->messages, .locale = job->locale,
	};
	const struct job page = {
		.kind = VIEW_COVERAGE,
		.lang = format_locale_lang(job->locale),
		.path = job->extra->path,
	};
	struct calendar_event *events = ARENA_ARRAY(job->arena,
	    struct calendar_event, coverage->end_count);
	struct calendar calendar = {
		.name = arena_printf(job->arena, "%s: %s",
		    edition->model.site->title.chars, owner),
		.product = "fieldkit", .lang = page.lang, .events = events,
	};
	uint32_t i;

	for (i = 0; i < coverage->end_count; i++) {
		struct coverage_end view;

		if (!coverage_is_owned(&coverage->ends[i], owner))
			continue;
		view = view_end(job->arena, &context, &page,
		    &coverage->ends[i]);
		fill_event(job, &coverage->ends[i], &view,
		    &events[calendar.count++]);
	}
	calendar_write(&calendar, out);
	return true;
}

void
plan_calendars(struct extra_list *list)
{
	const struct coverage *coverage = list->run->plan->coverage;
	uint32_t i;

	for (i = 0; coverage != NULL && i < coverage->owner_count; i++)
		extra_add(list, &(struct extra){
			.path = coverage_calendar_path(list->arena,
			    coverage->owners[i]),
			.kind = "calendar", .write = write_calendar,
			.detail = coverage->owners[i],
		});
}
