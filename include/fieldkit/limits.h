/*
 * limits.h - every bound on input, with its reason. Passing one is an error
 * (`limit-passed`) that names the constant's meaning and its value.
 */
#ifndef FIELDKIT_LIMITS_H
#define FIELDKIT_LIMITS_H

/* A YAML file or front matter, bytes. libyaml 0.2.5 is quadratic in nested
 * flow collections: 80 kB of `[` takes seconds; with the depth cap it does not. */
#define LIMIT_YAML_BYTES (1024 * 1024)
/* Nesting of YAML collections; the deepest record needs 6. */
#define LIMIT_YAML_DEPTH 64
/* YAML nodes of one file, aliases expanded: stops the "billion laughs". */
#define LIMIT_YAML_NODES 200000
/* Bytes of one YAML scalar. */
#define LIMIT_YAML_SCALAR_BYTES (256 * 1024)
/* Nodes that aliases of one file may add. */
#define LIMIT_YAML_ALIAS_NODES 10000

/* A Markdown body, bytes; container markers and indent columns of a line.
 * libcmark 0.30.2 is quadratic on deep nesting (CVE-2023-24824); within these
 * bounds its worst case is 0.16 s. */
#define LIMIT_BODY_BYTES (256 * 1024)
#define LIMIT_BODY_CONTAINERS 16
#define LIMIT_BODY_INDENT 100
/* Lines of a body: every blank line closes and looks at all open lists. */
#define LIMIT_BODY_LINES 20000
/* Elements within elements in a body: trees are walked by recursion. */
#define LIMIT_BODY_DEPTH 128
/* A table in a body, and the cells of all its tables: a short row is filled
 * up to its header, so a few bytes make many cells. */
#define LIMIT_TABLE_COLUMNS 64
#define LIMIT_TABLE_ROWS 2000
#define LIMIT_TABLE_CELLS 131072

/* Records of one type, and files under content/. */
#define LIMIT_RECORDS 100000
#define LIMIT_FILES 400000
/* An image file, bytes, and its decoded size in pixels (decompression bombs). */
#define LIMIT_IMAGE_BYTES (32 * 1024 * 1024)
#define LIMIT_IMAGE_PIXELS (64 * 1000 * 1000)
/* Id of a record: it becomes a file name and part of one. */
#define LIMIT_ID_CHARS 64
/* Errors printed in one run; the rest are counted. */
#define LIMIT_ERRORS_PRINTED 500

/* Files of a theme, their size in bytes and the depth of its folders: what a
 * site sends to every reader is small. */
#define LIMIT_THEME_FILES 4096
#define LIMIT_THEME_FILE_BYTES (16 * 1024 * 1024)
#define LIMIT_THEME_DEPTH 8
/* Themes in a row of `extends`: who changes one must still know what it
 * stands on. */
#define LIMIT_THEME_EXTENDS 4
/* Themes that a misspelt name is compared with. */
#define LIMIT_THEME_NAMES 64
/* A style sheet, bytes, which every page waits for and which may be one line
 * that each report quotes from; brackets within its brackets. */
#define LIMIT_SHEET_BYTES (1024 * 1024)
#define LIMIT_SHEET_DEPTH 64

/* A template file, bytes; nesting of elements; parts used within parts. */
#define LIMIT_TEMPLATE_BYTES (512 * 1024)
#define LIMIT_TEMPLATE_DEPTH 128
#define LIMIT_TEMPLATE_USES 32
/* Attributes of one element: libxml2 2.9.14 compares each with each. */
#define LIMIT_TEMPLATE_ATTRIBUTES 64
/* Instructions of one template, parts put in: parts that use parts twice
 * double at each level. */
#define LIMIT_TEMPLATE_INSTRUCTIONS 100000
/* Nesting of a template with its parts put in; the compiler and the readers
 * of its tree recurse. */
#define LIMIT_PAGE_DEPTH 256
/* Nodes of one page or kit: loops within loops multiply. */
#define LIMIT_PAGE_NODES 2000000

/* A kit of at most this many pages needs no contents. */
#define LIMIT_AUTO_PAGES 8
/* Nesting of blocks in a kit: a template's depth and a body's within it. */
#define LIMIT_LAYOUT_DEPTH 160
/* Rules of a print style, and columns of a grid. */
#define LIMIT_STYLE_RULES 2000
#define LIMIT_GRID_COLUMNS 12

/* The kept tree of a kit: bytes, units, records in one unit, lines of one
 * record. Each is compared with each; no kit that anybody reads has as many. */
#define LIMIT_TREE_BYTES (2 * 1024 * 1024)
#define LIMIT_TREE_UNITS 500
#define LIMIT_TREE_ITEMS 4000
#define LIMIT_TREE_LINES 2000

/* A manifest, or a table beside it: bytes, and values of JSON in it, which
 * jansson 2.14 takes fifty bytes each for. It may be a server's: 400,000 files
 * pass, a bomb does not. */
#define LIMIT_MANIFEST_BYTES (128 * 1024 * 1024)
#define LIMIT_MANIFEST_VALUES 8000000
/* The letter of an office: the words of each message that may go there. */
#define LIMIT_LETTER_BYTES (16 * 1024 * 1024)

#endif
