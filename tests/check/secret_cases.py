# SPDX-License-Identifier: MIT
"""Files with a secret that something is wrong with: fields, shapes of values, faults."""

import base64
import re

# Paths as Talos' redaction has them; [] is an item of a list.
LEGACY = """
machine.token
machine.ca.key
machine.registries.config.ghcr.auth.password
machine.registries.config.ghcr.auth.auth
machine.registries.config.ghcr.auth.identityToken
machine.registries.config.ghcr.tls.clientIdentity.key
machine.network.interfaces.[].wireguard.privateKey
machine.network.interfaces.[].wireguard.peers.[].presharedKey
machine.network.interfaces.[].vip.equinixMetal.apiToken
machine.network.interfaces.[].vip.hcloud.apiToken
machine.network.interfaces.[].vlans.[].vip.equinixMetal.apiToken
machine.network.interfaces.[].vlans.[].vip.hcloud.apiToken
machine.systemDiskEncryption.state.keys.[].static.passphrase
machine.systemDiskEncryption.ephemeral.keys.[].static.passphrase
cluster.secret
cluster.token
cluster.aescbcEncryptionSecret
cluster.secretboxEncryptionSecret
cluster.serviceAccount.key
cluster.ca.key
cluster.aggregatorCA.key
cluster.etcd.ca.key
""".split()

DOCUMENTS = """
KubeAPIServerCAConfig.issuingCA.key
KubeAggregatorCAConfig.issuingCA.key
KubeServiceAccountConfig.issuer.privateKey
KubeEtcdEncryptionConfig.config.resources.[].providers.[].secretbox.keys.[].secret
KubeEtcdEncryptionConfig.config.resources.[].providers.[].aescbc.keys.[].secret
DiscoveryIdentityConfig.clusterSecret
RegistryAuthConfig.password
RegistryAuthConfig.auth
RegistryAuthConfig.identityToken
RegistryTLSConfig.clientIdentity.key
SideroLinkConfig.uniqueToken
HCloudVIPConfig.apiToken
WireguardConfig.privateKey
WireguardConfig.peers.[].presharedKey
VolumeConfig.encryption.keys.[].static.passphrase
RawVolumeConfig.encryption.keys.[].static.passphrase
SwapVolumeConfig.encryption.keys.[].static.passphrase
UserVolumeConfig.encryption.keys.[].static.passphrase
""".split()

KUBECONFIG = """
users.[].user.token
users.[].user.password
users.[].user.client-key-data
users.[].user.auth-provider.config.client-secret
users.[].user.auth-provider.config.refresh-token
""".split()

API_SERVER = 'machine: {type: controlplane}\ncluster: {apiServer: {extraArgs: {v: "2"}}}\n'

LETTERS = "QZXJKVWYFGHPBMDCTNRSL"


class Canary:
    """Values nobody else has: their first eight characters tell them apart."""

    def __init__(self):
        self.count = 0

    def word(self, size=12):
        """Letters alone; the first eight are a number in base 21."""
        self.count += 1
        number, text = self.count * 7919, ""
        for _ in range(size):
            number, digit = divmod(number, len(LETTERS))
            text += LETTERS[digit]
        return text.capitalize()

    def hex(self):
        self.count += 1
        return f"{self.count * 2654435761 % 2**32:08x}" + "0d9c4be17a3f5526"

    def base64(self):
        self.count += 1
        text = f"{self.count * 7919 % 99991:05}-canary/?>~-canary-canary"
        return base64.b64encode(text.encode()).decode()

    def special(self):
        return self.word(9) + "+p@s/w%r~^$;d"


CANARY = Canary()


def shapes(canary):
    """name: (values to look for, lines of YAML behind the key)"""
    long, word, digits = canary.base64(), canary.word(), canary.hex()
    special = canary.special()
    quoted, folded, pem, literal = canary.word(), canary.word(), canary.base64(), canary.word()
    first, second, single, bare = (canary.word() for _ in range(4))
    hashed = canary.word()
    return {
        "base64": ([long], [long]),
        "word": ([word], [word]),
        "hex": ([digits], [digits]),
        "special": ([special], [special]),
        "double": ([quoted], [f'"{quoted} {quoted}"']),
        "single": ([single], [f"'{single}: #{single}'"]),
        "hash": ([hashed], [f"x #{hashed}", ]),
        "next-line": ([bare], ["", f"  {bare}"]),
        "plain-lines": ([first, second], [first, f"  {second}"]),
        "folded": ([folded], [">-", f"  {folded}"]),
        "literal": ([literal], ["|", f"  {literal}", "", f"  {literal} {literal}"]),
        "pem": ([pem], ["|", "  -----BEGIN EC PRIVATE KEY-----", f"  {pem}", f"  {pem[:20]}",
                        "  -----END EC PRIVATE KEY-----"]),
    }


# Faults that take a value of any shape: lines of the key, the value and what is there too.
def duplicate(key, lines):
    return [f"{key}: x", f"{key}: {lines[0]}", *lines[1:]]


def duplicate_before(key, lines):
    return [f"{key}: {lines[0]}", *lines[1:], f"{key}: x"]


def undefined_behind(key, lines):
    return [f"{key}: {lines[0]}", *lines[1:], "other: *nowhere"]


def tab_behind(key, lines):
    return [f"{key}: {lines[0]}", *lines[1:], "\tother: x"]


def explicit_key(key, lines):
    return [f"? {key}", f": {lines[0]}", *lines[1:], f"{key}: x"]


def left_open(key, lines):
    return [f'{key}: "{lines[-1].strip()}', "  x: y"]


BY_SHAPE = [duplicate, duplicate_before, undefined_behind, tab_behind, explicit_key, left_open]

# Faults of their own: C is the canary, K the key; several C are several lines or places.
OF_THEIR_OWN = {
    "alias": ["K: *C"],
    "alias-next-line": ["K:", "  *C"],
    "alias-in-list": ["K: [C, *D]"],
    "alias-behind-list": ["K:", "- C", "- *D"],
    "anchor": ["K: &C", "K: x"],
    "tag": ["K: !C", "K: x"],
    "tag-open": ["K: !<C"],
    "handle": ["K: !C!D x"],
    "at-sign": ["K: @C"],
    "percent": ["K: %C"],
    "backtick": ["K: `C"],
    "brace": ["K: {C"],
    "bracket": ["K: [C", "other: x"],
    "escape": ['K: "C\\q"'],
    "text-behind": ['K: "C" D'],
    "colon-behind": ["K: C: D"],
    "colon-in-lines": ["K:", "  C: D: C"],
    "tab-in-value": ["K:", "  C", "\tD: x"],
    "mapping": ["K: {C: 1, C: 2}"],
    "mapping-lines": ["K:", "  C: 1", "  C: 2"],
    "mapping-deep": ["K:", "  x:", "    C: D", "    C: D"],
    "list-of-mappings": ["K:", "- C: 1", "  C: 2"],
    "template": ["K: {{ C }}"],
    "template-lines": ["K: C", "other: {{ D }}"],
    "flow": ["x: {a: 1, K: C, K: D}"],
    "flow-quoted": ['x: {"K": "C", "a": 1, "K": "D"}'],
    "flow-lines": ["x: {", "  a: 1,", "  K:", "", "  C,", "  K: D", "  }"],
    "flow-indented": ['x: {a: 1, "K": "C', '    D", "K": x}'],
    "flow-lines-broken": ["x: {a: 1,", "    K: C", "  D", "  E", "F: ]"],
    "quoted-lines": ['K: "C', "  D", "  E", '  F" G'],
    "quoted-lines-left": ['K: "C', "D", "E", 'F" G'],
    "block-short-indent": ["K: |2", "   C", " D: ]"],
    "comment": ["K: x # C", "K: y"],
    "alias-as-key": ["x: &C a", "K: {*C : 1, *D : 2}"],
    "alias-of-key": ["x: &x K", "*x : C", "*x : D"],
    "value-by-alias": ["x: &x C", "x: y", "K: *x"],
    "int": ["K: !!int C", "K: !!binary D"],
}

TOKEN_URLS = [
    "https://omni.example.com/?jointoken=C",
    "https://omni.example.com?a=b&jointoken=C&x=y",
]
ARGUMENTS = {
    "option": ["- --oidc-client-secret=C", "- *nowhere"],
    "behind": ["- --oidc-client-secret", "- C", "- *nowhere"],
    "behind-alias": ["- --oidc-client-secret", "- *C"],
    "behind-wrong": ["- --oidc-client-secret", "- {C: D}"],
    "behind-twice": ["- --oidc-client-secret", "- {C: D, C: E}"],
    "password": ["- --password", "- [C]", "- --password=D"],
    "flag": ["- --oidc-client-secret=C", "- --unknown-flag", "- --username=D@x"],
    "blank": ['- "--oidc-client-secret C"', "- *nowhere"],
    "misspelt": ["- --oidc-client-secrt=C", "- *nowhere"],
    "misspelt-behind": ["- --pasword", "- C", "- *nowhere"],
    "joined": ["- oidc-login get-token --password C --x=y", "- *nowhere"],
    "bare": ["- oidc-client-secret=C", "- *nowhere"],
}

# Sound stanzas, whose arguments are what is wrong.
STANZA = """
apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: 'https://x'}}]
contexts: [{name: c, context: {cluster: c, user: u}}]
current-context: c
users:
- name: u
  user:
    exec:
      apiVersion: client.authentication.k8s.io/v1
      interactiveMode: Never
      command: kubectl
      args:
      - oidc-login
      - get-token
""".strip().splitlines()
STANZA_ARGUMENTS = {
    "blank": ['      - "--oidc-client-secret C"'],
    "misspelt": ["      - --oidc-client-secrt=C"],
    "misspelt-flow": ['      - "--clint-secret=C" # x'],
    "joined": ["      - get-token --oidc-client-secret=C"],
    "word": ["      - C"],
    "grant-type": ["      - --grant-type=x", "      - --oidc-client-secret=C"],
}

# Kubernetes' own secrets, in manifests and in machine configs.
OBJECTS = {
    "stringData": ["kind: Secret", "stringData:", "  a: C", "  a: D"],
    "data": ["kind: Secret", "data:", "  a: C", "  a: D"],
    "data-first": ["data:", "  a: C", "  a: D", "kind: Secret"],
    "data-undefined": ["data:", "  a: C", "  b: *nowhere", "kind: Secret"],
    "data-broken": ["data:", "  a: C", "  b: D", "  ]", "kind: Secret"],
    "stringData-broken": ["kind: Secret", "stringData:", "  a: |", "    C", "   D: ]"],
    "flow": ["kind: Secret", "stringData: {a: C, a: D}"],
    "flow-one": ["{kind: Secret, data: {a: C, a: D}}"],
    "json": ['{"kind": "Secret", "stringData": {"a": "C", "a": "D"}}'],
    "applied": [
        "kind: Secret", "metadata:", "  annotations:",
        "    kubectl.kubernetes.io/last-applied-configuration:",
        """      '{"data":{"a":"C"},"kind":"Secret"}'""",
        "    kubectl.kubernetes.io/last-applied-configuration: x",
    ],
}
INLINE = ["machine: {type: controlplane}", "cluster:", "  inlineManifests:", "  - name: a"]


def indented(lines, depth):
    return [("  " * depth + line) if line else line for line in lines]


def document(path, own):
    """(text, first and last line of the field): the lines of a field in its place."""
    kind, *steps = path.split(".")
    text, depth = [], 0
    if kind in ("machine", "cluster", "users"):
        steps.insert(0, kind)
    else:
        text = ["apiVersion: v1alpha1", f"kind: {kind}"]
    for step in steps[:-1]:
        if step == "[]":
            text.append("  " * depth + "- dash: 1")
            depth += 1
        else:
            text.append("  " * depth + f"{step}:")
            depth += 1
    first = len(text) + 1
    return text + indented(own, depth), first, first + len(own) - 1


class Case:
    def __init__(self, name, path, own, values):
        self.name = name
        self.values = values
        text, self.first, self.last = document(path, own)
        if path.startswith("users"):
            text = ["apiVersion: v1", "kind: Config", *text]
            self.first, self.last = self.first + 2, self.last + 2
        elif not path.startswith(("machine", "cluster")):
            text += ["---", *API_SERVER.splitlines()]
        elif path.startswith("machine"):
            text += ['cluster: {apiServer: {extraArgs: {v: "2"}}}']
        else:
            text += ['  apiServer: {extraArgs: {v: "2"}}', "machine: {type: controlplane}"]
        self.text = "\n".join(text) + "\n"

    def forbidden(self):
        for value in self.values:
            yield value
            yield value[:8]
            yield base64.b64encode(value.encode()).decode()


class Whole(Case):
    """A file of its own; the lines with a letter in them are those of the field."""

    def __init__(self, name, pattern):
        own, self.values = filled(pattern, "K")
        self.name = name
        self.text = "\n".join(own) + "\n"
        lines = [n for n, line in enumerate(own, 1) if any(v in line for v in self.values)]
        self.first, self.last = lines[0], lines[-1]


def cases_of(path):
    key = path.rsplit(".", 1)[1]
    for fault in BY_SHAPE:
        for shape, (values, lines) in shapes(CANARY).items():
            yield Case(f"{fault.__name__} {shape}", path, fault(key, lines), values)
    for shape, (values, lines) in shapes(CANARY).items():
        yield Case(f"sound {shape}", path, [f"{key}: {lines[0]}", *lines[1:]], values)
    for name, pattern in OF_THEIR_OWN.items():
        own, values = filled(pattern, key)
        yield Case(name, path, own, values)


def filled(pattern, key):
    values = {letter: CANARY.word() for letter in "CDEFG"}
    own = [re.sub(r"\b([C-G])\b", lambda m: values[m[1]], line) for line in pattern]
    own = [re.sub(r"\bK\b", key, line) for line in own]
    used = [v for v in values.values() if any(v in line for line in own)]
    return own, used


def special_cases():
    for url in TOKEN_URLS:
        for path in ("SideroLinkConfig.apiUrl", "machine.install.extraKernelArgs"):
            for name, pattern in {
                "twice": ["K: x", f"K: {url}"],
                "alias": [f"K: [{url}, *nowhere]"],
                "list": ["K:", f"- siderolink.api={url}", "- *nowhere"],
                "lines": ["K: >-", f"  {url}", "K: x"],
                "broken": [f'K: "{url}\\', '  D" E'],
                "sound": ["K:", f"- {url}"],
            }.items():
                own, values = filled(pattern, path.rsplit(".", 1)[1])
                yield Case(f"{path} {name}", path, own, values)
    for name, pattern in ARGUMENTS.items():
        own, values = filled(["args:", *pattern], "K")
        yield Case(f"argument {name}", "users.[].user.exec.args", own, values)


def object_cases():
    for name, own in STANZA_ARGUMENTS.items():
        yield Whole(f"stanza {name}", [*STANZA, *own])
    for name, own in OBJECTS.items():
        yield Whole(f"object {name}", ["apiVersion: v1", *own] if own[0][0] != "{" else own)
        inside = ["    contents: |", *indented(own, 3)]
        yield Whole(f"inline {name} sound", [*INLINE, *inside])
    yield Whole("inline quoted sound", [
        *INLINE, """    contents: '{"kind": "Secret", "stringData": {"a": "C"}}'"""])
    yield Whole("inline escaped sound", [
        *INLINE, r"""    contents: "{\"kind\": \"Secret\", \"data\": {\"a\": \"C\"}}" """])
