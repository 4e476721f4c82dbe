/* Trees of kits and what differs between two: src/changes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "fieldkit/changes.h"
#include "fieldkit/limits.h"

#define HEAD "fieldkit tree 1\nlang en\nvalid 2027-03-31\n"

static void
read_tree(struct tree *tree, struct arena *arena, const char *text)
{
	uint32_t line;

	if (!tree_parse(tree, arena, text, strlen(text), &line))
		fail_msg("line %u of '%s'", line, text);
}

static uint32_t
refused_at(const char *text)
{
	struct arena arena = { 0 };
	struct tree tree;
	uint32_t line = 0;

	assert_false(tree_parse(&tree, &arena, text, strlen(text), &line));
	arena_release(&arena);
	return line;
}

static void
test_round_trip(void **state)
{
	static const char text[] = HEAD "# talk-track\tTalk track\n"
	    "- One question.\n* proof\tProof\n- A line of its own\n"
	    "= case-studies/jenkins\t2027-03-31\tJenkins\n. name\t\t\tJenkins\n"
	    ". until\t2027-03-31\t\t31 March\n. deputy\t\tpeople/z\tZ\n";
	struct arena arena = { 0 };
	struct strbuf again = { 0 };
	struct tree tree;

	(void)state;
	read_tree(&tree, &arena, text);
	assert_int_equal(tree.count, 2);
	assert_true(tree.units[1].is_ranked);
	assert_int_equal(tree.units[1].count, 2);
	assert_string_equal(tree.units[1].items[1].lines[2].record, "people/z");
	tree_format(&tree, &again);
	assert_string_equal(strbuf_string(&again), text);
	strbuf_release(&again);
	arena_release(&arena);
}

static void
test_hostile(void **state)
{
	char *long_text = malloc(LIMIT_TREE_BYTES + 100);

	(void)state;
	assert_int_equal(refused_at(""), 1);
	assert_int_equal(refused_at("fieldkit tree 2\nlang en\nvalid \n"), 1);
	assert_int_equal(refused_at("fieldkit tree 1\nlang en\n"), 2);
	assert_int_equal(refused_at(HEAD "- no unit\n"), 4);
	assert_int_equal(refused_at(HEAD "# a\tA\n= x\t2027-02-30\tX\n"), 5);
	assert_int_equal(refused_at(HEAD "# a\tA\n. p\t\tfew\n"), 5);
	assert_int_equal(refused_at(HEAD "# a\tA\n- cut"), 5);
	assert_int_equal(refused_at(HEAD "# a\tA\n\n"), 5);
	assert_int_equal(refused_at(HEAD "#\n"), 4);
	assert_int_equal(refused_at(HEAD "# a\tA\n- \xff\n"), 1);
	memset(long_text, '-', LIMIT_TREE_BYTES + 99);
	long_text[LIMIT_TREE_BYTES + 99] = '\0';
	memcpy(long_text, HEAD, strlen(HEAD));
	assert_int_equal(refused_at(long_text), 1);
	free(long_text);
}

/* The runs make the new sequence of the old one, and what is not in them is
 * the same; small ones are as short as can be. */
static void
check_align(struct arena *arena, const uint32_t *old, uint32_t old_count,
    const uint32_t *new, uint32_t new_count)
{
	uint32_t lengths[16][16] = { { 0 } };
	uint32_t count, i, k, x = 0, y = 0, changed = 0;
	const struct change_run *runs = changes_align(arena, old, old_count,
	    new, new_count, &count);

	for (i = 0; i <= count; i++) {
		uint32_t stop = i < count ? runs[i].from : old_count;

		for (; x < stop; x++, y++)
			assert_int_equal(old[x], new[y]);
		if (i == count)
			break;
		assert_int_equal(y, runs[i].to);
		x += runs[i].from_count;
		y += runs[i].to_count;
		changed += runs[i].from_count + runs[i].to_count;
	}
	assert_int_equal(y, new_count);
	for (i = 1; i <= old_count; i++)
		for (k = 1; k <= new_count; k++)
			lengths[i][k] = old[i - 1] == new[k - 1] ?
			    lengths[i - 1][k - 1] + 1 :
			    lengths[i - 1][k] > lengths[i][k - 1] ?
			    lengths[i - 1][k] : lengths[i][k - 1];
	assert_int_equal(changed, old_count + new_count -
	    2 * lengths[old_count][new_count]);
}

static void
test_align(void **state)
{
	struct arena arena = { 0 };
	uint32_t seed = 7, round, i;

	(void)state;
	for (round = 0; round < 3000; round++) {
		uint32_t old[12], new[12], counts[2];

		for (i = 0; i < 2; i++) {
			seed = seed * 1664525 + 1013904223;
			counts[i] = (seed >> 16) % 13;
		}
		for (i = 0; i < 12; i++) {
			seed = seed * 1664525 + 1013904223;
			old[i] = (seed >> 16) % 4;
			new[i] = (seed >> 20) % 4;
		}
		check_align(&arena, old, counts[0], new, counts[1]);
		arena_reset(&arena);
	}
	arena_release(&arena);
}

/* Two long texts with nothing in common are one replacement, soon. */
static void
test_align_bound(void **state)
{
	enum { MANY = 200000 };
	struct arena arena = { 0 };
	uint32_t *old = malloc(2 * MANY * sizeof(*old)), count, i;
	const struct change_run *runs;

	(void)state;
	for (i = 0; i < 2 * MANY; i++)
		old[i] = i;
	runs = changes_align(&arena, old, MANY, old + MANY, MANY, &count);
	assert_int_equal(count, 1);
	assert_int_equal(runs[0].from_count, MANY);
	assert_int_equal(runs[0].to_count, MANY);
	free(old);
	arena_release(&arena);
}

static void
expect_words(const char *before, const char *after, const char *old,
    const char *new)
{
	struct arena arena = { 0 };
	const char *found_old, *found_new;

	changes_words(&arena, before, after, &found_old, &found_new);
	assert_string_equal(found_old, old);
	assert_string_equal(found_new, new);
	arena_release(&arena);
}

static void
test_words(void **state)
{
	(void)state;
	expect_words("a b c d e f g h i", "a b c d X f g h i",
	    "… b c d e f g h …", "… b c d X f g h …");
	expect_words("", "Only new words", "", "Only new words");
	expect_words("one", "two", "one", "two");
	expect_words("現場の実績を月曜の商談へ", "現場の記録を月曜の商談へ",
	    "現場の実績を月曜 …", "現場の記録を月曜 …");
	expect_words("a b c d e f g h i j k l", "X b c d e f g h i j k Y",
	    "a b c d … i j k l", "X b c d … i j k Y");
}

static const struct change *
find_change(const struct change_list *list, enum change_kind kind)
{
	uint32_t i;

	for (i = 0; i < list->count; i++)
		if (list->items[i].kind == kind)
			return &list->items[i];
	fail_msg("no change of kind %s", change_kind_slug(kind));
	return NULL;
}

static void
test_kinds(void **state)
{
	static const char old[] = HEAD
	    "* solutions\tSolutions\n= solutions/a\t\tA\n= solutions/b\t\tB\n"
	    "= solutions/c\t\tC\n"
	    "# contacts\tContacts\n= people/y\t\tY\n. deputy\t\tpeople/z\tz@\n"
	    "# funding\tFunding\n= funding/f\t\tF\n. name\t\t\tF\n"
	    ". until\t2027-01-31\t\t31 Jan\n. status\t\t\tAsked\n"
	    "# talk\tTalk\n- Say this.\n- And that.\n# old\tOld\n- Text\n";
	static const char new[] = "fieldkit tree 1\nlang en\nvalid \n"
	    "* solutions\tSolutions\n= solutions/c\t\tC\n= solutions/a\t\tA\n"
	    "= solutions/b\t\tB\n"
	    "# contacts\tContacts\n= people/z\t\tZ\n- Desk\n"
	    "# funding\tFunding\n= funding/f\t\tG\n. name\t\t\tG\n"
	    ". until\t2027-03-31\t\t31 Mar\n. status\t\t\tPledged\n"
	    "# talk\tTalk\n- Say this now.\n- And that.\n# new\tNew\n- Text\n";
	struct arena arena = { 0 };
	struct change_list list;
	struct tree before, after;
	const struct change *change;

	(void)state;
	read_tree(&before, &arena, old);
	read_tree(&after, &arena, new);
	changes_find(&list, &arena, &before, &after);
	assert_int_equal(list.count, CHANGE_KIND_COUNT);
	assert_int_equal(list.items[0].kind, CHANGE_VALID);
	assert_string_equal(list.items[0].after, "");
	change = find_change(&list, CHANGE_MOVED);
	assert_string_equal(change->record, "solutions/c");
	assert_int_equal(change->from, 3);
	assert_int_equal(change->to, 1);
	change = find_change(&list, CHANGE_GONE);
	assert_string_equal(change->label, "Y");
	assert_string_equal(change->successor, "Z");
	assert_string_equal(find_change(&list, CHANGE_ADDED)->why, "Desk");
	change = find_change(&list, CHANGE_DATE);
	assert_string_equal(change->before, "2027-01-31");
	assert_string_equal(change->after, "2027-03-31");
	assert_string_equal(find_change(&list, CHANGE_PART)->after, "Pledged");
	assert_string_equal(find_change(&list, CHANGE_RENAMED)->before, "F");
	assert_string_equal(find_change(&list, CHANGE_TEXT)->after,
	    "Say this now.");
	arena_release(&arena);
}

static void
test_same(void **state)
{
	static const char text[] = HEAD "# a\tA\n- Text\n= x/y\t\tY\n- More\n";
	struct arena arena = { 0 };
	struct change_list list;
	struct tree before, after;

	(void)state;
	read_tree(&before, &arena, text);
	read_tree(&after, &arena, text);
	changes_find(&list, &arena, &before, &after);
	assert_int_equal(list.count, 0);
	after.lang = "de";
	after.valid_until = "";
	changes_find(&list, &arena, &before, &after);
	assert_int_equal(list.count, 0);
	arena_release(&arena);
}

static struct doc_node *
add_element(struct arena *arena, struct doc_node *parent, enum doc_tag tag,
    const char *part, const char *text)
{
	struct doc_node *node = doc_add(arena, parent, tag, SOURCE_NOWHERE);

	if (part != NULL)
		doc_set(arena, node, DOC_ATTR_DATA_PART, part);
	if (text != NULL)
		doc_add_text(arena, node, text, strlen(text), SOURCE_NOWHERE);
	return node;
}

static void
test_take(void **state)
{
	struct arena arena = { 0 };
	struct doc_node *root = doc_new(&arena, DOC_BODY, SOURCE_NOWHERE);
	struct doc_node *item;
	struct strbuf text = { 0 };
	struct tree tree;

	(void)state;
	add_element(&arena, root, DOC_P, NULL, "Before any unit");
	add_element(&arena, root, DOC_H2, "ranked", "Proof")->id = "proof";
	item = add_element(&arena, root, DOC_ARTICLE, NULL, NULL);
	doc_set(&arena, item, DOC_ATTR_DATA_RECORD, "case-studies/j");
	doc_set(&arena, item, DOC_ATTR_DATA_DATE, "not a date");
	add_element(&arena, item, DOC_P, NULL, "  Some\n\ttext ");
	add_element(&arena, item, DOC_H3, "name", "Jenkins");
	add_element(&arena, item, DOC_P, "none", "Every build");
	add_element(&arena, root, DOC_P, NULL, "After");
	tree_take(&tree, &arena, root, "en", "");
	tree_format(&tree, &text);
	assert_string_equal(strbuf_string(&text),
	    "fieldkit tree 1\nlang en\nvalid \n* proof\tProof\n- After\n"
	    "= case-studies/j\t\tJenkins\n- Some text\n. name\t\t\tJenkins\n");
	strbuf_release(&text);
	arena_release(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_align),
		cmocka_unit_test(test_align_bound),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_same),
		cmocka_unit_test(test_take),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
