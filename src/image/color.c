/*
 * Colours through Little CMS. In: samples and what their file says of them.
 * Out: samples in sRGB.
 *
 * Many files carry one of the profiles that call themselves sRGB and differ
 * in the last bit. Whether there is anything to convert is therefore tried: a
 * profile that moves no colour of a grid by more than NEAR_ENOUGH is sRGB, and
 * the picture's own bytes can be used. Colours out of sRGB's reach are clipped
 * (relative colorimetric), black stays black.
 *
 * Every transform has a context of its own, so threads share nothing, and a
 * fault of a profile is silent: the caller reports it.
 */
#include "color.h"

#include <math.h>
#include <stdlib.h>

#include <lcms2.h>

enum { NEAR_ENOUGH = 2, GRID = 9 };

/* IEC 61966-2-1: white D65 and the primaries. */
static const double srgb_primaries[8] = { 0.3127, 0.3290, 0.64, 0.33, 0.30,
	0.60, 0.15, 0.06 };

struct color_transform {
	cmsContext context;
	cmsHTRANSFORM transform;
};

static void
on_error(cmsContext context, cmsUInt32Number code, const char *text)
{
	(void)context;
	(void)code;
	(void)text;
}

/* IEC 61966-2-1 as a parametric curve (ICC.1, section 10.18, type 3). */
static cmsToneCurve *
srgb_curve(cmsContext context)
{
	static const cmsFloat64Number numbers[5] = { 2.4, 1 / 1.055,
		0.055 / 1.055, 1 / 12.92, 0.04045 };

	return cmsBuildParametricToneCurve(context, 4, numbers);
}

/* A file's gamma of 1/2.2 is how writers say sRGB without that chunk. */
static cmsToneCurve *
curve_of(cmsContext context, double gamma)
{
	if (gamma <= 0 || fabs(gamma - 1 / 2.2) < 0.01)
		return srgb_curve(context);
	return cmsBuildGamma(context, 1 / gamma);
}

static cmsHPROFILE
rgb_profile(cmsContext context, cmsToneCurve *curve, const double *primaries)
{
	const cmsCIExyY white = { primaries[0], primaries[1], 1 };
	const cmsCIExyYTRIPLE colors = {
		{ primaries[2], primaries[3], 1 },
		{ primaries[4], primaries[5], 1 },
		{ primaries[6], primaries[7], 1 },
	};
	cmsToneCurve *curves[3] = { curve, curve, curve };

	return cmsCreateRGBProfileTHR(context, &white, &colors, curves);
}

static cmsHPROFILE
profile_of(cmsContext context, double gamma, const double *primaries,
    unsigned int channels)
{
	cmsToneCurve *curve = curve_of(context, gamma);
	cmsHPROFILE profile;

	if (curve == NULL)
		return NULL;
	profile = channels == 1 ?
	    cmsCreateGrayProfileTHR(context, cmsD50_xyY(), curve) :
	    rgb_profile(context, curve, primaries);
	cmsFreeToneCurve(curve);
	return profile;
}

static bool
is_fitting(cmsHPROFILE profile, unsigned int channels)
{
	const cmsColorSpaceSignature space = cmsGetColorSpace(profile);
	const cmsProfileClassSignature class = cmsGetDeviceClass(profile);

	if (class != cmsSigInputClass && class != cmsSigDisplayClass &&
	    class != cmsSigOutputClass && class != cmsSigColorSpaceClass)
		return false;
	return space == (channels == 1 ? cmsSigGrayData : channels == 3 ?
	    cmsSigRgbData : cmsSigCmykData);
}

/* What the file means; NULL where that cannot be used. */
static cmsHPROFILE
profile_of_source(cmsContext context, const struct color_source *source,
    unsigned int channels)
{
	cmsHPROFILE profile;

	if (source->profile == NULL)
		return profile_of(context, source->gamma,
		    source->has_primaries ? source->primaries :
		    srgb_primaries, channels);
	if (source->profile_len > COLOR_PROFILE_MAX)
		return NULL;
	profile = cmsOpenProfileFromMemTHR(context, source->profile,
	    (cmsUInt32Number)source->profile_len);
	if (profile != NULL && !is_fitting(profile, channels)) {
		cmsCloseProfile(profile);
		profile = NULL;
	}
	return profile;
}

static cmsUInt32Number
format_of(unsigned int channels, bool is_inverted)
{
	if (channels == 4)
		return is_inverted ? TYPE_CMYK_8_REV : TYPE_CMYK_8;
	return channels == 1 ? TYPE_GRAY_8 : TYPE_RGB_8;
}

static bool
transform_open(struct color_transform *transform,
    const struct color_source *source, unsigned int channels,
    cmsUInt32Number format, cmsUInt32Number flags)
{
	const cmsContext context = transform->context;
	cmsHPROFILE from = profile_of_source(context, source, channels);
	cmsHPROFILE to = profile_of(context, 0, srgb_primaries,
	    channels == 1 ? 1 : 3);

	if (from != NULL && to != NULL)
		transform->transform = cmsCreateTransformTHR(context, from,
		    format, to, channels == 1 ? TYPE_GRAY_8 : TYPE_RGB_8,
		    INTENT_RELATIVE_COLORIMETRIC, flags | cmsFLAGS_NOCACHE |
		    cmsFLAGS_BLACKPOINTCOMPENSATION);
	if (from != NULL)
		cmsCloseProfile(from);
	if (to != NULL)
		cmsCloseProfile(to);
	return transform->transform != NULL;
}

/* Whether no colour of a grid moves by more than is seen. */
static bool
changes_nothing(const struct color_transform *transform,
    unsigned int channels)
{
	unsigned char before[GRID * GRID * GRID * 3], after[sizeof(before)];
	const size_t count = channels == 1 ? GRID : GRID * GRID * GRID;
	size_t i;

	if (channels == 4)
		return false;
	for (i = 0; i < count; i++) {
		before[i * channels] =
		    (unsigned char)(i % GRID * 255 / (GRID - 1));
		if (channels == 1)
			continue;
		before[i * 3 + 1] =
		    (unsigned char)(i / GRID % GRID * 255 / (GRID - 1));
		before[i * 3 + 2] =
		    (unsigned char)(i / GRID / GRID * 255 / (GRID - 1));
	}
	color_transform_run(transform, before, after, count);
	for (i = 0; i < count * channels; i++)
		if (abs((int)before[i] - (int)after[i]) > NEAR_ENOUGH)
			return false;
	return true;
}

static struct color_transform *
transform_new(const struct color_source *source, unsigned int channels,
    cmsUInt32Number format, cmsUInt32Number flags,
    enum color_state *ret_state)
{
	struct color_transform *transform;

	*ret_state = source->is_broken ? COLOR_UNUSABLE : COLOR_IS_SRGB;
	if (source->is_broken || (source->profile == NULL &&
	    source->gamma <= 0 && !source->has_primaries))
		return NULL;
	transform = mem_alloc(sizeof(*transform));
	*transform = (struct color_transform){
		.context = cmsCreateContext(NULL, NULL) };
	if (transform->context == NULL)
		mem_exhausted();
	cmsSetLogErrorHandlerTHR(transform->context, on_error);
	if (!transform_open(transform, source, channels, format, flags))
		*ret_state = COLOR_UNUSABLE;
	else if (!changes_nothing(transform, channels))
		*ret_state = COLOR_TO_CONVERT;
	if (*ret_state == COLOR_TO_CONVERT)
		return transform;
	color_transform_free(transform);
	return NULL;
}

struct color_transform *
color_transform_new(const struct color_source *source, unsigned int channels,
    bool is_inverted, enum color_state *ret_state)
{
	return transform_new(source, channels,
	    format_of(channels, is_inverted), 0, ret_state);
}

void
color_transform_run(const struct color_transform *transform,
    const unsigned char *from, unsigned char *to, size_t count)
{
	/* Its counts are 32 bits, and so is their product with the format. */
	enum { PIECE = 1 << 20 };
	const unsigned int from_bytes = T_CHANNELS(cmsGetTransformInputFormat(
	    transform->transform));
	const unsigned int to_bytes = from_bytes == 1 ? 1 : 3;

	while (count > 0) {
		const size_t piece = count < PIECE ? count : PIECE;

		cmsDoTransform(transform->transform, from, to,
		    (cmsUInt32Number)piece);
		from += piece * from_bytes;
		to += piece * to_bytes;
		count -= piece;
	}
}

void
color_transform_free(struct color_transform *transform)
{
	if (transform == NULL)
		return;
	if (transform->transform != NULL)
		cmsDeleteTransform(transform->transform);
	cmsDeleteContext(transform->context);
	free(transform);
}

void
color_header(const struct color_source *source, unsigned int channels,
    struct image_header *header)
{
	enum color_state state;

	/* Without the tables that make converting fast: nothing is. */
	color_transform_free(transform_new(source, channels,
	    format_of(channels, false), cmsFLAGS_NOOPTIMIZE, &state));
	header->has_other_colors = state == COLOR_TO_CONVERT;
	header->has_bad_profile = state == COLOR_UNUSABLE;
}

void
color_pixels(const struct color_source *source, struct image_pixels *pixels)
{
	enum color_state state;
	struct color_transform *transform = color_transform_new(source,
	    pixels->channels, false, &state);

	if (transform == NULL)
		return;
	color_transform_run(transform, pixels->samples, pixels->samples,
	    (size_t)pixels->width * pixels->height);
	color_transform_free(transform);
}
