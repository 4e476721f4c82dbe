/*
 * Feeds: what is new, for those who do not look at the home page every day.
 * In: the edition. Out: one Atom feed for each language of the site. Feeds
 * hold whole addresses, so a site without base_url has none.
 */
#include "extras.h"

#include "fieldkit/atom.h"

#define ENTRIES_MAX 30

/* The words that stand over the entry: what its record is. */
static const char *
category_label(const struct extra_job *job, enum record_type type)
{
	static const char *const keys[RECORD_TYPE_COUNT] = {
		[RECORD_PARTNER] = "feed.partner",
		[RECORD_SOLUTION] = "feed.solution",
		[RECORD_CASE_STUDY] = "feed.case",
		[RECORD_CAMPAIGN] = "feed.campaign",
	};

	return keys[type] == NULL ? NULL : message_format(job->messages,
	    job->arena, keys[type], NULL, 0);
}

static void
fill_entry(const struct extra_job *job, const struct news_view *news,
    struct atom_entry *entry)
{
	const struct edition *edition = job->run->edition;
	const struct text *summary = view_summary(news->record);
	const struct variant *variant = extra_variant(job, &news->title);

	*entry = (struct atom_entry){
		.url = edition_url(edition, job->arena, edition_record_path(
		    edition, job->arena, news->record, job->extra->lang)),
		.title = variant != NULL ? variant->chars : news->record->id,
		.url_lang = edition_lang(edition, news->record,
		    job->extra->lang),
		.category = record_schema(news->record->type)->name,
		.category_label = category_label(job, news->record->type),
		.updated_days = news->on.days,
	};
	if (variant != NULL)
		entry->title_lang = extra_variant_lang(job, variant);
	variant = summary != NULL ? extra_variant(job, summary) : NULL;
	if (variant == NULL)
		return;
	entry->summary = variant->chars;
	entry->summary_lang = extra_variant_lang(job, variant);
}

static void
fill_entries(const struct extra_job *job, struct atom_feed *feed)
{
	const struct view_context context = {
		.edition = job->run->edition, .plan = job->run->plan,
		.messages = job->messages, .locale = job->locale,
	};
	const struct job home = {
		.kind = VIEW_HOME, .lang = job->extra->lang,
		.path = edition_home_path(job->run->edition, job->arena,
		    job->extra->lang),
	};
	const struct list news = view_feed(job->arena, &context, &home,
	    ENTRIES_MAX);
	struct atom_entry *entries = ARENA_ARRAY(job->arena,
	    struct atom_entry, news.count);
	uint32_t i;

	for (i = 0; i < news.count; i++)
		fill_entry(job, LIST_AT(news, struct news_view, i),
		    &entries[i]);
	feed->entries = entries;
	feed->count = news.count;
}

static bool
write_feed(const struct extra_job *job, struct strbuf *out)
{
	const struct edition *edition = job->run->edition;
	const struct site *site = edition->model.site;
	const struct message_arg args[] = {
		{ .name = "site", .text = site->title.chars },
	};
	const struct variant *tagline = extra_variant(job, &site->tagline);
	struct atom_feed feed = {
		.lang = job->extra->lang,
		.url = edition_url(edition, job->arena, job->extra->path),
		.home_url = edition_url(edition, job->arena,
		    edition_home_path(edition, job->arena, job->extra->lang)),
		.title = message_format(job->messages, job->arena,
		    "feed.title", args, 1),
		.words_lang = extra_words_lang(job),
		.author = site->publisher.chars,
		.generator = "fieldkit",
	};

	if (tagline != NULL) {
		feed.subtitle = tagline->chars;
		feed.subtitle_lang = extra_variant_lang(job, tagline);
	}
	fill_entries(job, &feed);
	atom_write(&feed, out);
	return true;
}

void
plan_feeds(struct extra_list *list)
{
	const struct edition *edition = list->run->edition;
	const struct list *langs = edition_langs(edition, NULL);
	struct extra extra = {
		.kind = "feed", .write = write_feed,
		.lang = edition->model.site->locale.chars,
	};
	uint32_t i;

	if (!edition->spec->site.is_true ||
	    edition_url(edition, list->arena, "") == NULL)
		return;
	extra.path = edition_file_path(edition, list->arena, extra.lang,
	    FEED_NAME);
	extra_add(list, &extra);
	for (i = 0; i < langs->count; i++) {
		extra.lang = LIST_AT(*langs, struct str, i)->chars;
		extra.path = edition_file_path(edition, list->arena,
		    extra.lang, FEED_NAME);
		extra_add(list, &extra);
	}
}
