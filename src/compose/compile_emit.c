/*
 * What every part of the compiler does: reports at a byte of the file,
 * instructions, slots and names.
 * In: a context. Out: the program's array grows. Invariant: emitted
 * instructions are addressed by number, since the array moves.
 */
#include "compiler.h"

#include <string.h>

#include "fieldkit/limits.h"

struct source_pos
compile_pos(const struct context *context, uint32_t at)
{
	return template_pos(context->file, at);
}

__attribute__((format(printf, 4, 5)))
void
compile_report(const struct context *context, enum diag_id id, uint32_t at,
    const char *format, ...)
{
	va_list args;

	va_start(args, format);
	diag_report(context->compiler->diags, id, compile_pos(context, at),
	    "%s", arena_vprintf(context->compiler->arena, format, args));
	va_end(args);
}

/* The new instruction's number. */
uint32_t
compile_emit(const struct context *context, enum op op, uint32_t at)
{
	struct compiler *compiler = context->compiler;

	if (compiler->count == LIMIT_TEMPLATE_INSTRUCTIONS) {
		if (!compiler->is_full)
			compile_report(context, DIAG_LIMIT_PASSED, at,
			    "the template with its parts has more than "
			    "%d instructions",
			    LIMIT_TEMPLATE_INSTRUCTIONS);
		compiler->is_full = true;
		compiler->count--;	/* overwritten: nothing runs it */
	}
	if (compiler->count == compiler->size) {
		compiler->size = compiler->size != 0 ? 2 * compiler->size : 64;
		compiler->insns = mem_realloc(compiler->insns,
		    compiler->size * sizeof(*compiler->insns));
	}
	compiler->insns[compiler->count] = (struct insn){
		.op = op, .pos = compile_pos(context, at),
	};
	return compiler->count++;
}

struct insn *
compile_insn(const struct context *context, uint32_t number)
{
	return &context->compiler->insns[number];
}

void
compile_land(const struct context *context, uint32_t jump)
{
	compile_insn(context, jump)->target = context->compiler->count;
}

uint32_t
compile_new_slot(struct context *context)
{
	struct program *program = context->compiler->program;
	uint32_t slot = context->next_slot++;

	if (context->next_slot > program->slot_count)
		program->slot_count = context->next_slot;
	return slot;
}

void
compile_add_name(struct context *context, const char *name,
    const struct value_type *type, uint32_t slot)
{
	struct scope_name *entry = ARENA_NEW(context->compiler->arena,
	    struct scope_name);

	*entry = (struct scope_name){ context->names, name, *type, slot };
	context->names = entry;
}

void
compile_check_directives(const struct context *context,
    const struct template_node *node)
{
	static const char *const known[] = {
		"if", "else", "each", "with", "markup", "level", "text",
		"args", "use", "slot", "class"
	};
	const size_t count = sizeof(known) / sizeof(known[0]);
	uint32_t i;
	size_t k;
	const char *meant;

	for (i = 0; i < node->attr_count; i++) {
		const struct template_attr *attr = &node->attrs[i];

		if (!attr->is_directive)
			continue;
		for (k = 0; k < count && strcmp(known[k], attr->name) != 0; k++)
			continue;
		if (k < count)
			continue;
		compile_report(context, DIAG_TEMPLATE_DIRECTIVE, attr->at,
		    "there is no directive k:%s", attr->name);
		meant = diag_nearest(attr->name, known, count);
		if (meant != NULL)
			diag_hint(context->compiler->diags,
			    "did you mean 'k:%s'?", meant);
	}
}

bool
template_is_k(const struct template_node *node, const char *name)
{
	return strncmp(node->name, "k:", 2) == 0 &&
	    strcmp(node->name + 2, name) == 0;
}

/* A k: element prints nothing, so it carries directives only. */
void
compile_no_attrs(const struct context *context,
    const struct template_node *node, const char *allowed)
{
	uint32_t i;

	for (i = 0; i < node->attr_count; i++)
		if (!node->attrs[i].is_directive &&
		    strcmp(node->attrs[i].name, allowed) != 0)
			compile_report(context, DIAG_TEMPLATE_DIRECTIVE,
			    node->attrs[i].at, "<%s> prints no element, so it "
			    "has no attribute '%s'", node->name,
			    node->attrs[i].name);
}

/* The static value of an attribute. */
const char *
compile_string(const struct context *context, const struct template_attr *attr)
{
	return template_decode(context->compiler->arena, context->file,
	    attr->value_at, attr->value_len).text;
}
