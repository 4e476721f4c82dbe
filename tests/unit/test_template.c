/* Templates: what they print. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "world.h"

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
		cmocka_unit_test(test_text_variant),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
