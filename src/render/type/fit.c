/*
 * The best breaks: Knuth and Plass's total fit ("Breaking Paragraphs into
 * Lines", Software - Practice and Experience 11, 1981), as TeX has it, in
 * integers.
 *
 * In: breaks with cumulated widths. Out: the subset with the least sum of
 * demerits. Each feasible break keeps one node a class of looseness, linked
 * to its best predecessor; nodes from which the current break is out of reach
 * leave the active list. Where nothing fits, the shortest line is taken.
 */
#include "setting.h"

#define CLASSES 4		/* tight, normal, loose, very loose */
#define LINE_PENALTY 10
#define SPREAD_BADNESS (100 * SPREAD_MAX * SPREAD_MAX * SPREAD_MAX)
#define BADNESS_MAX FIT_ANYTHING
#define HYPHEN_PAIR_DEMERITS 10000
#define HYPHEN_LAST_DEMERITS 60000
#define CLASS_DEMERITS 8000
#define RUNT_DEMERITS 1100000
#define STUB_DEMERITS 4000000
#define FRAGMENT_DEMERITS 1000000000	/* "gen." under a full column */
/* The worst break of a paragraph that is good, or fair. */
#define PENALTY_GOOD 300
#define PENALTY_FAIR 1000
#define OVERFULL_DEMERITS ((int64_t)1000000000000)
/* Nodes looked back at from one break. A page's line has some hundred; only
 * text without width has more. */
#define ACTIVE_MAX 512

struct node {
	int64_t demerits;
	uint32_t at;			/* the break */
	int32_t from;			/* the node before; -1 at the start */
	uint8_t class;
};

struct fit {
	const struct setting *setting;
	const struct line_breaks *breaks;
	int64_t tolerance;
	bool is_justified;
	int64_t ragged_stretch;
	struct node *nodes;
	uint32_t node_count;
	uint32_t *active;		/* nodes, in order of their breaks */
	uint32_t active_count;
};

/* A paragraph's last line. */
enum end {
	END_GOOD,
	END_RUNT,		/* little but one word */
	END_STUB,		/* a few letters: "an.", "aus." */
	END_FRAGMENT		/* the end of a divided word */
};

struct line_cost {
	int64_t badness;
	uint8_t class;
	bool is_overfull;
	enum end end;
};

/* TeX's 100 * (slack / stretch) ^ 3, by its integer rule. */
static int64_t
badness_of(int64_t slack, int64_t stretch)
{
	int64_t ratio;

	if (slack <= 0)
		return 0;
	if (stretch <= 0)
		return BADNESS_MAX;
	ratio = slack * 297 / stretch;
	if (ratio > 6400)
		return BADNESS_MAX;
	return (ratio * ratio * ratio + (1 << 17)) >> 18;
}

static struct line_cost
line_cost(const struct fit *fit, const struct line_break *from,
    const struct line_break *to, bool is_first)
{
	const struct type_paragraph *paragraph = fit->setting->paragraph;
	int64_t width = paragraph->width -
	    (is_first ? paragraph->first_indent : 0);
	int64_t slack = width - (to->x_end - from->x_next);
	int64_t stretch = fit->ragged_stretch, shrink = 0;
	struct line_cost cost = { .class = 1 };

	if (fit->is_justified) {
		stretch = to->stretch_end - from->stretch_next;
		shrink = to->shrink_end - from->shrink_next;
	}
	if (slack < 0) {
		cost.is_overfull = -slack > shrink;
		cost.badness = badness_of(-slack, shrink);
		cost.class = cost.badness > 12 ? 0 : 1;
	} else if (!to->is_forced || paragraph->is_balanced) {
		cost.badness = badness_of(slack, stretch);
		if (fit->is_justified && slack > stretch * SPREAD_MAX)
			cost.badness = SPREAD_BADNESS +
			    badness_of(slack, fit->ragged_stretch);
		if (fit->is_justified)
			cost.class = cost.badness > 99 ? 3 :
			    cost.badness > 12 ? 2 : 1;
	}
	return cost;
}

static enum end
end_of(const struct fit *fit, const struct line_break *from,
    const struct line_break *to)
{
	int64_t width = to->x_end - from->x_next;
	int64_t whole = fit->setting->paragraph->width;
	bool is_one_word = to->stretch_end == from->stretch_next;

	if (width >= whole / (is_one_word ? 3 : 8))
		return END_GOOD;
	return from->is_hyphen ? END_FRAGMENT :
	    width < whole / 10 ? END_STUB : END_RUNT;
}

/* The paragraph's last line, and not its only one. */
static bool
is_end(const struct fit *fit, const struct node *node,
    const struct line_break *to)
{
	return to->is_forced && node->from >= 0 &&
	    !fit->breaks->items[node->at].is_forced;
}

static int64_t
demerits_of(const struct fit *fit, const struct node *node,
    const struct line_break *to, const struct line_cost *cost)
{
	static const int64_t end_demerits[] = {
		[END_GOOD] = 0,
		[END_RUNT] = RUNT_DEMERITS,
		[END_STUB] = STUB_DEMERITS,
		[END_FRAGMENT] = FRAGMENT_DEMERITS,
	};
	const struct line_break *from = &fit->breaks->items[node->at];
	int64_t base = LINE_PENALTY + cost->badness;
	int64_t demerits = base * base + (int64_t)to->penalty * to->penalty +
	    end_demerits[cost->end];
	int apart = (int)node->class - (int)cost->class;

	if (from->is_hyphen && to->is_hyphen)
		demerits += HYPHEN_PAIR_DEMERITS;
	if (from->is_hyphen && is_end(fit, node, to))
		demerits += HYPHEN_LAST_DEMERITS;
	if (apart > 1 || apart < -1)
		demerits += CLASS_DEMERITS;
	if (cost->is_overfull)
		demerits += OVERFULL_DEMERITS;
	return demerits;
}

/* Nodes reached at one break, the best of each class. */
struct reached {
	struct node best[CLASSES];
	bool has[CLASSES];
};

static void
reach(struct reached *reached, const struct node *node)
{
	struct node *best = &reached->best[node->class];

	if (reached->has[node->class] && best->demerits <= node->demerits)
		return;
	*best = *node;
	reached->has[node->class] = true;
}

static void
try_line(const struct fit *fit, uint32_t active, uint32_t at,
    const struct line_cost *cost, struct reached *reached)
{
	const struct node *from = &fit->nodes[active];
	struct node node = { .at = at, .from = (int32_t)active,
		.class = cost->class };

	node.demerits = from->demerits + demerits_of(fit, from,
	    &fit->breaks->items[at], cost);
	reach(reached, &node);
}

static void
activate(struct fit *fit, const struct reached *reached)
{
	uint32_t i;
	int class;

	for (class = 0; class < CLASSES; class++) {
		if (!reached->has[class])
			continue;
		if (fit->active_count == ACTIVE_MAX) {
			for (i = 1; i < fit->active_count; i++)
				fit->active[i - 1] = fit->active[i];
			fit->active_count--;
		}
		fit->nodes[fit->node_count] = reached->best[class];
		fit->active[fit->active_count++] = fit->node_count++;
	}
}

/* A paragraph with a runt is not good: worse lines may avoid it. With less than
 * a word, or hardly one, it is not even fair. */
static bool
is_tolerable(const struct fit *fit, const struct line_break *to,
    const struct line_cost *cost)
{
	if (cost->is_overfull || cost->badness > fit->tolerance)
		return false;
	if (fit->tolerance >= FIT_ANYTHING)
		return true;
	if (fit->tolerance > FIT_GOOD)
		return cost->end <= END_RUNT && to->penalty <= PENALTY_FAIR;
	return cost->end == END_GOOD && to->penalty <= PENALTY_GOOD;
}

/* One break against all active nodes. False when the pass fails. */
static bool
visit(struct fit *fit, uint32_t at)
{
	const struct line_break *to = &fit->breaks->items[at];
	struct reached reached = { .has = { false } };
	uint32_t i, kept = 0, count = fit->active_count;
	struct line_cost last_cost = { .class = 0 };
	uint32_t last = 0;

	for (i = 0; i < count; i++) {
		uint32_t active = fit->active[i];
		const struct node *node = &fit->nodes[active];
		const struct line_break *from = &fit->breaks->items[node->at];
		struct line_cost cost = line_cost(fit, from, to,
		    node->from < 0);

		if (is_end(fit, node, to))
			cost.end = end_of(fit, from, to);
		last = active;
		last_cost = cost;
		if (is_tolerable(fit, to, &cost))
			try_line(fit, active, at, &cost, &reached);
		/* A hyphen makes a line wider than the next break does. */
		if (!to->is_forced && (!cost.is_overfull || to->is_hyphen))
			fit->active[kept++] = active;
	}
	fit->active_count = kept;
	activate(fit, &reached);
	if (fit->active_count > 0)
		return true;
	if (fit->tolerance < FIT_ANYTHING)
		return false;
	try_line(fit, last, at, &last_cost, &reached);
	activate(fit, &reached);
	return true;
}

static void
trace_back(const struct fit *fit, uint32_t **ret_taken, uint32_t *ret_count)
{
	uint32_t count = 0, i;
	int32_t best = -1, at;

	for (i = 0; i < fit->active_count; i++)
		if (best < 0 || fit->nodes[fit->active[i]].demerits <
		    fit->nodes[best].demerits)
			best = (int32_t)fit->active[i];
	for (at = best; fit->nodes[at].from >= 0; at = fit->nodes[at].from)
		count++;
	*ret_taken = ARENA_ARRAY(fit->setting->scratch, uint32_t, count);
	*ret_count = count;
	for (at = best; fit->nodes[at].from >= 0; at = fit->nodes[at].from)
		(*ret_taken)[--count] = fit->nodes[at].at;
}

bool
setting_fit(const struct setting *setting, const struct line_breaks *breaks,
    int64_t tolerance, uint32_t **ret_taken, uint32_t *ret_count)
{
	const struct type_paragraph *paragraph = setting->paragraph;
	struct fit fit = { .setting = setting, .breaks = breaks,
		.tolerance = tolerance,
		.is_justified = paragraph->align == TYPE_JUSTIFY };
	fixed em = setting->word_count == 0 ? 0 :
	    setting_style(setting, &setting->words[0])->size;
	uint32_t i;

	fit.ragged_stretch = paragraph->width / 10;
	if (fit.ragged_stretch < 2 * em)
		fit.ragged_stretch = 2 * em;
	fit.nodes = ARENA_ARRAY(setting->scratch, struct node,
	    (size_t)breaks->count * (fit.is_justified ? CLASSES : 2) + 1);
	fit.active = ARENA_ARRAY(setting->scratch, uint32_t, ACTIVE_MAX);
	fit.nodes[0] = (struct node){ .from = -1, .class = 1 };
	fit.node_count = fit.active_count = 1;
	for (i = 1; i < breaks->count; i++)
		if (!visit(&fit, i))
			return false;
	trace_back(&fit, ret_taken, ret_count);
	return true;
}
