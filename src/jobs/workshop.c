/*
 * What every edition of a build shares. In: a checked model and the names of
 * a theme. Out: templates compiled, print style read, assets named, threads'
 * own objects ready. The style digest stands for everything that decides how
 * a kit looks, apart from its document tree: style files, typefaces,
 * generator and library versions.
 */
#include "extras.h"

#include <string.h>

#include "fieldkit/strmap.h"

static const char *const style_files[] = { "theme.yaml", "print.yaml" };

/* The faces of a theme on their way into the digest and the workshop. */
struct gathering {
	struct digest *digest;
	struct type_faces *faces;
	struct strmap families, names;	/* each once */
	struct arena *arena;
	const struct type_face **found;
	uint32_t count, size;
};

static void
add_face(struct gathering *gathering, const struct type_face *face)
{
	digest_add_string(gathering->digest, type_face_digest(face));
	if (strmap_add(&gathering->names, type_face_name(face), face) != NULL)
		return;
	if (gathering->count == gathering->size) {
		const struct type_face **grown;

		gathering->size = 2 * gathering->size + 16;
		grown = ARENA_ARRAY(gathering->arena,
		    const struct type_face *, gathering->size);
		if (gathering->count > 0)
			memcpy(grown, gathering->found,
			    gathering->count * sizeof(*grown));
		gathering->found = grown;
	}
	gathering->found[gathering->count++] = face;
}

/* Every installed face of a family, in the weights that styles ask for. */
static void
add_family(struct gathering *gathering, const char *family)
{
	static const struct {
		uint16_t weight;
		bool is_italic;
	} cuts[] = { { 400, false }, { 700, false }, { 400, true },
		{ 700, true } };
	struct diags ignored = { 0 };	/* layout reports what it misses */
	size_t i;

	digest_add_string(gathering->digest, family);
	for (i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++) {
		const struct type_face *face = type_face_find(
		    gathering->faces, family, cuts[i].weight,
		    cuts[i].is_italic, SOURCE_NOWHERE, &ignored);

		if (face != NULL)
			add_face(gathering, face);
		else
			digest_add_string(gathering->digest, "");
	}
	diags_release(&ignored);
}

/* The families below `node` of theme.yaml, each once. */
static void
add_families(struct gathering *gathering, const struct yaml_node *node)
{
	const struct yaml_node *child;

	if (node == NULL)
		return;
	if (node->kind == YAML_SCALAR) {
		if (strmap_add(&gathering->families, node->scalar, node) ==
		    NULL)
			add_family(gathering, node->scalar);
		return;
	}
	for (child = node->first_child; child != NULL; child = child->next)
		add_families(gathering, child);
}

void
workshop_digest_style(struct workshop *workshop, struct arena *arena)
{
	struct digest *digest = digest_new();
	const struct manifest_library *libraries;
	struct gathering gathering = { .digest = digest, .arena = arena,
		.faces = workshop->tools.faces };
	char hex[DIGEST_HEX_CHARS + 1];
	uint32_t count, library;
	size_t i;

	digest_add_string(digest, GENERATOR);
	libraries = library_versions(arena, &count);
	for (library = 0; library < count; library++)
		digest_add_string(digest, libraries[library].version);
	for (i = 0; i < sizeof(style_files) / sizeof(style_files[0]); i++) {
		const struct theme_file *file = theme_file_find(
		    workshop->theme, style_files[i]);

		/* A print.yaml may extend those below. */
		for (; file != NULL && file->bytes != NULL; file = file->below)
			digest_add_framed(digest, file->bytes, file->len);
	}
	add_families(&gathering, workshop->theme->faces);
	strmap_release(&gathering.families);
	strmap_release(&gathering.names);
	workshop->faces = gathering.found;
	workshop->face_count = gathering.count;
	digest_finish_hex(digest, hex);
	digest_free(digest);
	workshop->style_digest = arena_strdup(arena, hex);
}

static void
compile_templates(struct workshop *workshop, struct arena *arena,
    struct diags *diags)
{
	int kind;

	for (kind = 0; kind < VIEW_KIND_COUNT; kind++)
		workshop->programs[kind] = template_compile(arena,
		    workshop->theme, (enum view_kind)kind, diags);
	template_check_overrides(workshop->theme, diags);
}

/* The words that the program itself uses, not a template: all themes have
 * them. Languages are compared with English when the theme loads. */
static void
check_words(const struct theme *theme, struct diags *diags)
{
	const char *const *lists[] = { view_message_keys(),
	    extra_message_keys, compose_message_keys };
	const struct messages *english = theme_messages(theme, "en", "en");
	size_t i, k;

	for (i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		for (k = 0; lists[i][k] != NULL; k++)
			if (!message_has(english, lists[i][k]))
				diag_report(diags, DIAG_MESSAGE_MISSING,
				    SOURCE_NOWHERE, "theme '%s' has no "
				    "message '%s', which the program uses; "
				    "add it to i18n/en.yaml and the other "
				    "languages", theme->name, lists[i][k]);
}

bool
workshop_open(struct workshop *workshop, struct build *build,
    const struct tools *tools)
{
	const struct build_options *options = build->options;
	struct theme *theme = ARENA_NEW(&build->arena, struct theme);
	size_t errors = build->diags.errors;

	*workshop = (struct workshop){
		.content_dir = options->content_dir,
		.output_dir = options->output_dir,
		.sources = &build->sources,
		.site = build->model.site,
		.theme = theme,
	};
	if (!theme_load(theme, &build->arena, &build->sources,
	    options->themes_dir, workshop->site->theme.chars,
	    options->content_dir, &build->diags))
		return false;
	check_words(theme, &build->diags);
	compile_templates(workshop, &build->arena, &build->diags);
	workshop->style = print_style_load(&build->arena, theme,
	    &build->diags);
	workshop->letter_style = letter_style_load(&build->arena, theme,
	    &build->diags);
	type_faces_check_theme(theme, &build->diags);
	if (build->diags.errors > errors)
		return false;
	assets_prepare(&workshop->assets, &build->arena, theme);
	workshop->media = media_new(&(struct media_options){
		.content_dir = options->content_dir,
		.theme = workshop->theme,
		.output_dir = options->output_dir,
		.images = build->model.images,
		.image_count = (uint32_t)build->model.image_count,
	});
	workshop->pdf_shared = pdf_shared_new();
	workshop->has_own_tools = tools == NULL;
	if (tools != NULL)
		workshop->tools = *tools;
	else
		tools_open(&workshop->tools, options->threads);
	type_faces_take_theme(workshop->tools.faces, theme);
	return true;
}

void
workshop_close(struct workshop *workshop)
{
	if (workshop->media == NULL)
		return;
	if (workshop->has_own_tools)
		tools_close(&workshop->tools);
	pdf_shared_free(workshop->pdf_shared);
	media_free(workshop->media);
}
