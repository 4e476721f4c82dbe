/*
 * versions.h - the versions of the libraries that decide what is built. Kits
 * are the same bytes only with the same versions, so manifests name them.
 */
#ifndef FIELDKIT_VERSIONS_H
#define FIELDKIT_VERSIONS_H

#include "fieldkit/format.h"
#include "fieldkit/markdown.h"
#include "fieldkit/pdf.h"
#include "fieldkit/type.h"

#endif
