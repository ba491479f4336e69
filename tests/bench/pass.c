/* SPDX-License-Identifier: MIT */
/* The yardstick of budget.py: one bare libyaml event pass over a file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <yaml.h>

static unsigned char *read_file(const char *name, size_t *size) {
    FILE *file = fopen(name, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        return NULL;
    }
    long end = ftell(file);
    rewind(file);
    unsigned char *data = end < 0 ? NULL : malloc((size_t)end + 1);
    if (data != NULL) {
        *size = fread(data, 1, (size_t)end, file);
    }
    fclose(file);
    return data;
}

static int parse(const unsigned char *data, size_t size) {
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) {
        return 0;
    }
    yaml_parser_set_input_string(&parser, data, size);
    int ok;
    yaml_event_type_t type = YAML_NO_EVENT;
    do {
        yaml_event_t event;
        ok = yaml_parser_parse(&parser, &event);
        if (ok) {
            type = event.type;
            yaml_event_delete(&event);
        }
    } while (ok && type != YAML_STREAM_END_EVENT);
    yaml_parser_delete(&parser);
    return ok;
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: %s FILE|--empty\n", argv[0]);
        return 2;
    }
    if (strcmp(argv[1], "--empty") == 0) {
        return 0;
    }
    size_t size = 0;
    unsigned char *data = read_file(argv[1], &size);
    int ok = data != NULL && parse(data, size);
    free(data);
    return ok ? 0 : 1;
}
