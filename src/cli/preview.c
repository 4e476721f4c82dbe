/*
 * The command that shows editions while they are written. In: parsed options.
 * Out: a server that runs until it is told to end.
 */
#include "commands.h"

#include "fieldkit/serve.h"

int
command_serve(const struct cli_options *options)
{
	const struct build_options build_options =
	    cli_build_options(options);
	const struct serve_options serve_options = {
		.port = options->port < 0 ? SERVE_PORT_ANY_NEAR :
		    options->port,
		.follows_today = !options->has_as_of,
		.has_polling = options->has_polling,
		.opens_browser = options->opens_browser,
		.is_quiet = options->is_quiet,
		.in_color = cli_has_color(stderr),
	};

	return serve_until_signal(&build_options, &serve_options) ?
	    EXIT_FINE : EXIT_IO;
}
