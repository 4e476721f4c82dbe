/*
 * Pictures of the content. In: a root folder and a path beneath it.
 * Out: an asset (kind, upright size, digest), and its pixels on demand.
 *
 * A file is opened component by component, no symbolic link followed, and must
 * be a plain file. Its kind is what its first bytes say, whatever its name. It
 * is read again for decoding and must then have the same digest, so what was
 * checked is what is used.
 */
#include "fieldkit/image.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "codec.h"
#include "fieldkit/digest.h"
#include "fieldkit/limits.h"

struct codec {
	bool (*header)(const struct image_bytes *, struct image_header *,
	    struct image_fault *);
	bool (*pixels)(const struct image_bytes *, const struct image_bounds *,
	    struct image_pixels *, struct image_fault *);
};

static const struct codec codecs[] = {
	[IMAGE_PNG] = { png_header, png_pixels },
	[IMAGE_JPEG] = { jpeg_header, jpeg_pixels },
	[IMAGE_WEBP] = { webp_header, webp_pixels },
	[IMAGE_SVG] = { svg_header, NULL },
};

bool
image_fault_set(struct image_fault *fault, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(fault->text, sizeof(fault->text), format, args);
	va_end(args);
	return false;
}

bool
image_size_check(uint64_t width, uint64_t height, struct image_fault *fault)
{
	if (width == 0 || height == 0)
		return image_fault_set(fault, "it has no pixels");
	if (width > LIMIT_IMAGE_PIXELS || height > LIMIT_IMAGE_PIXELS ||
	    width * height > LIMIT_IMAGE_PIXELS)
		return image_fault_set(fault,
		    "%llu x %llu pixels are more than %d million; scale it down",
		    (unsigned long long)width, (unsigned long long)height,
		    LIMIT_IMAGE_PIXELS / 1000000);
	return true;
}

static bool
kind_sniff(const struct image_bytes *file, enum image_kind *ret_kind)
{
	static const unsigned char png[] = "\x89PNG\r\n\x1a\n";
	const unsigned char *bytes = file->bytes;
	size_t i = 0;

	if (file->len >= 8 && memcmp(bytes, png, 8) == 0)
		return *ret_kind = IMAGE_PNG, true;
	if (file->len >= 3 && memcmp(bytes, "\xff\xd8\xff", 3) == 0)
		return *ret_kind = IMAGE_JPEG, true;
	if (file->len >= 12 && memcmp(bytes, "RIFF", 4) == 0 &&
	    memcmp(bytes + 8, "WEBP", 4) == 0)
		return *ret_kind = IMAGE_WEBP, true;
	if (file->len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
		i = 3;
	while (i < file->len && strchr(" \t\r\n", bytes[i]) != NULL &&
	    bytes[i] != '\0')
		i++;
	*ret_kind = IMAGE_SVG;
	return i < file->len && bytes[i] == '<';
}

/* Opens the last component of `name` beneath `root`; -1 and errno. */
static int
open_beneath(const char *root, const char *name)
{
	int folder = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	while (folder >= 0) {
		size_t len = strcspn(name, "/");
		bool is_last = name[len] == '\0';
		char part[256];
		int next = -1;

		if (len == 0 || len >= sizeof(part) || name[0] == '.') {
			errno = ENOENT;
		} else {
			memcpy(part, name, len);
			part[len] = '\0';
			next = openat(folder, part, O_RDONLY | O_NOFOLLOW |
			    O_CLOEXEC | O_NONBLOCK | O_NOCTTY |
			    (is_last ? 0 : O_DIRECTORY));
		}
		close(folder);
		if (is_last)
			return next;
		folder = next;
		name += len + 1;
	}
	return -1;
}

static void
report_unopened(const char *name, struct source_pos pos, struct diags *diags)
{
	if (errno == ENOENT || errno == ENOTDIR)
		diag_report(diags, DIAG_IMAGE_MISSING, pos,
		    "there is no picture '%s'", name);
	else if (errno == ELOOP)
		diag_report(diags, DIAG_FILE_KIND, pos,
		    "'%s' is a symbolic link; put the picture itself there",
		    name);
	else
		diag_report(diags, DIAG_IO_FAILED, pos, "'%s': %s", name,
		    strerror(errno));
}

/* All bytes of an open file; closes it. */
static unsigned char *
read_file(int file, const char *name, struct source_pos pos, size_t *ret_len,
    struct diags *diags)
{
	unsigned char *bytes = NULL;
	size_t len = 0, size = 0;
	struct stat status;
	ssize_t got = 0;

	if (fstat(file, &status) != 0) {
		diag_report(diags, DIAG_IO_FAILED, pos, "'%s': %s", name,
		    strerror(errno));
	} else if (!S_ISREG(status.st_mode)) {
		diag_report(diags, DIAG_FILE_KIND, pos,
		    "'%s' is not a plain file", name);
	} else if (status.st_size > LIMIT_IMAGE_BYTES) {
		diag_report(diags, DIAG_LIMIT_PASSED, pos,
		    "the picture '%s' has %lld bytes, more than %d", name,
		    (long long)status.st_size, LIMIT_IMAGE_BYTES);
	} else {
		size = (size_t)status.st_size;
		bytes = mem_alloc(size + 1);
	}
	while (bytes != NULL && len < size) {
		got = read(file, bytes + len, size - len);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		len += (size_t)got;
	}
	if (got < 0) {
		diag_report(diags, DIAG_IO_FAILED, pos, "'%s': %s", name,
		    strerror(errno));
		free(bytes);
		bytes = NULL;
	}
	close(file);
	*ret_len = len;
	return bytes;
}

/* What a file that is no picture of ours is, by its first bytes. */
static const char *
other_kind(const struct image_bytes *file)
{
	static const struct {
		size_t at;
		const char *bytes, *kind;
	} kinds[] = {
		{ 0, "%PDF-", "it is a PDF" },
		{ 4, "ftypavif", "it is an AVIF picture" },
		{ 4, "ftyp", "it is a HEIC picture or a film" },
		{ 0, "GIF8", "it is a GIF" },
		{ 0, "II*", "it is a TIFF" },
		{ 0, "MM", "it is a TIFF" },
		{ 0, "BM", "it is a BMP" },
		{ 0, "PK", "it is a ZIP or an Office file" },
		{ 0, "<!DOCTYPE html", "it is a web page" },
		{ 0, "<html", "it is a web page" },
	};
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		size_t len = strlen(kinds[i].bytes);

		if (file->len >= kinds[i].at + len &&
		    memcmp((const char *)file->bytes + kinds[i].at,
		    kinds[i].bytes, len) == 0)
			return kinds[i].kind;
	}
	return NULL;
}

static struct image_asset *
asset_from_file(struct arena *arena, const struct image_bytes *file,
    struct image_fault *fault, bool *ret_has_bad_profile)
{
	struct image_header header = { .orientation = 1 };
	struct image_asset *asset;
	enum image_kind kind;
	bool is_turned;

	if (!kind_sniff(file, &kind)) {
		const char *other = other_kind(file);

		if (other != NULL)
			image_fault_set(fault, "%s, whatever its name says; "
			    "export it as PNG, JPEG, WebP or SVG", other);
		else
			image_fault_set(fault,
			    "it is not PNG, JPEG, WebP or SVG");
		return NULL;
	}
	if (!codecs[kind].header(file, &header, fault))
		return NULL;
	is_turned = header.orientation >= 5;
	asset = ARENA_NEW(arena, struct image_asset);
	asset->kind = kind;
	asset->orientation = header.orientation;
	asset->width_px = is_turned ? header.height_px : header.width_px;
	asset->height_px = is_turned ? header.width_px : header.height_px;
	asset->has_other_colors = header.has_other_colors;
	asset->is_lossy = header.is_lossy;
	asset->bytes = file->len;
	*ret_has_bad_profile = header.has_bad_profile;
	digest_of(file->bytes, file->len, asset->digest);
	return asset;
}

bool
image_measure(const void *bytes, size_t len, uint32_t *ret_width_px,
    uint32_t *ret_height_px)
{
	const struct image_bytes file = { bytes, len };
	struct image_header header = { .orientation = 1 };
	struct image_fault fault;
	enum image_kind kind;
	bool is_turned;

	if (!kind_sniff(&file, &kind) ||
	    !codecs[kind].header(&file, &header, &fault))
		return false;
	is_turned = header.orientation >= 5;
	*ret_width_px = is_turned ? header.height_px : header.width_px;
	*ret_height_px = is_turned ? header.width_px : header.height_px;
	return true;
}

const struct image_asset *
image_load(struct arena *arena, const char *root, const char *name,
    struct source_pos pos, struct diags *diags)
{
	int file = open_beneath(root, name);
	struct image_fault fault = { "" };
	struct image_bytes held = { 0 };
	struct image_asset *asset;
	unsigned char *bytes;
	bool has_bad_profile = false;

	if (file < 0) {
		report_unopened(name, pos, diags);
		return NULL;
	}
	bytes = read_file(file, name, pos, &held.len, diags);
	if (bytes == NULL)
		return NULL;
	held.bytes = bytes;
	asset = asset_from_file(arena, &held, &fault, &has_bad_profile);
	free(bytes);
	if (asset == NULL) {
		diag_report(diags, DIAG_IMAGE_INVALID, pos,
		    "the picture '%s' cannot be used: %s", name, fault.text);
		return NULL;
	}
	if (has_bad_profile)
		diag_report(diags, DIAG_IMAGE_PROFILE, pos,
		    "the colour profile in '%s' cannot be used; its colours "
		    "are taken as sRGB: save it in sRGB", name);
	asset->path = arena_printf(arena, "%s/%s", root, name);
	asset->name = arena_strdup(arena, name);
	asset->pos = pos;
	return asset;
}

unsigned char *
image_read_again(const struct image_asset *asset, struct diags *diags)
{
	int file = open(asset->path,
	    O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	char digest[sizeof(asset->digest)];
	unsigned char *bytes;
	size_t len;

	if (file < 0) {
		diag_report(diags, DIAG_IO_FAILED, asset->pos, "'%s': %s",
		    asset->name, strerror(errno));
		return NULL;
	}
	bytes = read_file(file, asset->name, asset->pos, &len, diags);
	if (bytes == NULL)
		return NULL;
	digest_of(bytes, len, digest);
	if (len == asset->bytes && strcmp(digest, asset->digest) == 0)
		return bytes;
	diag_report(diags, DIAG_IO_FAILED, asset->pos,
	    "the picture '%s' changed during the build; build again",
	    asset->name);
	free(bytes);
	return NULL;
}

struct image_bounds
image_size_within(uint64_t width, uint64_t height,
    const struct image_bounds *bounds)
{
	uint64_t max_width = bounds->width != 0 ? bounds->width : width;
	uint64_t max_height = bounds->height != 0 ? bounds->height : height;
	uint64_t to_width = width, to_height = height;

	if (to_width > max_width) {
		to_width = max_width;
		to_height = (height * max_width + width / 2) / width;
	}
	if (to_height > max_height) {
		to_height = max_height;
		to_width = (width * max_height + height / 2) / height;
	}
	return (struct image_bounds){
		.width = to_width != 0 ? (uint32_t)to_width : 1,
		.height = to_height != 0 ? (uint32_t)to_height : 1,
	};
}

/* The bounds of the picture as it is stored. */
static struct image_bounds
bounds_turned(const struct image_asset *asset,
    const struct image_bounds *bounds)
{
	bool is_turned = asset->orientation >= 5;

	return (struct image_bounds){
		.width = is_turned ? bounds->height : bounds->width,
		.height = is_turned ? bounds->width : bounds->height,
	};
}

/* As stored: not upright yet. */
static bool
decode_stored(const struct image_asset *asset,
    const struct image_bounds *bounds, struct diags *diags,
    struct image_pixels *ret_pixels)
{
	struct image_fault fault = { "it is not made of pixels" };
	struct image_bytes file = { .len = asset->bytes };
	unsigned char *bytes = image_read_again(asset, diags);
	bool is_decoded;

	*ret_pixels = (struct image_pixels){ 0 };
	if (bytes == NULL)
		return false;
	file.bytes = bytes;
	is_decoded = codecs[asset->kind].pixels != NULL &&
	    codecs[asset->kind].pixels(&file, bounds, ret_pixels, &fault);
	free(bytes);
	if (is_decoded)
		return true;
	diag_report(diags, DIAG_IMAGE_INVALID, asset->pos,
	    "the picture '%s' cannot be used: %s", asset->name, fault.text);
	image_pixels_release(ret_pixels);
	return false;
}

bool
image_decode_large(const struct image_asset *asset,
    const struct image_bounds *bounds, struct diags *diags,
    struct image_pixels *ret_pixels)
{
	struct image_bounds stored = bounds_turned(asset, bounds);

	if (!decode_stored(asset, &stored, diags, ret_pixels))
		return false;
	image_turn(ret_pixels, asset->orientation);
	return true;
}

bool
image_decode(const struct image_asset *asset, uint32_t max_width,
    uint32_t max_height, struct diags *diags, struct image_pixels *ret_pixels)
{
	const struct image_bounds wanted = { max_width, max_height };
	struct image_bounds bounds = bounds_turned(asset, &wanted), size;

	if (!decode_stored(asset, &bounds, diags, ret_pixels))
		return false;
	size = image_size_within(ret_pixels->width, ret_pixels->height,
	    &bounds);
	image_shrink(ret_pixels, size.width, size.height);
	image_turn(ret_pixels, asset->orientation);
	return true;
}

void
image_pixels_release(struct image_pixels *pixels)
{
	free(pixels->samples);
	free(pixels->alpha);
	*pixels = (struct image_pixels){ 0 };
}
