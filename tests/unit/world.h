/*
 * world.h - a theme in memory and a model of one record a type, for tests of
 * templates: what a template prints, and where and how it is refused.
 */
#ifndef TESTS_WORLD_H
#define TESTS_WORLD_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fieldkit/compose.h"
#include "fieldkit/limits.h"
#include "fieldkit/markdown.h"
#include "fieldkit/strbuf.h"

#define HEAD "<html xmlns='http://www.w3.org/1999/xhtml' " \
	"xmlns:k='https://fieldkit.example/template'><body>\n"
#define TAIL "\n</body></html>"
#define PART "<k:part xmlns='http://www.w3.org/1999/xhtml' " \
	"xmlns:k='https://fieldkit.example/template'>"

enum { MAX_FILES = 16 };

struct world {
	struct arena arena;
	struct sources sources;
	struct diags diags;
	struct theme theme;
	struct theme_file files[MAX_FILES];
	struct site site;
	struct partner partner;
	struct solution solution;
	struct campaign campaign;
	struct office office;
	struct person person;
	struct funding funding;
	struct campaign_view top;
	struct edition_view edition;
	struct page_view page;
	struct kit_view kit;
	struct view view;
	struct format_locale *locale;
	const char *lang;
};

static const struct source_pos here = { 0, 7, 3 };

static inline struct str
str(const char *chars)
{
	return (struct str){ here, (uint32_t)strlen(chars), chars };
}

static inline struct text
text(struct world *world, const char *lang, const char *chars)
{
	struct variant *variant = ARENA_NEW(&world->arena, struct variant);

	*variant = (struct variant){
		.pos = here, .lang = lang, .len = (uint32_t)strlen(chars),
		.chars = chars,
	};
	return (struct text){ here, 1, variant };
}

/* English and German. */
static struct text
text2(struct world *world, const char *german, const char *english)
{
	struct variant *both = ARENA_ARRAY(&world->arena, struct variant, 2);

	both[0] = text(world, "de", german).variants[0];
	both[1] = text(world, "en", english).variants[0];
	return (struct text){ here, 2, both };
}

static inline struct text
markdown(struct world *world, const char *source)
{
	struct markdown_input input = {
		.first_line = 1, .bytes = source, .len = strlen(source),
		.lang = "en", .bundle = "solutions/care",
	};
	struct variant *variant = ARENA_NEW(&world->arena, struct variant);

	*variant = text(world, "en", source).variants[0];
	variant->tree = markdown_parse(&world->arena, &input, &world->diags);
	return (struct text){ here, 1, variant };
}

static inline struct ref
ref(const struct record *record)
{
	return (struct ref){ here, record->id, record };
}

static inline struct record
record(enum record_type type, const char *id)
{
	return (struct record){ .pos = here, .type = type, .id = id };
}

#define LIST(array) \
	((struct list){ here, sizeof(array) / sizeof((array)[0]), array })

static const char english[] =
    "nav: {home: Home}\n"
    "kits: {pages: {one: '{n} page', other: '{n} pages'}}\n"
    "by: 'by {who}'\n"
    "only: {english: Hello}\n"
    "words: {worldwide: Worldwide, small: Small, mid: Medium,\n"
    "  enterprise: Large, public: Public, idea: Idea, poc: Trial,\n"
    "  in-market: On sale, co-sell-ready: Co-sell, ip-eligible: IP,\n"
    "  retired: Retired}\n";

static inline void
add_file(struct world *world, const char *name, const char *bytes)
{
	struct theme_file *file = &world->files[world->theme.file_count++];

	assert_true(world->theme.file_count <= MAX_FILES);
	*file = (struct theme_file){
		.name = name, .path = name, .bytes = bytes,
		.len = strlen(bytes),
	};
	file->file = source_add(&world->sources, name, bytes, file->len);
}

/* Messages can only be loaded from files. */
static inline void
load_messages(struct world *world)
{
	char folder[] = "/tmp/fieldkit-test-XXXXXX", command[256];
	const char *name = "theme";
	FILE *file;

	assert_non_null(mkdtemp(folder));
	snprintf(command, sizeof(command), "mkdir -p %s/theme/i18n", folder);
	assert_int_equal(system(command), 0);
	snprintf(command, sizeof(command), "%s/theme/i18n/en.yaml", folder);
	file = fopen(command, "w");
	assert_non_null(file);
	fputs(english, file);
	fclose(file);
	snprintf(command, sizeof(command), "%s/theme/theme.yaml", folder);
	file = fopen(command, "w");
	assert_non_null(file);
	fclose(file);
	assert_true(theme_load(&world->theme, &world->arena, &world->sources,
	    folder, name, "/nonexistent", &world->diags));
	snprintf(command, sizeof(command), "rm -r %s", folder);
	assert_int_equal(system(command), 0);
	world->theme.file_count = 0;
	world->theme.files = world->files;
}

static inline void
fill_records(struct world *world)
{
	static struct str countries[2], products[1];
	static struct text points[3];
	static struct choice segments[2];

	world->site.record = record(RECORD_SITE, "site");
	world->site.title = str("Field <notes>");
	world->site.vendor.name = str("Vendor");
	world->partner.record = record(RECORD_PARTNER, "acme");
	world->partner.name = str("Acme & Sons");
	world->partner.url = str("https://www.acme.example/about?x=1");
	countries[0] = str("DE");
	countries[1] = str("FR");
	world->partner.countries = LIST(countries);
	world->partner.logo.pos = here;
	world->partner.logo.file = str("bundle:partners/acme/logo.png");
	world->partner.logo.alt = text(world, "en", "Acme's logo");
	world->solution.record = record(RECORD_SOLUTION, "care");
	world->solution.record.body = markdown(world,
	    "# Why\n\nSee [acme](partners/acme) and [gone](partners/gone).\n"
	    "\n## How\n\nWell.\n");
	world->solution.name = text2(world, "Pflege", "Care");
	world->solution.partner = ref(&world->partner.record);
	world->solution.status = (struct choice){ here, STATUS_CO_SELL_READY };
	points[0] = text(world, "en", "fast");
	points[1] = text(world, "en", "safe");
	points[2] = text(world, "en", "local");
	world->solution.differentiators = LIST(points);
	segments[0] = (struct choice){ here, SEGMENT_MID };
	segments[1] = (struct choice){ here, SEGMENT_PUBLIC };
	world->solution.segments = LIST(segments);
	products[0] = str("worldwide");
	world->solution.countries = LIST(products);
	world->campaign.record = record(RECORD_CAMPAIGN, "spring");
	world->campaign.name = text(world, "en", "Spring");
	world->campaign.start = (struct date){ here, 20779 };
	world->person.record = record(RECORD_PERSON, "anna");
	world->person.title = text(world, "en", "Partner desk");
	world->person.org = (struct ref){ here, "vendor", NULL };
	world->person.email = str("desk@vendor.example");
	world->person.phone = str("+4989123");
	world->funding.record = record(RECORD_FUNDING, "fund");
	world->funding.amount = (struct money){ here, { here, 2, 1250000 },
	    str("EUR") };
}

static inline void
fill_view(struct world *world)
{
	static struct solution_choice solutions[2];
	static struct contact_view contacts[1];
	static const struct record *funds[1];

	solutions[0] = (struct solution_choice){
		.pos = here, .solution = &world->solution.record,
		.partner = &world->partner.record, .why = str("near you"),
		.is_pinned = { here, true },
	};
	solutions[1] = solutions[0];
	solutions[1].is_pinned.is_true = false;
	contacts[0] = (struct contact_view){
		.pos = here, .person = &world->person.record,
	};
	funds[0] = &world->funding.record;
	world->top = (struct campaign_view){
		.pos = here, .campaign = &world->campaign.record,
		.solutions = LIST(solutions), .vendor_contacts = LIST(contacts),
		.cases_counted = { here, 1 }, .funding = LIST(funds),
	};
	world->edition.id = str("field");
	world->page = (struct page_view){
		.pos = here, .kind = str("campaign"), .lang = str("en"),
		.title = text(world, "en", "Spring"), .root = str("../"),
		.as_of = { here, 20769 },
	};
	world->view = (struct view){
		.kind = VIEW_CAMPAIGN, .top = &world->top,
		.site = &world->site, .edition = &world->edition,
		.page = &world->page,
	};
}

static inline struct world *
world_new(void)
{
	struct world *world = calloc(1, sizeof(*world));

	assert_non_null(world);
	diags_init(&world->diags, &world->sources);
	load_messages(world);
	fill_records(world);
	fill_view(world);
	add_file(world, "assets/style.css", "");
	world->lang = "en";
	return world;
}

static inline void
world_free(struct world *world)
{
	format_locale_free(world->locale);
	diags_release(&world->diags);
	sources_release(&world->sources);
	arena_release(&world->arena);
	free(world);
}

static inline const char *
record_url(void *context, struct arena *arena, const struct record *one)
{
	(void)context;
	if (strcmp(one->id, "acme") != 0)
		return NULL;
	return arena_printf(arena, "../partners/%s/", one->id);
}

static inline const char *
record_id_url(void *context, struct arena *arena, const char *name)
{
	(void)context;
	return strcmp(name, "partners/acme") == 0
	    ? arena_strdup(arena, "../partners/acme/") : NULL;
}

static inline const char *
file_url(void *context, struct arena *arena, const char *name,
    struct source_pos pos, uint32_t *ret_width, uint32_t *ret_height)
{
	(void)context;
	(void)pos;
	*ret_width = 40;
	*ret_height = 20;
	return arena_printf(arena, "../files/%s", name);
}

static inline const char *
asset_url(void *context, struct arena *arena, const char *name)
{
	(void)context;
	return strcmp(name, "style.css") == 0
	    ? arena_printf(arena, "../assets/%s", name) : NULL;
}

static const struct link_resolver links = {
	NULL, record_url, record_id_url, file_url, asset_url
};

/* The tree as text: tags, attributes in their order, texts as they are. */
static inline void
write_node(struct strbuf *out, const struct doc_node *node)
{
	const struct doc_attr *attr;
	const struct doc_node *child;

	if (node->tag == DOC_TEXT) {
		strbuf_add(out, node->text, node->text_len);
		return;
	}
	strbuf_printf(out, "<%s", doc_tag_name(node->tag));
	if (node->id != NULL)
		strbuf_printf(out, " id=\"%s\"", node->id);
	if (node->class_list != NULL)
		strbuf_printf(out, " class=\"%s\"", node->class_list);
	if (node->lang != NULL)
		strbuf_printf(out, " lang=\"%s\"", node->lang);
	for (attr = node->attrs; attr != NULL; attr = attr->next)
		strbuf_printf(out, " %s=\"%s\"", doc_attr_string(attr->name),
		    attr->value);
	strbuf_add_char(out, '>');
	for (child = node->first_child; child != NULL; child = child->next) {
		assert_ptr_equal(child->parent, node);
		write_node(out, child);
	}
	if ((doc_tag_flags(node->tag) & DOC_VOID) == 0)
		strbuf_printf(out, "</%s>", doc_tag_name(node->tag));
}

static inline const struct doc_node *
run(struct world *world, const struct program *program)
{
	static const char *const fallback[] = { "en" };
	struct compose_options options = {
		.lang = world->lang, .fallback = fallback,
		.fallback_count = 1, .links = &links,
		.messages = theme_messages(&world->theme, world->lang, "en"),
	};

	if (world->locale == NULL)
		world->locale = format_locale_new(world->lang);
	options.locale = world->locale;
	return template_run(program, &world->arena, &world->view, &options,
	    &world->diags);
}

static inline void
print_diags(const struct world *world)
{
	const struct diag_print_options options = { DIAG_FORMAT_TEXT, false };

	diags_print(&world->diags, &options, stderr);
}

/* What the body of a page becomes. */
static inline void
expect_in(struct world *world, const char *body, const char *want)
{
	const struct program *program;
	const struct doc_node *tree = NULL;
	struct strbuf out = { 0 };
	const char *found, *end;

	add_file(world, "site/campaign.html", arena_printf(&world->arena,
	    HEAD "%s" TAIL, body));
	program = template_compile(&world->arena, &world->theme,
	    VIEW_CAMPAIGN, &world->diags);
	if (program != NULL)
		tree = run(world, program);
	print_diags(world);
	assert_non_null(tree);
	write_node(&out, tree);
	found = strstr(strbuf_string(&out), "<body>");
	assert_non_null(found);
	end = strstr(found, "</body>");
	found = arena_copy(&world->arena, found + 6, (size_t)(end - found) - 6);
	strbuf_release(&out);
	assert_string_equal(found, want);
}

static inline void
expect(const char *body, const char *want)
{
	struct world *world = world_new();

	expect_in(world, body, want);
	world_free(world);
}

/* The first diagnostic of a template, compiled and, where that went well,
 * run: "line:col slug" and a part of its message and hint. */
static inline void
expect_refused_in(struct world *world, const char *where, const char *says)
{
	const struct program *program = template_compile(&world->arena,
	    &world->theme, VIEW_CAMPAIGN, &world->diags);
	const struct diag *diag;
	char found[128];

	if (program != NULL)
		assert_null(run(world, program));
	assert_true(world->diags.count > 0);
	diag = &world->diags.items[0];
	snprintf(found, sizeof(found), "%u:%u %s", (unsigned)diag->pos.line,
	    (unsigned)diag->pos.col, diag_rule(diag->id)->slug);
	if (strcmp(found, where) != 0 ||
	    (strstr(diag->message, says) == NULL && (diag->hint == NULL ||
	    strstr(diag->hint, says) == NULL)))
		print_diags(world);
	assert_string_equal(found, where);
	if (diag->hint == NULL || strstr(diag->hint, says) == NULL)
		assert_non_null(strstr(diag->message, says));
}

static inline void
expect_refused(const char *body, const char *where, const char *says)
{
	struct world *world = world_new();

	add_file(world, "site/campaign.html", arena_printf(&world->arena,
	    HEAD "%s" TAIL, body));
	expect_refused_in(world, where, says);
	world_free(world);
}

static inline void
expect_file_refused(const char *file, const char *where, const char *says)
{
	struct world *world = world_new();

	add_file(world, "site/campaign.html", file);
	expect_refused_in(world, where, says);
	world_free(world);
}

#endif
