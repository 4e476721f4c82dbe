/*
 * path.h - what drawings and pages have in common: lengths, colors, paths.
 */
#ifndef FIELDKIT_PATH_H
#define FIELDKIT_PATH_H

#include <stdint.h>

typedef int32_t fixed;		/* 1/64 pt, where nothing else is said */
#define FIXED_ONE 64
#define FIXED_FROM_PT(pt) ((fixed)((pt) * 64))

struct rgb { uint8_t r, g, b; };

enum path_verb { PATH_MOVE, PATH_LINE, PATH_CURVE, PATH_CLOSE };
struct path_step {
	enum path_verb verb;
	fixed x1, y1, x2, y2, x, y;	/* control points of a cubic, end point */
};

#endif
