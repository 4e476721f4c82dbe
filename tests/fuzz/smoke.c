/*
 * smoke.c - a harness without libFuzzer: the seeds as they are, then a number
 * of mutations of each, the same ones in every run.
 *
 *	fuzz_yaml COUNT SEED…
 *
 * A mutation changes, takes away, repeats or moves a few stretches of bytes,
 * or brings in what another seed holds. The input at hand is kept in the file
 * named by FUZZ_LAST, where that is set, for whoever looks into a crash. An
 * input that takes longer than INPUT_SECONDS ends the run.
 */
#include "fuzz.h"

#pragma weak LLVMFuzzerInitialize

enum { BYTES_MAX = 65536, SEED_MAX = 16384, INPUT_SECONDS = 10 };

struct seed {
	uint8_t *bytes;
	size_t len;
};

/* xorshift64* (Vigna, 2016). */
static uint64_t
random_next(uint64_t *state)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return *state * UINT64_C(2685821657736338717);
}

static size_t
random_below(uint64_t *state, size_t bound)
{
	return bound == 0 ? 0 : (size_t)(random_next(state) >> 11) % bound;
}

static void
replace(struct seed *input, size_t at, size_t gone, const uint8_t *bytes,
    size_t len)
{
	if (input->len - gone + len > BYTES_MAX)
		return;
	memmove(input->bytes + at + len, input->bytes + at + gone,
	    input->len - at - gone);
	memcpy(input->bytes + at, bytes, len);
	input->len += len - gone;
}

/* One change, with bytes of `other` or of the input itself. */
static void
mutate(struct seed *input, const struct seed *other, uint64_t *state)
{
	static const char marks[] = "[]{}<>\"'&*|#:-,\n\t /\\!%@`~0\xff\x80";
	size_t at = random_below(state, input->len + 1);
	size_t gone = random_below(state, 8);
	uint8_t piece[64];
	size_t len = 1 + random_below(state, sizeof(piece));
	size_t from;

	if (gone > input->len - at)
		gone = input->len - at;
	switch (random_below(state, 5)) {
	case 0:
		replace(input, at, gone, piece, 0);
		break;
	case 1:
		piece[0] = (uint8_t)marks[random_below(state,
		    sizeof(marks) - 1)];
		replace(input, at, gone > 0, piece, 1);
		break;
	case 2:
		if (at < input->len)
			input->bytes[at] ^= (uint8_t)(1u <<
			    random_below(state, 8));
		break;
	case 3:
		other = input;
		/* fallthrough */
	default:
		if (len > other->len)
			len = other->len;
		from = random_below(state, other->len - len + 1);
		memcpy(piece, other->bytes + from, len);
		replace(input, at, gone, piece, len);
	}
}

static void
feed(const struct seed *input)
{
	const char *last = getenv("FUZZ_LAST");
	/* Of the exact size: a read past it is seen. */
	uint8_t *copy = mem_alloc(input->len > 0 ? input->len : 1);
	FILE *file;

	memcpy(copy, input->bytes, input->len);
	if (last != NULL && (file = fopen(last, "wb")) != NULL) {
		fwrite(copy, 1, input->len, file);
		fclose(file);
	}
	alarm(INPUT_SECONDS);
	LLVMFuzzerTestOneInput(copy, input->len);
	alarm(0);
	free(copy);
}

static struct seed
seed_read(const char *path)
{
	struct seed seed = { mem_alloc(SEED_MAX), 0 };
	FILE *file = fopen(path, "rb");

	if (file == NULL) {
		perror(path);
		exit(2);
	}
	seed.len = fread(seed.bytes, 1, SEED_MAX, file);
	fclose(file);
	return seed;
}

int
main(int argc, char **argv)
{
	struct seed input = { mem_alloc(BYTES_MAX), 0 };
	uint64_t state = UINT64_C(0x9e3779b97f4a7c15);
	int count, seed_count = argc - 2, i, j;
	struct seed *seeds;
	size_t changes;

	if (argc < 3) {
		fputs("usage: fuzz_PARSER COUNT SEED...\n", stderr);
		return 2;
	}
	if (LLVMFuzzerInitialize != NULL)
		LLVMFuzzerInitialize(&argc, &argv);
	count = atoi(argv[1]);
	seeds = mem_alloc((size_t)seed_count * sizeof(*seeds));
	for (i = 0; i < seed_count; i++)
		seeds[i] = seed_read(argv[i + 2]);
	for (i = 0; i < seed_count; i++)
		for (j = 0; j <= count; j++) {
			memcpy(input.bytes, seeds[i].bytes, seeds[i].len);
			input.len = seeds[i].len;
			changes = j == 0 ? 0 : 1 + random_below(&state, 6);
			while (changes-- > 0)
				mutate(&input, &seeds[random_below(&state,
				    (size_t)seed_count)], &state);
			feed(&input);
		}
	for (i = 0; i < seed_count; i++)
		free(seeds[i].bytes);
	free(seeds);
	free(input.bytes);
	return 0;
}
