/*
 * The rows of content/campaigns: what the field sells this half-year, to
 * whom, and in which words.
 */
#include "schema_rows.h"

static const struct field persona_fields[] = {
	{ .key = "id", .type = FIELD_SLUG, AT(persona, id),
	  .is_required = true, .example = "cio",
	  .help = "The persona's id, unique within the campaign." },
	{ .key = "name", .type = FIELD_TEXT, AT(persona, name),
	  .is_required = true, .max_chars = 120, .example = "CIO",
	  .help = "What the person is." },
	{ .key = "cares_about", .type = FIELD_TEXT, AT(persona, cares_about),
	  .max_chars = 300, .example = "Risk, cost and pace of change",
	  .help = "What keeps the person awake." },
};

const struct schema schema_persona = {
	.name = "personas", .singular = "persona", .kind = SCHEMA_MAP,
	.size = sizeof(struct persona), .fields = persona_fields,
	.field_count = COUNT_OF(persona_fields),
	.help = "Whom to talk to at the customer.",
};

static const struct field discovery_fields[] = {
	{ .key = "persona", .type = FIELD_SLUG, AT(discovery, persona),
	  .example = "cio",
	  .help = "The persona to ask; without it, anyone." },
	{ .key = "question", .type = FIELD_TEXT, AT(discovery, question),
	  .is_required = true, .max_chars = 300,
	  .example = "Where did the last release wait?",
	  .help = "The question to ask." },
	{ .key = "listen_for", .type = FIELD_TEXT, AT(discovery, listen_for),
	  .max_chars = 300, .example = "Weeks, change boards",
	  .help = "What a good answer sounds like." },
};

const struct schema schema_discovery = {
	.name = "discovery", .singular = "discovery question",
	.kind = SCHEMA_MAP,
	.size = sizeof(struct discovery), .fields = discovery_fields,
	.field_count = COUNT_OF(discovery_fields),
	.help = "A question that opens the conversation.",
};

static const struct field objection_fields[] = {
	{ .key = "objection", .type = FIELD_TEXT, AT(objection, objection),
	  .is_required = true, .max_chars = 300,
	  .example = "We built our own.",
	  .help = "What the customer says." },
	{ .key = "answer", .type = FIELD_TEXT, AT(objection, answer),
	  .is_required = true, .max_chars = 1000,
	  .example = "So had the references in this kit.",
	  .help = "What to answer." },
	{ .key = "proof", .type = FIELD_REF, AT(objection, proof),
	  .of = &schema_case_study,
	  .help = "A case study that proves the answer." },
};

const struct schema schema_objection = {
	.name = "objections", .singular = "objection", .kind = SCHEMA_MAP,
	.size = sizeof(struct objection), .fields = objection_fields,
	.field_count = COUNT_OF(objection_fields),
	.help = "An objection, its answer and its proof.",
};

static const struct field competitor_fields[] = {
	{ .key = "name", .type = FIELD_LINE, AT(competitor, name),
	  .is_required = true, .max_chars = 120,
	  .example = "In-house scripts",
	  .help = "Whom the customer might choose in your place." },
	{ .key = "note", .type = FIELD_TEXT, AT(competitor, note),
	  .is_required = true, .max_chars = 1000,
	  .example = "Win on audit evidence, never on features.",
	  .help = "How to win; internal readers only." },
};

const struct schema schema_competitor = {
	.name = "competitors", .singular = "competitor", .kind = SCHEMA_MAP,
	.size = sizeof(struct competitor), .fields = competitor_fields,
	.field_count = COUNT_OF(competitor_fields),
	.help = "A competitor and how to win; internal readers only.",
};

static const struct field slots_fields[] = {
	{ .key = "solutions", .type = FIELD_INT, AT(slots, solutions),
	  .min = 1, .max = 50, .example = "5",
	  .help = "How many solutions a kit shows." },
	{ .key = "cases", .type = FIELD_INT, AT(slots, cases),
	  .min = 1, .max = 50, .example = "3",
	  .help = "How many case studies a kit shows." },
};

const struct schema schema_slots = {
	.name = "slots", .singular = "slots", .kind = SCHEMA_MAP,
	.size = sizeof(struct slots), .fields = slots_fields,
	.field_count = COUNT_OF(slots_fields),
	.help = "How much a kit of the campaign shows.",
};

static const struct field needs_fields[] = {
	{ .key = "cases", .type = FIELD_INT, AT(needs, cases),
	  .min = 0, .max = 50, .example = "1",
	  .help = "Case studies an office must have to start." },
	{ .key = "contacts", .type = FIELD_INT, AT(needs, contacts),
	  .min = 0, .max = 50, .example = "1",
	  .help = "Partner contacts an office must have to start." },
};

const struct schema schema_needs = {
	.name = "needs", .singular = "needs", .kind = SCHEMA_MAP,
	.size = sizeof(struct needs), .fields = needs_fields,
	.field_count = COUNT_OF(needs_fields),
	.help = "What an office must have for the campaign to be ready.",
};

static const struct field priority_fields[] = {
	{ .key = "vendor", .type = FIELD_INT, AT(priority, vendor),
	  .min = 1, .max = 9, .example = "1",
	  .help = "How much the vendor wants it; 1 is first." },
	{ .key = "partner", .type = FIELD_INT, AT(priority, partner),
	  .min = 1, .max = 9, .example = "2",
	  .help = "How much the partners want it; 1 is first." },
};

const struct schema schema_priority = {
	.name = "priority", .singular = "priority", .kind = SCHEMA_MAP,
	.size = sizeof(struct priority), .fields = priority_fields,
	.field_count = COUNT_OF(priority_fields),
	.help = "How much each side wants the campaign; 1 is first.",
};

static const struct field campaign_fields[] = {
	{ .key = "name", .type = FIELD_TEXT, AT(campaign, name),
	  .is_required = true, .max_chars = 120,
	  .example = "Ready for peak season",
	  .help = "The campaign's name, on the cover of its kits." },
	{ .key = "code", .type = FIELD_LINE, AT(campaign, code),
	  .max_chars = 40, .example = "FY27-PEAK",
	  .help = "The campaign's code in CRM." },
	{ .key = "area", .type = FIELD_REF, AT(campaign, area),
	  .of = &schema_area,
	  .help = "The solution area it is about." },
	{ .key = "start", .type = FIELD_DATE, AT(campaign, start),
	  .is_required = true, .example = "2026-07-01",
	  .help = "Its first day." },
	{ .key = "end", .type = FIELD_DATE, AT(campaign, end),
	  .is_required = true, .example = "2027-06-30",
	  .help = "Its last day." },
	{ .key = "territories", .type = FIELD_TERRITORY,
	  AT(campaign, territories), .of = &schema_region,
	  .is_list = true, .is_required = true, .example = "DE",
	  .help = "The regions or countries it runs in." },
	{ .key = "industries", .type = FIELD_REF, AT(campaign, industries),
	  .of = &schema_industry, .is_list = true,
	  .help = "The industries it is for; without it, all." },
	{ .key = "segments", .type = FIELD_ENUM, AT(campaign, segments),
	  .words = WORDS_SEGMENT, .is_list = true,
	  .help = "The sizes of customers it is for; without it, all." },
	{ .key = "products", .type = FIELD_REF, AT(campaign, products),
	  .of = &schema_product, .is_list = true,
	  .help = "The products it sells." },
	{ .key = "personas", .type = FIELD_STRUCT, AT(campaign, personas),
	  .of = &schema_persona, .is_list = true,
	  .help = "Whom to talk to at the customer." },
	{ .key = "triggers", .type = FIELD_TEXT, AT(campaign, triggers),
	  .is_list = true, .max_chars = 300,
	  .audience = FIELD_NOT_CUSTOMER,
	  .example = "A release took longer than a week",
	  .help = "Signs that a customer is ready." },
	{ .key = "disqualifiers", .type = FIELD_TEXT,
	  AT(campaign, disqualifiers), .is_list = true, .max_chars = 300,
	  .audience = FIELD_NOT_CUSTOMER,
	  .example = "Fewer than ten developers",
	  .help = "Signs that a customer is not for this campaign." },
	{ .key = "discovery", .type = FIELD_STRUCT, AT(campaign, discovery),
	  .of = &schema_discovery, .is_list = true,
	  .audience = FIELD_NOT_CUSTOMER,
	  .help = "Questions that open the conversation." },
	{ .key = "talk_track", .type = FIELD_MARKDOWN,
	  AT(campaign, talk_track), .audience = FIELD_NOT_CUSTOMER,
	  .help = "What to say, in Markdown." },
	{ .key = "objections", .type = FIELD_STRUCT, AT(campaign, objections),
	  .of = &schema_objection, .is_list = true,
	  .audience = FIELD_NOT_CUSTOMER,
	  .help = "Objections, their answers and their proof." },
	{ .key = "competitors", .type = FIELD_STRUCT,
	  AT(campaign, competitors), .of = &schema_competitor,
	  .is_list = true, .audience = FIELD_NOT_CUSTOMER,
	  .help = "Competitors and how to win; internal readers only." },
	{ .key = "pins", .type = FIELD_REF, AT(campaign, pins),
	  .of = &schema_solution, .is_list = true,
	  .help = "Solutions to show first." },
	{ .key = "excludes", .type = FIELD_REF, AT(campaign, excludes),
	  .of = &schema_solution, .is_list = true,
	  .audience = FIELD_AUTHORS,
	  .help = "Solutions never to show." },
	{ .key = "slots", .type = FIELD_STRUCT, AT(campaign, slots),
	  .of = &schema_slots, .audience = FIELD_NOT_CUSTOMER,
	  .help = "How much a kit of the campaign shows." },
	{ .key = "needs", .type = FIELD_STRUCT, AT(campaign, needs),
	  .of = &schema_needs, .audience = FIELD_NOT_CUSTOMER,
	  .help = "What an office must have for the campaign to be ready." },
	{ .key = "priority", .type = FIELD_STRUCT, AT(campaign, priority),
	  .of = &schema_priority, .audience = FIELD_NOT_CUSTOMER,
	  .help = "How much each side wants the campaign; 1 is first." },
	FIELD_BODY_ROW("The brief."),
	FIELD_COMMON_ROWS,
};

const struct schema schema_campaign = {
	.name = "campaigns", .singular = "campaign", .kind = SCHEMA_FOLDER,
	.size = sizeof(struct campaign), .fields = campaign_fields,
	.field_count = COUNT_OF(campaign_fields), .has_body = true,
	.help = "What the field sells, to whom, and in which words.",
};
