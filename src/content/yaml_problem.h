/*
 * yaml_problem.h - libyaml's complaints, in words for authors.
 */
#ifndef FIELDKIT_YAML_PROBLEM_H
#define FIELDKIT_YAML_PROBLEM_H

#include <yaml.h>

#include "fieldkit/diag.h"
#include "fieldkit/yaml.h"

/* Reports why yaml_parser_parse failed on this input. */
void yaml_problem_report(const yaml_parser_t *parser,
    const struct yaml_input *input, struct diags *diags);
/* Reports it as one of the slips that authors make, at the slip; false where
 * it is none (yaml_slip.c). */
bool yaml_slip_report(const yaml_parser_t *parser,
    const struct yaml_input *input, struct diags *diags);
/* Warns where a value without quotes lost its end to a comment: `name: Acme
 * #1` (yaml_comment.c). */
void yaml_comment_check(const struct yaml_node *root,
    const struct yaml_input *input, struct diags *diags);

#endif
