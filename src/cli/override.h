/*
 * override.h - `fieldkit new override FILE`, a form of the command new.
 */
#ifndef FIELDKIT_CLI_OVERRIDE_H
#define FIELDKIT_CLI_OVERRIDE_H

#include "commands.h"

/* Copies the theme's file that the second operand names to content/theme/
 * and records what it was copied from. Returns the exit status. */
int command_new_override(const struct cli_options *options);

#endif
