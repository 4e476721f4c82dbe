/*
 * What a template may name, as tables: one schema for each struct of views.h,
 * its keys being the members' names. In: nothing. Out: schemas that the
 * template compiler checks paths against and the manual prints.
 *
 * An address is FIELD_URL, so that the compiler lets it stand in an href; all
 * other lines are text. Order: what is used stands before what uses it.
 */
#include "fieldkit/views.h"

#include <assert.h>

#include "fieldkit/plan.h"
#include "schema_rows.h"

static const char *const kit_words[] = {
	[KIT_CAMPAIGN] = "campaign", [KIT_PARTNER] = "partner",
	[KIT_LEAVE_BEHIND] = "leave-behind", [KIT_COVERAGE] = "coverage",
	[KIT_KIND_COUNT] = NULL
};

static const char *const rung_words[] = {
	[RUNG_ABSENT] = "absent", [RUNG_COUNT] = "count",
	[RUNG_ANONYMISED] = "anonymised", [RUNG_FULL] = "full",
	[RUNG_FULL + 1] = NULL
};

static const struct field edition_rows[] = {
	VALUE(edition_view, id, SLUG, "Its name in site.yaml."),
	VALUE(edition_view, reader, READER, "Who reads it."),
	VALUE(edition_view, has_site, BOOL, "Whether it has pages."),
	VALUE(edition_view, is_customer, BOOL, "Whether customers read it."),
	VALUE(edition_view, is_alliance, BOOL,
	    "Whether one of the two alliance teams reads it."),
	VALUE(edition_view, is_partner, BOOL,
	    "Whether the partner's people read it."),
};

const struct schema schema_edition_view = VIEW_SCHEMA("edition",
    edition_view, edition_rows, "The edition that is being built.");

static const struct field crumb_rows[] = {
	VALUE(crumb_view, title, TEXT, "What the page is called."),
	VALUE(crumb_view, url, URL, "Its address."),
};

static const struct schema schema_crumb_view = VIEW_SCHEMA("crumb",
    crumb_view, crumb_rows, "A page above this one, or beside it.");

static const char *const topic_words[] = {
	[TOPIC_INDUSTRY] = "industry", [TOPIC_PRODUCT] = "product",
	[TOPIC_COUNTRY] = "country", [TOPIC_TAG] = "tag",
	[TOPIC_KIND_COUNT] = NULL
};

static const struct field topic_link_rows[] = {
	CHOICE(topic_link, kind, topic_words, "What the topic is."),
	VALUE(topic_link, title, TEXT, "What it is called."),
	VALUE(topic_link, url, URL, "Its page."),
	VALUE(topic_link, count, INT, "How much its page lists."),
};

static const struct schema schema_topic_link = VIEW_SCHEMA("topic",
    topic_link, topic_link_rows, "A topic with its page.");

static const struct field fallback_rows[] = {
	VALUE(fallback_view, lang, LANG, "The language it is shown in."),
	VALUE(fallback_view, is_whole, BOOL,
	    "Whether nothing of it is in the page's language."),
};

static const struct schema schema_fallback_view = VIEW_SCHEMA("fallback",
    fallback_view, fallback_rows,
    "What the page shows in another language than its own.");

static const struct field alternate_rows[] = {
	VALUE(alternate_view, lang, LANG, "The other language."),
	VALUE(alternate_view, name, LINE, "What the language calls itself."),
	VALUE(alternate_view, url, URL, "The same page in it."),
};

static const struct schema schema_alternate_view = VIEW_SCHEMA("alternate",
    alternate_view, alternate_rows, "This page in another language.");

static const struct field page_rows[] = {
	VALUE(page_view, kind, LINE, "Its kind: home, campaign, partner, …"),
	VALUE(page_view, title, TEXT, "Its title."),
	VALUE(page_view, name, TEXT,
	    "Its title below its crumbs: of a campaign's page at an office, "
	    "the office."),
	VALUE(page_view, lang, LANG, "Its language."),
	VALUE(page_view, dir, LINE, "ltr, or rtl in Arabic and Hebrew."),
	VALUE(page_view, root, URL, "The way to the site's root: \"../../\"."),
	VALUE(page_view, home, URL, "The home page in its language."),
	VALUE(page_view, search, URL, "The search page in its language."),
	VALUE(page_view, coverage, URL,
	    "The coverage page in it; alliance editions only."),
	VALUE(page_view, topics_url, URL, "The page that lists all topics."),
	VALUE(page_view, self, URL, "The page itself."),
	VALUE(page_view, default_url, URL, "The page in the site's locale."),
	VALUE(page_view, url, URL, "Its whole address, where base_url is set."),
	VALUE(page_view, feed, URL,
	    "The feed of what is new, where base_url is set; not in kits."),
	VALUE(page_view, description, LINE, "One sentence for search engines."),
	VALUE(page_view, as_of, DATE, "The day the site was built for."),
	VALUE(page_view, approved_on, DATE, "When its record was approved."),
	VALUE(page_view, valid_until, DATE, "The first end of what it shows."),
	PARTS(page_view, crumbs, schema_crumb_view,
	    "The pages above it, from the home page down."),
	PARTS(page_view, alternates, schema_alternate_view,
	    "The page in other languages."),
	PARTS(page_view, topics, schema_topic_link,
	    "The topics of its record: industries, products, country, tags."),
	PART(page_view, prev, schema_crumb_view,
	    "The page before it, where pages have an order."),
	PART(page_view, next, schema_crumb_view, "The page after it."),
	PART(page_view, fallback, schema_fallback_view,
	    "Given where its record is not wholly in its language."),
	VALUE(page_view, is_draft, BOOL, "Whether something is unapproved."),
};

const struct schema schema_page_view = VIEW_SCHEMA("page", page_view,
    page_rows, "The page or kit that is being made.");

static const struct field kit_rows[] = {
	CHOICE(kit_view, kind, kit_words, "Which kit."),
	VALUE(kit_view, id, LINE, "Eight characters, made of its content."),
	VALUE(kit_view, file, LINE, "The name of the PDF file."),
	VALUE(kit_view, url, URL,
	    "On pages: its file. In a kit: the address of its page."),
	VALUE(kit_view, verify_url, URL,
	    "In a kit: the address that says whether it still holds."),
	VALUE(kit_view, lang, LANG, "Its language."),
	VALUE(kit_view, paper, LINE, "Its paper: A4 or Letter."),
	VALUE(kit_view, stamp, LINE,
	    "The short id of its office's copies, where site.yaml asks for "
	    "stamps."),
	VALUE(kit_view, pages, INT, "Its pages; unknown inside the kit."),
	VALUE(kit_view, bytes, INT, "Its size; unknown inside the kit."),
	VALUE(kit_view, valid_until, DATE, "The first end of what it shows."),
	RECORD_OF(kit_view, campaign, schema_campaign, "Its campaign."),
	RECORD_OF(kit_view, office, schema_office, "Its office."),
	RECORD_OF(kit_view, partner, schema_partner, "Its partner."),
};

const struct schema schema_kit_view = VIEW_SCHEMA("kit", kit_view, kit_rows,
    "A kit.");

static const struct field solution_choice_rows[] = {
	RECORD_OF(solution_choice, solution, schema_solution, "The solution."),
	RECORD_OF(solution_choice, partner, schema_partner, "Its partner."),
	VALUE(solution_choice, why, LINE, "Why it was chosen."),
	VALUE(solution_choice, is_pinned, BOOL,
	    "Whether the campaign names it."),
};

const struct schema schema_solution_choice = VIEW_SCHEMA(
    "chosen solution", solution_choice, solution_choice_rows,
    "A solution chosen for a campaign.");

static const struct field bar_rows[] = {
	VALUE(bar_view, label, TEXT, "What was measured."),
	VALUE(bar_view, who, TEXT, "Whose number it is."),
	RECORD_ANY(bar_view, record, "The record it is in."),
	VALUE(bar_view, value, TEXT, "The number, with its unit."),
	VALUE(bar_view, from, LINE, "Where the bar starts: for k:bar."),
	VALUE(bar_view, to, LINE, "Where it ends."),
	VALUE(bar_view, zero, LINE,
	    "Where zero is, if some number of the chart is below it."),
};

static const struct schema schema_bar_view = VIEW_SCHEMA("bar", bar_view,
    bar_rows, "A bar of a chart, and what stands beside it.");

static const struct field number_rows[] = {
	PART(number_view, metric, schema_metric, "The metric."),
	PART(number_view, before, schema_bar_view,
	    "What it was before, where both numbers have one unit."),
	PART(number_view, after, schema_bar_view, "What it is now."),
};

static const struct schema schema_number_view = VIEW_SCHEMA("number",
    number_view, number_rows, "A metric, and its change as a chart.");

static const struct field chart_rows[] = {
	PARTS(chart_view, bars, schema_bar_view, "Its bars, longest first."),
	VALUE(chart_view, ticks, LINE, "Places of the grid lines."),
	VALUE(chart_view, labels, LINE, "What stands below them."),
};

static const struct schema schema_chart_view = VIEW_SCHEMA("chart",
    chart_view, chart_rows, "Numbers that can be compared.");

static const struct field case_choice_rows[] = {
	RECORD_OF(case_choice, record, schema_case_study,
	    "The case study, without what consent does not cover."),
	RECORD_OF(case_choice, partner, schema_partner,
	    "Its partner, where it may be shown."),
	RECORD_OF(case_choice, solution, schema_solution, "Its solution."),
	CHOICE(case_choice, rung, rung_words, "What consent allows."),
	VALUE(case_choice, title, TEXT, "A title that may be printed."),
	VALUE(case_choice, customer, TEXT,
	    "The customer's name, or who they are without it."),
	VALUE(case_choice, why, LINE, "Why it was chosen."),
	PART(case_choice, metric, schema_metric, "Its first number."),
	PARTS(case_choice, numbers, schema_number_view,
	    "All its numbers, those with a change as charts."),
	PART(case_choice, quote, schema_quote, "Its first quote."),
};

const struct schema schema_case_choice = VIEW_SCHEMA(
    "chosen case", case_choice, case_choice_rows,
    "A case study as this reader may see it.");

static const struct field why_not_rows[] = {
	VALUE(why_not, label, TEXT, "What was not chosen."),
	VALUE(why_not, why, LINE, "The reason."),
};

static const struct schema schema_why_not = VIEW_SCHEMA("rejection",
    why_not, why_not_rows, "What was not chosen, and why.");

static const struct field contact_rows[] = {
	RECORD_OF(contact_view, person, schema_person, "The person."),
	VALUE(contact_view, org, LINE, "Whose they are."),
	RECORD_OF(contact_view, partner, schema_partner,
	    "Their partner; none for the vendor's people."),
	RECORD_OF(contact_view, deputy, schema_person, "Who stands in."),
	VALUE(contact_view, speaks_kit, BOOL,
	    "Whether they speak the page's language."),
	VALUE(contact_view, call, LINE,
	    "When they and the office are both at work."),
};

static const struct field partner_hours_rows[] = {
	RECORD_OF(partner_hours, partner, schema_partner, "The partner."),
	VALUE(partner_hours, call, LINE,
	    "When its people and the office are both at work."),
};

static const struct schema schema_partner_hours = VIEW_SCHEMA(
    "partner's hours", partner_hours, partner_hours_rows,
    "When a partner can be called.");

const struct schema schema_contact_view = VIEW_SCHEMA("contact",
    contact_view, contact_rows, "Someone to call.");

static const struct field lab_rows[] = {
	PART(lab_view, place, schema_place, "The place."),
	RECORD_OF(lab_view, partner, schema_partner, "Whose it is."),
};

static const struct schema schema_lab_view = VIEW_SCHEMA("lab", lab_view,
    lab_rows, "A lab or briefing centre to book.");

static const struct field slot_rows[] = {
	VALUE(slot_view, name, SLUG, "Its name: pitch-25, summary-100, …"),
	VALUE(slot_view, words, INT, "How many words it has at most."),
	VALUE(slot_view, text, TEXT, "The text."),
	VALUE(slot_view, url, URL, "The same as a file of plain text."),
};

static const struct schema schema_slot_view = VIEW_SCHEMA("text to paste",
    slot_view, slot_rows, "A text to paste, in one length.");

static const struct field slot_set_rows[] = {
	RECORD_ANY(slot_set, record, "The solution or partner."),
	VALUE(slot_set, title, LINE, "What it is called."),
	PARTS(slot_set, slots, schema_slot_view, "Its texts, shortest first."),
};

static const struct schema schema_slot_set = VIEW_SCHEMA("texts to paste",
    slot_set, slot_set_rows, "What may be said of a solution or partner.");

static const struct field campaign_office_rows[] = {
	RECORD_OF(campaign_office, campaign, schema_campaign, "The campaign."),
	RECORD_OF(campaign_office, office, schema_office, "The office."),
	VALUE(campaign_office, url, URL, "The page of the two."),
	PART(campaign_office, kit, schema_kit_view, "Its kit to download."),
	RECORD_OF(campaign_office, best_solution, schema_solution,
	    "The solution that fits best."),
	PART(campaign_office, best_case, schema_case_choice,
	    "The reference that fits best."),
	VALUE(campaign_office, solutions, INT, "How many solutions fit."),
	VALUE(campaign_office, cases, INT, "How many references fit."),
	VALUE(campaign_office, contacts, INT, "How many contacts there are."),
};

static const struct schema schema_campaign_office = VIEW_SCHEMA(
    "campaign at an office", campaign_office, campaign_office_rows,
    "One campaign at one office.");

static const struct field persona_rows[] = {
	PART(persona_questions, persona, schema_persona, "Whom to ask."),
	PARTS(persona_questions, questions, schema_discovery, "What to ask."),
};

static const struct schema schema_persona_questions = VIEW_SCHEMA(
    "persona's questions", persona_questions, persona_rows,
    "The discovery questions of one persona.");

static const struct field change_rows[] = {
	VALUE(change_view, name, LINE,
	    "What it is about; none of the kit itself."),
	VALUE(change_view, text, LINE, "What happened."),
	VALUE(change_view, detail, LINE,
	    "Why it was chosen, or some of the new words."),
};

static const struct schema schema_change_view = VIEW_SCHEMA("change",
    change_view, change_rows, "What a kit says differently.");

static const struct field campaign_rows[] = {
	RECORD_OF(campaign_view, campaign, schema_campaign, "The campaign."),
	RECORD_OF(campaign_view, office, schema_office,
	    "The office; none on the campaign's own page."),
	PARTS(campaign_view, solutions, schema_solution_choice,
	    "The chosen solutions, best first."),
	PARTS(campaign_view, cases, schema_case_choice,
	    "The chosen references, best first."),
	VALUE(campaign_view, cases_counted, INT,
	    "How many references may only be counted."),
	PARTS(campaign_view, not_chosen, schema_why_not,
	    "What came next, and why it was not chosen."),
	PARTS(campaign_view, discovery, schema_persona_questions,
	    "The discovery questions, by persona."),
	PARTS(campaign_view, vendor_contacts, schema_contact_view,
	    "The vendor's people, nearest first."),
	PARTS(campaign_view, partner_contacts, schema_contact_view,
	    "The partners' people."),
	PARTS(campaign_view, first_contacts, schema_contact_view,
	    "Whom the reader calls first: the partners' people, for a partner's "
	    "readers the vendor's."),
	PARTS(campaign_view, experts, schema_contact_view,
	    "Technical people and specialists."),
	VALUE(campaign_view, call_day, DATE,
	    "The day on which their hours were compared."),
	PARTS(campaign_view, labs, schema_lab_view,
	    "Labs and briefing centres to book: in the territory, in the "
	    "office's region, else the nearest by the clock."),
	RECORDS_OF(campaign_view, funding, schema_funding,
	    "Money for the campaign."),
	RECORDS_OF(campaign_view, commitments, schema_commitment,
	    "What was promised."),
	PARTS(campaign_view, offices, schema_campaign_office,
	    "The offices that run it; only on the campaign's own page."),
	PARTS(campaign_view, kits, schema_kit_view,
	    "The kits of this office; only on the page of an office."),
	PARTS(campaign_view, slots, schema_slot_set,
	    "Texts to paste: of the first solution and of its partner; not in "
	    "kits."),
	VALUES(campaign_view, sources, LINE,
	    "Where the claims come from, each once."),
	PARTS(campaign_view, changes, schema_change_view,
	    "What changed since the kit before, most important first; only "
	    "in kits built with --previous."),
	VALUE(campaign_view, changes_more, INT,
	    "How many changes more there are."),
	VALUE(campaign_view, previous_kit, LINE, "The id of that kit."),
};

static const struct schema schema_campaign_view = VIEW_SCHEMA(
    "campaign page", campaign_view, campaign_rows,
    "A campaign, or a campaign at an office: pages, kit, leave-behind.");

static const struct field partner_campaign_rows[] = {
	RECORD_OF(partner_campaign, campaign, schema_campaign, "The campaign."),
	RECORDS_OF(partner_campaign, solutions, schema_solution,
	    "The partner's solutions in it."),
	VALUE(partner_campaign, offices, INT,
	    "How many offices run it where the partner sells."),
};

static const struct schema schema_partner_campaign = VIEW_SCHEMA(
    "partner's campaign", partner_campaign, partner_campaign_rows,
    "A campaign that a partner serves.");

static const struct field partner_rows[] = {
	RECORD_OF(partner_view, partner, schema_partner, "The partner."),
	RECORDS_OF(partner_view, solutions, schema_solution, "Its solutions."),
	PARTS(partner_view, cases, schema_case_choice, "Its references."),
	VALUE(partner_view, cases_counted, INT,
	    "How many references may only be counted."),
	PART(partner_view, chart, schema_chart_view,
	    "Their numbers, where some can be compared."),
	PARTS(partner_view, campaigns, schema_partner_campaign,
	    "The campaigns it serves."),
	PARTS(partner_view, vendor_contacts, schema_contact_view,
	    "The vendor's people for this partner."),
	PARTS(partner_view, partner_contacts, schema_contact_view,
	    "The partner's people."),
	PARTS(partner_view, experts, schema_contact_view,
	    "Technical people and specialists of the vendor; in kits."),
	VALUE(partner_view, call_day, DATE,
	    "The day on which their hours were compared; in kits."),
	PARTS(partner_view, labs, schema_lab_view,
	    "Labs and briefing centres of others where it has none: where it "
	    "sells, else the nearest by the clock; in kits."),
	RECORDS_OF(partner_view, funding, schema_funding,
	    "Money for the partner."),
	RECORDS_OF(partner_view, commitments, schema_commitment,
	    "What was promised."),
	PARTS(partner_view, kits, schema_kit_view, "Its kits."),
	VALUES(partner_view, sources, LINE,
	    "Where the claims come from, each once."),
};

static const struct schema schema_partner_view = VIEW_SCHEMA(
    "partner page", partner_view, partner_rows,
    "A partner: its page and its kit.");

static const struct field solution_rows[] = {
	RECORD_OF(solution_view, solution, schema_solution, "The solution."),
	RECORD_OF(solution_view, partner, schema_partner, "Its partner."),
	PARTS(solution_view, cases, schema_case_choice, "Its references."),
	RECORDS_OF(solution_view, campaigns, schema_campaign,
	    "The campaigns it serves."),
	PARTS(solution_view, partner_contacts, schema_contact_view,
	    "The partner's people."),
};

static const struct schema schema_solution_view = VIEW_SCHEMA(
    "solution page", solution_view, solution_rows, "A solution.");

static const struct field case_rows[] = {
	PART(case_view, study, schema_case_choice, "The case study."),
	RECORDS_OF(case_view, campaigns, schema_campaign,
	    "The campaigns where it may serve."),
	PARTS(case_view, related, schema_case_choice,
	    "References of the same partner or industry."),
};

static const struct schema schema_case_view = VIEW_SCHEMA(
    "case study page", case_view, case_rows, "A case study.");

static const struct field office_rows[] = {
	RECORD_OF(office_view, office, schema_office, "The office."),
	PARTS(office_view, campaigns, schema_campaign_office,
	    "The campaigns it runs."),
	PARTS(office_view, vendor_contacts, schema_contact_view,
	    "The vendor's people for it."),
	PARTS(office_view, partner_hours, schema_partner_hours,
	    "When the partners of what was chosen can be called."),
	VALUE(office_view, call_day, DATE,
	    "The day on which hours were compared."),
	PARTS(office_view, kits, schema_kit_view, "Its kits."),
};

static const struct schema schema_office_view = VIEW_SCHEMA("office page",
    office_view, office_rows, "An office.");

static const struct field campaign_card_rows[] = {
	RECORD_OF(campaign_card, campaign, schema_campaign, "The campaign."),
	VALUE(campaign_card, offices, INT, "How many offices run it."),
	VALUE(campaign_card, solutions, INT, "How many solutions fit."),
	VALUE(campaign_card, cases, INT, "How many references fit."),
};

static const struct schema schema_campaign_card = VIEW_SCHEMA(
    "campaign card", campaign_card, campaign_card_rows,
    "A campaign on the home page.");

static const struct field news_rows[] = {
	RECORD_ANY(news_view, record, "What is new."),
	VALUE(news_view, title, TEXT, "Its title."),
	VALUE(news_view, on, DATE, "When it was approved."),
	VALUE(news_view, url, URL, "Its page."),
};

static const struct schema schema_news_view = VIEW_SCHEMA("news",
    news_view, news_rows, "Something new.");

/* One struct, a schema for each kind of item. */
#define GROUP_ROWS(name, items_row)                                     \
	static const struct field name[] = {                            \
		VALUE(group_view, title, TEXT,                          \
		    "The letter or region; none where it is the only one."), \
		items_row                                               \
	}

GROUP_ROWS(office_group_rows, RECORDS_OF(group_view, items, schema_office,
    "Its offices."));
GROUP_ROWS(partner_group_rows, RECORDS_OF(group_view, items, schema_partner,
    "Its partners."));
GROUP_ROWS(solution_group_rows, RECORDS_OF(group_view, items,
    schema_solution, "Its solutions."));
GROUP_ROWS(case_group_rows, PARTS(group_view, items, schema_case_choice,
    "Its references."));

static const struct schema schema_office_group = VIEW_SCHEMA(
    "group of offices", group_view, office_group_rows,
    "Offices of one region.");
static const struct schema schema_partner_group = VIEW_SCHEMA(
    "group of partners", group_view, partner_group_rows,
    "Partners of one first letter.");
static const struct schema schema_solution_group = VIEW_SCHEMA(
    "group of solutions", group_view, solution_group_rows,
    "Solutions of one first letter.");
static const struct schema schema_case_group = VIEW_SCHEMA(
    "group of references", group_view, case_group_rows,
    "References of one first letter.");

static const struct field home_rows[] = {
	PARTS(home_view, campaigns, schema_campaign_card,
	    "The campaigns, by priority, then end."),
	RECORDS_OF(home_view, offices, schema_office, "The offices."),
	RECORDS_OF(home_view, partners, schema_partner, "The partners."),
	RECORDS_OF(home_view, solutions, schema_solution, "The solutions."),
	PARTS(home_view, cases, schema_case_choice, "The references."),
	PARTS(home_view, news, schema_news_view,
	    "What is new, newest first, 12 at most."),
	PARTS(home_view, offices_by_region, schema_office_group,
	    "The offices again, by region."),
	PARTS(home_view, partners_by_letter, schema_partner_group,
	    "The partners again, by first letter where there are many."),
	PARTS(home_view, solutions_by_letter, schema_solution_group,
	    "The solutions again, by first letter where there are many."),
	PARTS(home_view, cases_by_letter, schema_case_group,
	    "The references again, by first letter where there are many."),
};

static const struct schema schema_home_view = VIEW_SCHEMA("home page",
    home_view, home_rows, "The first page of a site.");

static const struct field search_rows[] = {
	RECORDS_OF(search_view, campaigns, schema_campaign,
	    "The campaigns, by name."),
	RECORDS_OF(search_view, offices, schema_office,
	    "The offices, by name."),
};

static const struct schema schema_search_view = VIEW_SCHEMA("search page",
    search_view, search_rows, "The page that searches the site.");
static const struct field topic_rows[] = {
	CHOICE(topic_view, kind, topic_words, "What the topic is."),
	VALUE(topic_view, title, TEXT, "What it is called."),
	RECORDS_OF(topic_view, campaigns, schema_campaign,
	    "The campaigns that carry it."),
	RECORDS_OF(topic_view, solutions, schema_solution,
	    "The solutions that carry it."),
	PARTS(topic_view, cases, schema_case_choice,
	    "The references that carry it; of a country, those of its "
	    "customers."),
	RECORDS_OF(topic_view, partners, schema_partner,
	    "The partners that carry it; of a country, those that sell there."),
	PARTS(topic_view, related, schema_topic_link,
	    "The topic above it and those below it."),
};

static const struct schema schema_topic_view = VIEW_SCHEMA("topic page",
    topic_view, topic_rows, "All that has one industry, product, country of "
    "a customer, or tag.");

static const struct field topics_rows[] = {
	PARTS(topics_view, industries, schema_topic_link, "The industries."),
	PARTS(topics_view, products, schema_topic_link, "The products."),
	PARTS(topics_view, countries, schema_topic_link,
	    "The countries of customers."),
	PARTS(topics_view, tags, schema_topic_link, "The tags."),
};

static const struct schema schema_topics_view = VIEW_SCHEMA("list of topics",
    topics_view, topics_rows, "All topics, by name.");

static const struct field not_found_rows[] = {
	PARTS(not_found_view, campaigns, schema_crumb_view,
	    "The campaigns, by priority, then end."),
};

static const struct schema schema_not_found_view = VIEW_SCHEMA(
    "page of no page", not_found_view, not_found_rows,
    "What a server shows where there is no page.");

static const char *const verify_words[] = {
	[VERIFY_CURRENT] = "current", [VERIFY_SUPERSEDED] = "superseded",
	[VERIFY_WITHDRAWN] = "withdrawn", [VERIFY_ENDED] = "ended",
	[VERIFY_STATUS_COUNT] = NULL
};

static const struct field verify_rows[] = {
	VALUE(verify_view, id, LINE, "The kit's id."),
	CHOICE(verify_view, status, verify_words, "What became of it."),
	PART(verify_view, kit, schema_kit_view,
	    "The kit, or the one that takes its place; none where it ended."),
	VALUE(verify_view, kit_page, URL,
	    "The page like this of the kit that takes its place."),
	PART(verify_view, about, schema_crumb_view,
	    "The page of what it is about."),
	VALUE(verify_view, withdrawn_on, DATE, "When it was withdrawn."),
	VALUE(verify_view, reason, LINE, "Why it was withdrawn."),
};

static const struct schema schema_verify_view = VIEW_SCHEMA("page of a kit",
    verify_view, verify_rows, "Whether a kit still holds.");

static const struct field loop_rows[] = {
	VALUE(loop_view, index, INT, "The item's number, from 1."),
	VALUE(loop_view, count, INT, "How many items there are."),
	VALUE(loop_view, is_first, BOOL, "Whether it is the first."),
	VALUE(loop_view, is_last, BOOL, "Whether it is the last."),
};

const struct schema schema_loop_view = VIEW_SCHEMA("loop", loop_view,
    loop_rows, "Where a k:each is.");

static const struct {
	const char *template;
	const char *name;
	const struct schema *schema;
} kinds[VIEW_KIND_COUNT] = {
#define KIND_ROW(name, file, schema, id) \
	[VIEW_##name] = { file, id, &schema_##schema##_view },
	VIEW_KIND_TABLE(KIND_ROW)
#undef KIND_ROW
};

const char *
view_template(enum view_kind kind)
{
	assert(kind < VIEW_KIND_COUNT);
	return kinds[kind].template;
}

const char *
view_name(enum view_kind kind)
{
	assert(kind < VIEW_KIND_COUNT);
	return kinds[kind].name;
}

bool
view_is_kit(enum view_kind kind)
{
	return kind == VIEW_KIT_CAMPAIGN || kind == VIEW_KIT_PARTNER ||
	    kind == VIEW_KIT_LEAVE_BEHIND || kind == VIEW_KIT_COVERAGE;
}

bool
view_is_letter(enum view_kind kind)
{
	return kind == VIEW_LETTER || kind == VIEW_LETTER_KIT ||
	    kind == VIEW_LETTER_NOTICE;
}

const char *
view_folder(enum view_kind kind)
{
	return view_is_kit(kind) ? "kits/" :
	    view_is_letter(kind) ? "letters/" : "site/";
}

const struct schema *
view_schema(enum view_kind kind)
{
	assert(kind < VIEW_KIND_COUNT);
	return kinds[kind].schema;
}
