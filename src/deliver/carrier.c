/*
 * Carriers by their address. In: `smtp://HOST` and the like. Out: the kind
 * that takes messages there.
 */
#include "carrier.h"

#include <string.h>

static const struct carrier_kind *const kinds[] = {
	&carrier_smtp, &carrier_smtps, &carrier_sendmail, &carrier_maildir,
};

bool
carrier_open(struct carrier *carrier, const char *address,
    struct diags *diags)
{
	size_t i;

	carrier->address = address;
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		size_t len = strlen(kinds[i]->prefix);

		if (strncmp(address, kinds[i]->prefix, len) != 0 ||
		    address[len] == '\0')
			continue;
		carrier->kind = kinds[i];
		carrier->place = address + len;
		return carrier->kind->open(carrier, diags);
	}
	diag_report(diags, DIAG_TRANSPORT_INVALID, carrier->pos,
	    "mail cannot leave by '%s'; write smtp://HOST:PORT, "
	    "smtps://HOST:PORT, sendmail:/PATH/OF/PROGRAM or maildir:FOLDER",
	    address);
	return false;
}

enum carried
carrier_send(struct carrier *carrier, const struct cargo *cargo,
    struct strbuf *words)
{
	strbuf_clear(words);
	carrier->has_stalled = false;
	return carrier->kind->send(carrier, cargo, words);
}

void
carrier_close(struct carrier *carrier)
{
	if (carrier->kind != NULL)
		carrier->kind->close(carrier);
	carrier->kind = NULL;
}
