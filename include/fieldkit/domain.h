/*
 * domain.h - names of hosts, as people read them (UTS #46, UTS #39).
 *
 * A name may be written in letters beyond ASCII or as xn--…; two names that
 * look alike need not be the same. What is refused is a label that mixes
 * scripts no language mixes, and one in other letters that reads like ASCII.
 */
#ifndef FIELDKIT_DOMAIN_H
#define FIELDKIT_DOMAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "fieldkit/arena.h"

/* The name in ASCII ("xn--mnchen-3ya.example"), in the arena; NULL where it is
 * no name of a host. */
const char *domain_to_ascii(struct arena *arena, const char *name,
    size_t len);
/* Whether a reader may take the name for another one. *ret_seen is then what
 * it looks like: in ASCII where there is such a name, else as it is drawn. */
bool domain_is_confusable(struct arena *arena, const char *name, size_t len,
    const char **ret_seen);

#endif
