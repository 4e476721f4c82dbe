/*
 * Rules of site.yaml's `publish`. In: the map of targets. Out: reports of
 * targets that cannot be read, and of secrets, which have no place in content:
 * everyone who may read the content would have them.
 */
#include "check_parts.h"

#include <strings.h>

#include "fieldkit/target.h"

static bool
is_secret_key(const char *key)
{
	static const char *const keys[] = { "password", "passwd", "passphrase",
	    "pass", "token", "secret", "api_key", "apikey", "credentials",
	    "private_key" };
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (strcasecmp(key, keys[i]) == 0)
			return true;
	return false;
}

/* Whether an entry is a secret by its name; then it is reported. */
static bool
is_secret(const struct check *check, const struct map_entry *entry)
{
	if (!is_secret_key(entry->key))
		return false;
	diag_report(check->diags, DIAG_SECRET_EXPOSED, entry->pos,
	    "'%s' is a secret, and content is for many eyes: take it out, "
	    "change it, and give it by the environment or a file ('fieldkit "
	    "publish --help' says how)",
	    entry->key);
	return true;
}

static void
check_target(const struct check *check, const struct map_entry *entry)
{
	struct arena arena = { 0 };
	struct target target;
	const char *why = "";

	switch (target_parse(&target, &arena, entry->key,
	    entry->value != NULL ? entry->value : "", &why)) {
	case TARGET_FINE:
		break;
	case TARGET_WRONG:
		diag_report(check->diags, DIAG_TARGET_INVALID, entry->pos,
		    "the target '%s' cannot be used: %s", entry->key, why);
		break;
	case TARGET_HAS_SECRET:
		diag_report(check->diags, DIAG_SECRET_EXPOSED, entry->pos,
		    "the target '%s' %s", entry->key, why);
		break;
	}
	arena_release(&arena);
}

void
check_targets(const struct check *check, const struct site *site)
{
	uint32_t i;

	for (i = 0; i < site->publish.count; i++)
		if (!is_secret(check, &site->publish.entries[i]))
			check_target(check, &site->publish.entries[i]);
}
