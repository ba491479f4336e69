/* SPDX-License-Identifier: MIT */
/* Writing rows of libcyaml's tables. */
#ifndef MODEL_ROWS_H
#define MODEL_ROWS_H

#include <cyaml/cyaml.h>

/* A text, as an item of a list. */
extern const cyaml_schema_value_t text_schema;

#define TEXT(key, type, member) \
    CYAML_FIELD_STRING_PTR(key, CYAML_FLAG_POINTER, type, member, 0, CYAML_UNLIMITED)
#define OPTIONAL_TEXT(key, type, member)                                                \
    CYAML_FIELD_STRING_PTR(key, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, type, member, \
                           0, CYAML_UNLIMITED)

/* A struct tauth_strings. */
#define TEXTS(key, type, member)                                            \
    CYAML_FIELD_SEQUENCE_COUNT(key, CYAML_FLAG_POINTER, type, member.items, \
                               member.count, &text_schema, 0, CYAML_UNLIMITED)
#define OPTIONAL_TEXTS(key, type, member)                                           \
    CYAML_FIELD_SEQUENCE_COUNT(key, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, type, \
                               member.items, member.count, &text_schema, 0,         \
                               CYAML_UNLIMITED)

/* `member` and `member`_count. */
#define OPTIONAL_LIST(key, type, member, schema)                                      \
    CYAML_FIELD_SEQUENCE(key, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, type, member, \
                         schema, 0, CYAML_UNLIMITED)

#define MAPPING(key, type, member, fields) \
    CYAML_FIELD_MAPPING(key, CYAML_FLAG_DEFAULT, type, member, fields)
/* Absent means that everything in it is. */
#define OPTIONAL_MAPPING(key, type, member, fields) \
    CYAML_FIELD_MAPPING(key, CYAML_FLAG_OPTIONAL, type, member, fields)
#define OPTIONAL_MAPPING_PTR(key, type, member, fields)                                  \
    CYAML_FIELD_MAPPING_PTR(key, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, type, member, \
                            fields)

/* A word of a list; 0 means that it is not there. */
#define OPTIONAL_WORD(key, type, member, words)                                         \
    CYAML_FIELD_ENUM(key, CYAML_FLAG_OPTIONAL | CYAML_FLAG_STRICT, type, member, words, \
                     ARRAY_SIZE(words))

/* Read over: free maps, and what servers add. */
#define IGNORED(key) CYAML_FIELD_IGNORE(key, CYAML_FLAG_OPTIONAL)

#endif
