# SPDX-License-Identifier: MIT
"""Random machine configs of both layouts, as bytes."""

from yamlwriter import Alias, Anchored, Raw, Style, Writer

PEM = (
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBiTCCAS+gAwIBAgIQQJp2Ab7LKZN/Pxq7uYGP/zAKBggqhkjOPQQDAjAVMRMw\n"
    "-----END CERTIFICATE-----\n"
)
MANIFEST = "apiVersion: v1\nkind: Namespace\n# not a comment\nmetadata:\n  name: a\n"
ISSUERS = [
    "https://idp.example",
    "https://zitadel.example.com",
    "https://id.example/realms/a",
]
VOLUME = {"hostPath": "/var/a", "mountPath": "/var/a", "readonly": Raw("true")}
FILE = {"content": PEM, "permissions": Raw("0o644"), "path": "/var/a/ca", "op": "create"}
AUDIT_POLICY = {"kind": "Policy", "rules": [{"level": "Metadata"}]}
CLAIM_RULES = [
    {"claim": "hd", "requiredValue": "example.com"},
    {"expression": "claims.ok == true", "message": "no"},
]
ARGUMENTS = {
    "feature-gates": "A=true,B=false",
    "v": Raw("4"),
    "profiling": Raw("false"),
    "audit-log-maxage": "30",
    "event-ttl": "1h",
    "default-not-ready-toleration-seconds": None,
    "enable-admission-plugins": ["NodeRestriction", "PodSecurity"],
    "goaway-chance": "",
    "api-audiences": "https://a.example",
    "request-timeout": "1m\n",
}


def _some(rng, mapping, least=0):
    keys = list(mapping)
    chosen = rng.sample(keys, rng.randint(least, len(keys)))
    return {key: mapping[key] for key in chosen}


def extra_arguments(rng, oidc):
    arguments = _some(rng, ARGUMENTS)
    if oidc:
        arguments.update(oidc)
    pairs = list(arguments.items())
    rng.shuffle(pairs)
    return dict(pairs)


def api_server(rng, oidc):
    server = _some(
        rng,
        {
            "image": "registry.k8s.io/kube-apiserver:v1.34.1",
            "certSANs": ["10.0.0.1", "api.example.com"],
            "extraVolumes": [VOLUME],
            "env": {"HTTP_PROXY": "http://proxy:3128", "EMPTY": ""},
            "disablePodSecurityPolicy": Raw("true"),
            "auditPolicy": AUDIT_POLICY,
        },
    )
    choice = rng.random()
    if oidc or choice < 0.6:
        server["extraArgs"] = extra_arguments(rng, oidc)
    elif choice < 0.8:
        server["extraArgs"] = rng.choice([None, {}])
    return server


def legacy(rng, oidc=None):
    """The documents of a legacy config; `oidc` are oidc-* flags that it holds already."""
    machine = _some(
        rng,
        {
            "token": "abcdef.0123456789abcdef",
            "certSANs": [],
            "nodeLabels": {"a": Anchored("label", "x y"), "b": Alias("label")},
            "files": [FILE],
            "sysctls": {"net.core.somaxconn": "65535"},
            "network": {"hostname": "cp-1", "nameservers": ["1.1.1.1", "9.9.9.9"]},
        },
    )
    cluster = _some(
        rng,
        {
            "clusterName": "demo",
            "controlPlane": {"endpoint": "https://10.0.0.1:6443"},
            "inlineManifests": [{"name": "ns", "contents": MANIFEST}],
            "network": {"podSubnets": ["10.244.0.0/16"], "cni": {"name": "none"}},
            "controllerManager": {"extraArgs": {"bind-address": "0.0.0.0"}},
        },
    )
    if oidc or rng.random() < 0.8:
        cluster["apiServer"] = api_server(rng, oidc)
    elif rng.random() < 0.5:
        cluster["apiServer"] = rng.choice([None, {}])
    document = {"version": "v1alpha1", "machine": {"type": "controlplane", **machine}}
    if cluster or rng.random() < 0.5:
        document["cluster"] = cluster
    documents = [document]
    if rng.random() < 0.4:
        hostname = {"apiVersion": "v1alpha1", "kind": "HostnameConfig", "auto": "stable"}
        documents.insert(rng.choice([0, 1]), hostname)
    return documents


def jwt_entry(rng, issuer):
    audiences = rng.choice([["k8s"], ["340112345678901234"], ["k8s", "web"]])
    head = {"url": issuer, "audiences": audiences}
    if len(audiences) > 1:
        head["audienceMatchPolicy"] = "MatchAny"
    if rng.random() < 0.2:
        head["certificateAuthority"] = PEM
    claim, prefix = rng.choice(["email", "sub"]), rng.choice(["a:", "old", "日本:"])
    mappings = {"username": {"claim": claim, "prefix": prefix}}
    if rng.random() < 0.4:
        mappings["groups"] = {"claim": "groups", "prefix": "g:"}
    if rng.random() < 0.2:
        mappings["uid"] = {"claim": "sub"}
    entry = {"issuer": head, "claimMappings": mappings}
    if rng.random() < 0.4:
        entry["claimValidationRules"] = rng.sample(CLAIM_RULES, rng.randint(1, 2))
    if rng.random() < 0.2:
        entry["userValidationRules"] = [{"expression": "user.username != 'root'"}]
    pairs = list(entry.items())
    rng.shuffle(pairs)
    return dict(pairs)


def authentication(rng, issuers):
    configuration = {}
    if rng.random() < 0.8:
        paths = [{"path": "/livez"}, {"path": "/readyz"}, {"path": "/healthz"}]
        configuration["anonymous"] = {"conditions": paths, "enabled": Raw("true")}
    if issuers:
        configuration["jwt"] = [jwt_entry(rng, issuer) for issuer in issuers]
    elif rng.random() < 0.7:
        configuration["jwt"] = rng.choice([None, []])
    pairs = list(configuration.items())
    rng.shuffle(pairs)
    document = {"apiVersion": "v1alpha1", "kind": "KubeAuthenticationConfig"}
    if pairs or rng.random() < 0.6:
        document["configuration"] = dict(pairs) or rng.choice([None, {}])
    return document


def multidoc(rng, issuers=()):
    """The documents of a multidoc config with jwt entries of these issuers."""
    def kube(kind, **fields):
        return {"apiVersion": "v1alpha1", "kind": kind, **fields}

    documents = [
        kube("HostnameConfig", auto="stable"),
        kube("KubeAuthorizerConfig", name="node", type="Node"),
        kube("KubeInlineManifestConfig", name="ns", manifest=MANIFEST),
        kube("KubeAPIServerCAConfig", issuingCA={"cert": PEM, "key": PEM}),
        kube("KubeAuditPolicyConfig", configuration=AUDIT_POLICY),
    ]
    documents = rng.sample(documents, rng.randint(0, len(documents)))
    image = "registry.k8s.io/kube-apiserver:v1.37.0"
    documents.append(kube("KubeAPIServerConfig", image=image))
    if issuers or rng.random() < 0.8:
        documents.append(authentication(rng, issuers))
    rng.shuffle(documents)
    machine, cluster = {"type": "controlplane"}, {"token": "a.b"}
    return [{"version": "v1alpha1", "machine": machine, "cluster": cluster}, *documents]


def write(rng, documents, endings=True):
    """The bytes of a stream in random styles; with `endings` also odd ends and CRLF."""
    style = Style.random(rng)
    lines = []
    if rng.random() < 0.3:
        lines.append(rng.choice(["---", "--- # first", "# managed by hand"]))
    for number, document in enumerate(documents):
        if number:
            lines.append("---")
        lines += Writer(rng, style).document(document)
    text = "\n".join(lines) + "\n"
    if not endings:
        return text.encode()
    text += rng.choice(["", "", "", "\n\n", "# end\n", "...\n"])
    if rng.random() < 0.15:
        text = text.removesuffix("\n")
    if rng.random() < 0.25:
        text = text.replace("\n", "\r\n")
    if rng.random() < 0.05:
        text = "\ufeff" + text
    return text.encode()
