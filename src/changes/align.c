/*
 * The shortest way from one sequence to another. In: two sequences of numbers
 * that stand for words or paragraphs. Out: the runs that are replaced.
 *
 * Myers' greedy algorithm: after d differences, furthest[k] is how far one
 * gets in the old sequence on diagonal k (old minus new position). Each round
 * is kept, and the way is walked back through them. What is the same at both
 * ends is left out before, which is nearly everything.
 */
#include "fieldkit/changes.h"

#include <string.h>

/* Rounds are kept: their number squared is memory. */
#define DIFFERENCES_MAX 400

struct aligning {
	const uint32_t *old, *new;
	int32_t old_count, new_count;
	bool *is_deleted, *is_inserted;
	int32_t *rounds[DIFFERENCES_MAX + 1];
};

/* How far one gets on diagonal k in round d, by the round before. */
static int32_t
step(const int32_t *before, int32_t d, int32_t k)
{
	if (d == 0)
		return 0;
	if (k == -d || (k != d && before[k - 1 + d] < before[k + 1 + d]))
		return before[k + 1 + d];	/* a word is inserted */
	return before[k - 1 + d] + 1;		/* a word is deleted */
}

/*
 * A round's places: furthest of diagonal k at [k + d + 1], so that both
 * neighbours in the round before, which has them at [k + d], are there.
 * Whether the end was reached.
 */
static bool
run_round(struct aligning *aligning, struct arena *arena, int32_t d)
{
	const int32_t *before = d > 0 ? aligning->rounds[d - 1] : NULL;
	int32_t *round = ARENA_ARRAY(arena, int32_t, 2 * (size_t)d + 3);
	int32_t k;

	aligning->rounds[d] = round;
	for (k = -d; k <= d; k += 2) {
		int32_t x = step(before, d, k), y = x - k;

		while (x < aligning->old_count && y < aligning->new_count &&
		    x >= 0 && y >= 0 && aligning->old[x] == aligning->new[y])
			x++, y++;
		round[k + d + 1] = x;
		if (x >= aligning->old_count && y >= aligning->new_count)
			return true;
	}
	return false;
}

static void
walk_back(struct aligning *aligning, int32_t d)
{
	int32_t x = aligning->old_count, y = aligning->new_count;

	for (; d > 0; d--) {
		const int32_t *before = aligning->rounds[d - 1];
		int32_t k = x - y;
		bool is_insertion = k == -d || (k != d &&
		    before[k - 1 + d] < before[k + 1 + d]);

		x = is_insertion ? before[k + 1 + d] : before[k - 1 + d];
		y = is_insertion ? x - (k + 1) : x - (k - 1);
		if (is_insertion)
			aligning->is_inserted[y] = true;
		else
			aligning->is_deleted[x] = true;
	}
}

static struct change_run *
gather_runs(struct arena *arena, const struct aligning *aligning,
    uint32_t offset, uint32_t *ret_count)
{
	uint32_t old_count = (uint32_t)aligning->old_count;
	uint32_t new_count = (uint32_t)aligning->new_count;
	struct change_run *runs = ARENA_ARRAY(arena, struct change_run,
	    (size_t)old_count + new_count);
	uint32_t x = 0, y = 0, count = 0;

	while (x < old_count || y < new_count) {
		struct change_run run = { x + offset, 0, y + offset, 0 };

		while (x < old_count && aligning->is_deleted[x])
			x++, run.from_count++;
		while (y < new_count && aligning->is_inserted[y])
			y++, run.to_count++;
		if (run.from_count > 0 || run.to_count > 0)
			runs[count++] = run;
		else
			x++, y++;
	}
	*ret_count = count;
	return runs;
}

struct change_run *
changes_align(struct arena *arena, const uint32_t *old, uint32_t old_count,
    const uint32_t *new, uint32_t new_count, uint32_t *ret_count)
{
	struct aligning aligning = { .old = old, .new = new };
	uint32_t same = 0;
	int32_t d = 0;

	while (same < old_count && same < new_count && old[same] == new[same])
		same++;
	while (old_count > same && new_count > same &&
	    old[old_count - 1] == new[new_count - 1])
		old_count--, new_count--;
	aligning.old += same;
	aligning.new += same;
	aligning.old_count = (int32_t)(old_count - same);
	aligning.new_count = (int32_t)(new_count - same);
	aligning.is_deleted = ARENA_ARRAY(arena, bool, old_count - same + 1);
	aligning.is_inserted = ARENA_ARRAY(arena, bool, new_count - same + 1);
	while (d <= DIFFERENCES_MAX && !run_round(&aligning, arena, d))
		d++;
	if (d <= DIFFERENCES_MAX) {
		walk_back(&aligning, d);
	} else {
		memset(aligning.is_deleted, true, old_count - same);
		memset(aligning.is_inserted, true, new_count - same);
	}
	return gather_runs(arena, &aligning, same, ret_count);
}
