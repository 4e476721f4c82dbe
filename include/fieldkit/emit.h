/*
 * emit.h - bytes to files, and the manifest that says which are ours.
 *
 * An edition's folder changes only after all rendering is done: at its first
 * build it appears whole, by one rename; later, file by file:
 *
 *	stage     finished bytes go to <output>/.staging-<edition>/, if they
 *	          differ from what lies in place
 *	commit    (a later build) manifest.next.json names what is about to be there; staged
 *	          files are renamed into place; files that only the last
 *	          manifest owns are removed; manifest.next.json becomes
 *	          manifest.json
 *	discard   the staging folder is removed; nothing else was touched
 *
 * A run that is killed in between leaves whole files only, and the next run
 * knows by both manifests what is ours. A file that no manifest owns is never
 * overwritten or removed.
 */
#ifndef FIELDKIT_EMIT_H
#define FIELDKIT_EMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fieldkit/arena.h"
#include "fieldkit/diag.h"
#include "fieldkit/digest.h"
#include "fieldkit/pdf.h"

#define MANIFEST_FORMAT 1
#define MANIFEST_NAME "manifest.json"
#define MANIFEST_NEXT_NAME "manifest.next.json"

/* What a manifest says of one kit. Dates are ISO 8601, or "" for none. */
struct manifest_kit {
	const char *id;
	const char *kind;		/* campaign, partner, leave-behind, coverage */
	const char *campaign;		/* ids, "" for none */
	const char *office;
	const char *partner;
	const char *lang;
	const char *title;		/* in the kit's language */
	const char *valid_until;
	int64_t pages;
};

struct manifest_file {
	const char *path;		/* relative to the edition's folder */
	/* "page", "kit", "asset" (of the theme), "index" (what pages load
	 * to search), "media"; of other files their family: "feed" … */
	const char *kind;
	int64_t bytes;
	char sha256[DIGEST_HEX_CHARS + 1];
	/* Of everything a render read; "" where the bytes themselves tell. */
	char digest[DIGEST_HEX_CHARS + 1];
	const struct manifest_kit *kit;	/* NULL unless a kit */
	const char **sources;		/* content files, sorted; see sources_read */
	uint32_t source_count;
	struct pdf_sizes sizes;		/* of a kit; see sizes_read */
	bool is_staged;			/* while a build runs: new bytes wait */
};

/* An office that receives this edition's kits. */
struct manifest_office {
	const char *id;
	const char *name;
	const char *lang;
	const char **emails;
	uint32_t email_count;
	int64_t max_attachment_mb;
	const char *rhythm;		/* "weekly", "monthly", "" for each */
};

struct manifest_library {
	const char *name, *version;
};

/* A typeface that is embedded in a kit: its PostScript name, which says family
 * and style, and the SHA-256 of its file. */
struct manifest_face {
	const char *name, *digest;
};

struct manifest {
	const char *generator;
	const struct manifest_library *libraries;
	uint32_t library_count;
	const struct manifest_face *faces;	/* none without kits */
	uint32_t face_count;
	const char *edition;
	const char *reader;
	const char *as_of;
	const char *next_change;	/* "" when nothing ends or starts */
	struct manifest_office *offices;	/* sorted by id */
	uint32_t office_count;
	struct manifest_file *files;	/* sorted by path */
	size_t count;
	/* Files that stay where the edition was built, sorted by path: they are
	 * no part of what is published or mailed, which is `files` alone. */
	struct manifest_file *kept;
	size_t kept_count;
	/* What a kit may weigh before it is warned of, and at all; not in the
	 * manifest's text but read by sizes_read. 0: not known. */
	int64_t warn_bytes, max_bytes;
};

/* One of no edition and no files: its texts are "". */
extern const struct manifest manifest_none;

/* Reads a manifest; an absent file gives manifest_none. false and
 * `manifest-invalid` or `io-failed` otherwise. */
bool manifest_read(struct manifest *manifest, struct arena *arena,
    const char *path, struct diags *diags);
/* The same of its text, as if it stood at `path`. */
bool manifest_parse(struct manifest *manifest, struct arena *arena,
    const char *path, const char *text, size_t len, struct diags *diags);
/* Whether a path stays in the edition's folder: pruning removes what a
 * manifest names. */
bool manifest_path_is_inside(const char *path);
/* The file of a path, or NULL. */
const struct manifest_file *manifest_find(const struct manifest *manifest,
    const char *path);
/* The same among those that stay. */
const struct manifest_file *manifest_find_kept(
    const struct manifest *manifest, const char *path);
/* The manifest as JSON text, ending in a line feed. */
struct strbuf;
void manifest_format(const struct manifest *manifest, struct strbuf *json);

/*
 * Editions as they were built once: to be compared with what is built now, or
 * with each other.
 */
struct built_edition {
	const char *dir;
	struct manifest manifest;
};

/* Reads an edition's folder (a release's too), its manifest.json, or a folder
 * of several editions, sorted by folder. False and `previous-invalid`,
 * `manifest-invalid` or `io-failed` where there is none to read. */
bool built_read(const char *path, struct arena *arena, struct diags *diags,
    struct built_edition **ret_editions, uint32_t *ret_count);
/* The one of an edition's id, or NULL. */
const struct built_edition *built_find(const struct built_edition *editions,
    uint32_t count, const char *id);

/*
 * The kept trees of an edition's kits (fieldkit/changes.h): "trees/x.tree" of
 * "kits/x.pdf", among the manifest's `kept`.
 */
#define TREE_KIND "tree"

const char *tree_path(struct arena *arena, const char *kit_path);
/* Whether the kits' trees are there: a published release has none. */
bool built_has_trees(const struct built_edition *edition);
/* Reads a kit's tree, which is what the manifest says. False after
 * `previous-invalid`. Thread safe but for `arena` and `diags`. */
struct tree;
bool built_tree(const struct built_edition *edition, const char *kit_path,
    struct arena *arena, struct diags *diags, struct tree *ret_tree);

/*
 * Which content each output was made of: `.sources/<edition>.tsv` beside the
 * editions, a line `path TAB source TAB source …` for each output. It is no
 * part of the edition, because the name of a content file may say more than
 * the edition's reader should know.
 */
#define SOURCES_FOLDER ".sources"

const char *sources_path(struct arena *arena, const char *output_dir,
    const char *edition);
/* Fills `sources` of the manifest's files; absent: none. */
bool sources_read(struct manifest *manifest, struct arena *arena,
    const char *path, struct diags *diags);

/*
 * What each kit's bytes are spent on: `.sources/<edition>.sizes.tsv`, which is
 * beside the other for the same reason: it names pictures. First a line
 * `budget TAB bytes TAB bytes`, then a line a part, `path TAB word TAB bytes
 * TAB count TAB width TAB height TAB dpi TAB name`, the largest part first.
 */

/* Fills `sizes` of the manifest's kits, and the budget; absent: none. */
bool sizes_read(struct manifest *manifest, struct arena *arena,
    const char *output_dir, struct diags *diags);

/* One edition's folder while a build runs. */
struct emit {
	struct arena *arena;
	const char *dir;		/* <output>/<edition> */
	const char *staging;		/* <output>/.staging-<edition> */
	const char *sources;		/* <output>/.sources/<edition>.tsv */
	const char *sizes;		/* <output>/.sources/<edition>.sizes.tsv */
	struct manifest last;		/* manifest.json and manifest.next.json */
	bool is_first;			/* there is no such folder yet */
};

/* Reads the last manifests and clears an old staging folder. */
bool emit_begin(struct emit *emit, struct arena *arena,
    const char *output_dir, const char *edition, struct diags *diags);

/* Whether the file in place is what the last manifest says of it, with this
 * digest: then rendering may be skipped. Returns its row, or NULL; a kit's says
 * what its bytes are spent on. Reads and hashes the file. Thread safe. */
const struct manifest_file *emit_is_current(const struct emit *emit,
    const char *path, const char *digest);

/* Takes finished bytes: fills `file` (path is given; bytes, sha256) and
 * stages them unless the file in place is the same. Thread safe. */
bool emit_stage(const struct emit *emit, struct manifest_file *file,
    const void *bytes, size_t len, struct diags *diags);

struct emit_totals {
	size_t written, removed, kept;
};

/* Puts everything in place. `next` lists all files of the edition. */
bool emit_commit(struct emit *emit, const struct manifest *next,
    struct diags *diags, struct emit_totals *ret_totals);
/* Forgets what was staged. */
void emit_discard(struct emit *emit);

#endif
