/*
 * An output, printed at a stage on its way. In: an edition and a path. Out:
 * the document tree, the HTML or the laid-out pages as text, for tests of
 * composing and layout and for designers who wonder why.
 */
#include "jobs.h"

#include <string.h>

#include "fieldkit/html.h"
#include "fieldkit/strbuf.h"
#include "fieldkit/trace.h"

static void
write_attributes(const struct doc_node *node, struct strbuf *out)
{
	const struct doc_attr *attr;

	if (node->id != NULL)
		strbuf_printf(out, " #%s", node->id);
	if (node->class_list != NULL)
		strbuf_printf(out, " .%s", node->class_list);
	if (node->lang != NULL)
		strbuf_printf(out, " lang=%s", node->lang);
	for (attr = node->attrs; attr != NULL; attr = attr->next) {
		strbuf_printf(out, " %s=", doc_attr_string(attr->name));
		strbuf_add_json(out, attr->value, strlen(attr->value));
	}
}

/* One node a line, indented by depth. */
static void
write_tree(const struct doc_node *root, struct strbuf *out)
{
	struct doc_iter iter = doc_iter_start(root);
	int depth = 0;

	while (doc_iter_next(&iter)) {
		const struct doc_node *node = iter.node;

		if (!iter.is_entering) {
			depth--;
			continue;
		}
		strbuf_printf(out, "%*s", 2 * depth, "");
		if (node->tag == DOC_TEXT) {
			strbuf_add_json(out, node->text, node->text_len);
		} else {
			strbuf_add_string(out, doc_tag_name(node->tag));
			write_attributes(node, out);
			depth++;
		}
		strbuf_add_char(out, '\n');
	}
}

static bool
dump_pages(const struct run *run, const struct doc_node *root,
    const struct view *view, struct job_result *result,
    const struct job *job, struct strbuf *out)
{
	struct page_list pages = { 0 };

	if (!view_is_kit(job->kind)) {
		diag_report(&result->diags, DIAG_EDITION_UNKNOWN,
		    SOURCE_NOWHERE, "'%s' is a page of the site; only kits "
		    "are laid out in pages", job->path);
		return false;
	}
	if (!job_layout(run, worker_at(&run->workshop->tools, 0), root, view, result,
	    job, &pages))
		return false;
	trace_write(&pages, out);
	return true;
}

bool
job_dump(const struct run *run, const struct job *job, enum dump_stage stage,
    struct diags *diags, struct strbuf *out)
{
	struct job_result result;
	struct view view;
	const struct doc_node *root = job_compose_alone(run, job, &result,
	    &view);
	bool is_done = root != NULL;

	if (is_done && stage == DUMP_TREE)
		write_tree(root, out);
	else if (is_done && stage == DUMP_HTML && !view_is_kit(job->kind))
		html_render(root, out);
	else if (is_done)
		is_done = dump_pages(run, root, &view, &result, job, out);
	diags_merge(diags, &result.diags);
	diags_release(&result.diags);
	return is_done;
}
