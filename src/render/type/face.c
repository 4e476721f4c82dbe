/*
 * Typefaces: found through fontconfig, mapped, measured.
 *
 * In: a family's exact name, weight and slant. Out: a face that all threads
 * share. fontconfig's own matching always answers something; here a family
 * that is not installed is an error, so candidates are listed by name and
 * chosen by us: static instances of normal width, nearest weight, then slant,
 * then path, the same on every machine with the same packages.
 */
#include "face.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include <fontconfig/fontconfig.h>
#include <hb-ot.h>

#include "hyphenate.h"
#include "own.h"

/* Families of Debian's packages; the longest matching start decides. */
static const struct {
	const char *start;
	const char *package;
} packages[] = {
	{ "Noto Sans CJK", "fonts-noto-cjk" },
	{ "Noto Serif CJK", "fonts-noto-cjk" },
	{ "Noto Sans Mono CJK", "fonts-noto-cjk" },
	{ "Noto Mono", "fonts-noto-mono" },
	{ "Noto Sans Mono", "fonts-noto-mono" },
	{ "Noto Color Emoji", "fonts-noto-color-emoji" },
	{ "Noto", "fonts-noto-core" },
	{ "DejaVu", "fonts-dejavu-core" },
	{ "Liberation", "fonts-liberation" },
	{ "Inter", "fonts-inter" },
	{ "Lato", "fonts-lato" },
	{ "Open Sans", "fonts-open-sans" },
	{ "Roboto", "fonts-roboto" },
	{ "Fira Code", "fonts-firacode" },
	{ "Linux Libertine", "fonts-linuxlibertine" },
	{ "EB Garamond", "fonts-ebgaramond" },
	{ "Cantarell", "fonts-cantarell" },
};

static const char *
package_of(const char *family)
{
	const char *package = NULL;
	size_t longest = 0, i;

	for (i = 0; i < sizeof(packages) / sizeof(packages[0]); i++) {
		size_t len = strlen(packages[i].start);

		if (len > longest &&
		    strncasecmp(family, packages[i].start, len) == 0) {
			longest = len;
			package = packages[i].package;
		}
	}
	return package;
}

static char *
string_copy(const char *string)
{
	size_t size = strlen(string) + 1;

	return memcpy(mem_alloc(size), string, size);
}

/* --- which characters --- */

static struct coverage_page *
coverage_page_new(hb_font_t *font, uint32_t number)
{
	struct coverage_page *page = mem_alloc(sizeof(*page));
	hb_codepoint_t gid;
	uint32_t i;

	*page = (struct coverage_page){ { 0 } };
	for (i = 0; i < COVERAGE_CHARS; i++)
		if (hb_font_get_nominal_glyph(font,
		    number * COVERAGE_CHARS + i, &gid))
			page->bits[i / 64] |= (uint64_t)1 << (i % 64);
	return page;
}

static void
coverage_release(struct face_lazy *lazy)
{
	size_t i;

	for (i = 0; i < COVERAGE_PAGES; i++)
		free(atomic_load(&lazy->coverage[i]));
}

/* Made at the first question: a face of ideographs has a hundred pages, of
 * which a build asks for a few. */
const struct coverage_page *
face_coverage_make(const struct type_face *face, uint32_t number)
{
	struct face_lazy *lazy = face->lazy;
	struct coverage_page *page;

	pthread_mutex_lock(&lazy->lock);
	page = atomic_load_explicit(&lazy->coverage[number],
	    memory_order_relaxed);
	if (page == NULL) {
		page = coverage_page_new(face->font, number);
		atomic_store_explicit(&lazy->coverage[number], page,
		    memory_order_release);
	}
	pthread_mutex_unlock(&lazy->lock);
	return page;
}

bool
type_face_has(const struct type_face *face, uint32_t codepoint)
{
	return face_has(face, codepoint);
}

/* --- the faces of a run --- */

struct type_faces *
type_faces_new(void)
{
	struct type_faces *faces = mem_alloc(sizeof(*faces));

	*faces = (struct type_faces){ 0 };
	pthread_mutex_init(&faces->lock, NULL);
	faces->dicts = hyphen_dicts_new();
	return faces;
}

static void
face_free(struct type_face *face)
{
	coverage_release(face->lazy);
	hb_face_destroy(face->lazy->subset_face);
	pthread_mutex_destroy(&face->lazy->lock);
	free(face->lazy);
	hb_font_destroy(face->font);
	hb_face_destroy(face->face);
	free(face->name);
	free(face);
}

static void
request_free(struct face_request *request)
{
	free(request->family);
	free(request);
}

void
faces_forget_requests(struct type_faces *faces)
{
	while (faces->requests != NULL) {
		struct face_request *request = faces->requests;

		faces->requests = request->next;
		request_free(request);
	}
}

void
type_faces_free(struct type_faces *faces)
{
	if (faces == NULL)
		return;
	faces_forget_requests(faces);
	own_faces_release(faces);
	while (faces->faces != NULL) {
		struct type_face *face = faces->faces;

		faces->faces = face->next;
		face_free(face);
	}
	while (faces->files != NULL) {
		struct face_file *file = faces->files;

		faces->files = file->next;
		hb_blob_destroy(file->blob);
		pthread_mutex_destroy(&file->lock);
		free(file->path);
		free(file);
	}
	if (faces->config != NULL)
		FcConfigDestroy(faces->config);
	hyphen_dicts_free(faces->dicts);
	pthread_mutex_destroy(&faces->lock);
	free(faces);
}

/* --- which file --- */

struct candidate {
	const char *path;
	int index;
	int weight;		/* CSS's */
	bool is_italic;
};

static bool
candidate_from_pattern(FcPattern *pattern, const char *family,
    struct candidate *ret_candidate)
{
	FcChar8 *path = NULL, *name = NULL;
	int index = 0, weight = FC_WEIGHT_NORMAL, slant = FC_SLANT_ROMAN;
	int width = FC_WIDTH_NORMAL, i;
	FcBool is_variable = FcFalse;
	bool is_family = false;

	for (i = 0; FcPatternGetString(pattern, FC_FAMILY, i, &name) ==
	    FcResultMatch; i++)
		is_family |= strcasecmp((const char *)name, family) == 0;
	if (!is_family || FcPatternGetString(pattern, FC_FILE, 0, &path) !=
	    FcResultMatch)
		return false;
	FcPatternGetInteger(pattern, FC_INDEX, 0, &index);
	FcPatternGetInteger(pattern, FC_WEIGHT, 0, &weight);
	FcPatternGetInteger(pattern, FC_SLANT, 0, &slant);
	FcPatternGetInteger(pattern, FC_WIDTH, 0, &width);
	FcPatternGetBool(pattern, FC_VARIABLE, 0, &is_variable);
	/* The upper half of an index names an instance of a variable font. */
	if (is_variable || index >> 16 != 0 || width != FC_WIDTH_NORMAL)
		return false;
	*ret_candidate = (struct candidate){
		.path = (const char *)path,
		.index = index,
		.weight = FcWeightToOpenType(weight),
		.is_italic = slant != FC_SLANT_ROMAN,
	};
	return true;
}

static bool
is_better(const struct candidate *a, const struct candidate *b, int weight,
    bool is_italic)
{
	int a_off = abs(a->weight - weight), b_off = abs(b->weight - weight);
	int order;

	if (a->is_italic != b->is_italic)
		return a->is_italic == is_italic;
	if (a_off != b_off)
		return a_off < b_off;
	order = strcmp(a->path, b->path);
	return order != 0 ? order < 0 : a->index < b->index;
}

static FcFontSet *
list_family(struct type_faces *faces, const char *family)
{
	FcPattern *pattern;
	FcObjectSet *objects;
	FcFontSet *set;

	if (faces->config == NULL)
		faces->config = FcInitLoadConfigAndFonts();
	if (faces->config == NULL)
		return NULL;
	pattern = FcPatternBuild(NULL, FC_FAMILY, FcTypeString,
	    (const FcChar8 *)family, FC_OUTLINE, FcTypeBool, FcTrue, NULL);
	objects = FcObjectSetBuild(FC_FAMILY, FC_FILE, FC_INDEX, FC_WEIGHT,
	    FC_SLANT, FC_WIDTH, FC_VARIABLE, NULL);
	set = FcFontList(faces->config, pattern, objects);
	FcObjectSetDestroy(objects);
	FcPatternDestroy(pattern);
	return set;
}

/* The best file of a family; its path is the caller's to free. */
static bool
choose_file(struct type_faces *faces, const char *family, uint16_t weight,
    bool is_italic, struct candidate *ret_best, char **ret_path)
{
	FcFontSet *set = list_family(faces, family);
	bool has_best = false;
	int i;

	for (i = 0; set != NULL && i < set->nfont; i++) {
		struct candidate candidate;

		if (!candidate_from_pattern(set->fonts[i], family, &candidate))
			continue;
		if (!has_best || is_better(&candidate, ret_best, weight,
		    is_italic))
			*ret_best = candidate;
		has_best = true;
	}
	if (has_best)
		*ret_path = string_copy(ret_best->path);
	if (set != NULL)
		FcFontSetDestroy(set);
	return has_best;
}

/* --- opening it --- */

/* Takes `path`. NULL and errno when it cannot be read. */
static struct face_file *
file_open(struct type_faces *faces, char *path)
{
	struct face_file *file;
	hb_blob_t *blob;

	for (file = faces->files; file != NULL; file = file->next)
		if (strcmp(file->path, path) == 0) {
			free(path);
			return file;
		}
	blob = hb_blob_create_from_file_or_fail(path);
	if (blob == NULL) {
		free(path);
		return NULL;
	}
	file = mem_alloc(sizeof(*file));
	*file = (struct face_file){ .path = path, .blob = blob,
		.next = faces->files };
	pthread_mutex_init(&file->lock, NULL);
	hb_blob_make_immutable(blob);
	faces->files = file;
	return file;
}

static int32_t
metric(hb_font_t *font, hb_ot_metrics_tag_t tag, int32_t otherwise)
{
	hb_position_t position;

	if (!hb_ot_metrics_get_position(font, tag, &position))
		return otherwise;
	return position;
}

static void
measure(struct type_face *face)
{
	hb_font_t *font = face->font;
	int32_t upem = (int32_t)face->upem;

	face->ascent = metric(font, HB_OT_METRICS_TAG_HORIZONTAL_ASCENDER,
	    upem * 8 / 10);
	face->descent = abs(metric(font,
	    HB_OT_METRICS_TAG_HORIZONTAL_DESCENDER, -upem / 5));
	face->line_gap = metric(font,
	    HB_OT_METRICS_TAG_HORIZONTAL_LINE_GAP, 0);
	face->x_height = metric(font, HB_OT_METRICS_TAG_X_HEIGHT, upem / 2);
	face->cap_height = metric(font, HB_OT_METRICS_TAG_CAP_HEIGHT,
	    upem * 7 / 10);
	face->underline_y = abs(metric(font,
	    HB_OT_METRICS_TAG_UNDERLINE_OFFSET, -upem / 10));
	face->underline_thickness = metric(font,
	    HB_OT_METRICS_TAG_UNDERLINE_SIZE, upem / 20);
}

static void
find_hyphen(struct type_face *face)
{
	static const hb_codepoint_t candidates[] = { 0x2010, '-', 0xad };
	hb_codepoint_t gid = 0;
	size_t i;

	for (i = 0; gid == 0 && i < 3; i++)
		hb_font_get_nominal_glyph(face->font, candidates[i], &gid);
	face->hyphen_gid = gid;
	if (face->hyphen_gid != 0)
		face->hyphen_advance = hb_font_get_glyph_h_advance(face->font,
		    face->hyphen_gid);
}

static void
find_space(struct type_face *face)
{
	hb_codepoint_t space = 0;

	hb_font_get_nominal_glyph(face->font, ' ', &space);
	face->space_gid = space;
	face->space_advance =
	    hb_font_get_glyph_h_advance(face->font, space);
}

/* Joiners and their like, which most faces draw by nothing at all. */
static void
find_blank(struct type_face *face)
{
	static const hb_codepoint_t candidates[] = { 0x200b, 0x200c, 0x200d,
		0x2060, 0xfeff };
	hb_codepoint_t gid;
	size_t i;

	for (i = 0; i < sizeof(candidates) / sizeof(candidates[0]); i++) {
		hb_glyph_extents_t box = { 0 };

		if (!hb_font_get_nominal_glyph(face->font, candidates[i],
		    &gid) || gid == 0 ||
		    hb_font_get_glyph_h_advance(face->font, gid) != 0)
			continue;
		hb_font_get_glyph_extents(face->font, gid, &box);
		if (box.width != 0 || box.height != 0)
			continue;
		face->blank_gid = gid;
		return;
	}
}

static char *
postscript_name(hb_face_t *face)
{
	char name[128];
	unsigned int size = sizeof(name), i;

	hb_ot_name_get_utf8(face, HB_OT_NAME_ID_POSTSCRIPT_NAME,
	    HB_LANGUAGE_INVALID, &size, name);
	/* Goes into the PDF as a name: keep to what needs no escape. */
	for (i = 0; name[i] != '\0'; i++)
		if (!((name[i] >= '0' && name[i] <= '9') ||
		    (name[i] >= 'A' && name[i] <= 'Z') ||
		    (name[i] >= 'a' && name[i] <= 'z')))
			name[i] = '-';
	return string_copy(i > 0 ? name : "Unnamed");
}

static struct face_lazy *
lazy_new(void)
{
	struct face_lazy *lazy = mem_alloc(sizeof(*lazy));

	memset(lazy, 0, sizeof(*lazy));
	pthread_mutex_init(&lazy->lock, NULL);
	return lazy;
}

static struct type_face *
face_new(struct face_file *file, const struct candidate *candidate)
{
	struct type_face *face = mem_alloc(sizeof(*face));

	*face = (struct type_face){ .file = file,
		.index = (uint32_t)candidate->index,
		.weight = (uint16_t)candidate->weight };
	face->face = hb_face_create(file->blob, face->index);
	hb_face_make_immutable(face->face);
	face->upem = hb_face_get_upem(face->face);
	face->font = hb_font_create(face->face);
	hb_font_set_scale(face->font, (int)face->upem, (int)face->upem);
	hb_font_make_immutable(face->font);
	face->lazy = lazy_new();
	face->name = postscript_name(face->face);
	measure(face);
	find_hyphen(face);
	find_space(face);
	find_blank(face);
	return face;
}

static void
report_missing(const struct type_faces *faces, struct diags *diags,
    struct source_pos pos, const char *family)
{
	const char *package = package_of(family);

	if (package != NULL)
		diag_report(diags, DIAG_FACE_MISSING, pos,
		    "the typeface '%s' is not installed; type: "
		    "apt-get install %s", family, package);
	else
		diag_report(diags, DIAG_FACE_MISSING, pos,
		    "the typeface '%s' is not installed; put its TTF or OTF "
		    "file into the theme's assets/kits/, or name another "
		    "family", family);
	own_faces_suggest(faces, family, diags);
}

static const struct type_face *
face_open(struct type_faces *faces, struct face_file *file,
    const struct candidate *candidate)
{
	struct type_face *face;

	for (face = faces->faces; face != NULL; face = face->next)
		if (face->file == file &&
		    face->index == (uint32_t)candidate->index)
			return face;
	face = face_new(file, candidate);
	face->next = faces->faces;
	faces->faces = face;
	return face;
}

/* Of the theme, else the best that is installed; NULL after a report. */
static const struct type_face *
open_best(struct type_faces *faces, const struct face_request *request,
    struct source_pos pos, struct diags *diags)
{
	struct candidate best = { 0 };
	struct own_choice own;
	struct face_file *file;
	char *path;

	if (own_face_find(faces, request->family, request->weight,
	    request->is_italic, &own)) {
		best.index = (int)own.index;
		best.weight = own.weight;
		return face_open(faces, own.file, &best);
	}
	if (!choose_file(faces, request->family, request->weight,
	    request->is_italic, &best, &path)) {
		report_missing(faces, diags, pos, request->family);
		return NULL;
	}
	file = file_open(faces, path);
	if (file != NULL)
		return face_open(faces, file, &best);
	diag_report(diags, DIAG_IO_FAILED, pos,
	    "the file of the typeface '%s' cannot be read: %s",
	    request->family, strerror(errno));
	return NULL;
}

static const struct type_face *
find_locked(struct type_faces *faces, const char *family, uint16_t weight,
    bool is_italic, struct source_pos pos, struct diags *diags)
{
	struct face_request wanted = { .weight = weight,
		.is_italic = is_italic };
	struct face_request *request;

	for (request = faces->requests; request != NULL;
	    request = request->next)
		if (request->weight == weight &&
		    request->is_italic == is_italic &&
		    strcmp(request->family, family) == 0)
			return request->face;
	wanted.family = string_copy(family);
	wanted.face = open_best(faces, &wanted, pos, diags);
	if (wanted.face == NULL) {
		free(wanted.family);
		return NULL;
	}
	wanted.next = faces->requests;
	request = mem_alloc(sizeof(*request));
	*request = wanted;
	faces->requests = request;
	return request->face;
}

const struct type_face *
type_face_find(struct type_faces *faces, const char *family, uint16_t weight,
    bool is_italic, struct source_pos pos, struct diags *diags)
{
	const struct type_face *face;

	pthread_mutex_lock(&faces->lock);
	face = find_locked(faces, family, weight, is_italic, pos, diags);
	pthread_mutex_unlock(&faces->lock);
	return face;
}

const char *
type_face_name(const struct type_face *face)
{
	return face->name;
}

static void
add_table(struct digest *digest, hb_face_t *face, hb_tag_t tag)
{
	hb_blob_t *table = hb_face_reference_table(face, tag);
	unsigned int len;
	const char *bytes = hb_blob_get_data(table, &len);

	digest_add_framed(digest, bytes, len);
	hb_blob_destroy(table);
}

static uint32_t
number_at(const unsigned char *bytes, size_t len, size_t at)
{
	if (at > len || len - at < 4)
		return 0;
	return (uint32_t)bytes[at] << 24 | (uint32_t)bytes[at + 1] << 16 |
	    (uint32_t)bytes[at + 2] << 8 | bytes[at + 3];
}

/* The table directory: tag, checksum, offset and length of every table. Every
 * byte of a face is in one of the checksums, which its maker wrote; hashing
 * the 20 MB of a collection would take longer than setting a kit. */
static void
add_directory(struct digest *digest, const struct type_face *face)
{
	unsigned int len;
	const char *data = hb_blob_get_data(face->file->blob, &len);
	const unsigned char *bytes = (const unsigned char *)data;
	size_t at = 0, size;

	digest_add_number(digest, len);
	if (number_at(bytes, len, 0) == HB_TAG('t', 't', 'c', 'f'))
		at = number_at(bytes, len, 12 + 4 * (size_t)face->index);
	size = 12 + 16 * (size_t)(number_at(bytes, len, at + 4) >> 16);
	if (at <= len && size <= len - at)
		digest_add_framed(digest, data + at, size);
}

const char *
type_face_digest(const struct type_face *face)
{
	struct face_lazy *lazy = face->lazy;

	pthread_mutex_lock(&lazy->lock);
	if (lazy->digest[0] == '\0') {
		struct digest *digest = digest_new();

		digest_add_number(digest, face->index);
		add_directory(digest, face);
		add_table(digest, face->face, HB_TAG('h', 'e', 'a', 'd'));
		add_table(digest, face->face, HB_TAG('n', 'a', 'm', 'e'));
		digest_finish_hex(digest, lazy->digest);
		digest_free(digest);
	}
	pthread_mutex_unlock(&lazy->lock);
	return lazy->digest;
}

const char *
type_face_file_digest(const struct type_face *face)
{
	struct face_file *file = face->file;
	const char *bytes;
	unsigned int len;

	pthread_mutex_lock(&file->lock);
	if (file->digest[0] == '\0') {
		bytes = hb_blob_get_data(file->blob, &len);
		digest_of(bytes, len, file->digest);
	}
	pthread_mutex_unlock(&file->lock);
	return file->digest;
}

struct type_metrics
type_face_metrics(const struct type_face *face, fixed size)
{
	return (struct type_metrics){
		.ascent = face_scale(face, face->ascent, size),
		.descent = face_scale(face, face->descent, size),
		.line_gap = face_scale(face, face->line_gap, size),
		.x_height = face_scale(face, face->x_height, size),
		.cap_height = face_scale(face, face->cap_height, size),
		.underline_y = face_scale(face, face->underline_y, size),
		.underline_thickness = face_scale(face,
		    face->underline_thickness, size),
	};
}
