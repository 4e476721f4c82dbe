/*
 * scalar.h - what the readers of scalars share. Private to src/content.
 *
 * A reader takes one scalar as one type of the schema wants it. The table of
 * all readers stands in bind_scalar.c.
 */
#ifndef FIELDKIT_SCALAR_H
#define FIELDKIT_SCALAR_H

#include "bind.h"

/* A scalar that is not empty, and the field it is for. */
struct scalar {
	struct bind *bind;
	const struct field *field;
	const struct yaml_node *node;
	struct word word;
};

/* Reports what is wrong with a scalar, where it stands. */
#define SCALAR_REFUSE(scalar, id, ...)                                 \
	diag_report((scalar)->bind->diags, (id), (scalar)->node->pos,  \
	    __VA_ARGS__)

/* false, and reported, where the word is longer. */
bool scalar_check_length(const struct scalar *scalar, size_t max_chars);
/* Puts characters that live in the arena into a struct str; true. */
bool scalar_take_chars(const struct scalar *scalar, const char *chars,
    size_t len, void *ret_value);
/* The same with the word as it is. */
bool scalar_take_word(const struct scalar *scalar, void *ret_value);

/* Fills in the struct of value.h that belongs to the field's type; false
 * after an error, which is reported. The word is one line. */
typedef bool scalar_reader(const struct scalar *scalar, void *ret_value);

/* scalar_number.c */
scalar_reader scalar_read_date;
scalar_reader scalar_read_month_day;
scalar_reader scalar_read_int;
scalar_reader scalar_read_decimal;

/* scalar_code.c */
scalar_reader scalar_read_country;
scalar_reader scalar_read_subdivision;
scalar_reader scalar_read_currency;
scalar_reader scalar_read_lang;
scalar_reader scalar_read_tz;

/* scalar_address.c */
scalar_reader scalar_read_email;
scalar_reader scalar_read_phone;
scalar_reader scalar_read_url;

#endif
