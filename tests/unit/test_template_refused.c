/*
 * Templates: every way in which they are refused, and what hostile ones cost.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "world.h"

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

int
main(void)
{
	const struct CMUnitTest tests[] = {
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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
