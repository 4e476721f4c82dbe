/*
 * What the templates of letters may name, as tables.
 */
#include "schema_rows.h"

static const struct field letter_rows[] = {
	RECORD_OF(letter_view, office, schema_office,
	    "The office that gets the message."),
	VALUE(letter_view, kits, INT,
	    "How many kits the message brings; none where it is a notice."),
	VALUE(letter_view, is_notice, BOOL,
	    "Whether it tells that a kit was withdrawn."),
	VALUE(letter_view, campaign, LINE,
	    "The campaign of the one kit, or of the withdrawn one; filled in "
	    "when mailed."),
	VALUE(letter_view, preview, LINE,
	    "What mail programs show beside the subject; filled in when "
	    "mailed."),
	VALUE(letter_view, sections, LINE,
	    "What kit.html or notice.html makes; filled in when mailed."),
};

const struct schema schema_letter_view = VIEW_SCHEMA("letter", letter_view,
    letter_rows, "A message to an office, but for what it says of kits.");

static const struct field letter_kit_rows[] = {
	RECORD_OF(letter_kit_view, campaign, schema_campaign,
	    "The kit's campaign."),
	RECORD_OF(letter_kit_view, office, schema_office, "The kit's office."),
	PART(letter_kit_view, kit, schema_kit_view,
	    "The kit, the url being its file's."),
	VALUE(letter_kit_view, url, URL,
	    "The campaign's page at the office, where base_url is set."),
	PARTS(letter_kit_view, solutions, schema_solution_choice,
	    "The solutions in the kit, best first."),
	PARTS(letter_kit_view, cases, schema_case_choice,
	    "The references in the kit, best first."),
	PARTS(letter_kit_view, contacts, schema_contact_view,
	    "Whom the office calls first: the campaign's."),
	VALUE(letter_kit_view, is_attached, BOOL,
	    "Whether the PDF comes with the message; not where it is too "
	    "large for the office."),
	VALUE(letter_kit_view, since, LINE,
	    "The id of the kit that the office holds, where what changed "
	    "since then is known."),
	VALUES(letter_kit_view, changes, LINE,
	    "What changed since then, a sentence each."),
};

const struct schema schema_letter_kit_view = VIEW_SCHEMA("kit in a letter",
    letter_kit_view, letter_kit_rows, "What a message says of one kit.");

static const struct field letter_notice_rows[] = {
	RECORD_OF(letter_notice_view, office, schema_office,
	    "The office that holds the kit."),
	VALUE(letter_notice_view, title, LINE,
	    "What the withdrawn kit is called; filled in when mailed."),
	VALUE(letter_notice_view, id, LINE,
	    "Its id; filled in when mailed."),
	VALUE(letter_notice_view, reason, LINE,
	    "Why it was withdrawn; filled in when mailed."),
	PART(letter_notice_view, kit, schema_kit_view,
	    "The kit that takes its place, where there is one."),
	VALUE(letter_notice_view, url, URL,
	    "The page of that kit's campaign at the office."),
};

const struct schema schema_letter_notice_view = VIEW_SCHEMA("notice",
    letter_notice_view, letter_notice_rows,
    "What a message says of a kit that was withdrawn.");
