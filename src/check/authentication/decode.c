/* SPDX-License-Identifier: MIT */
/* Names and types, as the strict decoder of the API server has them. */
#include "check/authentication/authn.h"
#include "text/nearest.h"

enum field_type { TEXT, FLAG, STRUCT };

struct shape;

struct field {
    const char *name; /* NULL behind the last one */
    enum field_type type;
    bool list;
    const struct shape *shape; /* of STRUCT */
    int first;                 /* minor of Kubernetes that brought it, 0: all have it */
};

/* k8s.io/apiserver pkg/apis/apiserver/v1beta1/types.go; `name` is Go's. */
struct shape {
    const char *name;
    const struct field *fields;
};

static const struct field condition_fields[] = {{"path", TEXT, false, NULL, 0}, {0}};
static const struct shape condition = {"AnonymousAuthCondition", condition_fields};

static const struct field anonymous_fields[] = {
    {"enabled", FLAG, false, NULL, 0}, {"conditions", STRUCT, true, &condition, 0}, {0}};
static const struct shape anonymous = {"AnonymousAuthConfig", anonymous_fields};

static const struct field issuer_fields[] = {
    {"url", TEXT, false, NULL, 0},
    {"discoveryURL", TEXT, false, NULL, 30},
    {"certificateAuthority", TEXT, false, NULL, 0},
    {"audiences", TEXT, true, NULL, 0},
    {"audienceMatchPolicy", TEXT, false, NULL, 30},
    {"egressSelectorType", TEXT, false, NULL, 34},
    {0}};
static const struct shape issuer = {"Issuer", issuer_fields};

static const struct field rule_fields[] = {{"claim", TEXT, false, NULL, 0},
                                           {"requiredValue", TEXT, false, NULL, 0},
                                           {"expression", TEXT, false, NULL, 0},
                                           {"message", TEXT, false, NULL, 0},
                                           {0}};
static const struct shape claim_rule = {"ClaimValidationRule", rule_fields};

static const struct field prefixed_fields[] = {{"claim", TEXT, false, NULL, 0},
                                               {"prefix", TEXT, false, NULL, 0},
                                               {"expression", TEXT, false, NULL, 0},
                                               {0}};
static const struct shape prefixed = {"PrefixedClaimOrExpression", prefixed_fields};

static const struct field uid_fields[] = {
    {"claim", TEXT, false, NULL, 0}, {"expression", TEXT, false, NULL, 0}, {0}};
static const struct shape uid = {"ClaimOrExpression", uid_fields};

static const struct field extra_fields[] = {
    {"key", TEXT, false, NULL, 0}, {"valueExpression", TEXT, false, NULL, 0}, {0}};
static const struct shape extra = {"ExtraMapping", extra_fields};

static const struct field mapping_fields[] = {{"username", STRUCT, false, &prefixed, 0},
                                              {"groups", STRUCT, false, &prefixed, 0},
                                              {"uid", STRUCT, false, &uid, 0},
                                              {"extra", STRUCT, true, &extra, 0},
                                              {0}};
static const struct shape mappings = {"ClaimMappings", mapping_fields};

static const struct field user_rule_fields[] = {
    {"expression", TEXT, false, NULL, 0}, {"message", TEXT, false, NULL, 0}, {0}};
static const struct shape user_rule = {"UserValidationRule", user_rule_fields};

static const struct field jwt_fields[] = {
    {"issuer", STRUCT, false, &issuer, 0},
    {"claimValidationRules", STRUCT, true, &claim_rule, 0},
    {"claimMappings", STRUCT, false, &mappings, 0},
    {"userValidationRules", STRUCT, true, &user_rule, 0},
    {0}};
static const struct shape jwt = {"JWTAuthenticator", jwt_fields};

static const struct field top_fields[] = {{"apiVersion", TEXT, false, NULL, 0},
                                          {"kind", TEXT, false, NULL, 0},
                                          {"jwt", STRUCT, true, &jwt, 0},
                                          {"anonymous", STRUCT, false, &anonymous, 31},
                                          {0}};
static const struct shape top = {"AuthenticationConfiguration", top_fields};

/* Where the walk is: `path` with numbers for messages on names, `plain` without. */
struct walk {
    struct authn *authn;
    struct buf path;
    struct buf plain;
    const struct shape *parent;
    size_t faults;
};

static const char *next_field(const void *context, size_t index) {
    return ((const struct shape *)context)->fields[index].name;
}

static const struct field *find_field(const struct shape *shape, struct span name) {
    const struct field *field = shape->fields;
    while (field->name != NULL && !span_is(name, field->name)) {
        field++;
    }
    return field->name == NULL ? NULL : field;
}

static void push(struct walk *walk, struct span name) {
    if (walk->path.size > 0) {
        buf_byte(&walk->path, '.');
        buf_byte(&walk->plain, '.');
    }
    buf_span(&walk->path, name);
    buf_span(&walk->plain, name);
}

/* YAML 1.1 as Kubernetes reads it: yes, no, on, off, y and n are booleans, dates text. */
static enum scalar_type type_of(const struct authn *authn, node_id id) {
    static const char *const words[] = {"y",  "Y",   "yes", "Yes", "YES", "n",
                                        "N",  "no",  "No",  "NO",  "on",  "On",
                                        "ON", "off", "Off", "OFF"};
    enum scalar_type type = node_type(authn->index, id);
    bool plain = node_at(authn->index, id)->style == STYLE_PLAIN &&
                 (node_at(authn->index, id)->flags & NODE_TAG_STR) == 0;
    struct span text = node_text(authn->index, id);
    for (size_t i = 0; !authn->talos && plain && i < ARRAY_SIZE(words); i++) {
        if (span_is(text, words[i])) {
            return SCALAR_BOOL;
        }
    }
    return type == SCALAR_TIMESTAMP || type == SCALAR_MERGE ? SCALAR_STRING : type;
}

static const char *json_name(const struct authn *authn, node_id id) {
    switch (node_at(authn->index, id)->kind) {
    case NODE_MAPPING:
        return "object";
    case NODE_SEQUENCE:
        return "array";
    default:
        break;
    }
    switch (type_of(authn, id)) {
    case SCALAR_BOOL:
        return "bool";
    case SCALAR_INT:
    case SCALAR_FLOAT:
        return "number";
    default:
        return "string";
    }
}

static const char *package_of(const struct authn *authn) {
    struct span version = authn_text(authn, authn->root, "apiVersion");
    return span_ends(version, "/v1")         ? "v1"
           : span_ends(version, "/v1alpha1") ? "v1alpha1"
                                             : "v1beta1";
}

static void refuse_type(struct walk *walk, const struct field *field, bool list,
                        node_id id) {
    const char *have = json_name(walk->authn, id);
    const char *hint = field->type == TEXT && !list ? "write it between double quotes"
                       : list                       ? "write a list: - ITEM"
                       : field->type == FLAG ? "write true or false, without quotes"
                                             : "write KEY: VALUE lines below it";
    walk->faults++;
    if (walk->authn->talos) {
        static const char *const wanted[] = {"string", "boolean", "mapping"};
        authn_error(walk->authn, RULE_AUTHENTICATION_TYPE, id, hint,
                    "%.*s: a %s belongs here, not this %s",
                    SPAN_ARG(buf_view(&walk->path)), list ? "list" : wanted[field->type],
                    have);
        return;
    }
    bool own = field->type == STRUCT;
    const char *wanted = field->type == TEXT   ? "string"
                         : field->type == FLAG ? "bool"
                                               : field->shape->name;
    authn_error(walk->authn, RULE_AUTHENTICATION_TYPE, id, hint,
                "json: cannot unmarshal %s into Go struct field %s.%.*s of type %s%s%s%s",
                have, walk->parent->name, SPAN_ARG(buf_view(&walk->plain)),
                list ? "[]" : "", own ? package_of(walk->authn) : "", own ? "." : "",
                wanted);
}

static void walk_mapping(struct walk *walk, const struct shape *shape, node_id id);

static void walk_value(struct walk *walk, const struct field *field, node_id id) {
    const struct yaml_index *index = walk->authn->index;
    id = node_follow(index, id);
    if (node_is_null(index, id)) {
        return;
    }
    if (field->type == STRUCT) {
        if (node_at(index, id)->kind == NODE_MAPPING) {
            walk_mapping(walk, field->shape, id);
        } else {
            refuse_type(walk, field, false, id);
        }
        return;
    }
    bool good =
        node_at(index, id)->kind == NODE_SCALAR &&
        type_of(walk->authn, id) == (field->type == TEXT ? SCALAR_STRING : SCALAR_BOOL);
    if (!good) {
        refuse_type(walk, field, false, id);
    }
}

static void walk_field(struct walk *walk, const struct field *field, node_id id) {
    const struct yaml_index *index = walk->authn->index;
    node_id value = node_follow(index, id);
    bool inner = span_find(buf_view(&walk->path), '[') < walk->path.size;
    if (!inner && authn_deletes(walk->authn, value)) {
        return; /* Talos finds no place inside lists */
    }
    if (!field->list || node_is_null(index, value)) {
        walk_value(walk, field, id);
        return;
    }
    if (node_at(index, value)->kind != NODE_SEQUENCE) {
        refuse_type(walk, field, true, value);
        return;
    }
    size_t end = walk->path.size, number = 0;
    for (node_id item = node_at(index, value)->first; item != 0;
         item = node_at(index, item)->next) {
        buf_printf(&walk->path, "[%zu]", number++);
        walk_value(walk, field, item);
        walk->path.size = end;
    }
}

/* Talos passes unknown keys on unread; the node pays. */
static enum rule field_rule(const struct authn *authn) {
    return authn->talos ? RULE_AUTHENTICATION_UNKNOWN_KEY : RULE_AUTHENTICATION_FIELD;
}

static void refuse_name(struct walk *walk, const struct shape *shape, node_id key) {
    _cleanup_buf_ struct buf hint = {0};
    struct span name =
        node_text(walk->authn->index, node_follow(walk->authn->index, key));
    const char *meant = NULL, *given = authn_quote(walk->authn, name);
    for (const struct field *field = shape->fields; field->name != NULL; field++) {
        bool same = strlen(field->name) == name.size &&
                    strncasecmp(field->name, name.data, name.size) == 0;
        meant = same ? field->name : meant;
    }
    if (meant == NULL && name.size < 64) {
        meant = nearest(given + (given[0] == '"'), next_field, shape);
    }
    if (meant != NULL) {
        buf_printf(&hint, "did you mean %s? names are case-sensitive", meant);
    } else {
        buf_text(&hint, "it knows here:");
        for (const struct field *field = shape->fields; field->name != NULL; field++) {
            buf_printf(&hint, " %s", field->name);
        }
    }
    walk->faults++;
    authn_error(
        walk->authn, field_rule(walk->authn), key, input_text(walk->authn->input, &hint),
        "strict decoding error: unknown field \"%.*s\"", SPAN_ARG(buf_view(&walk->path)));
}

static void check_age(struct walk *walk, const struct field *field, node_id key) {
    struct too_old old;
    if (field->first == 0 || !authn_before(walk->authn, field->first, &old)) {
        return;
    }
    walk->faults += old.severity == NULL;
    authn_report(walk->authn, field_rule(walk->authn), old.severity, key,
                 "leave it out for this Kubernetes, or say which one it is for with "
                 "--kubernetes-version",
                 "strict decoding error: unknown field \"%.*s\"%s",
                 SPAN_ARG(buf_view(&walk->path)), old.versions);
}

static void walk_mapping(struct walk *walk, const struct shape *shape, node_id id) {
    const struct yaml_index *index = walk->authn->index;
    const struct shape *parent = walk->parent;
    size_t path = walk->path.size, plain = walk->plain.size;
    for (node_id key = node_at(index, id)->first, value = 0; key != 0;
         key = node_at(index, value)->next) {
        struct span name = node_text(index, node_follow(index, key));
        value = node_at(index, key)->next;
        if (node_type(index, node_follow(index, key)) == SCALAR_MERGE) {
            walk->authn->merged = true;
            continue;
        }
        const struct field *field = find_field(shape, name);
        walk->parent = shape;
        push(walk, name);
        if (field == NULL && shape == &top && span_is(name, "sops")) {
            /* what SOPS adds it takes out again */
        } else if (field == NULL) {
            refuse_name(walk, shape, key);
        } else {
            check_age(walk, field, key);
            walk_field(walk, field, value);
        }
        walk->path.size = path;
        walk->plain.size = plain;
    }
    walk->parent = parent;
}

bool authn_decode(struct authn *authn) {
    if (node_at(authn->index, authn->root)->kind != NODE_MAPPING) {
        authn_error(authn, RULE_AUTHENTICATION_KIND, 0, "write KEY: VALUE lines", "%s",
                    authn->talos ? "a mapping belongs here" : "Object 'Kind' is missing");
        return false;
    }
    if (!authn->talos && !authn_head(authn)) {
        return false;
    }
    struct walk walk = {.authn = authn, .parent = &top};
    walk_mapping(&walk, &top, authn->root);
    if (walk.path.failed || walk.plain.failed) {
        authn->input->failed = TAUTH_NO_MEMORY;
    }
    buf_deinit(&walk.path);
    buf_deinit(&walk.plain);
    return walk.faults == 0;
}
