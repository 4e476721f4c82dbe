/* Templates: what they print, and every way in which they are refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fieldkit/compose.h"
#include "fieldkit/limits.h"
#include "fieldkit/markdown.h"
#include "fieldkit/strbuf.h"

#define HEAD "<html xmlns='http://www.w3.org/1999/xhtml' " \
	"xmlns:k='https://fieldkit.example/template'><body>\n"
#define TAIL "\n</body></html>"
#define PART "<k:part xmlns='http://www.w3.org/1999/xhtml' " \
	"xmlns:k='https://fieldkit.example/template'>"

/* A theme in memory, and a model of one record a type. */

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

static struct str
str(const char *chars)
{
	return (struct str){ here, (uint32_t)strlen(chars), chars };
}

static struct text
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

static struct text
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

static struct ref
ref(const struct record *record)
{
	return (struct ref){ here, record->id, record };
}

static struct record
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

static void
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
static void
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

static void
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

static void
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

static struct world *
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

static void
world_free(struct world *world)
{
	format_locale_free(world->locale);
	diags_release(&world->diags);
	sources_release(&world->sources);
	arena_release(&world->arena);
	free(world);
}

static const char *
record_url(void *context, struct arena *arena, const struct record *one)
{
	(void)context;
	if (strcmp(one->id, "acme") != 0)
		return NULL;
	return arena_printf(arena, "../partners/%s/", one->id);
}

static const char *
record_id_url(void *context, struct arena *arena, const char *name)
{
	(void)context;
	return strcmp(name, "partners/acme") == 0
	    ? arena_strdup(arena, "../partners/acme/") : NULL;
}

static const char *
file_url(void *context, struct arena *arena, const char *name,
    struct source_pos pos, uint32_t *ret_width, uint32_t *ret_height)
{
	(void)context;
	(void)pos;
	*ret_width = 40;
	*ret_height = 20;
	return arena_printf(arena, "../files/%s", name);
}

static const char *
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
static void
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

static const struct doc_node *
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

static void
print_diags(const struct world *world)
{
	const struct diag_print_options options = { DIAG_FORMAT_TEXT, false };

	diags_print(&world->diags, &options, stderr);
}

/* What the body of a page becomes. */
static void
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

static void
expect(const char *body, const char *want)
{
	struct world *world = world_new();

	expect_in(world, body, want);
	world_free(world);
}

/* The first diagnostic of a template, compiled and, where that went well,
 * run: "line:col slug" and a part of its message and hint. */
static void
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

static void
expect_refused(const char *body, const char *where, const char *says)
{
	struct world *world = world_new();

	add_file(world, "site/campaign.html", arena_printf(&world->arena,
	    HEAD "%s" TAIL, body));
	expect_refused_in(world, where, says);
	world_free(world);
}

static void
expect_file_refused(const char *file, const char *where, const char *says)
{
	struct world *world = world_new();

	add_file(world, "site/campaign.html", file);
	expect_refused_in(world, where, says);
	world_free(world);
}

static void
test_values(void **state)
{
	(void)state;
	expect("<p>{campaign.name}</p>", "<p>Spring</p>");
	expect("<p>{site.title} &amp; {{x}} &nbsp;&#x2013;</p>",
	    "<p>Field <notes> & {x} \u00a0\u2013</p>");
	expect("<p>{campaign.start}, {campaign.start | date: 'iso'}</p>",
	    "<p>November 22, 2026, 2026-11-22</p>");
	expect("<p>{campaign.start | date: 'month'}</p>",
	    "<p>November 2026</p>");
	expect("<p>{campaign.start | days_until}</p>", "<p>10</p>");
	expect("<p>{campaign.id}: {12} {'text'}</p>",
	    "<p>spring: 12 text</p>");
	expect("<p title='{page.root}x{campaign.id}'/>",
	    "<p title=\"../xspring\"></p>");
}

/* The full stop of a sentence that ends in one already. */
static void
test_full_stops(void **state)
{
	(void)state;
	expect("<p>By {'Acme Ltd.'}.</p>", "<p>By Acme Ltd.</p>");
	expect("<p>By <b>{'Acme Ltd.'}</b>. And {'so'}.</p>",
	    "<p>By <b>Acme Ltd.</b> And so.</p>");
	expect("<p>{'Acme Ltd.'}... {'x.'}, {'y.'}!</p>",
	    "<p>Acme Ltd.... x., y.!</p>");
}

static void
test_paths(void **state)
{
	(void)state;
	expect("<p k:each='s in solutions | limit: 1'>"
	    "{s.solution.partner.name}</p>", "<p>Acme & Sons</p>");
	expect("<p k:with='f = solutions | first'>{f.solution.partner.id} "
	    "{f.why}</p>", "<p>acme near you</p>");
	expect("<p k:with='p = campaign, d = p.start'>{d | date: 'iso'}</p>",
	    "<p>2026-11-22</p>");
}

static void
test_filters(void **state)
{
	(void)state;
	expect("<p k:with='s = solutions | first'>"
	    "{s.solution.status | label}, {s.solution.segments | list}; "
	    "{s.solution.countries | list}; {s.partner.countries | list}; "
	    "{s.solution.differentiators | join: '/'}</p>",
	    "<p>Co-sell, Medium and Public; Worldwide; Germany and France; "
	    "fast/safe/local</p>");
	expect("<p k:with='s = solutions | first'>{s.partner | name}, "
	    "{s.solution.partner | name | upper}, {s.partner.url | host}, "
	    "{s.partner.name | initials}, {s.partner.name | anchor}</p>",
	    "<p>Acme & Sons, ACME & SONS, www.acme.example, AS, acme-sons"
	    "</p>");
	expect("<p k:each='c in vendor_contacts'>{c.person | name} "
	    "({c.person.org | name})</p>", "<p>Partner desk (Vendor)</p>");
	expect("<p k:each='f in funding'>{f.amount | money}</p>",
	    "<p>€12,500</p>");
	expect("<p>{cases | count} {solutions | count} {cases_counted | "
	    "number} {123456 | number} {240000 | bytes}</p>",
	    "<p>0 2 1 123,456 240 kB</p>");
	expect("<p>{campaign.code | default: 'none'} "
	    "{campaign.end | default: campaign.start | date: 'iso'} "
	    "{'a b c d' | words: 2}</p>", "<p>none 2026-11-22 a b…</p>");
	expect("<p k:with='s = solutions | first'>{s.solution.body | plain}"
	    "</p>", "<p>Why See acme and gone. How Well.</p>");
	expect("<p k:with='s = solutions | first'>"
	    "{s.solution.body | opening}</p>", "<p>See acme and gone.</p>");
	expect("<p>[{campaign.code | optional}]</p>", "<p>[]</p>");
}

static void
test_conditions(void **state)
{
	(void)state;
	expect("<p k:if='solutions'>a</p><p k:if='not solutions'>b</p>",
	    "<p>a</p>");
	expect("<p k:if='cases'>a</p> <p k:else='' k:if='labs'>b</p>\n"
	    "<p k:else=''>c</p>", "<p>c</p>");
	expect("<p k:if=\"page.kind = 'campaign' and not cases\">a</p>",
	    "<p>a</p>");
	expect("<p k:if=\"cases or page.kind != 'home'\">a</p>", "<p>a</p>");
	expect("<p k:if='cases_counted &lt; 2 and cases_counted > 0 and "
	    "cases_counted = 1'>a</p>", "<p>a</p>");
	expect("<p k:if='campaign.start > page.as_of'>a</p>"
	    "<p k:if='campaign.start = campaign.end'>b</p>", "<p>a</p>");
	expect("<k:block k:with='s = solutions | first'>"
	    "<p k:if=\"s.solution.status = 'co-sell-ready'\">a</p>"
	    "<p k:if='s.solution.partner = s.partner'>b</p>"
	    "<p k:if='s.is_pinned'>c</p></k:block>",
	    "<p>a</p><p>b</p><p>c</p>");
	expect("<p k:if='office.name'>a</p><p k:else=''>b</p>", "<p>b</p>");
}

static void
test_loops(void **state)
{
	(void)state;
	expect("<ul><li k:each='s in solutions' k:class='first: "
	    "loop.is_first, last: loop.is_last'>{loop.index}/{loop.count}"
	    "</li></ul>", "<ul><li class=\"first\">1/2</li>"
	    "<li class=\"last\">2/2</li></ul>");
	expect("<p k:each='c in cases'>a</p><p k:else=''>none</p>",
	    "<p>none</p>");
	expect("<p k:each='s in solutions' k:if='not s.is_pinned'>"
	    "{loop.index}</p>", "<p>2</p>");
	expect("<p k:each='s in solutions'><b k:each='c in "
	    "s.partner.countries'>{loop.index}{c}</b>{loop.index}</p>",
	    "<p><b>1DE</b><b>2FR</b>1</p><p><b>1DE</b><b>2FR</b>2</p>");
}

static void
test_white_space(void **state)
{
	(void)state;
	expect("<div>\n  <p>\n   a\n   b  </p>\n  <p> c </p> </div>",
	    "<div><p>a b</p><p>c</p></div>");
	expect("<p>a <em>b</em> <b> c</b> d</p>",
	    "<p>a <em>b</em> <b> c</b> d</p>");
	expect("<p>{campaign.id} <!-- no --> {campaign.id}</p>",
	    "<p>spring spring</p>");
	expect("<pre>a\n  b</pre>", "<pre>a\n  b</pre>");
	expect("<p>a <k:block k:if='solutions'>b</k:block> c</p>",
	    "<p>a b c</p>");
	expect("<p>a<br/> b</p>", "<p>a<br>b</p>");
}

static void
test_attributes(void **state)
{
	(void)state;
	expect("<p class=\" a  b-{campaign.id} {campaign.code | default: ''} \""
	    " id='{campaign.id}' k:class='c: solutions, d: cases'>x</p>",
	    "<p id=\"spring\" class=\"a b-spring c\">x</p>");
	expect("<p title='{campaign.code | optional}'>x</p>", "<p>x</p>");
	expect("<p title=\"{'nav.home' | t}: &quot;x&quot;\">x</p>",
	    "<p title=\"Home: \"x\"\">x</p>");
	expect("<time datetime=\"{campaign.start | date: 'iso'}\">x</time>",
	    "<time datetime=\"2026-11-22\">x</time>");
}

static void
test_addresses(void **state)
{
	(void)state;
	expect("<p k:with='s = solutions | first'><a href='{s.partner | url}'"
	    ">p</a> <a href='{s.solution | url}'><b>s</b> x</a></p>",
	    "<p><a href=\"../partners/acme/\">p</a> <b>s</b> x</p>");
	expect("<p k:each='c in vendor_contacts'>"
	    "<a href='{c.person.email | mailto}'>m</a>"
	    "<a href='{c.person.phone | tel}'>t</a></p>",
	    "<p><a href=\"mailto:desk@vendor.example\">m</a>"
	    "<a href=\"tel:+4989123\">t</a></p>");
	expect("<a href='{page.root}c/{campaign.id}/#top'>x</a>"
	    "<a href='#{campaign.name | anchor}'>y</a>"
	    "<a href='https://x.example/'>z</a>",
	    "<a href=\"../c/spring/#top\">x</a><a href=\"#spring\">y</a>"
	    "<a href=\"https://x.example/\">z</a>");
	expect("<img k:with='s = solutions | first' "
	    "src='{s.partner.logo | src}'/>",
	    "<img src=\"../files/partners/acme/logo.png\" "
	    "alt=\"Acme's logo\" width=\"40\" height=\"20\">");
	expect("<img k:with='s = solutions | first' alt='' width='9' "
	    "src='{s.partner.logo | src}'/>",
	    "<img alt=\"\" width=\"9\" "
	    "src=\"../files/partners/acme/logo.png\">");
	expect("<link rel='stylesheet' href='asset:style.css'/>",
	    "<link rel=\"stylesheet\" href=\"../assets/style.css\">");
}

static void
test_messages(void **state)
{
	(void)state;
	expect("<h2 k:text='nav.home'>Sample</h2>", "<h2>Home</h2>");
	expect("<p k:text='kits.pages' k:args='n = cases_counted'/>"
	    "<p k:text='kits.pages' k:args='n = 2'/>"
	    "<p>{'nav.home' | t}</p>"
	    "<p k:text='by' k:args='who = campaign.name'/>",
	    "<p>1 page</p><p>2 pages</p><p>Home</p><p>by Spring</p>");
}

static void
test_markup(void **state)
{
	(void)state;
	expect("<h1>x</h1><div k:with='s = solutions | first' "
	    "k:markup='s.solution.body'>Sample</div>",
	    "<h1>x</h1><div><h2 id=\"text-why\">Why</h2><p>See "
	    "<a href=\"../partners/acme/\">acme</a> and gone.</p>"
	    "<h3 id=\"text-how\">How</h3><p>Well.</p></div>");
	expect("<k:block k:each='s in solutions' k:markup='s.solution.body' "
	    "k:level='5'/>",
	    "<h5 id=\"text-why\">Why</h5><p>See "
	    "<a href=\"../partners/acme/\">acme</a> and gone.</p>"
	    "<h6 id=\"text-how\">How</h6><p>Well.</p>"
	    "<h5 id=\"text2-why\">Why</h5><p>See "
	    "<a href=\"../partners/acme/\">acme</a> and gone.</p>"
	    "<h6 id=\"text2-how\">How</h6><p>Well.</p>");
}

static void
test_languages(void **state)
{
	struct world *world = world_new();

	(void)state;
	world->lang = "de";
	expect_in(world, "<h1>{campaign.name}</h1><p>x {campaign.name}</p>"
	    "<p k:each='s in solutions | limit: 1'>{s.solution.name}</p>"
	    "<p k:text='only.english'/>",
	    "<h1 lang=\"en\">Spring</h1><p>x <span lang=\"en\">Spring</span>"
	    "</p><p>Pflege</p><p lang=\"en\">Hello</p>");
	world_free(world);
	world = world_new();
	world->lang = "ar";
	expect_in(world, "<p>{campaign.name}</p><select><option>"
	    "{campaign.name}</option></select>",
	    "<p lang=\"en\" dir=\"ltr\">Spring</p><select><option>Spring"
	    "</option></select>");
	world_free(world);
}

static void
test_parts(void **state)
{
	struct world *world = world_new();

	(void)state;
	add_file(world, "site/campaign.html", "<html k:use='layout' "
	    "xmlns='http://www.w3.org/1999/xhtml' "
	    "xmlns:k='https://fieldkit.example/template' "
	    "k:with='heading = campaign.name'>"
	    "<k:fill k:slot='main'><p k:use='card' k:with='c = campaign, "
	    "n = 3'><k:fill k:slot='more'>{campaign.id}</k:fill></p>"
	    "</k:fill></html>");
	add_file(world, "site/parts/card.html", PART
	    "<b>{c.name}</b> {n} <k:slot name='more'>no</k:slot>"
	    "<k:slot name='rest'>, rest {site.title}</k:slot></k:part>");
	add_file(world, "site/parts/layout.html", "<html "
	    "xmlns='http://www.w3.org/1999/xhtml' "
	    "xmlns:k='https://fieldkit.example/template' "
	    "lang='{page.lang}'><head><title>{heading}</title></head>"
	    "<body><k:slot name='main'/></body></html>");
	{
		const struct program *program = template_compile(
		    &world->arena, &world->theme, VIEW_CAMPAIGN,
		    &world->diags);
		struct strbuf out = { 0 };

		print_diags(world);
		assert_non_null(program);
		write_node(&out, run(world, program));
		assert_string_equal(strbuf_string(&out), "<html lang=\"en\">"
		    "<head><title>Spring</title></head><body><p><b>Spring</b> "
		    "3 spring, rest Field <notes></p></body></html>");
		strbuf_release(&out);
	}
	world_free(world);
}

static void
test_refused_files(void **state)
{
	(void)state;
	expect_file_refused(HEAD "<p", "2:3 template-syntax", "well-formed");
	expect_file_refused(HEAD "<p>\n</b></body></html>",
	    "3:5 template-syntax", "");
	expect_file_refused("<!DOCTYPE html><html/>",
	    "1:1 template-syntax", "DOCTYPE");
	expect_file_refused(HEAD "é<![CDATA[x]]>" TAIL,
	    "2:2 template-syntax", "CDATA");
	expect_file_refused(HEAD "<?php x?>" TAIL, "2:1 template-syntax",
	    "php");
	expect_file_refused(HEAD "&nosuch;" TAIL, "2:9 template-syntax",
	    "nosuch");
	expect_file_refused("<!DOCTYPE a [<!ENTITY b 'c'><!ENTITY d "
	    "'&b;&b;&b;'>]><html>&d;</html>", "1:1 template-syntax",
	    "DOCTYPE");
	expect_file_refused(HEAD "\n a\xff" TAIL, "3:3 utf8-invalid", "0xff");
	expect_file_refused("<html/>", "1:1 template-element", "xmlns");
	expect_file_refused("<p xmlns='http://www.w3.org/1999/xhtml'/>",
	    "1:1 template-element", "root");
	expect_file_refused(HEAD "<p x:y='' xmlns:x='z'/>" TAIL,
	    "2:1 template-element", "namespace");
}

static void
test_refused_paths(void **state)
{
	(void)state;
	expect_refused("<p>é {campaign.nmae}</p>", "2:16 template-path",
	    "did you mean 'name'?");
	expect_refused("<p>{campain.name}</p>", "2:5 template-path",
	    "'campaign'");
	expect_refused("<p title='&amp; {campaign.name.x}'/>",
	    "2:32 template-path", "no fields");
	expect_refused("<p>{campaign.owner}</p>", "2:14 template-path",
	    "authors");
	expect_refused("<p>{solutions.why}</p>", "2:15 template-path",
	    "k:each");
	expect_refused("<p>{kit.id}</p>", "2:5 template-path", "kits only");
	expect_refused("<p>{loop.index}</p>", "2:5 template-path", "k:each");
	expect_refused("<p k:each='s in solutoins'>{s.why.x | url}</p>",
	    "2:17 template-path", "'solutions'");
	expect_refused("<p k:each='s in solutions'/>{s.why}",
	    "2:30 template-path", "named 's'");
}

static void
test_refused_expressions(void **state)
{
	(void)state;
	expect_refused("<p>{}</p>", "2:5 template-expression", "missing");
	expect_refused("<p>{campaign.name</p>", "2:4 template-expression",
	    "never closed");
	expect_refused("<p>a } b</p>", "2:6 template-expression", "}}");
	expect_refused("<p>{'x}</p>", "2:5 template-expression", "closing");
	expect_refused("<p>{campaign.name x}</p>",
	    "2:19 template-expression", "expected before 'x}'");
	expect_refused("<p>{?}</p>", "2:5 template-expression", "'?'");
	expect_refused("<p k:if='cases and'/>", "2:19 template-expression",
	    "missing");
	expect_refused("<p k:if='cases labs'/>", "2:16 template-expression",
	    "'labs'");
}

static void
test_refused_types(void **state)
{
	(void)state;
	expect_refused("<p>{campaign}</p>", "2:5 template-type", "| name");
	expect_refused("<p>{solutions}</p>", "2:5 template-type", "k:each");
	expect_refused("<p>{campaign.talk_track}</p>", "2:5 template-type",
	    "k:markup");
	expect_refused("<p k:each='c in campaign'/>", "2:17 template-type",
	    "list");
	expect_refused("<p k:if='campaign.start > 3'/>",
	    "2:27 template-type", "compared");
	expect_refused("<p k:each='s in solutions' "
	    "k:if=\"s.solution.status = 'poc1'\"/>",
	    "2:54 template-type", "did you mean 'poc'?");
	expect_refused("<a href='{campaign.name}'>x</a>",
	    "2:11 template-type", "address");
	expect_refused("<a href='{campaign}'>x</a>",
	    "2:11 template-type", "| url");
	expect_refused("<a href='x/{campaign.name}'>x</a>",
	    "2:13 template-type", "anchor");
	expect_refused("<a href='javascript:alert(1)'>x</a>",
	    "2:4 template-type", "javascript");
	expect_refused("<a href='javascript:{page.url}'>x</a>",
	    "2:4 template-type", "starts with it");
	expect_refused("<img src='https://x.example/' alt=''/>",
	    "2:6 template-type", "asset:");
	expect_refused("<script src='{page.url}'/>", "2:9 template-type",
	    "script");
	expect_refused("<div k:markup='campaign.name'/>",
	    "2:16 template-type", "Markdown");
	expect_refused("<meta http-equiv='{page.kind}'/>",
	    "2:7 template-type", "write it out");
	expect_refused("<p>{campaign.code | default: 3}</p>",
	    "2:21 template-type", "default");
}

static void
test_refused_filters(void **state)
{
	(void)state;
	expect_refused("<p>{campaign.start | dat}</p>",
	    "2:22 template-filter", "did you mean 'date'?");
	expect_refused("<p>{campaign.name | date}</p>",
	    "2:21 template-filter", "takes a date");
	expect_refused("<p>{campaign.start | date: 'big'}</p>",
	    "2:22 template-filter", "'long'");
	expect_refused("<p>{campaign.name | words: 0}</p>",
	    "2:21 template-filter", "number");
	expect_refused("<p>{campaign.name | upper: 3}</p>",
	    "2:21 template-filter", "no argument");
	expect_refused("<p>{campaign.name | words}</p>",
	    "2:21 template-filter", "colon");
	expect_refused("<p>{campaign.id | t}</p>",
	    "2:19 template-filter", "message");
	expect_refused("<a href=\"{page.url | default: 'javascript:x'}\"/>",
	    "2:22 template-filter", "address");
}

static void
test_refused_directives(void **state)
{
	(void)state;
	expect_refused("<p k:eahc='cases'/>", "2:4 template-directive",
	    "did you mean 'k:each'?");
	expect_refused("<p k:else=''/>", "2:1 template-directive", "follows");
	expect_refused("<p k:each='cases'/>", "2:4 template-directive",
	    "c in cases");
	expect_refused("<p k:with='page = campaign'/>",
	    "2:12 template-directive", "taken");
	expect_refused("<p k:with='x'/>", "2:13 template-directive", "'='");
	expect_refused("<p k:class='x'/>", "2:13 template-directive",
	    "k:class");
	expect_refused("<p k:text='nav.home' k:use='x'/>",
	    "2:1 template-directive", "one of");
	expect_refused("<k:blok/>", "2:1 template-directive",
	    "did you mean 'k:block'?");
	expect_refused("<k:block id='x'/>", "2:10 template-directive",
	    "no element");
	expect_refused("<p k:text='nav.home'><b/></p>",
	    "2:22 template-directive", "never");
	expect_refused("<p k:text='nav.home' k:args='a=1,b=1,c=1,d=1,e=1,f=1,"
	    "g=1,h=1,i=1,j=1,k=1,l=1,m=1,n=1,o=1,p=1,q=1'/>",
	    "2:22 template-directive", "16");
	expect_refused("<div k:markup='campaign.body' k:level='7'/>",
	    "2:40 template-directive", "1 to 6");
}

static void
test_refused_elements(void **state)
{
	(void)state;
	expect_refused("<dvi/>", "2:1 template-element",
	    "did you mean 'div'?");
	expect_refused("<style/>", "2:1 template-element", "file of the");
	expect_refused("<p style='color: red'/>", "2:4 template-element",
	    "class");
	expect_refused("<p onclick='x()'/>", "2:4 template-element",
	    "program");
	expect_refused("<p titel='x'/>", "2:4 template-element",
	    "did you mean 'title'?");
	expect_refused("<k:toc/>", "2:1 template-element", "kits only");
	expect_refused("<p><div/></p>", "2:4 template-element",
	    "<div> may not stand in <p>");
	expect_refused("<br>x</br>", "2:1 template-element", "no content");
	expect_refused("<script>x</script>", "2:1 template-element",
	    "content");
	expect_refused("<p k:markup='campaign.body'/>",
	    "2:4 template-element", "<div>");
}

static void
test_refused_messages(void **state)
{
	(void)state;
	expect_refused("<p k:text='nav.hme'/>", "2:12 message-missing",
	    "did you mean 'nav.home'?");
	expect_refused("<p k:text='kits.pages'/>", "2:12 message-invalid",
	    "{n}");
	expect_refused("<p>{'kits.pages' | t}</p>", "2:20 message-invalid",
	    "{n}");
	expect_refused("<p k:each='p in vendor_contacts'>"
	    "{p.person.role | label}</p>", "2:51 message-missing", "words.");
}

static void
test_refused_parts(void **state)
{
	struct world *world;

	(void)state;
	expect_refused("<p k:use='crad'/>", "2:11 template-use", "no part");
	expect_refused("<k:slot name='x'/>", "2:1 template-use", "layout");
	expect_refused("<k:fill k:slot='x'/>", "2:1 template-use", "k:use");
	world = world_new();
	add_file(world, "site/campaign.html", HEAD "<p k:use='card'>x</p>"
	    TAIL);
	add_file(world, "site/parts/card.html", PART "</k:part>");
	expect_refused_in(world, "2:17 template-use", "k:fill");
	world_free(world);
	world = world_new();
	add_file(world, "site/campaign.html", HEAD
	    "<p k:use='card'><k:fill k:slot='x'/></p>" TAIL);
	add_file(world, "site/parts/card.html", PART "</k:part>");
	expect_refused_in(world, "2:17 template-use", "slot 'x'");
	world_free(world);
	world = world_new();
	add_file(world, "site/campaign.html", HEAD "<p k:use='card'/>" TAIL);
	add_file(world, "site/parts/card.html", PART
	    "{campaign.name}</k:part>");
	expect_refused_in(world, "1:91 template-path", "k:with");
	world_free(world);
}

static void
test_undefined(void **state)
{
	(void)state;
	expect_refused("<p>é {campaign.code}</p>", "2:7 value-undefined",
	    "'campaign.code' is not given by campaign 'spring'");
	expect_refused("<p k:with='s = solutions | first'>"
	    "{s.solution.url}</p>", "2:36 value-undefined",
	    "solution 'care'");
	expect_refused("<a href='{office | url}'>x</a>",
	    "2:11 value-undefined", "office");
	expect_refused("<link href='asset:none.css'/>", "2:7 theme-missing",
	    "none.css");
}

static const char *
repeat(struct world *world, const char *open, int count, const char *close)
{
	struct strbuf out = { 0 };
	const char *copy;
	int i;

	strbuf_add_string(&out, HEAD);
	for (i = 0; i < count; i++)
		strbuf_add_string(&out, open);
	for (i = 0; i < count; i++)
		strbuf_add_string(&out, close);
	strbuf_add_string(&out, TAIL);
	copy = arena_copy(&world->arena, out.bytes, out.len);
	strbuf_release(&out);
	return copy;
}

static void
test_hostile(void **state)
{
	struct world *world = world_new();
	int i;

	(void)state;
	add_file(world, "site/campaign.html", repeat(world, "<div>", 200,
	    "</div>"));
	expect_refused_in(world, "2:631 limit-passed", "nested");
	world_free(world);

	world = world_new();
	add_file(world, "site/campaign.html", repeat(world, "<b/>",
	    LIMIT_TEMPLATE_BYTES / 4, ""));
	expect_refused_in(world, "1:1 limit-passed", "bytes");
	world_free(world);

	world = world_new();
	add_file(world, "site/campaign.html", repeat(world, "<p k:if='cases"
	    " and cases and cases and cases and cases and cases and cases"
	    " and cases and cases and cases and cases and cases and cases"
	    " and cases and cases and cases and cases and cases and cases"
	    " and cases and cases and cases and cases and cases and cases"
	    " and cases and cases and cases and cases and cases and cases"
	    " and cases and cases and cases and cases and cases and cases"
	    " and cases and cases and cases and cases and cases and cases"
	    " and cases and cases and cases and cases and cases and cases"
	    " and cases and cases and cases and cases and cases and cases"
	    " and cases and cases and cases and cases and cases and cases"
	    " and cases and cases and cases and cases and cases and cases'/>",
	    1, ""));
	expect_refused_in(world, "2:649 template-expression", "64 tests");
	world_free(world);

	/* A part that uses itself; parts that double at each level. */
	world = world_new();
	add_file(world, "site/campaign.html", HEAD "<p k:use='a'/>" TAIL);
	add_file(world, "site/parts/a.html", PART "<b k:use='a'/></k:part>");
	expect_refused_in(world, "1:100 template-use", "itself");
	world_free(world);

	world = world_new();
	add_file(world, "site/campaign.html", HEAD "<p k:use='p0'/>" TAIL);
	for (i = 0; i < 10; i++) {
		char *use = arena_printf(&world->arena,
		    "<k:block k:use='p%d'/>", i + 1);

		add_file(world, arena_printf(&world->arena,
		    "site/parts/p%d.html", i), i == 9 ? PART "<b/></k:part>"
		    : arena_printf(&world->arena, PART
		    "%s%s%s%s%s%s%s%s</k:part>", use, use, use, use, use, use,
		    use, use));
	}
	expect_refused_in(world, "1:90 limit-passed", "instructions");
	world_free(world);
}

static void
test_crowded(void **state)
{
	struct world *world = world_new();
	struct strbuf out = { 0 };
	int i;

	(void)state;
	strbuf_add_string(&out, HEAD "<p");
	for (i = 0; i < 30000; i++)
		strbuf_printf(&out, " a%d=''", i);
	strbuf_add_string(&out, "/>" TAIL);
	add_file(world, "site/campaign.html", out.bytes);
	expect_refused_in(world, "2:1 limit-passed", "attributes");
	strbuf_release(&out);
	world_free(world);
}

static void
test_text_variant(void **state)
{
	static const char *const fallback[] = { "fr", "en" };
	struct world *world = world_new();
	struct text both = text2(world, "Pflege", "Care");

	(void)state;
	assert_string_equal(text_variant(&both, "de", NULL, 0)->chars,
	    "Pflege");
	assert_string_equal(text_variant(&both, "de-AT", NULL, 0)->chars,
	    "Pflege");
	assert_string_equal(text_variant(&both, "ja", fallback, 2)->chars,
	    "Care");
	assert_string_equal(text_variant(&both, "ja", NULL, 0)->chars,
	    "Pflege");
	both.count = 0;
	assert_null(text_variant(&both, "de", NULL, 0));
	world_free(world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_full_stops),
		cmocka_unit_test(test_paths),
		cmocka_unit_test(test_filters),
		cmocka_unit_test(test_conditions),
		cmocka_unit_test(test_loops),
		cmocka_unit_test(test_white_space),
		cmocka_unit_test(test_attributes),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_messages),
		cmocka_unit_test(test_markup),
		cmocka_unit_test(test_languages),
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_refused_files),
		cmocka_unit_test(test_refused_paths),
		cmocka_unit_test(test_refused_expressions),
		cmocka_unit_test(test_refused_types),
		cmocka_unit_test(test_refused_filters),
		cmocka_unit_test(test_refused_directives),
		cmocka_unit_test(test_refused_elements),
		cmocka_unit_test(test_refused_messages),
		cmocka_unit_test(test_refused_parts),
		cmocka_unit_test(test_undefined),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_crowded),
		cmocka_unit_test(test_text_variant),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
