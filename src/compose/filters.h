/*
 * filters.h - what each filter does, for the table of filters.
 */
#ifndef FIELDKIT_FILTERS_H
#define FIELDKIT_FILTERS_H

#include "program.h"

#define FILTER(name)                                               \
	const void *filter_##name(struct run *run,                 \
	    const struct filter_call *call, const void *value)

FILTER(default);
FILTER(date);
FILTER(days_until);
FILTER(measure);
FILTER(period);
FILTER(number);
FILTER(money);
FILTER(bytes);
FILTER(named);
FILTER(key);
FILTER(count);
FILTER(first);
FILTER(limit);
FILTER(list);
FILTER(join);
FILTER(url);
FILTER(src);
FILTER(scheme);
FILTER(message);
FILTER(words);
FILTER(upper);
FILTER(plain);
FILTER(opening);
FILTER(initials);
FILTER(host);
FILTER(anchor);

#undef FILTER

#endif
